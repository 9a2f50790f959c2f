cp "$corpus/articles/01-ferry-port-storm.txt" "$corpus"/articles/04*.txt .
"$neardup" inspect 01*.txt 04*.txt
