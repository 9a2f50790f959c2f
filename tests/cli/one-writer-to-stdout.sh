cp "$data/in.jsonl" .
"$neardup" dedup in.jsonl -o - -r -; echo $?
"$neardup" dedup --json in.jsonl -o -; echo $?
"$neardup" dedup --json in.jsonl -o out -r -; echo $?
"$neardup" group --json in.jsonl -o -; echo $?
"$neardup" group -q in.jsonl -o r
"$neardup" apply r in.jsonl -o - --rejects -; echo $?
"$neardup" dedup -q in.jsonl -o out -r - | tail -n 1
ls
