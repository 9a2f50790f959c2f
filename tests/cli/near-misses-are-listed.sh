# of 40 words the last 4, 8 or 20 are other ones: Jaccard with the first 32/40, 28/44, 16/56
words() { seq "$2" "$3" | sed "s/^/$1/" | tr '\n' ' '; }
{
    echo "{\"id\":0,\"text\":\"$(words w 1 40)\"}"
    for n in 4 8 20; do echo "{\"id\":$n,\"text\":\"$(words w 1 $((40 - n)))$(words x$n 1 $n)\"}"; done
} > in.jsonl
for t in 0.85 0.7; do "$neardup" group -q -t $t --recall 0.999 in.jsonl -o - | grep -v header; done
# no more than 40 of them
seq 60 | while read -r n; do
    echo "{\"id\":$n,\"text\":\"$(words w 1 36)a$n b$n c$n d$n\"}"
done > many.jsonl
"$neardup" group -q -t 0.9 --recall 0.999 many.jsonl -o - | grep -c near_miss
