cp "$data/in.jsonl" .
for t in 0.5 0.85 1; do "$neardup" group -q -t $t in.jsonl -o - | sed -n 's/.*"removed".*"id":"\(.\)","keeper".*"id":"\(.\)"},"kind":"\([a-z_]*\)","jaccard":\([0-9.]*\).*/\1 of \2: \3 \4/p' | tr "\n" ";"; echo; done
