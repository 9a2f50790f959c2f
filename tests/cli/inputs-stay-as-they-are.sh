mkdir d
cp "$data/in.jsonl" d
cp "$corpus/crawl.jsonl.gz" d
chmod -R a-w d
find d -type f -exec cksum {} + > before
stat -c '%n %Y %a' d d/* >> before
for keep in first longest; do
    "$neardup" dedup -q -f --keep $keep d -o out
    "$neardup" group -q -f --keep $keep d -o r
    "$neardup" apply -q -f r d -o out2
done
"$neardup" inspect d > /dev/null
{ find d -type f -exec cksum {} +; stat -c '%n %Y %a' d d/*; } | diff before - && echo same
chmod -R u+w d
