/* SPDX-License-Identifier: MIT
 *
 * labels.c - lines to pairs or clusters. What a line says is checked against all lines
 * before it, so labels that contradict themselves are told and not averaged.
 */
#include "labels.h"

#include "input/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { MOST_LINE = 1 << 20 }; /* bytes; a file without line ends is none of labels */

typedef struct cell {
    const char *text;
    size_t      len;
} cell;

typedef struct reading {
    nd_labels    *labels;
    nd_found     *found;
    nd_bad_label *bad;
    void         *ctx;
    const char   *name;        /* of the source, for errors */
    size_t        label;       /* column that holds it */
    bool          begun;       /* the first line was met: columns are known */
    uint64_t      line;
} reading;

void nd_labels_init(nd_labels *l, const nd_alloc *alloc)
{
    *l = (nd_labels){.alloc = alloc};
    nd_ids_init(&l->values, alloc);
    nd_ids_init(&l->listed, alloc);
}

void nd_labels_release(nd_labels *l)
{
    nd_ids_release(&l->values);
    nd_ids_release(&l->listed);
    nd_drop(l->alloc, l->copies, l->cap_copies, sizeof *l->copies);
    nd_drop(l->alloc, l->pairs, l->cap_pairs, sizeof *l->pairs);
    nd_drop(l->alloc, l->members, l->cap_members, sizeof *l->members);
    *l = (nd_labels){0};
}

static nd_status fail_here(const reading *r, nd_err *err, nd_status code, const char *what)
{
    return nd_fail(err, code, "%s, line %" PRIu64 ": %s", r->name, r->line, what);
}

/* A line that says nothing. */
static nd_status complain(reading *r, const char *what)
{
    r->labels->bad++;
    r->bad(r->ctx, r->line, what);
    return ND_OK;
}

/* Column i of a line, from 0; false where there are fewer. */
static bool cell_at(const char *line, size_t len, size_t i, cell *out)
{
    const char *end = line + len, *tab;
    for (; i > 0; i--) {
        if ((tab = memchr(line, '\t', (size_t)(end - line))) == NULL)
            return false;
        line = tab + 1;
    }
    tab = memchr(line, '\t', (size_t)(end - line));
    *out = (cell){line, (size_t)((tab != NULL ? tab : end) - line)};
    return true;
}

static bool reads(const cell *c, const char *word)
{
    return c->len == strlen(word) && strncasecmp(c->text, word, c->len) == 0;
}

/* The column of that heading; false where there is none. */
static bool heading(const char *line, size_t len, const char *word, size_t *column)
{
    cell c;
    for (size_t i = 0; cell_at(line, len, i, &c); i++) {
        if (reads(&c, word)) {
            *column = i;
            return true;
        }
    }
    return false;
}

/* Of the first line: where the labels are, and whether it is a header. */
static bool learn_columns(reading *r, const char *line, size_t len)
{
    enum { A_CLUSTER = 1, A_LABEL = 2 };
    cell c;
    size_t column = 0;
    bool named = heading(line, len, "label", &column) || heading(line, len, "type", &column);
    named = named && column >= A_LABEL;
    bool cluster = cell_at(line, len, A_CLUSTER, &c) && reads(&c, "cluster");
    bool pairs = cell_at(line, len, 0, &c) && reads(&c, "id1"), first = pairs || reads(&c, "id");
    r->labels->clusters = cluster || (!pairs && !cell_at(line, len, A_LABEL, &c));
    r->label = r->labels->clusters ? A_CLUSTER : named ? column : A_LABEL;
    return cluster || first || named;
}

static nd_status add_value(reading *r, const cell *value, uint32_t *number, nd_err *err)
{
    nd_labels *l = r->labels;
    size_t before = l->values.n;
    if (!nd_grow(l->alloc, &l->copies, &l->cap_copies, before + 1, sizeof *l->copies))
        return nd_no_memory(err, 0);
    nd_status st = nd_ids_add(&l->values, value->text, value->len, number, err);
    if (l->values.n > before) {
        const nd_id *id = &l->values.list[before];
        char *end;
        bool zero = strtod(id->bytes, &end) == 0 && end == id->bytes + id->len && id->len > 0;
        l->copies[before] = !zero;
    }
    return st;
}

/* A name of the labels to an item; the sentence for a name that is none says where. */
static nd_status find_item(reading *r, const cell *name, uint32_t *item, nd_err *err)
{
    nd_err why = {.code = ND_OK};
    nd_status st = nd_found_named(r->found, name->text, name->len, item, &why);
    if (st == ND_EINVAL)
        return fail_here(r, err, st, why.text);
    return st == ND_OK ? st : nd_fail(err, st, "%s", why.text);
}

static nd_status contradicts(reading *r, uint64_t earlier, const char *what)
{
    char text[80];
    snprintf(text, sizeof text, "%s line %" PRIu64, what, earlier);
    return complain(r, text);
}

static nd_status add_pair(reading *r, const cell *id1, const cell *id2, const cell *label, nd_err *err)
{
    nd_labels *l = r->labels;
    nd_pair pair = {.line = r->line};
    uint32_t at;
    size_t before = l->listed.n;
    nd_status st = find_item(r, id1, &pair.a, err);
    if (st == ND_OK)
        st = find_item(r, id2, &pair.b, err);
    if (st == ND_OK && pair.a == pair.b)
        return complain(r, "pairs a record with itself");
    if (st == ND_OK)
        st = add_value(r, label, &pair.label, err);
    if (st != ND_OK)
        return st;
    if (pair.a > pair.b)
        pair = (nd_pair){pair.b, pair.a, pair.label, pair.line};
    uint32_t key[2] = {pair.a, pair.b};
    if (!nd_grow(l->alloc, &l->pairs, &l->cap_pairs, before + 1, sizeof *l->pairs))
        return nd_no_memory(err, 0);
    if ((st = nd_ids_add(&l->listed, (const char *)key, sizeof key, &at, err)) != ND_OK)
        return st;
    if (at == before)
        l->pairs[at] = pair;
    else if (l->pairs[at].label != pair.label)
        return contradicts(r, l->pairs[at].line, "gives the pair another label than");
    return ND_OK;
}

static nd_status add_member(reading *r, const cell *id, const cell *cluster, nd_err *err)
{
    nd_labels *l = r->labels;
    uint32_t item, value;
    nd_status st = find_item(r, id, &item, err);
    if (st == ND_OK)
        st = add_value(r, cluster, &value, err);
    if (st != ND_OK)
        return st;
    if (!nd_grow(l->alloc, &l->members, &l->cap_members, r->found->names.n, sizeof *l->members))
        return nd_no_memory(err, 0);
    while (l->n_members < r->found->names.n)
        l->members[l->n_members++] = (nd_member){.cluster = ND_NO_ID};
    nd_member *member = &l->members[r->found->items[item].name];
    if (member->cluster == ND_NO_ID)
        *member = (nd_member){value, r->line};
    else if (member->cluster != value)
        return contradicts(r, member->line, "puts the record into another cluster than");
    return ND_OK;
}

static nd_status read_line(reading *r, const char *line, size_t len, nd_err *err)
{
    cell id1, second, label;
    while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r'))
        len--;
    if (!r->begun) {
        static const char bom[] = "\xef\xbb\xbf";
        if (len >= strlen(bom) && memcmp(line, bom, strlen(bom)) == 0) {
            line += strlen(bom);
            len -= strlen(bom);
        }
        r->begun = true;
        if (learn_columns(r, line, len))
            return ND_OK;
    }
    r->labels->lines++;
    if (nd_utf8_valid(line, len) < len)
        return complain(r, "is not UTF-8");
    if (!cell_at(line, len, 0, &id1) || !cell_at(line, len, 1, &second) || !cell_at(line, len, r->label, &label))
        return complain(r, r->labels->clusters ? "is not 'id cluster' with a tab between"
                                               : "has not all columns (id1, id2, label, with tabs between)");
    if (id1.len == 0 || second.len == 0 || label.len == 0)
        return complain(r, "has an empty column");
    return r->labels->clusters ? add_member(r, &id1, &second, err) : add_pair(r, &id1, &second, &label, err);
}

static nd_status read_record(reading *r, const nd_batch *batch, const nd_record *record, nd_err *err)
{
    if (record->kind == ND_OVERSIZE) {
        r->line = record->number;
        r->labels->lines++;
        return complain(r, "is longer than 1 MiB");
    }
    if (record->kind != ND_RECORD)
        return ND_OK;
    r->line = record->number;
    return read_line(r, batch->bytes + record->offset, record->len, err);
}

static const char *source_name(const nd_source *source)
{
    return strcmp(source->path, "-") == 0 ? source->name : source->path;
}

nd_status nd_labels_read(nd_labels *labels, nd_found *found, const nd_sources *sources,
                         const volatile sig_atomic_t *stop, nd_bad_label *bad, void *ctx, nd_err *err)
{
    const nd_reader_opts opts = {.format = ND_LINES, .max_doc = MOST_LINE, .stop = stop};
    reading r = {.labels = labels, .found = found, .bad = bad, .ctx = ctx, .name = source_name(&sources->list[0])};
    nd_reader *reader = NULL;
    nd_batch batch;
    nd_batch_init(&batch, labels->alloc);
    nd_status st = nd_reader_new(&reader, sources, &opts, labels->alloc, err);
    while (st == ND_OK && (st = nd_reader_next(reader, &batch, err)) == ND_OK) {
        for (size_t i = 0; st == ND_OK && i < batch.n_records; i++)
            st = read_record(&r, &batch, &batch.records[i], err);
        if (st == ND_OK && batch.ends && batch.end.status != ND_OK)
            st = nd_fail(err, ND_EINVAL, "%s: %s", r.name, batch.end.what);
    }
    if (st == ND_END)
        st = labels->lines > labels->bad ? ND_OK : nd_fail(err, ND_EINVAL, "%s holds no label", r.name);
    nd_reader_free(reader);
    nd_batch_release(&batch);
    return st;
}
