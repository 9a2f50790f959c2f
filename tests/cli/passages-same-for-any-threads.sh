for j in 1 2 4; do "$neardup" passages --json --date date -j $j "$corpus/crawl.jsonl.gz" > $j; done
cmp 1 2 && cmp 1 4 && echo the same
