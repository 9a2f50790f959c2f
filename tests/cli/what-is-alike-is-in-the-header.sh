cp "$data/in.jsonl" .
"$neardup" group -q -t 0.85 --recall 0.95 -n 3 -k 64 --seed 7 --bucket-cap 9 --keep min:n --fold-digits --strip-marks in.jsonl -o - |
    sed 's/"unicode":"[0-9.]*"/"unicode":"U"/; s/"xxh3":"[0-9a-f]*"/"xxh3":"X"/'
for n in 1 2 64; do "$neardup" group -q -t 0.5 -n $n in.jsonl -o - | grep -o '"record":3.*"near".*'; done
