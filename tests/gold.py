#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""gold.py PROGRAM [--half tune|held|all] [--check] [--show] - what `PROGRAM inspect --json`
finds in corpus/articles and corpus/gold/planted.jsonl.gz, against the marks of corpus/gold.

Prints a line a kind: rows of the gold, rows found, right ones, precision and recall with
their 95 % intervals (Wilson); then the findings in texts that have no mark. near_line and
near_paragraph are one kind, near: the border between them is a matter of length. Halves
by the number in the name: odd is tune, even is held.
  --check  exit 1 where held falls short of what is promised (REQUIRED, below)
  --show   every wrong and every missed one, with both places"""
import argparse
import bisect
import collections
import glob
import gzip
import json
import os
import re
import subprocess
import sys
import unicodedata

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
GOLD = os.path.join(ROOT, "corpus", "gold")
# least precision and recall, and whether a text without a mark must stay silent
REQUIRED = {"line": (.98, .98, True), "paragraph": (.98, .98, True), "near": (.95, .90, True),
            "template": (.98, .98, True), "phrase": (.95, .90, False), "stutter": (.98, .98, True),
            "punctuation": (.98, .98, True)}
WIDE = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff々]")
MARKED = ("phrase", "stutter", "punctuation")      # kinds whose rows say the text


def kind_of(row):
    return "near" if row["kind"].startswith("near_") else row["kind"]


def folded(text, marks):
    """What of a text is compared, [(character, its offset)]: words without case, spaces and
    punctuation, or with @marks all but spaces."""
    out = []
    for at, c in enumerate(text):
        if not c.isspace() if marks else unicodedata.category(c)[0] in "LMN":
            out += [(x, at) for x in (c if marks else unicodedata.normalize("NFKC", c).casefold())]
    return out


class Text:
    """One text: lines, and offsets in bytes, by which the program tells places."""

    def __init__(self, name, text):
        self.name, self.text, self.gold, self.found = name, text, [], []
        self.bytes = text.encode()
        self.starts = [0] + [m.end() for m in re.finditer(b"\r\n|\n|\r", self.bytes)]
        self.offset = [0]
        for c in text:
            self.offset.append(self.offset[-1] + len(c.encode()))

    def part(self, place):
        return self.bytes[place["offset"]:place["offset"] + place["length"]].decode(errors="replace")

    def line(self, n):
        return (self.bytes.split(b"\n") + [b""] * n)[n - 1].decode(errors="replace").strip("\r")

    def is_apart(self, begin, end):
        """Not a part of a longer word; without spaces there is no telling."""
        return all(at in (0, len(self.text)) or not (self.text[at - 1] + self.text[at]).isalpha() or
                   WIDE.search(self.text[at - 1:at + 1]) for at in (begin, end))

    def places(self, row):
        """Where on its line the text of a gold row stands, [(begin, end)] in bytes. Of a word or a
        mark that the line has several times, those that repeat what is before them."""
        marks = row["kind"] == "punctuation"
        chars, want = folded(self.text, marks), "".join(c for c, _ in folded(row["text"], marks))
        flat, out, twice = "".join(c for c, _ in chars), [], []
        at = flat.find(want)
        while at >= 0 and want:
            begin, last = chars[at][1], chars[at + len(want) - 1][1]
            if bisect.bisect_right(self.starts, self.offset[begin]) == row["line"]:
                out.append((self.offset[begin], self.offset[last + 1]))
                if flat[max(at - len(want), 0):at] == want and (marks or self.is_apart(begin, last + 1)):
                    twice.append(out[-1])
            at = flat.find(want, at + 1)
        return twice or out if row["kind"] != "phrase" else out

    def is_right(self, row, gold):
        """Does a finding tell what a gold row marks?"""
        at, of = row["at"], row["of"]
        if kind_of(gold) not in MARKED:
            return (at["line"], of["line"]) == (gold["line"], gold["of"])
        begin, end = at["offset"], at["offset"] + at["length"]
        if not any(a < end and begin < b for a, b in gold["places"]):
            return False
        if kind_of(gold) != "phrase":
            return at["line"] == gold["line"]
        here, there = ([c for c, _ in folded(self.part(p), False)] for p in (at, of))
        return here == there

    def score(self):
        """Pairs findings with gold rows, each at most once: {kind: (right, wrong, missed)}."""
        out = {kind: ([], [], []) for kind in REQUIRED}
        left = collections.defaultdict(list)
        for row in self.gold:
            if row["kind"] in MARKED:
                row["places"] = self.places(row)
                if not row["places"]:
                    sys.exit("gold.py: %s:%d: no %r on that line" % (self.name, row["line"], row["text"]))
            left[kind_of(row)].append(row)
        for row in self.found:
            kind = kind_of(row)
            gold = next((g for g in left[kind] if self.is_right(row, g)), None)
            out[kind][0 if gold else 1].append(row)
            if gold:
                left[kind].remove(gold)
        for kind, rows in left.items():
            out[kind][2].extend(rows)
        return out


def read_texts():
    texts = {}
    for path in sorted(glob.glob(os.path.join(ROOT, "corpus", "articles", "*.txt"))):
        with open(path, encoding="utf-8", newline="") as f:
            texts[os.path.basename(path)] = Text(os.path.basename(path), f.read())
    with gzip.open(os.path.join(GOLD, "planted.jsonl.gz"), "rt", encoding="utf-8", newline="") as f:
        for item in map(json.loads, f):
            texts[item["id"]] = Text(item["id"], item["text"])
    for path in sorted(glob.glob(os.path.join(GOLD, "*.jsonl"))):
        with open(path, encoding="utf-8") as f:
            for row in map(json.loads, f):
                texts[row["file"]].gold.append(row)
    return texts


def inspect(program, texts):
    inputs = sorted(glob.glob(os.path.join(ROOT, "corpus", "articles", "*.txt")))
    inputs.append(os.path.join(GOLD, "planted.jsonl.gz"))
    run = subprocess.run([program, "inspect", "--json", "-q", *inputs], stdout=subprocess.PIPE, check=True)
    for row in map(json.loads, run.stdout.decode().splitlines()):
        if row["type"] == "repeat":
            texts[row.get("id", os.path.basename(row["file"]))].found.append(row)


def wilson(k, n):
    """95 % interval of a share."""
    if n == 0:
        return 0., 1.
    z, p = 1.959964, k / n
    mid, half = p + z * z / (2 * n), z * (p * (1 - p) / n + z * z / (4 * n * n)) ** .5
    return max(0., (mid - half) / (1 + z * z / n)), min(1., (mid + half) / (1 + z * z / n))


def excerpt(text, begin, end, room=100):
    """A place within its line, in braces."""
    line = max(s for s in text.starts if s <= begin)
    stop = min([s for s in text.starts if s > begin] + [len(text.bytes)])
    before = text.bytes[line:begin].decode(errors="replace")[-room // 3:]
    after = text.bytes[min(end, stop):stop].decode(errors="replace")[:room // 3]
    here = text.bytes[begin:end].decode(errors="replace")
    here = here if len(here) <= room else here[:room // 2] + " ... " + here[-room // 2:]
    return " ".join((before + "{" + here + "}" + after).split())


def show(what, text, row):
    if "text" in row:
        at, of = excerpt(text, *row["places"][0]), text.line(row["of"])[:140]
    elif isinstance(row["of"], int):
        at, of = (text.line(n)[:140] for n in (row["line"], row["of"]))
    else:
        at, of = (excerpt(text, p["offset"], p["offset"] + p["length"]) for p in (row["at"], row["of"]))
    lines = (row["line"], row["of"]) if "line" in row else (row["at"]["line"], row["of"]["line"])
    print("%s %s %s:%d of %d\n    at %s\n    of %s" % (what, row["kind"], text.name, *lines, at, of))


def number(name):
    return int(re.match(r"\D*(\d+)", name).group(1))


def table(texts):
    """Sums by kind: {kind: [right, wrong, missed]}, and findings in texts without a mark."""
    sums = {kind: [0, 0, 0] for kind in REQUIRED}
    silent = collections.Counter()
    for text in texts:
        for kind, rows in text.scored.items():
            sums[kind] = [n + len(r) for n, r in zip(sums[kind], rows)]
        if not text.gold:
            silent.update("headline" if "name" in row else row["kind"] for row in text.found)
    return sums, silent


def print_table(half, texts):
    sums, silent = table(texts)
    print("%-12s %5s %6s %6s   %-26s %s" % (half, "gold", "found", "right", "precision", "recall"))
    for kind, (right, wrong, missed) in sums.items():
        shares = ["%.4f [%.4f, %.4f]" % (right / n, *wilson(right, n)) if n else "-" for n in (right + wrong, right + missed)]
        print("%-12s %5d %6d %6d   %-26s %s" % (kind, right + missed, right + wrong, right, *shares))
    print("%d texts, %d without a mark; findings there: %s" %
          (len(texts), sum(not t.gold for t in texts), ", ".join("%s %d" % kv for kv in sorted(silent.items())) or "none"))


def faults(texts):
    """What is promised of the half held, and not so."""
    sums, silent = table(texts)
    for kind, (right, wrong, missed) in sums.items():
        precision, recall, is_silent = REQUIRED[kind]
        for name, n, least in (("precision", right + wrong, precision), ("recall", right + missed, recall)):
            if n == 0 or right / n < least:
                yield "%s of %s is %s, must be %.2f" % (name, kind, "%.4f" % (right / n) if n else "of nothing", least)
        loud = sum(n for name, n in silent.items() if name.startswith(kind) or kind == "line" and name == "headline")
        if is_silent and loud:
            yield "%d findings of %s in texts without a mark" % (loud, kind)


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("program")
    ask.add_argument("--half", choices=["tune", "held", "all"], default="all")
    ask.add_argument("--check", action="store_true")
    ask.add_argument("--show", action="store_true")
    args = ask.parse_args()
    texts = read_texts()
    inspect(args.program, texts)
    halves = {"all": list(texts.values()), "tune": [t for t in texts.values() if number(t.name) % 2],
              "held": [t for t in texts.values() if number(t.name) % 2 == 0]}
    for text in texts.values():
        text.scored = text.score()
    for text in halves[args.half] if args.show else []:
        for right, wrong, missed in text.scored.values():
            for what, rows in (("wrong ", wrong), ("missed", missed)):
                for row in rows:
                    show(what, text, row)
    print_table(args.half, halves[args.half])
    short = list(faults(halves["held"])) if args.check else []
    for what in short:
        print("gold.py: held: " + what, file=sys.stderr)
    sys.exit(bool(short))


if __name__ == "__main__":
    main()
