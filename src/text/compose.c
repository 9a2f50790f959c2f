/* SPDX-License-Identifier: MIT
 *
 * compose.c - a code point and those that may combine with it: letters with marks,
 * Hangul in jamo, soft hyphens and joiners inside a word.
 *
 * A segment runs to the next code point that has ND_STARTS. Where its forms stand as
 * they are (fold_table.c says when) they are written, else utf8proc maps it. A word's
 * span covers whole segments, without what folds to nothing at their ends.
 *
 * utf8proc orders marks by exchanging neighbours, quadratic time for a long run, so a
 * segment ends after ND_SEGMENT_CAP code points (of those that fold to something) and
 * the rest begins another: a starter and the 30 marks that the Stream-Safe Text Format
 * of UAX 15 allows stay together, and beyond that nothing composes and no order is
 * mended, the same way each time. The longest run of marks known in writing is 17.
 */
#include "text.h"

#include <utf8proc.h>

typedef struct segment {
    nd_point points[ND_SEGMENT_CAP]; /* those that fold to something */
    size_t   n;
    bool     as_they_are;
} segment;

static void add(segment *s, nd_point point)
{
    const nd_form *form = point.form;
    if (form->len == 0 && form->flags == 0)
        return;
    if (s->n > 0 && (!(form->flags & ND_INERT) || form->last_class < s->points[s->n - 1].form->last_class))
        s->as_they_are = false;
    s->points[s->n++] = point;
}

static void write_forms(nd_text *text, const segment *s)
{
    for (size_t i = 0; i < s->n; i++) {
        nd_point point = s->points[i];
        bool parts = point.form->flags & ND_PARTS;
        const nd_form *part = parts ? text->table.parts + point.form->at : point.form;
        for (size_t n = parts ? point.form->len : 1; n > 0; n--)
            nd_write(&text->words, part++, point.at, point.at + point.len);
    }
}

static void write_mapped(nd_text *text, const segment *s)
{
    utf8proc_int32_t cps[ND_SEGMENT_CAP * ND_MOST_PARTS];
    uint8_t bytes[4 * ND_SEGMENT_CAP];
    size_t n_bytes = 0, at = s->points[0].at, end = s->points[s->n - 1].at + s->points[s->n - 1].len;
    for (size_t i = 0; i < s->n; i++) {
        memcpy(bytes + n_bytes, text->bytes + s->points[i].at, s->points[i].len);
        n_bytes += s->points[i].len;
    }
    utf8proc_ssize_t n = utf8proc_decompose(bytes, (utf8proc_ssize_t)n_bytes, cps, ND_COUNT(cps), text->table.options);
    n = utf8proc_normalize_utf32(cps, n, text->table.options);
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        nd_form form = nd_folded_form(&text->table, (uint32_t)cps[i]);
        nd_write(&text->words, &form, at, end);
    }
}

size_t nd_segment_fold(nd_text *text, nd_point point)
{
    segment s;
    s.n = 0;
    s.as_they_are = true;
    text->invalid_bytes += (point.form->flags & ND_INVALID) != 0;
    bool closed = point.form->flags & ND_CLOSED;
    do {
        add(&s, point);
        point = nd_point_at(text, point.at + point.len);
    } while (!closed && !(point.form->flags & ND_STARTS) && s.n < ND_SEGMENT_CAP);

    if (s.as_they_are)
        write_forms(text, &s);
    else
        write_mapped(text, &s);
    return point.at;
}
