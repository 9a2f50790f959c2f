cp "$data/in.jsonl" .
"$neardup" dedup -q in.jsonl -o out && echo old > out/in.jsonl && echo mine > out/other
"$neardup" dedup -q in.jsonl -o out; echo $?; cat out/in.jsonl
"$neardup" dedup -q -f in.jsonl -o out; echo $?; wc -l < out/in.jsonl; cat out/other
