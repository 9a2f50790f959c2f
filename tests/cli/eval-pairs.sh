# 1, 2 and 3 are one cluster; 5 is a copy that was not found, 2 and 3 are labelled as none
printf '{"id":%s,"text":"%s"}\n' 1 'a b c d e f g h i j k l m n o p q r s t u v w x y z' \
    2 'a b c d e f g h i j k l m n o p q r s t u v w x y z' 3 'a b c d e f g h i j k l m n o p q r s t u v w x y zz' \
    4 'other words' 5 'a b c d e f g h i j k l m n o p q r s t u v xx yy zz' > in.jsonl
"$neardup" group -q in.jsonl -o r.jsonl
printf '%s\t%s\t%s\t%s\n' id1 id2 type note 1 2 story - 2 3 0 - 5 1 story - 1 '4' 0 - 7 1 cut - 3 '5' cut - > labels
"$neardup" eval r.jsonl labels; echo $?
"$neardup" eval --json r.jsonl labels; echo $?
