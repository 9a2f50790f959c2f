"$neardup" inspect "$corpus/articles/01-ferry-port-storm.txt" "$corpus"/articles/04*.txt
