say() { "$neardup" compare "$@"; echo "exit $?"; }
printf 'one\ntwo\n' > a
printf '{"text":"one"}\n{"text":2}\n' > b.jsonl
printf '\037\213\010\000broken' > broken.gz
mkdir folder
say
say a
say a a a
say a nothing
say a nothing:3
say a folder
say - -
say a b.jsonl
say a b.jsonl:3
say a b.jsonl:99999999999999999999999
say a:2 a
say b.jsonl:2 a
say a broken.gz
say -t 0.5 a a
"$neardup" compare a a > /dev/full; echo "exit $?"
