/* SPDX-License-Identifier: MIT
 *
 * twin.h - the decision once more, twice, written from its definition and not from
 * its code, to be compared with nd_index_decide row by row:
 *
 *   greedy  every document against every kept one, no LSH, no signature
 *   rounds  many documents at a time, as an engine would: what is first among the
 *           undecided in all its open buckets is kept
 *
 * Both compare shingle sets by their true elements, not by hashes of them.
 */
#ifndef TWIN_H
#define TWIN_H

#include "neardup.h"

typedef struct twin_doc {
    nd_doc    doc;        /* what the index is shown; id = place in the corpus */
    uint64_t *set;        /* the true shingles: sorted, no repeats */
    uint32_t  n_set;
    uint32_t  same_bytes; /* the first document with the same bytes, itself at the latest */
    uint32_t  same_words; /* likewise; wordless documents are all alone */
    uint32_t *signature, *shingles; /* doc's arrays */
} twin_doc;

typedef struct twin_corpus {
    nd_opts   opts;
    twin_doc *docs;
    uint32_t  n;
    uint32_t *shared;     /* n * n: elements that the sets of two documents share */
} twin_corpus;

/* twin_texts - n texts of few words, made and edited at random, sketched by nd_sketch. */
void twin_texts(twin_corpus *corpus, const nd_opts *opts, uint32_t n, uint64_t seed);

/*
 * twin_dense - n documents that never were texts: small random sets and signatures of
 * slots that are 0 or 1, so that most share buckets, and similarity has nothing
 * to do with it.
 */
void twin_dense(twin_corpus *corpus, const nd_opts *opts, uint32_t n, uint64_t seed);

void twin_release(twin_corpus *corpus);

typedef struct twin_rows {
    nd_verdict  *verdicts; /* one a document; keeper is a place in the corpus */
    nd_counts    counts;
    nd_near_miss misses[ND_NEAR_MISSES];
    size_t       n_misses;
    uint32_t     rounds;
} twin_rows;

/* What is known of two documents, the later one first. */
enum { TWIN_MET = 1, TWIN_RULED_OUT = 2, TWIN_ALIKE = 4 };

/* Threshold and bucket cap are taken from opts, the rest from the corpus. */
twin_rows twin_greedy(const twin_corpus *corpus, const nd_opts *opts);
twin_rows twin_rounds(const twin_corpus *corpus, const nd_opts *opts);

/* twin_index - the rows of nd_index_decide, document by document. */
twin_rows twin_index(const twin_corpus *corpus, nd_index *index);

/*
 * twin_tell - the rows, counts (but capped) and near misses that follow.
 *
 * @keepers  one a document; itself where kept
 * @pairs    TWIN_MET and so on, at later * n + earlier
 */
twin_rows twin_tell(const twin_corpus *corpus, const uint32_t *keepers, const unsigned char *pairs);

/* twin_similarity - of two documents with words, by their true sets. */
nd_similarity twin_similarity(const twin_corpus *corpus, uint32_t a, uint32_t b);

void twin_rows_release(twin_rows *rows);

/* twin_assert_equal - the same rows, counts and near misses, or a failed test that says where. */
void twin_assert_equal(const twin_rows *expected, const twin_rows *got, const char *what);

#endif
