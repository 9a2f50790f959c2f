cp "$data/in.jsonl" .
"$neardup" group -q - -o r < in.jsonl; "$neardup" apply -q r - -o - < in.jsonl | wc -l; "$neardup" apply --dry-run r - -o x < in.jsonl
