cp "$data/in.jsonl" .
"$neardup" group -q in.jsonl -o r; head -n 2 r > half; "$neardup" apply half in.jsonl -o out; "$neardup" apply in.jsonl in.jsonl -o out; ls
