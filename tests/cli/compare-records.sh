"$neardup" compare "$data/in.jsonl:1" "$data/in.jsonl:2" --json
printf 'first line of two\nsecond line of two\n' > 'lines'
"$neardup" compare --lines lines:1 lines:2 -n 3
# a file that is really called so comes first
printf 'second line of three\n' > lines:2
"$neardup" compare --lines lines:1 lines:2 -n 3 --json
gzip -c lines > lines.gz
"$neardup" compare --lines - lines.gz:2 --json < lines:2
"$neardup" compare --lines --json -- lines.gz:1 -:1 < lines.gz
