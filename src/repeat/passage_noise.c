/* SPDX-License-Identifier: MIT
 *
 * passage_noise.c - whether texts are badly scanned: by what they share.
 *
 * How words look says little: dialects, code and tables look as odd as bad scans, and
 * every language has its own rare words. But where two texts share a passage, a scanner
 * leaves the same words with other letters, every tenth or so; who edits leaves other
 * words. Measured: .09 of the words of scanned newspapers are misread in one copy, .001
 * to .011 of those of newswire, posts, manuals, licences and petitions. So some texts are
 * asked, spread over the collection, before it is known how the rest is to be searched.
 */
#include "passages.h"

enum {
    WORDS = 5000,                  /* of passages: so many tell */
    FEW_WORDS = 200,               /* fewer do not */
    ASKED = 1000,                  /* texts, at most, */
    SHARE = 10                     /* or one of so many */
};

static const double MISREAD = 0.03; /* of the words of passages */

static size_t common_divisor(size_t a, size_t b)
{
    while (b != 0) {
        size_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Texts i * step, modulo their number, are each once, and any few of them far from each other. */
static size_t step_of(size_t n)
{
    size_t step = (size_t)((double)n * 0.618) | 1;
    while (common_divisor(n, step) != 1)
        step++;
    return step;
}

nd_status nd_passages_look(const nd_passages *passages, bool *noisy, nd_err *err)
{
    size_t n = passages->n_texts, most = n / SHARE > ASKED ? n / SHARE : ASKED, step = step_of(n);
    uint64_t words = 0, misread = 0;
    nd_passage_matcher *matcher;
    nd_status st = nd_passage_matcher_new(&matcher, passages, passages->alloc, err);
    if (st != ND_OK)
        return st;
    for (size_t i = 0, text = 0; i < n && i < most && words < WORDS && st == ND_OK; i++) {
        const nd_passage *rows;
        size_t n_rows = 0;
        text = (text + step) % n;
        st = nd_passages_of(matcher, text, &rows, &n_rows, err);
        for (size_t j = 0; st == ND_OK && j < n_rows; j++) {
            words += rows[j].a.words > rows[j].b.words ? rows[j].a.words : rows[j].b.words;
            misread += rows[j].misread;
        }
    }
    nd_passage_matcher_free(matcher);
    if (st == ND_OK)
        *noisy = words >= FEW_WORDS && (double)misread > MISREAD * (double)words;
    return st;
}
