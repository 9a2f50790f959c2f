cp "$data/in.jsonl" .
"$neardup" group -q --keep max:n in.jsonl -o - | sed -n 's/.*"removed".*"id":"\(.\)","keeper".*"id":"\(.\)"},"kind":"\([a-z_]*\)","jaccard":\([0-9.]*\).*/\1 of \2: \3 \4/p'
