{
    echo '{"id":1,"text":"the same words here"}'
    printf '{"id":2,"text":"the same words here","more":"%02000d"}\n' 7
    echo '{"id":3,"text":"the same words here"}'
} > in.jsonl
"$neardup" dedup --max-doc 1Ki --max-errors 1 in.jsonl -o out; echo $?
grep -o '"id":.' out/in.jsonl; grep -e error -e removed out.neardup.jsonl
"$neardup" apply -q --max-doc 1Ki out.neardup.jsonl in.jsonl -o again; diff -r out again
"$neardup" group -q --max-doc 100Ki in.jsonl -o - | tail -n 1
"$neardup" group -q --max-doc 100Ki --keep last in.jsonl -o r
"$neardup" apply -q --max-doc 1Ki r in.jsonl -o small; echo $?; ls
