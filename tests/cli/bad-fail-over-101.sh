"$neardup" dedup --fail-over 101 x -o out
