mkdir d d/x; echo "one text of some words that stands here" > d/b.txt; cp d/b.txt d/x/a.txt; echo "another text that is not at all like it" > d/c.txt; : > d/empty.txt
ln -s ../.. d/loop; ln -s b.txt d/link.txt
"$neardup" dedup d -o out; find out -type f | sort; grep -o '"removed".*' out.neardup.jsonl
