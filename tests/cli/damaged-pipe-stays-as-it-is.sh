cp "$data/in.jsonl" .
{ cat in.jsonl; seq 9000 | sed 's/.*/{"id":&,"text":"filler of line number & that nobody has twice &"}/'; } | gzip -nc | head -c 60000 > b.gz
"$neardup" dedup - -o - -r r < b.gz > kept.gz; echo $?; gzip -dc kept.gz | head -n 6 | grep -o '"id":"."' | tr "\n" " "; grep -c '"removed"' r; grep damaged r
"$neardup" dedup -q - -o out < b.gz; echo $?; find out
"$neardup" dedup -q - -o - < b.gz > kept.gz; echo $?
