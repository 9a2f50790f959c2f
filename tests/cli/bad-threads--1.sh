"$neardup" dedup --threads -1 x -o out
