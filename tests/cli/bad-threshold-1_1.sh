"$neardup" dedup --threshold 1.1 x -o out
