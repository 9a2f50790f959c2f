cp "$data/in.jsonl" .
"$neardup" dedup in.jsonl ./in.jsonl -o out
