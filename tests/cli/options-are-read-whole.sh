cp "$data/in.jsonl" .
bad() { "$neardup" "$@" in.jsonl -o -; echo $?; }
bad group -x; bad group --force=1; bad group -t; bad group --output; bad group -force; bad group --rejects x
bad group --recall 0; bad group -k 1025; bad group -k 0x80; bad group -n 0; bad group --bucket-cap 0; bad group --bucket-cap 65536
bad group --seed -1; bad group --seed 1.0; bad group -t 1e-1x; bad group -t ''; bad group -j 257; bad group --max-doc 1023; bad group --max-doc 5G
bad group --max-doc -1; bad group --max-errors 101%; bad group --max-errors x; bad group --keep max:; bad group --text-field ''; bad group --text-field a,,b
bad group --in csv; bad group --color red; bad group --progress x; bad group --lines --in jsonl; bad group -k 16 -t 0.1; bad group --files-from ''
bad apply -t 0.5; bad tune; bad inspect
"$neardup" group -q -t 0.1 -t 0.99 in.jsonl -o - | tail -n 1
