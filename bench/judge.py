# SPDX-License-Identifier: MIT
"""judge.py - what a run cost, and what it found of what gen hid.

Recall is by band of the exact Jaccard similarity of a copy with its original, which comes first and
so stays. Where that is below the threshold but an earlier copy of the same text is nearer than that,
both answers are right, and the copy is in no band; where neither reaches it, the nearer one counts.
"""
import json
import os
import subprocess
from collections import namedtuple

BANDS = (.95, .9, .8, .7, .5, 0)  # least similarity of each
THRESHOLD = .8
STRANGER = .5  # removed at less than this: false, whatever the tool's threshold

Cost = namedtuple("Cost", "code cpu system wall peak")  # seconds, of which in the kernel, seconds, MiB
Truth = namedtuple("Truth", "copy jaccard nearest_jaccard")


def run(build, command, log=None, env=None):
    """Runs a command to its end. What it prints goes to the file `log`, where one is given."""
    figures = os.path.join(build, "bench", "cost.txt")
    with open(log or os.devnull, "wb") as out:
        subprocess.run([os.path.join(build, "bench", "cost"), figures, *command], check=True, env=env,
                       stdout=out if log else None, stderr=out if log else None)
    with open(figures, encoding="utf-8") as f:
        code, *others = f.read().split()
    return Cost(int(code), *map(float, others))


def truths(path):
    """The rows of gen's labels, in the order of the corpus."""
    with open(path, encoding="utf-8") as f:
        next(f)
        for line in f:
            _, copy, _, jaccard, _, _, nearest = line.rstrip("\n").split("\t")
            yield Truth(copy, float(jaccard), float(nearest))


def removed_rows(path):
    """(id, id of its keeper, similarity or None) of a result file of neardup, in the order of the corpus."""
    with open(path, encoding="utf-8") as f:
        for line in f:
            if line.startswith('{"type":"removed"'):
                row = json.loads(line)
                yield row["id"], row["keeper"]["id"], row["jaccard"] if row["kind"] == "near" else None


class Score:
    def __init__(self):
        self.there = dict.fromkeys(BANDS, 0)
        self.gone = dict.fromkeys(BANDS, 0)
        self.strangers = 0       # removed, and like no earlier document
        self.below = 0           # removed, and the nearest earlier document is below the threshold
        self.other_keeper = 0    # removed on the word of a document of another clique
        self.misstated = 0       # the similarity told is not the exact one

    def recall(self, band):
        return self.gone[band] / self.there[band] if self.there[band] else None


def score(labels, removed, exact=False):
    """Both in the order of the corpus, so neither is held. `removed` as removed_rows gives them, or with None."""
    s = Score()
    rows = iter(removed)
    row = next(rows, None)
    for truth in truths(labels):
        while row is not None and row[0].endswith(".0"):
            s.strangers += 1  # an original: the first of its clique is like nothing before it
            row = next(rows, None)
        gone = row is not None and row[0] == truth.copy
        if gone:
            judge_removed(s, truth, row, exact)
            row = next(rows, None)
        if truth.jaccard >= THRESHOLD or truth.nearest_jaccard < THRESHOLD:
            similarity = truth.jaccard if truth.jaccard >= THRESHOLD else truth.nearest_jaccard
            band = next(b for b in BANDS if similarity >= b)
            s.there[band] += 1
            s.gone[band] += gone
    for row in ([row] if row is not None else []) + list(rows):
        if not row[0].endswith(".0"):
            raise SystemExit(f"judge: removed ids are not in the order of the corpus, or unknown: {row[0]}")
        s.strangers += 1
    return s


def judge_removed(s, truth, row, exact):
    _, keeper, similarity = row
    s.strangers += truth.nearest_jaccard < STRANGER
    s.below += truth.nearest_jaccard < THRESHOLD
    if not exact:
        return
    clique = truth.copy.rpartition(".")[0]
    s.other_keeper += keeper.rpartition(".")[0] != clique
    if similarity is not None and keeper == clique + ".0":
        s.misstated += abs(similarity - truth.jaccard) > 6e-5  # four digits


def band_name(i):
    return f"{BANDS[i]:.2f}-{BANDS[i - 1] if i else 1:.2f}".replace("0.", ".")
