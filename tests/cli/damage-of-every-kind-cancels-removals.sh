# d is like c and then damaged; whatever kind, it is copied as it lies, none of its records goes,
# and neither does one of c on its word; c comes first or last, and the rule sees all or not
cp "$data/in.jsonl" c
echo '{"text":"filler of the last words before the damage"}' | cat c - > long
gzip -nc long > whole; size=$(wc -c < whole)
head -c $((size - 12)) whole > short
{ head -c $((size - 8)) whole; printf abcd; tail -c 4 whole; } > crc
{ head -c $((size - 4)) whole; printf abcd; } > length
{ gzip -nc c; cat crc; gzip -nc c; } > middle
{ cat whole; printf junk; } > junk
zstd -q --check -c long > zwhole; size=$(wc -c < zwhole)
head -c $((size - 5)) zwhole > zcut
{ head -c $((size - 4)) zwhole; printf abcd; } > zsum
{ cat zwhole; printf junk; } > zjunk
# shellcheck disable=SC2086 # two names
for kind in short crc length middle junk zcut zsum zjunk; do
    cp $kind d
    for keep in first longest last; do
        for order in "d c" "c d"; do
            "$neardup" dedup -q --keep $keep $order -o out 2>err; code=$?
            cmp d out/d && wc -l < err | grep -qx 1 || echo "d is not as it was, or not said to be"
            "$neardup" apply -q out.neardup.jsonl $order -o again && diff -r out again
            echo "$kind, keep $keep, $order: $code, $(grep -c . out/c) of c stay," \
                "$(grep -o '"restored":[0-9]*' out.neardup.jsonl)," \
                "$(grep '"removed"' out.neardup.jsonl | grep -o '"file":"."' | sort | uniq -c | tr -s ' \n' ' ')"
            rm -r out out.neardup.jsonl again
        done
    done
done
