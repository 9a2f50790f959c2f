# what can be opened but not read: /proc/self/mem, and a folder as standard input
cp "$data/in.jsonl" .
for keep in first longest; do
    "$neardup" dedup -q --keep $keep /proc/self/mem in.jsonl -o out; echo $?
    ls out; grep damaged out.neardup.jsonl; rm -r out out.neardup.jsonl
    "$neardup" dedup -q --keep $keep - in.jsonl -o out < .; echo $?
    ls out; grep damaged out.neardup.jsonl
    "$neardup" apply -q out.neardup.jsonl - in.jsonl -o again < .; echo $?; diff -r out again
    rm -r out out.neardup.jsonl again
done
"$neardup" inspect - < .; echo $?
