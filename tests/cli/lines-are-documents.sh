printf 'one line of text here\r\n\r\nOne line, of text here!\nanother line that differs\none line of text here' > in.txt
"$neardup" dedup --lines in.txt -o out; od -c out/in.txt; grep '"removed"' out.neardup.jsonl
