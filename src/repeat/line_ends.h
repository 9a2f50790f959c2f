/* SPDX-License-Identifier: MIT
 *
 * line_ends.h - counting lines: one ends at LF, CRLF or CR.
 */
#ifndef ND_LINE_ENDS_H
#define ND_LINE_ENDS_H

#include <stddef.h>
#include <stdint.h>

/* nd_line_ends - lines of a text of len bytes that end between two places of it. */
static inline uint64_t nd_line_ends(const char *text, size_t len, size_t from, size_t to)
{
    uint64_t n = 0;
    for (size_t i = from; i < to; i++)
        n += text[i] == '\n' || (text[i] == '\r' && !(i + 1 < len && text[i + 1] == '\n'));
    return n;
}

#endif
