"$neardup" dedup --max-errors -3 x -o out
