cp "$data/in.jsonl" .
: > empty; echo - > dash; printf 'in.jsonl\0' > nul
"$neardup" group -q --files-from empty -o -; echo $?
"$neardup" group -q --files-from nowhere -o -; echo $?
"$neardup" group -q --files-from nul -o -; echo $?
"$neardup" group -q -0 in.jsonl -o -; echo $?
echo in.jsonl | "$neardup" group -q --files-from - - -o -; echo $?
"$neardup" group -q --files-from dash -o - < in.jsonl | tail -n 1
printf '\nin.jsonl\n\n' | "$neardup" group -q --files-from - -o - | tail -n 1
printf 'in.jsonl' | "$neardup" group -q --files-from - in.jsonl -o -; echo $?
"$neardup" group -q - - -o - < in.jsonl; echo $?
