"$neardup" inspect "$data/every-kind.txt"
"$neardup" inspect --sort weight "$data/every-kind.txt" | cut -c1-44
"$neardup" inspect --color always --kinds near_line,stutter "$data/every-kind.txt" | sed 's/\x1b/ESC/g'
"$neardup" inspect --json "$data/every-kind.txt"
"$neardup" inspect --kinds line,verses "$data/every-kind.txt"
