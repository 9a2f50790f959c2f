# what is not whole, not there, not labels: nothing is done
printf '{"id":%s,"text":"a b c"}\n' 1 2 > in.jsonl
printf '1\t2\t1\n' > labels
"$neardup" group -q in.jsonl -o r.jsonl
head -n 2 r.jsonl > half
"$neardup" eval half labels; echo $?
"$neardup" eval in.jsonl labels; echo $?
"$neardup" eval nothing labels; echo $?
"$neardup" eval r.jsonl nothing; echo $?
"$neardup" eval r.jsonl /dev/null; echo $?
mkdir folder; cp labels folder/
"$neardup" eval r.jsonl folder; echo $?
"$neardup" eval r.jsonl; echo $?
"$neardup" eval; echo $?
"$neardup" eval r.jsonl labels more; echo $?
"$neardup" eval --threads 2 r.jsonl labels; echo $?
"$neardup" eval r.jsonl labels > /dev/full; echo $?
# the same id in two inputs that are not alike
mkdir two; printf '{"id":1,"text":"a"}\n{"id":2,"text":"a"}\n' > two/a; printf '{"id":1,"text":"b"}\n{"id":3,"text":"b"}\n' > two/b
"$neardup" group -q two -o r2.jsonl
"$neardup" eval r2.jsonl labels; echo $?
