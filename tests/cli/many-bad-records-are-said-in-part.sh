seq 130 | sed 's/.*/{"id":&/' > in.jsonl
"$neardup" dedup in.jsonl -o out 2>err; echo $?
wc -l < err; tail -n 4 err; cmp in.jsonl out/in.jsonl
grep -c '"error"' out.neardup.jsonl; tail -n 1 out.neardup.jsonl
