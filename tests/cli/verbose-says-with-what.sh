cp "$data/in.jsonl" .
"$neardup" group -v -j 1 in.jsonl -o r.jsonl
