printf '%s\n' '{"title":"Storm closes port","body":{"text":"for a second day it stays shut"}}' '{"title":null,"body":{"text":"Storm closes port for a second day it stays shut"}}' '{"body":7,"title":"x"}' '{"other":1}' > in.jsonl
"$neardup" group -q --text-field title,body.text --max-errors 1 in.jsonl -o - | grep -v header
