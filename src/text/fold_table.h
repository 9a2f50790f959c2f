/* SPDX-License-Identifier: MIT
 *
 * fold_table.h - what every code point folds to, eight bytes each.
 *
 * Invariant: the form of a code point is what utf8proc makes of it alone, and its
 * flags say when the forms of several, one after the other, are what utf8proc makes
 * of them together (fold_table.c says why). Made block by block, on demand.
 */
#ifndef ND_FOLD_TABLE_H
#define ND_FOLD_TABLE_H

#include "base/base.h"

/* What a folded code point is to a word; the order is that of the states in words.h. */
enum { ND_BREAK, ND_MARK, ND_LETTER, ND_ALONE };

enum {
    ND_STARTS = 1,   /* nothing before it changes with it: a segment may begin here */
    ND_CLOSED = 2,   /* and nothing after it changes it: the segment ends here */
    ND_INERT = 4,    /* a mark that combines with nothing; only its order matters */
    ND_PARTS = 8,    /* several code points: len forms in the table's parts, from at */
    ND_INVALID = 16  /* not a code point but a byte that is no UTF-8 */
};

typedef struct nd_form {
    union {
        uint8_t  bytes[4];  /* UTF-8 */
        uint32_t at;        /* with ND_PARTS */
    };
    uint8_t len;            /* bytes, or parts; 0: a break, or (no flags) it folds to nothing */
    uint8_t kind;           /* ND_BREAK ..; of the parts, each has its own */
    uint8_t last_class;     /* canonical combining class of the last code point of its decomposition */
    uint8_t flags;
} nd_form;

enum {
    ND_FORM_BLOCK = 128,    /* code points */
    ND_FORM_BLOCKS = 0x110000 / ND_FORM_BLOCK,
    ND_MOST_PARTS = 18      /* code points that one may fold to: U+FDFA, and no other so many */
};

typedef struct nd_fold_table {
    nd_arena blocks;
    unsigned options;                         /* of utf8proc */
    bool     fold_digits;
    const nd_form *block_of[ND_FORM_BLOCKS];  /* NULL: not made yet */
    nd_form *parts;
    size_t   n_parts, cap_parts;
    uint32_t *seconds;                        /* ascending; see fold_table.c */
    size_t   n_seconds, cap_seconds;
} nd_fold_table;

void nd_fold_table_init(nd_fold_table *table, const nd_opts *opts, const nd_alloc *alloc);
void nd_fold_table_release(nd_fold_table *table);

/* nd_fold_table_make - makes the block of cp. ND_ENOMEM leaves the table as it was. */
nd_status nd_fold_table_make(nd_fold_table *table, uint32_t cp, nd_err *err);

/* nd_folded_form - the form of a code point that utf8proc gave, as one part of a longer text. */
nd_form nd_folded_form(const nd_fold_table *table, uint32_t cp);

#endif
