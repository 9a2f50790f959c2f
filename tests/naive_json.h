/* SPDX-License-Identifier: MIT
 *
 * naive_json.h - a strict JSON reader by the letter of RFC 8259, recursive and slow:
 * the oracle for what a line is, and for the strings of its top-level fields.
 */
#ifndef NAIVE_JSON_H
#define NAIVE_JSON_H

#include "base/buf.h"

#include <utf8proc.h>

typedef struct naive {
    const char *at, *end;
    const char *key;       /* the top-level field that is wanted */
    nd_buf      value;     /* its last value where that is a string, unescaped */
    bool        is_string;
} naive;

static inline bool naive_is(naive *j, char c)
{
    if (j->at == j->end || *j->at != c)
        return false;
    j->at++;
    return true;
}

static inline void naive_space(naive *j)
{
    while (j->at < j->end && (*j->at == ' ' || *j->at == '\t' || *j->at == '\r' || *j->at == '\n'))
        j->at++;
}

static inline void naive_code_point(nd_buf *to, unsigned code)
{
    utf8proc_uint8_t bytes[4];
    nd_buf_add(to, bytes, (size_t)utf8proc_encode_char((utf8proc_int32_t)code, bytes));
}

static inline bool naive_hex4(naive *j, unsigned *code)
{
    *code = 0;
    for (int i = 0; i < 4; i++, j->at++) {
        const char *digits = "0123456789abcdefABCDEF", *d = NULL;
        if (j->at < j->end && *j->at != '\0')
            d = strchr(digits, *j->at);
        if (d == NULL)
            return false;
        *code = *code * 16 + (unsigned)(d - digits < 16 ? d - digits : d - digits - 6);
    }
    return true;
}

static inline bool naive_escape(naive *j, nd_buf *to)
{
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    unsigned code, low;
    if (j->at == j->end)
        return false;
    char c = *j->at++;
    const char *name = c != '\0' ? strchr(names, c) : NULL;
    if (name != NULL) {
        nd_buf_add(to, values + (name - names), 1);
        return true;
    }
    if (c != 'u' || !naive_hex4(j, &code))
        return false;
    if (code >= 0xd800 && code < 0xdc00 && j->end - j->at >= 2 && j->at[0] == '\\' && j->at[1] == 'u') {
        const char *before = j->at;
        j->at += 2;
        if (!naive_hex4(j, &low))
            return false;
        if (low >= 0xdc00 && low < 0xe000)
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        else
            j->at = before;
    }
    naive_code_point(to, code >= 0xd800 && code < 0xe000 ? 0xfffd : code);
    return true;
}

static inline bool naive_string(naive *j, nd_buf *to)
{
    nd_buf_clear(to);
    if (!naive_is(j, '"'))
        return false;
    while (j->at < j->end && *j->at != '"') {
        if (naive_is(j, '\\')) {
            if (!naive_escape(j, to))
                return false;
            continue;
        }
        if ((unsigned char)*j->at < 0x20)
            return false;
        nd_buf_add(to, j->at++, 1);
    }
    return naive_is(j, '"');
}

static inline size_t naive_digits(naive *j)
{
    const char *first = j->at;
    while (j->at < j->end && *j->at >= '0' && *j->at <= '9')
        j->at++;
    return (size_t)(j->at - first);
}

static inline bool naive_number(naive *j)
{
    naive_is(j, '-');
    if (!naive_is(j, '0') && naive_digits(j) == 0)
        return false;
    if (naive_is(j, '.') && naive_digits(j) == 0)
        return false;
    if (naive_is(j, 'e') || naive_is(j, 'E')) {
        if (!naive_is(j, '+'))
            naive_is(j, '-');
        return naive_digits(j) > 0;
    }
    return true;
}

static inline bool naive_word(naive *j, const char *word)
{
    while (*word != '\0' && naive_is(j, *word))
        word++;
    return *word == '\0';
}

static inline bool naive_value(naive *j, int depth);

static inline bool naive_object(naive *j, int depth)
{
    bool ok = naive_is(j, '{'), more = true;
    nd_buf key, text;
    nd_buf_init(&key, NULL);
    nd_buf_init(&text, NULL);
    naive_space(j);
    if (ok && naive_is(j, '}'))
        more = false;
    while (ok && more) {
        naive_space(j);
        ok = naive_string(j, &key);
        naive_space(j);
        ok = ok && naive_is(j, ':');
        naive_space(j);
        bool wanted = ok && depth == 0 && key.len == strlen(j->key) && memcmp(key.bytes, j->key, key.len) == 0;
        bool string = j->at < j->end && *j->at == '"';
        if (wanted) {
            j->is_string = string;
            nd_buf_clear(&j->value);
        }
        if (ok && string) {
            ok = naive_string(j, &text);
            if (wanted)
                nd_buf_add(&j->value, text.bytes, text.len);
        } else {
            ok = ok && naive_value(j, depth + 1);
        }
        naive_space(j);
        more = ok && naive_is(j, ',');
        ok = ok && (more || naive_is(j, '}'));
    }
    nd_buf_release(&key);
    nd_buf_release(&text);
    return ok;
}

static inline bool naive_array(naive *j, int depth)
{
    bool ok = naive_is(j, '['), more = true;
    naive_space(j);
    if (ok && naive_is(j, ']'))
        more = false;
    while (ok && more) {
        ok = naive_value(j, depth + 1);
        more = ok && naive_is(j, ',');
        ok = ok && (more || naive_is(j, ']'));
    }
    return ok;
}

static inline bool naive_value(naive *j, int depth)
{
    nd_buf text;
    nd_buf_init(&text, NULL);
    naive_space(j);
    char c = j->at < j->end ? *j->at : '\0';
    bool ok = c == '{'   ? naive_object(j, depth)
              : c == '[' ? naive_array(j, depth)
              : c == '"' ? naive_string(j, &text)
              : c == 't' ? naive_word(j, "true")
              : c == 'f' ? naive_word(j, "false")
              : c == 'n' ? naive_word(j, "null")
                         : naive_number(j);
    naive_space(j);
    nd_buf_release(&text);
    return ok;
}

/* Is line one object and nothing else, in UTF-8? The caller releases j->value in any case. */
static inline bool naive_read(naive *j, const char *line, size_t len, const char *key)
{
    utf8proc_int32_t code;
    utf8proc_ssize_t n;
    *j = (naive){.at = line, .end = line + len, .key = key};
    for (size_t i = 0; i < len; i += (size_t)n)
        if ((n = utf8proc_iterate((const utf8proc_uint8_t *)line + i, (utf8proc_ssize_t)(len - i), &code)) <= 0)
            return false;
    naive_space(j);
    bool ok = naive_object(j, 0);
    naive_space(j);
    return ok && j->at == j->end;
}

#endif
