# a result file may come from anywhere: one line says what is wrong with it, and no page is written
head='{"type":"header","v":1,"neardup":"0.1.0","params":{"threshold":0.8,"bands":16,"rows":6},"inputs":[{"file":"a","bytes":1,"xxh3":"00000000000000000000000000000000","format":"jsonl"}]}'
end='{"type":"summary","v":1,"documents":9,"kept":8,"identical":0,"same_words":0,"near":1,"errors":0}'
try() {
    printf '%s\n' "$@" > r
    "$neardup" report r -o page || echo "exit $?"
}
row() {
    printf '{"type":"removed","v":1,"file":"a","record":%s,"keeper":{"file":"a","record":%s},"kind":"near","jaccard":%s,"containment":1,"coverage":1}' "$@"
}
try "$head" "$(row 2 1 0.9)"
try "$head" "$(row 2 2 0.9)" "$end"
try "$head" "$(row 2 1 0.5)" "$end"
try "$head" "$(row 2 1 1e400)" "$end"
try "$head" "$(row 2 1 '"0.9"')" "$end"
try "$head" "$(row -2 1 0.9)" "$end"
try "$head" "$(row 18446744073709551617 1 0.9)" "$end"
try "$head" "$(row 2 1 0.9)" "$(row 2 1 0.9)" "$end"
try "$head" "$(row 2 1 0.9)" "$(row 3 2 0.9)" "$(echo "$end" | sed 's/"kept":8/"kept":7/; s/"near":1/"near":2/')"
try "$head" "$(row 2 1 0.9)" "$(echo "$end" | sed 's/"near":1/"near":2/')"
try "$head" "$(row 2 1 0.9)" "$(echo "$end" | sed 's/"errors":0/"errors":5/')"
try "$head" "$(row 2 1 0.9 | sed 's/"near"/"far"/')" "$end"
try "$head" "$(row 2 1 0.9 | sed 's/"file":"a"/"file":"b"/')" "$end"
try "$(echo "$head" | sed 's/"threshold":0.8/"threshold":[]/')" "$(row 2 1 0.9)" "$end"
try "$(echo "$head" | sed 's/"neardup":"0.1.0"/"neardup":"0.1.0","command":"dance"/')" "$end"
try "$(echo "$head" | sed 's|"file":"a"|"file":"../a"|')" "$(row 2 1 0.9 | sed 's|"file":"a"|"file":"../a"|g')" "$end"
try "$(echo "$head" | sed 's|"file":"a"|"file":"/etc/passwd"|')" "$(row 2 1 0.9 | sed 's|"file":"a"|"file":"/etc/passwd"|g')" "$end"
try '{"type":"header","v":1,"command":"passages","params":{}}' '{"type":"family","v":1,"family":1,"records":[{}]}' '{"type":"summary","v":1,"documents":1,"families":1,"errors":0}'
try '{"type":"header","v":1,"command":"inspect","params":{}}' '{"type":"repeat","v":1,"file":"a","record":1}' '{"type":"summary","v":1,"documents":1}'
ls
