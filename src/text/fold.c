/* SPDX-License-Identifier: MIT
 *
 * fold.c - the bytes of a text into folded words.
 *
 * The text is taken code point by code point, looked up in a table of folded forms
 * (fold_table.c), and written to words (words.h). One code point is looked ahead:
 * if nothing that follows can change this one, its form is written as it is; else
 * the segment is gathered (compose.c). Runs of ASCII go through a loop of their own
 * (words_ascii.c). The words are those that utf8proc_map on the whole text gives, at
 * four to twenty times its speed.
 *
 * Room is made for a slice of the text at a time, for the most that a slice can
 * become, so that no write has to look; what is kept grows with the words there are.
 */
#include "text.h"

#include <utf8proc.h>

enum {
    SLICE = 1024 /* bytes */
};

const char *nd_unicode_version(void)
{
    return utf8proc_unicode_version();
}

nd_status nd_text_new(nd_text **out, const nd_opts *opts, const nd_alloc *alloc, nd_err *err)
{
    nd_status st = nd_opts_check(opts, err);
    if (st != ND_OK)
        return st;
    nd_text *text = nd_get(alloc, 1, sizeof *text);
    if (text == NULL)
        return nd_no_memory(err, sizeof *text);
    if (alloc != NULL) {
        text->own = *alloc;
        text->alloc = &text->own;
    }
    text->max_folded = UINT32_MAX;
    nd_fold_table_init(&text->table, opts, text->alloc);
    if ((st = nd_fold_table_make(&text->table, 0, err)) != ND_OK)
        goto done;
    for (size_t i = 0; i < sizeof text->ascii; i++) {
        const nd_form *form = &text->table.block_of[0][i];
        text->ascii[i] = form->len == 0 ? ' ' : form->bytes[0];
    }
    *out = text;
    text = NULL;
done:
    nd_text_free(text);
    return st;
}

void nd_text_free(nd_text *text)
{
    if (text == NULL)
        return;
    nd_alloc own = text->own;
    const nd_alloc *alloc = text->alloc != NULL ? &own : NULL;
    nd_fold_table_release(&text->table);
    nd_drop(alloc, text->words.folded, text->cap_folded, 1);
    nd_drop(alloc, text->words.starts, text->cap_starts, sizeof *text->words.starts);
    nd_drop(alloc, text->spans, text->cap_spans, sizeof *text->spans);
    nd_drop(alloc, text, 1, sizeof *text);
}

/* Room for the words of n_bytes more, and for the end of the text. */
static bool make_room(nd_text *text, size_t n_bytes, bool spans)
{
    nd_word_writer *w = &text->words;
    size_t forms = (n_bytes / 2 + ND_SEGMENT_CAP + 2) * ND_MOST_PARTS;
    bool roomy = nd_grow(text->alloc, &w->folded, &text->cap_folded, w->len + forms * ND_WORD_ROOM, 1) &&
                 nd_grow(text->alloc, &w->starts, &text->cap_starts, w->n_words + forms, sizeof *w->starts);
    if (roomy && spans)
        roomy = nd_grow(text->alloc, &text->spans, &text->cap_spans, w->n_words + forms, sizeof *w->spans);
    w->spans = spans ? text->spans : NULL;
    return roomy;
}

const nd_form *nd_block_make(nd_text *text, uint32_t cp)
{
    text->status = nd_fold_table_make(&text->table, cp, text->err);
    return text->status == ND_OK ? text->table.block_of[cp / ND_FORM_BLOCK] : NULL;
}

/* Whether eight bytes of ASCII, NUL not being any, are next; fewer are not worth the loop. */
static bool ascii_ahead(const uint8_t *bytes, size_t at, size_t limit)
{
    uint64_t eight;
    if (limit - at < sizeof eight)
        return false;
    memcpy(&eight, bytes + at, sizeof eight);
    /* Of eight bytes below 0x80, taking 1 from each carries into a top bit only from a NUL. */
    return ((eight | (eight - 0x0101010101010101)) & 0x8080808080808080) == 0;
}

/* Writes a run of ASCII but for its last byte: what comes after may combine with it. */
static size_t fold_ascii(nd_text *text, size_t at, size_t limit)
{
    size_t end = at;
    while (ascii_ahead(text->bytes, end, limit))
        end += sizeof(uint64_t);
    while (end < limit && text->bytes[end] - 1u < 0x7F)
        end++;
    nd_write_ascii(&text->words, text->ascii, text->bytes, at, end - 1 - at);
    return end - 1;
}

/*
 * Writes code points that are segments by themselves, until limit, one that is not,
 * or (after a byte of ASCII, so that the state fits) a run of ASCII.
 */
static nd_point fold_points(nd_text *text, size_t at, size_t limit)
{
    nd_word_writer w = text->words;
    nd_point point = nd_point_at(text, at);
    while (point.at < limit) {
        nd_point next = nd_point_at(text, point.at + point.len);
        unsigned flags = point.form->flags;
        if ((flags & (ND_STARTS | ND_PARTS | ND_INVALID)) != ND_STARTS ||
            !((flags & ND_CLOSED) || (next.form->flags & ND_STARTS)))
            break;
        nd_write(&w, point.form, point.at, next.at);
        bool ascii = point.len == 1;
        point = next;
        if (ascii && ascii_ahead(text->bytes, next.at, limit))
            break;
    }
    text->words = w;
    return point;
}

/* Writes the words of the segments that begin before limit; the place after them. */
static size_t fold_slice(nd_text *text, size_t at, size_t limit)
{
    while (at < limit) {
        nd_point point = fold_points(text, at, limit);
        at = point.at;
        if (at >= limit)
            break;
        if (ascii_ahead(text->bytes, at, limit))
            at = fold_ascii(text, at, limit);
        else
            at = nd_segment_fold(text, point);
    }
    return at;
}

nd_status nd_text_fold(nd_text *text, const char *bytes, size_t len, bool spans, nd_words *out, nd_err *err)
{
    nd_word_writer *w = &text->words;
    text->bytes = (const uint8_t *)bytes;
    text->len = len;
    text->invalid_bytes = 0;
    text->status = ND_OK;
    text->err = err;
    w->len = w->n_words = 0;
    w->state = ND_NO_WORD;
    if (!make_room(text, 0, spans))
        return nd_no_memory(err, 0);
    for (size_t at = 0; at < len && text->status == ND_OK;) {
        size_t limit = len - at < SLICE ? len : at + SLICE;
        if (!make_room(text, limit - at, spans))
            return nd_no_memory(err, len);
        at = fold_slice(text, at, limit);
        if (w->len >= text->max_folded)
            return nd_fail(err, ND_ELIMIT, "the folded words of one text need 4 GiB or more");
    }
    if (text->status != ND_OK)
        return text->status;
    nd_write(w, &(nd_form){.kind = ND_BREAK}, len, len);
    w->starts[w->n_words] = (uint32_t)w->len;
    for (size_t i = 0; i < w->n_words && spans; i++)
        w->spans[i].len -= w->spans[i].offset;
    *out = (nd_words){
        .folded = (const char *)w->folded,
        .folded_len = w->len == 0 ? 0 : w->len - 1,
        .n_words = w->n_words,
        .starts = w->starts,
        .spans = w->spans,
        .invalid_bytes = text->invalid_bytes,
    };
    return ND_OK;
}
