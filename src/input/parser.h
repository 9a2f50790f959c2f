/* SPDX-License-Identifier: MIT
 *
 * parser.h - a record's raw bytes to its text, id and keep value. One a thread.
 */
#ifndef ND_PARSER_H
#define ND_PARSER_H

#include "json.h"
#include "reader.h"

typedef struct nd_fields {
    const char *const *text;   /* dotted paths; several are joined by a line feed */
    size_t             n_text; /* 1 to ND_TEXT_FIELDS */
    const char        *id;     /* a string or number, or NULL */
    const char        *keep;   /* a number that a keep rule compares, or NULL */
    const char        *series, *date; /* strings or numbers, or NULL */
} nd_fields;

#define ND_TEXT_FIELDS 16

typedef struct nd_parsed {
    const char *text;          /* the document; good until the parser's next call or the batch's next fill */
    size_t      len;
    const char *id;            /* its JSON token in the batch ("\"a9\"" or "17"), or NULL */
    size_t      id_len;
    double      keep;          /* where has_keep; finite */
    bool        has_keep;
    nd_json_value series, date; /* of kind STRING or NUMBER, else NONE; good as text is */
} nd_parsed;

typedef struct nd_parser nd_parser;

/* nd_parser_new - fields is copied, the paths are borrowed. ND_EINVAL: n_text out of range. */
nd_status nd_parser_new(nd_parser **out, const nd_fields *fields, const nd_alloc *alloc, nd_err *err);
void nd_parser_free(nd_parser *parser);

/*
 * nd_parser_read - ND_EFORMAT and a sentence for a record that cannot be read (broken
 * JSON, no text field, a text that is no string, invalid UTF-8, larger than max_doc);
 * *byte is then the place in the decoded source (of the fault where known, else of the
 * record). The sentence fits behind "the record".
 *
 * Plain text is any bytes; its line end (LF, CRLF) is not part of a line's text.
 * A text field that is null counts as missing. Records of kind ND_BLANK and ND_PIECE
 * are not for it.
 */
nd_status nd_parser_read(nd_parser *parser, const nd_batch *batch, const nd_record *record, nd_parsed *out,
                         uint64_t *byte, nd_err *err);

#endif
