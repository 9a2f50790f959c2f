#!/bin/sh
# embed.sh FILE... - style (*.css) and script (*.js) of a report's page, each joined in the
# order given, as arrays of C, and the hashes by which the page's policy knows them.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: > "$work/css"
: > "$work/js"
for file in "$@"; do
    cat "$file" >> "$work/${file##*.}"
done
for part in css js; do
    hash=$(sha256sum < "$work/$part" | cut -c 1-64 | tr a-f A-F | basenc -d --base16 | basenc -w 0 --base64)
    echo "static const char page_${part}_hash[] = \"sha256-$hash\";"
    echo "static const unsigned char page_$part[] = {"
    od -An -v -tu1 "$work/$part" | sed 's/[0-9][0-9]*/&,/g'
    echo "0};"
done
