printf '港口周一仍然关闭，港务长说，两艘船在海湾等待。\n委员会将在星期三开会。\n' > han-a
printf '港口周二仍然关闭，港务长说，三艘船在海湾外等待。\n委员会将在星期三开会。\n' > han-b
printf 'הנמל נשאר סגור ביום שני, אמר מנהל הנמל.\nשתי ספינות ממתינות במפרץ.\n' > hebrew-a
printf 'הנמל נשאר פתוח ביום שני, אמר מנהל הנמל.\nשתי ספינות ממתינות במפרץ.\n' > hebrew-b
printf 'ท่าเรือยังคงปิดในวันจันทร์ นายท่ากล่าว\n' > thai-a
printf 'ท่าเรือยังคงเปิดในวันจันทร์ นายท่ากล่าว\n' > thai-b
for script in han hebrew thai; do
    "$neardup" compare $script-a $script-b
done
printf '\033[31mred\033[0m \342\200\256left to right \377 a\0b\r\nnext\rlast' > odd
"$neardup" compare odd odd
: > empty
"$neardup" compare odd empty
