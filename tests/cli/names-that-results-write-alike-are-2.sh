# of a name that is not UTF-8 the other bytes, and %, are percent-escaped; of another it stands as it is
n=$(printf 'a\377'); mkdir d e
echo one > "d/$n"; echo two > 'd/a%FF'
"$neardup" group d -o -; echo $?
echo one > "e/$n%"; echo two > 'e/a%FF'; echo one > 'e/%'
"$neardup" group -q e -o - | grep -o '"file":"[^"]*"' | sort | uniq -c
