cp "$data/in.jsonl" .
"$neardup" dedup -q - -o out < in.jsonl; ls out; grep -o '"file":"[a-z.]*"' out.neardup.jsonl | sort | uniq -c
cp in.jsonl stdin
"$neardup" dedup -q - stdin -o new < in.jsonl; echo $?
"$neardup" dedup -q - -o out -f < out/stdin; echo $?
ls; wc -l < out/stdin
