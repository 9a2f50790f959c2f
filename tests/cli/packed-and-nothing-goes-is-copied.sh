# dedup packs again only what loses a record: the rest is the input itself, whatever packed it; a record
# that goes late takes the same others with it as one that goes early
mkdir d
awk 'BEGIN { for (i = 1; i <= 3000; i++) { s = ""; for (k = 0; k < 12; k++) s = s " w" i "x" k; print "{\"text\":\"" s "\"}" } }' > all
{ head -n 1000 all | gzip -9; sed -n '1001,$p' all | gzip -1; } > d/a.gz
sed 's/ w/ v/g' all | zstd -q -19 > d/b.zst
{ sed 's/ w/ u/g' all; tail -n 1 all; } > late; gzip -c late > d/late.gz
{ head -n 1 all; sed 's/ w/ t/g' all; } > early; zstd -qc early > d/zearly.zst
echo 'a text, packed, that is one document of its own' | gzip > d/text.gz
gzip -dc d/text.gz | zstd -q > d/twin.zst
head -n 2 all | sed 's/ w/ s/g' > broken; echo 'broken {' >> broken; gzip -c broken > d/u.gz
printf '' | gzip > d/z.gz
for threads in 1 4; do
    "$neardup" dedup -q -j $threads d -o out
    for name in a.gz b.zst text.gz u.gz z.gz; do cmp d/$name out/$name; done
    head -n 3000 late > want; gzip -dc out/late.gz | cmp - want
    sed 1d early > want; zstd -dqc out/zearly.zst | cmp - want
    [ ! -e out/twin.zst ] && grep -c '"removed"' out.neardup.jsonl
    "$neardup" apply -q out.neardup.jsonl d -o again && for name in out/*; do cmp "$name" "again/${name#out/}"; done
    rm -r out again out.neardup.jsonl
done
# to a pipe it is packed as it comes
zstd -dqc d/b.zst > want; "$neardup" dedup -q d/b.zst -o - | zstd -dqc | cmp - want
