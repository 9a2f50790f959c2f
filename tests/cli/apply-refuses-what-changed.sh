cp "$data/in.jsonl" .
"$neardup" group -q in.jsonl -o r; echo "{}" >> in.jsonl; "$neardup" apply r in.jsonl -o out; echo $?; "$neardup" apply r in.jsonl -o -; echo $?; ls
