cp "$data/in.jsonl" .
mkdir real && ln -s real link
for r in out/r out/in.jsonl ./out/r "$PWD/out/r" out/sub/r out/../out/r out ../here/out/r; do
    "$neardup" dedup -q in.jsonl -o out -r "$r"; echo $?
done
"$neardup" dedup -q in.jsonl -o link -r real/r; echo $?
"$neardup" dedup -q in.jsonl -o real -r link/r; echo $?
find . | sort
"$neardup" dedup -q in.jsonl -o out -r beside/r; echo $?
find . | sort
