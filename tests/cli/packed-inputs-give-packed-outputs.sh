cp "$data/in.jsonl" .
mkdir d d/sub; (gzip -nc in.jsonl; echo '{"id":"z","text":"one more member of this file"}' | gzip -nc) > d/a.gz; zstd -q in.jsonl -o d/sub/b.zst; cp in.jsonl d/c
"$neardup" dedup d -o out; find out -type f | sort; gzip -dc out/a.gz | wc -l; zstd -dqc out/sub/b.zst | wc -l; wc -l < out/c
