#!/bin/sh
# Which room may include which: its own, base, and rooms before it; the program's rooms
# use base and of the library only neardup.h. One line for each #include that may not be.
set -eu
cd "$(dirname "$0")/.."
awk '
BEGIN {
    n = split("base text sketch lsh cluster repeat input output report eval run cli", rooms, " ")
    for (i = 1; i <= n; i++) place[rooms[i]] = i
    program = place["input"]
}
FNR == 1 { split(FILENAME, part, "/"); room = part[2] }
/^[ \t]*#[ \t]*include[ \t]*"/ {
    split($0, quoted, "\"")
    if (split(quoted[2], path, "/") < 2) next          # its own room, or neardup.h
    other = path[1]
    allowed = other == room || other == "base" || \
        (other in place && place[other] < place[room] && \
         (place[room] < program || place[other] >= program))
    if (!allowed) { print FILENAME ":" FNR ": room " room " includes " quoted[2]; bad = 1 }
}
END { exit bad }
' src/*/*.c src/*/*.h src/*/*.cpp
# a quoted name without a folder must be there, in the same room
for file in src/*/*.c src/*/*.h src/*/*.cpp; do
    sed -n 's/^[ \t]*#[ \t]*include[ \t]*"\([^/"]*\)".*/\1/p' "$file" | while read -r name; do
        [ "$name" = neardup.h ] || [ -e "$(dirname "$file")/$name" ] ||
            { echo "$file: $name is not in its room"; exit 1; }
    done
done
