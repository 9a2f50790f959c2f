"$neardup" passages "$data/papers.jsonl" -o r.jsonl
"$neardup" passages "$data/papers.jsonl" -o r.jsonl
echo $?
"$neardup" passages --json "$data/papers.jsonl" -f -o r.jsonl
"$neardup" apply r.jsonl "$data/papers.jsonl" -o out
echo $?
ls
