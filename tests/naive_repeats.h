/* SPDX-License-Identifier: MIT
 *
 * naive_repeats.h - the oracle of nd_repeats_find: a text cut byte by byte, each line
 * folded on its own, everything compared with everything before it.
 */
#ifndef NAIVE_REPEATS_H
#define NAIVE_REPEATS_H

#include "base/buf.h"

#include <check.h>
#include <stdlib.h>

enum { NAIVE_LINES = 400 };

typedef struct naive_line {
    nd_place place;
    char    *folded;        /* "" where there is no word */
    size_t   words;
} naive_line;

typedef struct naive_paragraph {
    size_t begin, end;      /* lines */
} naive_paragraph;

typedef struct naive {
    naive_line line[NAIVE_LINES];
    naive_paragraph paragraph[NAIVE_LINES];
    nd_repeat rows[NAIVE_LINES];
    size_t n, n_paragraphs, n_rows, words;
} naive;

static inline void naive_cut(naive *to, nd_text *fold, const char *text, size_t len)
{
    memset(to, 0, sizeof *to);
    for (size_t at = 0; at < len;) {
        size_t end = at;
        while (end < len && text[end] != '\n' && text[end] != '\r')
            end++;
        nd_words words;
        if (to->n == NAIVE_LINES || nd_text_fold(fold, text + at, end - at, false, &words, NULL) != ND_OK)
            ck_abort_msg("too many lines for the oracle, or no memory");
        naive_line *line = &to->line[to->n++];
        *line = (naive_line){{to->n, at, end - at}, calloc(1, words.folded_len + 1), words.n_words};
        if (words.folded_len > 0)
            memcpy(line->folded, words.folded, words.folded_len);
        to->words += line->words;
        at = end + (end + 1 < len && text[end] == '\r' && text[end + 1] == '\n' ? 2 : 1);
    }
    for (size_t i = 0; i < to->n; i++) {
        naive_paragraph *p = &to->paragraph[to->n_paragraphs];
        for (p->begin = i; i < to->n && to->line[i].words > 0; i++)
            ;
        p->end = i;
        to->n_paragraphs += p->end > p->begin;
    }
}

static inline void naive_free(naive *n)
{
    for (size_t i = 0; i < n->n; i++)
        free(n->line[i].folded);
}

static inline char *naive_join(const naive *n, const naive_paragraph *p)
{
    nd_buf words;
    nd_buf_init(&words, NULL);
    for (size_t i = p->begin; i < p->end; i++)
        nd_buf_printf(&words, "%s ", n->line[i].folded);
    return words.bytes;
}

static inline bool naive_equal(const naive *n, const naive_paragraph *a, const naive_paragraph *b)
{
    char *words_a = naive_join(n, a), *words_b = naive_join(n, b);
    bool equal = a->end - a->begin > 1 && b->end - b->begin > 1 && strcmp(words_a, words_b) == 0;
    free(words_a);
    free(words_b);
    return equal;
}

static inline nd_repeat naive_row(const naive *n, const naive_paragraph *at, const naive_paragraph *of)
{
    nd_repeat row = {.at = n->line[at->begin].place, .of = n->line[of->begin].place, .similarity = 1};
    const nd_place *end = &n->line[at->end - 1].place, *of_end = &n->line[of->end - 1].place;
    row.at.len = end->offset + end->len - row.at.offset;
    row.of.len = of_end->offset + of_end->len - row.of.offset;
    for (size_t i = at->begin; i < at->end; i++)
        row.words += n->line[i].words;
    return row;
}

static inline void naive_find_line(naive *n, size_t at)
{
    size_t of = 0, before = 0;
    while (strcmp(n->line[of].folded, n->line[at].folded) != 0)
        of++;
    if (of == at)
        return;
    for (size_t i = 0; i < at; i++)
        before += n->line[i].words > 0;
    nd_repeat row = naive_row(n, &(naive_paragraph){at, at + 1}, &(naive_paragraph){of, of + 1});
    row.kind = ND_REPEAT_LINE;
    row.headline = of == n->paragraph[0].begin && before < 5;
    n->rows[n->n_rows++] = row;
}

static inline void naive_find(naive *n)
{
    for (size_t p = 0; p < n->n_paragraphs; p++) {
        size_t q = 0;
        while (q < p && !naive_equal(n, &n->paragraph[p], &n->paragraph[q]))
            q++;
        if (q < p) {
            nd_repeat row = naive_row(n, &n->paragraph[p], &n->paragraph[q]);
            row.kind = ND_REPEAT_PARAGRAPH;
            n->rows[n->n_rows++] = row;
            continue;
        }
        for (size_t i = n->paragraph[p].begin; i < n->paragraph[p].end; i++)
            naive_find_line(n, i);
    }
}

#endif
