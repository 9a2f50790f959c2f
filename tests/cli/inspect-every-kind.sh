cp "$data/every-kind.txt" .
"$neardup" inspect every-kind.txt
"$neardup" inspect --sort weight every-kind.txt | cut -c1-44
"$neardup" inspect --color always --kinds near_line,stutter every-kind.txt | sed 's/\x1b/ESC/g'
"$neardup" inspect --json every-kind.txt
"$neardup" inspect --kinds line,verses every-kind.txt
