printf '%s\n' '{"id":"x","text":"a line\nother line\nA LINE!"}' '{bad' '{"text":"nothing here"}' > in.jsonl; "$neardup" inspect in.jsonl; echo $?
