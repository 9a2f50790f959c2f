/* SPDX-License-Identifier: MIT
 *
 * text.h - the object behind nd_text_fold, and the reading of its text.
 */
#ifndef ND_TEXT_H
#define ND_TEXT_H

#include "runs.h"

enum { ND_SEGMENT_CAP = 32 }; /* code points that fold to something; see compose.c */

struct nd_text {
    nd_alloc        own;       /* the caller's, copied */
    const nd_alloc *alloc;
    nd_fold_table   table;

    const nd_run_loops *loops; /* without spans */
    nd_run    run;             /* of the tables below, and the text being folded */
    uint8_t   ascii[128], squeeze[256][8];
    nd_pair   pairs[ND_PAIRS]; /* these two are filled as the blocks of the table are made */
    uint8_t   kinds[ND_KINDS + 4];

    nd_word_writer words;
    uint32_t *starts;
    size_t    n_starts;        /* but for the first: spaces in words.searched bytes */
    nd_span  *spans;           /* kept while words.spans is NULL */
    size_t    n_closed;        /* of them, whose len is a length */
    size_t    cap_folded, cap_starts, cap_spans;
    size_t    max_folded;      /* more is ND_ELIMIT */

    uint64_t  invalid_bytes;
    nd_status status;          /* of making the table; anything but ND_OK ends the text */
    nd_err   *err;
};

/* A code point of the text, or an invalid byte. At the text's end len is 0. */
typedef struct nd_point {
    size_t         at;
    size_t         len;
    const nd_form *form;
} nd_point;

/*
 * nd_segment_fold - writes the words of the segment at point, whatever it is.
 *
 * Returns the place after it.
 */
size_t nd_segment_fold(nd_text *text, nd_point point);

/* nd_block_make - the forms of the block of cp, not made yet; NULL: text->status says why. */
const nd_form *nd_block_make(nd_text *text, uint32_t cp);

static inline bool nd_utf8_tail(const uint8_t *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((p[i] & 0xC0) != 0x80)
            return false;
    return true;
}

/* nd_utf8_decode - bytes of the code point at p, of left > 0; 0 where there is none, or NUL. */
__attribute__((always_inline))
static inline size_t nd_utf8_decode(const uint8_t *p, size_t left, uint32_t *cp)
{
    uint32_t lead = p[0];
    if (lead < 0x80) {
        *cp = lead;
        return RARELY(lead == 0) ? 0 : 1;
    }
    if (lead < 0xE0) {
        if (RARELY(lead < 0xC2 || left < 2 || !nd_utf8_tail(p + 1, 1)))
            return 0;
        *cp = (lead & 0x1F) << 6 | (p[1] & 0x3Fu);
        return 2;
    }
    if (lead < 0xF0) {
        if (RARELY(left < 3 || !nd_utf8_tail(p + 1, 2)))
            return 0;
        *cp = (lead & 0x0F) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
        return RARELY(*cp < 0x800 || *cp - 0xD800 < 0x800) ? 0 : 3;
    }
    if (RARELY(lead > 0xF4 || left < 4 || !nd_utf8_tail(p + 1, 3)))
        return 0;
    *cp = (lead & 0x07) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
    return RARELY(*cp - 0x10000 >= 0x100000) ? 0 : 4;
}

/* nd_point_at - what there is at a place of the text. */
__attribute__((always_inline))
static inline nd_point nd_point_at(nd_text *text, size_t at)
{
    static const nd_form end = {.flags = ND_STARTS | ND_CLOSED};
    static const nd_form invalid = {.flags = ND_STARTS | ND_CLOSED | ND_INVALID};
    uint32_t cp;
    if (at >= text->run.len)
        return (nd_point){text->run.len, 0, &end};
    size_t len = nd_utf8_decode(text->run.bytes + at, text->run.len - at, &cp);
    if (len == 0)
        return (nd_point){at, 1, &invalid};
    const nd_form *forms = text->table.block_of[cp / ND_FORM_BLOCK];
    if (forms == NULL) {
        forms = nd_block_make(text, cp);
        if (forms == NULL)
            return (nd_point){text->run.len, 0, &end};
    }
    return (nd_point){at, len, &forms[cp % ND_FORM_BLOCK]};
}

#endif
