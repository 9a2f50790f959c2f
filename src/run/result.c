/* SPDX-License-Identifier: MIT
 *
 * result.c - two readings: the first for header, inputs and summary, so that nothing
 * is done on the word of half a file; the second for the removed rows, which stand in
 * input order and so need no memory.
 */
#include "result.h"

#include "report/rows.h"

#include <stdlib.h>

enum { TYPE, VERSION, FILE_NAME, RECORD, BYTES, DIGEST, FORMAT, DOCUMENTS, KEPT, IDENTICAL, SAME_WORDS, NEAR, COMMAND, PATHS };

static const char *const paths[PATHS] = {
    [TYPE] = "type",           [VERSION] = "v",       [FILE_NAME] = "file", [RECORD] = "record",
    [BYTES] = "bytes",         [DIGEST] = "xxh3",     [FORMAT] = "format", [DOCUMENTS] = "documents", [KEPT] = "kept",
    [IDENTICAL] = "identical", [SAME_WORDS] = "same_words", [NEAR] = "near",
    [COMMAND] = "command",
};

static const char *const commands[] = {[ND_OF_GROUP] = "group", [ND_OF_PASSAGES] = "passages", [ND_OF_INSPECT] = "inspect"};

nd_status nd_result_bad(const nd_result *r, nd_err *err, const char *what)
{
    return nd_fail(err, ND_EINVAL, "%s, line %llu: %s", r->path, (unsigned long long)r->line, what);
}

static bool digest_of(const nd_json_value *value, nd_digest *out)
{
    uint64_t half[2] = {0, 0};
    if (value->kind != ND_JSON_STRING || value->len != 32)
        return false;
    for (size_t i = 0; i < 32; i++) {
        static const char digits[] = "0123456789abcdef";
        const char *digit = memchr(digits, value->text[i], 16);
        if (digit == NULL)
            return false;
        half[i / 16] = half[i / 16] << 4 | (uint64_t)(digit - digits);
    }
    *out = (nd_digest){.lo = half[1], .hi = half[0]};
    return true;
}

const char *nd_format_name(nd_format format)
{
    static const char *const names[] = {[ND_JSONL] = "jsonl", [ND_LINES] = "lines", [ND_TEXT] = "text"};
    return (size_t)format < ND_COUNT(names) ? names[format] : NULL;
}

/* One that this version does not know is refused: records cut otherwise would be other records. */
static bool format_of(const nd_json_value *value, nd_format *out)
{
    *out = ND_OPAQUE;
    if (value->kind == ND_JSON_NONE)
        return true;
    for (nd_format f = ND_JSONL; f <= ND_TEXT; f++)
        if (nd_json_is(value, nd_format_name(f)))
            *out = f;
    return *out != ND_OPAQUE;
}

static nd_status add_input(void *ctx, const nd_json_value *v, nd_err *err)
{
    nd_result *r = ctx;
    nd_result_input input = {0};
    if (v[FILE_NAME].kind != ND_JSON_STRING || !nd_json_count(&v[BYTES], &input.bytes) ||
        !digest_of(&v[DIGEST], &input.digest))
        return nd_result_bad(r, err, "an input without file, bytes and xxh3");
    if (!format_of(&v[FORMAT], &input.format))
        return nd_result_bad(r, err, "an input of a format that this program does not know");
    uint32_t number;
    nd_status st = nd_ids_add(&r->names, v[FILE_NAME].text, v[FILE_NAME].len, &number, err);
    if (st != ND_OK)
        return st;
    if (number < r->n)
        return nd_result_bad(r, err, "an input that is listed twice");
    nd_buf token;
    nd_buf_init(&token, NULL);
    nd_json_string(&token, v[FILE_NAME].text, v[FILE_NAME].len);
    nd_buf_add(&token, "", 1);
    if (!token.failed && (input.file = nd_arena_get(&r->strings, token.len, 1)) != NULL)
        memcpy(input.file, token.bytes, token.len);
    nd_buf_release(&token);
    if (input.file == NULL || !nd_grow(NULL, &r->inputs, &r->cap, r->n + 1, sizeof input))
        return nd_no_memory(err, sizeof input);
    r->inputs[r->n++] = input;
    return ND_OK;
}

/* The next record that is not blank; ND_END behind the last. */
static nd_status next_record(nd_result *r, const nd_record **record, nd_err *err)
{
    do {
        while (r->at == r->batch.n_records) {
            if (r->batch.ends && r->batch.end.status != ND_OK)
                return nd_fail(err, ND_EINVAL, "%s: %s", r->path, r->batch.end.what);
            if (r->batch.ends)
                r->digest = r->batch.end.digest;
            r->at = 0;
            r->batch.n_records = 0;
            nd_status st = nd_reader_next(r->reader, &r->batch, err);
            if (st != ND_OK)
                return st;
        }
        *record = &r->batch.records[r->at++];
    } while ((*record)->kind == ND_BLANK);
    return ND_OK;
}

nd_status nd_result_row(nd_result *r, const char *const *at_paths, size_t n, nd_json_value *values, nd_err *err)
{
    const nd_record *record = NULL;
    nd_err why;
    size_t at;
    nd_status st = next_record(r, &record, err);
    if (st != ND_OK)
        return st;
    r->line = record->number;
    r->row = r->batch.bytes + record->offset;
    r->row_len = record->len;
    if (record->kind != ND_RECORD || nd_json_read(r->json, r->row, r->row_len, at_paths, n, values, &at, &why) != ND_OK)
        return nd_result_bad(r, err, "is no row of a result file");
    return ND_OK;
}

/* Who wrote it, and the inputs that the header lists. */
static nd_status read_header(nd_result *r, const nd_json_value *v, nd_err *err)
{
    unsigned of = ND_OF_GROUP;
    while (v[COMMAND].kind != ND_JSON_NONE && of < ND_COUNT(commands) && !nd_json_is(&v[COMMAND], commands[of]))
        of++;
    if (of == ND_COUNT(commands))
        return nd_result_bad(r, err, "a header of a command that this program does not know");
    r->of = (nd_result_of)of;
    nd_status st = nd_json_each(r->json, r->row, r->row_len, "inputs", paths, PATHS, add_input, r, err);
    return st == ND_EFORMAT ? nd_result_bad(r, err, "a header without a list of inputs") : st;
}

/* Which input a row's file is; n where it is none. */
static size_t find_input(const nd_result *r, const nd_json_value *file)
{
    uint32_t input = ND_NO_ID;
    if (file->kind == ND_JSON_STRING)
        input = nd_ids_find(&r->names, file->text, file->len);
    return input != ND_NO_ID ? input : r->n;
}

nd_status nd_result_input_of(const nd_result *r, const nd_json_value *file, size_t *input, nd_err *err)
{
    *input = find_input(r, file);
    return *input < r->n ? ND_OK : nd_result_bad(r, err, "names a file that is not among its inputs");
}

static nd_status read_line(nd_result *r, const nd_json_value *v, bool *header, bool *summary, nd_err *err)
{
    uint64_t version;
    nd_counts *c = &r->counts;
    if (v[TYPE].kind != ND_JSON_STRING || !nd_json_count(&v[VERSION], &version))
        return nd_result_bad(r, err, "is no row of a result file");
    if (version != 1)
        return nd_result_bad(r, err, "is of a version that this program does not know");
    if (*summary)
        return nd_result_bad(r, err, "stands behind the summary");
    if (nd_json_is(&v[TYPE], "header") == *header)
        return nd_result_bad(r, err, *header ? "a second header" : "stands before the header");
    if (!*header) {
        *header = true;
        return read_header(r, v, err);
    }
    if (nd_json_is(&v[TYPE], "input"))
        return add_input(r, v, err);
    size_t input = nd_json_is(&v[TYPE], "damaged") ? find_input(r, &v[FILE_NAME]) : r->n;
    if (input < r->n)
        r->inputs[input].damaged = true;
    if (nd_json_is(&v[TYPE], "summary")) {
        *summary = nd_json_count(&v[DOCUMENTS], &c->documents) &&
                   (r->of != ND_OF_GROUP ||
                    (nd_json_count(&v[KEPT], &c->kept) && nd_json_count(&v[IDENTICAL], &c->identical) &&
                     nd_json_count(&v[SAME_WORDS], &c->same_words) && nd_json_count(&v[NEAR], &c->near)));
        if (!*summary)
            return nd_result_bad(r, err, "a summary without its numbers");
    }
    return ND_OK;
}

static nd_status fetch(nd_result *r, nd_err *err);

nd_status nd_result_restart(nd_result *r, nd_err *err)
{
    static const nd_reader_opts opts = {.format = ND_JSONL, .max_doc = SIZE_MAX / 4};
    nd_reader_free(r->reader);
    r->reader = NULL;
    r->at = r->batch.n_records = 0;
    r->batch.ends = false;
    r->next_input = 0;
    r->next_record = 0;
    return nd_reader_new(&r->reader, &r->self, &opts, NULL, err);
}

nd_status nd_result_rewind(nd_result *r, nd_err *err)
{
    nd_status st = nd_result_restart(r, err);
    return st == ND_OK ? fetch(r, err) : st;
}

nd_status nd_result_open(nd_result *r, const char *path, nd_err *err)
{
    nd_json_value values[PATHS];
    bool header = false, summary = false;
    *r = (nd_result){.path = path};
    nd_sources_init(&r->self, NULL);
    nd_batch_init(&r->batch, NULL);
    nd_arena_init(&r->strings, NULL);
    nd_ids_init(&r->names, NULL);
    nd_status st = nd_json_new(&r->json, NULL, err);
    if (st == ND_OK)
        st = nd_sources_add(&r->self, path, err);
    if (st == ND_OK && r->self.n != 1)
        st = nd_fail(err, ND_EINVAL, "%s is a folder, not a result file", path);
    if (st == ND_OK && !r->self.list[0].regular && r->self.list[0].problem == NULL)
        st = nd_fail(err, ND_EINVAL, "%s: a result file is read twice, so it must be a regular file", path);
    if (st == ND_OK)
        st = nd_result_restart(r, err);
    while (st == ND_OK && (st = nd_result_row(r, paths, PATHS, values, err)) == ND_OK)
        st = read_line(r, values, &header, &summary, err);
    if (st == ND_END && !header)
        st = nd_fail(err, ND_EINVAL, "%s is no result file: it has no header", path);
    else if (st == ND_END && !summary)
        st = nd_fail(err, ND_EINVAL, "%s is not complete: it has no summary", path);
    if (st == ND_END)
        st = r->of == ND_OF_GROUP ? nd_result_rewind(r, err) : ND_OK;
    return st;
}

nd_status nd_result_decides(const nd_result *r, nd_err *err)
{
    if (r->of == ND_OF_GROUP)
        return ND_OK;
    return nd_fail(err, ND_EINVAL, "%s is of 'neardup %s', not of group or dedup", r->path, commands[r->of]);
}

void nd_result_release(nd_result *r)
{
    nd_reader_free(r->reader);
    nd_json_free(r->json);
    nd_batch_release(&r->batch);
    nd_sources_release(&r->self);
    nd_drop(NULL, r->inputs, r->cap, sizeof *r->inputs);
    nd_ids_release(&r->names);
    nd_arena_release(&r->strings);
    *r = (nd_result){0};
}

typedef struct named { /* a source by the name that results give it */
    char  *token;
    size_t source;
} named;

static int by_token(const void *a, const void *b)
{
    const named *x = a, *y = b;
    return strcmp(x->token, y->token);
}

static nd_status name_sources(nd_result *r, const nd_sources *sources, named *list, nd_err *err)
{
    nd_buf token;
    nd_buf_init(&token, NULL);
    for (size_t i = 0; i < sources->n; i++) {
        nd_buf_clear(&token);
        nd_json_file_name(&token, sources->list[i].name);
        nd_buf_add(&token, "", 1);
        char *copy = token.failed ? NULL : nd_arena_get(&r->strings, token.len, 1);
        if (copy == NULL) {
            nd_buf_release(&token);
            return nd_no_memory(err, 0);
        }
        list[i] = (named){memcpy(copy, token.bytes, token.len), i};
    }
    nd_buf_release(&token);
    qsort(list, sources->n, sizeof *list, by_token);
    return ND_OK;
}

nd_status nd_result_pair(nd_result *r, const nd_sources *sources, nd_err *err)
{
    named *list = nd_get(NULL, sources->n + 1, sizeof *list);
    if (list == NULL)
        return nd_no_memory(err, sources->n * sizeof *list);
    nd_status st = name_sources(r, sources, list, err);
    for (size_t i = 0; st == ND_OK && i < r->n; i++) {
        named wanted = {.token = r->inputs[i].file};
        const named *found = bsearch(&wanted, list, sources->n, sizeof *list, by_token);
        r->inputs[i].source = found != NULL ? found->source : ND_NO_SOURCE;
    }
    nd_drop(NULL, list, sources->n + 1, sizeof *list);
    return st;
}

nd_status nd_result_match(nd_result *r, const nd_sources *sources, nd_err *err)
{
    nd_status st = nd_result_pair(r, sources, err);
    for (size_t i = 0; st == ND_OK && i < r->n; i++)
        if (r->inputs[i].source == ND_NO_SOURCE)
            st = nd_fail(err, ND_EINVAL, "%s is about an input %s that is not given", r->path, r->inputs[i].file);
    if (st == ND_OK && r->n != sources->n)
        st = nd_fail(err, ND_EINVAL, "%s is about %zu inputs, given are %zu", r->path, r->n, sources->n);
    return st;
}

/* The next removed row into next_input and next_record; any says whether there was one. */
static nd_status fetch(nd_result *r, nd_err *err)
{
    nd_json_value v[PATHS];
    uint64_t record = 0;
    nd_status st;
    r->any = false;
    do
        st = nd_result_row(r, paths, PATHS, v, err);
    while (st == ND_OK && !nd_json_is(&v[TYPE], "removed"));
    if (st != ND_OK)
        return st == ND_END ? ND_OK : st;
    size_t input = find_input(r, &v[FILE_NAME]);
    bool counted = input < r->n && input >= r->next_input && nd_json_count(&v[RECORD], &record) && record > 0;
    if (!counted || (input == r->next_input && record <= r->next_record))
        return nd_result_bad(r, err, "a removed row that is not in the order of the inputs");
    r->next_input = input;
    r->next_record = record;
    r->any = true;
    return ND_OK;
}

nd_status nd_result_next(nd_result *r, size_t i, uint64_t *record, nd_err *err)
{
    /* of an input that could not be read to its end, rows are left that nobody asked for */
    while (r->any && r->next_input < i) {
        nd_status st = fetch(r, err);
        if (st != ND_OK)
            return st;
    }
    if (!r->any || r->next_input != i)
        return ND_END;
    *record = r->next_record;
    return fetch(r, err);
}
