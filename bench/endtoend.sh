#!/bin/sh
# endtoend.sh BUILD - the whole program on one thread, as TSV. See README.md.
set -eu
build=$1
work=$build/bench
mkdir -p "$work"
mix=$work/mix.jsonl
name=mix
if [ -n "${NEARDUP_DATA-}" ]; then
    sh bench/mix.sh "$build"
else
    name=crawl
    mix=$work/crawl.jsonl
    gzip -dc corpus/crawl.jsonl.gz > "$mix"
    rm -f "$mix.gz" "$mix.zst" "$work/$name.txt"
fi
[ -s "$mix.gz" ] || { gzip -6 -c "$mix" > "$mix.part" && mv "$mix.part" "$mix.gz"; }
[ -s "$mix.zst" ] || { zstd -3 -qc "$mix" > "$mix.part" && mv "$mix.part" "$mix.zst"; }
bytes=$(wc -c < "$mix")
rm -rf "$work/out" "$work/out.neardup.jsonl"
printf '# corpus\tvariant\tstage\titems\tns an item\tMB/s of text\n'
"$work/stages" "$name" "$mix"
for script in CYRILLIC ARABIC CJK THAI; do
    [ -s "$work/$script.jsonl" ] || {
        gzip -dc corpus/crawl.jsonl.gz | python3 bench/scripts.py $script > "$work/$script.part"
        mv "$work/$script.part" "$work/$script.jsonl"
    }
    "$work/stages" $script "$work/$script.jsonl" | grep -v signature
done
printf '# command\tbytes of JSON Lines\tprocessor seconds\tMB/s\tpeak MiB\n'
for packing in "" .gz .zst; do
    "$work/measure" "$name$packing group -j 1" "$bytes" 5 "$build/neardup" group -q -j 1 "$mix$packing" -o -
done
"$work/measure" "$name group -j 1 --keep longest" "$bytes" 3 "$build/neardup" group -q -j 1 --keep longest "$mix" -o -
"$work/measure" "$name dedup -j 1" "$bytes" 3 "$build/neardup" dedup -q -f -j 1 "$mix" -o "$work/out"
rm -rf "$work/out" "$work/out.neardup.jsonl"
# one article: the texts of the corpus as one, at three sizes
article=$work/$name.txt
[ -s "$article" ] || {
    python3 -c 'import json, sys
for line in sys.stdin: sys.stdout.write(json.loads(line)["text"] + "\n\n")' < "$mix" > "$article.part"
    mv "$article.part" "$article"
}
printf '# kinds\tbytes of one article\tfindings\tMB/s, new finder\tMB/s, used finder\n'
"$work/repeats" "$article" 1000000 10000000 100000000
