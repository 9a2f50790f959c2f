# shorter than a shingle: equal or not alike; without a word: like nothing, not even itself
i=0
for text in "" "" "..." "..." "..." Kellbrae Kellbrae kellbrae. "the port" "The Port!" "the port of" "one two three four" "one two three four five"; do
    i=$((i + 1))
    echo "{\"id\":$i,\"text\":\"$text\"}"
done > in.jsonl
"$neardup" dedup -q in.jsonl -o out
grep -v header out.neardup.jsonl
tr '\n' ' ' < out/in.jsonl
