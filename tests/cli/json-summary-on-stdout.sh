cat > in.jsonl <<'X'
{"id":"a","n":3,"date":{"day":2},"text":"The ferry port of Kellbrae stayed shut for a second day on Monday after the storm, and nobody knows when it will open."}
{"id":"b","n":5,"date":{"day":1},"text":"THE FERRY PORT of Kellbrae stayed shut for a second day on Monday, after the storm, and nobody knows when it will open!"}
{"id":"c","n":4,"text":"The ferry port of Kellbrae stayed shut for a second day on Monday after the storm, and nobody knows when it will open. By our staff."}
{"id":"d","n":"x","text":"A bakery in Hessvik has won the county prize for rye bread, the first time that it went to the west coast."}
{"id":"e","text":"The ferry port of Kellbrae stayed shut for a second day on Monday after the storm, and nobody knows when it will open."}
{"id":"f","text":"Kellbrae"}
{"id":"g","text":"Hessvik"}
{"id":"h","text":"..."}
{"id":"i","text":"..."}
X
"$neardup" dedup --json in.jsonl -o out
