cp "$data/in.jsonl" .
umask 027
"$neardup" dedup -q in.jsonl -o out
stat -c '%n %a' out out/in.jsonl out.neardup.jsonl
