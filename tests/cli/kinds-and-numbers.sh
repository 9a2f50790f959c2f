cp "$data/in.jsonl" .
"$neardup" dedup in.jsonl -o out; cat out.neardup.jsonl | sed "s/\"xxh3\":\"[0-9a-f]*\"/\"xxh3\":\"X\"/; s/\"unicode\":\"[0-9.]*\"/\"unicode\":\"U\"/"; grep -o "\"id\":\"[a-z]\"" out/in.jsonl
