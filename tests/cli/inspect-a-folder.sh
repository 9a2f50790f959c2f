"$neardup" inspect "$corpus/articles" | tail -n 20
