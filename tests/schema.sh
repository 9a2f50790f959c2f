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
printf '{"id":%s,"text":"%s"}\n' 1 'a b c' 2 'a b c' 3 'a b c' '"d"' 'e f g' >"$work/four.jsonl"
"$neardup" group -q "$work/four.jsonl" -o "$work/result"
"$neardup" passages -q corpus/crawl.jsonl.gz -o "$work/shared"
printf '%s\t%s\t%s\n' 1 2 0 1 3 1 1 d story >"$work/pairs"
printf '%s\t%s\n' 1 x 2 y 3 x d x >"$work/clusters"
printf 'u\tv\t0\n' >"$work/nothing"
printf '%s\t%s\t%s\n' north-0002 tollgate-0054 1 north-0002 north-0003 0 north-0002 nobody 1 >"$work/printed"
{
    rows eval --json "$work/result" "$work/pairs"
    rows eval --json "$work/result" "$work/clusters"
    rows eval --json "$work/result" "$work/nothing"
    rows eval --json "$work/shared" corpus/crawl.gold.tsv
    rows eval --json "$work/shared" "$work/printed"
    rows passages --json --date date --series site corpus/crawl.jsonl.gz
    rows passages --json "$work/in"
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
[ "$types" = "article boilerplate compare curve damaged error eval false family header input label miss near_miss passage progress removed repeat shared summary tune version" ] ||
    { echo "schema.sh: only these types of row came: $types"; exit 1; }
