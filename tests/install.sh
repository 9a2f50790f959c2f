#!/bin/sh
# install.sh BUILD - make install puts a usable library and program under DESTDIR, and
# make uninstall leaves nothing of them.
set -eu
build=$1
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
make -s install DESTDIR="$root" PREFIX=/opt/nd BUILD="$build" >/dev/null
prefix=$root/opt/nd
"$prefix/bin/neardup" version >/dev/null
[ "$("$prefix/bin/neardup" version | head -n 1 | cut -d ' ' -f 1,2)" = "neardup $(sed -n 's/^Version: //p' "$prefix/lib/pkgconfig/neardup.pc")" ]
if command -v pkg-config >/dev/null; then
    export PKG_CONFIG_PATH="$prefix/lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$root"
    # shellcheck disable=SC2046 # flags are words
    ${CC:-gcc} -std=c11 tests/readme_example.c -o "$root/example" $(pkg-config --cflags --libs neardup)
    LD_LIBRARY_PATH=$prefix/lib "$root/example" > "$root/shared"
    # shellcheck disable=SC2046
    ${CC:-gcc} -std=c11 tests/readme_example.c -o "$root/example" -I"$prefix/include" "$prefix/lib/libneardup.a" \
        -lxxhash -lutf8proc -lm -pthread
    "$root/example" > "$root/static"
    cmp "$root/shared" "$root/static"
    rm "$root/example" "$root/shared" "$root/static"
fi
make -s uninstall DESTDIR="$root" PREFIX=/opt/nd BUILD="$build" >/dev/null
left=$(find "$root" ! -type d)
[ -z "$left" ] || { echo "uninstall left $left"; exit 1; }
