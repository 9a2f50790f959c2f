/* SPDX-License-Identifier: MIT
 *
 * surprise.c - names, titles and set phrases stand again by nature.
 *
 * Seven words in the same order are hardly ever chance. Fewer may be a name (most of
 * them capitalised) or a set phrase (made of words that the text uses anyhow): they
 * must hold words that are rare in this text and long enough to mean something.
 */
#include "surprise.h"

#include "gap.h"

#include <utf8proc.h>

enum {
    SURE_WORDS = 7, SURE_UNCASED = 8, SURE_HANGUL = 6, /* so many are no chance */
    SOME_NAMES = 10, SURE_NAMES = 12,  /* of capitalised words more: two in five, and half */
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

/* Whether a word is the title's, which is the first line where that is short and no sentence: it comes again in the text. */
static bool is_title(const nd_article *article, uint32_t word)
{
    enum { TITLE_WORDS = 24, TITLE_CHARACTERS = 50 };
    const nd_segment *first = &article->segments.lines[0];
    bool alone = (nd_word_traits(article, first->word) & ND_WORD_ALONE) != 0;
    size_t from, len = nd_gap_bytes(article, first->n_words, &from);
    return word < first->n_words && first->n_words <= (uint32_t)(alone ? TITLE_CHARACTERS : TITLE_WORDS) &&
           !nd_ends_sentence(article->text + from, len);
}

bool nd_phrase_tells(const nd_article *article, uint32_t word, uint32_t n)
{
    uint32_t capitals = 0, rare = 0, alone = 0, thai = 0, digits = 0, cased = 0, hangul = 0;
    for (uint32_t w = word; w < word + n; w++) {
        uint8_t traits = nd_word_traits(article, w);
        uint32_t len = article->words.starts[w + 1] - article->words.starts[w] - 1;
        capitals += nd_is_capital(article, w);
        hangul += (traits & ND_WORD_HANGUL) != 0;
        cased += (traits & ND_WORD_CASED) != 0;
        alone += (traits & ND_WORD_ALONE) != 0;
        thai += (traits & ND_WORD_THAI) != 0;
        digits += (traits & ND_WORD_DIGIT) != 0;
        rare += article->counts[article->ids[w]] <= RARE && len >= LONG_WORD && (traits & ND_WORD_DIGIT) == 0;
    }
    bool title = is_title(article, word);
    if (2 * alone > n)
        return n >= (thai > 0 ? SURE_SYLLABLES : SURE_HAN) && !(title && n < 2 * SURE_HAN);
    uint32_t words = n - digits;       /* figures fill forms */
    if (words >= SURE_NAMES)
        return true;
    if (title || 2 * capitals >= words || (words < SOME_NAMES && 5 * capitals >= 2 * words))
        return false;
    /* where there are no capitals, a name is not told from a phrase by them */
    if (2 * cased <= n)
        return words >= (2 * hangul > n ? SURE_HANGUL : SURE_UNCASED);
    return (n >= SURE_WORDS && words + 1 >= SURE_WORDS) || (words == SURE_WORDS - 1 && rare + 1 >= words);
}
