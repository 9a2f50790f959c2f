/* SPDX-License-Identifier: MIT
 *
 * corpora.h - real sets of texts with known pairs, from the folder that NEARDUP_DATA
 * names: SET/docs.jsonl, .gz or .zst, and SET/pairs_jaccard_w5.tsv or .gz, every pair
 * of some similarity with its exact Jaccard over words of ASCII.
 */
#ifndef CORPORA_H
#define CORPORA_H

#include "base/buf.h"

typedef struct corpus_doc {
    size_t id, text, len;          /* places in the corpus's bytes; the id ends with NUL */
} corpus_doc;

typedef struct corpus {
    nd_buf      bytes;
    corpus_doc *docs;
    size_t      n;
    size_t     *by_id;             /* numbers, sorted by id */
} corpus;

typedef struct corpus_pair {
    size_t a, b;                   /* numbers of documents */
    double jaccard;
} corpus_pair;

/* corpora_folder - what NEARDUP_DATA names; NULL where it is not set, or empty. */
const char *corpora_folder(void);

/* corpora_are_there - whether NEARDUP_DATA is set; says that `suite` is skipped where not. */
bool corpora_are_there(const char *suite);

/* corpus_read - at most limit documents of a set; a failed test where it cannot be read. */
void corpus_read(corpus *to, const char *set, size_t limit);
void corpus_release(corpus *from);

/* corpus_pairs - the listed pairs of documents that were read; the caller's to free. */
corpus_pair *corpus_pairs(const corpus *from, const char *set, size_t *n);

static inline const char *corpus_text(const corpus *from, size_t i)
{
    return from->bytes.bytes + from->docs[i].text;
}

#endif
