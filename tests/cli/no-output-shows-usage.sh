cp "$data/in.jsonl" .
"$neardup" dedup in.jsonl
