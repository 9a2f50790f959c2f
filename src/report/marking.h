/* SPDX-License-Identifier: MIT
 *
 * marking.h - which words of a finding to mark.
 */
#ifndef ND_MARKING_H
#define ND_MARKING_H

#include "excerpt.h"

/* Scratch for pieces; made once a page. */
typedef struct nd_marking {
    nd_text   *folder;         /* the caller's */
    nd_marked *pieces;
    size_t     n, cap;
    bool       before, after;  /* the text goes on there */

    char      *words;          /* folded words of one place, NUL after each */
    nd_span   *spans;
    bool      *missing;        /* of each of its words: the other place does not have it */
    size_t     n_words, cap_words, cap_spans, cap_missing;
    const nd_alloc *alloc;
} nd_marking;

void nd_marking_init(nd_marking *marking, nd_text *folder, const nd_alloc *alloc);
void nd_marking_release(nd_marking *marking);

/*
 * nd_mark_different - the pieces of own, words that other does not have under mark.
 * Words count as often as they stand; their order does not. Only the beginnings are
 * compared, as much of them as a line could show; the pieces begin near the first
 * word that is marked where that stands behind columns.
 */
bool nd_mark_different(nd_marking *marking, const char *text, const nd_place *own, const nd_place *other,
                       nd_mark mark, size_t columns);

/* nd_mark_in_line - the pieces of the line around bytes [begin, end), these marked as ND_MARK_SAME. */
bool nd_mark_in_line(nd_marking *marking, const char *text, size_t len, size_t begin, size_t end, size_t columns);

#endif
