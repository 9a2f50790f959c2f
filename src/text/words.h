/* SPDX-License-Identifier: MIT
 *
 * words.h - folded code points into words: one form after the other goes in, the
 * words joined by one space, their starts and their places come out.
 *
 * A run of letters, marks and numbers is one word, but a letter that stands alone
 * begins a word and takes only marks in; a run of marks alone is taken back. The
 * state is what the open word holds. Every step writes a space and a form, and
 * counts them where they are wanted: no branch depends on the text, but for the
 * rare word that is taken back.
 *
 * Invariant: room for ND_WORD_ROOM bytes, one start and one span past what is used.
 * While a text is being folded span.len is the place of the word's end, not its length.
 */
#ifndef ND_WORDS_H
#define ND_WORDS_H

#include "fold_table.h"

enum {
    ND_NO_WORD = ND_BREAK,
    ND_ONLY_MARKS = ND_MARK,
    ND_IN_WORD = ND_LETTER,
    ND_IN_ALONE = ND_ALONE,

    ND_STATE = 3,      /* a step: the next state, and */
    ND_OPEN = 4,       /* a word begins with this form */
    ND_CLOSE = 8,      /* the open word ended before it */
    ND_TAKE_BACK = 16, /* the open word was none */

    ND_WORD_ROOM = 1 + 4
};

typedef struct nd_word_writer {
    uint8_t  *folded;
    uint32_t *starts;
    nd_span  *spans;   /* NULL: not wanted */
    size_t    len;     /* bytes of folded; a closed word has its space */
    size_t    n_words; /* the open one included */
    unsigned  state;
} nd_word_writer;

static inline void nd_write(nd_word_writer *w, const nd_form *form, size_t at, size_t end)
{
    static const uint8_t steps[4][4] = {
        [ND_NO_WORD] = {ND_NO_WORD, ND_ONLY_MARKS | ND_OPEN, ND_IN_WORD | ND_OPEN, ND_IN_ALONE | ND_OPEN},
        [ND_ONLY_MARKS] = {ND_NO_WORD | ND_TAKE_BACK, ND_ONLY_MARKS, ND_IN_WORD,
                           ND_IN_ALONE | ND_OPEN | ND_TAKE_BACK},
        [ND_IN_WORD] = {ND_NO_WORD | ND_CLOSE, ND_IN_WORD, ND_IN_WORD, ND_IN_ALONE | ND_OPEN | ND_CLOSE},
        [ND_IN_ALONE] = {ND_NO_WORD | ND_CLOSE, ND_IN_ALONE, ND_IN_WORD | ND_OPEN | ND_CLOSE,
                         ND_IN_ALONE | ND_OPEN | ND_CLOSE},
    };
    unsigned step = steps[w->state][form->kind];
    if (step & ND_TAKE_BACK)
        w->len = w->starts[--w->n_words];
    w->folded[w->len] = ' ';
    w->len += (step & ND_CLOSE) != 0;
    w->starts[w->n_words] = (uint32_t)w->len;
    if (w->spans != NULL)
        w->spans[w->n_words].offset = at;
    w->n_words += (step & ND_OPEN) != 0;
    memcpy(w->folded + w->len, form->bytes, sizeof form->bytes);
    w->len += form->len;
    if (w->spans != NULL)
        w->spans[w->n_words - (form->len != 0)].len = end;
    w->state = step & ND_STATE;
}

/*
 * nd_write_ascii - n bytes of ASCII at once, which go in as at..: the hot loop.
 *
 * @map    the folded byte of each, a space for a break
 * @bytes  the whole text; no NUL among those to write
 *
 * Only from the states ND_NO_WORD and ND_IN_WORD; room as for n forms.
 */
void nd_write_ascii(nd_word_writer *w, const uint8_t *map, const uint8_t *bytes, size_t at, size_t n);

#endif
