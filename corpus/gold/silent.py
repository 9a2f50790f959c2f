"""Articles 64 to 88 have no finding: prints what speaks against it, nothing when all is well.

64-78: no two lines with equal words and no word or group of words twice in a row, but for the natural ones listed here.
79-88: none at all, and no run of 8 words twice.

    python3 corpus/gold/silent.py
"""
import glob
import json
import os
import re
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))

# What repeats by the nature of the text: whole lines, then doubled words.
NATURAL = {
    "64": ([r"And we'll be home by morning,?\.?", r"Chorus:", r"So it's one pull .*", r"And it's three pulls .*",
            r"And the last one's .*"], ["heave and home"]),
    "65": ([], ["the priest"]),  # over a line end: "at the priest / the priest believed him"
    "66": ([r"A: (Yes|No)\."], ["a"]),  # "A: A gravel barge"
    "67": ([r"MRS ARKLE: (Yes|No)\."], ["no", "it", "mrs arkle", "ms otterley"]),
    "68": ([r"1 tsp ground cardamom"], ["freeze"]),  # "To freeze: freeze"
    "69": ([], ["2"]),
    "70": ([r"Hornskar \(on request\) .*"], ["10"]),
    "71": ([r"return -?[01];", r"n\+\+;", r"int n = 0;", r"break;", r"case -1:", r"if \(rise < 0 && fall < 0\)"],
           ["1", "0 return", "level h", "day int"]),
    "73": ([], ["1", "гнедых"]),  # "пасует Гнедых, Гнедых возвращает"
    "74": ([r"Pueblo: .*"], []),
    "77": ([r"N is 4\."], ["format", "exit"]),
    "78": ([], ["ratepayers"]),  # "from Ratepayers, Ratepayers hold one"
}


def words(text):
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)*", unicodedata.normalize("NFKC", text).casefold())


def check(path):
    name = os.path.basename(path)
    plain = int(name[:2]) >= 79
    lines_ok, doubles_ok = NATURAL.get(name[:2], ([], []))
    text = open(path, encoding="utf-8", newline="").read()
    bad = []
    seen = {}
    for number, line in enumerate(text.split("\n"), 1):
        key = tuple(words(line))
        if not key:
            continue
        if key in seen and not any(re.fullmatch(p, line.strip()) for p in lines_ok):
            bad.append(f"line {number} has the words of line {seen[key]}: {line.strip()}")
        seen.setdefault(key, number)
    all_words = words(text)
    for size in range(1, 7):
        for i in range(len(all_words) - 2 * size + 1):
            group = all_words[i:i + size]
            if group != all_words[i + size:i + 2 * size]:
                continue
            doubled = " ".join(group)
            # sorted: "heave and home" thrice also holds "and home heave" twice
            if not any(sorted(a.split()) == sorted(group) for a in doubles_ok):
                bad.append(f"twice in a row: {doubled}")
    if plain:
        runs = set()
        for i in range(len(all_words) - 7):
            run = tuple(all_words[i:i + 8])
            if run in runs:
                bad.append(f"8 words twice: {' '.join(run)}")
            runs.add(run)
    # Doubled marks; "..." is none.
    for mark in re.finditer(r"([,.;:”“«»])[^\S\n]*\1+", text):
        if mark.group() != "...":
            bad.append(f"mark: {text[max(0, mark.start() - 20):mark.end() + 10]!r}")
    return [f"{name}: {b}" for b in bad]


def main():
    bad = []
    for path in sorted(glob.glob(os.path.join(HERE, "..", "articles", "[678][0-9]-*.txt"))):
        if 64 <= int(os.path.basename(path)[:2]) <= 88:
            bad += check(path)
    for path in sorted(glob.glob(os.path.join(HERE, "*.jsonl"))):
        with open(path, encoding="utf-8") as rows:
            for row in rows:
                if 64 <= int(json.loads(row)["file"][:2]) <= 88:
                    bad.append(f"{os.path.basename(path)}: a row for a silent article: {row.strip()}")
    print("\n".join(bad), end="\n" if bad else "")
    return 1 if bad else 0


sys.exit(main())
