"$neardup" dedup --threshold 0.8x x -o out
