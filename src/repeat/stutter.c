/* SPDX-License-Identifier: MIT
 *
 * stutter.c - a word, or a short group of words, said twice in a row.
 *
 * Words i and i + k that are equal k times on end are a group of k said twice; more
 * than k times, and it is said three times or on into the third ("again and again and
 * again"), which is speech and no mistake. What stands between the copies decides the
 * rest. White space: a stutter, unless the language doubles the word, as Hindi does with
 * most words and Korean with most short ones. The end of a
 * sentence: a stutter where the second copy is all of its sentence and the first is
 * the end of a longer one ("the two leaders. Leaders."). Anything else, a comma or a
 * hyphen, is emphasis or a compound.
 *
 * In scripts without spaces a unit is a character, of which two or three in a row are
 * everyday words; so a group is longer there.
 */
#include "doubling.h"
#include "gap.h"
#include "questions.h"
#include "surprise.h"

enum {
    MOST_WORDS = 4,
    MOST_CHARACTERS = 20,
    LEAST_HAN = 3, LEAST_KANA = 5, LEAST_SYLLABLES = 6,
    SHORT_WORD = 4,            /* bytes, its space counted: a word like this is grammar */
    LEAST_HANGUL = 9,          /* bytes, three syllables */
    COMMON = 100               /* every 100th word of the text or more is grammar, not a thing */
};

/* Words of the run from i on that equal the word k behind them, up to end. */
static uint32_t run_of(const nd_article *article, uint32_t i, uint32_t k, uint32_t end)
{
    uint32_t n = 0;
    while (i + k + n < end && article->ids[i + n] == article->ids[i + k + n])
        n++;
    return n;
}

/* Traits that all k words have, and those that any has. */
static void traits_of(const nd_article *article, uint32_t i, uint32_t k, uint8_t *all, uint8_t *any)
{
    *all = UINT8_MAX;
    *any = 0;
    for (uint32_t w = i; w < i + k; w++) {
        *all &= nd_word_traits(article, w);
        *any |= nd_word_traits(article, w);
    }
}

static bool is_word_of(const nd_article *article, uint32_t word, const char *const *list, size_t n)
{
    const nd_words *words = &article->words;
    size_t len = words->starts[word + 1] - words->starts[word] - 1;
    for (size_t i = 0; i < n; i++)
        if (strlen(list[i]) == len && memcmp(list[i], words->folded + words->starts[word], len) == 0)
            return true;
    return false;
}

/* Arabic says adverbs twice to stress; they end in alif, with or without tanwin, that is no plural verb's. */
static bool stresses(const char *word, size_t len)
{
    static const char alif[] = "\xd8\xa7", plural[] = "\xd9\x88\xd8\xa7", tanwin[] = "\xd9\x8b";
    enum { THREE_LETTERS = 6 };
    if (len <= THREE_LETTERS)
        return false;
    const char *last = word + len - 2;
    if (memcmp(last, tanwin, 2) == 0)
        last -= 2;
    return memcmp(last, alif, 2) == 0 && memcmp(last - 2, plural, 4) != 0;
}

/*
 * Characters: three of Han, more where they are sounds and not meanings. Two of Han are
 * told unless Chinese doubles them; one only if it is a particle, which nothing doubles
 * but the end or begin of another word ("mudi de": the goal's; "didi queque": indeed).
 */
static bool is_worth_characters(const nd_article *article, uint32_t i, uint32_t k, bool over_stop, uint8_t all, uint8_t any)
{
    static const char purpose[] = "\xe7\x9b\xae", *const indeed[] = {"\xe7\xa1\xae", "\xe7\xa2\xba"};
    const nd_words *words = &article->words;
    const char *word = words->folded + words->starts[i];
    size_t len = words->starts[i + 1] - words->starts[i] - 1;
    bool varied = false;
    for (uint32_t w = i + 1; w < i + k; w++)
        varied |= article->ids[w] != article->ids[i];
    size_t behind = i + 2 < words->n_words ? words->starts[i + 2] : words->starts[i];
    for (size_t a = 0; a < ND_COUNT(indeed) && k == 1; a++)
        if (behind + 3 <= words->folded_len && memcmp(words->folded + behind, indeed[a], 3) == 0)
            return false;
    if (k == 1)
        return nd_never_doubles(word, len) &&
               !(words->starts[i] >= sizeof purpose && memcmp(word - sizeof purpose, purpose, sizeof purpose - 1) == 0);
    if ((any & ND_WORD_THAI) != 0)
        return varied && k >= LEAST_SYLLABLES;
    if (!varied || (all & ND_WORD_DIGIT) != 0)
        return false;
    if ((all & ND_WORD_KANA) != 0)
        return k + (uint32_t)over_stop >= LEAST_KANA;
    if (k + (uint32_t)over_stop >= LEAST_HAN)
        return true;
    char pair[2 * 4];
    size_t second = words->starts[i + 2] - words->starts[i + 1] - 1;
    if (len + second > sizeof pair || (any & ND_WORD_KANA) != 0)
        return false;
    memcpy(pair, word, len);
    memcpy(pair + len, words->folded + words->starts[i + 1], second);
    return !nd_pair_doubles(pair, len + second);
}

/* A word of one letter twice as it stands, or large where a sentence begins: "A a small town". */
static bool same_letter(const nd_article *article, uint32_t i)
{
    const nd_span *first = &article->words.spans[i], *again = &article->words.spans[i + 1];
    bool same = first->len == again->len &&
                memcmp(article->text + first->offset, article->text + again->offset, first->len) == 0;
    nd_gap before = nd_gap_at(article, i);
    bool begins = i == 0 || before == ND_GAP_STOP || nd_line_with(&article->segments, i)->word == i;
    return same || (begins && nd_is_capital(article, i) && !nd_is_capital(article, i + 1));
}

static bool worth_telling(const nd_article *article, uint32_t i, uint32_t k, bool over_stop)
{
    static const char *const counting[] = {"\xed\x95\x9c", "\xeb\x91\x90", "\xeb\xa7\xa4"};
    uint8_t all, any;
    traits_of(article, i, k, &all, &any);
    if ((any & ND_WORD_ALONE) != 0)
        return is_worth_characters(article, i, k, over_stop, all, any);
    if ((any & ND_WORD_DIGIT) != 0)
        return k > 2 && (all & ND_WORD_DIGIT) == 0;
    if (k > 1) /* Korean: "han georeum han georeum", step by step */
        return (all & ND_WORD_ONE) == 0 && !is_word_of(article, i, counting, ND_COUNT(counting));
    const nd_words *words = &article->words;
    const char *word = words->folded + words->starts[i];
    size_t len = words->starts[i + 1] - words->starts[i] - 1;
    if ((any & ND_WORD_ONE) != 0 && !same_letter(article, i))
        return false;
    if ((any & (ND_WORD_INDIC | ND_WORD_ONE)) != 0)
        return nd_never_doubles(word, len);
    if ((any & ND_WORD_HANGUL) != 0 && len < LEAST_HANGUL && !nd_never_doubles(word + len - 3, 3))
        return false;
    return over_stop || (!nd_doubles(word, len) && !stresses(word, len));
}

/* "Juan Garcia Garcia": capitals, and so is the word before. */
static bool is_name(const nd_article *article, uint32_t block, uint32_t i)
{
    const nd_words *words = &article->words;
    if (i == block)
        return false;
    nd_gap gap = nd_gap_at(article, i);
    bool title = gap == ND_GAP_STOP && words->starts[i] - words->starts[i - 1] <= SHORT_WORD; /* "M. Martin Martin" */
    return (gap == ND_GAP_SPACE || title) && nd_is_capital(article, i - 1) &&
           nd_is_capital(article, i) && nd_is_capital(article, i + 1);
}

/* The gaps inside both copies are alike, so the second is no list or new sentence of its own. */
static bool same_gaps(const nd_article *article, uint32_t i, uint32_t k)
{
    for (uint32_t w = i + 1; w < i + k; w++) {
        nd_gap a = nd_gap_at(article, w), b = nd_gap_at(article, w + k);
        if (a != b || a == ND_GAP_STOP || a == ND_GAP_OTHER)
            return false;
    }
    return true;
}

/* "on and on and", "day after day after", "from doctor to doctor to": a word, a small one between, and the word again. */
static bool is_linked(const nd_article *article, uint32_t block, uint32_t i)
{
    static const char *const links[] = {"and", "by", "after", "upon", "und", "f\xc3\xbcr", "um", "et", "y",
                                        "\xd0\xb8", "\xd0\xb7\xd0\xb0", "\xce\xba\xce\xb1\xce\xb9",
                                        "ve", "dan", "och", "\xd9\x88", "\xe0\xa4\x94\xe0\xa4\xb0"};
    static const char *const adverbs[] = {"on", "up", "out", "by", "two", "one"};
    static const char *const to[] = {"to", "zu", "\xc3\xa0", "a"}, *const from[] = {"from", "von", "de", "da"};
    for (uint32_t w = i; w < i + 2; w++) {
        uint32_t other = w == i ? i + 1 : i, count = article->counts[article->ids[other]];
        /* "by itself by itself" is none: the link comes first, and no itself before it */
        if (w == i && !is_word_of(article, other, adverbs, ND_COUNT(adverbs)) &&
            (i == block || article->ids[i - 1] != article->ids[other]))
            continue;
        if (is_word_of(article, w, links, ND_COUNT(links)))
            return is_word_of(article, other, adverbs, ND_COUNT(adverbs)) ||
                   (article->words.starts[other + 1] - article->words.starts[other] > SHORT_WORD &&
                    ((size_t)count * COMMON < article->words.n_words || count < 4));
    }
    return i > block && is_word_of(article, i + 1, to, ND_COUNT(to)) && is_word_of(article, i - 1, from, ND_COUNT(from));
}

/* German: "die Frau, die die Tuer schloss". Behind a comma the first is a relative pronoun. */
static bool is_relative(const nd_article *article, uint32_t block, uint32_t i)
{
    static const char *const pronouns[] = {"die", "der", "den", "dem"};
    return i > block && nd_gap_at(article, i) == ND_GAP_OTHER && is_word_of(article, i, pronouns, ND_COUNT(pronouns));
}

static bool has_comma(const nd_article *article, uint32_t word)
{
    static const char *const commas[] = {",", "\xef\xbc\x8c", "\xe3\x80\x81", "\xd8\x8c"};
    size_t from, len = nd_gap_bytes(article, word, &from);
    for (size_t c = 0; c < ND_COUNT(commas); c++)
        if (strlen(commas[c]) <= len && memcmp(article->text + from, commas[c], strlen(commas[c])) == 0)
            return true;
    return false;
}

static bool is_stutter(const nd_article *article, const nd_segment *block, uint32_t i, uint32_t k)
{
    uint32_t second = i + k, behind = i + 2 * k, end = block->word + block->n_words;
    nd_gap gap = nd_gap_at(article, second);
    bool over_stop = gap == ND_GAP_STOP;
    if (gap == ND_GAP_OTHER || gap == ND_GAP_JOINT || !worth_telling(article, i, k, over_stop) || !same_gaps(article, i, k))
        return false;
    if (over_stop) {
        size_t from, len = nd_gap_bytes(article, behind, &from);
        bool ends = behind == end || nd_ends_sentence(article->text + from, len);
        nd_gap before = nd_gap_at(article, i);
        return ends && i > block->word && (before == ND_GAP_SPACE || before == ND_GAP_NONE || (k > 1 && has_comma(article, i)));
    }
    if (k == 1 && (is_name(article, block->word, i) || is_relative(article, block->word, i)))
        return false;
    if (k == 2 && is_linked(article, block->word, i))
        return false;
    /* "Boutros Boutros-Ghali": another word of it */
    return !(behind < end && nd_gap_at(article, behind) == ND_GAP_JOINT) &&
           !(i > block->word && nd_gap_at(article, i) == ND_GAP_JOINT);
}

static nd_status tell(const nd_article *article, uint32_t i, uint32_t k, nd_findings *to, nd_err *err)
{
    nd_repeat row = {
        .kind = ND_REPEAT_STUTTER,
        .at = nd_words_place(article, i + k, k),
        .of = nd_words_place(article, i, k),
        .similarity = 1,
        .weight = nd_words_bits(article, i, k),
        .weak = article->natural,
    };
    return nd_findings_add(to, article, &row, i + k, k, err);
}

/* Looks at word i; how many words are settled with it. */
static uint32_t look(const nd_article *article, const nd_segment *block, uint32_t i, uint32_t *k)
{
    uint32_t end = block->word + block->n_words;
    uint32_t most = (nd_word_traits(article, i) & ND_WORD_ALONE) != 0 ? MOST_CHARACTERS : MOST_WORDS;
    for (*k = 1; *k <= most && i + 2 * *k <= end; ++*k) {
        if (article->ids[i] != article->ids[i + *k])
            continue;
        uint32_t run = run_of(article, i, *k, end);
        if (run < *k)
            continue;
        bool again = run > *k && (*k <= 2 || run >= 2 * *k);
        if (again || !is_stutter(article, block, i, *k)) {
            if (again || *k == most)
                break;
            continue;
        }
        return 2 * *k;
    }
    uint32_t settled = *k <= most && i + 2 * *k <= end ? run_of(article, i, *k, end) : 0;
    *k = 0;
    return settled > 0 ? settled : 1;
}

/*
 * Whether a word may begin a group said twice, in a script with spaces: it comes again, and
 * the one behind it too, where such a group would.
 */
static inline bool may_begin(const uint32_t *ids)
{
    bool may = ids[1] == ids[0];
    for (uint32_t k = 2; k <= MOST_WORDS; k++)
        may |= (ids[k] == ids[0]) & (ids[k + 1] == ids[1]);
    return may;
}

/* The next word from i on that may begin a group, or the end. By many at once, which wide registers compare. */
static uint32_t next_begin(const nd_article *article, uint32_t i)
{
    enum { MANY = 16 };
    const uint32_t *ids = article->ids;
    uint32_t end = (uint32_t)article->words.n_words;
    if (article->alone)
        return i;
    for (; end - i >= MANY; i += MANY) {
        uint32_t any = 0;
        for (uint32_t w = 0; w < MANY; w++)
            any |= may_begin(ids + i + w);
        if (any != 0)
            break;
    }
    while (i < end && !may_begin(ids + i))
        i++;
    return i;
}

nd_status nd_find_stutters(const nd_article *article, nd_findings *to, nd_err *err)
{
    const nd_segment *const *block = article->segments.blocks;
    uint32_t end = (uint32_t)article->words.n_words, k;
    nd_status st = ND_OK;
    for (uint32_t i = next_begin(article, 0); st == ND_OK && i < end; i = next_begin(article, i)) {
        while ((*block)->word + (*block)->n_words <= i)
            block++;
        uint32_t n = look(article, *block, i, &k);
        if (k > 0 && !nd_covered(to, i + k, k))
            st = tell(article, i, k, to, err);
        i += n;
    }
    return st;
}
