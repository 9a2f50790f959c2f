cp "$data/in.jsonl" .
mkdir -p d/e
cp in.jsonl d/a.jsonl
gzip -nc in.jsonl > d/b.gz
zstd -qc in.jsonl > d/e/c.zst
sed -n 's/.*"text":"\(The ferry.*open\.\)"}/\1/p' in.jsonl | head -n 1 > d/e/d.txt
printf '\000\001\002 bytes' > d/f.bin
: > d/g.empty
printf 'PK\003\004 and more' > d/h.zip
"$neardup" dedup d -o out; echo $?
(cd out && for f in $(find . -type f | sort); do
    case $f in *.gz) gzip -dc "$f" ;; *.zst) zstd -dqc "$f" ;; *) cat "$f" ;; esac | wc -c | sed "s|^|$f |"
done)
cmp d/h.zip out/h.zip
