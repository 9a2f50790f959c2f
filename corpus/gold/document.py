# SPDX-License-Identifier: MIT
"""A document that repeats are planted into: a source in some shape (wrapped, a sentence a line,
without blank lines, with CRLF), its blocks, and what was planted so far: groups of blocks that
are equal or alike, and spans that repeat another span."""
import collections
import copy
import random
import re

from sources import FURNITURE, WIDE, Block, sentences, words

Span = collections.namedtuple("Span", "kind block start end of of_start of_end")
Group = collections.namedtuple("Group", "kind blocks name")


class Doc:
    def __init__(self, source, seed, pools):
        self.rng = rng = random.Random(seed)
        self.name, self.lang, self.half, self.pools = source.name, source.lang, source.half, pools
        self.blocks = [copy.copy(b) for b in source.blocks]
        self.tight, self.crlf, self.by_sentence = source.tight, source.crlf, False
        self.groups, self.spans, self.forms = [], [], set()
        self.wide = self.lang in WIDE
        if source.tight is None:
            self.shape(rng)
        self.article = " ".join(b.text for b in self.blocks)

    def shape(self, rng):
        """Of a story, which has no form of its own: wrapped, a sentence a line, or neither."""
        shape = rng.choices(["blank", "wrapped", "lines", "tight"], [35, 40, 12, 13])[0]
        self.by_sentence = shape == "lines"
        self.tight, self.crlf = shape == "tight", rng.random() < .1
        width = rng.randint(58, 78)
        for b in self.blocks:
            if b.prose and shape == "wrapped" and self.lang in ("zh", "ja"):
                n = width // 2
                b.text = "\n".join(b.text[i:i + n] for i in range(0, len(b.text), n))
            elif b.prose and shape == "wrapped":
                b.width = width
            elif b.prose and shape == "lines":
                b.text = "\n".join(s.strip() for s in sentences(b.text))

    def furniture(self, key):
        """A form of this half, not used here before: no credit line and no caption is in both halves."""
        form = self.rng.choice(FURNITURE[self.lang][key][self.half::2])
        fresh = form not in self.forms
        self.forms.add(form)
        return form if fresh else None

    def fill(self, form, fixed):
        """{n} and the other slots; @fixed keeps what a group has in common."""
        def one(m):
            key = m.group(1)
            if key == "d":
                return str(self.rng.randint(1, 28))
            if key not in fixed:
                pool = {"T": "towns", "t": "topics"}.get(key, "names")
                fixed[key] = self.rng.choice([v for v in FURNITURE[self.lang][pool] if v not in fixed.values()])
            return fixed[key]
        return re.sub(r"\{(\w)\}", one, form)

    def free(self, test=lambda b: True):
        """A block of prose at random on which nothing is planted."""
        found = [b for b in self.blocks if b.prose and not b.used and test(b)]
        return self.rng.choice(found) if found else None

    def is_one(self, block):
        """A line, or one text wrapped into lines; of sentences a line each, each line would be a finding."""
        return not self.by_sentence or "\n" not in block.text

    def gaps(self, least=2):
        return [i for i in range(min(least, len(self.blocks)), len(self.blocks) + 1)
                if i == len(self.blocks) or not self.blocks[i].glued]

    def put(self, block, at=None):
        block.used = True
        self.blocks.insert(self.rng.choice(self.gaps()) if at is None else at, block)

    def clashes(self, lines):
        """Would a reader (or a program) take new lines for more of a furniture that is there?"""
        def ends(text):
            w = words(text)
            n = 3 if self.wide else 1
            return {("first", *w[:n]), ("last", *w[-n:])}
        new = set().union(*map(ends, lines))
        old = [line for b in self.blocks if not b.prose for line in b.text.split("\n")]
        return any(new & ends(line) for line in old if words(line))


def twin(block, text, rng):
    """A copy of a paragraph, now and then wrapped at another width."""
    width = block.width
    if width and len(text) > 2 * width and rng.random() < .3:
        width += rng.choice([-14, -9, 8])
    new = Block(text, block.prose, width=width)
    if text == block.text and width == block.width:
        new.raw = block.laid()
    return new


def note(doc, kind, blocks, name=None):
    for b in blocks:
        b.used = True
    doc.groups.append(Group(kind, blocks, name))
    return True
