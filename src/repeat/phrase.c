/* SPDX-License-Identifier: MIT
 *
 * phrase.c - runs of words that stood before: a table of grams, then extension.
 *
 * The words are walked once. A table tells where the gram (5 words) that begins at the
 * word at hand began first; there stands where it began last, and a chain leads from
 * each of its places to the one before, as in LZ77 (Ziv, Lempel 1977). The place whose words go on longest wins;
 * a match that begins a little later and is longer wins over it, so that a set phrase
 * does not eat the begin of a copied sentence. Then the walk goes on behind the match:
 * what is compared is passed over, so the work is linear however often words repeat.
 *
 * A gram with a word that stands only once in the text cannot repeat and is not looked
 * up. Hashes are keyed with the text, as in equal.c, and never believed.
 */
#include "phrase.h"

#include "surprise.h"

#include <xxhash.h>

enum {
    GRAM = 5,
    LEAST_CHARACTERS = 10,
    MOST_CANDIDATES = 16,
    LOOK_AHEAD = GRAM - 1,     /* words in which a longer match may begin: what is left is no phrase */
    PREFETCH = 16,             /* words ahead */
    SURE_IN_LIST = 10          /* words; the items of a list have phrases in common */
};

void nd_phrases_init(nd_phrases *phrases, const nd_alloc *alloc)
{
    *phrases = (nd_phrases){.alloc = alloc};
}

void nd_phrases_release(nd_phrases *phrases)
{
    nd_drop(phrases->alloc, phrases->grams, phrases->cap_grams, sizeof *phrases->grams);
    nd_drop(phrases->alloc, phrases->before, phrases->cap_before, sizeof *phrases->before);
    nd_drop(phrases->alloc, phrases->starts, phrases->cap_starts, sizeof *phrases->starts);
    nd_phrases_init(phrases, phrases->alloc);
}

typedef struct search {
    nd_phrases       *phrases;
    const nd_article *article;
    nd_findings      *to;
    uint64_t          seed;
    size_t            mask;    /* of the table */
    uint32_t          entered; /* words whose grams are in the table */
} search;

typedef struct match {
    uint32_t at, of, n;        /* words; n 0: none */
} match;

static uint64_t gram_hash(const search *s, uint32_t word)
{
    const uint32_t *ids = &s->article->ids[word];
    uint64_t h = s->seed;
    for (int i = 0; i < GRAM; i++)
        h = (h ^ ids[i]) * UINT64_C(0x9E3779B97F4A7C15) + (h >> 29);
    return h ^ h >> 32;
}

static bool same_gram(const search *s, uint32_t a, uint32_t b)
{
    return memcmp(&s->article->ids[a], &s->article->ids[b], GRAM * sizeof *s->article->ids) == 0;
}

/* Whether a gram that can repeat begins here: no word in it stands alone in the text, or behind its end. */
static bool may_repeat(const search *s, uint32_t word)
{
    if (word + GRAM > s->article->words.n_words)
        return false;
    for (uint32_t i = 0; i < GRAM; i++)
        if (s->article->counts[s->article->ids[word + i]] < 2)
            return false;
    return true;
}

static nd_gram *gram_at(const search *s, uint32_t word)
{
    uint64_t hash = gram_hash(s, word);
    for (size_t i = hash & s->mask;; i = (i + 1) & s->mask) {
        nd_gram *gram = &s->phrases->grams[i];
        if (gram->first == 0) {
            gram->hash = (uint32_t)(hash >> 32);
            return gram;
        }
        if (gram->hash == (uint32_t)(hash >> 32) && same_gram(s, gram->first - 1, word))
            return gram;
    }
}

static void enter_up_to(search *s, uint32_t end)
{
    for (; s->entered < end; s->entered++) {
        uint32_t word = s->entered;
        s->phrases->before[word] = 0;
        if (word + PREFETCH + GRAM <= s->article->words.n_words)
            __builtin_prefetch(&s->phrases->grams[gram_hash(s, word + PREFETCH) & s->mask], 1);
        if (!may_repeat(s, word))
            continue;
        uint32_t *before = s->phrases->before;
        nd_gram *gram = gram_at(s, word);
        if (gram->first == 0)
            gram->first = word + 1;
        else
            before[word] = before[gram->first - 1];
        before[gram->first - 1] = word + 1;
    }
}

static bool begins_block(const search *s, uint32_t word)
{
    return s->phrases->starts[word / 64] >> word % 64 & 1;
}

/* Words from at on that stand from of on too: in one block each, not covered, and of ends before at. */
static uint32_t length_of(const search *s, uint32_t at, uint32_t of)
{
    const uint32_t *ids = s->article->ids;
    size_t n_words = s->article->words.n_words;
    uint32_t n = 0;
    while (at + n < n_words && of + n < at && ids[at + n] == ids[of + n] && !nd_word_covered(s->to, at + n) &&
           (n == 0 || (!begins_block(s, at + n) && !begins_block(s, of + n))))
        n++;
    return n;
}

static bool is_long_enough(const search *s, uint32_t at, uint32_t n)
{
    if (n < GRAM)
        return false;
    bool alone = (nd_word_traits(s->article, at) & nd_word_traits(s->article, at + n - 1) & ND_WORD_ALONE) != 0;
    return !alone || n >= LEAST_CHARACTERS;
}

static void consider(const search *s, match *best, uint32_t of)
{
    uint32_t n = length_of(s, best->at, of);
    if (n > best->n || (n == best->n && of < best->of)) {
        best->of = of;
        best->n = n;
    }
}

/* The longest match that begins at a word. */
static match longest_at(search *s, uint32_t at)
{
    match best = {.at = at};
    enter_up_to(s, at + 1);
    const uint32_t *before = s->phrases->before;
    if (before[at] == 0 || before[at] == at + 1)
        return best;
    uint32_t first = gram_at(s, at)->first - 1, place = before[at] - 1;
    consider(s, &best, first);
    for (int i = 0; i < MOST_CANDIDATES && place != first; i++) {
        consider(s, &best, place);
        place = before[place] - 1;
    }
    if (!is_long_enough(s, at, best.n))
        best.n = 0;
    return best;
}

/* The match at a word, or a longer one that begins inside it. */
static match best_near(search *s, uint32_t at)
{
    match best = longest_at(s, at);
    for (uint32_t i = at + 1; best.n > 0 && i < best.at + best.n && i <= at + LOOK_AHEAD; i++) {
        match later = longest_at(s, i);
        if (later.n > best.n)
            best = later;
    }
    return best;
}

static nd_status tell(search *s, const match *m, nd_err *err)
{
    nd_repeat row = {
        .kind = ND_REPEAT_PHRASE,
        .weak = s->article->natural || (s->article->list && m->n < SURE_IN_LIST) ||
                !nd_phrase_tells(s->article, m->of, m->n),
    };
    if (!row.weak || s->to->weak) { /* else it only covers its words */
        row.at = nd_words_place(s->article, m->at, m->n);
        row.of = nd_words_place(s->article, m->of, m->n);
        row.similarity = 1;
        row.weight = nd_words_bits(s->article, m->at, m->n);
    }
    return nd_findings_add(s->to, s->article, &row, m->at, m->n, err);
}

/* Characters twice in a row are told as what they are, by stutter.c. */
static bool is_stutter(const search *s, const match *m)
{
    enum { MOST_CHARACTERS = 20 };
    return m->of + m->n == m->at && m->n <= MOST_CHARACTERS &&
           (nd_word_traits(s->article, m->at) & ND_WORD_ALONE) != 0;
}

static nd_status begin(search *s, nd_err *err)
{
    nd_phrases *p = s->phrases;
    const nd_segments *segments = &s->article->segments;
    size_t n = s->article->words.n_words, n_grams = 16;
    while (n_grams / 2 < n)
        n_grams *= 2;
    if (!nd_grow(p->alloc, &p->grams, &p->cap_grams, n_grams, sizeof *p->grams) ||
        !nd_grow(p->alloc, &p->before, &p->cap_before, n + 1, sizeof *p->before) ||
        !nd_grow(p->alloc, &p->starts, &p->cap_starts, n / 64 + 1, sizeof *p->starts))
        return nd_no_memory(err, n_grams * sizeof *p->grams);
    memset(p->grams, 0, n_grams * sizeof *p->grams);
    memset(p->starts, 0, (n / 64 + 1) * sizeof *p->starts);
    for (size_t i = 0; i < segments->n_blocks; i++)
        p->starts[segments->blocks[i]->word / 64] |= UINT64_C(1) << segments->blocks[i]->word % 64;
    s->mask = n_grams - 1;
    s->seed = XXH3_64bits(s->article->words.folded, s->article->words.folded_len);
    return ND_OK;
}

nd_status nd_find_phrases(nd_phrases *phrases, const nd_article *article, nd_findings *to, nd_err *err)
{
    search s = {.phrases = phrases, .article = article, .to = to};
    uint32_t n_words = (uint32_t)article->words.n_words;
    nd_status st = begin(&s, err);
    for (uint32_t word = 0; st == ND_OK && word < n_words;) {
        match m = nd_word_covered(to, word) ? (match){0} : best_near(&s, word);
        if (m.n > 0) {
            if (!is_stutter(&s, &m))
                st = tell(&s, &m, err);
            word = m.at + m.n;
        } else {
            enter_up_to(&s, ++word);
        }
    }
    return st;
}
