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
    const nd_form *forms[ND_SEGMENT_CAP];
    uint8_t bytes[4 * ND_SEGMENT_CAP];
    size_t  n, n_bytes;
    size_t  at, end;    /* of the text: from the first form to the last */
    bool    as_they_are;
} segment;

static void add(segment *s, const uint8_t *bytes, nd_point point)
{
    if (point.form->len == 0 && point.form->flags == 0)
        return;
    if (s->n == 0)
        s->at = point.at;
    else if (!(point.form->flags & ND_INERT) || point.form->last_class < s->forms[s->n - 1]->last_class)
        s->as_they_are = false;
    s->end = point.at + point.len;
    memcpy(s->bytes + s->n_bytes, bytes + point.at, point.len);
    s->n_bytes += point.len;
    s->forms[s->n++] = point.form;
}

static void write_forms(nd_text *text, const segment *s)
{
    for (size_t i = 0; i < s->n; i++) {
        const nd_form *form = s->forms[i];
        bool parts = form->flags & ND_PARTS;
        size_t n = parts ? form->len : 1;
        for (const nd_form *part = parts ? text->table.parts + form->at : form; n > 0; n--)
            nd_write(&text->words, part++, s->at, s->end);
    }
}

static void write_mapped(nd_text *text, const segment *s)
{
    utf8proc_int32_t cps[ND_SEGMENT_CAP * ND_MOST_PARTS];
    utf8proc_ssize_t n = utf8proc_decompose(s->bytes, (utf8proc_ssize_t)s->n_bytes, cps,
                                            ND_SEGMENT_CAP * ND_MOST_PARTS, text->table.options);
    n = utf8proc_normalize_utf32(cps, n, text->table.options);
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        nd_form form = nd_folded_form(&text->table, (uint32_t)cps[i]);
        nd_write(&text->words, &form, s->at, s->end);
    }
}

size_t nd_segment_fold(nd_text *text, nd_point point)
{
    segment s;
    s.n = s.n_bytes = 0;
    s.as_they_are = true;
    text->invalid_bytes += (point.form->flags & ND_INVALID) != 0;
    bool closed = point.form->flags & ND_CLOSED;
    do {
        add(&s, text->bytes, point);
        point = nd_point_at(text, point.at + point.len);
    } while (!closed && !(point.form->flags & ND_STARTS) && s.n < ND_SEGMENT_CAP);

    if (s.as_they_are)
        write_forms(text, &s);
    else
        write_mapped(text, &s);
    return point.at;
}
