# SPDX-License-Identifier: MIT
"""Texts in one script: scripts.py SCRIPT < corpus.jsonl > texts.jsonl

The pieces between spaces and marks that stand in that script in the corpus, drawn by
how often they stand there into 2,000 texts of 100 to 3,000 characters. No language,
but its bytes: word lengths, marks and punctuation as in the corpus. Seeded."""
import collections
import json
import random
import re
import sys
import unicodedata

script = sys.argv[1]
pieces = collections.Counter()
for line in sys.stdin:
    for piece in re.findall(r"\S+\s*", json.loads(line)["text"]):
        names = [unicodedata.name(c, "") for c in piece if c.isalpha()]
        if names and all(name.startswith(script) for name in names):
            pieces[piece[:60]] += 1
if not pieces:
    sys.exit(f"scripts.py: nothing is in {script}")
random.seed(1916)
kinds, counts = list(pieces), list(pieces.values())
for i in range(2000):
    length, text = int(random.lognormvariate(6.5, 0.8)), ""
    while len(text) < min(max(length, 100), 3000):
        text += "".join(random.choices(kinds, counts, k=20))
    print(json.dumps({"id": i, "text": text}, ensure_ascii=False))
