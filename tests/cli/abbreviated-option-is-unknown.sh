"$neardup" dedup --thresh 0.8 x -o out
