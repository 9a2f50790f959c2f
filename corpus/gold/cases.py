# SPDX-License-Identifier: MIT
"""The cases that plant.py deals: each a function of a document and its random numbers that
plants one repeat of a kind (a group of blocks, a span) and says whether it could.

What is written stays what a scraper, an editor or a rewriter leaves behind: a headline from
the title and again from the page, a credit line at every picture, a paragraph pasted twice,
captions of one event, furniture, a sentence set again as a quotation, a clause pasted into
another paragraph, a slip of the keyboard. Nothing that a language doubles by nature."""
import collections
import copy
import random
import re

from reword import WORDS, reworded
from sources import FURNITURE, STOPS, WIDE, Block, sentences, tokens, words

CLOSING = {"de": "“«", "he": "", "hi": "”’", "ja": "」", "zh": "”"}
OTHERS_CLOSE = "”»"
POSTPOSITIONS = "में से को का के की पर ने".split()       # of Hindi: said twice never on purpose
Span = collections.namedtuple("Span", "kind block start end of of_start of_end")
Group = collections.namedtuple("Group", "kind blocks name")


class Doc:
    def __init__(self, source, seed, pools):
        self.rng = rng = random.Random(seed)
        self.name, self.lang, self.half, self.pools = source.name, source.lang, source.half, pools
        self.blocks = [copy.copy(b) for b in [source.head, *source.rest]]
        self.tight, self.crlf = source.tight, source.crlf
        self.groups, self.spans, self.forms = [], [], set()
        self.wide = self.lang in WIDE
        if source.tight is None:
            self.shape(rng)
        self.article = " ".join(b.text for b in self.blocks)

    def shape(self, rng):
        """Of a story, which has no form of its own: wrapped, a sentence a line, or neither."""
        shape = rng.choices(["blank", "wrapped", "lines", "tight"], [35, 40, 12, 13])[0]
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


# ---- equal lines and paragraphs

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

def captions(doc, rng):
    form, fixed = doc.furniture("caption"), {}
    if not form:
        return False
    texts = [doc.fill(t, fixed) for t in form.split(" // ")]
    texts = rng.sample(texts, rng.choice([2, 3, 3]))
    stop = rng.choice(["", "", "" if doc.lang in ("th", "hi") else "。" if doc.wide else "."])
    if doc.clashes(texts):
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
                       reworded(head.text, doc.lang, doc.article, [], rng, .08, .3, WORDS)])
    if not text or len(words(site)) > len(words(head.text)) / 3 or site in doc.article:
        return False
    copy_of = Block(text)
    doc.put(copy_of, rng.choice([g for g in doc.gaps(1) if g < 4 or g == len(doc.blocks)]))
    return note(doc, "near", [head, copy_of])


def short_reworded(doc, rng):
    block = doc.free(lambda b: len(words(b.text)) < (60 if doc.wide else 30))
    text = block and reworded(block.text, doc.lang, doc.article, [], rng, .07, .28, WORDS)
    if not text:
        return False
    copy_of = twin(block, text, rng)
    doc.put(copy_of)
    return note(doc, "near", [block, copy_of])


def paragraph_reworded(doc, rng):
    block = doc.free(lambda b: len(words(b.text)) >= (60 if doc.wide else 30))
    text = block and reworded(block.text, doc.lang, doc.article, [s for name, s in doc.pools["sentence", doc.lang] if name != doc.name], rng, .05, .35)
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
    pool = {"x": doc.pools["head", doc.lang], "t": FURNITURE[doc.lang]["topics"], "n": FURNITURE[doc.lang]["names"]}[slot]
    rests = rng.sample([p for p in pool if p not in doc.article], min(n, len(pool) - 2))
    texts = [form.replace("{%s}" % slot, r) for r in rests]
    if doc.clashes(texts) or len(set(words(r)[0] for r in rests)) < n or len(set(words(r)[-1] for r in rests)) < n:
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


# ---- phrases

def run_of(doc, block, rng):
    """A run worth copying: (start, end) in the block's text, and whether it is a whole sentence."""
    least, most = (12, 30) if doc.wide else (7, 15)
    toks, text = tokens(block.text), block.text
    at = 0
    whole = []
    for s in sentences(text):
        if least <= len(words(s)) <= most and not re.search("[“”\"«»„「」‘]", s):
            whole.append((at, at + len(s.rstrip()), True))
        at += len(s)
    if whole and rng.random() < .4:
        return rng.choice(whole)
    n = rng.randint(least, most)
    if len(toks) <= n + 2:
        return None
    i = rng.randrange(1, len(toks) - n)
    start, end = toks[i].start, toks[i + n - 1].end
    if doc.wide or rng.random() < .5:     # to the next border of a clause
        cut = [m.end() for m in re.finditer(r"[,,、;:。]\s*|(?<=[\u0e00-\u0e7f]) ", text)]
        start = next((c for c in cut if c >= start), start)
        i = next((j for j, t in enumerate(toks) if t.start >= start), len(toks))
        if i + least > len(toks):
            return None
        end = toks[min(i + n, len(toks)) - 1].end
        stops = [m.start() for m in re.finditer(r"[,,、;:。.]|(?<=[\u0e00-\u0e7f]) ", text) if toks[i + least - 1].end <= m.start() <= end]
        end = stops[-1] if stops else end
    run = text[start:end]
    if re.search("[“”\"«»„「」‘()()]|[.!?。।؟]\\s*\\S", run) and rng.random() < .9 or re.search("[“”\"«»„「」]", run):
        return None
    if doc.lang == "th" and not thai_border(text, start) or doc.lang == "th" and not thai_border(text, end):
        return None
    return (start, end, False) if text[start - 1] not in "-’'" and text[end:end + 1] not in list("-’'") else None


def thai_border(text, at):
    return at in (0, len(text)) or text[at] not in "ะาำๆฯๅ" and not re.match(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]", text[at]) and text[at - 1] not in "เแโใไ"


def spliced(doc, rng):
    a = doc.free()
    b = doc.free(lambda x: x is not a)
    run = a and b and run_of(doc, a, rng)
    if not run:
        return False
    start, end, whole = run
    text = a.text[start:end].replace("\n", "" if doc.lang in ("zh", "ja") else " ")
    gap = "" if doc.wide else " "
    if len(words(text)) > .45 * min(len(words(a.text)), len(words(b.text))):
        return False
    if whole:
        at = [m.end() for m in re.finditer(r"[.!?।؟]\s|[。!?]", b.text[:-1])]
        before, after = "", gap
    elif doc.wide:
        at = [m.end() for m in re.finditer(r"[,,、]\s?|(?<=[\u0e00-\u0e7f]) ", b.text[:-1])]
        before, after = "", {"zh": ",", "ja": "、", "th": " "}[doc.lang]
    else:
        at = [m.end() for m in re.finditer(r"[,،]\s" if rng.random() < .5 else r"(?<=[^\W\d_])\s(?=[^\W\d_])", b.text)]
        before = after = ""
        if at and rng.random() < .3:
            after = "،" if doc.lang == "ar" else ","
        after += gap
    if not at:
        return False
    at = rng.choice(at)
    b.text = b.text[:at] + before + text + after + b.text[at:]
    here = at + len(before)
    a.used = b.used = True
    pair = [(doc.blocks.index(x), x, s, e) for x, s, e in ((a, start, end), (b, here, here + len(text)))]
    pair.sort(key=lambda p: p[0])
    doc.spans.append(Span("phrase", *pair[1][1:], *pair[0][1:]))
    return True


def pulled(doc, rng):
    """A sentence of the article set again as a line of its own."""
    a = doc.free(lambda b: len(sentences(b.text)) > 1)
    run = a and run_of(doc, a, rng)
    if not run or not run[2] or len(words(a.text)) < 2.5 * len(words(a.text[run[0]:run[1]])):
        return False
    quote = Block(a.text[run[0]:run[1]].replace("\n", "" if doc.lang in ("zh", "ja") else " "), width=a.width)
    doc.put(quote)
    a.used = True
    pair = [(doc.blocks.index(x), x, s, e) for x, s, e in ((a, *run[:2]), (quote, 0, len(quote.text)))]
    pair.sort(key=lambda p: p[0])
    doc.spans.append(Span("phrase", *pair[1][1:], *pair[0][1:]))
    return True


# ---- stutters and doubled marks

def is_name(doc, word, after_stop):
    """Large where no sentence begins, and nowhere small."""
    return word != word.lower() and not (after_stop and re.search(r"(?<!\w)%s(?!\w)" % re.escape(word.lower()), doc.article))


def inserted(doc, block, at, text, of_start, of_end, start, end, kind):
    block.text = block.text[:at] + text + block.text[at:]
    block.used = True
    doc.spans.append(Span(kind, block, start, end, block, of_start, of_end))
    return True


def stutter_wide(doc, block, rng):
    least, most = (6, 14) if doc.lang == "th" else (3, 8)
    text = block.text
    parts = [m for m in re.finditer(r"[^\W\dA-Za-z]+", re.sub("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]", "ก", text)) if m.end() - m.start() > least]
    if not parts:
        return False
    part = rng.choice(parts)
    n = rng.randint(least, min(most, part.end() - part.start()))
    start = rng.choice([part.start(), part.end() - n, rng.randint(part.start(), part.end() - n)])
    group = text[start:start + n]
    if not 2 < len(words(group)) or doc.lang == "th" and not (thai_border(text, start) and thai_border(text, start + n)):
        return False
    if text[start + n:start + n + 1] == "。" and rng.random() < .7:
        return inserted(doc, block, start + n + 1, group + "。", start, start + n, start + n + 1, start + 2 * n + 1, "stutter")
    return inserted(doc, block, start, group, start, start + n, start + n, start + 2 * n, "stutter")


def stutter(doc, rng):
    block = doc.free()
    if not block:
        return False
    if doc.wide:
        return stutter_wide(doc, block, rng)
    text = block.text
    spots = list(re.finditer(r"\S+", text))
    over_stop = rng.random() < .2
    n = rng.choice([1, 1, 1, 2, 2, 3, 4])
    if len(spots) < n + 3:
        return False
    i = rng.randrange(len(spots) - n)
    if over_stop:
        ends = [j for j, m in enumerate(spots) if m.group()[-1] in ".।" and len(m.group()) > 4 and j >= 3]
        n = rng.choice([1, 1, 2, 3])
        if not ends:
            return False
        i = rng.choice(ends) - n + 1
    start, stop = spots[i].start(), spots[i + n - 1]
    end = stop.end()
    while text[end - 1] in ",.।،;:":
        end -= 1
    group = text[start:end]
    mark = text[end:stop.end()]
    parts = group.split()
    opening = i == 0 or spots[i - 1].group()[-1] in STOPS
    if "\n" in group or not all(re.fullmatch(r"(?:[^\W\d_]|[\u0300-\u036f\u064b-\u0652\u0900-\u094d])+", p) for p in parts) or len(mark) > 1:
        return False
    if all(is_name(doc, p, opening) for p in parts) or n == 1 and (len(group) < 2 and doc.lang != "en" or group.lower() in FURNITURE[doc.lang]["doubled"]):
        return False
    if doc.lang == "hi" and n == 1 and group not in POSTPOSITIONS or doc.lang == "ko" and n == 1 and len(group) < 2:
        return False
    if over_stop:
        if mark not in (".", "।") or is_name(doc, parts[0], False):
            return False
        again = " " + group[0].upper() + group[1:] + mark
        return inserted(doc, block, stop.end(), again, start, end, stop.end() + 1, stop.end() + 1 + len(group), "stutter")
    if opening and group[0] != group[0].lower():
        if is_name(doc, parts[0], True):
            return False
        return inserted(doc, block, end, " " + group[0].lower() + group[1:], start, end, end + 1, end + 1 + len(group), "stutter")
    return inserted(doc, block, start, group + " ", start, end, end + 1, end + 1 + len(group), "stutter")


def mark_twice(doc, rng):
    """A comma, a full stop or a closing quote twice."""
    block = doc.free()
    if not block:
        return False
    text = block.text
    quotes = CLOSING.get(doc.lang, OTHERS_CLOSE)
    found = [m for m in re.finditer(r"(?<=\w)[,،,、](?=\s|\w)|(?<=\w\w\w\w)[.](?=\s|$)|[。](?!$)|[।](?=\s|$)|[%s](?=\s|[.,。]|$)" % (quotes or "،"), text)
             if not (m.group() in ",." and re.match(r"\d", text[m.end():]))]
    if not found:
        return False
    sort = rng.choice(sorted({m.group() for m in found}))
    m = rng.choice([m for m in found if m.group() == sort])
    stop = sort in ".।"
    if stop and re.search(r"(?:^|\W)\w{1,3}$", text[:m.start()]):
        return False
    gap = "" if doc.lang in ("zh", "ja") or rng.random() < .5 and sort != "।" else " "
    if sort == "»" and doc.lang == "fr":
        gap = " "
    at = m.end()
    return inserted(doc, block, at, gap + sort, m.start(), at, at + len(gap), at + len(gap) + 1, "punctuation")


CASES = {"line": [headline_twice, credit_again, credit_again, paragraph_again], "paragraph": [paragraph_again],
         "near_line": [captions, captions, headline_like, short_reworded], "near_paragraph": [paragraph_reworded],
         "template": [template], "phrase": [spliced, spliced, pulled], "stutter": [stutter], "punctuation": [mark_twice]}
