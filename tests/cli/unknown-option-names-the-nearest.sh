"$neardup" dedup --thresold 0.8 x -o out
