"$neardup" dedup --threshold nan x -o out
