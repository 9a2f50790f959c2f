cp "$data/in.jsonl" .
"$neardup" group -q in.jsonl -o r
for rejects in out/x ./out/in.jsonl out r in.jsonl; do
    "$neardup" apply -q -f r in.jsonl -o out --rejects $rejects; echo $?
done
ls; wc -l < in.jsonl; wc -l < r
"$neardup" apply r in.jsonl -o out --rejects gone; grep -o '"id":"."' gone
"$neardup" apply -q r in.jsonl -o new --rejects - | grep -o '"id":"."'
