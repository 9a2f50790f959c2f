"$neardup" passages "$data/papers.jsonl" > /dev/full || echo $?
"$neardup" passages --json "$data/papers.jsonl" > /dev/full || echo $?
"$neardup" passages "$data/papers.jsonl" --json -o r.jsonl > /dev/full || echo $?
ls
