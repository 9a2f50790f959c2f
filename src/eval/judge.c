/* SPDX-License-Identifier: MIT
 *
 * judge.c - a result against labels.
 */
#include "judge.h"

#include <stdlib.h>

typedef struct judging {
    nd_judgement    *to;
    const nd_found  *found;
    const nd_labels *labels;
    uint32_t        *cluster;  /* of each id: its keeper's id, or its own */
    double          *jaccard;  /* of each removed id with its keeper; negative: not removed */
    size_t           n;
} judging;

/* Keeps the case if it is among the first ND_WORST_CASES; sign 1: most alike first, -1: least. */
static void keep(nd_case *list, size_t *n, nd_case own, double sign)
{
    size_t at = *n;
    while (at > 0 && own.jaccard >= 0 && (list[at - 1].jaccard < 0 || sign * own.jaccard > sign * list[at - 1].jaccard))
        at--;
    if (at == ND_WORST_CASES)
        return;
    *n += *n < ND_WORST_CASES;
    memmove(&list[at + 1], &list[at], (*n - 1 - at) * sizeof own);
    list[at] = own;
}

static void miss(judging *j, uint32_t a, uint32_t b, double jaccard)
{
    keep(j->to->misses, &j->to->n_misses, (nd_case){a, b, jaccard}, 1);
}

static void false_one(judging *j, uint32_t a, uint32_t b, double jaccard)
{
    keep(j->to->falses, &j->to->n_falses, (nd_case){a, b, jaccard}, -1);
}

static nd_status fill(judging *j, nd_err *err)
{
    if (j->cluster == NULL || j->jaccard == NULL)
        return nd_no_memory(err, j->n * sizeof *j->jaccard);
    for (size_t i = 0; i < j->n; i++) {
        j->cluster[i] = (uint32_t)i;
        j->jaccard[i] = -1;
    }
    for (size_t i = 0; i < j->found->n; i++) {
        const nd_found_row *row = &j->found->rows[i];
        if (!row->removed)
            continue;
        j->cluster[row->a] = row->b;
        j->jaccard[row->a] = row->jaccard;
    }
    return ND_OK;
}

/* ---- pairs */

/* What the result says of two kept records: a near miss, or nothing. */
static double near_miss(const judging *j, uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < j->found->n; i++) {
        const nd_found_row *row = &j->found->rows[i];
        if (!row->removed && ((row->a == a && row->b == b) || (row->a == b && row->b == a)))
            return row->jaccard;
    }
    return -1;
}

/* What it says of two of one cluster. */
static double direct(const judging *j, uint32_t a, uint32_t b)
{
    return j->cluster[a] == b ? j->jaccard[a] : j->cluster[b] == a ? j->jaccard[b] : -1;
}

static nd_status judge_pairs(judging *j, nd_err *err)
{
    const nd_labels *labels = j->labels;
    nd_judgement *to = j->to;
    uint64_t copies = 0, found = 0, both = 0;
    to->n_by_label = labels->names.n;
    to->by_label = nd_get(to->alloc, labels->names.n + 1, sizeof *to->by_label);
    bool *spoken = nd_get(to->alloc, j->n + 1, sizeof *spoken);
    if (to->by_label == NULL || spoken == NULL) {
        nd_drop(to->alloc, spoken, j->n + 1, sizeof *spoken);
        return nd_no_memory(err, j->n);
    }
    for (size_t i = 0; i < to->n_by_label; i++)
        to->by_label[i].label = labels->names.names[i];
    for (size_t i = 0; i < labels->n; i++) {
        const nd_labelled_pair *pair = &labels->list[i];
        bool together = j->cluster[pair->a] == j->cluster[pair->b];
        spoken[pair->a] = spoken[pair->b] = true;
        to->by_label[pair->label].pairs++;
        to->by_label[pair->label].found += together;
        copies += pair->copy;
        found += together;
        both += together && pair->copy;
        if (pair->copy && !together)
            miss(j, pair->a, pair->b, near_miss(j, pair->a, pair->b));
        else if (!pair->copy && together)
            false_one(j, pair->a, pair->b, direct(j, pair->a, pair->b));
    }
    for (size_t i = 0; i < j->n; i++)
        to->unknown += j->jaccard[i] >= 0 && !spoken[i];
    nd_drop(to->alloc, spoken, j->n + 1, sizeof *spoken);
    to->score.records = j->n;
    nd_score_pairs(&to->score, copies, found, both);
    return ND_OK;
}

/* ---- clusters */

typedef struct member {
    uint32_t truth, found, id;
} member;

static int by_truth(const void *a, const void *b)
{
    const member *x = a, *y = b;
    if (x->truth != y->truth)
        return x->truth < y->truth ? -1 : 1;
    if (x->found != y->found)
        return x->found < y->found ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static int by_found(const void *a, const void *b)
{
    const member *x = a, *y = b;
    if (x->found != y->found)
        return x->found < y->found ? -1 : 1;
    if (x->truth != y->truth)
        return x->truth < y->truth ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static uint32_t truth_of(const judging *j, uint32_t id)
{
    return id < j->labels->n_cluster_of ? j->labels->cluster_of[id] : ND_NO_ID;
}

/* One true cluster in several parts: the first of each with the first of the first. */
static void show_misses(judging *j, member *members, size_t n)
{
    for (size_t i = 0; i < j->found->n; i++) {
        const nd_found_row *row = &j->found->rows[i];
        if (!row->removed && truth_of(j, row->a) != ND_NO_ID && truth_of(j, row->a) == truth_of(j, row->b))
            miss(j, row->a, row->b, row->jaccard);
    }
    qsort(members, n, sizeof *members, by_truth);
    for (size_t i = 1, first = 0; i < n; i++) {
        if (members[i].truth != members[i - 1].truth)
            first = i;
        else if (members[i].found != members[i - 1].found && near_miss(j, members[first].id, members[i].id) < 0)
            miss(j, members[first].id, members[i].id, -1);
    }
}

/* One found cluster of several true ones: those removed on the account of another one's record. */
static void show_falses(judging *j, member *members, size_t n)
{
    qsort(members, n, sizeof *members, by_found);
    for (size_t i = 0, first = 0; i < n; i++) {
        if (members[i].found != members[first].found)
            first = i;
        uint32_t keeper = members[i].found;
        if (j->jaccard[members[i].id] >= 0 && truth_of(j, keeper) != ND_NO_ID) {
            if (truth_of(j, keeper) != members[i].truth)
                false_one(j, members[i].id, keeper, j->jaccard[members[i].id]);
        } else if (members[i].truth != members[first].truth && members[i].truth != members[i - 1].truth) {
            false_one(j, members[i].id, members[first].id, direct(j, members[i].id, members[first].id));
        }
    }
}

static nd_status judge_clusters(judging *j, nd_err *err)
{
    const nd_labels *labels = j->labels;
    nd_judgement *to = j->to;
    size_t n = 0, room = labels->n_labelled + 1;
    member *members = nd_get(to->alloc, room, sizeof *members);
    uint32_t *sides = nd_get(to->alloc, 2 * room, sizeof *sides);
    nd_status st = members != NULL && sides != NULL ? ND_OK : nd_no_memory(err, room * sizeof *members);
    for (uint32_t id = 0; st == ND_OK && id < j->n; id++) {
        uint32_t truth = truth_of(j, id);
        to->unknown += truth == ND_NO_ID && j->jaccard[id] >= 0;
        if (truth == ND_NO_ID)
            continue;
        sides[n] = truth;
        sides[room + n] = j->cluster[id];
        members[n++] = (member){truth, j->cluster[id], id};
    }
    if (st == ND_OK)
        st = nd_score_clusters(&to->score, sides, sides + room, n, to->alloc, err);
    if (st == ND_OK && n > 0) {
        show_misses(j, members, n);
        show_falses(j, members, n);
    }
    nd_drop(to->alloc, members, room, sizeof *members);
    nd_drop(to->alloc, sides, 2 * room, sizeof *sides);
    return st;
}

nd_status nd_judge(nd_judgement *judgement, const nd_found *found, const nd_labels *labels, const nd_alloc *alloc,
                   nd_err *err)
{
    *judgement = (nd_judgement){.alloc = alloc};
    judging j = {.to = judgement, .found = found, .labels = labels, .n = found->ids->n};
    j.cluster = nd_get(alloc, j.n + 1, sizeof *j.cluster);
    j.jaccard = nd_get(alloc, j.n + 1, sizeof *j.jaccard);
    nd_status st = fill(&j, err);
    if (st == ND_OK)
        st = labels->pairs ? judge_pairs(&j, err) : judge_clusters(&j, err);
    if (st == ND_OK) {
        judgement->all_misses = judgement->score.pairs_true - judgement->score.pairs_both;
        judgement->all_falses = judgement->score.pairs_found - judgement->score.pairs_both;
    }
    nd_drop(alloc, j.cluster, j.n + 1, sizeof *j.cluster);
    nd_drop(alloc, j.jaccard, j.n + 1, sizeof *j.jaccard);
    return st;
}

void nd_judgement_release(nd_judgement *judgement)
{
    nd_drop(judgement->alloc, judgement->by_label, judgement->n_by_label + 1, sizeof *judgement->by_label);
    *judgement = (nd_judgement){.alloc = judgement->alloc};
}
