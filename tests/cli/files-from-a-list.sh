cp "$data/in.jsonl" .
cp in.jsonl "a b.jsonl"; printf "in.jsonl\na b.jsonl\n" > list; "$neardup" group -q --files-from list -o - | tail -n 1
printf "in.jsonl\0a b.jsonl\0" | "$neardup" group -q -0 --files-from - -o - | tail -n 1
echo nothing >> list; "$neardup" group -q --files-from list -o -
