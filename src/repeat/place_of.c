/* SPDX-License-Identifier: MIT
 *
 * place_of.c - a stretch whose ends were computed, not found, to one that can be shown.
 */
#include "base/base.h"

enum { LONGEST = 64 };         /* bytes of a word that are looked through for its end */

static bool of_word(char c)
{
    unsigned char u = (unsigned char)c;
    return u >= 0x80 || (u >= '0' && u <= '9') || ((u | 0x20) >= 'a' && (u | 0x20) <= 'z');
}

static bool inside_character(const char *text, size_t len, size_t at)
{
    return at > 0 && at < len && ((unsigned char)text[at] & 0xC0) == 0x80;
}

static bool inside_word(const char *text, size_t len, size_t at)
{
    return at > 0 && at < len && of_word(text[at - 1]) && of_word(text[at]);
}

static size_t next_word(const char *text, size_t from, size_t to)
{
    size_t at = from;
    for (; at < to && at - from < LONGEST && inside_word(text, to, at); at++)
        ;
    if (inside_word(text, to, at))
        for (at = from; inside_character(text, to, at); at++)
            ;
    while (at < to && !of_word(text[at]))
        at++;
    return at;
}

static size_t last_word(const char *text, size_t len, size_t from, size_t to)
{
    size_t at = to;
    for (; at > from && to - at < LONGEST && inside_word(text, len, at); at--)
        ;
    if (inside_word(text, len, at))
        for (at = to; at > from && inside_character(text, len, at); at--)
            ;
    while (at > from && !of_word(text[at - 1]))
        at--;
    return at;
}

nd_place nd_place_of(const char *text, size_t len, nd_span span)
{
    size_t from = span.offset < len ? span.offset : len, rest = len - from;
    size_t to = from + (span.len < rest ? span.len : rest);
    size_t begin = next_word(text, from, to), end = last_word(text, len, begin, to);
    if (begin >= end) { /* no word in it: as it is */
        begin = from;
        end = to;
    }
    nd_place place = {.line = 1, .offset = begin, .len = end - begin};
    for (size_t i = 0; i < begin; i++)
        place.line += text[i] == '\n' || (text[i] == '\r' && !(i + 1 < len && text[i + 1] == '\n'));
    return place;
}
