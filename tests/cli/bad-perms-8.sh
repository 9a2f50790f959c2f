"$neardup" dedup --perms 8 x -o out
