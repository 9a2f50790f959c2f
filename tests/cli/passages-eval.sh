"$neardup" passages -q "$data/papers.jsonl" -o r.jsonl
printf 'id1\tid2\tlabel\na\tc\t2\na\tb\t0\na\td\t2\n' > pairs.tsv
"$neardup" eval r.jsonl pairs.tsv
