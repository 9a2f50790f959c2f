/* SPDX-License-Identifier: MIT
 *
 * found.h - what a result file found: clusters of items, or pairs of them.
 *
 * An item is a record that the result names, or an id that only the labels name. Its
 * name is the record's id, without one "file:record". A cluster is an item that was
 * kept and those that were removed on its word; an item that only the labels name is
 * alone: it was kept and is nobody's keeper, or is not in the inputs at all, which a
 * result file does not tell. Rows first, then close, then labels.
 *
 * The result of passages has pairs: those that share a passage. A record may share one with
 * several that share nothing with each other, so no clusters are made of them, and every
 * item is its own keeper.
 */
#ifndef ND_FOUND_H
#define ND_FOUND_H

#include "base/buf.h"
#include "ids.h"

#define ND_UNKNOWN (-1.0)      /* a similarity that the result file does not have */

typedef struct nd_item {
    uint32_t name;             /* number in names */
    uint32_t keeper;           /* the item on whose word it was removed; itself where it was not */
    double   jaccard;          /* with its keeper, or ND_UNKNOWN */
} nd_item;

typedef struct nd_named {
    uint32_t item;             /* the first of that name, or ND_NO_ID */
    uint32_t clash;            /* another of it, in another cluster, or ND_NO_ID */
} nd_named;

typedef struct nd_near_pair {
    uint32_t a, b;             /* items, a < b */
    double   jaccard;          /* of a passage its similarity; of several the greatest */
    bool     form;             /* all passages of the pair are templates */
} nd_near_pair;

typedef struct nd_found {
    nd_ids    files, places, names;
    nd_item  *items;           /* the first places.n of them are records, by number in places */
    size_t    n_items, cap_items, n_removed;
    nd_named *named;           /* by number in names */
    size_t    cap_named;
    bool      pairs;           /* the result is of passages; set before its rows */
    nd_near_pair *near;        /* near misses, or what shares a passage; sorted once closed, the latter each once */
    size_t    n_near, cap_near;
    uint64_t  documents;       /* of the run; those that no row names were kept alone */
    nd_buf    text;            /* of the name being made */
    const nd_alloc *alloc;
} nd_found;

/* A record as a row has it. */
typedef struct nd_found_record {
    const char *file;
    size_t      file_len;
    uint64_t    record;
    const char *id;            /* NULL where it has none; a number as it stands */
    size_t      id_len;
} nd_found_record;

void nd_found_init(nd_found *found, const nd_alloc *alloc);
void nd_found_release(nd_found *found);

/* A row; ND_EINVAL where it contradicts an earlier one. jaccard may be ND_UNKNOWN. */
nd_status nd_found_removed(nd_found *found, const nd_found_record *record, const nd_found_record *keeper,
                           double jaccard, nd_err *err);
nd_status nd_found_near_miss(nd_found *found, const nd_found_record *a, const nd_found_record *b,
                             double jaccard, nd_err *err);

/* nd_found_passage - a row of a result of passages, which has no other. */
nd_status nd_found_passage(nd_found *found, const nd_found_record *a, const nd_found_record *b, double similarity,
                           bool form, nd_err *err);

/* nd_found_close - after the last row; ND_EINVAL where a keeper was removed, or more records came than documents. */
nd_status nd_found_close(nd_found *found, uint64_t documents, nd_err *err);

/*
 * nd_found_named - the item of a name in the labels, a new one that is alone where the
 * result has none. ND_EINVAL where records of that name are in more than one cluster (with
 * pairs: where there are several): no label could tell them apart.
 */
nd_status nd_found_named(nd_found *found, const char *name, size_t len, uint32_t *item, nd_err *err);

/* nd_found_jaccard - of two items where a row has it, else ND_UNKNOWN. */
double nd_found_jaccard(const nd_found *found, uint32_t a, uint32_t b);

/* nd_found_pair - the row of two items, or NULL. */
const nd_near_pair *nd_found_pair(const nd_found *found, uint32_t a, uint32_t b);

/* nd_found_together - whether the result says that two items are copies. */
static inline bool nd_found_together(const nd_found *found, uint32_t a, uint32_t b)
{
    return found->pairs ? nd_found_pair(found, a, b) != NULL : found->items[a].keeper == found->items[b].keeper;
}

static inline const nd_id *nd_found_name(const nd_found *found, uint32_t item)
{
    return &found->names.list[found->items[item].name];
}

#endif
