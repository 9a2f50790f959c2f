"$neardup" dedup --seed 18446744073709551616 x -o out
