/* SPDX-License-Identifier: MIT
 *
 * agree.h - the library and the oracle on one text: the same words, and spans that
 * give them again.
 */
#ifndef AGREE_H
#define AGREE_H

#include "oracle_words.h"

#include <check.h>

enum { BOTH_ROOM = 4096 * 32 }; /* for the words of 4096 bytes */

/* Bit 0 of combination folds digits, bit 1 strips marks. */
typedef struct both {
    nd_opts  opts;
    nd_text *text, *other; /* the other folds spans */
    oracle   oracle;
} both;

static inline void both_init(both *b, int combination, const bool *alone)
{
    nd_opts_init(&b->opts);
    b->opts.fold_digits = combination & 1;
    b->opts.strip_marks = combination & 2;
    ck_assert_int_eq(nd_text_new(&b->text, &b->opts, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_text_new(&b->other, &b->opts, NULL, NULL), ND_OK);
    b->oracle = (oracle){.alone = alone, .opts = &b->opts, .words = malloc(BOTH_ROOM)};
}

static inline void both_release(both *b)
{
    nd_text_free(b->text);
    nd_text_free(b->other);
    free(b->oracle.words);
}

static inline void differ(const both *b, const char *what, const char *bytes, size_t len)
{
    char hex[3 * 64 + 1] = "";
    for (size_t i = 0; i < len && i < 64; i++)
        snprintf(hex + 3 * i, 4, " %02X", (unsigned)(unsigned char)bytes[i]);
    ck_abort_msg("%s; digits %d, marks %d, text%s", what, b->opts.fold_digits, b->opts.strip_marks, hex);
}

static inline bool at_code_point(const char *bytes, size_t len, size_t at)
{
    return at == len || (bytes[at] & 0xC0) != 0x80;
}

/* What neardup.h says of starts and spans, of valid text. */
static inline bool words_are_sane(const nd_words *w, const char *bytes, size_t len)
{
    if (w->starts[0] != 0 || w->folded_len != (w->n_words == 0 ? 0 : w->starts[w->n_words] - 1))
        return false;
    for (size_t i = 0; i < w->n_words; i++) {
        const nd_span *span = &w->spans[i];
        size_t end = w->starts[i + 1] - 1;
        if (w->starts[i] >= end || memchr(w->folded + w->starts[i], ' ', end - w->starts[i]) != NULL)
            return false;
        if (end < w->folded_len && w->folded[end] != ' ')
            return false;
        if (span->len == 0 || span->offset + span->len > len || (i > 0 && span->offset < span[-1].offset))
            return false;
        if (!at_code_point(bytes, len, span->offset) || !at_code_point(bytes, len, span->offset + span->len))
            return false;
    }
    return true;
}

static inline nd_words agree(both *b, const char *bytes, size_t len)
{
    nd_words w;
    oracle *o = &b->oracle;
    oracle_words(o, bytes, len);
    if (nd_text_fold(b->text, bytes, len, true, &w, NULL) != ND_OK)
        differ(b, "no words", bytes, len);
    if (w.folded_len != o->len || memcmp(w.folded, o->words, o->len) != 0 || w.n_words != o->n)
        differ(b, "other words than utf8proc", bytes, len);
    if (w.invalid_bytes != o->invalid_bytes)
        differ(b, "other invalid bytes than utf8proc", bytes, len);
    if (!words_are_sane(&w, bytes, len) && o->invalid_bytes == 0)
        differ(b, "not sane", bytes, len);
    return w;
}

static inline bool same_word(const nd_words *w, size_t i, const char *word, size_t len)
{
    return w->starts[i + 1] - 1 - w->starts[i] == len && memcmp(w->folded + w->starts[i], word, len) == 0;
}

/* A word is among those of its span alone; and is the only one where no neighbour shares bytes with it. */
static inline void spans_give_words(both *b, const nd_words *w, const char *bytes, size_t len)
{
    for (size_t i = 0; i < w->n_words; i++) {
        const nd_span *span = &w->spans[i];
        size_t n = w->starts[i + 1] - 1 - w->starts[i], at = 0;
        bool own = (i == 0 || span[-1].offset + span[-1].len <= span->offset) &&
                   (i + 1 == w->n_words || span->offset + span->len <= span[1].offset);
        nd_words again;
        if (nd_text_fold(b->other, bytes + span->offset, span->len, false, &again, NULL) != ND_OK)
            differ(b, "no words of a span", bytes, len);
        while (at < again.n_words && !same_word(&again, at, w->folded + w->starts[i], n))
            at++;
        if (at == again.n_words || (own && again.n_words != 1))
            differ(b, "a span does not give its word", bytes, len);
    }
}

/*
 * Hangul vowels and finals are the only letters that do not begin a segment; after
 * something else than their consonants they share a span with the mark before them.
 */
static inline bool has_jamo(const char *bytes, size_t len)
{
    for (size_t at = 0; at < len;) {
        utf8proc_int32_t cp, first[32];
        int unused = 0;
        at += (size_t)utf8proc_iterate((const utf8proc_uint8_t *)bytes + at, (utf8proc_ssize_t)(len - at),
                                       &cp);
        if (utf8proc_decompose_char(cp, first, 32, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &unused) == 1 &&
            first[0] >= 0x1160 && first[0] < 0x1200)
            return true;
    }
    return false;
}

#endif
