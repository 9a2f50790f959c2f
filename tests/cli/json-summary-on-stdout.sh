cp "$data/in.jsonl" .
"$neardup" dedup --json in.jsonl -o out
