"$neardup" dedup nothing.jsonl -o out; echo $?; ls
