/* SPDX-License-Identifier: MIT
 *
 * utf8.h - is this UTF-8? For names and messages; text has its own, faster way.
 */
#ifndef ND_UTF8_H
#define ND_UTF8_H

#include <stddef.h>
#include <utf8proc.h>

/* nd_utf8_character - bytes of the character that text begins with, 0 where it is none. */
static inline size_t nd_utf8_character(const char *text, size_t len)
{
    utf8proc_int32_t code;
    utf8proc_ssize_t most = len < 4 ? (utf8proc_ssize_t)len : 4;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text, most, &code);
    return n > 0 ? (size_t)n : 0;
}

/* nd_utf8_valid - bytes before the first that is not UTF-8; len where all is. */
static inline size_t nd_utf8_valid(const char *text, size_t len)
{
    size_t i = 0, n = 1;
    for (; i < len && n > 0; i += n)
        n = nd_utf8_character(text + i, len - i);
    return i;
}

#endif
