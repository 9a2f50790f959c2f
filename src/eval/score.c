/* SPDX-License-Identifier: MIT
 *
 * score.c - what is common to pair and cluster labels, and the score against pairs.
 */
#include "score.h"

void nd_score_release(nd_score *score)
{
    nd_drop(score->alloc, score->labels, score->n_labels, sizeof *score->labels);
    *score = (nd_score){0};
}

void nd_worst_add(nd_worst *worst, const nd_fault *fault)
{
    size_t at = worst->n;
    while (at > 0 && worst->list[at - 1].jaccard < fault->jaccard)
        at--;
    if (at == ND_WORST)
        return;
    size_t last = worst->n < ND_WORST ? worst->n++ : ND_WORST - 1;
    memmove(&worst->list[at + 1], &worst->list[at], (last - at) * sizeof *worst->list);
    worst->list[at] = *fault;
}

nd_status nd_score_pairs(nd_score *score, const nd_found *found, const nd_labels *labels, nd_err *err)
{
    score->labels = nd_get(score->alloc, labels->values.n, sizeof *score->labels);
    if (score->labels == NULL)
        return nd_no_memory(err, 0);
    score->n_labels = labels->values.n;
    for (size_t i = 0; i < labels->listed.n; i++) {
        const nd_pair *pair = &labels->pairs[i];
        bool copies = labels->copies[pair->label], together = nd_found_together(found, pair->a, pair->b);
        score->labels[pair->label].pairs++;
        score->labels[pair->label].found += together;
        score->labels[pair->label].forms += together && found->pairs && nd_found_pair(found, pair->a, pair->b)->form;
        score->truth += copies;
        score->found += together;
        score->both += copies && together;
        if (copies != together)
            nd_worst_add(copies ? &score->missed : &score->wrong,
                         &(nd_fault){pair->a, pair->b, nd_found_jaccard(found, pair->a, pair->b), pair->label});
    }
    return ND_OK;
}

/* Which names are where. A name is in the labels where it has a label, or is in a listed pair. */
static nd_status count_names(nd_score *score, const nd_found *found, const nd_labels *labels, nd_err *err)
{
    size_t n = found->names.n;
    bool *labelled = nd_get(score->alloc, n + 1, sizeof *labelled);
    if (labelled == NULL)
        return nd_no_memory(err, n);
    for (size_t i = 0; i < labels->n_members; i++)
        labelled[i] = labels->members[i].cluster != ND_NO_ID;
    for (size_t i = 0; i < labels->listed.n; i++) {
        labelled[found->items[labels->pairs[i].a].name] = true;
        labelled[found->items[labels->pairs[i].b].name] = true;
    }
    for (size_t i = 0; i < n; i++) {
        score->names += labelled[i];
        score->named += labelled[i] && found->named[i].item < found->places.n;
    }
    for (size_t i = 0; i < found->places.n; i++)
        score->unlabelled += !labelled[found->items[i].name];
    nd_drop(score->alloc, labelled, n + 1, sizeof *labelled);
    return ND_OK;
}

nd_status nd_score_make(nd_score *score, const nd_found *found, const nd_labels *labels, nd_err *err)
{
    *score = (nd_score){.documents = found->documents, .alloc = found->alloc};
    nd_status st = count_names(score, found, labels, err);
    if (st == ND_OK && labels->clusters)
        st = (found->pairs ? nd_score_sharing : nd_score_clusters)(score, found, labels, err);
    else if (st == ND_OK)
        st = nd_score_pairs(score, found, labels, err);
    score->precision = nd_wilson(score->both, score->found);
    score->recall = nd_wilson(score->both, score->truth);
    score->f1 = nd_f1(score->truth, score->found, score->both);
    return st;
}
