cp "$data/in.jsonl" .
mkdir a b; cp in.jsonl a; cp in.jsonl b
"$neardup" group a/in.jsonl b/in.jsonl -o -
