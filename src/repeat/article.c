/* SPDX-License-Identifier: MIT
 *
 * article.c - a text folded, cut and numbered.
 *
 * The table of distinct words is keyed with the hash of the whole text, as that of
 * equal lines is (equal.c says why), grows as it fills, and believes no hash.
 */
#include "article.h"

#include "text/scripts.h"
#include "text/text.h"

#include <math.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

/*
 * What a word is compared with lies in its slot: the word itself where it has at most
 * 8 bytes, as most do, else its hash, and then the bytes of its first place decide.
 */
struct nd_word_slot {
    uint64_t key;
    uint32_t len;              /* bytes of the word */
    uint32_t number;           /* + 1; 0: free */
};

nd_status nd_article_init(nd_article *article, const nd_opts *opts, const nd_alloc *alloc, nd_err *err)
{
    *article = (nd_article){.alloc = alloc};
    nd_segments_init(&article->segments, alloc);
    return nd_text_new(&article->folder, opts, alloc, err);
}

void nd_article_release(nd_article *article)
{
    nd_text_free(article->folder);
    nd_segments_release(&article->segments);
    nd_drop(article->alloc, article->ids, article->cap_ids, sizeof *article->ids);
    nd_drop(article->alloc, article->counts, article->cap_counts, sizeof *article->counts);
    nd_drop(article->alloc, article->bits, article->cap_bits, sizeof *article->bits);
    nd_drop(article->alloc, article->traits, article->cap_traits, sizeof *article->traits);
    nd_drop(article->alloc, article->firsts, article->cap_firsts, sizeof *article->firsts);
    nd_drop(article->alloc, article->slots, article->cap_slots, sizeof *article->slots);
    *article = (nd_article){.alloc = article->alloc};
}

enum { SHORT = sizeof(uint64_t) };

/* What a word is looked for by: its key and length, and where the search begins. */
typedef struct sought {
    uint64_t key, hash;
    uint32_t len;
} sought;

/* A mask of the first n > 0 bytes of eight, as they lie in memory. */
static uint64_t first_bytes(uint32_t n)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return UINT64_MAX >> 8 * (SHORT - n);
#else
    return UINT64_MAX << 8 * (SHORT - n);
#endif
}

static sought sought_of(const nd_words *words, size_t word, uint64_t seed)
{
    const char *bytes = words->folded + words->starts[word];
    sought s = {.len = words->starts[word + 1] - words->starts[word] - 1};
    if (s.len > SHORT) {
        s.key = s.hash = XXH3_64bits_withSeed(bytes, s.len, seed);
        return s;
    }
    if (words->starts[word] + SHORT <= words->folded_len) {
        memcpy(&s.key, bytes, SHORT);
        s.key &= first_bytes(s.len);
    } else {
        memcpy(&s.key, bytes, s.len);
    }
    /* the finaliser of MurmurHash3 (Appleby), keyed */
    s.hash = s.key ^ seed;
    s.hash = (s.hash ^ s.hash >> 33) * UINT64_C(0xFF51AFD7ED558CCD);
    s.hash = (s.hash ^ s.hash >> 33) * UINT64_C(0xC4CEB9FE1A85EC53);
    s.hash ^= s.hash >> 33;
    return s;
}

static bool same_word(const nd_words *words, size_t a, size_t b, size_t len)
{
    return memcmp(words->folded + words->starts[a], words->folded + words->starts[b], len) == 0;
}

/* Room for four times as many slots as there are; the words that are there move over. */
static bool grow_slots(nd_article *article, size_t *n_slots, uint64_t seed)
{
    size_t n = *n_slots == 0 ? 1024 : 4 * *n_slots;
    if (!nd_grow(article->alloc, &article->slots, &article->cap_slots, n, sizeof *article->slots) ||
        !nd_grow(article->alloc, &article->firsts, &article->cap_firsts, n / 2, sizeof *article->firsts))
        return false;
    memset(article->slots, 0, n * sizeof *article->slots);
    for (uint32_t id = 0; id < article->n_ids; id++) {
        sought s = sought_of(&article->words, article->firsts[id], seed);
        size_t at = s.hash & (n - 1);
        while (article->slots[at].number != 0)
            at = (at + 1) & (n - 1);
        article->slots[at] = (nd_word_slot){s.key, s.len, id + 1};
    }
    *n_slots = n;
    return true;
}

/* The number of a word, new or not. */
static uint32_t number_of(nd_article *article, size_t mask, uint32_t word, const sought *s)
{
    for (size_t at = s->hash & mask;; at = (at + 1) & mask) {
        nd_word_slot *slot = &article->slots[at];
        if (slot->number == 0) {
            article->firsts[article->n_ids] = word;
            *slot = (nd_word_slot){s->key, s->len, ++article->n_ids};
            return article->n_ids - 1;
        }
        if (slot->key == s->key && slot->len == s->len &&
            (s->len <= SHORT || same_word(&article->words, article->firsts[slot->number - 1], word, s->len)))
            return slot->number - 1;
    }
}

/* By a few words at once, so that the slots of all are on their way while the first is looked at. */
static nd_status number_words(nd_article *article, nd_err *err)
{
    enum { FEW = 16 };
    const nd_words *words = &article->words;
    size_t n_slots = 0;
    sought few[FEW];
    article->n_ids = 0;
    if (words->n_words == 0)
        return ND_OK;
    if (!nd_grow(article->alloc, &article->ids, &article->cap_ids, words->n_words, sizeof *article->ids))
        return nd_no_memory(err, words->n_words * sizeof *article->ids);
    uint64_t seed = XXH3_64bits(words->folded, words->folded_len);
    for (size_t i = 0, n; i < words->n_words; i += n) {
        n = words->n_words - i < FEW ? words->n_words - i : FEW;
        if (article->n_ids + n >= n_slots / 2 && !grow_slots(article, &n_slots, seed))
            return nd_no_memory(err, 0);
        for (size_t k = 0; k < n; k++) {
            few[k] = sought_of(words, i + k, seed);
            __builtin_prefetch(&article->slots[few[k].hash & (n_slots - 1)]);
        }
        for (size_t k = 0; k < n; k++)
            article->ids[i + k] = number_of(article, n_slots - 1, (uint32_t)(i + k), &few[k]);
    }
    return ND_OK;
}

static uint8_t traits_of(const uint8_t *word, size_t len)
{
    uint32_t cp = 0;
    size_t n = nd_utf8_decode(word, len, &cp);
    uint8_t traits = n == len ? ND_WORD_ONE : 0;
    for (size_t i = 0; i < len; i++)
        traits |= word[i] >= '0' && word[i] <= '9' ? ND_WORD_DIGIT : 0;
    if (nd_stands_alone(cp)) {
        traits |= ND_WORD_ALONE;
        if (cp >= 0x3040 && cp < 0x3100)
            traits |= ND_WORD_KANA;
        else if (cp < 0x1800)
            traits |= ND_WORD_THAI;
    } else if (cp >= 0x0900 && cp < 0x0D80) {
        traits |= ND_WORD_INDIC;
    } else if (cp >= 0xAC00 && cp < 0xD7B0) {
        traits |= ND_WORD_HANGUL;
    } else if (cp < 0x0590 || (cp >= 0x1E00 && cp < 0x2000)) {
        traits |= ND_WORD_CASED;
    }
    return traits;
}

/* Of each distinct word how often it stands there, how surprising that is, and what it is made of. */
static nd_status describe_words(nd_article *article, nd_err *err)
{
    const nd_words *words = &article->words;
    size_t n = article->n_ids;
    if (!nd_grow(article->alloc, &article->counts, &article->cap_counts, n + 1, sizeof *article->counts) ||
        !nd_grow(article->alloc, &article->bits, &article->cap_bits, n + 1, sizeof *article->bits) ||
        !nd_grow(article->alloc, &article->traits, &article->cap_traits, n + 1, sizeof *article->traits))
        return nd_no_memory(err, n * sizeof *article->counts);
    memset(article->counts, 0, n * sizeof *article->counts);
    for (size_t i = 0; i < words->n_words; i++) {
        uint32_t id = article->ids[i];
        if (article->counts[id]++ == 0)
            article->traits[id] = traits_of((const uint8_t *)words->folded + words->starts[i],
                                            words->starts[i + 1] - words->starts[i] - 1);
    }
    for (size_t id = 0; id < n; id++)
        article->bits[id] = log2f((float)words->n_words / (float)article->counts[id]);
    return ND_OK;
}

nd_status nd_article_read(nd_article *article, const char *text, size_t len, nd_err *err)
{
    article->text = text;
    article->len = len;
    article->natural = article->list = article->verse = false;
    nd_status st = nd_text_fold(article->folder, text, len, true, &article->words, err);
    if (st == ND_OK)
        st = nd_segments_cut(&article->segments, text, len, &article->words, err);
    if (st == ND_OK)
        st = number_words(article, err);
    if (st == ND_OK)
        st = describe_words(article, err);
    return st;
}

nd_place nd_words_place(const nd_article *article, uint32_t word, uint32_t n)
{
    const nd_span *first = &article->words.spans[word], *last = &article->words.spans[word + n - 1];
    return (nd_place){
        .line = nd_line_with(&article->segments, word)->place.line,
        .offset = first->offset,
        .len = last->offset + last->len - first->offset,
    };
}

double nd_words_bits(const nd_article *article, uint32_t word, uint32_t n)
{
    double bits = 0;
    for (uint32_t i = word; i < word + n; i++)
        bits += (double)article->bits[article->ids[i]];
    return bits;
}
