printf '%s\n' '{"text":"the same words here"}' '{"text":"the same words here"}' '{broken' > in.jsonl
# shellcheck disable=SC2086 # options
for o in "" "--max-errors 1" "--max-errors 34%" "--max-errors 33%" "--max-errors 1 --fail-over 10" "--fail-over 10" "--max-errors 1 --fail-over 34%"; do "$neardup" group -q $o in.jsonl -o - > /dev/null 2>&1; echo "$o: $?"; done
