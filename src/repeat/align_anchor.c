/* SPDX-License-Identifier: MIT
 *
 * align_anchor.c - places where two texts surely belong together: n-grams that are
 * rare on both sides, chained by the longest increasing subsequence (patience
 * sorting, as in Bram Cohen's patience diff, there on unique lines).
 *
 * Where text is there twice, none of its n-grams is unique. So there is a second way,
 * ranked: the r-th occurrence in one text belongs to the r-th in the other. It keeps
 * the pairs linear in number and is right wherever both texts repeat alike.
 *
 * Both texts are walked from the end, since then the hash of the next n-gram follows
 * from that of the last by one product: h(i) = sum of mix(word i + t) * BASE^t. It is
 * seeded from both texts, so nobody can write one that is slow; and not believed:
 * the words of a pair are compared.
 */
#include "align_steps.h"

static const uint64_t BASE = 0x9E3779B97F4A7C15;

static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 32)) * 0xD6E8FEB86659FD93;
    x = (x ^ (x >> 32)) * 0xD6E8FEB86659FD93;
    return x ^ (x >> 32);
}

typedef struct roll {
    const uint32_t *words;
    uint64_t seed, hash, top; /* top: BASE^(n - 1) */
    uint32_t n, at, end;      /* the hash is of words at .. end - 1, at most n of them */
} roll;

static roll roll_from(const nd_word_aligner *al, const uint32_t *words, uint32_t end, uint32_t n)
{
    roll r = {.words = words, .seed = al->seed, .top = 1, .n = n, .at = end, .end = end};
    for (uint32_t i = 1; i < n; i++)
        r.top *= BASE;
    return r;
}

/* One word towards the beginning. */
static void roll_on(roll *r)
{
    if (r->end - r->at == r->n)
        r->hash -= mix(r->words[--r->end] + r->seed) * r->top;
    r->hash = r->hash * BASE + mix(r->words[--r->at] + r->seed);
}

/* The slot of an n-gram, or the free one where it belongs. */
static nd_gram *slot_of(nd_word_aligner *al, uint64_t hash)
{
    uint64_t spread = mix(hash);
    uint32_t check = (uint32_t)spread;
    size_t mask = al->n_grams - 1;
    size_t i = (spread >> 32) & mask;
    while (al->grams[i].last != 0 && al->grams[i].check != check)
        i = (i + 1) & mask;
    al->grams[i].check = check;
    return &al->grams[i];
}

nd_status nd_grams_make(nd_word_aligner *al, uint32_t b, uint32_t b_end, uint32_t n, nd_err *err)
{
    size_t slots = 16;
    while (slots / 2 < b_end - b)
        slots *= 2;
    if (!nd_grow(al->alloc, &al->grams, &al->cap_grams, slots, sizeof *al->grams))
        return nd_no_memory(err, slots * sizeof *al->grams);
    memset(al->grams, 0, slots * sizeof *al->grams);
    al->n_grams = slots;
    roll r = roll_from(al, al->b, b_end, n);
    for (uint32_t free = 0; r.at > b;) {
        roll_on(&r);
        free = al->of_b[r.at] == 0 ? free + 1 : 0;
        if (free < n)
            continue;
        nd_gram *gram = slot_of(al, r.hash);
        al->next[r.at] = 0;
        if (gram->last != 0)
            al->next[gram->last - 1] = r.at + 1;
        else
            gram->first = r.at + 1;
        gram->last = r.at + 1;
    }
    return ND_OK;
}

nd_gram *nd_gram_at(nd_word_aligner *al, uint32_t a, uint32_t n)
{
    roll r = roll_from(al, al->a, a + n, n);
    while (r.at > a)
        roll_on(&r);
    nd_gram *gram = slot_of(al, r.hash);
    return gram->last != 0 ? gram : NULL;
}

static bool same(const nd_word_aligner *al, uint32_t a, uint32_t b, uint32_t n)
{
    return memcmp(al->a + a, al->b + b, n * sizeof *al->a) == 0;
}

/* Pairs of equal n-grams in al->anchors, in order of a. */
static size_t pair_grams(nd_word_aligner *al, const nd_gap *gap, uint32_t n, bool ranked)
{
    nd_anchor *anchors = al->anchors;
    size_t hits = 0, pairs = 0;
    roll r = roll_from(al, al->a, gap->a_end, n);
    while (r.at > gap->a) {
        roll_on(&r);
        if (r.end - r.at < n)
            continue;
        nd_gram *gram = slot_of(al, r.hash);
        if (gram->last == 0 || gram->first == 0)
            continue;
        gram->n_a++;
        if (!ranked) {
            anchors[hits++] = (nd_anchor){r.at, (uint32_t)(gram - al->grams)};
        } else if (same(al, r.at, gram->first - 1, n)) {
            anchors[hits++] = (nd_anchor){r.at, gram->first - 1};
            gram->first = al->next[gram->first - 1];
        }
    }
    for (size_t i = 0; i < hits; i++) {
        nd_anchor anchor = anchors[i];
        if (!ranked) {
            const nd_gram *gram = &al->grams[anchor.b];
            anchor.b = gram->last - 1;
            if (gram->n_a > 1 || gram->first != gram->last || !same(al, anchor.a, anchor.b, n))
                continue;
        }
        anchors[pairs++] = anchor;
    }
    for (size_t i = 0; i < pairs / 2; i++) {
        nd_anchor other = anchors[i];
        anchors[i] = anchors[pairs - 1 - i];
        anchors[pairs - 1 - i] = other;
    }
    return pairs;
}

/*
 * Of n pairs in order of a, the most that increase in b too. tails[l] is the pair that
 * ends a chain of l + 1 with the least b; back[i] is the pair before i in its chain.
 */
static size_t increase(nd_word_aligner *al, size_t n)
{
    nd_anchor *anchors = al->anchors;
    uint32_t *tails = al->tails, *back = al->back;
    size_t longest = 0;
    for (uint32_t i = 0; i < n; i++) {
        size_t low = 0, high = longest;
        if (longest > 0 && anchors[tails[longest - 1]].b < anchors[i].b)
            low = longest;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (anchors[tails[middle]].b < anchors[i].b)
                low = middle + 1;
            else
                high = middle;
        }
        tails[low] = i;
        back[i] = low > 0 ? tails[low - 1] : 0;
        if (low == longest)
            longest++;
    }
    if (longest == 0)
        return 0;
    for (size_t l = longest - 1; l > 0; l--)
        tails[l - 1] = back[tails[l]];
    for (size_t l = 0; l < longest; l++)
        anchors[l] = anchors[tails[l]];
    return longest;
}

nd_status nd_anchors_find(nd_word_aligner *al, const nd_gap *gap, uint32_t n, bool ranked, size_t *found,
                          nd_err *err)
{
    size_t most = gap->a_end - gap->a;
    if (!nd_grow(al->alloc, &al->anchors, &al->cap_anchors, most, sizeof *al->anchors) ||
        !nd_grow(al->alloc, &al->back, &al->cap_back, most, sizeof *al->back) ||
        !nd_grow(al->alloc, &al->tails, &al->cap_tails, most, sizeof *al->tails))
        return nd_no_memory(err, most * sizeof *al->anchors);
    nd_status st = nd_grams_make(al, gap->b, gap->b_end, n, err);
    if (st == ND_OK)
        *found = increase(al, pair_grams(al, gap, n, ranked));
    return st;
}
