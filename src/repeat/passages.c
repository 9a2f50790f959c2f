/* SPDX-License-Identifier: MIT
 *
 * passages.c - texts to letters, and to the table of their seeds.
 */
#include "passages.h"

void nd_passages_free(nd_passages *passages)
{
    if (passages == NULL)
        return;
    nd_alloc own = passages->own;
    const nd_alloc *alloc = passages->alloc != NULL ? &own : NULL;
    nd_text_free(passages->text);
    nd_arena_release(&passages->arena);
    nd_seed_table_release(&passages->seeds);
    nd_drop(alloc, passages->texts, passages->cap_texts, sizeof *passages->texts);
    nd_drop(alloc, passages->letters, passages->cap_letters, sizeof *passages->letters);
    nd_drop(alloc, passages, 1, sizeof *passages);
}

nd_status nd_passages_new(nd_passages **out, const nd_opts *opts, const nd_alloc *alloc, nd_err *err)
{
    nd_status st = nd_opts_check(opts, err);
    if (st != ND_OK)
        return st;
    nd_passages *passages = nd_get(alloc, 1, sizeof *passages);
    if (passages == NULL)
        return nd_no_memory(err, sizeof *passages);
    if (alloc != NULL) {
        passages->own = *alloc;
        passages->alloc = &passages->own;
    }
    passages->opts = *opts;
    nd_arena_init(&passages->arena, passages->alloc);
    nd_seed_table_init(&passages->seeds, passages->alloc);
    *out = passages;
    return ND_OK;
}

nd_status nd_passages_add(nd_passages *passages, const nd_passage_text *text, nd_err *err)
{
    size_t n = passages->n_texts;
    if (passages->closed)
        return nd_fail(err, ND_EINVAL, "the collection of passages is closed");
    if (text->len > UINT32_MAX)
        return nd_fail(err, ND_ELIMIT, "a text of 4 GiB or more cannot be searched for passages");
    if (n >= UINT32_MAX)
        return nd_fail(err, ND_ELIMIT, "2^32 texts or more cannot be searched for passages");
    if (!nd_grow(passages->alloc, &passages->texts, &passages->cap_texts, n + 1, sizeof *passages->texts) ||
        !nd_grow(passages->alloc, &passages->letters, &passages->cap_letters, n + 1, sizeof *passages->letters))
        return nd_no_memory(err, n * sizeof *passages->letters);
    nd_status st = passages->text != NULL ? ND_OK
                                          : nd_text_new(&passages->text, &passages->opts, passages->alloc, err);
    if (st == ND_OK)
        st = nd_letters_make(&passages->letters[n], passages->text, &passages->arena, text->text, text->len, err);
    if (st != ND_OK)
        return st;
    passages->texts[n] = *text;
    passages->n_texts++;
    return ND_OK;
}

static nd_status make_seeds(nd_passages *passages, bool noisy, nd_err *err)
{
    static const nd_seed_shape clean = {10, 6}, short_seeds = {8, 4};
    nd_status st = nd_seed_table_make(&passages->seeds, noisy ? short_seeds : clean, passages->letters,
                                      passages->n_texts, err);
    passages->noisy = noisy;
    passages->closed = st == ND_OK;
    return st;
}

nd_status nd_passages_close(nd_passages *passages, nd_err *err)
{
    bool noisy = passages->opts.passage_noise == ND_NOISE_YES, look = passages->opts.passage_noise == ND_NOISE_AUTO;
    if (passages->closed)
        return ND_OK;
    nd_text_free(passages->text);        /* it holds the longest text folded, just when memory is short */
    passages->text = NULL;
    nd_status st = make_seeds(passages, noisy, err);
    if (st == ND_OK && look)
        st = nd_passages_look(passages, &noisy, err);
    if (st == ND_OK && noisy != passages->noisy)
        st = make_seeds(passages, noisy, err);
    passages->closed = st == ND_OK;
    return st;
}

bool nd_passages_noisy(const nd_passages *passages)
{
    return passages->noisy;
}
