# ids, and file:record where there is none; who has no label is alone
printf '%s\n' '{"id":"x","text":"one two three"}' '{"text":"one two three"}' '{"text":"four five"}' '{"id":"y","text":"four five"}' \
    '{"id":"z","text":"one two three"}' '{"id":"w","text":"six"}' '{"id":"v","text":"seven"}' > in.jsonl
"$neardup" dedup -q in.jsonl -o out
printf 'x\tA\nin.jsonl:2\tA\nin.jsonl:3\tB\ny\tB\nw\tC\nv\tC\n' | gzip > labels.gz
"$neardup" eval out.neardup.jsonl labels.gz; echo $?
"$neardup" eval --json out.neardup.jsonl - < labels.gz; echo $?
