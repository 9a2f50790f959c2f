# ties go by input order; what is no finite number loses to any number
for value in '"9"' null '[9]' 1e999 true 0 -1 0.0; do
    echo "{\"id\":$value,\"n\":$value,\"text\":\"the same words here\"}"
done > in.jsonl
echo '{"text":"the same words here"}' >> in.jsonl
keeper() { "$neardup" group -q --keep "$1" --id-field "$2" "$3" -o - | sed -n 's/.*"keeper":{\([^}]*\)}.*/\1/p' | sort | uniq -c; }
for rule in first last longest shortest max:n min:n max:nothing min:text; do echo "$rule: $(keeper $rule id in.jsonl)"; done
head -n 5 in.jsonl > none.jsonl
for rule in max:n min:n; do echo "$rule: $(keeper $rule id none.jsonl)"; done
# a dotted path is a field of a field, or a field of that very name
printf '%s\n' '{"a":{"b":1},"text":"x"}' '{"a.b":3,"text":"x"}' '{"a":{"b":{"c":7}},"text":"x"}' '{"a":{"b":2},"text":"x"}' > in.jsonl
for rule in max:a.b min:a.b max:a.b.c; do echo "$rule: $(keeper $rule id in.jsonl)"; done
