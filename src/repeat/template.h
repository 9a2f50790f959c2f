/* SPDX-License-Identifier: MIT
 *
 * template.h - lines of furniture that begin or end alike.
 */
#ifndef ND_TEMPLATE_H
#define ND_TEMPLATE_H

#include "finding.h"

typedef struct nd_template_slot nd_template_slot;

/* The end of a line that it may share with others. */
typedef struct nd_template_end {
    uint32_t line;             /* index in nd_segments.lines */
    uint32_t word;             /* the first word it shares, of n_words */
    uint8_t  n_words;
    uint8_t  mark;             /* that sets them off: a colon, a dash, a bar, ...; 0: none */
    bool     front;            /* the first words, or the last */
    bool     sentence;         /* the line ends as a sentence does */
    uint32_t hash;
    uint32_t group;
} nd_template_end;

/* The label that stands right before, or right behind, one of this label. */
typedef struct nd_template_neighbour {
    uint32_t group, n;         /* the first such, and how often */
} nd_template_neighbour;

typedef struct nd_template_group {
    uint32_t first;            /* end of the first line, index in ends */
    uint32_t n;                /* lines */
    uint32_t sentences;        /* lines that end as a sentence does */
    nd_template_neighbour before, behind;
    uint32_t beside;           /* lines right below or above one of another label that recurs */
} nd_template_group;

typedef struct nd_templates {
    nd_template_end   *ends;   /* by line */
    nd_template_group *groups;
    nd_template_slot  *slots;
    uint8_t           *sieve;  /* of each place in it: ends that fell there, up to 2 */
    size_t n_ends, n_groups, cap_ends, cap_groups, cap_slots, cap_sieve;
    const nd_alloc *alloc;
} nd_templates;

void nd_templates_init(nd_templates *templates, const nd_alloc *alloc);
void nd_templates_release(nd_templates *templates);

/*
 * nd_find_templates - short lines that stand alone and share their first or last words
 * with an earlier one, and not the rest: up to 5 words (10 characters in a script
 * without spaces) set off by a colon, a dash, a bar ("Photo: ...", "... / Agency"), or,
 * without such a mark, 3 words or more that are half of the line, where more than two
 * lines share them a third. O(lines) expected.
 */
nd_status nd_find_templates(nd_templates *templates, const nd_article *article, nd_findings *to, nd_err *err);

#endif
