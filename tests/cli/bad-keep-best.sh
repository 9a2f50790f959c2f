"$neardup" dedup --keep best x -o out
