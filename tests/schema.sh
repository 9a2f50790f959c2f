#!/bin/sh
# schema.sh NEARDUP - every type of row that the program writes is as rows.schema.json says.
set -eu
neardup=$(realpath "$1")
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/in"

# Each command may end with 3: some of the inputs are broken.
rows() {
    "$neardup" "$@" 2>/dev/null || [ $? -eq 3 ]
}

printf '%s\n' '{"id":7,"text":"a b c"}' '{"id":"\u0001","text":"A b c!"}' '{"text":3}' >"$work/in/$(printf 'odd\377').jsonl"
printf '\037\213\010\000broken' >"$work/in/broken.gz"
{
    rows inspect --json corpus/articles "$work/in"
    rows inspect --json --signals --rules gopher corpus/articles
    rows group corpus/crawl.jsonl.gz -o -
    rows group --fold-digits --strip-marks "$work/in" -o -
    rows compare --json corpus/articles/01-ferry-port-storm.txt corpus/articles/18-eagle-owls.txt
    rows compare --json "$work/in/$(printf 'odd\377').jsonl:1" "$work/in/$(printf 'odd\377').jsonl:2"
    rows tune --json
    rows version --json
    "$neardup" group corpus/crawl.jsonl.gz -o /dev/full --dry-run -q --progress json 2>&1
} >"$work/rows"
types=$(python3 tests/schema.py src/report/rows.schema.json <"$work/rows")
[ "$types" = "article compare curve damaged error header near_miss progress removed repeat shared summary tune version" ] ||
    { echo "schema.sh: only these types of row came: $types"; exit 1; }
