/* SPDX-License-Identifier: MIT
 *
 * near.c - paragraphs and lines with nearly the words of an earlier one.
 *
 * An inverted index of the words that few blocks have names the candidates: a block asks
 * it for its rarest words, and the earlier blocks that share most of their weight are
 * compared in full (likeness.c). Of each word the index keeps the first blocks only: the
 * first of a group is what the others are told as a copy of. So the work for a block has
 * a bound, whatever the text is like.
 *
 * A block that is like one that was itself like an earlier one belongs to that one's
 * group, if it is like the first of it.
 */
#include "near.h"

#include "layout.h"

#include <math.h>

enum {
    LEAST_WORDS = 5, LEAST_CHARACTERS = 10,
    LONG_WORDS = 30, LONG_CHARACTERS = 60, /* a line of more is a paragraph */
    ASKED = 12,                /* of a block's words, the rarest */
    KEPT = 16,                 /* of the blocks that have a word, the first */
    COMPARED = 4               /* candidates in full */
};

/* In a list only what is so alike is no item like the others. */
static const double certain = 0.85;

/* What has a quarter of the other's words is a quotation at best. */
static const uint32_t too_short = 4;

/* A candidate has so much of the weight that is asked for. */
static const float least_shared = 0.2f;

/* A word that more units have than units to this power, and so weighs a quarter of a rare one, is not asked for. */
static const double rare = 0.75;

void nd_near_init(nd_near *near, const nd_alloc *alloc)
{
    *near = (nd_near){.alloc = alloc};
    nd_likeness_init(&near->likeness, alloc);
}

void nd_near_release(nd_near *near)
{
    const nd_alloc *alloc = near->alloc;
    nd_drop(alloc, near->words, near->cap_words, sizeof *near->words);
    nd_drop(alloc, near->postings, near->cap_postings, sizeof *near->postings);
    nd_drop(alloc, near->shared, near->cap_shared, sizeof *near->shared);
    nd_drop(alloc, near->roots, near->cap_roots, sizeof *near->roots);
    nd_likeness_release(&near->likeness);
    nd_near_init(near, alloc);
}

typedef struct search {
    nd_near          *near;
    const nd_article *article;
    const nd_segment *paragraphs, *const *blocks; /* the units: one of these, the other NULL */
    uint32_t          n_units;
    uint32_t          most;    /* units that a word may stand in and still be asked for */
    double            least;
} search;

static inline const nd_segment *unit_at(const search *s, uint32_t u)
{
    return s->blocks != NULL ? s->blocks[u] : &s->paragraphs[u];
}

static bool is_alone(const search *s, const nd_segment *unit)
{
    return (nd_word_traits(s->article, unit->word + unit->n_words / 2) & ND_WORD_ALONE) != 0;
}

static bool is_long(const search *s, const nd_segment *unit)
{
    return unit->n_words >= (uint32_t)(is_alone(s, unit) ? LONG_CHARACTERS : LONG_WORDS);
}

/* Two lines are paragraphs where both are long ones. */
static bool are_paragraphs(const search *s, const nd_segment *a, const nd_segment *b)
{
    return a->n_lines > 1 || b->n_lines > 1 || (is_long(s, a) && is_long(s, b));
}

/* Words of a line that are no figures: these fill forms. */
static uint32_t wordy(const search *s, const nd_segment *unit)
{
    uint32_t n = 0;
    for (uint32_t w = unit->word; w < unit->word + unit->n_words && n < LEAST_CHARACTERS; w++)
        n += (nd_word_traits(s->article, w) & ND_WORD_DIGIT) == 0;
    return n;
}

/* A line that is equal to an earlier one stands in the index as that. */
static bool is_indexed(const search *s, const nd_segment *unit)
{
    return unit->n_lines > 1 || s->article->segments.lines[unit->line].first == unit->line;
}

/* Long enough, new, and one piece: no part of a sentence, and of several lines only prose. */
static bool is_compared(const search *s, const nd_segment *unit)
{
    if (unit->n_words < LEAST_WORDS || !is_indexed(s, unit) ||
        wordy(s, unit) < (uint32_t)(is_alone(s, unit) ? LEAST_CHARACTERS : LEAST_WORDS))
        return false;
    if (unit->n_lines == 1)
        return !nd_goes_on(s->article, unit->line);
    return unit->columns > 0 || nd_is_prose(s->article, unit);
}

/* ---- the index */

/* What is known of a word; that of a word some places on is on its way then. */
static nd_near_word *word_at(const search *s, uint32_t w)
{
    enum { AHEAD = 12 };
    nd_near_word *words = s->near->words;
    if (w + AHEAD < s->article->words.n_words)
        __builtin_prefetch(&words[s->article->ids[w + AHEAD]], 1);
    return &words[s->article->ids[w]];
}

static void count_units(search *s)
{
    memset(s->near->words, 0, s->article->n_ids * sizeof *s->near->words);
    for (uint32_t u = 0; u < s->n_units; u++) {
        const nd_segment *unit = unit_at(s, u);
        if (!is_indexed(s, unit))
            continue;
        for (uint32_t w = unit->word, end = w + unit->n_words; w < end; w++) {
            nd_near_word *word = word_at(s, w);
            word->with += word->seen != u + 1;
            word->seen = u + 1;
        }
    }
}

/* Gives each word that is asked for its place in postings; how many there are in all. */
static size_t place_postings(search *s)
{
    size_t n = 0;
    for (uint32_t id = 0; id < s->article->n_ids; id++) {
        nd_near_word *word = &s->near->words[id];
        bool asked = word->with > 1 && word->with <= s->most;
        word->begin = word->end = (uint32_t)n;
        word->seen = asked ? 0 : UINT32_MAX; /* as of a unit that had it already: none is put down */
        n += !asked ? 0 : word->with < KEPT ? word->with : KEPT;
    }
    return n;
}

static void fill_postings(search *s)
{
    for (uint32_t u = 0; u < s->n_units; u++) {
        const nd_segment *unit = unit_at(s, u);
        if (!is_indexed(s, unit))
            continue;
        for (uint32_t w = unit->word, end = w + unit->n_words; w < end; w++) {
            nd_near_word *word = word_at(s, w);
            if (word->seen > u || word->end - word->begin == KEPT)
                continue;
            s->near->postings[word->end++] = u;
            word->seen = u + 1;
        }
    }
}

static nd_status make_index(search *s, nd_err *err)
{
    nd_near *near = s->near;
    nd_likeness *likeness = &near->likeness;
    uint32_t n_ids = s->article->n_ids;
    double most = pow((double)s->n_units + 1, rare);
    s->most = most > KEPT ? (uint32_t)most : KEPT;
    if (!nd_grow(near->alloc, &near->words, &near->cap_words, n_ids, sizeof *near->words))
        return nd_no_memory(err, n_ids * sizeof *near->words);
    count_units(s);
    nd_status st = nd_likeness_begin(likeness, n_ids, s->n_units, err);
    if (st != ND_OK)
        return st;
    for (uint32_t id = 0; id < n_ids; id++)
        nd_likeness_weigh(likeness, id, near->words[id].with);
    size_t n = place_postings(s);
    if (!nd_grow(near->alloc, &near->postings, &near->cap_postings, n + 1, sizeof *near->postings))
        return nd_no_memory(err, n * sizeof *near->postings);
    fill_postings(s);
    return ND_OK;
}

/* ---- candidates */

/* A word of the unit at hand that is asked for. */
typedef struct asked {
    uint32_t with, id;
} asked;

/* The unit's rarest words that other units have, at most ASKED, the rarest first. */
static size_t rarest(const search *s, const nd_segment *unit, asked *best)
{
    uint32_t most = s->most;
    size_t n = 0;
    for (uint32_t w = unit->word, end = w + unit->n_words; w < end; w++) {
        asked own = {.with = word_at(s, w)->with, .id = s->article->ids[w]};
        if (own.with < 2 || own.with > most)
            continue;
        bool known = false;
        for (size_t i = 0; i < n; i++)
            known |= best[i].id == own.id;
        if (known)
            continue;
        size_t at = n < ASKED ? n++ : n - 1;
        for (; at > 0 && own.with < best[at - 1].with; at--)
            best[at] = best[at - 1];
        best[at] = own;
        if (n == ASKED)
            most = best[n - 1].with - 1;
    }
    return n;
}

/* Of two candidates the better: more weight, or else earlier. */
static bool is_better(const float *shared, uint32_t a, uint32_t b)
{
    return shared[a] > shared[b] || (shared[a] == shared[b] && a < b);
}

/* The earlier units that share most weight with u in its rarest words, most first. */
static size_t candidates_of(search *s, uint32_t u, uint32_t *best)
{
    nd_near *near = s->near;
    asked best_words[ASKED];
    uint32_t touched[ASKED * KEPT];
    size_t n_words = rarest(s, unit_at(s, u), best_words), n_touched = 0, n = 0;
    float all = 0;
    for (size_t i = 0; i < n_words; i++) {
        const nd_near_word *word = &near->words[best_words[i].id];
        float weight = near->likeness.own[best_words[i].id];
        all += weight;
        for (uint32_t k = word->begin; k < word->end && near->postings[k] < u; k++) {
            uint32_t other = near->postings[k];
            if (near->shared[other] == 0)
                touched[n_touched++] = other;
            near->shared[other] += weight;
        }
    }
    for (size_t i = 0; i < n_touched; i++) {
        uint32_t other = touched[i];
        if (near->shared[other] < all * least_shared ||
            (n == COMPARED && !is_better(near->shared, other, best[n - 1])))
            continue;
        size_t at = n < COMPARED ? n++ : n - 1;
        for (; at > 0 && is_better(near->shared, other, best[at - 1]); at--)
            best[at] = best[at - 1];
        best[at] = other;
    }
    for (size_t i = 0; i < n_touched; i++)
        near->shared[touched[i]] = 0;
    return n;
}

static nd_status likeness(search *s, uint32_t a, uint32_t b, double *similarity, nd_err *err)
{
    const nd_segment *x = unit_at(s, a), *y = unit_at(s, b);
    uint32_t fewer = x->n_words < y->n_words ? x->n_words : y->n_words, more = x->n_words + y->n_words - fewer;
    *similarity = 0;
    if (fewer * too_short < more)
        return ND_OK;
    return nd_likeness_of(&s->near->likeness, s->article, x, y, are_paragraphs(s, x, y), s->least, similarity, err);
}

/* The unit that u is like, the first of its group; or u. */
static nd_status like(search *s, uint32_t u, uint32_t *of, double *similarity, nd_err *err)
{
    uint32_t best[COMPARED];
    size_t n = candidates_of(s, u, best);
    nd_status st = ND_OK;
    double own;
    *of = u;
    *similarity = 0;
    for (size_t i = 0; st == ND_OK && i < n; i++) {
        st = likeness(s, u, best[i], &own, err);
        if (st == ND_OK && own >= s->least && own > *similarity && is_compared(s, unit_at(s, best[i]))) {
            *of = best[i];
            *similarity = own;
        }
    }
    uint32_t root = s->near->roots[*of];
    if (st != ND_OK || *of == u || root == *of)
        return st;
    st = likeness(s, u, root, &own, err);
    if (st == ND_OK && own >= s->least) {
        *of = root;
        *similarity = own;
    }
    return st;
}

/* ---- what is told */

/* "Read more about floods", "Read more about fairs": a template, and told as one. */
static bool is_template(const search *s, const nd_segment *a, const nd_segment *b)
{
    enum { TEMPLATE_WORDS = 8, LONG_TEMPLATE = 10, BOTH_ENDS = 3, REST = 2 };
    const uint32_t *x = &s->article->ids[a->word], *y = &s->article->ids[b->word];
    uint32_t n = a->n_words < b->n_words ? a->n_words : b->n_words, front = 0, back = 0;
    if (a->n_lines > 1 || a->n_words > LONG_TEMPLATE || is_alone(s, a) || nd_is_sentence(s->article, a))
        return false;
    while (front < n && x[front] == y[front])
        front++;
    while (front + back < n && x[a->n_words - 1 - back] == y[b->n_words - 1 - back])
        back++;
    for (uint32_t i = front; i < a->n_words - back; i++)
        for (uint32_t k = front; k < b->n_words - back; k++)
            if (x[i] == y[k])
                return false;
    if (front + back == n)
        return false;          /* one has only more words than the other */
    if (a->n_words <= TEMPLATE_WORDS)
        return front > 1 && (front < BOTH_ENDS || back < BOTH_ENDS);
    return front > 1 && back == 0 && n - front >= REST;
}

/* Short lines below each other are items of a list, which differ in a number or a name; not so the title. */
static bool is_list(const search *s, const nd_segment *at, const nd_segment *of)
{
    return of->line > 0 && (nd_are_next(at, of) || nd_are_in_columns(s->article, at, of));
}

/* A paragraph tells what its title says, in other words. */
static bool is_lead(const nd_segment *at, const nd_segment *of, double similarity)
{
    return of->line == 0 && of->n_lines == 1 && at->n_lines > 1 && similarity < certain;
}

static bool is_by_nature(const search *s, const nd_segment *at, const nd_segment *of, double similarity)
{
    const nd_article *article = s->article;
    if (article->natural || is_list(s, at, of) || is_lead(at, of, similarity))
        return true;
    return nd_are_items(article, at, of) && (similarity < certain || !are_paragraphs(s, at, of));
}

static nd_status tell(search *s, uint32_t u, uint32_t other, nd_repeat_kind kind, double similarity, nd_findings *to,
                      nd_err *err)
{
    const nd_segment *at = unit_at(s, u), *of = unit_at(s, other);
    nd_repeat row = {
        .kind = kind,
        .at = nd_segment_place(at),
        .of = nd_segment_place(of),
        .similarity = similarity,
        .weight = similarity * nd_words_bits(s->article, at->word, at->n_words),
        .weak = is_by_nature(s, at, of, similarity),
    };
    return nd_findings_add(to, s->article, &row, at->word, at->n_words, err);
}

/* Each unit, or of parts each line of a paragraph that is not wrapped, is looked for among all before it. */
static nd_status search_units(search *s, bool parts, uint32_t kinds, nd_findings *to, nd_err *err)
{
    nd_near *near = s->near;
    if (!nd_grow(near->alloc, &near->shared, &near->cap_shared, s->n_units, sizeof *near->shared) ||
        !nd_grow(near->alloc, &near->roots, &near->cap_roots, s->n_units, sizeof *near->roots))
        return nd_no_memory(err, s->n_units * sizeof *near->roots);
    memset(near->shared, 0, s->n_units * sizeof *near->shared);
    nd_status st = make_index(s, err);
    for (uint32_t u = 0; st == ND_OK && u < s->n_units; u++) {
        const nd_segment *unit = unit_at(s, u);
        uint32_t of = u;
        double similarity = 0;
        near->roots[u] = u;
        bool part = unit->n_lines == 1 && unit->in_paragraph;
        if ((parts && !part) || nd_covered(to, unit->word, unit->n_words) || !is_compared(s, unit))
            continue;
        st = like(s, u, &of, &similarity, err);
        if (st != ND_OK || of == u || is_template(s, unit, unit_at(s, of)))
            continue;
        near->roots[u] = near->roots[of];
        nd_repeat_kind kind = are_paragraphs(s, unit, unit_at(s, of)) ? ND_REPEAT_NEAR_PARAGRAPH : ND_REPEAT_NEAR_LINE;
        if ((kinds & 1U << kind) != 0)
            st = tell(s, u, of, kind, similarity, to, err);
    }
    return st;
}

nd_status nd_find_near(nd_near *near, const nd_article *article, uint32_t kinds, double least, nd_findings *to,
                       nd_err *err)
{
    const nd_segments *segments = &article->segments;
    search paragraphs = {near, article, segments->paragraphs, NULL, (uint32_t)segments->n_paragraphs, 0, least};
    search blocks = {near, article, NULL, segments->blocks, (uint32_t)segments->n_blocks, 0, least};
    nd_status st = ND_OK;
    if (paragraphs.n_units > 1)
        st = search_units(&paragraphs, false, kinds, to, err);
    if (st == ND_OK)
        st = nd_findings_settle(to, err);
    return st == ND_OK && blocks.n_units > paragraphs.n_units ? search_units(&blocks, true, kinds, to, err) : st;
}
