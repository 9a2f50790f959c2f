printf '{"text":7}\n{bad\n' > bad.jsonl
printf '\037\213\010' > cut.gz
"$neardup" passages --json "$data/papers.jsonl" bad.jsonl cut.gz | grep -v '"passage"\|"family"\|"header"'
"$neardup" passages bad.jsonl
