cp "$data/in.jsonl" a.jsonl
cp a.jsonl b.jsonl
echo '{"text":"nothing like the others"}' >> a.jsonl
"$neardup" dedup -q a.jsonl b.jsonl -o one
"$neardup" apply -q one.neardup.jsonl b.jsonl a.jsonl -o two; echo $?; diff -r one two
mv b.jsonl c.jsonl; "$neardup" apply -q one.neardup.jsonl a.jsonl c.jsonl -o three; echo $?
mkdir d; mv a.jsonl d; mv c.jsonl d/b.jsonl; "$neardup" apply -q one.neardup.jsonl d -o four; echo $?; diff -r one four
"$neardup" apply - d -o five < one.neardup.jsonl; echo $?; "$neardup" apply d d -o five; echo $?
"$neardup" apply one.neardup.jsonl d -o one; echo $?; ls
