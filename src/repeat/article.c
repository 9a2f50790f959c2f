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
#include <xxhash.h>

struct nd_word_slot {
    uint32_t hash;             /* high half of the word's hash */
    uint32_t word;             /* the first place of the word, + 1; 0: free */
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
    nd_drop(article->alloc, article->slots, article->cap_slots, sizeof *article->slots);
    *article = (nd_article){.alloc = article->alloc};
}

static size_t word_len(const nd_words *words, size_t i)
{
    return words->starts[i + 1] - words->starts[i] - 1;
}

static bool same_word(const nd_words *words, size_t a, size_t b)
{
    size_t len = word_len(words, a);
    return len == word_len(words, b) &&
           memcmp(words->folded + words->starts[a], words->folded + words->starts[b], len) == 0;
}

/* Room for twice as many words as there are; those that are there move over. */
static bool grow_slots(nd_article *article, size_t *n_slots, uint64_t seed)
{
    size_t n = *n_slots == 0 ? 1024 : 4 * *n_slots;
    const nd_words *words = &article->words;
    if (!nd_grow(article->alloc, &article->slots, &article->cap_slots, n, sizeof *article->slots))
        return false;
    memset(article->slots, 0, n * sizeof *article->slots);
    for (size_t i = 0, seen = 0; seen < article->n_ids; i++) {
        if (article->ids[i] != seen)
            continue;          /* not the first place of a word */
        uint64_t hash = XXH3_64bits_withSeed(words->folded + words->starts[i], word_len(words, i), seed);
        size_t at = hash & (n - 1);
        while (article->slots[at].word != 0)
            at = (at + 1) & (n - 1);
        article->slots[at] = (nd_word_slot){(uint32_t)(hash >> 32), (uint32_t)i + 1};
        seen++;
    }
    *n_slots = n;
    return true;
}

static nd_status number_words(nd_article *article, nd_err *err)
{
    const nd_words *words = &article->words;
    size_t n_slots = 0;
    article->n_ids = 0;
    if (words->n_words == 0)
        return ND_OK;
    if (!nd_grow(article->alloc, &article->ids, &article->cap_ids, words->n_words, sizeof *article->ids))
        return nd_no_memory(err, words->n_words * sizeof *article->ids);
    uint64_t seed = XXH3_64bits(words->folded, words->folded_len);
    for (size_t i = 0; i < words->n_words; i++) {
        if (article->n_ids >= n_slots / 2 && !grow_slots(article, &n_slots, seed))
            return nd_no_memory(err, 0);
        uint64_t hash = XXH3_64bits_withSeed(words->folded + words->starts[i], word_len(words, i), seed);
        size_t at = hash & (n_slots - 1);
        nd_word_slot *slot = &article->slots[at];
        while (slot->word != 0 &&
               (slot->hash != (uint32_t)(hash >> 32) || !same_word(words, slot->word - 1, i))) {
            at = (at + 1) & (n_slots - 1);
            slot = &article->slots[at];
        }
        if (slot->word != 0) {
            article->ids[i] = article->ids[slot->word - 1];
        } else {
            *slot = (nd_word_slot){(uint32_t)(hash >> 32), (uint32_t)i + 1};
            article->ids[i] = article->n_ids++;
        }
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
            article->traits[id] = traits_of((const uint8_t *)words->folded + words->starts[i], word_len(words, i));
    }
    for (size_t id = 0; id < n; id++)
        article->bits[id] = log2f((float)words->n_words / (float)article->counts[id]);
    return ND_OK;
}

nd_status nd_article_read(nd_article *article, const char *text, size_t len, nd_err *err)
{
    article->text = text;
    article->len = len;
    article->natural = false;
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
