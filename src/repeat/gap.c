/* SPDX-License-Identifier: MIT
 *
 * gap.c - what stands between two words.
 *
 * Marks that end a sentence: those of UAX 29 (Sentence_Break STerm and ATerm) that the
 * world's newspapers use.
 */
#include "gap.h"

static const char *const stops[] = {
    ".", "!", "?", "\xe2\x80\xa6" /* ... */, "\xe3\x80\x82" /* ideographic */, "\xef\xbc\x81", "\xef\xbc\x9f",
    "\xef\xbc\x8e", "\xe0\xa5\xa4" /* danda */, "\xd8\x9f" /* Arabic ? */, "\xdb\x94" /* Urdu */,
    "\xe1\x9f\x94" /* Khmer */, "\xe1\x81\x8b" /* Myanmar */, "\xd6\x89" /* Armenian */,
};

/* They may stand between a word and the stop behind it. */
static const char *const closing[] = {
    "\"", "'", ")", "]", "\xe2\x80\x9d", "\xe2\x80\x99", "\xe2\x80\x9c", "\xc2\xbb", "\xc2\xab",
    "\xe3\x80\x8d", "\xe3\x80\x8f", "\xef\xbc\x89",
};

static const char *const joints[] = {"'", "\xe2\x80\x99", "-", "\xe2\x80\x90", "\xe2\x80\x91", "/", "@", "_"};

/* So many spaces are no mistyped one: the words stand in two columns. */
enum { COLUMN = 4 };

/* Bytes of the one among n that text begins with, or 0. */
static size_t begins(const char *text, size_t len, const char *const *list, size_t n)
{
    for (size_t i = 0; len > 0 && i < n; i++) {
        if (list[i][0] != text[0])
            continue;
        size_t own = strlen(list[i]);
        if (own <= len && memcmp(text, list[i], own) == 0)
            return own;
    }
    return 0;
}

static size_t skip_closing(const char *bytes, size_t len)
{
    size_t i = 0;
    for (size_t n; (n = begins(bytes + i, len - i, closing, ND_COUNT(closing))) > 0; i += n)
        ;
    return i;
}

bool nd_ends_sentence(const char *bytes, size_t len)
{
    size_t i = skip_closing(bytes, len);
    return begins(bytes + i, len - i, stops, ND_COUNT(stops)) > 0;
}

static size_t spaces(const char *bytes, size_t len)
{
    static const char *const wide[] = {"\xe3\x80\x80", "\xc2\xa0", "\xe2\x80\xaf"};
    size_t i = 0;
    for (;;) {
        size_t n = i < len && (bytes[i] == ' ' || (bytes[i] >= '\t' && bytes[i] <= '\r'))
                       ? 1
                       : begins(bytes + i, len - i, wide, ND_COUNT(wide));
        if (n == 0)
            return i;
        i += n;
    }
}

nd_gap nd_gap_at(const nd_article *article, uint32_t word)
{
    size_t from, len = nd_gap_bytes(article, word, &from);
    const char *bytes = article->text + from;
    if (len == 0)
        return ND_GAP_NONE;
    if (len == 1 && *bytes == ' ')
        return ND_GAP_SPACE;
    if (spaces(bytes, len) == len) {
        bool line_end = memchr(bytes, '\n', len) != NULL || memchr(bytes, '\r', len) != NULL;
        return line_end || len < COLUMN ? ND_GAP_SPACE : ND_GAP_OTHER;
    }
    if (begins(bytes, len, joints, ND_COUNT(joints)) == len)
        return ND_GAP_JOINT;
    size_t at = skip_closing(bytes, len), stop;
    if ((stop = begins(bytes + at, len - at, stops, ND_COUNT(stops))) == 0)
        return ND_GAP_OTHER;
    at += stop;
    at += skip_closing(bytes + at, len - at);
    bool ideographic = stop == 3 && (unsigned char)bytes[at - 3] >= 0xE3;
    size_t space = spaces(bytes + at, len - at);
    return at + space == len && (space > 0 || ideographic || word == article->words.n_words) ? ND_GAP_STOP
                                                                                            : ND_GAP_OTHER;
}
