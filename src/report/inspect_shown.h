/* SPDX-License-Identifier: MIT
 *
 * inspect_shown.h - what a report shows of inspect --json.
 */
#ifndef ND_INSPECT_SHOWN_H
#define ND_INSPECT_SHOWN_H

#include "about.h"

enum {
    ND_SHOWN_ARTICLES = 400,
    ND_SHOWN_REPEATS = 2000,       /* of one article */
    ND_SHOWN_RECURRING = 100,      /* lines that stand in several */
    ND_SHARE_BINS = 20             /* articles by the share that repeats, a twentieth each */
};

typedef struct nd_shown_article {
    nd_shown_record record;        /* its id is its own */
    double     share;              /* of its words that repeat */
    uint64_t   words, lines, repeats, order;
    nd_repeat *rows;               /* the first of its repeats, by place */
    size_t     n_rows, cap_rows;
} nd_shown_article;

typedef struct nd_shown_recurring {
    uint64_t        documents, line;
    const char     *text;          /* its beginning */
    size_t          len;
    nd_shown_record first;
} nd_shown_recurring;

typedef struct nd_shown_inspect {
    const nd_about    *about;
    nd_shown_article  *articles;   /* the worst first */
    size_t             n_articles, cap_articles;
    uint64_t           with_repeats, repeats;
    uint64_t           kinds[ND_REPEAT_KINDS];
    uint64_t           shares[ND_SHARE_BINS];
    nd_shown_recurring recurring[ND_SHOWN_RECURRING];
    size_t             n_recurring;
    uint64_t           all_recurring;
    nd_shown_texts     texts;
} nd_shown_inspect;

/* nd_inspect_page - the page; as nd_group_page. */
nd_status nd_inspect_page(nd_buf *to, const nd_shown_inspect *shown, nd_aligner *aligner, nd_err *err);

/* nd_article_text - the text of an article by lines, its repeats marked and linked to what they repeat. */
nd_status nd_article_text(nd_buf *to, const nd_shown_article *article, const nd_shown_text *text, nd_err *err);

#endif
