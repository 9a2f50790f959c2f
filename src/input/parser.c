/* SPDX-License-Identifier: MIT
 *
 * parser.c - one record to the document in it. JSON is asked for all fields in one
 * walk: the text fields first, then the others.
 */
#include "parser.h"
#include "base/buf.h"

#include <math.h>

enum { MOST_PATHS = ND_TEXT_FIELDS + 4 };

struct nd_parser {
    const char *paths[MOST_PATHS];
    size_t   n_text, n_paths;
    size_t   id, keep, series, date; /* their places in paths; MOST_PATHS: not asked for */
    nd_json *json;
    nd_buf   joined;     /* the text, where it comes from several fields */
    const nd_alloc *alloc;
};

static size_t add_path(nd_parser *p, const char *path)
{
    if (path != NULL)
        p->paths[p->n_paths++] = path;
    return path != NULL ? p->n_paths - 1 : MOST_PATHS;
}

nd_status nd_parser_new(nd_parser **out, const nd_fields *fields, const nd_alloc *alloc, nd_err *err)
{
    if (fields->n_text < 1 || fields->n_text > ND_TEXT_FIELDS)
        return nd_fail(err, ND_EINVAL, "%zu text fields, must be 1 to %d", fields->n_text, ND_TEXT_FIELDS);
    nd_parser *p = nd_get(alloc, 1, sizeof *p);
    if (p == NULL)
        return nd_no_memory(err, sizeof *p);
    p->alloc = alloc;
    nd_buf_init(&p->joined, alloc);
    for (size_t i = 0; i < fields->n_text; i++)
        add_path(p, fields->text[i]);
    p->n_text = p->n_paths;
    p->id = add_path(p, fields->id);
    p->keep = add_path(p, fields->keep);
    p->series = add_path(p, fields->series);
    p->date = add_path(p, fields->date);
    nd_status st = nd_json_new(&p->json, alloc, err);
    if (st != ND_OK) {
        nd_parser_free(p);
        return st;
    }
    *out = p;
    return ND_OK;
}

void nd_parser_free(nd_parser *p)
{
    if (p == NULL)
        return;
    nd_json_free(p->json);
    nd_buf_release(&p->joined);
    nd_drop(p->alloc, p, 1, sizeof *p);
}

/* The bytes of a line without its LF or CRLF. */
static size_t without_line_end(const char *bytes, size_t len)
{
    if (len > 0 && bytes[len - 1] == '\n')
        len -= len > 1 && bytes[len - 2] == '\r' ? 2 : 1;
    return len;
}

static nd_status no_text(const nd_parser *p, nd_err *err)
{
    if (p->n_text == 1)
        return nd_fail(err, ND_EFORMAT, "has no field \"%s\"", p->paths[0]);
    return nd_fail(err, ND_EFORMAT, "has none of the %zu text fields (\"%s\", ...)", p->n_text, p->paths[0]);
}

/* The text of the fields' values; *fault is the value that is no string. */
static nd_status take_text(nd_parser *p, const nd_json_value *values, nd_parsed *out,
                           const nd_json_value **fault, nd_err *err)
{
    size_t present = 0;
    nd_buf_clear(&p->joined);
    for (size_t i = 0; i < p->n_text; i++) {
        if (values[i].kind == ND_JSON_NUMBER || values[i].kind == ND_JSON_OTHER) {
            *fault = &values[i];
            return nd_fail(err, ND_EFORMAT, "field \"%s\" is not a string", p->paths[i]);
        }
        present += values[i].kind == ND_JSON_STRING;
    }
    if (present == 0)
        return no_text(p, err);
    out->text = values[0].text;
    out->len = values[0].len;
    if (p->n_text == 1)
        return ND_OK;
    for (size_t i = 0; i < p->n_text; i++) {
        if (i > 0)
            nd_buf_add(&p->joined, "\n", 1);
        nd_buf_add(&p->joined, values[i].text, values[i].len);
    }
    if (p->joined.failed)
        return nd_no_memory(err, 0);
    out->text = p->joined.bytes;
    out->len = p->joined.len;
    return ND_OK;
}

/* The value at a path, where that was asked for and has a string or number. */
static nd_json_value scalar(const nd_parser *p, const nd_json_value *values, size_t path)
{
    bool told = path < p->n_paths && (values[path].kind == ND_JSON_STRING || values[path].kind == ND_JSON_NUMBER);
    return told ? values[path] : (nd_json_value){.kind = ND_JSON_NONE};
}

static nd_status read_json(nd_parser *p, const char *line, size_t len, nd_parsed *out, size_t *at,
                           nd_err *err)
{
    nd_json_value values[MOST_PATHS];
    const nd_json_value *fault = NULL;
    nd_status st = nd_json_read(p->json, line, len, p->paths, p->n_paths, values, at, err);
    if (st != ND_OK)
        return st;
    st = take_text(p, values, out, &fault, err);
    if (fault != NULL)
        *at = (size_t)(fault->raw - line);
    if (st != ND_OK)
        return st;
    nd_json_value id = scalar(p, values, p->id);
    if (id.kind != ND_JSON_NONE) {
        out->id = id.raw;
        out->id_len = id.raw_len;
    }
    out->series = scalar(p, values, p->series);
    out->date = scalar(p, values, p->date);
    if (p->keep < p->n_paths) {
        const nd_json_value *keep = &values[p->keep];
        out->has_keep = keep->kind == ND_JSON_NUMBER && isfinite(keep->number);
        out->keep = out->has_keep ? keep->number : 0;
    }
    return ND_OK;
}

nd_status nd_parser_read(nd_parser *p, const nd_batch *batch, const nd_record *record, nd_parsed *out,
                         uint64_t *byte, nd_err *err)
{
    const char *bytes = batch->bytes + record->offset;
    size_t at = 0;
    nd_status st = ND_OK;
    *out = (nd_parsed){.text = bytes, .len = record->len};
    if (record->kind == ND_OVERSIZE) {
        st = nd_fail(err, ND_EFORMAT, "is larger than --max-doc");
    } else if (batch->format == ND_LINES) {
        out->len = without_line_end(bytes, record->len);
    } else if (batch->format == ND_JSONL) {
        st = read_json(p, bytes, without_line_end(bytes, record->len), out, &at, err);
    }
    if (st != ND_OK)
        *byte = record->at + at;
    return st;
}
