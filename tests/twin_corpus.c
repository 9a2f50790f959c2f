/* SPDX-License-Identifier: MIT
 *
 * twin_corpus.c - random documents for the twins: texts that are edits of edits of
 * each other, and dense ones whose signatures have nothing to do with their sets.
 *
 * A word is a number below 4096, spelt in three syllables. So five of them are 60
 * bits, and the set of a text's shingles can be kept as it is, without a hash.
 */
#include "pairs.h"
#include "twin.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 160, WORD_BYTES = 9, UNIVERSE = 24 };

typedef struct draft {
    uint16_t words[MOST_WORDS];
    uint32_t n;
    char     bytes[MOST_WORDS * WORD_BYTES];
    size_t   len;
} draft;

static uint32_t below(uint32_t n, uint64_t *state)
{
    return (uint32_t)((random_next(state) >> 32) * n >> 32);
}

static void *room(size_t n, size_t size)
{
    void *p = calloc(n + 1, size);
    if (p == NULL)
        abort();
    return p;
}

/* ---- texts ------------------------------------------------------------- */

static void fresh(draft *d, uint32_t n, uint32_t vocabulary, uint64_t *state)
{
    d->n = n;
    for (uint32_t i = 0; i < n; i++)
        d->words[i] = (uint16_t)below(vocabulary, state);
}

static void edit(draft *d, uint32_t vocabulary, uint64_t *state)
{
    uint32_t at = below(d->n + 1, state), kind = below(4, state);
    if (kind == 0 && d->n < MOST_WORDS) {
        memmove(d->words + at + 1, d->words + at, (d->n - at) * sizeof *d->words);
        d->n++;
    } else if (kind == 1 && at < d->n && d->n > 1) {
        d->n--;
        memmove(d->words + at, d->words + at + 1, (d->n - at) * sizeof *d->words);
        return;
    } else if (kind == 2 && at > 0) {
        d->n = at; /* cut */
        return;
    } else if (at == d->n) {
        return;
    }
    d->words[at] = (uint16_t)below(vocabulary, state);
}

/* The words in any case, with any punctuation. */
static void spell(draft *d, uint64_t *state)
{
    static const char gaps[] = " \n,.-/", consonants[] = "bdkl", vowels[] = "aeio";
    uint32_t shout = below(3, state);
    d->len = 0;
    for (uint32_t i = 0; i < d->n; i++) {
        char big = below(3, state) < shout ? 'a' - 'A' : 0;
        for (unsigned shift = 0; shift < 12; shift += 4) {
            unsigned number = d->words[i], syllable = number >> shift & 15;
            d->bytes[d->len++] = (char)(consonants[syllable & 3] - big);
            d->bytes[d->len++] = (char)(vowels[syllable >> 2] - big);
        }
        d->bytes[d->len++] = gaps[below(sizeof gaps - 1, state)];
        if (below(4, state) == 0)
            d->bytes[d->len++] = ' ';
    }
}

static void draw(draft *drafts, uint32_t i, uint32_t vocabulary, uint64_t *state)
{
    draft *d = &drafts[i];
    uint32_t kind = below(100, state);
    if (kind < 3) {
        d->len = below(3, state);
        memcpy(d->bytes, "--", d->len);
        return;
    }
    if (kind < 9)
        fresh(d, 1 + below(6, state), 3, state);
    else if (kind < 30 || i == 0)
        fresh(d, 5 + below(MOST_WORDS / 2, state), vocabulary, state);
    else
        *d = drafts[below(i, state)];
    if (kind >= 40)
        for (uint32_t edits = below(8, state); edits > 0 && d->n > 0; edits--)
            edit(d, vocabulary, state);
    if ((kind < 30 || kind >= 35 || i == 0) && d->n > 0)
        spell(d, state);
}

/* ---- sets -------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void make_set(twin_doc *d, uint32_t n)
{
    qsort(d->set, n, sizeof *d->set, by_value);
    d->n_set = 0;
    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || d->set[i] != d->set[i - 1])
            d->set[d->n_set++] = d->set[i];
}

static void set_of_draft(twin_doc *d, const draft *from, uint32_t shingle)
{
    ck_assert_uint_le(shingle, 5);
    uint32_t n = from->n >= shingle ? from->n - shingle + 1 : from->n > 0;
    d->set = room(n, sizeof *d->set);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t w = i; w < i + shingle && w < from->n; w++)
            d->set[i] = d->set[i] << 12 | (from->words[w] + 1u);
    make_set(d, n);
}

static uint32_t count_shared(const twin_doc *a, const twin_doc *b)
{
    uint32_t shared = 0;
    for (uint32_t i = 0, j = 0; i < a->n_set && j < b->n_set;) {
        if (a->set[i] == b->set[j])
            shared++;
        if (a->set[i] <= b->set[j])
            i++;
        else
            j++;
    }
    return shared;
}

static void count_all_shared(twin_corpus *c)
{
    c->shared = room((size_t)c->n * c->n, sizeof *c->shared);
    for (uint32_t a = 0; a < c->n; a++)
        for (uint32_t b = 0; b < a; b++)
            c->shared[(size_t)a * c->n + b] = c->shared[(size_t)b * c->n + a] =
                count_shared(&c->docs[a], &c->docs[b]);
}

/* ---- documents --------------------------------------------------------- */

static void own_arrays(twin_doc *d, const nd_doc *doc, uint32_t perms)
{
    d->doc = *doc;
    d->signature = room(perms, sizeof *d->signature);
    d->shingles = room(doc->n_shingles, sizeof *d->shingles);
    if (doc->n_shingles > 0) {
        memcpy(d->signature, doc->signature, perms * sizeof *d->signature);
        memcpy(d->shingles, doc->shingles, doc->n_shingles * sizeof *d->shingles);
        d->doc.signature = d->signature;
        d->doc.shingles = d->shingles;
    }
}

static void find_same(twin_doc *docs, const draft *drafts, uint32_t i)
{
    const draft *d = &drafts[i];
    docs[i].same_bytes = docs[i].same_words = i;
    for (uint32_t j = i; d->n > 0 && j-- > 0;) {
        if (drafts[j].n == d->n && memcmp(drafts[j].words, d->words, d->n * sizeof *d->words) == 0)
            docs[i].same_words = j;
        if (drafts[j].len == d->len && memcmp(drafts[j].bytes, d->bytes, d->len) == 0)
            docs[i].same_bytes = j;
    }
}

void twin_texts(twin_corpus *c, const nd_opts *opts, uint32_t n, uint64_t seed)
{
    static const uint32_t vocabularies[] = {4, 12, 60, 4000};
    nd_sketcher *sketcher = NULL;
    draft *drafts = room(n, sizeof *drafts);
    ck_assert_int_eq(nd_sketcher_new(&sketcher, opts, NULL, NULL), ND_OK);
    *c = (twin_corpus){.opts = *opts, .docs = room(n, sizeof *c->docs), .n = n};
    for (uint32_t i = 0; i < n; i++) {
        nd_doc doc;
        draw(drafts, i, vocabularies[seed % 4], &seed);
        ck_assert_int_eq(nd_sketch(sketcher, drafts[i].bytes, drafts[i].len, &doc, NULL), ND_OK);
        doc.id = i;
        own_arrays(&c->docs[i], &doc, opts->perms);
        set_of_draft(&c->docs[i], &drafts[i], opts->shingle);
        find_same(c->docs, drafts, i);
    }
    count_all_shared(c);
    nd_sketcher_free(sketcher);
    free(drafts);
}

static nd_digest digest_of(uint32_t number, uint64_t seed)
{
    seed += number;
    uint64_t lo = random_next(&seed);
    return (nd_digest){.lo = lo, .hi = random_next(&seed)};
}

/* Members as bits, signature slots likewise: a few of those of from change, or are all new. */
static void draw_dense(uint32_t *members, uint32_t *slots, uint32_t perms, bool all_new, uint64_t *state)
{
    for (uint32_t m = 0; m < UNIVERSE; m++)
        if (all_new || below(12, state) == 0)
            members[m] = below(4, state) > 0;
    for (uint32_t k = 0; k < perms; k++)
        if (all_new || below(12, state) == 0)
            slots[k] = below(2, state);
    members[below(UNIVERSE, state)] = 1;
}

void twin_dense(twin_corpus *c, const nd_opts *opts, uint32_t n, uint64_t seed)
{
    *c = (twin_corpus){.opts = *opts, .docs = room(n, sizeof *c->docs), .n = n};
    uint32_t *members = room((size_t)n * UNIVERSE, sizeof *members);
    for (uint32_t i = 0; i < n; i++) {
        twin_doc *d = &c->docs[i];
        uint32_t from = i > 0 ? below(i, &seed) : 0, kind = i > 0 ? below(20, &seed) : 9;
        uint32_t *own = members + (size_t)i * UNIVERSE, slots[1024];
        d->same_words = kind < 2 ? c->docs[from].same_words : i;
        d->same_bytes = kind < 1 ? c->docs[from].same_bytes : i;
        memcpy(own, members + (size_t)from * UNIVERSE, UNIVERSE * sizeof *own);
        if (i > 0)
            memcpy(slots, c->docs[from].signature, opts->perms * sizeof *slots);
        if (kind >= 2)
            draw_dense(own, slots, opts->perms, kind < 10, &seed);
        d->set = room(UNIVERSE, sizeof *d->set);
        uint32_t hashes[UNIVERSE];
        for (uint32_t m = 0; m < UNIVERSE; m++)
            if (own[m]) {
                hashes[d->n_set] = m * 0x9e3779b1u;
                d->set[d->n_set++] = m;
            }
        own_arrays(d, &(nd_doc){.id = i, .n_words = d->n_set, .identical = digest_of(d->same_bytes, 1),
                                .same_words = digest_of(d->same_words, 2), .signature = slots,
                                .shingles = hashes, .n_shingles = d->n_set},
                   opts->perms);
    }
    count_all_shared(c);
    free(members);
}

void twin_release(twin_corpus *c)
{
    for (uint32_t i = 0; i < c->n; i++) {
        free(c->docs[i].set);
        free(c->docs[i].signature);
        free(c->docs[i].shingles);
    }
    free(c->docs);
    free(c->shared);
    *c = (twin_corpus){0};
}
