/* SPDX-License-Identifier: MIT
 *
 * term.h - text from inputs on a terminal: made harmless, measured in columns, cut.
 */
#ifndef ND_TERM_H
#define ND_TERM_H

#include "base/buf.h"

/*
 * nd_term_text - text with what could act on a terminal, break its line or turn its
 * reading direction spelled out: controls (ESC, line ends and DEL too) as \x1b, the
 * C1 controls, line separators and bidirectional controls as \u202e, bytes that are
 * not UTF-8 as \xff. The rest stands as it is.
 */
void nd_term_text(nd_buf *to, const char *text, size_t len);

/* nd_term_harmless - bytes of the beginning of text that nd_term_text leaves as it is. */
size_t nd_term_harmless(const char *text, size_t len);

/* nd_term_width - columns that harmless text takes: a wide character 2, a combining mark none. */
size_t nd_term_width(const char *text, size_t len);

/* nd_term_cut - bytes of the longest beginning of harmless text, in whole characters, that fits columns. */
size_t nd_term_cut(const char *text, size_t len, size_t columns);

/* nd_term_limit - cuts what was added to harmless text since begin to what fits columns. */
void nd_term_limit(nd_buf *to, size_t begin, size_t columns);

/* nd_term_pad - spaces, from as many columns as are taken to so many. */
void nd_term_pad(nd_buf *to, size_t taken, size_t columns);

/* nd_term_rtl - whether there is a character in it that is written from right to left. */
bool nd_term_rtl(const char *text, size_t len);

/* nd_term_is_white - white space of ASCII, line ends too. */
static inline bool nd_term_is_white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* nd_term_number - a number as people read it: 81,204,113. */
void nd_term_number(nd_buf *to, uint64_t number);

/* nd_term_count - "1 line", "1,482 words". */
void nd_term_count(nd_buf *to, uint64_t n, const char *what);

#endif
