/* SPDX-License-Identifier: MIT
 *
 * score_rows.c - a score as JSON Lines; the shapes are listed in report/rows.schema.json.
 * A share of nothing is null.
 */
#include "score_out.h"

#include "report/rows.h"

#include <inttypes.h>
#include <math.h>

static void number(nd_buf *to, const char *key, const char *suffix, double value)
{
    nd_buf_printf(to, ",\"%s%s\":", key, suffix);
    if (isnan(value))
        nd_buf_puts(to, "null");
    else
        nd_buf_printf(to, "%.4f", value);
}

static void share(nd_buf *to, const char *key, const nd_share *s)
{
    number(to, key, "", s->share);
    number(to, key, "_lo", s->lo);
    number(to, key, "_hi", s->hi);
}

static void name(nd_buf *to, const nd_id *id)
{
    nd_json_string(to, id->bytes, id->len);
}

static void label(nd_buf *to, const nd_id *value)
{
    nd_buf_puts(to, ",\"label\":");
    name(to, value);
}

/* What the result found and what the labels say are clusters; else pairs on one side. */
static void eval_row(nd_buf *to, const nd_score *s, const nd_found *found, bool clusters)
{
    nd_row_open(to, "eval");
    nd_buf_printf(to,
                  ",\"pairs\":{\"true\":%" PRIu64 ",\"found\":%" PRIu64 ",\"both\":%" PRIu64
                  "}",
                  s->truth, s->found, s->both);
    share(to, "precision", &s->precision);
    share(to, "recall", &s->recall);
    share(to, "f1", &s->f1);
    if (clusters && !found->pairs) {
        number(to, "ari", "", s->ari);
        number(to, "b3", "", s->b3);
        number(to, "b3_precision", "", s->b3_precision);
        number(to, "b3_recall", "", s->b3_recall);
        nd_buf_printf(to, ",\"sets\":{\"true\":%" PRIu64 ",\"exact\":%" PRIu64 "}", s->sets, s->exact);
        share(to, "exact_sets", &s->exact_sets);
    }
    nd_buf_printf(to,
                  ",\"labels\":\"%s\",\"documents\":%" PRIu64 ",\"ids\":{\"labels\":%" PRIu64 ",\"both\":%" PRIu64
                  "},\"unlabelled\":%" PRIu64,
                  clusters ? "clusters" : "pairs", s->documents, s->names, s->named, s->unlabelled);
    nd_row_end(to);
}

static void label_row(nd_buf *to, const nd_id *value, const nd_label_score *score, bool passages)
{
    nd_share found = nd_wilson(score->found, score->pairs);
    nd_row_open(to, "label");
    label(to, value);
    nd_buf_printf(to, ",\"pairs\":%" PRIu64 ",\"found\":%" PRIu64, score->pairs, score->found);
    share(to, "share", &found);
    if (passages)
        nd_buf_printf(to, ",\"templates\":%" PRIu64, score->forms);
    nd_row_end(to);
}

/* "id1", and where it was removed "keeper1" and "jaccard1", its similarity with the keeper. */
static void one_of_pair(nd_buf *to, const nd_found *found, const char *which, uint32_t item)
{
    const nd_item *of = &found->items[item];
    nd_buf_printf(to, ",\"id%s\":", which);
    name(to, nd_found_name(found, item));
    if (of->keeper == item)
        return;
    nd_buf_printf(to, ",\"keeper%s\":", which);
    name(to, nd_found_name(found, of->keeper));
    if (of->jaccard >= 0)
        number(to, "jaccard", which, of->jaccard);
}

static void fault_rows(nd_buf *to, const char *type, const nd_worst *worst, const nd_found *found,
                       const nd_labels *labels)
{
    for (size_t i = 0; i < worst->n; i++) {
        const nd_fault *f = &worst->list[i];
        nd_row_open(to, type);
        one_of_pair(to, found, "1", f->a);
        one_of_pair(to, found, "2", f->b);
        if (f->label != ND_NO_ID)
            label(to, &labels->values.list[f->label]);
        if (f->jaccard >= 0)
            number(to, found->pairs ? "similarity" : "jaccard", "", f->jaccard);
        nd_row_end(to);
    }
}

void nd_score_rows(nd_buf *to, const nd_score *score, const nd_found *found, const nd_labels *labels)
{
    eval_row(to, score, found, labels->clusters);
    for (size_t i = 0; i < score->n_labels; i++)
        if (score->labels[i].pairs > 0)
            label_row(to, &labels->values.list[i], &score->labels[i], found->pairs);
    fault_rows(to, "miss", &score->missed, found, labels);
    fault_rows(to, "false", &score->wrong, found, labels);
}
