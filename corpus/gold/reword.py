# SPDX-License-Identifier: MIT
"""A text as a rewriter or an update leaves it: words exchanged, dropped and added, clauses and
sentences in another order. Steps at random, until so many of its words differ."""
import re

from sources import COMMAS, FURNITURE, STOPS, WIDE, comma, sentences, tokens, words


def shared(a, b):
    """Length of the longest common subsequence."""
    row = [0] * (len(b) + 1)
    for x in a:
        left = corner = 0
        for i, y in enumerate(b, 1):
            left, corner = (corner + 1 if x == y else max(left, row[i])), row[i]
            row[i] = left
    return row[-1]


def difference(a, b):
    a, b = words(a), words(b)
    return 1 - shared(a, b) / max(len(a), len(b), 1)


def plain_words(text):
    """Words of small letters in a text with spaces, that are neither short nor joined to a mark."""
    found = re.finditer(r"(?<!\S)[^\W\d_]{4,}(?!\S)", text.replace("\n", " "))
    return [m for m in found if m.group() == m.group().lower()]


def exchanged(text, lang, article, pool, rng):
    """One of the pairs of furniture.txt, either way."""
    edge = "%s" if lang in WIDE else r"(?<![\w\u0300-\u036f\u0900-\u097f])%s(?![\w\u0900-\u097f])"
    pairs = [p for pair in FURNITURE[lang]["rewrite"] for p in (pair, pair[::-1])]
    found = [(m, new) for old, new in pairs for m in re.finditer(edge % re.escape(old), text)]
    if not found:
        return text
    m, new = rng.choice(found)
    return text[:m.start()] + new + text[m.end():]


def replaced(text, lang, article, pool, rng):
    """A word by another of the article with the same ending."""
    places = [m for m in plain_words(text) if len(m.group()) > 4]
    if lang in WIDE or not places:
        return text
    m = rng.choice(places)
    others = {o.group() for o in plain_words(article) if o.group()[-2:] == m.group()[-2:] and len(o.group()) > 4}
    others = sorted(others - {m.group()})
    return text[:m.start()] + rng.choice(others) + text[m.end():] if others else text


def renumbered(text, lang, article, pool, rng):
    found = list(re.finditer(r"(?<![\d.,:])[1-9]\d?(?![\d.,:])", text))
    if not found:
        return text
    m = rng.choice(found)
    return text[:m.start()] + str(int(m.group()) + rng.randint(1, 9)) + text[m.end():]


def dropped(text, lang, article, pool, rng):
    places = plain_words(text)
    if lang in WIDE or not places:
        return text
    m = rng.choice(places)
    return text[:m.start()] + text[m.end() + 1:]


def added(text, lang, article, pool, rng):
    filler = rng.choice(FURNITURE[lang]["fillers"])
    if lang in WIDE:
        at = [m.end() for m in re.finditer("[%s\u3002]" % COMMAS + "|(?<=[\u0e00-\u0e7f]) (?=[\u0e00-\u0e7f])", text[:-1])]
        return text[:at[0]] + filler + comma(lang, text) + text[at[0]:] if at else text
    places = plain_words(text)[1:]
    if not places or filler in text:
        return text
    at = rng.choice(places).start()
    pause = comma(lang, text)
    return "%s%s %s%s %s" % (text[:at - 1], pause, filler, pause, text[at:]) if text[at - 2] not in COMMAS else text


def clause_dropped(text, lang, article, pool, rng):
    """What stands between two commas of a sentence."""
    border = " " if lang == "th" else "[%s]" % COMMAS
    longest = 24 if lang in WIDE else 60
    found = list(re.finditer("(?=(%s[^%s%s“”\"«»„「」]{4,%d}?)%s)" % (border, COMMAS, STOPS, longest, border), text))
    if not found:
        return text
    m = rng.choice(found)
    return text[:m.start(1)] + text[m.end(1):]


def clauses_swapped(text, lang, article, pool, rng):
    """A sentence of two clauses, the second one first."""
    out = sentences(text)
    at = rng.randrange(len(out))
    clause = "([^%s“”\"«»„「」]+?)" % COMMAS
    m = re.fullmatch(clause + r"([%s]\s*)" % COMMAS + clause + r"([.\u3002।]\s*)", out[at], re.S)
    if not m:
        return text
    first, comma, second, stop = m.groups()
    out[at] = second[0].upper() + second[1:] + comma + first[0].lower() + first[1:] + stop
    return "".join(out)


def sentences_moved(text, lang, article, pool, rng):
    out = sentences(text)
    if len(out) < 3 or re.search(r"[“”\"«»„「」]", text):
        return text
    at = rng.randrange(len(out) - 1)
    gap = out[-1][len(out[-1].rstrip()):]
    out[-1] = out[-1].rstrip() + ("" if lang in ("zh", "ja") else " ")
    out[at], out[at + 1] = out[at + 1], out[at]
    return "".join(out).rstrip() + gap


def sentence_dropped(text, lang, article, pool, rng):
    out = sentences(text)
    if len(out) < 3 or re.search(r"[“”\"«»„「」]", text):
        return text
    del out[rng.randrange(1, len(out))]
    return "".join(out).rstrip()


def sentence_added(text, lang, article, pool, rng):
    short = [s for s in pool if s not in text]
    if not short:
        return text
    return text.rstrip() + ("" if lang in ("zh", "ja") else " ") + rng.choice(short)


TITLE = [exchanged, exchanged, replaced, renumbered, dropped]
LINE = TITLE + [added]
ALL = LINE + [exchanged, clause_dropped, clause_dropped, clauses_swapped, sentences_moved, sentence_dropped, sentence_added]
ONCE = {added, clauses_swapped, sentences_moved, sentence_dropped, sentence_added}


def reworded(text, lang, article, pool, rng, least, most, steps=ALL):
    """text with least to most of its words changed, or None where the steps do not get there.
    @article: the words to take from; @pool: short sentences to add."""
    goal = rng.uniform(least, most)
    now, done = text, set()
    for _ in range(60):
        step = rng.choice(steps)
        new = re.sub(r"  +", " ", step(now, lang, article, pool, rng)) if step not in done else now
        if new != now and difference(text, new) <= most and len(tokens(new)) >= .6 * len(tokens(text)):
            now = new
            done |= {step} & ONCE
        if difference(text, now) >= goal:
            break
    return now if difference(text, now) >= least else None
