"$neardup" inspect --signals "$corpus"/articles/04*.txt
"$neardup" inspect --signals --json "$corpus"/articles/30*.txt
# each article is told, one without repeats too
printf '%s\n' '{"text":"one two three"}' '{"text":"a b\na b"}' '{"text":""}' > in.jsonl
"$neardup" inspect --signals in.jsonl
# the options of folding count
printf 'n 1\nn 2\n' > t.txt
"$neardup" inspect --signals --fold-digits t.txt | grep lines
