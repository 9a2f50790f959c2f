cp "$data/in.jsonl" .
"$neardup" dedup -q in.jsonl -o out
