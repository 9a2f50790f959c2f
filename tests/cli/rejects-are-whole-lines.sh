printf '{"id":1,"text":"the same words here"}' > a
printf '{"id":2,"text":"the same words here"}' > b
printf '{"id":3,"text":"the same words here"}' > c
"$neardup" group -q a b c -o r
"$neardup" apply -q r a b c -o out --rejects gone
cat gone; wc -c < out/a; wc -c < out/b; wc -c < out/c
