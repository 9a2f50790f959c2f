cp "$data/in.jsonl" .
cp in.jsonl b.jsonl; "$neardup" group -q in.jsonl b.jsonl -o r; "$neardup" apply r in.jsonl -o out; "$neardup" apply r in.jsonl b.jsonl r -o out; ls
