#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""instructions.py BUILD TEXT... [--since COMMIT] - whether the program has become slower, without a clock.

Counts the instructions that group, dedup and inspect take for the same input, in portable C and with
AVX2, and those of the program of the parent commit, built here in the same way. Exit code 1 where a
figure grew by more than 3 %. valgrind counts, the same number (within some hundredths of a per cent)
on every run; it has no AVX-512. Without a parent (a shallow clone) there is nothing to compare.

Compared with: the first parent; with uncommitted changes the last commit; or COMMIT. A growth that
is meant stands in a message of the commits compared, with what it is for:

    Instructions: +5% dedup, because each output is read again and compared

TEXTs are what bench/gen learns from."""
import argparse
import concurrent.futures
import itertools
import os
import re
import shutil
import subprocess
import sys

ALLOWED = 3.0                # per cent
DOCUMENTS = "10000"          # 18 MB
STATED = re.compile(r"Instructions: \+(\d+(?:\.\d+)?)% (\w+), because \S")


def stated(message, commands):
    """What a message says may grow, {command: per cent}; ValueError for what it cannot mean.

    >>> stated("Faster\\n\\nInstructions: +5% dedup, because it looks twice\\n", ["dedup"])
    {'dedup': 5.0}
    >>> stated("Instructions are counted", ["dedup"])
    {}
    >>> stated("Instructions: +5% dedup", ["dedup"])
    Traceback (most recent call last):
    ValueError: not understood: Instructions: +5% dedup
    >>> stated("Instructions: +5% dedupe, because", ["dedup"])
    Traceback (most recent call last):
    ValueError: not understood: Instructions: +5% dedupe, because
    """
    found = {}
    for line in message.splitlines():
        if not line.startswith("Instructions:"):
            continue
        match = STATED.match(line)
        if match is None or match[2] not in commands:
            raise ValueError(f"not understood: {line}")
        found[match[2]] = max(found.get(match[2], 0), float(match[1]))
    return found


def table(before, after, allowed):
    """Lines to print, and whether none grew by more than it may. Figures by (command, variant); what
    either lacks is not judged.

    >>> before = {("group", "avx2"): 1000, ("dedup", "avx2"): 2000}
    >>> table(before, {("group", "avx2"): 1030, ("dedup", "avx2"): 1500}, {})[1]
    True
    >>> lines, fine = table(before, {("group", "avx2"): 1031, ("dedup", "avx2"): 1500}, {"dedup": 9})
    >>> fine
    False
    >>> print("\\n".join(lines).replace("\\t", " | "))
    command | variant | before | now | growth | 
    dedup | avx2 | 2,000 | 1,500 | -25.00 % | 
    group | avx2 | 1,000 | 1,031 | +3.10 % | more than 3 %
    >>> table(before, {("group", "avx2"): 1049, ("dedup", "avx2"): 2000}, {"group": 5})[1]
    True
    >>> table(before, {("group", "avx2"): 1051, ("dedup", "avx2"): 2000}, {"group": 5})[1]
    False
    >>> table({}, {("passages", "avx2"): 7}, {})
    (['command\\tvariant\\tbefore\\tnow\\tgrowth\\t', 'passages\\tavx2\\t-\\t7\\t-\\t'], True)
    """
    lines, fine = ["command\tvariant\tbefore\tnow\tgrowth\t"], True
    for key in sorted(before.keys() | after.keys()):
        a, b = before.get(key), after.get(key)
        growth, said = "-", ""
        if a is not None and b is not None:
            most = max(allowed.get(key[0], 0), ALLOWED)
            growth = f"{100 * (b - a) / a:+.2f} %"
            if 100 * (b - a) > most * a:
                said, fine = f"more than {most:g} %", False
        lines.append("\t".join((*key, *(f"{x:,}" if x is not None else "-" for x in (a, b)), growth, said)))
    return lines, fine


def git(*arguments):
    """What git prints, or None where it fails."""
    done = subprocess.run(["git", *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return done.stdout.strip() if done.returncode == 0 else None


def program_of(commit, build, cpus):
    """The program of a commit, made in a tree of its own below build; None where it cannot be made."""
    tree = os.path.join(build, "before", commit)
    if not os.path.isdir(tree):
        shutil.rmtree(os.path.dirname(tree), ignore_errors=True)
        os.makedirs(tree)
        archive = subprocess.run(["git", "archive", commit], stdout=subprocess.PIPE, check=True).stdout
        subprocess.run(["tar", "-x", "-C", tree], input=archive, check=True)
    target = os.path.join(build, "neardup")
    flags = re.sub(r"-j\d*|--jobserver-auth=\S+", "", os.environ.get("MAKEFLAGS", ""))   # no job waits for ours
    made = subprocess.run(["make", "-s", "-C", tree, f"-j{cpus}", "WERROR=", target],
                          env={**os.environ, "MAKEFLAGS": flags}, stdout=subprocess.DEVNULL)
    return os.path.join(tree, target) if made.returncode == 0 else None


def count(program, arguments, variant, older):
    """Instructions of one run, or None where an older program does not know the command."""
    done = subprocess.run(["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null",
                           program, *arguments], env={**os.environ, "NEARDUP_SIMD": variant},
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if older and done.returncode == 2:
        return None
    refs = re.search(r"I +refs: +([\d,]+)", done.stderr)
    if done.returncode != 0 or refs is None:
        sys.exit(f"instructions.py: {variant} {' '.join(arguments)}: exit code {done.returncode}\n{done.stderr}")
    return int(refs[1].replace(",", ""))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build")
    parser.add_argument("texts", nargs="+")
    parser.add_argument("--since")
    options = parser.parse_args()
    build, cpus = options.build, len(os.sched_getaffinity(0))
    dirty = git("status", "--porcelain", "--untracked-files=no")
    base = git("rev-parse", "-q", "--verify", (options.since or ("HEAD" if dirty else "HEAD^")) + "^{commit}")
    if base is None:
        if options.since:
            sys.exit(f"instructions.py: no commit {options.since}")
        print("instructions.py: no parent commit here (a shallow clone?), so nothing to compare with")
        return
    with open("/proc/cpuinfo") as f:
        variants = ["scalar"] + (["avx2"] if "avx2" in f.read() else [])
    work = os.path.join(build, "instructions")
    os.makedirs(work, exist_ok=True)
    corpus = os.path.join(work, "made.jsonl")
    subprocess.run([os.path.join(build, "bench", "gen"), "-n", DOCUMENTS, "-o", corpus, *options.texts], check=True)
    crawl = "corpus/crawl.jsonl.gz"

    def commands(side):
        out = os.path.join(work, side)
        return {"group": ["group", "-qf", "-j1", corpus, crawl, "-o", out + ".jsonl"],
                "dedup": ["dedup", "-qf", "-j1", corpus, crawl, "-o", out],
                "inspect": ["inspect", "-q", "-j1", "--json", "corpus/articles", crawl]}
    try:
        allowed = stated(git("log", "--format=%B", f"{base}..HEAD"), commands(""))
    except ValueError as wrong:
        sys.exit(f"instructions.py: {wrong}")
    programs = {"now": os.path.join(build, "neardup"), "before": program_of(base, build, cpus)}
    if programs["before"] is None:
        print(f"instructions.py: {base} cannot be built here, so nothing to compare with")
        return
    with concurrent.futures.ThreadPoolExecutor(cpus) as pool:
        runs = {(side, command, variant): pool.submit(count, programs[side], arguments, variant, side == "before")
                for variant, side in itertools.product(variants, programs)
                for command, arguments in commands(f"{side}-{variant}").items()}
        figures = {key: run.result() for key, run in runs.items()}
    before, now = ({key[1:]: n for key, n in figures.items() if key[0] == side and n is not None}
                   for side in ("before", "now"))
    lines, fine = table(before, now, allowed)
    print(f"instructions of {base[:12]} and now:", *lines, sep="\n")
    sys.exit(0 if fine else "instructions.py: became slower; if that is meant, say so as the head of this file has it")


if __name__ == "__main__":
    main()
