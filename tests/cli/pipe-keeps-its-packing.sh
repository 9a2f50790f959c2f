cp "$data/in.jsonl" .
gzip -nc in.jsonl | "$neardup" dedup -q - -o - -r r.jsonl > kept.gz; gzip -dc kept.gz | wc -l; tail -n 1 r.jsonl
