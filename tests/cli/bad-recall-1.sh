"$neardup" dedup --recall 1 x -o out
