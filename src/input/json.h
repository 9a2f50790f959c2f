/* SPDX-License-Identifier: MIT
 *
 * json.h - chosen fields of one JSON object; a C face for simdjson On-Demand.
 * The rest of the object is skipped and only checked as far as simdjson does: UTF-8,
 * strings that end, no control character in them, brackets that close, no deep nesting.
 */
#ifndef ND_JSON_H
#define ND_JSON_H

#ifdef __cplusplus
extern "C" {
#endif

#include "base/base.h"

typedef enum nd_json_kind {
    ND_JSON_NONE = 0,
    ND_JSON_STRING,
    ND_JSON_NUMBER,
    ND_JSON_NULL,
    ND_JSON_OTHER          /* true, false, an object, an array */
} nd_json_kind;

typedef struct nd_json_value {
    nd_json_kind kind;
    const char  *text;     /* STRING: unescaped UTF-8, NULs too; good until the next read; else NULL */
    size_t       len;
    const char  *raw;      /* the value as it stands in the line, quotes and brackets included */
    size_t       raw_len;
    double       number;   /* NUMBER: its value, infinite where a double cannot hold it */
} nd_json_value;

typedef struct nd_json nd_json;

nd_status nd_json_new(nd_json **out, const nd_alloc *alloc, nd_err *err);
void nd_json_free(nd_json *json);

/*
 * nd_json_read - the values at paths of the object in line.
 *
 * @line, @len   one object, perhaps with white space or a BOM around it; ND_JSON_PADDING
 *               bytes after it are readable
 * @paths, @n    at most ND_JSON_PATHS; dotted: "meta.id" is the field id of the object
 *               meta, or a field of that very name; a duplicate key: the last wins
 * @values       out: n; ND_JSON_NONE where there is nothing at a path; no meaning on failure
 * @at           out on failure: byte in line where it went wrong, 0 if not known
 *
 * A lone surrogate escape reads as U+FFFD. ND_EFORMAT: not one JSON object, invalid
 * UTF-8, or nested too deep; the sentence fits behind "the record" ("is not valid JSON
 * (unclosed string)"). O(len), and memory of a few times the longest line so far.
 */
#define ND_JSON_PADDING 64
#define ND_JSON_PATHS 64
nd_status nd_json_read(nd_json *json, const char *line, size_t len, const char *const *paths, size_t n,
                       nd_json_value *values, size_t *at, nd_err *err);

/*
 * nd_json_each - as nd_json_read for every object of the array at key in line's object;
 * each is called with n values, in order, and may stop the walk with a failure.
 * An absent key: no call. Here a lone surrogate is an error.
 */
nd_status nd_json_each(nd_json *json, const char *line, size_t len, const char *key,
                       const char *const *paths, size_t n,
                       nd_status (*each)(void *ctx, const nd_json_value *values, nd_err *err), void *ctx,
                       nd_err *err);

/* nd_json_is - whether it is this string. */
static inline bool nd_json_is(const nd_json_value *value, const char *text)
{
    return value->kind == ND_JSON_STRING && value->len == strlen(text) && memcmp(value->text, text, value->len) == 0;
}

/* nd_json_true - whether it is true. */
static inline bool nd_json_true(const nd_json_value *value)
{
    return value->kind == ND_JSON_OTHER && value->raw_len == 4 && memcmp(value->raw, "true", 4) == 0;
}

/* nd_json_text - the text of a string, a number as it stands; NULL for another kind. */
static inline const char *nd_json_text(const nd_json_value *value, size_t *len)
{
    bool string = value->kind == ND_JSON_STRING;
    *len = string ? value->len : value->raw_len;
    return string ? value->text : value->kind == ND_JSON_NUMBER ? value->raw : NULL;
}

/* nd_json_count - a whole number from 0, as large as a double holds exactly. */
static inline bool nd_json_count(const nd_json_value *value, uint64_t *out)
{
    if (value->kind != ND_JSON_NUMBER || !(value->number >= 0 && value->number <= 9007199254740992.0))
        return false;
    *out = (uint64_t)value->number;
    return (double)*out == value->number;
}

#ifdef __cplusplus
}
#endif
#endif
