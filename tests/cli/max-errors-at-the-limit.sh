{ seq 999 | sed 's/.*/{"text":"record & has words of its own & and &"}/'; echo '{'; } > in.jsonl
"$neardup" group -q in.jsonl -o - 2>&1 | tail -n 1; "$neardup" group -q in.jsonl -o a 2>err; echo $?
echo '{' >> in.jsonl; "$neardup" group -q in.jsonl -o b 2>err; echo $?
"$neardup" group -q --max-errors 2 in.jsonl -o c 2>err; echo $?
"$neardup" group -q --max-errors 0 in.jsonl -o d 2>err; echo $?
"$neardup" inspect in.jsonl > e 2>err; echo $?
