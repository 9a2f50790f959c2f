#!/bin/sh
# docs.sh PROGRAM - help, manual and completions speak of the same commands and options,
# and the README of none that do not exist.
set -eu
neardup=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$neardup" help --man > "$work/neardup.1"
mandoc -T lint "$work/neardup.1"
# bold is letters struck twice, with a backspace between
mandoc -T ascii "$work/neardup.1" | sed "s/.$(printf '\b')//g" > "$work/man"
commands=$("$neardup" help | sed -n '/^[Cc]ommands/,/^$/s/^  \([a-z][a-z]*\)  *.*/\1/p')
[ "$(echo "$commands" | wc -w)" -ge 8 ]
for shell in bash zsh fish; do
    "$neardup" completion $shell > "$work/$shell"
done
bash -n "$work/bash"
for command in $commands; do
    for page in man bash zsh fish; do
        grep -q -w -- "$command" "$work/$page" || { echo "$page does not name command $command"; exit 1; }
    done
    "$neardup" help "$command" > "$work/help"
    "$neardup" "$command" -h | cmp - "$work/help"
    for option in $(grep -o -E -- '--[a-z][a-z-]+' "$work/help" | sort -u); do
        for page in man bash zsh; do
            grep -q -- "$option" "$work/$page" || { echo "$page does not name $option of $command"; exit 1; }
        done
        grep -q -- "-l ${option#--}" "$work/fish" || { echo "fish does not name $option of $command"; exit 1; }
    done
    cat "$work/help" >> "$work/all"
done
for option in $(grep -v pkg-config README.md | grep -o -E -- '(^|[ `])--[a-z][a-z-]+' | tr -d ' `' | sort -u); do
    grep -q -- "$option" "$work/all" || { echo "README.md names $option, which no command takes"; exit 1; }
done
awk 'length > 80 { print FILENAME ": wider than 80: " $0; bad = 1 } END { exit bad }' "$work/all"
