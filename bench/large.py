# SPDX-License-Identifier: MIT
"""large.py BUILD SIZE SMALL THREADS TEXT... - the whole program on invented corpora.

Groups one of SMALL documents and one of SIZE bytes (1G; or 3000000d, documents), and prints what a
document costs in each, and what was found of what the larger one hides. Nothing may be removed that
is not a copy, nor with another similarity than the true one (but for collisions of 32-bit hashes, a few in
10^5 pairs): exit code 1 otherwise.
"""
import json
import os
import sys

from judge import BANDS, band_name, removed_rows, run, score

COLLISIONS = 1e-4  # share of pairs in which two of their 32-bit shingle hashes may be equal by chance


def generate(build, name, size, texts):
    corpus, labels = (os.path.join(build, "bench", f"{name}.{end}") for end in ("jsonl", "tsv"))
    amount = ["-n", size[:-1]] if size.endswith("d") else ["-b", size]
    cost = run(build, [os.path.join(build, "bench", "gen"), *amount, "-o", corpus, "-l", labels, *texts])
    if cost.code != 0:
        sys.exit("large: gen failed")
    print(f"# {name}: {os.path.getsize(corpus) / 1e6:,.0f} MB made in {cost.cpu:.1f} processor seconds,"
          f" {cost.peak:.0f} MiB", flush=True)
    return corpus, labels


def group(build, corpus, threads, runs):
    result = corpus.replace(".jsonl", ".result.jsonl")
    command = [os.path.join(build, "neardup"), "group", "-q", "-f", "-j", threads, corpus, "-o", result]
    costs = [run(build, command) for _ in range(runs)]
    if any(c.code != 0 for c in costs):
        sys.exit(f"large: exit code {max(c.code for c in costs)} from {' '.join(command)}")
    with open(result, "rb") as f:
        f.seek(max(0, os.path.getsize(result) - 4096))
        summary = json.loads(f.read().splitlines()[-1])
    return result, min(costs, key=lambda c: c.cpu), summary


def print_cost(name, corpus, cost, summary):
    size, n = os.path.getsize(corpus), summary["documents"]
    print(f"{name}\t{n}\t{size}\t{cost.cpu:.2f}\t{cost.system:.2f}\t{cost.wall:.2f}\t{cost.cpu / n * 1e9:.0f}\t{size / cost.cpu / 1e6:.0f}"
          f"\t{cost.peak:.0f}\t{cost.peak * 2**20 / summary['kept']:.0f}\t{summary['candidates']}\t{summary['rejected']}"
          f"\t{summary['capped']}", flush=True)
    return cost.cpu / n, (cost.cpu - cost.system) / n


def main():
    build, size, small, threads, *texts = sys.argv[1:]
    names = {"small": small + "d", "large": size}
    per_document, paths = {}, []
    print("corpus\tdocuments\tbytes\tprocessor seconds\tof them system\tseconds\tns a document\tMB/s\tpeak MiB\tbytes a kept document"
          "\tcandidates\trejected\tcapped")
    for name, amount in names.items():
        corpus, labels = generate(build, name, amount, texts)
        result, cost, summary = group(build, corpus, threads, 3 if name == "small" else 1)
        per_document[name] = print_cost(name, corpus, cost, summary)
        paths += [corpus, labels, result]
    more, more_own = ((large / small - 1) * 100 for large, small in zip(per_document["large"], per_document["small"]))
    print(f"# a document of the large corpus takes {more:+.0f} % of the time of one of the small, {more_own:+.0f} % without"
          " that of the system, which gives memory")
    s = score(labels, removed_rows(result), exact=True)
    print("Jaccard with the original\tcopies\tremoved\tshare")
    for i, band in enumerate(BANDS):
        print(f"{band_name(i)}\t{s.there[band]}\t{s.gone[band]}\t{s.recall(band) or 0:.4f}")
    print(f"# removed: {s.strangers} like nothing before, {s.below} below the threshold, {s.other_keeper} for a document"
          f" of another clique, {s.misstated} with another similarity than the exact one")
    for path in paths:
        os.remove(path)
    few = 3 + sum(s.gone.values()) * COLLISIONS
    sys.exit(1 if s.strangers or s.below or s.other_keeper or s.misstated > few else 0)


main()
