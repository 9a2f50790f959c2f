"$neardup" inspect --json "$corpus"/articles/04*.txt
