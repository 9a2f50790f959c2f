/* SPDX-License-Identifier: MIT
 *
 * passage_words.c - two runs of letters, parted into words again, to what nd_align_words
 * says of them.
 */
#include "passage_words.h"

#include "edit_distance.h"

#include <xxhash.h>

enum {
    MISREAD = 60,                  /* letters between two runs, at most, that may be the same words */
    SHORT_GAP = 16,                /* letters: a third of them may be wrong, of more than these a half */
    SLOT = 3,                      /* words that are filled in at one place */
    WINDOW = 1 << 15,              /* words of either side that are aligned at once, so that memory has a bound */
    OVERLAP = WINDOW / 4           /* of these, the last ones: aligned again with what follows */
};

void nd_passage_words_init(nd_passage_words *w, const nd_alloc *alloc)
{
    *w = (nd_passage_words){.alloc = alloc};
    nd_buf_init(&w->a.joined, alloc);
    nd_buf_init(&w->b.joined, alloc);
    nd_numbers_init(&w->numbers, alloc);
    nd_word_aligner_init(&w->aligner, alloc);
}

static void release_side(nd_side_words *s, const nd_alloc *alloc)
{
    nd_buf_release(&s->joined);
    nd_drop(alloc, s->starts, s->cap_starts, sizeof *s->starts);
    nd_drop(alloc, s->numbers, s->cap_numbers, sizeof *s->numbers);
}

void nd_passage_words_release(nd_passage_words *w)
{
    release_side(&w->a, w->alloc);
    release_side(&w->b, w->alloc);
    nd_numbers_release(&w->numbers);
    nd_word_aligner_release(&w->aligner);
}

static nd_status join(nd_side_words *s, const nd_alloc *alloc, const nd_letters *text, nd_word_range of, nd_err *err)
{
    size_t n = of.end - of.first;
    if (!nd_grow(alloc, &s->starts, &s->cap_starts, n + 1, sizeof *s->starts) ||
        !nd_grow(alloc, &s->numbers, &s->cap_numbers, n, sizeof *s->numbers))
        return nd_no_memory(err, n * sizeof *s->starts);
    nd_buf_clear(&s->joined);
    for (size_t i = 0; i < n; i++) {
        const nd_letter_word *word = &text->words[of.first + i];
        s->starts[i] = (uint32_t)s->joined.len;
        nd_buf_add(&s->joined, text->bytes + word[0].letter, word[1].letter - word[0].letter);
        nd_buf_add(&s->joined, " ", 1);
    }
    s->starts[n] = (uint32_t)s->joined.len;
    if (!s->joined.failed)
        return ND_OK;
    nd_buf_release(&s->joined);
    return nd_no_memory(err, 0);
}

static nd_words view(const nd_side_words *s, size_t n)
{
    return (nd_words){.folded = s->joined.bytes, .folded_len = s->joined.len - 1, .n_words = n, .starts = s->starts};
}

static bool is_number(const nd_side_words *s, size_t word)
{
    bool digits = true;
    for (uint32_t at = s->starts[word]; at + 1 < s->starts[word + 1]; at++)
        digits &= s->joined.bytes[at] >= '0' && s->joined.bytes[at] <= '9';
    return digits;
}

static uint64_t changed_numbers(const nd_side_words *s, const uint32_t *partner, size_t from, size_t to)
{
    uint64_t n = 0;
    for (size_t i = from; i < to; i++)
        n += partner[i] == 0 && is_number(s, i);
    return n;
}

/* Whether the words between two runs are the same, badly read: the letters are nearly those, and no number is another. */
static bool misread(const nd_passage_words *w, const nd_letters *a, const nd_letter_word *of_a, const nd_letters *b,
                    const nd_letter_word *of_b, const nd_run *run, const nd_run *next)
{
    uint32_t from_a = run->a + run->n, from_b = run->b + run->n;
    const uint8_t *p = a->bytes + of_a[from_a].letter, *q = b->bytes + of_b[from_b].letter;
    uint32_t n_a = of_a[next->a].letter - of_a[from_a].letter, n_b = of_b[next->b].letter - of_b[from_b].letter;
    uint32_t most = n_a > n_b ? n_a : n_b;
    if (most > MISREAD || changed_numbers(&w->a, w->aligner.of_a, from_a, next->a) > 0 ||
        changed_numbers(&w->b, w->aligner.of_b, from_b, next->b) > 0)
        return false;
    uint32_t edits = nd_edits(p, n_a, q, n_b);
    return edits <= 2 || (most < SHORT_GAP ? 3 : 2) * edits <= most;
}

/* What is known so far of a passage that is read in windows. */
typedef struct reading {
    nd_word_likeness found;
    uint64_t         row;          /* words in a row up to here */
    bool             begun;        /* words stand before this window, aligned up to its beginning */
} reading;

/* Numbers and aligns the words of two ranges. */
static nd_status align(nd_passage_words *w, const nd_letters *a, nd_word_range of_a, const nd_letters *b,
                       nd_word_range of_b, nd_err *err)
{
    size_t n_a = of_a.end - of_a.first, n_b = of_b.end - of_b.first;
    nd_status st = join(&w->a, w->alloc, a, of_a, err);
    if (st == ND_OK)
        st = join(&w->b, w->alloc, b, of_b, err);
    if (st != ND_OK)
        return st;
    nd_words words_a = view(&w->a, n_a), words_b = view(&w->b, n_b);
    uint64_t seed = XXH3_64bits(words_a.folded, words_a.folded_len);
    nd_numbers_begin(&w->numbers, XXH3_64bits_withSeed(words_b.folded, words_b.folded_len, seed));
    st = nd_numbers_add(&w->numbers, &words_a, w->a.numbers, err);
    if (st == ND_OK)
        st = nd_numbers_add(&w->numbers, &words_b, w->b.numbers, err);
    return st == ND_OK ? nd_align_words(&w->aligner, w->a.numbers, n_a, w->b.numbers, n_b, err) : st;
}

/*
 * Counts what the aligned words of a window say up to word cut_a of one side and cut_b of
 * the other: behind them the aligner may have guessed. Leaves there how far it came.
 */
static void read_window(nd_passage_words *w, const nd_letters *a, nd_word_range of_a, const nd_letters *b,
                        nd_word_range of_b, uint32_t *cut_a, uint32_t *cut_b, reading *r)
{
    nd_run last = {0};
    for (size_t i = 0; i < w->aligner.n_runs; i++) {
        nd_run run = w->aligner.runs[i];
        if (run.moved)
            continue;
        if (run.a >= *cut_a || run.b >= *cut_b)
            break;
        uint32_t left = *cut_a - run.a < *cut_b - run.b ? *cut_a - run.a : *cut_b - run.b;
        run.n = run.n < left ? run.n : left;
        bool goes_on = false;
        if (last.n > 0 || r->begun) {
            uint32_t gap_a = run.a - last.a - last.n, gap_b = run.b - last.b - last.n;
            bool gap = gap_a + gap_b > 0;
            goes_on = !gap || misread(w, a, a->words + of_a.first, b, b->words + of_b.first, &last, &run);
            r->found.misread += gap && goes_on;
            r->found.changed += !goes_on && gap_a == gap_b && gap_a <= SLOT;
        }
        r->row = (goes_on ? r->row : 0) + run.n;
        r->found.equal += run.n;
        r->found.longest = r->row > r->found.longest ? r->row : r->found.longest;
        last = run;
    }
    r->begun = last.n > 0;
    if (r->begun) {
        *cut_a = last.a + last.n;
        *cut_b = last.b + last.n;
    }
}

static nd_word_range window_of(nd_word_range all)
{
    return (nd_word_range){all.first, all.end - all.first > WINDOW ? all.first + WINDOW : all.end};
}

nd_status nd_passage_words_compare(nd_passage_words *w, const nd_letters *a, nd_word_range of_a, const nd_letters *b,
                                   nd_word_range of_b, nd_word_likeness *out, nd_err *err)
{
    reading r = {0};
    while (of_a.first < of_a.end && of_b.first < of_b.end) {
        nd_word_range in_a = window_of(of_a), in_b = window_of(of_b);
        bool whole = in_a.end == of_a.end && in_b.end == of_b.end;
        uint32_t n_a = in_a.end - in_a.first, n_b = in_b.end - in_b.first;
        uint32_t cut_a = in_a.end == of_a.end ? n_a : n_a - OVERLAP, cut_b = in_b.end == of_b.end ? n_b : n_b - OVERLAP;
        nd_status st = align(w, a, in_a, b, in_b, err);
        if (st != ND_OK)
            return st;
        read_window(w, a, in_a, b, in_b, &cut_a, &cut_b, &r);
        uint64_t numbers_a = changed_numbers(&w->a, w->aligner.of_a, 0, whole ? n_a : cut_a);
        uint64_t numbers_b = changed_numbers(&w->b, w->aligner.of_b, 0, whole ? n_b : cut_b);
        r.found.changed += numbers_a > numbers_b ? numbers_a : numbers_b;
        if (whole)
            break;
        of_a.first += cut_a;
        of_b.first += cut_b;
    }
    *out = r.found;
    return ND_OK;
}
