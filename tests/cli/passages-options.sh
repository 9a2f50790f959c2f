for option in --min-letters=19 --min-score=5 --noisy=maybe --seris=x --series= --dry-run --fold-digits; do
    "$neardup" passages $option "$data/papers.jsonl" || echo $?
done
