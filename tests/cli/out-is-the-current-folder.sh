cp "$data/in.jsonl" .
mkdir -p a/b c
(cd a && "$neardup" dedup -q ../in.jsonl -o .; echo $?)
(cd a/b && "$neardup" dedup -q ../../in.jsonl -o ../../c/..; echo $?)
(cd c && "$neardup" dedup -q ../in.jsonl -o ../d/.; echo $?)
(cd c && "$neardup" dedup -q ../in.jsonl -o ../e//; echo $?)
find . -type f | sort
