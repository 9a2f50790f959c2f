cp "$data/in.jsonl" .
"$neardup" dedup - -o - < in.jsonl > kept; echo $?; grep -o "\"id\":\"[a-z]\"" kept | tr "\n" " "; ls
