#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Plant repeats of every kind into clean texts: planted.jsonl.gz and planted.gold.jsonl.

A document is a source (sources.py) with one to four cases (cases.py) in it, each on blocks
of its own. Where the places stand, and of what kind a group is (a paragraph wrapped into
lines is no line), is known once the document is laid out. A document with a repeat that
nobody planted is thrown away. Each document has its own seed; no clock, gzip without time
or name: same bytes each run. Prints the number of rows of each kind.

    python3 corpus/gold/plant.py
"""
import collections
import gzip
import json
import os
import re

from cases import CASES, Doc
from sources import FURNITURE, HERE, WIDE, Block, is_prose, load, sentences, stories, tokens, words

QUOTA = {"line": 165, "paragraph": 160, "near_line": 115, "near_paragraph": 115, "template": 170,
         "phrase": 170, "stutter": 170, "punctuation": 165}          # rows in each half


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


def doubled_groups(doc, block):
    """Places of groups of words that follow themselves."""
    toks = tokens(block.text)
    w = [t.word for t in toks]
    sizes = range(6 if doc.lang == "th" else 3, 17) if doc.wide else range(1, 5)
    return [(toks[i].start, toks[i + n - 1].end, toks[i + n].start, toks[i + 2 * n - 1].end)
            for n in sizes for i in range(len(w) - 2 * n + 1) if w[i:i + n] == w[i + n:i + 2 * n]]


def is_clean(doc):
    """Nothing repeats but what was planted, and that just as far as it was planted."""
    run = 12 if doc.wide else 6
    seen, lines = {}, {}
    for block in doc.blocks:
        toks = tokens(block.text)
        for i in range(len(toks) - run + 1):
            start, end = toks[i].start, toks[i + run - 1].end
            other = seen.setdefault(tuple(t.word for t in toks[i:i + run]), (block, i))
            if other == (block, i):
                continue
            if not is_covered(doc, block, start, end) and not (other[0] is not block and together(doc, block, other[0])):
                return False
        for line in block.laid().split("\n"):
            key = tuple(words(line))
            other = lines.setdefault(key, block)
            if key and other is not block and not together(doc, block, other):
                return False
        exact = {(s.of_start, s.of_end, s.start, s.end) for s in doc.spans if s.block is block and s.kind == "stutter"}
        natural = {block.was[a:d].lower() for a, _, _, d in doubled_groups(doc, Block(block.was))}
        found = set(doubled_groups(doc, block))
        if exact - found or exact and found - exact or any(block.text[a:d].lower() not in natural for a, _, _, d in found - exact):
            return False
        marks = {s.start for s in doc.spans if s.block is block and s.kind == "punctuation"}
        for m in re.finditer(r"([,،,、。।”»」])\s?(?=\1)|(?<![.])[.]\s?(?=[.](?![.]))", block.text):
            if m.end() not in marks:
                return False
    return all(s.start < s.end for s in doc.spans)


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
            kind = {"equal": ("line", "paragraph"), "near": ("near_line", "near_paragraph"), "template": ("template",) * 2}[g.kind][big]
            rows.append((first[id(b)], 0, {"kind": kind, "line": first[id(b)], "of": first[id(blocks[0])],
                                           **({"name": g.name} if g.name and kind == "line" else {})}))
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


def main():
    sources = load()
    heads = collections.defaultdict(list)
    for _, lang, item, _ in stories():
        heads[lang] += [item["head"], item["alt"]]
    pools = {("head", lang): heads[lang] + FURNITURE[lang]["head"] for lang in FURNITURE}
    for lang in FURNITURE:
        pools["sentence", lang] = [(src.name, s.strip()) for src in sources if src.lang == lang for b in src.rest if b.prose
                                   for s in sentences(b.text) if len(words(s)) in (range(8, 26) if lang in WIDE else range(5, 12))
                                   and is_prose(s * 4, lang) and not re.search("[“”\"«»„「」‘]", s)]
    out = {0: [], 1: []}
    have = {half: collections.Counter() for half in out}
    turn = collections.Counter()
    while any(have[half][k] < QUOTA[k] for half in out for k in QUOTA) or len(out[0]) != len(out[1]):
        half = int(len(out[1]) < len(out[0]))
        english = len(out[half]) % 5 < 3
        those = [s for s in sources if s.half == half and (s.lang == "en") == english]
        turn[half, english] += 1
        source = those[turn[half, english] % len(those)]
        needs = {k: QUOTA[k] - have[half][k] for k in QUOTA}
        made = planted(source, "%s/%d" % (source.name, turn[half, english]), pools, needs)
        if made:
            out[half].append((source.name, *made))
            have[half].update(r["kind"] for r in made[1])
    docs = [d for pair in zip(*(sorted(out[h], key=lambda d: d[0]) for h in (0, 1))) for d in pair]
    return docs, have


def write(docs):
    with open(os.path.join(HERE, "planted.jsonl.gz"), "wb") as f, \
            gzip.GzipFile(filename="", mode="wb", fileobj=f, mtime=0) as z, \
            open(os.path.join(HERE, "planted.gold.jsonl"), "w", encoding="utf-8", newline="\n") as gold:
        for n, (_, text, rows) in enumerate(docs, 1):
            name = "p%04d" % n
            z.write((json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n").encode())
            gold.writelines(json.dumps({"file": name, **r}, ensure_ascii=False, separators=(",", ":")) + "\n" for r in rows)


if __name__ == "__main__":
    documents, counts = main()
    write(documents)
    for half in (0, 1):
        print("tune held".split()[half], " ".join("%s %d" % kv for kv in sorted(counts[half].items())), len(documents) // 2)
