/* SPDX-License-Identifier: MIT
 *
 * surprise.c - names, titles and set phrases stand again by nature.
 *
 * Eight words in the same order are hardly ever chance. Fewer may be a name (most of
 * them capitalised) or a set phrase (made of words that the text uses anyhow): they
 * must hold words that are rare in this text and long enough to mean something.
 */
#include "surprise.h"

#include <utf8proc.h>

enum {
    SURE_WORDS = 8, SURE_NAMES = 12,   /* more is no chance; of capitalised words more */
    SURE_HAN = 12, SURE_SYLLABLES = 34,
    RARE = 3,                          /* stands at most so often in the text */
    LONG_WORD = 4                      /* bytes; shorter words are mostly grammar */
};

bool nd_is_capital(const nd_article *article, uint32_t word)
{
    utf8proc_int32_t cp = 0;
    const nd_span *span = &article->words.spans[word];
    if (utf8proc_iterate((const utf8proc_uint8_t *)article->text + span->offset, (utf8proc_ssize_t)span->len, &cp) <= 0)
        return false;
    utf8proc_category_t category = utf8proc_category(cp);
    return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
}

bool nd_is_name(const nd_article *article, uint32_t word, uint32_t n)
{
    uint32_t capitals = 0;
    for (uint32_t w = word; w < word + n; w++)
        capitals += nd_is_capital(article, w);
    return 2 * capitals > n;
}

bool nd_phrase_tells(const nd_article *article, uint32_t word, uint32_t n)
{
    uint32_t capitals = 0, rare = 0, alone = 0, thai = 0, digits = 0, cased = 0;
    for (uint32_t w = word; w < word + n; w++) {
        uint8_t traits = nd_word_traits(article, w);
        uint32_t len = article->words.starts[w + 1] - article->words.starts[w] - 1;
        capitals += nd_is_capital(article, w);
        cased += (traits & ND_WORD_CASED) != 0;
        alone += (traits & ND_WORD_ALONE) != 0;
        thai += (traits & ND_WORD_THAI) != 0;
        digits += (traits & ND_WORD_DIGIT) != 0;
        rare += article->counts[article->ids[w]] <= RARE && len >= LONG_WORD && (traits & ND_WORD_DIGIT) == 0;
    }
    /* the title's words come again in the text */
    bool title = article->segments.n_lines > 0 && word < article->segments.lines[0].n_words;
    if (2 * alone > n)
        return n >= (thai > 0 ? SURE_SYLLABLES : SURE_HAN) && !(title && n < 2 * SURE_HAN);
    n -= digits;                       /* figures fill forms */
    if (n >= SURE_NAMES)
        return true;
    if (2 * capitals >= n || title)
        return false;
    /* where there are no capitals, a name is not told from a phrase by them */
    return n >= SURE_WORDS || (2 * cased > n && n >= 7 && rare >= 5);
}
