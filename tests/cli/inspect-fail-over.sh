for p in 5 6; do "$neardup" inspect --fail-over $p "$corpus/articles/01-ferry-port-storm.txt" > /dev/null; echo $?; done
