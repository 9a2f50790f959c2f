printf 'caf\303\251 12 of it\ncafe 34 of it\nother words\n' > t.txt
"$neardup" inspect t.txt
"$neardup" inspect --fold-digits --strip-marks t.txt
"$neardup" inspect --lines t.txt
printf '%s\n' '{"key":7,"title":"a line\nof it","body":"a line\n"}' > in.jsonl
"$neardup" inspect --text-field title --text-field body --id-field key in.jsonl
"$neardup" inspect --text-field title,body --id-field key --json in.jsonl
"$neardup" inspect --in text in.jsonl
"$neardup" inspect; echo $?
"$neardup" inspect nowhere; echo $?
"$neardup" inspect - < t.txt
