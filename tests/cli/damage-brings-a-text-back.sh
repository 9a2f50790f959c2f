# a text that is one document had no output at first: its original was in the damaged file
echo "the same words here in a text" > t.txt
mkdir d; cp t.txt d/t; gzip -nc t.txt > t.gz
printf '%s\n' '{"text":"the same words here in a text"}' '{"text":"more"}' | gzip -nc > a
head -c $(($(wc -c < a) - 4)) a > a.gz
for keep in first longest; do
    "$neardup" dedup --keep $keep a.gz t.txt d t.gz -o out 2>&1 | sed 's/at byte [0-9]*/at byte N/'
    ls out; cmp a.gz out/a.gz; cmp t.txt out/t.txt; cmp t.gz out/t.gz
    rm -r out out.neardup.jsonl
done
