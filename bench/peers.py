# SPDX-License-Identifier: MIT
"""peers.py BUILD DOCUMENTS RUNS TEXT... - neardup beside the tools of the Python index, on one core.

One invented corpus in which half of the documents are edited copies (bench/gen); each tool from that
file to the list of kept ids, a process of its own. Prints what each cost and found, as text, and
writes peers.tsv and peers.svg (speed against recall) to BUILD/bench. Where NEARDUP_DATA names a folder
with real texts, a second table has the speed on those.

A tool that is not installed or fails is said, and the rest runs.
"""
import importlib.metadata
import json
import os
import subprocess
import sys

import picture
from judge import BANDS, band_name, removed_rows, run, score
from peers_run import RUNS

EDITS = "prepend,footer,replace100,replace30,delete,insert,reorder,wrap,cut"
FIRST_BELOW, FULL = 3, .99  # band; recall
SLOW = 20  # processor seconds; what takes longer is not run again
HERE = os.path.dirname(os.path.abspath(__file__))
ENVIRONMENT = {**os.environ, "RAYON_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
               "PYTHONHASHSEED": "0"}


class Corpus:
    def __init__(self, path):
        self.path, self.ids, self.text_bytes = path, [], 0
        with open(path, "rb") as f:
            for line in f:
                record = json.loads(line)
                self.ids.append(record["id"])
                self.text_bytes += len(record["text"].encode())


def make_edited(build, documents, texts):
    corpus, labels = os.path.join(build, "bench", "edited.jsonl"), os.path.join(build, "bench", "edited.tsv")
    command = [os.path.join(build, "bench", "gen"), "-n", documents, "-c", "2:100", "-e", EDITS]
    if run(build, [*command, "-o", corpus, "-l", labels, *texts]).code != 0:
        sys.exit("peers: gen failed")
    return Corpus(corpus), labels


def make_real(build):
    """Reuters-21578, 20 Newsgroups and the PowerShell reference, of the folder NEARDUP_DATA."""
    subprocess.run(["sh", "bench/mix.sh", build], check=True)
    return Corpus(os.path.join(build, "bench", "mix.jsonl"))


def best_of(build, command, log, runs):
    """The cheapest of some runs; None where one failed."""
    best = None
    for _ in range(runs):
        cost = run(build, command, log, ENVIRONMENT)
        if cost.code != 0:
            return None
        best = cost if best is None or cost.cpu < best.cpu else best
        if cost.cpu > SLOW:
            break
    return best


def run_neardup(build, corpus, runs):
    result = os.path.join(build, "bench", "neardup.result.jsonl")
    cost = best_of(build, [os.path.join(build, "neardup"), "group", "-q", "-f", "-j", "1", corpus.path, "-o", result],
                   None, runs)
    if cost is None:
        sys.exit("peers: neardup group failed")
    return cost, [(name, keeper, None) for name, keeper, _ in removed_rows(result)]


def run_peer(build, corpus, tool, setting, runs):
    """What it cost, and what it removed; None where it failed."""
    kept, work, log = (os.path.join(build, "bench", "peer." + end) for end in ("kept", "work", "log"))
    cost = best_of(build, [sys.executable, "-B", os.path.join(HERE, "peers_run.py"), tool, setting, corpus.path, kept, work], log, runs)
    if cost is None:
        return None
    with open(kept, encoding="utf-8") as f:
        names = {line.rstrip("\n") for line in f}
    return cost, [(name, None, None) for name in corpus.ids if name not in names]


def version_of(tool):
    try:
        return importlib.metadata.version(tool)
    except importlib.metadata.PackageNotFoundError:
        return None


def runs_of_all(build, corpus, runs):
    """(tool, version, setting, how, cost, removed) of each that works."""
    with open("include/neardup.h", encoding="utf-8") as f:
        version = next(line.split('"')[1] for line in f if "define ND_VERSION" in line)
    yield ("neardup", version, "default", "16 x 6, verified >= .8", *run_neardup(build, corpus, runs))
    for (tool, setting), (_, _, how) in RUNS.items():
        version = version_of(tool)
        done = run_peer(build, corpus, tool, setting, runs) if version else None
        if done is None:
            print(f"# {tool}, {setting}: {'failed, see peer.log' if version else 'could not be installed'}", flush=True)
        else:
            yield (tool, version, setting, how, *done)


COLUMNS = ["tool", "version", "setting", "how", "processor s", "MB/s of text", "peak MiB",
           *(band_name(i) for i in range(len(BANDS) - 1)), "false"]


def row_of(corpus, labels, tool, version, setting, how, cost, removed):
    s = score(labels, removed)
    return [tool, version, setting, how, round(cost.cpu, 2), round(corpus.text_bytes / cost.cpu / 1e6, 2),
            round(cost.peak), *(round(s.recall(b) or 0, 3) for b in BANDS[:-1]), s.strangers]


def winners(rows):
    """The best value of each column of figures; above the threshold more is better, below it less."""
    best = {}
    for i in range(4, len(COLUMNS)):
        values = [row[i] for row in rows]
        best[i] = max(values) if COLUMNS[i] == "MB/s of text" or 7 <= i < 7 + FIRST_BELOW else min(values)
    return best


def print_table(rows):
    best = winners(rows)
    forms = ["", "", "", "", ".2f", ".1f", "d"] + [".3f"] * (len(BANDS) - 1) + ["d"]
    cells = [COLUMNS] + [[f"{v:{forms[i]}}{'*' if best.get(i) == v else ''}" for i, v in enumerate(row)] for row in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(COLUMNS))]
    for row in cells:
        print("  ".join(cell.ljust(w) if i < 4 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths))).rstrip())


def print_ratio(rows):
    """Against the fastest that finds as good as all."""
    speed, recall = COLUMNS.index("MB/s of text"), COLUMNS.index(band_name(FIRST_BELOW - 1))
    others = [row for row in rows[1:] if row[recall] >= FULL]
    if others:
        row = max(others, key=lambda r: r[speed])
        print(f"neardup is {rows[0][speed] / row[speed]:.1f} times as fast as the fastest other that finds {FULL:.0%} from"
              f" .80 to .90: {row[0]}, {row[2]}.")


def compare_real(build, data, runs):
    corpus = make_real(build)
    print(f"\nreuters, news20, psdocs: {len(corpus.ids):,} documents, {corpus.text_bytes / 1e6:.1f} MB of text;"
          " nothing is known of their copies")
    print("tool\tsetting\tprocessor s\tMB/s of text\tpeak MiB\tkept")
    for tool, _, setting, _, cost, removed in runs_of_all(build, corpus, runs):
        print(f"{tool}\t{setting}\t{cost.cpu:.2f}\t{corpus.text_bytes / cost.cpu / 1e6:.1f}\t{cost.peak:.0f}"
              f"\t{len(corpus.ids) - len(removed)}", flush=True)


def main():
    build, documents, runs, *texts = sys.argv[1:]
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    corpus, labels = make_edited(build, documents, texts)
    print(f"{len(corpus.ids):,} documents, {corpus.text_bytes / 1e6:.1f} MB of text; one core; * is the best of a column")
    rows = []
    for done in runs_of_all(build, corpus, int(runs)):
        rows.append(row_of(corpus, labels, *done))
        print(f"# {done[0]}, {done[2]}: done", file=sys.stderr, flush=True)
    print_table(rows)
    print("\nColumns .95-1.00 to .80-.90: share of the copies at that exact Jaccard similarity that were removed, to be 1;"
          "\n.70-.80 and .50-.70: the same, to be 0 at a threshold of .8; false: removed, and like nothing before (< .5).")
    print_ratio(rows)
    with open(os.path.join(build, "bench", "peers.tsv"), "w", encoding="utf-8") as f:
        f.writelines("\t".join(map(str, row)) + "\n" for row in [COLUMNS] + rows)
    with open(os.path.join(build, "bench", "peers.svg"), "w", encoding="utf-8") as f:
        f.write(picture.draw([dict(zip(COLUMNS, row)) for row in rows]))
    if os.environ.get("NEARDUP_DATA"):
        compare_real(build, os.environ["NEARDUP_DATA"], int(runs))


main()
