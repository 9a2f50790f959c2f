# SPDX-License-Identifier: MIT
"""Planting blocks that repeat: a headline from the title and again from the page, a credit line
at every picture, a paragraph pasted twice, captions of one event, a headline of another desk, a
paragraph that a rewriter touched, furniture. Each function takes a document and its random
numbers, plants one case, and says whether it could."""
import collections
import re

from document import note, twin
from reword import LINE, TITLE, difference, reworded
from sources import FURNITURE, Block, words


def headline_twice(doc, rng):
    head = doc.blocks[0]
    if head.used or len(words(head.text)) < 3 or "\n" in head.text:
        return False
    text = rng.choice([head.text, head.text, head.text.upper(), head.text + ".", "“%s”" % head.text])
    at = rng.randint(1, 3)
    lines = sum(b.laid().count("\n") + 1 for b in doc.blocks[:at])
    if lines > 4 or words(text) != words(head.text) or at not in doc.gaps(1):
        return False
    copy_of = Block(text)
    doc.put(copy_of, at)
    return note(doc, "equal", [head, copy_of], "headline")


def credit_again(doc, rng):
    form = doc.furniture("credit")
    text = form and doc.fill(form, {})
    if not form or doc.clashes([text]):
        return False
    blocks = []
    for i in range(rng.choice([2, 2, 2, 3, 3, 4])):
        other = text.upper() if "(" not in text else text
        blocks.append(Block(other if i and rng.random() < .08 and words(other) == words(text) else text))
        doc.put(blocks[-1])
    return note(doc, "equal", blocks)


def paragraph_again(doc, rng):
    block = doc.free()
    if not block:
        return False
    copy_of = twin(block, block.text, rng)
    doc.put(copy_of)
    return note(doc, "equal", [block, copy_of])


# ---- nearly equal ones

def in_common(a, b):
    """Share of the words, in whatever order."""
    a, b = collections.Counter(words(a)), collections.Counter(words(b))
    return sum((a & b).values()) / max(sum(a.values()), sum(b.values()))


def captions(doc, rng):
    form, fixed = doc.furniture("caption"), {}
    if not form:
        return False
    texts = [doc.fill(t, fixed) for t in form.split(" // ")]
    texts = rng.sample(texts, rng.choice([2, 3, 3]))
    stop = rng.choice(["", "", "" if doc.lang in ("th", "hi") else "。" if doc.wide else "."])
    if doc.clashes(texts) or any(in_common(a, b) < .6 for a in texts for b in texts):
        return False
    blocks = [Block(t + stop) for t in texts]
    for b in blocks:
        doc.put(b)
    return note(doc, "near", blocks)


def headline_like(doc, rng):
    """The headline again as the title of the page, as another desk has it, or of an older version."""
    head = doc.blocks[0]
    if head.used or "\n" in head.text or len(words(head.text)) < (14 if doc.wide else 6):
        return False
    site = rng.choice(FURNITURE[doc.lang]["sites"])
    text = rng.choice([head.text + " | " + site, head.text + " – " + site, site + ": " + head.text,
                       reworded(head.text, doc.lang, doc.article, [], rng, .08, .3, TITLE)])
    if not text or len(words(site)) > len(words(head.text)) / 3 or site in doc.article:
        return False
    copy_of = Block(text)
    doc.put(copy_of, rng.choice([g for g in doc.gaps(1) if g < 4 or g == len(doc.blocks)]))
    return note(doc, "near", [head, copy_of])


def short_reworded(doc, rng):
    block = doc.free(lambda b: len(words(b.text)) < (60 if doc.wide else 30) and doc.is_one(b))
    text = block and reworded(block.text, doc.lang, doc.article, [], rng, .07, .28, LINE)
    if not text:
        return False
    copy_of = twin(block, text, rng)
    doc.put(copy_of)
    return note(doc, "near", [block, copy_of])


def paragraph_reworded(doc, rng):
    block = doc.free(lambda b: len(words(b.text)) >= (60 if doc.wide else 30) and doc.is_one(b))
    others = [s for name, s in doc.pools["sentence", doc.lang] if name != doc.name]
    text = block and reworded(block.text, doc.lang, doc.article, others, rng, .05, .35)
    if not text:
        return False
    copy_of = twin(block, text, rng)
    doc.put(copy_of)
    return note(doc, "near", [block, copy_of])


# ---- lines of one template

def template(doc, rng):
    form = doc.furniture("more")
    if not form:
        return False
    n = rng.choice([2, 2, 3, 3, 4, 5])
    slot = re.search(r"\{(\w)\}", form).group(1)
    pool = doc.pools["head", doc.lang] if slot == "x" else FURNITURE[doc.lang][{"t": "topics", "n": "names"}[slot]]
    rests = rng.sample([p for p in pool if p not in doc.article], min(n, len(pool) - 2))
    texts = [form.replace("{%s}" % slot, r) for r in rests]
    if doc.clashes(texts) or len(set(words(r)[0] for r in rests)) < n or len(set(words(r)[-1] for r in rests)) < n:
        return False
    # of a long label and a short rest one may say that the line is nearly the same
    long_label = [difference(a, b) < .4 for a in texts for b in texts if a != b]
    if min(len(words(t)) for t in texts) >= (10 if doc.wide else 5) and any(long_label):
        return False
    blocks = [Block(t) for t in texts]
    if rng.random() < .5:
        at = rng.choice(doc.gaps()[-3:])
        for i, b in enumerate(blocks):
            b.glued = i > 0
            doc.put(b, at + i)
    else:
        for b in blocks:
            doc.put(b)
    return note(doc, "template", blocks)
