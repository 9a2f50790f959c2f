cp "$data/papers.jsonl" .
"$neardup" passages --date day --series paper papers.jsonl
