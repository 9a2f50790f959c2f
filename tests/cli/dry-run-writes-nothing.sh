cp "$data/in.jsonl" .
"$neardup" dedup --dry-run in.jsonl -o out; "$neardup" group --dry-run in.jsonl -o r.jsonl; ls
