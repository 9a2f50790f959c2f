/* SPDX-License-Identifier: MIT
 *
 * labels.c - lines of a TSV file to labels.
 */
#include "labels.h"

enum { ID, OTHER, LABEL, MOST_COLUMNS = 32 };

typedef struct field {
    const char *text;
    size_t      len;
} field;

void nd_labels_init(nd_labels *labels, nd_ids *ids, const nd_alloc *alloc)
{
    *labels = (nd_labels){.ids = ids, .alloc = alloc};
    nd_ids_init(&labels->names, alloc);
}

void nd_labels_release(nd_labels *labels)
{
    nd_drop(labels->alloc, labels->list, labels->cap, sizeof *labels->list);
    nd_drop(labels->alloc, labels->cluster_of, labels->cap_cluster_of, sizeof *labels->cluster_of);
    nd_ids_release(&labels->names);
    nd_labels_init(labels, labels->ids, labels->alloc);
}

static size_t split(const char *line, size_t len, field *fields)
{
    size_t n = 0;
    for (size_t at = 0; n < MOST_COLUMNS; at++) {
        const char *tab = memchr(line + at, '\t', len - at);
        size_t end = tab != NULL ? (size_t)(tab - line) : len;
        fields[n++] = (field){line + at, end - at};
        at = end;
        if (tab == NULL)
            break;
    }
    return n;
}

static bool is(const field *f, const char *name)
{
    return f->len == strlen(name) && memcmp(f->text, name, f->len) == 0;
}

/* Where a column of one of these names stands, or -1. */
static int column(const field *fields, size_t n, const char *name, const char *other)
{
    for (size_t i = 0; i < n; i++)
        if (is(&fields[i], name) || (other != NULL && is(&fields[i], other)))
            return (int)i;
    return -1;
}

/* The first line: whether it is a header. */
static bool read_header(nd_labels *labels, const field *fields, size_t n)
{
    int id2 = column(fields, n, "id2", NULL), id1 = column(fields, n, "id1", "id");
    int cluster = column(fields, n, "cluster", NULL), label = column(fields, n, "label", "type");
    labels->known = true;
    labels->pairs = n > 2;
    labels->columns[ID] = 0;
    labels->columns[OTHER] = 1;
    labels->columns[LABEL] = 2;
    if (id1 >= 0 && id2 >= 0 && label >= 0) {
        labels->pairs = true;
        labels->columns[ID] = id1;
        labels->columns[OTHER] = id2;
        labels->columns[LABEL] = label;
        return true;
    }
    if (id1 >= 0 && id2 < 0 && cluster >= 0) {
        labels->pairs = false;
        labels->columns[ID] = id1;
        labels->columns[OTHER] = cluster;
        return true;
    }
    return false;
}

static nd_status add_pair(nd_labels *labels, uint32_t a, const field *fields, nd_err *err)
{
    const field *other = &fields[labels->columns[OTHER]], *label = &fields[labels->columns[LABEL]];
    nd_labelled_pair pair = {.a = a, .copy = !is(label, "0")};
    nd_status st = nd_ids_number(labels->ids, other->text, other->len, &pair.b, err);
    if (st == ND_OK && pair.a == pair.b)
        return nd_fail(err, ND_EFORMAT, "a pair of one record with itself");
    if (st == ND_OK)
        st = nd_ids_number(&labels->names, label->text, label->len, &pair.label, err);
    if (st != ND_OK)
        return st;
    if (!nd_grow(labels->alloc, &labels->list, &labels->cap, labels->n + 1, sizeof pair))
        return nd_no_memory(err, sizeof pair);
    labels->list[labels->n++] = pair;
    return ND_OK;
}

static nd_status add_member(nd_labels *labels, uint32_t id, const field *cluster, nd_err *err)
{
    uint32_t number;
    nd_status st = nd_ids_number(&labels->names, cluster->text, cluster->len, &number, err);
    if (st != ND_OK)
        return st;
    if (!nd_grow(labels->alloc, &labels->cluster_of, &labels->cap_cluster_of, (size_t)id + 1, sizeof number))
        return nd_no_memory(err, ((size_t)id + 1) * sizeof number);
    while (labels->n_cluster_of <= id)
        labels->cluster_of[labels->n_cluster_of++] = ND_NO_ID;
    if (labels->cluster_of[id] != ND_NO_ID && labels->cluster_of[id] != number)
        return nd_fail(err, ND_EFORMAT, "the record is in another cluster already");
    labels->n_labelled += labels->cluster_of[id] == ND_NO_ID;
    labels->cluster_of[id] = number;
    return ND_OK;
}

nd_status nd_labels_add(nd_labels *labels, const char *line, size_t len, nd_err *err)
{
    field fields[MOST_COLUMNS];
    size_t n = split(line, len, fields);
    if (!labels->known && read_header(labels, fields, n))
        return ND_OK;
    int last = labels->pairs ? LABEL : OTHER;
    for (int c = ID; c <= last; c++)
        if ((size_t)labels->columns[c] >= n || fields[labels->columns[c]].len == 0)
            return nd_fail(err, ND_EFORMAT, "has no column %d", labels->columns[c] + 1);
    uint32_t id;
    const field *own = &fields[labels->columns[ID]];
    nd_status st = nd_ids_number(labels->ids, own->text, own->len, &id, err);
    if (st != ND_OK)
        return st;
    return labels->pairs ? add_pair(labels, id, fields, err) : add_member(labels, id, &fields[labels->columns[OTHER]], err);
}
