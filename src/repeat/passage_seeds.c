/* SPDX-License-Identifier: MIT
 *
 * passage_seeds.c - the seeds of all texts, sorted by hash, to the places that each
 * text may ask for.
 *
 * A seed that few places have links all of them. One that many have links each place
 * to a few before it, never none: so 400 noisy copies of one story hang together at a
 * cost that grows with their number, not its square.
 *
 * Sorting is stable, so the places of one seed are in order of text and letter.
 */
#include "passage_seeds.h"

#include <math.h>

enum {
    SLICE = 1024,   /* letters at a time */
    WINDOW = 5,     /* runs of s letters in a seed: k - s + 1 */
    MIDDLE = WINDOW / 2,
    CROWD = 60,     /* places; from here on a few texts will do */
    LEAST_BITS = 6, /* a seed in every text says a little too, or equal texts would say nothing */
    RADIX = 11      /* bits a pass */
};

void nd_seed_table_init(nd_seed_table *table, const nd_alloc *alloc)
{
    *table = (nd_seed_table){.alloc = alloc};
}

void nd_seed_table_release(nd_seed_table *table)
{
    nd_drop(table->alloc, table->places, table->cap_places, sizeof *table->places);
    nd_drop(table->alloc, table->asks, table->cap_asks, sizeof *table->asks);
    nd_drop(table->alloc, table->first_ask, table->cap_first, sizeof *table->first_ask);
    nd_seed_table_init(table, table->alloc);
}

static inline uint64_t load(const uint8_t *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline uint32_t hash_of(const uint8_t *p, uint32_t k)
{
    uint64_t h = load(p) * 0x9E3779B97F4A7C15 ^ load(p + k - 8) * 0xC2B2AE3D27D4EB4F;
    return (uint32_t)((h ^ h >> 29) * 0xBF58476D1CE4E5B9 >> 32);
}

/* Whether the runs of s letters from here on have their least in the middle: no branch, every fifth place has. */
static inline bool is_seed(const uint32_t *run)
{
    uint32_t m = run[MIDDLE];
    return (m < run[0]) & (m < run[1]) & (m <= run[3]) & (m <= run[4]);
}

/* The seeds of a text, in order; keys and places may be NULL: only counted. */
static size_t find_seeds(nd_seed_shape shape, const nd_letters *text, uint32_t number, size_t n_before,
                         uint64_t *keys, nd_seed_place *places)
{
    uint32_t least[SLICE + WINDOW], seeds[SLICE];
    uint64_t mask = (UINT64_C(1) << 8 * shape.s) - 1;
    size_t n = n_before;
    if (text->n < shape.k)
        return 0;
    for (uint32_t at = 0, end = text->n - shape.k + 1; at < end;) {
        uint32_t here = end - at < SLICE ? end - at : SLICE, n_seeds = 0;
        const uint8_t *p = text->bytes + at;
        for (uint32_t i = 0; i < here + WINDOW - 1; i++)
            least[i] = (uint32_t)((load(p + i) & mask) * 0x9E3779B97F4A7C15 >> 32);
        if (keys == NULL) {
            for (uint32_t i = 0; i < here; i++)
                n_seeds += is_seed(least + i);
        } else {
            for (uint32_t i = 0; i < here; i++) {
                seeds[n_seeds] = i;
                n_seeds += is_seed(least + i);
            }
            for (uint32_t i = 0; i < n_seeds; i++) {
                keys[n + i] = (uint64_t)hash_of(p + seeds[i], shape.k) << 32 | (n + i);
                places[n + i] = (nd_seed_place){number, at + seeds[i]};
            }
        }
        n += n_seeds;
        at += here;
    }
    return n - n_before;
}

/* By the upper 32 bits, stable. Whether the result is in other. */
static bool sort(uint64_t *keys, uint64_t *other, size_t n)
{
    bool swapped = false;
    for (unsigned shift = 32; shift < 64; shift += RADIX, swapped = !swapped) {
        const uint64_t *from = swapped ? other : keys;
        uint64_t *to = swapped ? keys : other;
        size_t starts[1 << RADIX] = {0}, sum = 0;
        for (size_t i = 0; i < n; i++)
            starts[from[i] >> shift & ((1 << RADIX) - 1)]++;
        for (size_t i = 0; i < ND_COUNT(starts); i++) {
            size_t count = starts[i];
            starts[i] = sum;
            sum += count;
        }
        for (size_t i = 0; i < n; i++)
            to[starts[from[i] >> shift & ((1 << RADIX) - 1)]++] = from[i];
    }
    return swapped;
}

/* One seed's places: keys[from .. to). */
typedef struct group {
    size_t from, to;
    size_t n_texts;
} group;

static group group_at(const uint64_t *keys, size_t n, size_t from, const nd_seed_place *places)
{
    group g = {.from = from, .to = from + 1, .n_texts = 1};
    for (; g.to < n && keys[g.to] >> 32 == keys[from] >> 32; g.to++)
        g.n_texts += places[(uint32_t)keys[g.to]].text != places[(uint32_t)keys[g.to - 1]].text;
    return g;
}

static uint8_t bits_of(const group *g, size_t n_texts)
{
    double bits = log2((double)n_texts / (double)g->n_texts);
    return (uint8_t)(4 * (bits < LEAST_BITS ? LEAST_BITS : bits));
}

/* Writes a group's places behind the table's, and each seed's own ask over its key of `asks`. */
static void add_group(nd_seed_table *table, const group *g, const uint64_t *keys, const nd_seed_place *places,
                      nd_seed_ask *asks)
{
    size_t first = table->n_places;      /* of this text's */
    uint8_t bits = bits_of(g, table->n_texts);
    bool crowded = g->to - g->from > CROWD;
    for (size_t i = g->from; i < g->to; i++) {
        nd_seed_place place = places[(uint32_t)keys[i]];
        size_t here = table->n_places;
        if (i > g->from && place.text != table->places[here - 1].text)
            first = here;
        size_t before = first - (here - (i - g->from));
        table->places[table->n_places++] = place;
        asks[(uint32_t)keys[i]] = (nd_seed_ask){
            .letter = place.letter,
            .end = (uint32_t)first,
            .n = (uint8_t)(before < CROWD ? before : CROWD),
            .bits = bits,
            .crowded = crowded,
        };
    }
}

/* What making the table takes and gives back: hash and number of each seed, and where each is. */
typedef struct scratch {
    uint64_t      *keys, *other;
    nd_seed_place *places;
    size_t         n, cap_keys, cap_other, cap_places;
} scratch;

static void release(scratch *s, const nd_alloc *alloc)
{
    nd_drop(alloc, s->keys, s->cap_keys, sizeof *s->keys);
    nd_drop(alloc, s->other, s->cap_other, sizeof *s->other);
    nd_drop(alloc, s->places, s->cap_places, sizeof *s->places);
}

/* All seeds by hash. first_ask holds the number of each text's first seed. False: no memory. */
static bool collect(nd_seed_table *table, scratch *s, const nd_letters *texts, size_t n_texts)
{
    const nd_alloc *alloc = table->alloc;
    if (!nd_grow(alloc, &s->keys, &s->cap_keys, s->n, sizeof *s->keys) ||
        !nd_grow(alloc, &s->other, &s->cap_other, s->n, sizeof *s->other) ||
        !nd_grow(alloc, &s->places, &s->cap_places, s->n, sizeof *s->places) ||
        !nd_grow(alloc, &table->first_ask, &table->cap_first, n_texts + 1, sizeof *table->first_ask))
        return false;
    size_t n = 0;
    for (size_t i = 0; i < n_texts; i++) {
        table->first_ask[i] = (uint32_t)n;
        n += find_seeds(table->shape, &texts[i], (uint32_t)i, n, s->keys, s->places);
    }
    table->first_ask[n_texts] = (uint32_t)n;
    if (sort(s->keys, s->other, n)) {
        uint64_t *swap = s->keys;
        s->keys = s->other;
        s->other = swap;
        size_t cap = s->cap_keys;
        s->cap_keys = s->cap_other;
        s->cap_other = cap;
    }
    nd_drop(alloc, s->other, s->cap_other, sizeof *s->other);
    s->other = NULL;
    s->cap_other = 0;
    return true;
}

/* An ask for every seed, empty where no text before has it. False: no memory. */
static bool link_groups(nd_seed_table *table, const scratch *s)
{
    size_t shared = 0;
    for (size_t from = 0; from < s->n;) {
        group g = group_at(s->keys, s->n, from, s->places);
        shared += g.n_texts > 1 ? g.to - g.from : 0;
        from = g.to;
    }
    if (!nd_grow(table->alloc, &table->places, &table->cap_places, shared, sizeof *table->places) ||
        !nd_grow(table->alloc, &table->asks, &table->cap_asks, s->n, sizeof *table->asks))
        return false;
    for (size_t i = 0; i < s->n; i++)
        table->asks[i].n = 0;
    for (size_t from = 0; from < s->n;) {
        group g = group_at(s->keys, s->n, from, s->places);
        if (g.n_texts > 1)
            add_group(table, &g, s->keys, s->places, table->asks);
        from = g.to;
    }
    return true;
}

static void drop_empty(nd_seed_table *table)
{
    for (size_t i = 0, from = 0; i < table->n_texts; i++) {
        size_t to = table->first_ask[i + 1];
        table->first_ask[i] = (uint32_t)table->n_asks;
        for (; from < to; from++)
            if (table->asks[from].n > 0)
                table->asks[table->n_asks++] = table->asks[from];
    }
    table->first_ask[table->n_texts] = (uint32_t)table->n_asks;
}

nd_status nd_seed_table_make(nd_seed_table *table, nd_seed_shape shape, const nd_letters *texts, size_t n_texts,
                             nd_err *err)
{
    scratch s = {0};
    nd_seed_table_release(table);
    table->shape = shape;
    table->n_texts = n_texts;
    for (size_t i = 0; i < n_texts; i++)
        s.n += find_seeds(shape, &texts[i], 0, 0, NULL, NULL);
    if (s.n > UINT32_MAX)
        return nd_fail(err, ND_ELIMIT, "the texts have %zu seeds of passages, 2^32 or more", s.n);
    bool made = collect(table, &s, texts, n_texts) && link_groups(table, &s);
    size_t n = s.n;
    release(&s, table->alloc);
    if (!made) {
        nd_seed_table_release(table);
        return nd_no_memory(err, n * sizeof *s.keys);
    }
    drop_empty(table);
    return ND_OK;
}
