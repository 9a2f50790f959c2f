# SPDX-License-Identifier: MIT
"""peers_run.py TOOL SETTING CORPUS.jsonl KEPT WORK - one tool of the Python index on one core, from a
file of JSON Lines to the list of kept ids, one a line.

Each as its documentation advises, on sets of five-word shingles; what the documentation leaves open
(how words are cut, how shingles are hashed) is done in the way that was found fastest in Python.
Nothing here is timed: bench/peers.py measures the whole process.
"""
import json
import re
import shutil
import sys

import numpy

PERMS, SHINGLE, THRESHOLD = 128, 5, .8
BATCH = 4096  # documents sketched at once, where a tool takes many
WORD = re.compile(r"\w+")


def documents(path):
    with open(path, "rb") as f:
        for line in f:
            record = json.loads(line)
            yield record["id"], record["text"]


def words(text):
    return WORD.findall(text.lower())


def shingles(text):
    w = words(text)
    if len(w) < SHINGLE:
        return [" ".join(w)]
    return list(map(" ".join, zip(*(w[i:] for i in range(SHINGLE)))))


def shingle_hashes(text):
    """64-bit hashes by Python's own hash of the tuples, which joins no string."""
    w = words(text)
    rows = zip(*(w[i:] for i in range(SHINGLE))) if len(w) >= SHINGLE else [tuple(w)]
    return numpy.fromiter(map(hash, rows), dtype=numpy.int64).view(numpy.uint64)


def batches(path):
    ids, hashes = [], []
    for name, text in documents(path):
        ids.append(name)
        hashes.append(shingle_hashes(text))
        if len(ids) == BATCH:
            yield ids, hashes
            ids, hashes = [], []
    if ids:
        yield ids, hashes


def flat(hashes):
    offsets = numpy.zeros(len(hashes) + 1, dtype=numpy.uint64)
    numpy.cumsum([len(h) for h in hashes], out=offsets[1:])
    return numpy.concatenate(hashes), offsets


# ---- the tools; each yields ids that it keeps


def rensa(path, _work, bands=None, threshold=THRESHOLD):
    from rensa import RMinHashDeduplicator
    deduplicator = RMinHashDeduplicator(threshold=threshold, num_perm=PERMS, use_lsh=True, num_bands=bands)
    ids = []

    def pairs():
        for name, text in documents(path):
            ids.append(name)
            yield name, shingles(text)
    keep = deduplicator.add_pairs(pairs())
    return [name for name, kept in zip(ids, keep) if kept]


def rensa_rho(path, _work):
    """The path of its own benchmark: eight bands, sketches of sampled positions. Its one-shot flags name
    the first of a group too, so what was flagged is asked once more, in turn."""
    from rensa import RMinHash, RMinHashLSH

    def sketch(some):
        return RMinHash.digest_matrix_from_token_sets_rho(some, num_perm=PERMS, seed=42, probes=4)

    def index():
        return RMinHashLSH(threshold=THRESHOLD, num_perm=PERMS, num_bands=8)
    ids, sets = zip(*((name, shingles(text)) for name, text in documents(path)))
    flags, seen, kept = index().query_duplicate_flags_matrix_one_shot(sketch(sets)), index(), []
    for number, flagged in enumerate(flags):
        if flagged:
            own = sketch([sets[number]])
            seen.insert_matrix(own, start_key=number)
            if seen.query_duplicate_flags_matrix(own)[0]:  # another than itself
                continue
        kept.append(ids[number])
    return kept


def gaoya(path, _work, **options):
    from gaoya.minhash import MinHashStringIndex
    index = MinHashStringIndex(hash_size=32, analyzer="word", lowercase=True, ngram_range=(SHINGLE, SHINGLE), **options)
    kept = []
    for number, (name, text) in enumerate(documents(path)):
        if not index.query(text):
            index.insert_document(number, text)
            kept.append(name)
    return kept


def fastsketch(path, _work, verify, bands=16):
    """Its one-shot flags name the first of a group too, so what is kept is told from its candidates."""
    from FastSketchLSH import LSH, FastSimilaritySketch
    sketcher = FastSimilaritySketch(size=PERMS, seed=42)
    lsh = LSH(num_perm=PERMS, num_bands=bands, num_threads=1)
    all_ids, sketches = [], []
    for ids, hashes in batches(path):
        all_ids += ids
        sketches.append(sketcher.batch_csr(*flat(hashes), prehashed=True, num_threads=1))
    matrix = numpy.concatenate(sketches)
    lsh.insert(matrix)
    kept, stays = [], numpy.zeros(len(matrix), dtype=bool)
    candidates, starts = lsh.query(matrix, format="csr")
    for i, name in enumerate(all_ids):
        near = numpy.asarray(candidates[starts[i]:starts[i + 1]], dtype=numpy.int64)
        near = near[(near < i) & stays[near]]
        stays[i] = not len(near) or (verify and (matrix[near] == matrix[i]).mean(axis=1).max() < THRESHOLD)
        if stays[i]:
            kept.append(name)
    return kept


def datasketch(path, _work, verify, params=None):
    import xxhash
    from datasketch import MinHash, MinHashLSH
    lsh = MinHashLSH(threshold=THRESHOLD, num_perm=PERMS, params=params)
    kept = {}
    for name, text in documents(path):
        sketch = MinHash(num_perm=PERMS, hashfunc=xxhash.xxh32_intdigest)
        sketch.update_batch([s.encode() for s in shingles(text)])
        near = lsh.query(sketch)
        if near and (not verify or any(sketch.jaccard(kept[n]) >= THRESHOLD for n in near)):
            continue
        lsh.insert(name, sketch)
        kept[name] = sketch if verify else None
    return list(kept)


def datatrove(path, work, buckets=14, rows=8):
    from datatrove.executor.local import LocalPipelineExecutor
    from datatrove.pipeline.dedup import MinhashDedupSignature
    from datatrove.pipeline.dedup.minhash import (MinhashConfig, MinhashDedupBuckets, MinhashDedupCluster,
                                                  MinhashDedupFilter)
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers.jsonl import JsonlWriter
    shutil.rmtree(work, ignore_errors=True)
    folder, _, name = path.rpartition("/")
    config = MinhashConfig(n_grams=SHINGLE, num_buckets=buckets, hashes_per_bucket=rows)

    def reader():
        return JsonlReader(folder, glob_pattern=name, compression=None)
    stages = (
        ([reader(), MinhashDedupSignature(f"{work}/signatures", config, language="eng")], 1),
        ([MinhashDedupBuckets(f"{work}/signatures", f"{work}/buckets", config=config)], buckets),
        ([MinhashDedupCluster(f"{work}/buckets", f"{work}/remove", config=config)], 1),
        ([reader(), MinhashDedupFilter(f"{work}/remove"), JsonlWriter(f"{work}/kept", compression=None)], 1),
    )
    for number, (pipeline, tasks) in enumerate(stages):
        LocalPipelineExecutor(pipeline, tasks=tasks, workers=1, logging_dir=f"{work}/logs/{number}").run()
    return [name for name, _ in documents(f"{work}/kept/00000.jsonl")]


# name, setting: what is run, and in words how
RUNS = {
    ("rensa", "advised"): (rensa, {}, "num_bands=None, .8"),
    ("rensa", "ours"): (rensa, {"bands": 16}, "16 x 8, .8"),
    ("rensa", "full recall"): (rensa, {"bands": 32, "threshold": .75}, "32 x 4, .75"),
    ("rensa", "its benchmark"): (rensa_rho, {}, "rho, 8 x 16"),
    ("gaoya", "advised"): (gaoya, {}, "20 x 5, .75"),
    ("gaoya", "ours"): (gaoya, {"num_bands": 16, "band_size": 6, "jaccard_threshold": THRESHOLD}, "16 x 6, .8"),
    ("FastSketchLSH", "advised"): (fastsketch, {"verify": False}, "16 x 8, no check"),
    ("FastSketchLSH", "ours"): (fastsketch, {"verify": True}, "16 x 8, estimate >= .8"),
    ("datasketch", "advised"): (datasketch, {"verify": False}, "9 x 13, no check"),
    ("datasketch", "ours"): (datasketch, {"verify": True, "params": (16, 6)}, "16 x 6, estimate >= .8"),
    ("datatrove", "advised"): (datatrove, {}, "14 x 8, no check"),
    ("datatrove", "ours"): (datatrove, {"buckets": 16, "rows": 6}, "16 x 6, no check"),
}


def main():
    tool, setting, corpus, kept, work = sys.argv[1:]
    function, options, _ = RUNS[tool, setting]
    with open(kept, "w", encoding="utf-8") as f:
        f.writelines(f"{name}\n" for name in function(corpus, work, **options))


if __name__ == "__main__":
    main()
