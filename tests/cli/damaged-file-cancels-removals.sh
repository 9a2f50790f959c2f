cp "$data/in.jsonl" .
cp in.jsonl a.jsonl; { cat in.jsonl; seq 2000 | sed 's/.*/{"id":&,"text":"filler of line number & that nobody has twice &"}/'; } | gzip -nc > b.gz; gzip -dc b.gz | gzip -nc > whole.gz; head -c 9000 whole.gz > b.gz; cp in.jsonl c.jsonl; rm whole.gz
sed 's/[Ff]erry/boat/' in.jsonl > d.jsonl
for k in first longest; do "$neardup" dedup --keep $k b.gz d.jsonl c.jsonl -o out.$k; echo $?; cmp b.gz out.$k/b.gz; cmp c.jsonl out.$k/c.jsonl; grep -c '"removed"' out.$k.neardup.jsonl; tail -n 1 out.$k.neardup.jsonl; done
"$neardup" group -q b.gz d.jsonl c.jsonl -o r; cmp r out.first.neardup.jsonl; "$neardup" apply -q r b.gz d.jsonl c.jsonl -o again; diff -r again out.first
