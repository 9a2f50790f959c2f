# SPDX-License-Identifier: MIT
"""quality.py BUILD - what `neardup passages` finds in real collections with labels, and what it costs.

NEARDUP_DATA names a folder with chronam, reuters and clough, each with docs.jsonl (packed or not) and pairs.
Prints TSV: figure, value, and what it is of. Costs are the least user seconds of RUNS on one thread.
"""
import collections
import glob
import gzip
import json
import os
import subprocess
import sys

RUNS = 3
build, data = sys.argv[1], os.environ.get("NEARDUP_DATA", "")
neardup, out = build + "/neardup", build + "/bench"


def documents(name):
    found = glob.glob(f"{data}/{name}/docs.jsonl*")
    return found[0] if found else sys.exit("bench-quality: NEARDUP_DATA names no folder with " + name)


def text_of(name):
    """Bytes of text in a collection."""
    path = documents(name)
    unpack = {".gz": ["gzip", "-dc"], ".zst": ["zstd", "-dcq"]}.get(os.path.splitext(path)[1], ["cat"])
    lines = subprocess.run([*unpack, path], check=True, capture_output=True).stdout.splitlines()
    return sum(len(json.loads(line)["text"].encode()) for line in lines)


def labels(path, column):
    """{pair: label}, the names of a pair in order."""
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as lines:
        head = next(lines).rstrip("\n").split("\t")
        at = head.index(column)
        rows = [line.rstrip("\n").split("\t") for line in lines]
    return {tuple(sorted(row[:2])): row[at] for row in rows}


def row(figure, value, of=""):
    print(f"{figure}\t{value}\t{of}", flush=True)


def run(name, *options):
    """The passages of a collection, {pair: [rows]}, and its summary."""
    result = f"{out}/{name}.passages.jsonl"
    subprocess.run([neardup, "passages", documents(name), "-q", "-f", "-o", result, *options], check=True)
    pairs, summary = collections.defaultdict(list), None
    with open(result, encoding="utf-8") as lines:
        for line in lines:
            value = json.loads(line)
            if value["type"] == "passage":
                pairs[tuple(sorted(str(value[side]["id"]) for side in "ab"))].append(value)
            elif value["type"] == "summary":
                summary = value
    return pairs, summary


def share(part, of):
    return f"{part / of:.4f}" if of else "-"


def cost(name, noisy):
    """MB of text a user second, peak bytes a byte of text, on one thread."""
    text, seconds, peak = text_of(name), [], []
    command = [neardup, "passages", documents(name), "-j", "1", "--noisy", noisy, "-q", "-f", "-o", f"{out}/cost.jsonl"]
    for _ in range(RUNS):
        _, status, usage = os.wait4(subprocess.Popen(command).pid, 0)
        if status != 0:
            sys.exit("bench-quality: neardup failed")
        seconds.append(usage.ru_utime)
        peak.append(usage.ru_maxrss * 1024)
    row(f"{name}, --noisy {noisy}: MB/s", f"{text / min(seconds) / 1e6:.1f}", f"{text} bytes of text, user seconds")
    row(f"{name}, --noisy {noisy}: peak bytes a byte", f"{max(peak) / text:.1f}", f"{max(peak) / 2**20:.0f} MiB")


def chronam():
    listed = labels(glob.glob(f"{data}/chronam/pairs.tsv*")[0], "label")
    unsure = set(labels(glob.glob(f"{data}/chronam/unsure.tsv*")[0], "id2"))
    found, summary = run("chronam")
    true = {pair for pair, label in listed.items() if label != "0"}
    hits = [pair for pair in found if pair in true]
    false = [pair for pair in found if pair in listed and pair not in true]
    row("chronam: F1", share(2 * len(hits), len(true) + len(hits) + len(false)), "listed pairs, 1 and 2 against 0")
    row("chronam: precision", share(len(hits), len(hits) + len(false)), f"{len(false)} false")
    row("chronam: recall", share(len(hits), len(true)), f"{len(hits)} of {len(true)}")
    row("chronam: passages a true pair", f"{sum(len(found[pair]) for pair in hits) / len(hits):.2f}")
    outside = [pair for pair in found if pair not in listed and pair not in unsure]
    row("chronam: pairs in no list", len(outside), "not counted above; nor are the unsure ones")
    row("chronam: families", summary["families"], f"{summary['passages']} passages, {summary['templates']} templates")


def reuters():
    listed = labels(f"{data}/reuters/pairs_typed.tsv", "type")
    found, _ = run("reuters")
    for kind in ("story", "template"):
        pairs = [pair for pair, label in listed.items() if label == kind]
        there = [pair for pair in pairs if pair in found]
        marked = [pair for pair in there if all(passage.get("template") for passage in found[pair])]
        row(f"reuters: {kind} pairs found", share(len(there), len(pairs)), f"{len(there)} of {len(pairs)}")
        row(f"reuters: {kind} pairs marked template", share(len(marked), len(pairs)), f"{len(marked)} of {len(pairs)}")


def clough():
    listed = labels(f"{data}/clough/pairs.tsv", "label")
    found, _ = run("clough", "--min-score", "45")
    for label, kind in (("3", "cut"), ("2", "light"), ("1", "heavy"), ("0", "non")):
        pairs = [pair for pair, value in listed.items() if value == label]
        row(f"clough, --min-score 45: {kind}", f"{sum(pair in found for pair in pairs)} of {len(pairs)}")


os.makedirs(out, exist_ok=True)
chronam()
reuters()
clough()
for collection in ("chronam", "reuters"):
    for mode in ("no", "yes"):
        cost(collection, mode)
