/* SPDX-License-Identifier: MIT
 *
 * article.c - a text folded, cut and numbered.
 */
#include "article.h"

#include "text/scripts.h"
#include "text/text.h"

#include <math.h>
#include <xxhash.h>

nd_status nd_article_init(nd_article *article, const nd_opts *opts, const nd_alloc *alloc, nd_err *err)
{
    *article = (nd_article){.alloc = alloc};
    nd_segments_init(&article->segments, alloc);
    nd_numbers_init(&article->numbers, alloc);
    return nd_text_new(&article->folder, opts, alloc, err);
}

void nd_article_release(nd_article *article)
{
    nd_text_free(article->folder);
    nd_segments_release(&article->segments);
    nd_drop(article->alloc, article->ids, article->cap_ids, sizeof *article->ids);
    nd_drop(article->alloc, article->bits, article->cap_bits, sizeof *article->bits);
    nd_drop(article->alloc, article->traits, article->cap_traits, sizeof *article->traits);
    nd_drop(article->alloc, article->looks, article->cap_looks, sizeof *article->looks);
    nd_numbers_release(&article->numbers);
    *article = (nd_article){.alloc = article->alloc};
}

static nd_status number_words(nd_article *article, nd_err *err)
{
    const nd_words *words = &article->words;
    if (!nd_grow(article->alloc, &article->ids, &article->cap_ids, words->n_words + ND_IDS_BEHIND, sizeof *article->ids))
        return nd_no_memory(err, words->n_words * sizeof *article->ids);
    article->seed = XXH3_64bits(words->folded, words->folded_len);
    nd_numbers_begin(&article->numbers, article->seed);
    nd_status st = nd_numbers_add(&article->numbers, words, article->ids, err);
    memset(article->ids + words->n_words, 0xFF, ND_IDS_BEHIND * sizeof *article->ids);
    article->n_ids = (uint32_t)article->numbers.n;
    article->counts = article->numbers.counts;
    return st;
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

/* Of each distinct word how surprising it is here, and what it is made of. */
static nd_status describe_words(nd_article *article, nd_err *err)
{
    const nd_numbers *numbers = &article->numbers;
    float all = (float)article->words.n_words;
    size_t n = article->n_ids;
    if (!nd_grow(article->alloc, &article->bits, &article->cap_bits, n + 1, sizeof *article->bits) ||
        !nd_grow(article->alloc, &article->traits, &article->cap_traits, n + 1, sizeof *article->traits))
        return nd_no_memory(err, n * sizeof *article->bits);
    uint8_t any = 0;
    for (size_t id = 0; id < n; id++) {
        any |= article->traits[id] = traits_of((const uint8_t *)numbers->words[id], numbers->lens[id]);
        article->bits[id] = log2f(all / (float)numbers->counts[id]);
    }
    article->alone = (any & ND_WORD_ALONE) != 0;
    return ND_OK;
}

static nd_status forget_looks(nd_article *article, nd_err *err)
{
    size_t n = article->segments.n_lines;
    if (!nd_grow(article->alloc, &article->looks, &article->cap_looks, n + 1, sizeof *article->looks))
        return nd_no_memory(err, n * sizeof *article->looks);
    memset(article->looks, 0, n * sizeof *article->looks);
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
        st = forget_looks(article, err);
    if (st == ND_OK)
        st = number_words(article, err);
    if (st == ND_OK)
        st = nd_blocks_cut(&article->segments, text, &article->words, article->ids, err);
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
