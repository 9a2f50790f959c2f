"$neardup" tune -t 0.01 --recall 0.99
