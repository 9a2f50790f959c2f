printf '\357\273\277{"id":1,"text":"the same words here"}\r\n\r\n{"id":2,"text":"the same words here"}\r\n  \n{"id":3,"text":"the same words here"}' > in.jsonl
"$neardup" dedup in.jsonl -o out; od -c out/in.jsonl | tail -n 3; grep '"removed"' out.neardup.jsonl
