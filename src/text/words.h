/* SPDX-License-Identifier: MIT
 *
 * words.h - folded code points into words: one form after the other goes in, the
 * words joined by one space and their places come out.
 *
 * A run of letters, marks and numbers is one word, but a letter that stands alone
 * begins a word and takes only marks in; a run of marks alone is taken back. The
 * state is what the open word holds. Every step writes a space and a form, and
 * counts them where they are wanted: no branch depends on the text, but for the
 * rare word that is taken back. Where words start is asked when they are written:
 * behind each space (runs.h).
 *
 * Invariant: room for ND_WORD_ROOM bytes and one span past what is used.
 * While a word is open, and some time after, span.len is the place of its end, not its length.
 */
#ifndef ND_WORDS_H
#define ND_WORDS_H

#include "fold_table.h"

/*
 * A step: the next state, and what to do. The steps from all states on one kind of
 * form are 16 bits each of one number, and the state is where its own begin, so that a
 * step waits for the state no longer than a shift takes.
 */
enum {
    ND_NO_WORD = 0,
    ND_ONLY_MARKS = 16,
    ND_IN_WORD = 32,
    ND_IN_ALONE = 48,
    ND_STATE = 63,

    ND_OPEN = 64,       /* a word begins with this form */
    ND_CLOSE = 128,     /* the open word ended before it */
    ND_TAKE_BACK = 256, /* the open word was none */

    ND_WORD_ROOM = 1 + 4
};

#define ND_STEPS(no_word, only_marks, in_word, in_alone)                                                     \
    ((uint64_t)(no_word) << ND_NO_WORD | (uint64_t)(only_marks) << ND_ONLY_MARKS |                           \
     (uint64_t)(in_word) << ND_IN_WORD | (uint64_t)(in_alone) << ND_IN_ALONE)

typedef struct nd_word_writer {
    uint8_t *folded;
    nd_span *spans;    /* NULL: not wanted */
    size_t   len;      /* bytes of folded; a closed word has its space */
    size_t   n_spans;  /* that of the open word included */
    size_t   searched; /* bytes of folded in which the starts of words were looked for */
    unsigned state;
} nd_word_writer;

/* Takes the open word back: no letter came. */
static inline void nd_take_back(nd_word_writer *w)
{
    while (w->len > 0 && w->folded[w->len - 1] != ' ')
        w->len--;
    w->searched = w->searched < w->len ? w->searched : w->len;
    w->n_spans -= w->spans != NULL;
}

/* nd_run_fits - whether a run (runs.h) may follow at a place: no word is open, or an ordinary one that ends there. */
static inline bool nd_run_fits(const nd_word_writer *w, size_t at)
{
    return w->state == ND_NO_WORD ||
           (w->state == ND_IN_WORD && (w->spans == NULL || w->spans[w->n_spans - 1].len == at));
}

/* Four bytes are read, of which len are written. Returns the step. */
static inline unsigned nd_step(nd_word_writer *w, unsigned kind, const void *bytes, size_t len)
{
    static const uint64_t steps[] = {
        [ND_BREAK] = ND_STEPS(ND_NO_WORD, ND_NO_WORD | ND_TAKE_BACK, ND_NO_WORD | ND_CLOSE, ND_NO_WORD | ND_CLOSE),
        [ND_MARK] = ND_STEPS(ND_ONLY_MARKS | ND_OPEN, ND_ONLY_MARKS, ND_IN_WORD, ND_IN_ALONE),
        [ND_LETTER] = ND_STEPS(ND_IN_WORD | ND_OPEN, ND_IN_WORD, ND_IN_WORD, ND_IN_WORD | ND_OPEN | ND_CLOSE),
        [ND_ALONE] = ND_STEPS(ND_IN_ALONE | ND_OPEN, ND_IN_ALONE | ND_OPEN | ND_TAKE_BACK,
                              ND_IN_ALONE | ND_OPEN | ND_CLOSE, ND_IN_ALONE | ND_OPEN | ND_CLOSE),
    };
    unsigned step = (unsigned)(steps[kind] >> w->state);
    if (__builtin_expect(step & ND_TAKE_BACK, 0))
        nd_take_back(w);
    w->folded[w->len] = ' ';
    w->len += (step & ND_CLOSE) != 0;
    memcpy(w->folded + w->len, bytes, 4);
    w->len += len;
    w->state = step & ND_STATE;
    return step;
}

/* The same, of a form that stands in the text at [at, end). */
static inline void nd_step_at(nd_word_writer *w, unsigned kind, const void *bytes, size_t len, size_t at, size_t end)
{
    unsigned step = nd_step(w, kind, bytes, len);
    if (w->spans == NULL)
        return;
    w->spans[w->n_spans].offset = (uint32_t)at;
    w->n_spans += (step & ND_OPEN) != 0;
    w->spans[w->n_spans - (len != 0)].len = (uint32_t)end;
}

static inline void nd_write(nd_word_writer *w, const nd_form *form, size_t at, size_t end)
{
    nd_step_at(w, form->kind, form->bytes, form->len, at, end);
}

#endif
