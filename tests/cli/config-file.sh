cp "$data/in.jsonl" .
printf '# mine\nthreshold = 0.99\nquiet = true\nfail-over = 1\n' > cfg
"$neardup" group --config cfg in.jsonl -o - | tail -n 1; NEARDUP_CONFIG=cfg "$neardup" group -t 0.8 in.jsonl -o - | tail -n 1; echo "nothing = 3" > cfg; "$neardup" group --config cfg in.jsonl -o -
