/* SPDX-License-Identifier: MIT
 *
 * passages.h - the collection behind nd_passages: read by matchers once it is closed.
 */
#ifndef ND_PASSAGES_H
#define ND_PASSAGES_H

#include "passage_pair.h"
#include "passage_seeds.h"

struct nd_passages {
    nd_alloc         own;          /* the caller's, copied */
    const nd_alloc  *alloc;        /* &own, or NULL: malloc */
    nd_opts          opts;
    nd_text         *text;         /* NULL before the first text, and from close on */
    nd_arena         arena;        /* of letters */
    nd_passage_text *texts;
    nd_letters      *letters;
    size_t           n_texts, cap_texts, cap_letters;
    nd_seed_table    seeds;
    bool             closed, noisy;
};

/* nd_passages_look - whether the texts of a collection, closed as a clean one, are badly scanned. */
nd_status nd_passages_look(const nd_passages *passages, bool *noisy, nd_err *err);

#endif
