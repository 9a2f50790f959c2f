: > empty; printf '\n\n' > blank; printf 'x y\rx y\r' > cr; printf 'a\0b\377 c\n\033[31mred\033[0m\nA B C\n\033[31mred\033[0m\n' > odd; for f in empty blank cr odd; do "$neardup" inspect $f; done
