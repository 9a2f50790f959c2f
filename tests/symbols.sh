#!/bin/sh
# symbols.sh BUILD - both libraries export exactly what neardup.h declares, and the shared
# one needs nothing but xxhash, utf8proc and the C library.
set -eu
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed -n 's/^ND_API.*[ *]\(nd_[a-z0-9_]*\)(.*/\1/p' include/neardup.h | sort > "$work/declared"
nm -D --defined-only "$build/libneardup.so.0" | awk '$2 ~ /[A-TV-Z]/ { print $3 }' | sort > "$work/shared"
nm -g --defined-only "$build/libneardup.a" | awk 'NF == 3 && $2 ~ /[A-TV-Z]/ { print $3 }' | sort > "$work/static"
[ -s "$work/declared" ]
diff "$work/declared" "$work/shared"
diff "$work/declared" "$work/static"
if readelf -d "$build/libneardup.so.0" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' |
    grep -v -E '^(libxxhash|libutf8proc|libc|libm|libpthread|ld-linux.*)\.so'; then
    echo "libneardup.so.0 needs more than it may"
    exit 1
fi
