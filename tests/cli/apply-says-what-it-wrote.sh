cp "$data/in.jsonl" .
"$neardup" group -q in.jsonl -o r
"$neardup" apply -v -j 1 r in.jsonl -o out --rejects gone
"$neardup" apply --dry-run r in.jsonl; echo $?; ls
