/* SPDX-License-Identifier: MIT
 *
 * passage_form.c - which passages are a form filled in anew, and no copy.
 *
 * Of a form (rates, weather, results) the same few words change every time, in their
 * places, and it comes again and again; of a story that was sent again, cut or edited a
 * long run stays as it was. Measured on Reuters-21578 and on scanned newspapers. A
 * scanner changes words too, but the letters show that (nd_passage.misread): where it
 * changed more than was filled in, nothing can be said.
 */
#include "passages.h"

enum {
    STORY_RUN = 80,                /* words: so many in a row are no form's */
    BESIDE = 30,                   /* words beside such a run: the form that a standing notice follows */
    PARTNERS = 2                   /* texts that either text shares passages with, at least */
};

static const double FILLED = 0.025; /* of the words, at least */
static const double DENSE = 0.1;    /* of the words beside a run that is a story's, at least */

static size_t pair_end(const nd_passage *rows, size_t n, size_t from)
{
    size_t to = from + 1;
    while (to < n && rows[to].a.text == rows[from].a.text && rows[to].b.text == rows[from].b.text)
        to++;
    return to;
}

static bool filled_in(const nd_passage *rows, size_t n)
{
    uint64_t words = 0, longest = 0, changed = 0, misread = 0;
    for (size_t i = 0; i < n; i++) {
        words += rows[i].a.words > rows[i].b.words ? rows[i].a.words : rows[i].b.words;
        longest = rows[i].longest > longest ? rows[i].longest : longest;
        changed += rows[i].changed;
        misread += rows[i].misread;
    }
    if (changed <= misread)
        return false;
    if (longest < STORY_RUN)
        return (double)changed > FILLED * (double)words;
    return words - longest >= BESIDE && (double)changed > DENSE * (double)(words - longest);
}

nd_status nd_passages_forms(nd_passages *passages, nd_passage *rows, size_t n, nd_err *err)
{
    size_t texts = passages->n_texts;
    for (size_t i = 0; i < n; i++)
        if (rows[i].a.text >= texts || rows[i].b.text >= texts)
            return nd_fail(err, ND_EINVAL, "a passage is of a text that is not in the collection");
    if (n == 0)
        return ND_OK;
    uint32_t *partners = nd_get(passages->alloc, texts, sizeof *partners);
    if (partners == NULL)
        return nd_no_memory(err, texts * sizeof *partners);
    for (size_t i = 0; i < n; i = pair_end(rows, n, i)) {
        partners[rows[i].a.text]++;
        partners[rows[i].b.text]++;
    }
    for (size_t i = 0, to; i < n; i = to) {
        to = pair_end(rows, n, i);
        bool form = partners[rows[i].a.text] >= PARTNERS && partners[rows[i].b.text] >= PARTNERS &&
                    filled_in(rows + i, to - i);
        for (size_t j = i; j < to; j++)
            rows[j].form = form;
    }
    nd_drop(passages->alloc, partners, texts, sizeof *partners);
    return ND_OK;
}
