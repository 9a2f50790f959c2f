cp "$data/in.jsonl" .
"$neardup" group -q in.jsonl -o best
for simd in scalar avx2 avx512; do
    # where the processor lacks it there is nothing to compare
    NEARDUP_SIMD=$simd "$neardup" group -q in.jsonl -o $simd 2> said || grep -q 'which this processor lacks' said
    [ ! -e $simd ] || cmp best $simd
done
NEARDUP_SIMD=mmx "$neardup" group -q in.jsonl -o -; echo $?
