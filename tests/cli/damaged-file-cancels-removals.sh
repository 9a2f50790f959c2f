cat > in.jsonl <<'X'
{"id":"a","n":3,"date":{"day":2},"text":"The ferry port of Kellbrae stayed shut for a second day on Monday after the storm, and nobody knows when it will open."}
{"id":"b","n":5,"date":{"day":1},"text":"THE FERRY PORT of Kellbrae stayed shut for a second day on Monday, after the storm, and nobody knows when it will open!"}
{"id":"c","n":4,"text":"The ferry port of Kellbrae stayed shut for a second day on Monday after the storm, and nobody knows when it will open. By our staff."}
{"id":"d","n":"x","text":"A bakery in Hessvik has won the county prize for rye bread, the first time that it went to the west coast."}
{"id":"e","text":"The ferry port of Kellbrae stayed shut for a second day on Monday after the storm, and nobody knows when it will open."}
{"id":"f","text":"Kellbrae"}
{"id":"g","text":"Hessvik"}
{"id":"h","text":"..."}
{"id":"i","text":"..."}
X
cp in.jsonl a.jsonl; { cat in.jsonl; seq 2000 | sed 's/.*/{"id":&,"text":"filler of line number & that nobody has twice &"}/'; } | gzip -nc > b.gz; gzip -dc b.gz | gzip -nc > whole.gz; head -c 9000 whole.gz > b.gz; cp in.jsonl c.jsonl; rm whole.gz
sed 's/[Ff]erry/boat/' in.jsonl > d.jsonl
for k in first longest; do "$neardup" dedup --keep $k b.gz d.jsonl c.jsonl -o out.$k; echo $?; cmp b.gz out.$k/b.gz; cmp c.jsonl out.$k/c.jsonl; grep -c '"removed"' out.$k.neardup.jsonl; tail -n 1 out.$k.neardup.jsonl; done
"$neardup" group -q b.gz d.jsonl c.jsonl -o r; cmp r out.first.neardup.jsonl; "$neardup" apply -q r b.gz d.jsonl c.jsonl -o again; diff -r again out.first
