cp "$data/in.jsonl" .
"$neardup" group -f in.jsonl -o in.jsonl; "$neardup" dedup in.jsonl -o out -r out/r.jsonl; wc -l < in.jsonl; ls
