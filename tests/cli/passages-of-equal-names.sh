mkdir a b
cp "$data/papers.jsonl" a/x; cp "$data/papers.jsonl" b/x
"$neardup" passages --json a/x b/x || echo $?
"$neardup" passages a/x b/x | tail -n 1
