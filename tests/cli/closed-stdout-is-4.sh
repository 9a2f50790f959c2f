cp "$data/in.jsonl" .
"$neardup" group -q in.jsonl -o - >&-; echo $?; "$neardup" help >&-; echo $?; "$neardup" inspect in.jsonl >&-; echo $?
