#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Plant repeats of every kind into clean texts: planted.jsonl.gz and planted.gold.jsonl.

A document is a source (sources.py) with one to four cases (groups.py, spans.py) in it, each
on blocks of its own. Where the places stand, and of what kind a group is (a paragraph wrapped
into lines is no line), is known once the document is laid out. A document with a repeat that
nobody planted is thrown away. Each document has its own seed; no clock, gzip without time or
name: same bytes each run. Prints the number of rows of each kind.

    python3 corpus/gold/plant.py
"""
import collections
import gzip
import json
import os
import re

from document import Doc
from groups import (captions, credit_again, headline_like, headline_twice, paragraph_again, paragraph_reworded,
                    short_reworded, template)
from sources import COMMAS, FURNITURE, HERE, RUN, STOPS, WIDE, doubled_groups, load, sentences, stories, tokens, words
from spans import mark_twice, pulled, spliced, stutter

KINDS = {"equal": ("line", "paragraph"), "near": ("near_line", "near_paragraph"), "template": ("template", "template")}
QUOTA = {"line": 165, "paragraph": 160, "near_line": 115, "near_paragraph": 115, "template": 170,
         "phrase": 170, "stutter": 170, "punctuation": 165}          # rows in each half

CASES = {"line": [headline_twice, credit_again, credit_again, paragraph_again], "paragraph": [paragraph_again],
         "near_line": [captions, captions, headline_like, short_reworded], "near_paragraph": [paragraph_reworded],
         "template": [template], "phrase": [spliced, spliced, pulled], "stutter": [stutter],
         "punctuation": [mark_twice]}


def together(doc, a, b):
    return any(a in g.blocks and b in g.blocks for g in doc.groups)


def is_covered(doc, block, start, end):
    """Within a phrase, or within a long stutter (whose words repeat in their own block)."""
    for s in doc.spans:
        if s.kind == "phrase" and any(at is block and a <= start and end <= b for at, a, b in
                                      ((s.block, s.start, s.end), (s.of, s.of_start, s.of_end))):
            return True
        if s.kind == "stutter" and s.block is block and s.of_start <= start and end <= s.end:
            return True
    return False


def is_clean(doc):
    """Nothing repeats but what was planted, and that just as far as it was planted."""
    run = RUN.get(doc.lang, 5)
    seen, lines = {}, {}
    for block in doc.blocks:
        toks = tokens(block.text)
        for i in range(len(toks) - run + 1):
            gram = tuple(t.word for t in toks[i:i + run])
            other, j = seen.setdefault(gram, (block, i))
            if (block, i) == (other, j) or other is not block and together(doc, block, other):
                continue
            if not is_covered(doc, block, toks[i].start, toks[i + run - 1].end):
                return False
        for line in map(words, block.laid().split("\n")):
            other = lines.setdefault(tuple(line), block)
            if line and other is not block and not together(doc, block, other):
                return False
        exact = {(s.of_start, s.of_end, s.start, s.end) for s in doc.spans if s.block is block and s.kind == "stutter"}
        if exact != doubled_groups(block.text, doc.lang):
            return False
        marks = {s.start for s in doc.spans if s.block is block and s.kind == "punctuation"}
        for m in re.finditer(r"([%s\u3002।”»」])\s?(?=\1)|(?<![.])[.]\s?(?=[.](?![.]))" % COMMAS, block.text):
            if m.end() not in marks:
                return False
    return True


def laid_out(doc):
    """The text, and its rows: what was planted, with kinds and lines."""
    text, first = "", {}
    for i, b in enumerate(doc.blocks):
        if i:
            text += "\n" if doc.tight or b.glued else "\n\n"
        first[id(b)] = text.count("\n") + 1
        text += b.laid()
    order = {id(b): i for i, b in enumerate(doc.blocks)}
    rows = []
    for g in doc.groups:
        blocks = sorted(g.blocks, key=lambda b: order[id(b)])
        for b in blocks[1:]:
            lines = [x.laid().count("\n") for x in (blocks[0], b)]
            count = min(len(words(x.text)) for x in (blocks[0], b))
            big = any(lines) or g.kind == "near" and count >= (60 if doc.wide else 30)
            if g.kind == "equal" and any(lines) and not all(lines):
                return None, None
            row = {"kind": KINDS[g.kind][big], "line": first[id(b)], "of": first[id(blocks[0])]}
            if g.name:
                row["name"] = g.name
            rows.append((row["line"], 0, row))
    for s in doc.spans:
        line, of = (first[id(b)] + b.laid()[:at].count("\n") for b, at in ((s.block, s.start), (s.of, s.of_start)))
        words_there = s.block.laid()[s.start:s.end].replace("\n", " " if doc.lang not in ("zh", "ja") else "")
        rows.append((line, s.start, {"kind": s.kind, "line": line, "of": of, "text": words_there}))
    text += "\n"
    return (text.replace("\n", "\r\n") if doc.crlf else text), [r for _, _, r in sorted(rows, key=lambda r: r[:2])]


def planted(source, seed, pools, needs):
    """A document, its text and rows; None where the seed is a bad one."""
    doc = Doc(source, seed, pools)
    rng = doc.rng
    kinds = list(QUOTA)
    for _ in range(rng.choice([1, 2, 2, 3, 3, 4])):
        for _ in range(8):
            kind = rng.choices(kinds, [max(needs[k], 0) + .01 for k in kinds])[0]
            if rng.choice(CASES[kind])(doc, rng):
                break
    text, rows = laid_out(doc) if is_clean(doc) else (None, None)
    return (text, rows) if rows else None

# Another number plants other cases. Once the held ones were looked at, they are no longer held.
ROUND = 3


def pools_of(sources):
    """What a document may take from elsewhere: {("head", language): headlines, ("sentence", language):
    short sentences with the name of their source}."""
    pools = collections.defaultdict(list)
    for lang, furniture in FURNITURE.items():
        pools["head", lang] += furniture["head"]
    for _, lang, item, _ in stories():
        pools["head", lang] += [item["head"], item["alt"]]
    for source in sources:
        lengths = range(8, 26) if source.lang in WIDE else range(5, 12)
        for s in (s.strip() for b in source.blocks if b.prose for s in sentences(b.text)):
            if len(words(s)) in lengths and s[-1] in STOPS and not re.search("[“”\"«»„「」‘]", s):
                pools["sentence", source.lang].append((source.name, s))
    return pools


def deal(sources):
    """Documents of both halves, as many of each, until each has its quota of every kind; three in
    five are English. The halves take turns, each by name, so that copies of a source stand
    together (gzip) and the numbers of a half are all odd or all even."""
    pools = pools_of(sources)
    docs, have, turn = ([], []), (collections.Counter(), collections.Counter()), collections.Counter()
    while any(have[half][k] < QUOTA[k] for half in (0, 1) for k in QUOTA) or len(docs[0]) != len(docs[1]):
        half = int(len(docs[1]) < len(docs[0]))
        english = len(docs[half]) % 5 < 3
        those = [s for s in sources if s.half == half and (s.lang == "en") == english]
        turn[half, english] += 1
        source = those[turn[half, english] % len(those)]
        needs = {k: QUOTA[k] - have[half][k] for k in QUOTA}
        made = planted(source, "%s/%d/%d" % (source.name, turn[half, english], ROUND), pools, needs)
        if made:
            docs[half].append((source.name, *made))
            have[half].update(row["kind"] for row in made[1])
    by_name = (sorted(d, key=lambda d: d[0]) for d in docs)
    return [d for pair in zip(*by_name) for d in pair], have


def write(docs):
    with open(os.path.join(HERE, "planted.jsonl.gz"), "wb") as f, \
            gzip.GzipFile(filename="", mode="wb", fileobj=f, mtime=0) as z, \
            open(os.path.join(HERE, "planted.gold.jsonl"), "w", encoding="utf-8", newline="\n") as gold:
        for n, (_, text, rows) in enumerate(docs, 1):
            name = "p%04d" % n
            z.write((json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n").encode())
            for row in rows:
                gold.write(json.dumps({"file": name, **row}, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    documents, counts = deal(load())
    write(documents)
    for name, count in zip(("tune", "held"), counts):
        print(name, len(documents) // 2, "documents:", ", ".join("%s %d" % kv for kv in sorted(count.items())))
