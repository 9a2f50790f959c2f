"$neardup" tune -t 0.5 -k 256 --recall 0.95
