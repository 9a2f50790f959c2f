/* SPDX-License-Identifier: MIT
 *
 * kept.h - the index of kept documents: who has this digest, who shares a bucket.
 *
 * A kept document has a number, from 0 in keep order. A bucket is (band, 64-bit
 * band key); it takes the first `cap` documents that come to it and refuses the
 * rest. Memory a document at K = 128, 16 bands: a record of 640 bytes, 12 to 15
 * for each of 16 bands and 2 digests, 12 for its number, and 4 a shingle. Signature and
 * shingles are copied, or borrowed from a caller who has them in memory anyway.
 *
 * One thread at a time adds; others may ask meanwhile, between nd_kept_open and
 * nd_kept_close, about the documents before nd_kept_upto. Such an answer is not lost
 * when documents come after it: nothing is ever removed, so they stand in each table
 * behind the place where the question stopped, and it goes on from there.
 */
#ifndef ND_KEPT_H
#define ND_KEPT_H

#include "shelf.h"
#include "tags.h"

#include <pthread.h>

/* Why a document may be the same without a look at its shingles. */
typedef enum nd_sameness { ND_SAME_BYTES = 0, ND_SAME_FOLDED, ND_SAMENESSES } nd_sameness;

/* A record: a document that is kept, or asks whether it will be. */
typedef struct nd_kept_doc {
    uint64_t  id;
    nd_digest digest[ND_SAMENESSES];
    const uint32_t *signature;
    uint32_t *shingles;
    uint32_t  n_shingles;
    atomic_bool is_set;    /* shingles are sorted and without repeats */
    uint32_t  values[];    /* what its tag leaves of each band key; where copied: signature, shingles */
} nd_kept_doc;

enum { ND_KEPT_LOCKS = 64 };

typedef struct nd_kept {
    const nd_alloc *alloc;
    nd_bands  bands;
    uint32_t  perms, cap;
    bool      borrow;      /* do not copy signatures and shingles */
    uint64_t  multiplier[2]; /* of this run, odd; they make the tags */
    _Atomic uint32_t n;    /* kept documents; all before it can be asked about */
    uint32_t  moves;       /* how often tables have grown */
    size_t    room;        /* documents that can still come before one must */
    size_t    expected;    /* documents in all, as far as anybody can tell; 0: not known */
    nd_kept_doc **docs;    /* by number; kept ones never move */
    size_t    cap_docs;
    nd_shelf  records;     /* of those who asked them into being and are gone */
    nd_tables tables;      /* one a sameness, then one a band */
    pthread_rwlock_t open; /* readers: who asks; writer: who moves tables */
    pthread_mutex_t sorting[ND_KEPT_LOCKS]; /* of the shingles of documents, by number */
} nd_kept;

/* A question's place in one table. */
typedef struct nd_walk {
    uint32_t tag;
    uint32_t rest;         /* what the tag leaves of the band key */
    uint32_t passed;       /* places, from the home of tag */
    uint32_t there;        /* documents in the bucket so far */
} nd_walk;

/* What is asked of one document; once asked about all, the way to add it. */
typedef struct nd_question {
    nd_walk  *walks;       /* the owner's; nd_kept_tables of them */
    uint32_t  upto;        /* documents before this one have been asked about */
    uint32_t  moves;       /* of the tables, when it was asked */
} nd_question;

/* Numbers of kept documents. */
typedef struct nd_numbers {
    const nd_alloc *alloc;
    uint32_t *list;
    size_t    n, cap;
} nd_numbers;

/*
 * nd_kept_init - @borrow: the arrays of added documents stay where they are until
 * release, and their shingles may be sorted in place.
 */
nd_status nd_kept_init(nd_kept *kept, const nd_opts *opts, const nd_bands *bands, bool borrow,
                       const nd_alloc *alloc, nd_err *err);
void nd_kept_release(nd_kept *kept);

static inline uint32_t nd_kept_tables(const nd_bands *bands)
{
    return ND_SAMENESSES + bands->bands;
}

static inline nd_kept_doc *nd_kept_at(const nd_kept *kept, uint32_t n)
{
    return kept->docs[n];
}

/* For threads other than the one that adds: all questions are asked between these two. */
void nd_kept_open(nd_kept *kept);
void nd_kept_close(nd_kept *kept);

/* nd_kept_upto - the number behind the last document that can be asked about now. */
static inline uint32_t nd_kept_upto(const nd_kept *kept)
{
    return atomic_load_explicit(&kept->n, memory_order_acquire);
}

/* nd_kept_size - bytes of the record of doc, whose owner aligns it as an arena does. */
size_t nd_kept_size(const nd_kept *kept, const nd_doc *doc);

/* nd_kept_fill - makes the record; keeps nothing of doc, but the arrays where they are borrowed. */
void nd_kept_fill(const nd_kept *kept, nd_kept_doc *record, const nd_doc *doc);

/* nd_kept_moved - the record's bytes are now here. */
void nd_kept_moved(const nd_kept *kept, nd_kept_doc *record);

/* nd_kept_begin - the question of a record, asked about nothing yet. @keys: one a band. */
void nd_kept_begin(const nd_kept *kept, nd_question *question, const nd_kept_doc *record, const uint64_t *keys);

/* nd_kept_fetch - begins to bring into cache what the question will look at next. */
void nd_kept_fetch(const nd_kept *kept, const nd_question *question);

/*
 * nd_kept_find - the kept document before upto with the record's digest that the question
 * has not been asked about, or NULL.
 */
const nd_kept_doc *nd_kept_find(const nd_kept *kept, nd_question *question, nd_sameness sameness,
                                const nd_kept_doc *record, uint32_t upto);

/*
 * nd_kept_ask - the distinct kept documents before upto in the question's buckets that
 * it has not been asked about, in keep order. Now it has, by digest too.
 *
 * @found  out: replaced
 */
nd_status nd_kept_ask(const nd_kept *kept, nd_question *question, uint32_t upto, nd_numbers *found, nd_err *err);

/*
 * nd_kept_add - record becomes kept document number kept->n, and stays where it is until
 * release. Its question has been asked about all that are there.
 *
 * @capped  out: whether a full bucket refused it
 *
 * After ND_ENOMEM nothing has changed.
 */
nd_status nd_kept_add(nd_kept *kept, nd_question *question, nd_kept_doc *record, bool *capped, nd_err *err);

/* nd_kept_set - the shingle set of kept document number n, sorted on first use. Any thread. */
const uint32_t *nd_kept_set(nd_kept *kept, uint32_t number, uint32_t *n);

#endif
