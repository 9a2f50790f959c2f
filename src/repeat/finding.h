/* SPDX-License-Identifier: MIT
 *
 * finding.h - what was found in a text so far: rows by place, and which words they cover.
 *
 * The questions are asked from the largest kind to the smallest. Each adds its rows by
 * place, looks no more at words that are covered, and the rows of two questions never
 * cover a word twice: that is how one place is told once.
 */
#ifndef ND_FINDING_H
#define ND_FINDING_H

#include "article.h"

typedef struct nd_findings {
    nd_repeat *rows;               /* by place, up to the last nd_findings_settle */
    nd_repeat *aside;              /* of nd_findings_settle */
    size_t     n, cap, cap_aside;
    size_t     settled;            /* rows that are in order; those behind are the question's at hand */
    uint64_t  *covered;            /* a bit for each word of the text */
    size_t     cap_covered;
    uint64_t   n_weak;
    size_t     line;               /* that of the row added last: rows of a question come by place */
    bool       weak;               /* weak rows are wanted; else they only cover */
    const nd_alloc *alloc;
} nd_findings;

void nd_findings_init(nd_findings *findings, const nd_alloc *alloc);
void nd_findings_release(nd_findings *findings);

/* nd_findings_begin - no rows, no word covered: for a text of n_words. */
nd_status nd_findings_begin(nd_findings *findings, size_t n_words, nd_err *err);

/*
 * nd_findings_add - a row, and the words [word, word + n_words) are covered.
 *
 * @row  `at` behind that of the row this question added before; words and word are set here
 *
 * A weak row that is not wanted covers its words and is not told. In the verse of a
 * text that has enough of it every row is weak, but headlines and paragraphs.
 */
nd_status nd_findings_add(nd_findings *findings, const nd_article *article, const nd_repeat *row,
                          uint32_t word, uint32_t n_words, nd_err *err);

/* nd_findings_settle - the rows of the question at hand are merged into those before. */
nd_status nd_findings_settle(nd_findings *findings, nd_err *err);

/* nd_covered - whether a finding covers any of the words [word, word + n_words). */
bool nd_covered(const nd_findings *findings, uint32_t word, uint32_t n_words);

static inline bool nd_word_covered(const nd_findings *findings, uint32_t word)
{
    return findings->covered[word / 64] >> word % 64 & 1;
}

#endif
