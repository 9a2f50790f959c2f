TERM=xterm "$neardup" tune | grep -c "$(printf '\033')"
NO_COLOR=1 TERM=dumb "$neardup" tune --color always | cat -v | grep '\^'
"$neardup" tune --color never | grep -c "$(printf '\033')"
"$neardup" help --color always version | cat -v | grep '\^'
"$neardup" help --color auto version | grep -c "$(printf '\033')"
NO_COLOR=1 "$neardup" group --color always nothing -o x 2>&1 | cat -v
"$neardup" group nothing -o x
