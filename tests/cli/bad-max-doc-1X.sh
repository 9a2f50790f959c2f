"$neardup" dedup --max-doc 1X x -o out
