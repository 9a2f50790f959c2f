printf '%s\n' '{"text":"a line\nof it\na line"}' '{broken' '{"text":"x"}' | gzip -nc > whole
head -c $(($(wc -c < whole) - 4)) whole > cut.gz
"$neardup" inspect cut.gz 2>&1 | sed 's/at byte [0-9]*$/at byte N/'
"$neardup" inspect -q --json cut.gz 2>err; echo $?
printf '[\n{"text":"abc"}\n]\n' > array.json; "$neardup" inspect array.json; echo $?
