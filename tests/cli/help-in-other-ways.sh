"$neardup" -h | head -n 1 | sed 's/[0-9][0-9.]*/N/'
"$neardup" --help | head -n 1 | sed 's/[0-9][0-9.]*/N/'
"$neardup" --version | sed 's/[0-9][0-9.]*/N/g'
"$neardup" help help | head -n 1
"$neardup" help tune --help | head -n 1
"$neardup" dedup --nonsense -h; echo $?
"$neardup" dedup -h --nonsense | head -n 1
"$neardup" help tnue; echo $?
"$neardup" help tune dedup; echo $?
"$neardup" version 3; echo $?
"$neardup" -t 3 dedup; echo $?
"$neardup" --threshold; echo $?
"$neardup" --hlep; echo $?
"$neardup" ''; echo $?
"$neardup" completion; echo $?
"$neardup" help --man | head -n 3 | tail -n 1
