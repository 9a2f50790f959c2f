f=$(printf 'a\033[31m\nb'); printf '{"text":"x y"}\n{bad\n{"text":"x y"}\n' > "$f"; "$neardup" dedup "$f" -o out; echo $?; grep -c . out.neardup.jsonl; grep '"removed"' out.neardup.jsonl
n=$(printf 'no\377utf8%%'); cp "$f" "$n"; "$neardup" group -q --max-errors 5 "$n" -o - | grep removed
