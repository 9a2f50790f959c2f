printf '%s\n' '{"key":17,"text":"the same words here"}' '{"key":"x\u00e9","text":"the same words here"}' '{"key":[1],"text":"the same words here"}' '{"text":"the same words here"}' > in.jsonl
"$neardup" group -q --id-field key in.jsonl -o - | grep removed
