#!/bin/sh
# readme.sh BUILD - what the README shows is so: the C program is the one that is tested
# and prints what stands below it, and the lines of Python print the library's number.
set -eu
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
block() { # the first fenced block of a language
    awk -v from="^\`\`\`$1\$" '$0 ~ from { on = 1; next } on && /^```$/ { exit } on' README.md
}
block c | diff - tests/readme_example.c
block text > "$work/shown"
"$build/readme_example" | diff "$work/shown" -
if /usr/bin/python3 -c 'import xxhash' 2>/dev/null; then
    block python > "$work/hash.py"
    [ "$(/usr/bin/python3 "$work/hash.py")" = "$(sed -n 's/^.*prints `\([0-9]*\)`.*$/\1/p' README.md)" ]
else
    echo "readme.sh: skipped the Python lines: no module xxhash"
fi
"$build/readme_example" | grep -q 'nearly the same, of 0, Jaccard 0.80' || exit 1
