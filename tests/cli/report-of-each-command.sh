# what the page holds, without its style and script; payloads in it are only text
cat > in.jsonl <<'J'
{"id":"<a>","date":"1916-03-01","text":"The ferry port stayed shut for a second day on Monday after the storm, the harbour master said. <script>alert(1)</script> Nobody was hurt, and the ferries run again tomorrow."}
{"id":"b","date":"1916-03-02","text":"The ferry port stayed shut for a second day on Monday after the storm, the harbour master said. <script>alert(1)</script> Nobody was hurt, and the ferries run again today."}
{"id":"c","date":"1916-03-03","text":"Something else.\nSomething else.\nAnd a third line that is not there twice."}
J
"$neardup" group -q -t 0.6 in.jsonl -o g
"$neardup" passages -q --date date in.jsonl -o p
"$neardup" inspect -q --json in.jsonl > i
for r in g p i; do
    "$neardup" report -q $r -o $r.html
    "$neardup" report -q $r --format md -o $r.md
    sed -e '/<style>/,/<\/style>/d' -e '/<script>/,/<\/script>/d' -e '/<section id="pictures"/,/<\/section>/d' $r.html |
        sed -e 's/data-key="[0-9a-f]*"//' -e "s/'sha256-[^']*'/HASH/g"
    cat $r.md
    grep -c "default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]*='; script-src 'sha256-[A-Za-z0-9+/]*='; base-uri 'none'; form-action 'none'" $r.html
    ! grep -q '<script>alert' $r.html || echo "a payload stands in $r.html"
done
"$neardup" report g -o x.html && ls
