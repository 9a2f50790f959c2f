/* SPDX-License-Identifier: MIT
 *
 * fold.c - the bytes of a text into folded words.
 *
 * The text is taken code point by code point, looked up in a table of folded forms
 * (fold_table.c), and written to words (words.h). One code point is looked ahead:
 * if nothing that follows can change this one, its form is written as it is; else
 * the segment is gathered (compose.c). Runs of ASCII, and of what folds as simply, go
 * through loops of their own (runs.h). The words are those that utf8proc_map on the
 * whole text gives, at four to a hundred times its speed.
 *
 * Room is made for a slice of the text at a time, for the most that a slice can
 * become, so that no write has to look; what is kept grows with the words there are.
 */
#include "text.h"

#include <utf8proc.h>

enum {
    SLICE = 4096,   /* bytes */
    SHORT_RUN = 16, /* bytes; a run no longer may not be worth the call, so that */
    PATIENCE = 8    /* code points are taken singly before the next is tried */
};

const char *nd_unicode_version(void)
{
    return utf8proc_unicode_version();
}

static uint8_t kind_of(const nd_form *form, uint32_t cp)
{
    static const uint8_t kinds[] = {
        [ND_BREAK] = ND_KIND_BREAK, [ND_MARK] = ND_KIND_MARK, [ND_LETTER] = ND_KIND_LETTER, [ND_ALONE] = ND_KIND_ALONE
    };
    uint8_t bytes[4];
    unsigned flags = form->flags & (ND_STARTS | ND_PARTS | ND_INERT);
    bool breaks = form->kind == ND_BREAK;
    size_t len = (size_t)utf8proc_encode_char((utf8proc_int32_t)cp, bytes);
    if (!breaks && (form->len != len || (len > 1 && memcmp(form->bytes, bytes, len) != 0)))
        return 0;
    if (flags == ND_STARTS && (breaks || form->last_class == 0))
        return kinds[form->kind];
    if (flags == ND_INERT && form->kind == ND_MARK && form->last_class < 256 - ND_KIND_INERT)
        return (uint8_t)(ND_KIND_INERT + form->last_class);
    return 0;
}

static void make_kinds(nd_text *text, uint32_t cp)
{
    const nd_form *forms = text->table.block_of[cp / ND_FORM_BLOCK];
    uint32_t first = cp / ND_FORM_BLOCK * ND_FORM_BLOCK;
    for (uint32_t i = 0; i < ND_FORM_BLOCK; i++)
        text->kinds[first + i] = first + i == 0 ? 0 : kind_of(&forms[i], first + i);
}

/* What the runs look up, but for the pairs. */
static void make_run_tables(nd_text *text, const nd_opts *opts)
{
    for (size_t i = 0; i < sizeof text->ascii; i++) {
        const nd_form *form = &text->table.block_of[0][i];
        text->ascii[i] = form->len == 0 ? ' ' : form->bytes[0];
    }
    memset(text->squeeze, 0x80, sizeof text->squeeze);
    for (unsigned byte = 0; byte < ND_COUNT(text->squeeze); byte++)
        for (unsigned bit = 0, n = 0; bit < 8; bit++)
            if (byte >> bit & 1)
                text->squeeze[byte][n++] = (uint8_t)bit;
    text->run = (nd_run){
        .ascii = text->ascii,
        .fold_digits = opts->fold_digits,
        .pairs = text->pairs,
        .kinds = text->kinds,
        .squeeze = (const uint8_t (*)[8])text->squeeze,
    };
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
    text->loops = nd_run_loops_of(nd_simd_use((nd_simd)opts->simd));
    nd_fold_table_init(&text->table, opts, text->alloc);
    if ((st = nd_fold_table_make(&text->table, 0, err)) != ND_OK)
        goto done;
    make_run_tables(text, opts);
    make_kinds(text, 0);
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
    nd_drop(alloc, text->starts, text->cap_starts, sizeof *text->starts);
    nd_drop(alloc, text->spans, text->cap_spans, sizeof *text->spans);
    nd_drop(alloc, text, 1, sizeof *text);
}

/* Room for the words of n_bytes more, and for the end of the text. */
static bool make_room(nd_text *text, size_t n_bytes, bool spans)
{
    nd_word_writer *w = &text->words;
    size_t forms = (n_bytes / 2 + ND_SEGMENT_CAP + 2) * ND_MOST_PARTS; /* ND_RUN_ROOM is far less */
    bool roomy = nd_grow(text->alloc, &w->folded, &text->cap_folded, w->len + forms * ND_WORD_ROOM, 1);
    if (roomy && spans)
        roomy = nd_grow(text->alloc, &text->spans, &text->cap_spans, w->n_spans + forms, sizeof *w->spans);
    w->spans = spans ? text->spans : NULL;
    return roomy;
}

/* Finds where the words start in what was written since. */
static bool add_starts(nd_text *text)
{
    nd_word_writer *w = &text->words;
    size_t from = w->searched, n = text->n_starts;
    size_t most = 1 + n + (w->len - from) / 2 + ND_STARTS_ROOM; /* a word is a byte and a space */
    if (!nd_grow(text->alloc, &text->starts, &text->cap_starts, most, sizeof *text->starts))
        return false;
    text->starts[0] = 0;
    text->n_starts += text->loops->starts(&text->run, w->folded, from, w->len, text->starts + 1 + n);
    w->searched = w->len;
    return true;
}

/* What a run may take of the characters of cp's block. */
static void make_pairs(nd_text *text, uint32_t cp)
{
    const nd_form *forms = text->table.block_of[cp / ND_FORM_BLOCK];
    uint32_t first = cp / ND_FORM_BLOCK * ND_FORM_BLOCK;
    for (uint32_t i = 0; i < ND_FORM_BLOCK; i++) {
        const nd_form *form = &forms[i];
        nd_pair *pair = &text->pairs[0xC0 + (first + i) / 64 - ND_PAIR_FIRST];
        if ((form->flags & (ND_STARTS | ND_PARTS)) != ND_STARTS)
            continue;
        bool breaks = form->kind == ND_BREAK;
        if (breaks || (form->kind == ND_LETTER && form->len == 2)) {
            pair->lead[i % 64] = breaks ? ' ' : form->bytes[0];
            pair->trail[i % 64] = breaks ? ' ' : form->bytes[1];
        }
    }
}

const nd_form *nd_block_make(nd_text *text, uint32_t cp)
{
    text->status = nd_fold_table_make(&text->table, cp, text->err);
    if (text->status != ND_OK)
        return NULL;
    if (cp >= 0x80 && cp < 0x800)
        make_pairs(text, cp);
    else if (cp < ND_KINDS)
        make_kinds(text, cp);
    return text->table.block_of[cp / ND_FORM_BLOCK];
}

/*
 * Whether the next eight bytes may be of a run. Of characters of three bytes: two. Of
 * others: no NUL, and no byte of 0xE0 or more, or none but ASCII. (Of bytes below 0x80
 * taking 1 from each carries into a top bit only from a NUL; where there are pairs one may
 * be missed.)
 */
static bool run_ahead(const nd_run *run, size_t at, const nd_word_writer *w, const nd_run_loops *loops)
{
    uint64_t eight;
    if (run->len - at < sizeof eight)
        return false;
    if (run->bytes[at] >= 0xE0)
        return loops->write_mixed != NULL && w->state != ND_ONLY_MARKS && run->bytes[at] < 0xF0 &&
               (run->bytes[at + 3] & 0xF0) == 0xE0;
    memcpy(&eight, run->bytes + at, sizeof eight);
    uint64_t wrong = loops->pairs ? eight & eight << 1 & eight << 2 : eight | (eight - 0x0101010101010101);
    return nd_run_fits(w, at) && (wrong & 0x8080808080808080) == 0;
}

static size_t write_run(nd_text *text, size_t at, size_t limit, const nd_run_loops *loops)
{
    if (text->run.bytes[at] >= 0xE0)
        return loops->write_mixed(&text->run, &text->words, at, limit);
    return loops->write(&text->run, &text->words, at, limit);
}

static inline void write_point(const nd_text *text, nd_word_writer *w, nd_point point)
{
    const nd_form *form = point.form;
    size_t end = point.at + point.len;
    if (RARELY(form->flags & ND_PARTS)) {
        const nd_form *part = text->table.parts + form->at;
        for (size_t n = form->len; n > 0; n--)
            nd_write(w, part++, point.at, end);
    } else {
        nd_write(w, form, point.at, end);
    }
}

/* Whether next, which is of point's segment, is the last of it and a mark that stays where it is. */
static __attribute__((noinline)) bool stays(nd_text *text, nd_point point, nd_point next)
{
    if (!(next.form->flags & ND_INERT) || next.form->last_class < point.form->last_class)
        return false;
    return nd_point_at(text, next.at + next.len).form->flags & ND_STARTS;
}

/*
 * Writes segments of one code point, or of one and a mark that stays where it is, until
 * limit, another segment, or (after *patience at least) what may be a run.
 */
static nd_point fold_points(nd_text *text, size_t at, size_t limit, const nd_run_loops *loops, int *patience)
{
    nd_word_writer w = text->words;
    nd_point point = nd_point_at(text, at);
    while (point.at < limit && (point.form->flags & (ND_STARTS | ND_INVALID)) == ND_STARTS) {
        nd_point next = nd_point_at(text, point.at + point.len);
        unsigned flags = next.form->flags;
        if (RARELY(!(flags & ND_STARTS) && !(point.form->flags & ND_CLOSED))) {
            if (!stays(text, point, next))
                break;
            write_point(text, &w, point);
            point = next;
            next = nd_point_at(text, point.at + point.len);
        }
        write_point(text, &w, point);
        point = next;
        if (--*patience < 0 && run_ahead(&text->run, next.at, &w, loops))
            break;
    }
    text->words = w;
    return point;
}

/* Writes the words of the segments that begin before limit; the place after them. */
static size_t fold_slice(nd_text *text, size_t at, size_t limit)
{
    const nd_run_loops *loops = text->loops;
    int patience = 0;
    while (at < limit) {
        if (patience <= 0 && run_ahead(&text->run, at, &text->words, loops)) {
            size_t end = write_run(text, at, limit, loops);
            patience = end - at > SHORT_RUN ? 0 : PATIENCE;
            if ((at = end) >= limit)
                break;
        }
        nd_point point = fold_points(text, at, limit, loops, &patience);
        if (point.at == at)
            point.at = nd_segment_fold(text, point);
        at = point.at;
    }
    return at;
}

/* Of the words that are closed the length takes the place of the end; the last may be open. */
static void close_spans(nd_text *text, size_t n)
{
    for (; text->n_closed < n; text->n_closed++)
        text->spans[text->n_closed].len -= text->spans[text->n_closed].offset;
}

static nd_status fold_bytes(nd_text *text, size_t len, bool spans)
{
    nd_word_writer *w = &text->words;
    if (!make_room(text, 0, spans) || !add_starts(text))
        return nd_no_memory(text->err, 0);
    for (size_t at = 0; at < len && text->status == ND_OK;) {
        size_t limit = len - at < SLICE ? len : at + SLICE;
        if (!make_room(text, limit - at, spans))
            return nd_no_memory(text->err, len);
        at = fold_slice(text, at, limit);
        if (at == len)
            nd_write(w, &(nd_form){.kind = ND_BREAK}, len, len);
        if (!add_starts(text))
            return nd_no_memory(text->err, len);
        if (w->n_spans > 0)
            close_spans(text, w->n_spans - (at < len));
        if (w->len > text->max_folded)
            return nd_fail(text->err, ND_ELIMIT, "the folded words of one text need 4 GiB or more");
    }
    return text->status;
}

nd_status nd_text_fold(nd_text *text, const char *bytes, size_t len, bool spans, nd_words *out, nd_err *err)
{
    nd_word_writer *w = &text->words;
    text->run.bytes = (const uint8_t *)bytes;
    text->run.len = len;
    text->invalid_bytes = 0;
    text->status = ND_OK;
    text->err = err;
    text->n_starts = 0;
    w->len = w->n_spans = w->searched = text->n_closed = 0;
    w->state = ND_NO_WORD;
    if (spans && len > UINT32_MAX)
        return nd_fail(err, ND_ELIMIT, "a text of 4 GiB or more is too large for the places of its words");
    nd_status st = fold_bytes(text, len, spans);
    if (st != ND_OK)
        return st;
    *out = (nd_words){
        .folded = (const char *)w->folded,
        .folded_len = w->len == 0 ? 0 : w->len - 1,
        .n_words = text->n_starts,
        .starts = text->starts,
        .spans = w->spans,
        .invalid_bytes = text->invalid_bytes,
    };
    return ND_OK;
}
