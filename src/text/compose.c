/* SPDX-License-Identifier: MIT
 *
 * compose.c - a code point and those that may combine with it: letters with marks,
 * Hangul in jamo, soft hyphens and joiners inside a word.
 *
 * A segment runs to the next code point that has ND_STARTS. Where its forms stand as
 * they are (fold_table.c says when) each is written with its own place; else utf8proc
 * maps the segment, and all of it is the place of what comes out. What folds to nothing
 * is in no place, but where a word goes on behind it.
 *
 * utf8proc orders marks by exchanging neighbours, quadratic time for a long run, so a
 * segment ends after ND_SEGMENT_CAP code points (of those that fold to something) and
 * the rest begins another. So a starter stays with the 30 marks that the Stream-Safe
 * Text Format of UAX 15 allows it, more than any writing needs; beyond that nothing
 * composes and no order is mended, the same way each time.
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

/* False, and nothing is written, where more comes out than any Unicode up to now can make of it. */
static bool write_mapped(nd_text *text, const segment *s)
{
    enum { ROOM = ND_SEGMENT_CAP * ND_MOST_PARTS };
    unsigned options = text->table.options;
    utf8proc_int32_t cps[ROOM];
    uint8_t bytes[4 * ND_SEGMENT_CAP];
    size_t n_bytes = 0, at = s->points[0].at, end = s->points[s->n - 1].at + s->points[s->n - 1].len;
    for (size_t i = 0; i < s->n; i++) {
        memcpy(bytes + n_bytes, text->run.bytes + s->points[i].at, s->points[i].len);
        n_bytes += s->points[i].len;
    }
    utf8proc_ssize_t n = utf8proc_decompose(bytes, (utf8proc_ssize_t)n_bytes, cps, ROOM, options);
    if (n < 0 || n > ROOM)
        return false;
    n = utf8proc_normalize_utf32(cps, n, options);
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        nd_form form = nd_folded_form(&text->table, (uint32_t)cps[i]);
        nd_write(&text->words, &form, at, end);
    }
    return true;
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

    if (s.as_they_are || !write_mapped(text, &s))
        write_forms(text, &s);
    return point.at;
}
