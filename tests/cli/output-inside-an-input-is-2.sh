cp "$data/in.jsonl" .
mkdir d; mv in.jsonl d
"$neardup" dedup d -o d/out; echo $?
"$neardup" dedup d -o d; echo $?; "$neardup" dedup d/in.jsonl -o d; ls d
