esc=$(printf '\033')
printf 'red %s[31m\n\nred %s[31m\n\302\233H c1 \342\200\256 bidi\n\302\233H c1 \342\200\256 bidi\n\rback\001\177\nback\001\177\n' "$esc" "$esc" > "t${esc}[2J.txt"
"$neardup" inspect "t${esc}[2J.txt" | cat -v
"$neardup" group -q "t${esc}[2J.txt" -o "r${esc}[2J" && cat -v "r${esc}[2J" | grep -o '"file[^,]*'
"$neardup" group "t${esc}[2J.txt" -o "r${esc}[2J"; echo $?
"$neardup" group "no${esc}[2J" -o x; echo $?
"$neardup" group --keep "${esc}[2J" x -o x; echo $?
"$neardup" "${esc}[2J"; echo $?
"$neardup" group "--${esc}[2J" x -o x; echo $?
printf '{"%s[2J":3,"text":"x"}\n' "$esc" > in.jsonl; "$neardup" group -q in.jsonl -o x2; echo $?
printf '{"a":3}\n' > in.jsonl; "$neardup" group -q --text-field "${esc}[2J" in.jsonl -o x3; echo $?; grep error x3
"$neardup" dedup "t${esc}[2J.txt" -o "o${esc}[2J"; echo $?
