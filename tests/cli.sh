#!/bin/sh
# cli.sh PROGRAM [NAME...] - golden command lines: tests/cli/NAME.sh is run in a folder of its
# own, with $neardup, $data (tests/cli/data) and $corpus set; NAME.out, NAME.err and NAME.exit
# hold what it must print and return (not there: nothing, 0). UPDATE=1 rewrites them. Whatever
# a case does, no temporary file may be left.
set -u
neardup=$(realpath "$1")
shift
cd "$(dirname "$0")/.." || exit 2
root=$(pwd)
corpus=$root/corpus
data=$root/tests/cli/data
export neardup corpus data LC_ALL=C
unset NEARDUP_CONFIG NO_COLOR
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TMPDIR="$work/tmp"
cases=0
failed=0
# shellcheck disable=SC2012,SC2046 # names without blanks
[ $# -gt 0 ] || set -- $(cd tests/cli && ls -- *.sh | sed 's/\.sh$//')
for name in "$@"; do
    case=$root/tests/cli/$name
    mkdir "$work/here" "$work/tmp"
    (cd "$work/here" && sh "$case.sh" > "$work/out" 2> "$work/err" < /dev/null)
    echo $? > "$work/exit"
    [ "$(cat "$work/exit")" != 0 ] || : > "$work/exit"
    find "$work/here" "$work/tmp" -name '.neardup-*' >> "$work/err"
    # where the machine keeps its files is nobody's business
    sed -i -e "s|$corpus|CORPUS|g" -e "s|$data|DATA|g" -e "s|$neardup|neardup|g" -e "s|$work/here|HERE|g" \
        "$work/out" "$work/err"
    cases=$((cases + 1))
    bad=0
    for part in out err exit; do
        if [ -n "${UPDATE-}" ]; then
            if [ -s "$work/$part" ]; then cp "$work/$part" "$case.$part"; else rm -f "$case.$part"; fi
            continue
        fi
        want=$case.$part
        [ -e "$want" ] || want=/dev/null
        cmp -s "$want" "$work/$part" || { bad=1; echo "--- $name.$part"; diff "$want" "$work/$part"; }
    done
    failed=$((failed + bad))
    chmod -R u+rwx "$work/here" 2>/dev/null
    rm -rf "$work/here" "$work/tmp"
done
echo "cli: $cases cases, $failed failed"
[ "$failed" -eq 0 ]
