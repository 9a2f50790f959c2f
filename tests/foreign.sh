#!/bin/sh
# foreign.sh ARCH BUILD - the library's tests on another kind of processor, emulated: arm64, where there
# is only portable C, or s390x, where the first byte of a number is its highest. Then what the
# program writes there must be, byte for byte, what BUILD/neardup writes here.
#
# The cross compiler's libraries are Debian's own for ARCH, unpacked below build/ and installed nowhere.
set -eu
cd "$(dirname "$0")/.."
arch=$1 native=$2/neardup
libraries=libc6-dev,libxxhash-dev,libutf8proc-dev,libsimdjson-dev,libzstd-dev,zlib1g-dev,check,libsubunit-dev
case $arch in
arm64) machine=aarch64 isal=-lisal libraries=$libraries,libisal-dev ;;
s390x) machine=s390x isal= ;; # ISA-L knows no such processor
*) echo "usage: foreign.sh arm64|s390x BUILD" >&2; exit 2 ;;
esac
jobs=$(nproc)
build=build/$arch
root=$PWD/$build/root
if [ ! -d "$root" ]; then
    . /etc/os-release
    mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' "Codename: $VERSION_CODENAME" | head -n 1)
    mkdir -p "$build"
    rm -rf "$root.part"
    mmdebstrap --quiet --variant=extract --architectures="$arch" --include="$libraries" "$VERSION_CODENAME" "$root.part" "$mirror"
    mv "$root.part" "$root"
fi
t=$machine-linux-gnu
make -s -j"$jobs" CC=$t-gcc CXX=$t-g++ LD=$t-ld AR=$t-ar OBJCOPY=$t-objcopy ISAL=$isal BUILD="$build" \
    CFLAGS=--sysroot="$root" CXXFLAGS=--sysroot="$root" LDFLAGS=--sysroot="$root" "$build/unit" "$build/neardup"

# Suites that ask no room of the program, but for statistics that take an emulator minutes.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
grep -L -E '^#include "(input|output|report|eval|run|cli)/' tests/test_*.c | sed 's|.*/test_||; s|\.c$||' |
    grep -v -x -E 'scurve|near|crowds|simd' > "$work/suites"
export CK_TIMEOUT_MULTIPLIER=20
xargs -n 1 -P "$jobs" sh -c '"$1" -L "$2" "$3" "$4" > "$0/$4.log" 2>&1 && grep -q "^100%: Checks: [1-9]" "$0/$4.log" ||
    { echo "$4:"; cat "$0/$4.log"; exit 1; }' "$work" "qemu-$machine" "$root" "$build/unit" < "$work/suites"

gzip -dc corpus/crawl.jsonl.gz > "$work/crawl.jsonl"
there() {
    "qemu-$machine" -L "$root" "$build/neardup" "$@" > "$work/there"
    "$native" "$@" > "$work/here"
    [ -s "$work/here" ]
    cmp "$work/there" "$work/here" || { echo "foreign.sh: $arch: another result of $*"; exit 1; }
}
there group -q corpus/articles corpus/crawl corpus/crawl.jsonl.gz -o -
there group -q --keep longest -t 0.6 corpus/crawl.jsonl.gz -o -
there dedup -q "$work/crawl.jsonl" -o -
there inspect -q --json corpus/articles corpus/crawl.jsonl.gz
there inspect -q --json --rules gopher corpus/crawl.jsonl.gz
echo "foreign.sh: $arch: $(wc -l < "$work/suites") suites pass, results are the same"
