"$neardup" dedup --shingle 65 x -o out
