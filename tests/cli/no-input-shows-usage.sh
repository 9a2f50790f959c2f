"$neardup" dedup -o out
