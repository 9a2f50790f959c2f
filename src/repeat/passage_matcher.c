/* SPDX-License-Identifier: MIT
 *
 * passage_matcher.c - the passages of one text: its seeds vote for texts before it,
 * those with enough votes are compared, and what is found is put in words and bytes.
 */
#include "passage_words.h"
#include "passages.h"

enum {
    CROWD_TEXTS = 5,               /* texts that a seed in a crowd votes for */
    TEXT_PLACES = 4                /* places in one text, its last ones: what stands there more often tells little */
};

/* How a text came out of the vote. */
typedef struct votes {
    uint32_t seeds, bits;          /* seeds that are in it too; how rare they are together, in quarters of a bit */
} votes;

/* What a text needs to be compared. */
typedef struct bar {
    uint32_t seeds, bits, chain;
} bar;

struct nd_passage_matcher {
    nd_alloc           own;
    const nd_alloc    *alloc;
    const nd_passages *all;
    nd_text           *text;       /* folds the last word of a passage again */
    nd_pair_rules      rules;
    bar                bar;
    votes             *votes;      /* of every text; zeros between calls */
    uint32_t          *voted, *starts; /* texts with votes; where the hits of each begin */
    nd_hit            *hits;
    nd_passage        *rows;
    size_t             n_voted, n_rows, cap_votes, cap_voted, cap_starts, cap_hits, cap_rows;
    nd_pair_finder     pair;
    nd_passage_words   words;
};

void nd_passage_matcher_free(nd_passage_matcher *m)
{
    if (m == NULL)
        return;
    nd_alloc own = m->own;
    const nd_alloc *alloc = m->alloc != NULL ? &own : NULL;
    nd_text_free(m->text);
    nd_pair_finder_release(&m->pair);
    nd_passage_words_release(&m->words);
    nd_drop(alloc, m->votes, m->cap_votes, sizeof *m->votes);
    nd_drop(alloc, m->voted, m->cap_voted, sizeof *m->voted);
    nd_drop(alloc, m->starts, m->cap_starts, sizeof *m->starts);
    nd_drop(alloc, m->hits, m->cap_hits, sizeof *m->hits);
    nd_drop(alloc, m->rows, m->cap_rows, sizeof *m->rows);
    nd_drop(alloc, m, 1, sizeof *m);
}

nd_status nd_passage_matcher_new(nd_passage_matcher **out, const nd_passages *passages, const nd_alloc *alloc,
                                 nd_err *err)
{
    static const bar clean = {3, 4 * 20, 24}, noisy = {2, 4 * 16, 13};
    if (!passages->closed)
        return nd_fail(err, ND_EINVAL, "the collection of passages is not closed");
    nd_passage_matcher *m = nd_get(alloc, 1, sizeof *m);
    if (m == NULL)
        return nd_no_memory(err, sizeof *m);
    if (alloc != NULL) {
        m->own = *alloc;
        m->alloc = &m->own;
    }
    m->all = passages;
    m->bar = passages->noisy ? noisy : clean;
    m->rules = (nd_pair_rules){
        .k = passages->seeds.shape.k,
        .chain = m->bar.chain,
        .letters = passages->opts.passage_letters,
        .score = passages->opts.passage_score,
    };
    nd_pair_finder_init(&m->pair, m->alloc);
    nd_passage_words_init(&m->words, m->alloc);
    nd_status st = nd_text_new(&m->text, &passages->opts, m->alloc, err);
    size_t n = passages->n_texts;
    if (st == ND_OK && n > 0 && !nd_grow(m->alloc, &m->votes, &m->cap_votes, n, sizeof *m->votes))
        st = nd_no_memory(err, n * sizeof *m->votes);
    if (st == ND_OK) {
        if (n > 0)
            memset(m->votes, 0, m->cap_votes * sizeof *m->votes);
        *out = m;
    } else {
        nd_passage_matcher_free(m);
    }
    return st;
}

/* ---- the vote */

/* The places that an ask links to, latest first: the next one, or NULL. */
typedef struct walk {
    const nd_passages   *all;
    const nd_seed_place *at, *end;
    uint64_t series;
    uint32_t last;
    unsigned left, here;           /* texts, in a crowd; places of the last text */
    bool     crowded;
} walk;

static walk begin(const nd_passages *all, const nd_seed_ask *ask, uint64_t series)
{
    const nd_seed_place *end = all->seeds.places + ask->end;
    return (walk){all, end, end - ask->n, series, UINT32_MAX, CROWD_TEXTS, 0, ask->crowded};
}

static inline const nd_seed_place *next(walk *w)
{
    while (w->at > w->end) {
        const nd_seed_place *place = --w->at;
        if (w->series != 0 && w->all->texts[place->text].series == w->series)
            continue;
        if (place->text != w->last) {
            if (w->crowded && w->left-- == 0)
                return NULL;
            w->last = place->text;
            w->here = 0;
        }
        if (w->here++ < TEXT_PLACES)
            return place;
    }
    return NULL;
}

static const nd_seed_ask *asks_of(const nd_passages *all, uint64_t text, const nd_seed_ask **end)
{
    *end = all->seeds.asks + all->seeds.first_ask[text + 1];
    return all->seeds.asks + all->seeds.first_ask[text];
}

static nd_status vote(nd_passage_matcher *m, uint64_t text, nd_err *err)
{
    const nd_seed_ask *end, *ask = asks_of(m->all, text, &end);
    m->n_voted = 0;
    for (; ask < end; ask++) {
        const nd_seed_place *place;
        if (m->n_voted + ask->n > m->cap_voted &&
            !nd_grow(m->alloc, &m->voted, &m->cap_voted, m->n_voted + ask->n, sizeof *m->voted))
            return nd_no_memory(err, m->n_voted * sizeof *m->voted);
        for (walk w = begin(m->all, ask, m->all->texts[text].series); (place = next(&w)) != NULL;) {
            votes *v = &m->votes[place->text];
            m->voted[m->n_voted] = place->text;
            m->n_voted += v->seeds == 0;
            v->seeds++;
            v->bits += ask->bits;
        }
    }
    return ND_OK;
}

/* Leaves the texts that are to be compared, in order, and where the hits of each begin in votes.seeds. */
static nd_status count(nd_passage_matcher *m, nd_err *err)
{
    size_t kept = 0, n_hits = 0;
    for (size_t i = 0; i < m->n_voted; i++) {
        votes *v = &m->votes[m->voted[i]];
        if (v->seeds >= m->bar.seeds && v->bits >= m->bar.bits)
            m->voted[kept++] = m->voted[i];
        else
            *v = (votes){0};
    }
    m->n_voted = kept == 0 ? 0 : nd_set_sort(m->voted, (uint32_t)kept);
    if (!nd_grow(m->alloc, &m->starts, &m->cap_starts, kept + 1, sizeof *m->starts))
        return nd_no_memory(err, kept * sizeof *m->starts);
    for (size_t i = 0; i < kept; i++) {
        votes *v = &m->votes[m->voted[i]];
        m->starts[i] = (uint32_t)n_hits;
        n_hits += v->seeds;
        v->seeds = m->starts[i] + 1;
    }
    m->starts[kept] = (uint32_t)n_hits;
    if (n_hits >= UINT32_MAX)
        return nd_fail(err, ND_ELIMIT, "a text has %zu hits of seeds in others, 2^32 or more", n_hits);
    if (!nd_grow(m->alloc, &m->hits, &m->cap_hits, n_hits, sizeof *m->hits))
        return nd_no_memory(err, n_hits * sizeof *m->hits);
    return ND_OK;
}

static void collect(nd_passage_matcher *m, uint64_t text)
{
    const nd_seed_ask *end, *ask = asks_of(m->all, text, &end);
    if (m->n_voted == 0)
        return;
    for (; ask < end; ask++) {
        const nd_seed_place *place;
        for (walk w = begin(m->all, ask, m->all->texts[text].series); (place = next(&w)) != NULL;) {
            votes *v = &m->votes[place->text];
            if (v->seeds > 0)
                m->hits[v->seeds++ - 1] = nd_hit_at(place->letter, ask->letter);
        }
    }
}

static void forget(nd_passage_matcher *m)
{
    for (size_t i = 0; i < m->n_voted; i++)
        m->votes[m->voted[i]] = (votes){0};
    m->n_voted = 0;
}

/* ---- letters to words and bytes */

/* The words of letters from .. to: one at an end of which less than half is there is left out. */
static nd_word_range words_of(const nd_letters *letters, uint32_t from, uint32_t to)
{
    nd_word_range w = {nd_word_at(letters, from), nd_word_at(letters, to - 1) + 1};
    const nd_letter_word *first = &letters->words[w.first], *last = &letters->words[w.end - 1];
    if (w.first + 1 < w.end && 2 * (from - first[0].letter) > first[1].letter - first[0].letter)
        w.first++;
    if (w.first + 1 < w.end && 2 * (to - last[0].letter) < last[1].letter - last[0].letter)
        w.end--;
    return w;
}

static nd_status place_of(nd_passage_matcher *m, uint64_t text, nd_word_range w, nd_place *out, nd_err *err)
{
    const nd_passage_text *t = &m->all->texts[text];
    const nd_letters *letters = &m->all->letters[text];
    size_t from = letters->words[w.first].offset, last = letters->words[w.end - 1].offset;
    nd_words folded;
    nd_status st = nd_text_fold(m->text, t->text + last, letters->words[w.end].offset - last, true, &folded, err);
    if (st != ND_OK)
        return st;
    size_t end = last + (folded.n_words > 0 ? folded.spans[0].offset + folded.spans[0].len : 0);
    *out = (nd_place){.line = nd_line_of(letters, w.first, t->text, t->len), .offset = from, .len = end - from};
    return ND_OK;
}

static double similarity_of(const nd_passage_matcher *m, const nd_stretch *s, const nd_word_likeness *like,
                            uint32_t words_a, uint32_t words_b)
{
    uint32_t most = words_a > words_b ? words_a : words_b;
    if (!m->all->noisy)
        return (double)like->equal / most;
    double equal = 0.5 * ((double)s->letters_a + s->letters_b) - s->edits;
    most = s->a_end - s->a > s->b_end - s->b ? s->a_end - s->a : s->b_end - s->b;
    return equal < 0 ? 0 : equal / most;
}

static nd_status add_row(nd_passage_matcher *m, uint64_t a, uint64_t b, const nd_stretch *s, nd_err *err)
{
    if (!nd_grow(m->alloc, &m->rows, &m->cap_rows, m->n_rows + 1, sizeof *m->rows))
        return nd_no_memory(err, m->n_rows * sizeof *m->rows);
    const nd_letters *la = &m->all->letters[a], *lb = &m->all->letters[b];
    nd_word_range wa = words_of(la, s->a, s->a_end), wb = words_of(lb, s->b, s->b_end);
    nd_word_likeness like;
    nd_status st = nd_passage_words_compare(&m->words, la, wa, lb, wb, &like, err);
    if (st != ND_OK)
        return st;
    nd_passage *row = &m->rows[m->n_rows];
    *row = (nd_passage){
        .a = {.text = a, .words = wa.end - wa.first},
        .b = {.text = b, .words = wb.end - wb.first},
        .similarity = similarity_of(m, s, &like, wa.end - wa.first, wb.end - wb.first),
        .score = 0.5 * (double)s->score,
        .longest = like.longest,
        .changed = like.changed,
        .misread = like.misread,
    };
    st = place_of(m, a, wa, &row->a.at, err);
    if (st == ND_OK)
        st = place_of(m, b, wb, &row->b.at, err);
    m->n_rows += st == ND_OK;
    return st;
}

static void share(nd_passage_matcher *m, size_t first)
{
    double a = 0, b = 0;
    for (size_t i = first; i < m->n_rows; i++) {
        a += (double)m->rows[i].a.words;
        b += (double)m->rows[i].b.words;
    }
    for (size_t i = first; i < m->n_rows; i++) {
        double share_a = a / m->all->letters[m->rows[i].a.text].n_words;
        double share_b = b / m->all->letters[m->rows[i].b.text].n_words;
        m->rows[i].a.share = share_a < 1 ? share_a : 1;
        m->rows[i].b.share = share_b < 1 ? share_b : 1;
    }
}

static nd_status compare(nd_passage_matcher *m, uint32_t a, uint64_t b, nd_hit *hits, size_t n_hits,
                         nd_err *err)
{
    size_t first = m->n_rows;
    nd_status st = nd_pair_find(&m->pair, &m->rules, &m->all->letters[a], &m->all->letters[b], hits, n_hits, err);
    for (size_t i = 0; i < m->pair.n_found && st == ND_OK; i++)
        st = add_row(m, a, b, &m->pair.found[i], err);
    share(m, first);
    return st;
}

nd_status nd_passages_of(nd_passage_matcher *m, uint64_t text, const nd_passage **out, size_t *n, nd_err *err)
{
    if (text >= m->all->n_texts)
        return nd_fail(err, ND_EINVAL, "there is no text %llu", (unsigned long long)text);
    m->n_rows = 0;
    nd_status st = vote(m, text, err);
    if (st == ND_OK)
        st = count(m, err);
    if (st == ND_OK)
        collect(m, text);
    for (size_t i = 0; i < m->n_voted && st == ND_OK; i++)
        st = compare(m, m->voted[i], text, m->hits + m->starts[i], m->starts[i + 1] - m->starts[i], err);
    forget(m);
    if (st != ND_OK)
        return st;
    *out = m->rows;
    *n = m->n_rows;
    return ND_OK;
}
