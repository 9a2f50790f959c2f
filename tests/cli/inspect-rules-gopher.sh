mkdir d
printf 'Title of it\n\nSome words stand here.\nReply\nReply\nReply\n' > d/a.txt
printf 'Nothing here is twice, so it may stay.\n' > d/b.txt
printf 'buy now or buy now or buy now or buy now' > d/c.txt
"$neardup" inspect --rules gopher d
"$neardup" inspect --rules gopher --json d
"$neardup" inspect --rules gopher d/b.txt
"$neardup" inspect --rules gopher --signals d/c.txt
"$neardup" inspect --rules none d/c.txt
"$neardup" inspect --rules c4 d/c.txt; echo $?
# no verdict changes the exit code
"$neardup" inspect --rules gopher --fail-over 0 d/c.txt > /dev/null; echo $?
