cp "$data/in.jsonl" .
mkdir -p a/sub b/sub empty
cp in.jsonl a/sub/x; ln in.jsonl b/sub/hard; ln -s ../in.jsonl a/soft; ln -s a/sub/x link; ln -s nowhere dangling
"$neardup" group -q a -o - | grep -o '"inputs.*"bytes'
"$neardup" group -q link -o - | grep -o '"inputs.*"bytes'
"$neardup" group -q a/ a/sub -o -; echo $?
"$neardup" group -q b in.jsonl -o -; echo $?
"$neardup" group -q link a -o -; echo $?
"$neardup" group -q a b/sub/hard -o - | tail -n 1
"$neardup" group -q dangling -o -; echo $?
"$neardup" group -q empty -o -; echo $?
"$neardup" group -q empty a -o - | tail -n 1
mkdir -p c/x d; echo one > c/x/y; echo two > d/x
"$neardup" dedup -q c d -o out; echo $?
"$neardup" dedup -q d/x c -o out; echo $?
ls
