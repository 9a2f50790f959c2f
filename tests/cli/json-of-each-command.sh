cp "$data/in.jsonl" .
"$neardup" version --json | sed 's/"[0-9.]*"/"N"/g'
"$neardup" tune --json -t 0.9 | head -n 1
"$neardup" group --dry-run --json in.jsonl
"$neardup" group --json in.jsonl -o r
"$neardup" dedup --json in.jsonl -o out
printf 'a line of it\n\na line of it\n' > t.txt
"$neardup" inspect --json t.txt
"$neardup" inspect -q --progress json t.txt 2>&1 >/dev/null | head -n 1 | sed 's/"seconds":[0-9.]*/"seconds":S/'
