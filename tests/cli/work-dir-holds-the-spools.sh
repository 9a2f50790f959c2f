cp "$data/in.jsonl" .
mkdir w
"$neardup" dedup -q --keep last --work-dir w - -o - < in.jsonl | wc -l; ls w
"$neardup" dedup -q --keep last --work-dir nowhere - -o out < in.jsonl; echo $?
TMPDIR=nowhere "$neardup" dedup -q --keep last - -o out < in.jsonl; echo $?
ls
