cp "$data/in.jsonl" .
"$neardup" dedup in.jsonl -o out; sed "s/\"xxh3\":\"[0-9a-f]*\"/\"xxh3\":\"X\"/; s/\"unicode\":\"[0-9.]*\"/\"unicode\":\"U\"/" out.neardup.jsonl; grep -o "\"id\":\"[a-z]\"" out/in.jsonl
