/* SPDX-License-Identifier: MIT
 *
 * json_line.c - scans over the bytes of a line, needed where a record is unusual.
 */
#include "json_line.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digits(const char *token, size_t len, size_t i)
{
    while (i < len && is_digit(token[i]))
        i++;
    return i;
}

bool nd_json_is_number(const char *token, size_t len)
{
    size_t first = len > 0 && token[0] == '-', i = digits(token, len, first);
    bool ok = i > first && (token[first] != '0' || i == first + 1);
    if (ok && i < len && token[i] == '.') {
        first = i + 1;
        i = digits(token, len, first);
        ok = i > first;
    }
    if (ok && i < len && (token[i] == 'e' || token[i] == 'E')) {
        first = i + 1;
        if (first < len && (token[first] == '+' || token[first] == '-'))
            first++;
        i = digits(token, len, first);
        ok = i > first;
    }
    return ok && i == len;
}

bool nd_json_is_deep(const char *value, size_t len, size_t levels)
{
    size_t opening = 0, depth = 0;
    bool in_string = false;
    if (len <= levels)
        return false;
    for (size_t i = 0; i < len; i++)  /* a quick no for nearly every value: too few brackets at all */
        opening += (value[i] | 0x20) == '{';  /* '[' too */
    for (size_t i = 0; opening > levels && i < len && depth <= levels; i++) {
        char c = value[i];
        if (in_string && c == '\\')
            i++;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && (c == '{' || c == '['))
            depth++;
        else if (!in_string && (c == '}' || c == ']'))
            depth -= depth > 0;
    }
    return depth > levels;
}

size_t nd_json_string_fault(const char *line, size_t len)
{
    size_t quote = 0;
    bool in_string = false;
    for (size_t i = 0; i < len; i++) {
        if (in_string && (unsigned char)line[i] < 0x20)
            return i;
        if (in_string && line[i] == '\\') {
            i++;
        } else if (line[i] == '"') {
            in_string = !in_string;
            quote = i;
        }
    }
    return quote;
}

size_t nd_json_object_end(const char *line, size_t len)
{
    size_t depth = 0, i = 0;
    bool in_string = false, closed = false;
    for (; i < len && !closed; i++) {
        char c = line[i];
        if (in_string && c == '\\')
            i++;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && (c == '{' || c == '['))
            depth++;
        else if (!in_string && (c == '}' || c == ']'))
            closed = depth-- <= 1;
    }
    while (closed && i < len && (line[i] == ' ' || line[i] == '\t' || line[i] == '\r' || line[i] == '\n'))
        i++;
    return closed ? i : len;
}

static bool is_hex(char c)
{
    return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

enum { ESCAPE = 6 };  /* bytes of \uXXXX */

/* Is \uDxxx at p, its second digit from first to last? */
static bool is_surrogate(const char *p, size_t len, char first, char last)
{
    if (len < ESCAPE || p[0] != '\\' || p[1] != 'u' || (p[2] | 0x20) != 'd' || !is_hex(p[3]))
        return false;
    char digit = (char)(p[3] | 0x20);  /* a letter in lower case; a digit stays */
    return digit >= first && digit <= last && is_hex(p[4]) && is_hex(p[5]);
}

size_t nd_json_mend_surrogates(char *line, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        if (line[i] != '\\')
            continue;
        const char *p = line + i;
        bool high = is_surrogate(p, len - i, '8', '9') || is_surrogate(p, len - i, 'a', 'b');
        if (high && is_surrogate(p + ESCAPE, len - i - ESCAPE, 'c', 'f')) {
            i += 2 * ESCAPE - 1;
        } else if (high || is_surrogate(p, len - i, 'c', 'f')) {
            memcpy(line + i + 2, "fffd", 4);
            n++;
        } else {
            i++;  /* what is escaped may be a backslash */
        }
    }
    return n;
}
