"$neardup" passages --json --date day "$data/papers.jsonl"
