/* SPDX-License-Identifier: MIT
 *
 * article.h - one text as every question about it sees it: folded words with their
 * places, lines, paragraphs, blocks, and a number for each distinct word.
 */
#ifndef ND_ARTICLE_H
#define ND_ARTICLE_H

#include "numbers.h"
#include "segment.h"

/* What is known of a word from its letters. */
enum {
    ND_WORD_ALONE = 1,         /* a character of a script without spaces */
    ND_WORD_KANA = 2,          /* with ALONE: Hiragana or Katakana */
    ND_WORD_THAI = 4,          /* with ALONE: Thai, Lao, Khmer, Myanmar: several make a syllable */
    ND_WORD_INDIC = 8,         /* Devanagari to Malayalam */
    ND_WORD_DIGIT = 16,        /* has an ASCII digit */
    ND_WORD_ONE = 32,          /* one letter long */
    ND_WORD_HANGUL = 64,
    ND_WORD_CASED = 128        /* Latin, Greek, Cyrillic and the like: a script with capitals */
};

enum { ND_IDS_BEHIND = 8 };

typedef struct nd_article {
    const char *text;          /* the caller's */
    size_t      len;
    nd_words    words;         /* with spans; views into folder */
    nd_segments segments;
    nd_text    *folder;

    uint32_t   *ids;           /* of each word: the same for the same folded word, from 0 by first place;
                                  behind the last ND_IDS_BEHIND that no word has */
    uint32_t    n_ids;
    const uint32_t *counts;    /* n_ids: how many words of the text have it; in numbers */
    float      *bits;          /* n_ids: how surprising it is here: log2(words / counts) */
    uint8_t    *traits;        /* n_ids: ND_WORD_ALONE .. */
    uint16_t   *looks;         /* of each line, where it was asked for (layout.c) */

    bool        alone;         /* some word is a character of a script without spaces */
    bool        verse;         /* has stanzas or tables: in their lines (nd_segment.verse) what repeats is weak */
    bool        list;          /* or made of items: glossary, ticker; these are alike by nature */
    bool        natural;       /* verse, a table, a list: what repeats here does so by nature (lines.c) */

    nd_numbers  numbers;
    uint64_t    seed;          /* for hashes: follows from all words (equal.c says why) */
    size_t      cap_ids, cap_bits, cap_traits, cap_looks;
    const nd_alloc *alloc;
} nd_article;

nd_status nd_article_init(nd_article *article, const nd_opts *opts, const nd_alloc *alloc, nd_err *err);
void nd_article_release(nd_article *article);

/* nd_article_read - folds, cuts and numbers a text, borrowed until the next read. O(len) expected. */
nd_status nd_article_read(nd_article *article, const char *text, size_t len, nd_err *err);

/* nd_words_place - the place of n > 0 words from word on; line is that of its first byte. */
nd_place nd_words_place(const nd_article *article, uint32_t word, uint32_t n);

/* nd_words_bits - surprise of n words from word on: the sum of their bits. */
double nd_words_bits(const nd_article *article, uint32_t word, uint32_t n);

/* nd_word_traits - ND_WORD_ALONE .. of a word. */
static inline uint8_t nd_word_traits(const nd_article *article, uint32_t word)
{
    return article->traits[article->ids[word]];
}

#endif
