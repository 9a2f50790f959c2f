# SPDX-License-Identifier: MIT
"""The clean texts that plant.py plants into, cut into blocks, and what it plants: words,
languages, furniture.txt.

A block is a paragraph or a line that stands alone; its text has its words in one line, with
one space where the file breaks the line, so that a place in the text is a place in the file.
A source is of one half, tune or held; only a language that has no more than one is in both."""
import collections
import functools
import glob
import json
import os
import re
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
CORPUS = os.path.dirname(HERE)
WIDE = ("zh", "ja", "th")
NATURAL = range(64, 79)                 # articles that repeat by nature: verse, tables, lists
RUN = {"zh": 10, "ja": 10, "th": 10}        # words from which a repeat is one; others 5
STOPS = ".!?\u3002\uff01\uff1f\u0964\u061f"
COMMAS = ",\u060c\uff0c\u3001"          # with the Arabic one, the wide one and the Japanese one
CLOSERS = "”»」』’\")"
FUNCTION_WORDS = {"de": "der die und nicht ist von mit", "fr": "le les et des est une dans",
                  "es": "el los y del una por con", "en": "the and of to was that with"}
SCRIPTS = [("ja", "\u3040-\u30ff"), ("zh", "\u4e00-\u9fff"), ("th", "\u0e00-\u0e7f"), ("ko", "\uac00-\ud7a3"),
           ("hi", "\u0900-\u097f"), ("ar", "\u0600-\u06ff"), ("he", "\u0590-\u05ff"), ("el", "\u0370-\u03ff"),
           ("ru", "\u0400-\u04ff")]
Token = collections.namedtuple("Token", "word start end")


def sections(path):
    """{key: value or, of a key that comes again, values} for each '=== name' of a file."""
    out = {}
    with open(path, encoding="utf-8") as f:
        for part in f.read().split("=== ")[1:]:
            name, _, lines = part.strip().partition("\n")
            item = out[name] = collections.defaultdict(list)
            for line in lines.split("\n"):
                key, _, value = line.partition(": ")
                item[key].append(value)
    return out


FURNITURE = sections(os.path.join(HERE, "furniture.txt"))
for furniture in FURNITURE.values():
    for key in ("names", "towns", "sites", "topics", "fillers", "rewrite"):
        furniture[key] = furniture[key][0].split("; ")
    furniture["rewrite"] = [tuple(pair.split(" = ")) for pair in furniture["rewrite"]]
    furniture["doubled"] = set(" ".join(furniture["doubled"]).split())


@functools.lru_cache(None)
def kind_of(c):
    """' ' between words, 'w' a letter that is a word, 'm' a mark, 'a' part of a word."""
    major = unicodedata.category(c)[0]
    if major not in "LMN":
        return " "
    if major == "M":
        return "m"
    alone = "\u0e00" <= c <= "\u0e7f" or "\u3040" <= c <= "\u30ff" or "\u3400" <= c <= "\u9fff" or c == "々"
    return "w" if alone else "a"


def tokens(text):
    """Words, folded, with their places; in Han, kana and Thai every character."""
    out, begin, before = [], None, " "
    for at, c in enumerate(text + " "):
        kind = kind_of(c)
        if kind == "m" and before != " ":
            continue
        if begin is not None and (kind != "a" or before != "a"):
            out.append(Token(unicodedata.normalize("NFKC", text[begin:at]).casefold(), begin, at))
            begin = None
        if kind != " " and begin is None:
            begin = at
        before = kind
    return out


def words(text):
    return [t.word for t in tokens(text)]


def sentences(text):
    """The sentences of a text, each with the space after it."""
    end = r"[%s]+[%s]*(?:\s+|(?<=[\u3002\uff01\uff1f])|$)" % (STOPS, CLOSERS)
    return [s for s in re.findall(".*?%s|.+$" % end, text, re.S) if s]


def comma(lang, text):
    """The comma that a text uses; Chinese is set with either."""
    return {"ja": "、", "th": "", "ar": "،", "zh": "\uff0c" if "\uff0c" in text else ","}.get(lang, ",")


class Block:
    def __init__(self, text, prose=False, raw=None, width=None, glued=False):
        self.text, self.prose, self.width, self.glued = text, prose, width, glued
        self.was, self.raw = text, raw
        self.used = False           # something is planted here

    def laid(self):
        """As it stands in the file: the text with line feeds for some of its spaces."""
        if self.raw is not None and self.text == self.was:
            return self.raw
        if not self.width:
            return self.text
        out, column, gap = list(self.text), 0, None
        begin = 0
        for at, c in enumerate(self.text + " "):
            if c == "\n":
                begin, gap = at + 1, None
            elif c == " ":
                if at - begin > self.width and gap is not None:
                    out[gap] = "\n"
                    begin = gap + 1
                gap = at
        return "".join(out)


Source = collections.namedtuple("Source", "name half lang blocks tight crlf")


def language(name, text):
    for lang, letters in SCRIPTS:
        if len(re.findall("[%s]" % letters, text)) * 4 > len(re.findall(r"\w", text)):
            return lang
    count = collections.Counter(re.findall(r"\w+", text.lower()))
    return max(FUNCTION_WORDS, key=lambda lang: sum(count[w] for w in FUNCTION_WORDS[lang].split()))


def is_prose(text, lang):
    n = len(words(text))
    if lang == "th":                # has no full stop
        return n >= 60
    return n >= (24 if lang in WIDE else 12) and text.rstrip(CLOSERS + "“ ")[-1:] in STOPS


def stories():
    """The hand-written stories of the crawl: name, language, headline, byline, paragraphs."""
    crawl = os.path.join(CORPUS, "crawl")
    for path in [*sorted(glob.glob(os.path.join(crawl, "stories-*.txt"))), os.path.join(crawl, "scripts.txt")]:
        with open(path, encoding="utf-8") as f:
            for part in f.read().split("=== ")[1:]:
                meta, _, body = part.partition("\n\n")
                slug, *fields = meta.strip().split("\n")
                item = dict(line.split(": ", 1) for line in fields)
                lang = slug[:2] if path.endswith("scripts.txt") else "en"
                yield slug, lang, item, body.partition("\n[update]\n")[0].strip().split("\n\n")


def gold_places():
    """The lines that hand gold names: {file: {line}}."""
    places = collections.defaultdict(set)
    for path in glob.glob(os.path.join(HERE, "*-*-*.jsonl")):
        with open(path, encoding="utf-8") as f:
            for row in map(json.loads, f):
                places[row["file"]] |= {row["line"], row["of"]}
    return places


def article_blocks(text, lang, places):
    """Blocks of an article. One with marked repeats gives its headline and the prose that no mark names."""
    lines = text.split("\n")
    tight = "" not in [line.strip() for line in lines[:-1]]
    blocks, at = [], 0
    while at < len(lines):
        end = at + 1
        while not tight and end < len(lines) and lines[end].strip() and lines[at].strip():
            end += 1
        raw = "\n".join(lines[at:end])
        flat = raw.replace("\n", " ")
        wraps = end - at > 1 and min(map(len, lines[at:end - 1])) > 45 and raw == re.sub(r" *\n *", "\n", raw)
        prose = (end - at == 1 or wraps) and is_prose(flat, lang)
        if raw.strip() and (not places or not blocks or prose and not places & set(range(at + 1, end + 1))):
            blocks.append(Block(flat if prose else raw, prose, raw, max(map(len, lines[at:end])) if wraps else None))
        at = end
    if places and blocks:
        blocks[0] = Block(lines[0])
    return blocks, tight


def grams(text, lang):
    """The runs of words of a text that are long enough to be a repeat, and its lines."""
    here, run = words(text), RUN.get(lang, 5)
    yield from (tuple(here[i:i + run]) for i in range(len(here) - run + 1))
    yield from (("line", *w) for w in map(words, text.split("\n")) if w)


def doubled_groups(text, lang, least=None):
    """Places (of both) of groups of @least or more words that follow themselves, as far as a stutter may go."""
    toks = tokens(text)
    w = [t.word for t in toks]
    sizes = range(least or (6 if lang == "th" else 3), 17) if lang in WIDE else range(1, 5)
    return {(toks[i].start, toks[i + n - 1].end, toks[i + n].start, toks[i + 2 * n - 1].end)
            for n in sizes for i in range(len(w) - 2 * n + 1) if w[i:i + n] == w[i + n:i + 2 * n]}


def is_form(blocks, lang):
    """Minutes of a match, parts of a hearing, lines of a litany: blocks that begin alike by nature."""
    begin = collections.Counter(tuple(re.sub(r"\d+", "0", w) for w in words(b.text)[:4 if lang in WIDE else 2]) for b in blocks)
    return begin.most_common(1)[0][1] > 2


def without_natural(blocks, lang):
    """Without what says something twice by nature: refrains, forms, names, doubled words. That is
    for the article itself to test; in each of its copies it would count again."""
    kept, seen = [], set()
    for b in blocks:
        here = list(grams(b.laid(), lang))
        alone = seen.isdisjoint(here) and len(set(here)) == len(here) and not doubled_groups(b.text, lang, 2)
        if alone or not kept:
            kept.append(b)
            seen.update(here)
    return kept


def load():
    """All sources by name, each in its half: articles by their number, stories so that each
    language is in both."""
    out, places = [], gold_places()
    for path in sorted(glob.glob(os.path.join(CORPUS, "articles", "*.txt"))):
        name = os.path.basename(path)
        with open(path, encoding="utf-8", newline="") as f:
            raw = f.read()
        text = raw.replace("\r\n", "\n")
        lang = language(name, text)
        if int(name[:2]) in NATURAL or (name in places and lang == "en"):
            continue                # not clean; and of clean English there is enough
        blocks, tight = article_blocks(text, lang, places.get(name))
        if is_form(blocks, lang):
            continue
        blocks = without_natural(blocks, lang)
        if sum(b.prose for b in blocks) >= (3 if lang == "en" else 2):
            out.append(Source(name, 1 - int(name[:2]) % 2, lang, blocks, tight, "\r\n" in raw))
    for name, lang, item, body in stories():
        rest = [Block(item["by"])] + [Block(p, True) for p in body]
        blocks = max((without_natural([Block(item[key]), *rest], lang) for key in ("head", "alt")), key=len)
        balance = sum(1 if s.half else -1 for s in out if s.lang == lang)
        half = list(FURNITURE).index(lang) % 2 if balance == 0 else int(balance < 0)
        out.append(Source(name, half, lang, blocks, None, None))
    halves = collections.Counter(lang for lang, _ in {(s.lang, s.half) for s in out})
    return out + [s._replace(half=1 - s.half) for s in out if halves[s.lang] == 1]
