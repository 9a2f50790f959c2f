cp "$data/in.jsonl" .
mv in.jsonl ./-q; "$neardup" group -o - -j4 --threshold=0.8 -- -q | tail -n 1
