cp "$data/in.jsonl" .
cp "$corpus/crawl.jsonl.gz" .; mkdir d; mv in.jsonl crawl.jsonl.gz d; "$neardup" dedup -q d -o one
"$neardup" group -q d -o r; cmp r one.neardup.jsonl && "$neardup" apply r d -o two --rejects gone; diff -r one two && echo same; wc -l < gone
