/* SPDX-License-Identifier: MIT
 *
 * html_sides.h - two texts side by side in HTML, words that both have aligned.
 */
#ifndef ND_HTML_SIDES_H
#define ND_HTML_SIDES_H

#include "base/buf.h"

/* One of the two texts; it may be a piece of a longer one. */
typedef struct nd_html_side {
    const char *text;
    size_t      len;
    bool        more_before, more_behind;
} nd_html_side;

/*
 * nd_html_sides - <div class="sides"> with both texts.
 *
 * @number  of the pair on its page: ids are p7a3 and p7b3 for block 3 of pair 7
 *
 * Words of both are links to their twins, and the first of a passage has its number;
 * moved ones say so. Words of one side only are <del> on the left and <ins> on the right.
 * Of long equal stretches, and of very long ones that differ, the middle is left out and
 * its words are counted. ND_ENOMEM, and what the aligner fails with; to->failed apart.
 */
nd_status nd_html_sides(nd_buf *to, nd_aligner *aligner, uint64_t number, const nd_html_side *a,
                        const nd_html_side *b, nd_err *err);

#endif
