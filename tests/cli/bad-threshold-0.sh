"$neardup" dedup --threshold 0 x -o out
