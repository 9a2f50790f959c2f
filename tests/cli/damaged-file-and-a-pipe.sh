# what a pipe has dropped on the word of a file that turns out damaged stays dropped, and is listed
cp "$data/in.jsonl" c
echo '{"text":"filler of the last words before the damage"}' | cat c - | gzip -nc > whole
head -c $(($(wc -c < whole) - 12)) whole > d.gz
{
    "$neardup" dedup d.gz - -o out < c; echo $?
    cmp d.gz out/d.gz; grep -o '"id":"."' out/stdin | tr '\n' ' '
    grep -c '"removed"' out.neardup.jsonl; tail -n 1 out.neardup.jsonl
    rm -r out out.neardup.jsonl
    # a keep rule that must see all first has dropped nothing yet
    "$neardup" dedup -q --keep longest d.gz - -o out < c; echo $?
    cmp d.gz out/d.gz; cmp c out/stdin; tail -n 1 out.neardup.jsonl
    "$neardup" dedup -q --keep longest - -o - -r r < d.gz > kept; cmp kept d.gz; tail -n 1 r
} 2>&1 | sed 's/at byte [0-9]*/at byte N/'
