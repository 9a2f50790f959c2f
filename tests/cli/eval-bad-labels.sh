# each line that says nothing is told; too many of them are exit code 3
printf '{"id":%s,"text":"a b c"}\n' 1 2 > in.jsonl
"$neardup" group -q in.jsonl -o r.jsonl
printf '1\t2\t1\n1\t3\n2\t1\t0\n\n1\t1\t1\n\033[2J\t2\t\n' > labels
"$neardup" eval r.jsonl labels; echo $?
"$neardup" eval --max-errors 4 r.jsonl labels > out; echo $?
"$neardup" eval --max-errors 3 r.jsonl labels 2> err; echo $?
