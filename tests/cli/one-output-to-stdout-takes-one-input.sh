cp "$data/in.jsonl" .
cp in.jsonl two.jsonl; "$neardup" dedup in.jsonl two.jsonl -o -
