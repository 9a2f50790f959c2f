/* SPDX-License-Identifier: MIT
 *
 * twin.c - the greedy definition and the rounds, each a transcript of its sentence.
 *
 * Rounds: "A document that is first among the undecided in all its open buckets is
 * kept; a bucket closes after its cap of kept ones. Every later document in its
 * buckets, removed ones too, is verified against it; a removed one blocks nobody and
 * names the earliest keeper over all rounds." Two things must be read into this for
 * the rows to be those of nd_index_decide:
 *   - Equal digests are buckets too, and never close: a document that all its full
 *     buckets refused is kept, and its copy finds it by digest alone.
 *   - "its buckets" are those that were open when it was kept. A closed bucket has
 *     refused it, and nobody meets it there.
 */
#include "twin.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum { SAME_BYTES, SAME_WORDS, SAMENESSES }; /* buckets before those of the bands */

typedef struct twin_pair {
    uint32_t a, b; /* a asks, b was kept earlier */
} twin_pair;

/* ---- greedy ------------------------------------------------------------ */

twin_rows twin_greedy(const twin_corpus *c, const nd_opts *opts)
{
    uint32_t *keepers = calloc(c->n, sizeof *keepers);
    unsigned char *pairs = calloc((size_t)c->n * c->n, 1);
    for (uint32_t a = 0; a < c->n; a++) {
        keepers[a] = a;
        for (uint32_t b = a; c->docs[a].n_set > 0 && b-- > 0;) {
            if (keepers[b] != b || c->docs[b].n_set == 0)
                continue;
            pairs[(size_t)a * c->n + b] = TWIN_MET;
            if (c->docs[a].same_words == c->docs[b].same_words ||
                twin_similarity(c, a, b).jaccard >= opts->threshold)
                keepers[a] = b;
        }
    }
    twin_rows rows = twin_tell(c, keepers, pairs);
    free(pairs);
    free(keepers);
    return rows;
}

/* ---- rounds ------------------------------------------------------------ */

typedef struct seat { /* a document in one of its buckets */
    uint64_t key;
    uint32_t band, doc;
} seat;

typedef struct bucket {
    const seat *seats;   /* in keep order */
    uint32_t n, n_kept, cap;
    uint32_t decided;    /* seats before the first that is not */
} bucket;

typedef struct rounds {
    const twin_corpus *corpus;
    const nd_opts *opts;
    nd_bands  bands;
    uint32_t  width;     /* buckets of a document: samenesses, bands */
    seat     *seats;
    bucket   *buckets;
    bucket  **of;        /* at doc * width */
    uint32_t *keepers;   /* UINT32_MAX: undecided */
    unsigned char *pairs;
    uint64_t  capped;
} rounds;

static int by_bucket(const void *x, const void *y)
{
    const seat *a = x, *b = y;
    if (a->band != b->band)
        return a->band < b->band ? -1 : 1;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->doc > b->doc) - (a->doc < b->doc);
}

static uint32_t take_seats(rounds *r)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->corpus->n; i++) {
        const twin_doc *d = &r->corpus->docs[i];
        uint64_t keys[1024 + SAMENESSES] = {[SAME_BYTES] = d->same_bytes, [SAME_WORDS] = d->same_words};
        if (d->n_set == 0)
            continue;
        nd_band_keys(d->signature, &r->bands, keys + SAMENESSES);
        for (uint32_t band = 0; band < r->width; band++)
            r->seats[n++] = (seat){keys[band], band, i};
    }
    qsort(r->seats, n, sizeof *r->seats, by_bucket);
    return n;
}

static void make_buckets(rounds *r)
{
    uint32_t n = take_seats(r), n_buckets = 0;
    for (uint32_t i = 0; i < n; i++) {
        const seat *s = &r->seats[i];
        if (i == 0 || s->band != s[-1].band || s->key != s[-1].key)
            r->buckets[n_buckets++] =
                (bucket){.seats = s, .cap = s->band < SAMENESSES ? UINT32_MAX : r->opts->bucket_cap};
        r->buckets[n_buckets - 1].n++;
        r->of[(size_t)s->doc * r->width + s->band] = &r->buckets[n_buckets - 1];
    }
}

static bool is_open(const bucket *b)
{
    return b != NULL && b->n_kept < b->cap;
}

static uint32_t first_undecided(rounds *r, bucket *b)
{
    while (r->keepers[b->seats[b->decided].doc] != UINT32_MAX)
        b->decided++;
    return b->seats[b->decided].doc;
}

/* First among the undecided in all its open buckets? */
static bool is_first(rounds *r, uint32_t doc)
{
    for (uint32_t band = 0; band < r->width; band++) {
        bucket *b = r->of[(size_t)doc * r->width + band];
        if (is_open(b) && first_undecided(r, b) != doc)
            return false;
    }
    return true;
}

static uint32_t equal_slots(const twin_corpus *c, twin_pair p)
{
    uint32_t equal = 0;
    for (uint32_t k = 0; k < c->opts.perms; k++)
        if (c->docs[p.a].signature[k] == c->docs[p.b].signature[k])
            equal++;
    return equal;
}

static void verify(rounds *r, uint32_t band, twin_pair p)
{
    const twin_corpus *c = r->corpus;
    unsigned char *pair = &r->pairs[(size_t)p.a * c->n + p.b];
    if (band >= SAMENESSES && !(*pair & TWIN_MET)) {
        *pair |= TWIN_MET;
        if (equal_slots(c, p) < r->bands.min_matches)
            *pair |= TWIN_RULED_OUT;
        else if (twin_similarity(c, p.a, p.b).jaccard >= r->opts->threshold)
            *pair |= TWIN_ALIKE;
    }
    if (band < SAMENESSES)
        *pair |= TWIN_ALIKE;
    if (!(*pair & TWIN_ALIKE))
        return;
    if (r->keepers[p.a] == p.a)
        ck_abort_msg("%u was kept, and is like %u", p.a, p.b);
    if (r->keepers[p.a] > p.b)
        r->keepers[p.a] = p.b;
}

/* Keeps doc: it enters its open buckets, and whoever comes later in these is verified against it. */
static void keep(rounds *r, uint32_t doc)
{
    bool refused = false;
    r->keepers[doc] = doc;
    for (uint32_t band = 0; band < r->width; band++) {
        bucket *b = r->of[(size_t)doc * r->width + band];
        if (b != NULL && !is_open(b))
            refused = true;
        if (!is_open(b))
            continue;
        b->n_kept++;
        for (uint32_t i = 0; i < b->n; i++)
            if (b->seats[i].doc > doc)
                verify(r, band, (twin_pair){b->seats[i].doc, doc});
    }
    r->capped += refused;
}

/* One round; false where nobody is undecided. Who is first is asked of all before anybody is kept. */
static bool run_round(rounds *r, uint32_t *first)
{
    uint32_t n_first = 0;
    for (uint32_t i = 0; i < r->corpus->n; i++)
        if (r->keepers[i] == UINT32_MAX && is_first(r, i))
            first[n_first++] = i;
    for (uint32_t i = 0; i < n_first; i++)
        keep(r, first[i]);
    return n_first > 0;
}

twin_rows twin_rounds(const twin_corpus *c, const nd_opts *opts)
{
    rounds r = {.corpus = c, .opts = opts};
    uint32_t n_rounds = 0;
    ck_assert_int_eq(nd_tune(opts, &r.bands, NULL), ND_OK);
    r.width = SAMENESSES + r.bands.bands;
    size_t n_seats = (size_t)c->n * r.width;
    r.seats = calloc(n_seats, sizeof *r.seats);
    r.buckets = calloc(n_seats, sizeof *r.buckets);
    r.of = calloc(n_seats, sizeof *r.of);
    r.keepers = calloc(c->n, sizeof *r.keepers);
    r.pairs = calloc((size_t)c->n * c->n, 1);
    uint32_t *first = calloc(c->n, sizeof *first);
    memset(r.keepers, 0xff, c->n * sizeof *r.keepers);
    make_buckets(&r);
    while (run_round(&r, first))
        n_rounds++;
    twin_rows rows = twin_tell(c, r.keepers, r.pairs);
    rows.counts.capped = r.capped;
    rows.rounds = n_rounds;
    free(first);
    free(r.pairs);
    free(r.keepers);
    free(r.of);
    free(r.buckets);
    free(r.seats);
    return rows;
}
