#!/bin/sh
# demo.sh PROGRAM - the main job on corpus/, and what it found, on less than one screen.
set -eu
neardup=$1
out=build/demo
article=corpus/articles/01-ferry-port-storm.txt
rm -rf "$out"
mkdir -p "$out"

echo "\$ neardup inspect $article"
"$neardup" inspect "$article"

echo
echo "\$ neardup dedup corpus/crawl.jsonl.gz -o $out/clean"
"$neardup" dedup corpus/crawl.jsonl.gz -o "$out/clean" 2>&1

echo
echo "The first five of these removals:"
sed -n 's/.*"removed".*"id":"\([^"]*\)","keeper".*"id":"\([^"]*\)"},"kind":"\([^"]*\)","jaccard":\([0-9.]*\).*/\1 \2 \3 \4/p' \
    "$out/clean.neardup.jsonl" | head -n 5 |
    while read -r id keeper kind jaccard; do
        printf '  %-14s copy of %-14s %-10s Jaccard %s\n' "$id" "$keeper" "$kind" "$jaccard"
    done

echo
echo "\$ neardup report $out/clean.neardup.jsonl corpus/crawl.jsonl.gz -o $out/report.html"
"$neardup" report "$out/clean.neardup.jsonl" corpus/crawl.jsonl.gz -o "$out/report.html" 2>&1
echo "Open $out/report.html in a browser: what was removed, and why."
