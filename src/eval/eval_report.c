/* SPDX-License-Identifier: MIT
 *
 * eval_report.c - a judgement for people and for programs.
 */
#include "eval_report.h"

#include "report/rows.h"
#include "report/term.h"

#include <inttypes.h>
#include <stdio.h>

static void figure(nd_buf *to, const char *name, const nd_interval *i)
{
    nd_buf_printf(to, "  %-12s %.4f   (%.4f to %.4f)\n", name, i->value, i->lo, i->hi);
}

static void cases(nd_buf *to, const char *title, const nd_case *list, size_t n, uint64_t all, const nd_ids *ids)
{
    if (n == 0)
        return;
    nd_buf_printf(to, "\n%s: ", title);
    nd_term_count(to, all, "pair");
    nd_buf_printf(to, all > n ? ", here %zu\n" : "\n", n);
    for (size_t i = 0; i < n; i++) {
        char jaccard[16] = "-";
        if (list[i].jaccard >= 0)
            snprintf(jaccard, sizeof jaccard, "%.4f", list[i].jaccard);
        nd_buf_printf(to, "  %6s  ", jaccard);
        nd_term_text(to, ids->names[list[i].a], strlen(ids->names[list[i].a]));
        nd_buf_puts(to, "  ");
        nd_term_text(to, ids->names[list[i].b], strlen(ids->names[list[i].b]));
        nd_buf_puts(to, "\n");
    }
}

static void labels_table(nd_buf *to, const nd_judgement *j)
{
    if (j->n_by_label == 0)
        return;
    nd_buf_puts(to, "\nby label\n");
    for (size_t i = 0; i < j->n_by_label; i++) {
        const nd_by_label *l = &j->by_label[i];
        nd_interval share = nd_wilson(l->found, l->pairs);
        nd_buf_puts(to, "  ");
        nd_term_text(to, l->label, strlen(l->label));
        nd_buf_printf(to, ": %" PRIu64 " of %" PRIu64 " found, %.4f   (%.4f to %.4f)\n", l->found, l->pairs, share.value,
                      share.lo, share.hi);
    }
}

void nd_eval_text(nd_buf *to, const nd_judgement *j, const nd_ids *ids)
{
    const nd_score *s = &j->score;
    if (s->clusters) {
        nd_term_count(to, s->records, "labelled record");
        nd_buf_puts(to, " in ");
        nd_term_count(to, s->sets, "cluster");
        nd_buf_puts(to, " of two or more; every pair counts\n");
    } else {
        nd_buf_puts(to, "labelled pairs only\n");
    }
    nd_term_count(to, s->pairs_true, "true pair");
    nd_buf_puts(to, ", ");
    nd_term_number(to, s->pairs_found);
    nd_buf_puts(to, " found, ");
    nd_term_number(to, s->pairs_both);
    nd_buf_puts(to, " of them true\n");
    figure(to, "precision", &s->precision);
    figure(to, "recall", &s->recall);
    figure(to, "F1", &s->f1);
    if (s->clusters) {
        nd_buf_printf(to, "  %-12s %.4f\n", "ARI", s->ari);
        nd_buf_printf(to, "  %-12s %.4f   precision %.4f, recall %.4f\n", "B-cubed", s->b3, s->b3_precision,
                      s->b3_recall);
        figure(to, "exact sets", &s->exact_sets);
    }
    labels_table(to, j);
    cases(to, "missed, most alike first", j->misses, j->n_misses, j->all_misses, ids);
    cases(to, "false, least alike first", j->falses, j->n_falses, j->all_falses, ids);
    if (j->unknown > 0) {
        nd_buf_puts(to, "\n");
        nd_term_count(to, j->unknown, "removed record");
        nd_buf_puts(to, " without a label\n");
    }
}

static void keys(nd_buf *to, const char *name, const nd_interval *i)
{
    nd_buf_printf(to, ",\"%s\":%.4f,\"%s_lo\":%.4f,\"%s_hi\":%.4f", name, i->value, name, i->lo, name, i->hi);
}

static void case_rows(nd_buf *to, const char *type, const nd_case *list, size_t n, const nd_ids *ids)
{
    for (size_t i = 0; i < n; i++) {
        nd_buf_printf(to, "{\"type\":\"%s\",\"v\":1,\"a\":", type);
        nd_json_string(to, ids->names[list[i].a], strlen(ids->names[list[i].a]));
        nd_buf_puts(to, ",\"b\":");
        nd_json_string(to, ids->names[list[i].b], strlen(ids->names[list[i].b]));
        if (list[i].jaccard >= 0)
            nd_buf_printf(to, ",\"jaccard\":%.4f", list[i].jaccard);
        nd_buf_puts(to, "}\n");
    }
}

void nd_eval_rows(nd_buf *to, const nd_judgement *j, const nd_ids *ids)
{
    const nd_score *s = &j->score;
    nd_buf_printf(to, "{\"type\":\"eval\",\"v\":1,\"pairs\":{\"true\":%" PRIu64 ",\"found\":%" PRIu64 ",\"both\":%" PRIu64 "}",
                  s->pairs_true, s->pairs_found, s->pairs_both);
    keys(to, "precision", &s->precision);
    keys(to, "recall", &s->recall);
    keys(to, "f1", &s->f1);
    if (s->clusters) {
        nd_buf_printf(to, ",\"ari\":%.4f,\"b3\":%.4f,\"b3_precision\":%.4f,\"b3_recall\":%.4f", s->ari, s->b3,
                      s->b3_precision, s->b3_recall);
        keys(to, "exact_sets", &s->exact_sets);
    }
    nd_buf_puts(to, "}\n");
    for (size_t i = 0; i < j->n_by_label; i++) {
        nd_buf_puts(to, "{\"type\":\"label\",\"v\":1,\"label\":");
        nd_json_string(to, j->by_label[i].label, strlen(j->by_label[i].label));
        nd_buf_printf(to, ",\"pairs\":%" PRIu64 ",\"found\":%" PRIu64 "}\n", j->by_label[i].pairs, j->by_label[i].found);
    }
    case_rows(to, "miss", j->misses, j->n_misses, ids);
    case_rows(to, "false", j->falses, j->n_falses, ids);
}
