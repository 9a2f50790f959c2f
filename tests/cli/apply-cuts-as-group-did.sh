printf '%s\n' "one line of text here" "another line that differs" "one line of text here" > in.txt
echo '{"text":"the same words here"}' > a.jsonl
cat a.jsonl a.jsonl > b.jsonl
cp b.jsonl c.jsonl
"$neardup" group -q --lines --keep last in.txt -o lines
"$neardup" apply lines in.txt -o out && cat out/in.txt
"$neardup" group -q --in text b.jsonl c.jsonl -o text
"$neardup" apply text b.jsonl c.jsonl -o out && wc -l < out/b.jsonl; ls out
sed 's/"lines"/"pages"/' lines > new; "$neardup" apply new in.txt -o x; echo $?
sed 's/,"format":"lines"//' lines > none; "$neardup" apply none in.txt -o x; echo $?
"$neardup" apply --lines lines in.txt -o x; echo $?; ls
