/* SPDX-License-Identifier: MIT
 *
 * json_line.h - what json.cpp asks of a line beyond what simdjson tells.
 */
#ifndef ND_JSON_LINE_H
#define ND_JSON_LINE_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* nd_json_is_number - is token a number of RFC 8259, section 6? */
bool nd_json_is_number(const char *token, size_t len);

/* nd_json_is_deep - does a value open more than levels brackets inside each other? */
bool nd_json_is_deep(const char *value, size_t len, size_t levels);

/*
 * nd_json_string_fault - the first control character in a string, or without one
 * the last quote, which opens the string that does not end.
 */
size_t nd_json_string_fault(const char *line, size_t len);

/* nd_json_object_end - the place behind the bracket that closes the first one, and white space; len: none does. */
size_t nd_json_object_end(const char *line, size_t len);

/* nd_json_mend_surrogates - writes \ufffd over every lone surrogate escape; how many. */
size_t nd_json_mend_surrogates(char *line, size_t len);

#ifdef __cplusplus
}
#endif
#endif
