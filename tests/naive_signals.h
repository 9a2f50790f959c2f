/* SPDX-License-Identifier: MIT
 *
 * naive_signals.h - the oracle of nd_signals_measure: each line folded on its own, all
 * n-grams as strings in a sorted array, a flag for each word that one of them covers.
 */
#ifndef NAIVE_SIGNALS_H
#define NAIVE_SIGNALS_H

#include "naive_repeats.h"

enum { NAIVE_WORDS = 6000, NAIVE_TEXT = 1 << 17 };

typedef struct naive_gram {
    const char *begin; /* in the words joined by one space */
    size_t len, word;  /* its first */
} naive_gram;

typedef struct naive_words {
    char joined[NAIVE_TEXT];
    size_t start[NAIVE_WORDS + 1]; /* the last: one past the end and a space */
    size_t n;
} naive_words;

/* Characters from begin to end that are no second or later byte of one. */
static inline size_t naive_characters(const char *begin, const char *end)
{
    size_t n = 0;
    for (; begin < end; begin++)
        n += ((unsigned char)*begin >> 6) != 2;
    return n;
}

static inline double naive_share(size_t part, size_t whole)
{
    return whole == 0 ? 0 : (double)part / (double)whole;
}

static inline void naive_split(naive_words *w, const naive *n)
{
    size_t len = 0;
    w->n = 0;
    for (size_t i = 0; i < n->n; i++) {
        const char *folded = n->line[i].folded;
        while (*folded != '\0') {
            size_t word = strcspn(folded, " ");
            if (w->n == NAIVE_WORDS || len + word + 1 >= NAIVE_TEXT)
                ck_abort_msg("too many words for the oracle");
            w->start[w->n++] = len;
            memcpy(w->joined + len, folded, word);
            len += word;
            w->joined[len++] = ' ';
            folded += word + (folded[word] == ' ');
        }
    }
    w->start[w->n] = len;
}

static inline int naive_by_string(const void *left, const void *right)
{
    const naive_gram *a = left, *b = right;
    int order = memcmp(a->begin, b->begin, a->len < b->len ? a->len : b->len);
    if (order == 0)
        order = (a->len > b->len) - (a->len < b->len);
    return order != 0 ? order : (a->word > b->word) - (a->word < b->word);
}

static inline bool naive_same_gram(const naive_gram *a, const naive_gram *b)
{
    return a->len == b->len && memcmp(a->begin, b->begin, a->len) == 0;
}

/* Share of the words' characters inside n-grams that stand twice; top: only the most frequent, first one. */
static inline double naive_grams(const naive_words *w, size_t n, bool top)
{
    static naive_gram grams[NAIVE_WORDS];
    static bool in[NAIVE_WORDS];
    size_t n_grams = w->n >= n ? w->n - n + 1 : 0, most = 1, first = 0, part = 0, whole = 0;
    memset(in, 0, sizeof in);
    for (size_t i = 0; i < n_grams; i++)
        grams[i] = (naive_gram){w->joined + w->start[i], w->start[i + n] - w->start[i], i};
    qsort(grams, n_grams, sizeof *grams, naive_by_string);
    for (size_t i = 0, end; i < n_grams; i = end) {
        for (end = i + 1; end < n_grams && naive_same_gram(&grams[i], &grams[end]); end++)
            ;
        bool better = end - i > most || (end - i == most && most > 1 && grams[i].word < grams[first].word);
        if (top ? !better : end - i < 2)
            continue;
        if (top)
            memset(in, 0, sizeof in);
        most = end - i;
        first = i;
        for (size_t k = i; k < end; k++)
            for (size_t word = 0; word < n; word++)
                in[grams[k].word + word] = true;
    }
    for (size_t i = 0; i < w->n; i++) {
        size_t characters = naive_characters(w->joined + w->start[i], w->joined + w->start[i + 1] - 1);
        whole += characters;
        part += in[i] ? characters : 0;
    }
    return naive_share(part, whole);
}

/* Of pieces of a text, each a run of lines: those equal to an earlier one. */
static inline void naive_pieces(const naive *n, const naive_paragraph *piece, size_t n_pieces,
                                const char *text, size_t len, double *frac)
{
    size_t repeated = 0, characters = 0, words = 0;
    for (size_t i = 0; i < n_pieces; i++) {
        char *own = naive_join(n, &piece[i]);
        bool found = false;
        for (size_t k = 0; k < i && !found; k++) {
            char *other = naive_join(n, &piece[k]);
            found = strcmp(own, other) == 0;
            free(other);
        }
        free(own);
        if (!found)
            continue;
        const nd_place *last = &n->line[piece[i].end - 1].place;
        repeated++;
        characters +=
            naive_characters(text + n->line[piece[i].begin].place.offset, text + last->offset + last->len);
        for (size_t line = piece[i].begin; line < piece[i].end; line++)
            words += n->line[line].words;
    }
    frac[0] = naive_share(repeated, n_pieces);
    frac[1] = naive_share(characters, naive_characters(text, text + len));
    frac[2] = naive_share(words, n->words);
}

static inline nd_signals naive_signals(nd_text *fold, const char *text, size_t len)
{
    static naive n;
    static naive_words w;
    static naive_paragraph line[NAIVE_LINES];
    nd_signals s;
    size_t n_lines = 0, unique = 0;
    naive_cut(&n, fold, text, len);
    naive_split(&w, &n);
    for (size_t i = 0; i < n.n; i++)
        if (n.line[i].words > 0)
            line[n_lines++] = (naive_paragraph){i, i + 1};
    naive_pieces(&n, line, n_lines, text, len, &s.frac[ND_DUP_LINE_FRAC]);
    naive_pieces(&n, n.paragraph, n.n_paragraphs, text, len, &s.frac[ND_DUP_PARA_FRAC]);
    for (size_t i = 0; i < 3; i++)
        s.frac[ND_TOP_2GRAM_CHAR_FRAC + i] = naive_grams(&w, 2 + i, true);
    for (size_t i = 0; i < 6; i++)
        s.frac[ND_DUP_5GRAM_CHAR_FRAC + i] = naive_grams(&w, 5 + i, false);
    for (size_t i = 0, k; i < w.n; i++) {
        naive_gram own = {w.joined + w.start[i], w.start[i + 1] - w.start[i], i};
        for (k = 0; k < i; k++)
            if (naive_same_gram(&own, &(naive_gram){w.joined + w.start[k], w.start[k + 1] - w.start[k], k}))
                break;
        unique += k == i;
    }
    s.frac[ND_UNIQUE_WORD_FRAC] = naive_share(unique, w.n);
    naive_free(&n);
    return s;
}

#endif
