#!/bin/sh
# SPDX-License-Identifier: MIT
#
# faults.sh NEARDUP - one system call after the other fails (strace injects it), in each
# of the commands that write: the exit code is the right one, nothing stands half done
# under a final name, no temporary is left, nothing crashes. An interrupted call (EINTR)
# changes nothing at all.

set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
neardup=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")

if ! strace -f -o /dev/null -e trace=write -e inject=write:error=EIO:when=1000 true 2> /dev/null; then
    echo "faults: skipped, strace cannot trace here"
    exit 0
fi

dir=$(mktemp -d "${TMPDIR:-/tmp}/neardup-faults-XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
cd "$dir" || exit 1
mkdir -p in many ref run/work
TMPDIR=$dir/run/work
export TMPDIR

gzip -dc "$here/../corpus/crawl.jsonl.gz" > ref/crawl.jsonl
head -n 80 ref/crawl.jsonl > in/a.jsonl
cp "$here/../corpus/crawl.jsonl.gz" in/b.jsonl.gz
printf 'a text of its own, which is one document\n' > in/c.txt
for i in 1 2 3 4; do
    for k in 0 1 2 3 4 5 6 7 8 9; do
        echo "text number $i$k" > "many/$i$k.txt"
    done
done
cat in/a.jsonl ref/crawl.jsonl in/c.txt | sort -u > ref/lines
"$neardup" group -q in -o ref/group.jsonl || exit 1

points=0 failed=0

wrong()
{
    failed=$((failed + 1))
    echo "faults: $name, $call $error at call $k: $1 (exit $code)" >&2
    sed 's/^/    /' err >&2
}

# run [strace arguments]: the command called name, in the folder run; its exit code in code.
# One thread, so that the k-th call is the same in every run.
run()
{
    case $name in
    dedup) set -- "$@" "$neardup" dedup -q -j 1 ../in -o out ;;
    longest) set -- "$@" "$neardup" dedup -q -j 1 --keep longest ../in -o out ;;
    piped) set -- "$@" "$neardup" dedup -q -j 1 --keep last - -o out ;;
    stream) set -- "$@" "$neardup" dedup -q -j 1 - -o - -r out.jsonl ;;
    group) set -- "$@" "$neardup" group -q -j 1 ../in -o out.jsonl ;;
    many) set -- "$@" "$neardup" dedup -q -j 1 ../many -o out ;;
    apply) set -- "$@" "$neardup" apply -q -j 1 ../ref/group.jsonl ../in -o out --rejects out.gone ;;
    esac
    (cd run && exec "$@" < ../in/b.jsonl.gz > stdout) 2> err
    code=$?
}

# What exit code 3 promises: every output is whole, and the result file says so.
whole()
{
    find run -type f -path 'run/out/*' | while read -r f; do
        case $f in
        *.gz) gzip -dc "$f" || echo "not whole: $f" ;;
        *) cat "$f" ;;
        esac
    done 2>&1 | sort -u > seen
    comm -23 seen ref/lines | grep -q . && return 1
    case $name in
    apply) [ -e run/out.gone ] ;;
    group | stream) tail -n 1 run/out.jsonl | grep -q '^{"type":"summary"' ;;
    *) tail -n 1 run/out.neardup.jsonl | grep -q '^{"type":"summary"' ;;
    esac
}

check()
{
    points=$((points + 1))
    find run -name '.neardup-*' | grep -q . && wrong "a temporary is left"
    case $error:$code in
    *:0)
        diff -r "ref/$name" run > difference 2>&1 || wrong "exit 0, but not what it should have written"
        ;;
    EINTR:*)
        wrong "an interrupted call is no failure"
        ;;
    *:3)
        case $call in
        openat | read | close) whole || wrong "exit 3, but what is there is not whole" ;;
        *) wrong "not the exit code of a failed write" ;;
        esac
        ;;
    *:2 | *:4)
        find run -name 'out*' | grep -q . && wrong "something stands under a final name"
        grep -q '^neardup: ' err || wrong "no sentence"
        case $call:$code in
        write:2 | fsync:2 | syncfs:2 | rename:2 | close:2) wrong "not the exit code of a failed write" ;;
        read:4) [ "$name" = piped ] || wrong "not the exit code of a failed read" ;;
        esac
        [ "$call:$error" != write:ENOSPC ] || grep -q 'bytes needed, [0-9]* free' err || wrong "no numbers"
        ;;
    *)
        wrong "crashed, or an exit code of nothing that happened"
        ;;
    esac
    case $call:$code in
    write:0 | fsync:0 | syncfs:0 | rename:0) [ "$error" = EINTR ] || wrong "a failure that nobody noticed" ;;
    esac
    rm -rf run/out run/out.* run/stdout
}

# each_call CALL ERROR...: one after the other each CALL fails, with each ERROR. Those of the loader, which come
# before the program catches signals, do not count.
each_call()
{
    call=$1 k=0 error=none
    shift
    run strace -f -o log -e "trace=$call,rt_sigaction"
    rm -rf run/out run/out.* run/stdout
    [ "$code" = 0 ] || wrong "without a fault"
    mine="s/^[0-9]* *//; /^rt_sigaction(SIGINT/q; /^$call(/p"
    before=$(sed -n "$mine" run/log | wc -l)
    last=$(grep -c "^[0-9 ]*$call(" run/log)
    rm -f run/log
    for error; do
        k=$((before + 1))
        while [ "$k" -le "$last" ]; do
            run strace -f -o /dev/null -e "trace=$call" -e "inject=$call:error=$error:when=$k"
            check
            k=$((k + 1))
        done
    done
}

# NEARDUP_FAULTS names others; there is longest, too.
for name in ${NEARDUP_FAULTS:-many dedup piped stream group apply}; do
    run
    [ "$code" = 0 ] || { echo "faults: $name does not run" >&2; cat err >&2; exit 1; }
    cp -R run "ref/$name"
    rm -rf run/out run/out.* run/stdout
    if [ "$name" = many ]; then # so many files are synced together, if this system can
        each_call syncfs EIO ENOSPC EINTR
        continue
    fi
    each_call write ENOSPC EIO EINTR
    each_call fsync EIO ENOSPC EINTR
    each_call rename EIO ENOSPC EINTR
    each_call openat EMFILE EINTR
    each_call read EIO EINTR
    each_call close EIO EINTR
done
echo "faults: $points points, $failed wrong"
[ "$failed" = 0 ]
