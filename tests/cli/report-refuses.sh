printf '{"id":%s,"text":"%s"}\n' 1 'a b c d e f g' 2 'a b c d e f g' > in.jsonl
"$neardup" group -q in.jsonl -o r.jsonl
try() {
    "$neardup" report -q "$@" || echo "exit $?"
}
try r.jsonl
try r.jsonl -o page --max-html 1000
try in.jsonl -o page
try r.jsonl nowhere.jsonl -o page
try r.jsonl -f -o in.jsonl
try r.jsonl -f -o r.jsonl
try r.jsonl --text-field body -o page
mkdir elsewhere && mv in.jsonl elsewhere/
try r.jsonl -o page
try r.jsonl elsewhere/in.jsonl -o page && ls
try r.jsonl elsewhere/in.jsonl -o page
mv elsewhere/in.jsonl . && rm page
echo '{"id":3,"text":"x"}' >> in.jsonl
try r.jsonl -o page
"$neardup" inspect --json in.jsonl > i.jsonl
"$neardup" apply -q i.jsonl in.jsonl -o out || echo "exit $?"
"$neardup" report i.jsonl -o - > /dev/full || echo "exit $?"
"$neardup" report r.jsonl -o /dev/full || echo "exit $?"
ls
