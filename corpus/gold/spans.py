# SPDX-License-Identifier: MIT
"""Planting spans that repeat: a clause pasted into another paragraph, a sentence set again as a
quotation, words said twice in a row, a mark that stands twice. Each function takes a document
and its random numbers, plants one case, and says whether it could. Nothing is planted that a
language doubles by nature: furniture.txt lists such words."""
import re

from document import Span
from sources import COMMAS, FURNITURE, STOPS, Block, comma, sentences, tokens, words

QUOTES = "[“”\"«»„「」‘]"
BORDER = "[%s;:\uff1b\uff1a\u3002]|(?<=[\u0e00-\u0e7f]) " % COMMAS        # of clauses; Thai has spaces there
THAI_MARK = "[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"           # belongs to the letter before
LETTERS = r"(?:[^\W\d_]|[\u0300-\u036f\u064b-\u0652\u0900-\u094d])+"
POSTPOSITIONS = "में से को का के की पर ने".split()         # of Hindi: said twice never on purpose
CLOSING = {"de": "“«", "he": "", "hi": "”’", "ja": "」", "zh": "”"}
OTHERS_CLOSE = "”»"


def is_border(doc, text, at):
    """Not within a cluster of Thai, nor within a word that a hyphen or an apostrophe joins."""
    before, after = text[at - 1:at], text[at:at + 1]
    if doc.lang == "th":
        return not (before and before in "เแโใไ") and not (after and (after in "ะาำๆฯๅ" or re.match(THAI_MARK, after)))
    return before not in ("-", "’", "'") and after not in ("-", "’", "'")


# ---- phrases

def whole_sentence(doc, block, rng):
    """(start, end) of a sentence worth copying."""
    least, most = (12, 30) if doc.wide else (7, 15)
    found, at = [], 0
    for s in sentences(block.text):
        if least <= len(words(s)) <= most and not re.search(QUOTES, s):
            found.append((at, at + len(s.rstrip())))
        at += len(s)
    return rng.choice(found) if found else None


def run_of_words(doc, block, rng):
    """(start, end) of a run from anywhere within a sentence, every other time from border to border."""
    least, most = (12, 30) if doc.wide else (7, 15)
    toks, text = tokens(block.text), block.text
    n = rng.randint(least, most)
    if len(toks) <= n + 2:
        return None
    i = rng.randrange(1, len(toks) - n)
    start, end = toks[i].start, toks[i + n - 1].end
    if doc.wide or rng.random() < .5:
        borders = list(re.finditer(BORDER, text))
        start = next((m.end() for m in borders if m.end() >= start), start)
        i = next((j for j, t in enumerate(toks) if t.start >= start), len(toks))
        if i + least > len(toks):
            return None
        start, end = toks[i].start, toks[min(i + n, len(toks)) - 1].end
        ends = [m.start() for m in borders if toks[i + least - 1].end <= m.start() <= end]
        if doc.lang == "th" and not ends:
            return None
        end = ends[-1] if ends else end
    run = text[start:end]
    if re.search(QUOTES, run) or re.search(r"[()()]|[%s]\s*\S" % STOPS, run) and rng.random() < .9:
        return None
    return (start, end) if is_border(doc, text, start) and is_border(doc, text, end) else None


def joined(doc, text):
    return text.replace("\n", "" if doc.lang in ("zh", "ja") else " ")


def note_phrase(doc, *places):
    """Of two places (block, start, end) the later one repeats the earlier."""
    first, second = sorted(places, key=lambda p: doc.blocks.index(p[0]))
    for block, _, _ in places:
        block.used = True
    doc.spans.append(Span("phrase", *second, *first))
    return True


def spliced(doc, rng):
    """A run of one paragraph in the middle of another."""
    a = doc.free(doc.is_one)
    b = doc.free(lambda x: x is not a and doc.is_one(x))
    sentence = a and rng.random() < .4 and whole_sentence(doc, a, rng)
    run = sentence or a and run_of_words(doc, a, rng)
    if not run or not b:
        return False
    text = joined(doc, a.text[run[0]:run[1]])
    if len(words(text)) > .45 * min(len(words(a.text)), len(words(b.text))):
        return False                # or the two paragraphs were nearly the same
    after = "" if doc.wide else " "
    if sentence:
        gaps = r"[.!?।؟]\s|[\u3002\uff01\uff1f]"
    elif doc.wide:
        gaps = r"[%s]\s?|(?<=[\u0e00-\u0e7f]) " % COMMAS
        after = comma(doc.lang, b.text) or " "
    else:
        gaps = rng.choice([r"[,،]\s", r"(?<=[^\W\d_])\s(?=[^\W\d_])"])
        after = rng.choice(["", "", comma(doc.lang, b.text)]) + after
    found = [m.end() for m in re.finditer(gaps, b.text[:-1])]
    if not found:
        return False
    at = rng.choice(found)
    b.text = b.text[:at] + text + after + b.text[at:]
    return note_phrase(doc, (a, *run), (b, at, at + len(text)))


def pulled(doc, rng):
    """A sentence of the article set again as a line of its own."""
    a = doc.free(lambda b: len(sentences(b.text)) > 1 and doc.is_one(b))
    run = a and whole_sentence(doc, a, rng)
    if not run or len(words(a.text)) < 2.5 * len(words(a.text[run[0]:run[1]])):
        return False
    quote = Block(joined(doc, a.text[run[0]:run[1]]), width=a.width)
    doc.put(quote)
    return note_phrase(doc, (a, *run), (quote, 0, len(quote.text)))


# ---- stutters and doubled marks

def insert(doc, kind, block, at, text, of, again):
    """Puts text into the block; @of and @again: (start, end) of the two places afterwards."""
    block.text = block.text[:at] + text + block.text[at:]
    block.used = True
    doc.spans.append(Span(kind, block, *again, block, *of))
    return True


def stutter_wide(doc, block, rng):
    """A group of characters, from a border or to one, or from within."""
    least, most = (6, 14) if doc.lang == "th" else (3, 8)
    text = block.text
    parts = [m for m in re.finditer(r"[^\W\dA-Za-z]+", re.sub(THAI_MARK, "ก", text)) if m.end() - m.start() > least]
    if not parts:
        return False
    part = rng.choice(parts)
    n = rng.randint(least, min(most, part.end() - part.start()))
    starts = [part.start(), part.end() - n]
    if doc.lang != "th":            # where a cut through a word would look like noise
        starts.append(rng.randint(part.start(), part.end() - n))
    start = rng.choice(starts)
    end = start + n
    if len(words(text[start:end])) < 3 or not is_border(doc, text, start) or not is_border(doc, text, end):
        return False
    stop = "。" if text[end:end + 1] == "。" and rng.random() < .7 else ""
    at = end + len(stop)
    return insert(doc, "stutter", block, at, text[start:end] + stop, (start, end), (at, at + n))


def is_name(doc, word, opens):
    """Large where no sentence begins, and nowhere small."""
    return word != word.lower() and not (opens and re.search(r"(?<!\w)%s(?!\w)" % re.escape(word.lower()), doc.article))


def may_double(doc, group, opens):
    """Would a reader take these words, said twice, for a slip?"""
    parts = group.split()
    if not all(re.fullmatch(LETTERS, p) for p in parts) or all(is_name(doc, p, opens) for p in parts):
        return False
    if len(parts) > 1:
        return True
    if group.lower() in FURNITURE[doc.lang]["doubled"] or doc.lang == "hi" and group not in POSTPOSITIONS:
        return False
    return len(group) > 1 or doc.lang == "en"


def stutter(doc, rng):
    block = doc.free()
    if not block or doc.wide:
        return bool(block) and stutter_wide(doc, block, rng)
    text = block.text
    spots = list(re.finditer(r"\S+", text))
    n = rng.choice([1, 1, 1, 2, 2, 3, 4])
    over_stop = rng.random() < .2
    first = range(max(len(spots) - n, 0))
    if over_stop:
        n = rng.choice([1, 1, 2, 3])
        first = [j - n + 1 for j, m in enumerate(spots) if m.group()[-1] in ".।" and len(m.group()) > 4 and j >= 3]
    if not first:
        return False
    i = rng.choice(first)
    start, stop = spots[i].start(), spots[i + n - 1].end()
    group = text[start:stop].rstrip(",.।،;:")
    end = start + len(group)
    mark = text[end:stop]
    opens = i == 0 or spots[i - 1].group()[-1] in STOPS
    if "\n" in group or len(mark) > 1 or not may_double(doc, group, opens):
        return False
    of = (start, end)
    if over_stop:                       # "... the two leaders. Leaders."
        if is_name(doc, group.split()[0], False):
            return False
        again = group[0].upper() + group[1:]
        return insert(doc, "stutter", block, stop, " " + again + mark, of, (stop + 1, stop + 1 + len(group)))
    again = group
    if opens and group[0] != group[0].lower():
        if is_name(doc, group.split()[0], True):
            return False
        again = group[0].lower() + group[1:]
    return insert(doc, "stutter", block, end, " " + again, of, (end + 1, end + 1 + len(group)))


def mark_twice(doc, rng):
    """A comma, a full stop or a closing quote twice."""
    block = doc.free()
    if not block:
        return False
    sorts = [r"(?<=\w)[%s](?=\s|[^\W\d])" % COMMAS, r"(?<=\w\w\w\w)[.](?=\s|$)", r"。(?!$)", r"।(?=\s|$)"]
    if CLOSING.get(doc.lang, OTHERS_CLOSE):
        sorts.append(r"[%s](?=\s|[.,。]|$)" % CLOSING.get(doc.lang, OTHERS_CLOSE))
    found = [ms for ms in (list(re.finditer(sort, block.text)) for sort in sorts) if ms]
    if not found:
        return False
    m = rng.choice(rng.choice(found))
    gap = rng.choice(["", " "])
    if doc.lang in ("zh", "ja"):
        gap = ""
    elif m.group() == "।" or m.group() == "»" and doc.lang == "fr":
        gap = " "
    at = m.end()
    return insert(doc, "punctuation", block, at, gap + m.group(), (m.start(), at), (at + len(gap), at + len(gap) + 1))
