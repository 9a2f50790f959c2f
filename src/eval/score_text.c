/* SPDX-License-Identifier: MIT
 *
 * score_text.c - a score as a table for people.
 *
 *     labels      20 pairs of 40 ids: 20 copies, 0 not
 *                 40 of the ids are in the result, 0 not (kept alone, or not in the inputs)
 *     result      2,500 documents, 20 removed
 *
 *                    share   95 % interval
 *     precision   100.00 %    83.89 to 100.00 %   20 of 20 listed pairs that were found
 *
 * A pair to look at takes a line for each of its two: ids may be long, and are never cut.
 */
#include "score_out.h"

#include "report/term.h"

#include <math.h>

enum { LABEL = 12, MOST_VALUES = 20 };

static void count(nd_buf *to, uint64_t n, const char *one, const char *many)
{
    nd_term_number(to, n);
    nd_buf_puts(to, n == 1 ? one : many);
}

static void id(nd_buf *to, const nd_id *name)
{
    nd_term_text(to, name->bytes, name->len);
}

static void percent(nd_buf *to, double share)
{
    if (isnan(share))
        nd_buf_puts(to, "       -");
    else
        nd_buf_printf(to, "%6.2f %%", share * 100);
}

/* "precision   100.00 %    83.89 to 100.00 %   20 of 20"; what stands behind is the caller's, with the line end. */
static void share_line(nd_buf *to, const nd_share *s, uint64_t part, uint64_t of)
{
    percent(to, s->share);
    if (isnan(s->share))
        nd_buf_printf(to, "%22s", "");
    else
        nd_buf_printf(to, "   %6.2f to %6.2f %%", s->lo * 100, s->hi * 100);
    nd_buf_puts(to, "   ");
    nd_term_number(to, part);
    nd_buf_puts(to, " of ");
    nd_term_number(to, of);
}

static void label(nd_buf *to, const char *text)
{
    nd_buf_puts(to, text);
    nd_term_pad(to, strlen(text), LABEL);
}

static uint64_t listed_copies(const nd_score *s, const nd_labels *labels, bool copies)
{
    uint64_t n = 0;
    for (size_t i = 0; i < s->n_labels; i++)
        n += labels->copies[i] == copies ? s->labels[i].pairs : 0;
    return n;
}

static void what_was_read(nd_buf *to, const nd_score *s, const nd_found *found, const nd_labels *labels)
{
    label(to, "labels");
    if (labels->clusters) {
        count(to, s->names, " id in ", " ids in ");
        count(to, s->sets, " set of two and more", " sets of two and more");
    } else {
        count(to, labels->listed.n, " pair of ", " pairs of ");
        count(to, s->names, " id: ", " ids: ");
        count(to, listed_copies(s, labels, true), " copy, ", " copies, ");
        count(to, listed_copies(s, labels, false), " not", " not");
    }
    nd_buf_puts(to, "\n");
    label(to, "");
    count(to, s->named, " of the ids is in the result, ", " of the ids are in the result, ");
    nd_term_number(to, s->names - s->named);
    nd_buf_puts(to, found->pairs ? " not (they share nothing, or are not in the inputs)\n"
                                 : " not (kept alone, or not in the inputs)\n");
    label(to, "result");
    count(to, s->documents, " document, ", " documents, ");
    if (found->pairs)
        count(to, found->n_near, " pair that shares a passage", " pairs that share passages");
    else
        count(to, found->n_removed, " removed", " removed");
    if (s->unlabelled > 0) {
        nd_buf_puts(to, "; ");
        count(to, s->unlabelled, " record it names has no label", " records it names have no label");
    }
    nd_buf_puts(to, "\n");
}

static void shares(nd_buf *to, const nd_score *s, const nd_found *found, const nd_labels *labels)
{
    nd_buf_printf(to, "\n%-*s   share    95 %% interval\n", LABEL, "");
    label(to, "precision");
    share_line(to, &s->precision, s->both, s->found);
    bool says_nothing = !labels->clusters && listed_copies(s, labels, false) == 0;
    nd_buf_puts(to, says_nothing        ? " (no pair is labelled 0, so this says nothing)\n"
                    : labels->clusters ? " pairs found\n"
                                       : " listed pairs found\n");
    label(to, "recall");
    share_line(to, &s->recall, s->both, s->truth);
    nd_buf_puts(to, labels->clusters ? " true pairs\n" : " listed copies\n");
    label(to, "F1");
    share_line(to, &s->f1, 2 * s->both, s->truth + s->found);
    nd_buf_puts(to, "\n");
    if (!labels->clusters || found->pairs)
        return;
    label(to, "exact sets");
    share_line(to, &s->exact_sets, s->exact, s->sets);
    nd_buf_puts(to, "\n");
    label(to, "B-cubed");
    percent(to, s->b3);
    nd_buf_puts(to, "   precision ");
    percent(to, s->b3_precision);
    nd_buf_puts(to, ", recall ");
    percent(to, s->b3_recall);
    nd_buf_puts(to, "\n");
    label(to, "ARI");
    if (isnan(s->ari))
        nd_buf_puts(to, "       -\n");
    else
        nd_buf_printf(to, "%8.4f\n", s->ari);
}

static void by_label(nd_buf *to, const nd_score *s, const nd_found *found, const nd_labels *labels)
{
    size_t used = 0, shown = 0; /* a value that stands only in bad lines is not used */
    for (size_t i = 0; i < s->n_labels; i++)
        used += s->labels[i].pairs > 0;
    if (used < 2)
        return;
    nd_buf_puts(to, found->pairs ? "\nwith a passage, by label\n" : "\nin one cluster, by label\n");
    for (size_t i = 0; i < s->n_labels && shown < MOST_VALUES; i++) {
        const nd_label_score *of = &s->labels[i];
        nd_share part = nd_wilson(of->found, of->pairs);
        if (of->pairs == 0)
            continue;
        size_t before = to->len;
        nd_buf_puts(to, "  ");
        id(to, &labels->values.list[i]);
        nd_term_pad(to, to->failed ? LABEL : nd_term_width(to->bytes + before, to->len - before), LABEL);
        share_line(to, &part, of->found, of->pairs);
        if (of->forms > 0) {
            nd_buf_puts(to, ", ");
            count(to, of->forms, " as a template", " as templates");
        }
        nd_buf_puts(to, labels->copies[i] ? "\n" : ", not copies\n");
        shown++;
    }
    if (used > MOST_VALUES) {
        nd_buf_puts(to, "  the first of ");
        nd_term_number(to, used);
        nd_buf_puts(to, " labels; --json has all\n");
    }
}

static void one_of_pair(nd_buf *to, const nd_found *found, uint32_t item)
{
    const nd_item *of = &found->items[item];
    id(to, nd_found_name(found, item));
    if (of->keeper == item)
        return;
    nd_buf_puts(to, ", removed for ");
    id(to, nd_found_name(found, of->keeper));
    if (of->jaccard >= 0)
        nd_buf_printf(to, " (%.4f)", of->jaccard);
}

static void faults(nd_buf *to, const char *what, uint64_t all, const nd_worst *worst, const nd_found *found,
                   const nd_labels *labels)
{
    if (worst->n == 0)
        return;
    nd_buf_puts(to, "\n");
    count(to, all, " pair ", " pairs ");
    nd_buf_puts(to, what);
    if (all > worst->n)
        nd_buf_printf(to, "; here %zu", worst->n);
    nd_buf_puts(to, worst->n > 1 ? ", the most alike first\n" : "\n");
    for (size_t i = 0; i < worst->n; i++) {
        const nd_fault *f = &worst->list[i];
        if (f->jaccard >= 0)
            nd_buf_printf(to, "  %.4f   ", f->jaccard);
        else
            nd_buf_puts(to, "       -   ");
        one_of_pair(to, found, f->a);
        nd_buf_printf(to, "\n%11s", "");
        one_of_pair(to, found, f->b);
        if (f->label != ND_NO_ID) {
            nd_buf_puts(to, "   label ");
            id(to, &labels->values.list[f->label]);
        }
        nd_buf_puts(to, "\n");
    }
}

void nd_score_text(nd_buf *to, const nd_score *score, const nd_found *found, const nd_labels *labels)
{
    what_was_read(to, score, found, labels);
    shares(to, score, found, labels);
    by_label(to, score, found, labels);
    faults(to, found->pairs ? "missed: copies, but no passage" : "missed: copies, but not in one cluster",
           score->truth - score->both, &score->missed, found, labels);
    faults(to, found->pairs ? "false: with a passage, but not copies" : "false: in one cluster, but not copies",
           score->found - score->both, &score->wrong, found, labels);
}
