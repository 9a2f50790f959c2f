mkdir -p in/sub/deep in/other else out
echo '{"text":"one of them"}' > in/sub/x; echo '{"text":"two of another kind"}' > in/other/x; echo '{"text":"three"}' > in/sub/deep/y
"$neardup" group -q in -o r
try() { "$neardup" dedup -q -f in -o out; echo $?; "$neardup" apply -q -f r in -o out; echo $?; find out else in | sort; rm -rf out; mkdir out; }
ln -s ../in/other out/sub; try
ln -s ../else out/sub; try
mkdir out/sub; ln -s ../../else out/sub/deep; try
# OUT itself may be a link, and a link that stands where a file is to be is replaced
rmdir out; ln -s else out; mkdir else/sub; echo mine > mine; ln -s ../../mine else/sub/x; "$neardup" dedup -q -f in -o out; echo $?; find else -type f | sort; cat mine
