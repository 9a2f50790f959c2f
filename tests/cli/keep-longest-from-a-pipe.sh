cp "$data/in.jsonl" .
"$neardup" dedup -q --keep longest - -o - < in.jsonl | grep -o "\"id\":\"[a-z]\"" | tr "\n" " "
