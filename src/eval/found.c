/* SPDX-License-Identifier: MIT
 *
 * found.c - rows of a result file to clusters or pairs.
 *
 * A record is told by its place (file and number), not by its id: two inputs may both
 * count their ids from 1. Of a place the key is
 *
 *     | number of the file, 4 bytes | record, 8 bytes |
 */
#include "found.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { KEY = sizeof(uint32_t) + sizeof(uint64_t) };

void nd_found_init(nd_found *f, const nd_alloc *alloc)
{
    *f = (nd_found){.alloc = alloc};
    nd_ids_init(&f->files, alloc);
    nd_ids_init(&f->places, alloc);
    nd_ids_init(&f->names, alloc);
    nd_buf_init(&f->text, alloc);
}

void nd_found_release(nd_found *f)
{
    nd_ids_release(&f->files);
    nd_ids_release(&f->places);
    nd_ids_release(&f->names);
    nd_buf_release(&f->text);
    nd_drop(f->alloc, f->items, f->cap_items, sizeof *f->items);
    nd_drop(f->alloc, f->named, f->cap_named, sizeof *f->named);
    nd_drop(f->alloc, f->near, f->cap_near, sizeof *f->near);
    *f = (nd_found){0};
}

static nd_status add_name(nd_found *f, const char *name, size_t len, uint32_t *number, nd_err *err)
{
    size_t before = f->names.n;
    if (!nd_grow(f->alloc, &f->named, &f->cap_named, before + 1, sizeof *f->named))
        return nd_no_memory(err, 0);
    nd_status st = nd_ids_add(&f->names, name, len, number, err);
    if (f->names.n > before)
        f->named[before] = (nd_named){ND_NO_ID, ND_NO_ID};
    return st;
}

/* Room for one more item. */
static nd_status grow_items(nd_found *f, nd_err *err)
{
    if (f->n_items >= UINT32_MAX - 1)
        return nd_fail(err, ND_ELIMIT, "more records than are supported");
    if (!nd_grow(f->alloc, &f->items, &f->cap_items, f->n_items + 1, sizeof *f->items))
        return nd_no_memory(err, 0);
    return ND_OK;
}

static void add_item(nd_found *f, uint32_t name)
{
    uint32_t item = (uint32_t)f->n_items++;
    f->items[item] = (nd_item){name, item, ND_UNKNOWN};
    if (f->named[name].item == ND_NO_ID)
        f->named[name].item = item;
}

static nd_status name_of(nd_found *f, const nd_found_record *record, uint32_t *name, nd_err *err)
{
    if (record->id != NULL)
        return add_name(f, record->id, record->id_len, name, err);
    nd_buf_clear(&f->text);
    nd_buf_add(&f->text, record->file, record->file_len);
    nd_buf_printf(&f->text, ":%" PRIu64, record->record);
    if (f->text.failed) {
        nd_buf_release(&f->text); /* it may be tried again */
        return nd_no_memory(err, record->file_len);
    }
    return add_name(f, f->text.bytes, f->text.len, name, err);
}

/* The place comes last: what fails before leaves nothing that is half there. */
static nd_status item_of(nd_found *f, const nd_found_record *record, uint32_t *item, nd_err *err)
{
    uint32_t file, name;
    char key[KEY];
    nd_status st = nd_ids_add(&f->files, record->file, record->file_len, &file, err);
    if (st != ND_OK)
        return st;
    memcpy(key, &file, sizeof file);
    memcpy(key + sizeof file, &record->record, sizeof record->record);
    *item = nd_ids_find(&f->places, key, KEY);
    if (*item != ND_NO_ID)
        return ND_OK;
    if ((st = grow_items(f, err)) != ND_OK || (st = name_of(f, record, &name, err)) != ND_OK ||
        (st = nd_ids_add(&f->places, key, KEY, item, err)) != ND_OK)
        return st;
    add_item(f, name);
    return ND_OK;
}

/* "a.jsonl:12" of a record, cut where it is long. */
typedef struct place_text {
    char text[120];
} place_text;

static place_text place_of(const nd_found *f, uint32_t item)
{
    place_text place;
    uint32_t file;
    uint64_t record;
    const char *key = f->places.list[item].bytes;
    memcpy(&file, key, sizeof file);
    memcpy(&record, key + sizeof file, sizeof record);
    snprintf(place.text, sizeof place.text, "%.90s:%" PRIu64, f->files.list[file].bytes, record);
    return place;
}

nd_status nd_found_removed(nd_found *f, const nd_found_record *record, const nd_found_record *keeper,
                           double jaccard, nd_err *err)
{
    uint32_t gone, kept;
    nd_status st = item_of(f, record, &gone, err);
    if (st == ND_OK)
        st = item_of(f, keeper, &kept, err);
    if (st != ND_OK)
        return st;
    if (f->items[gone].keeper != gone)
        return nd_fail(err, ND_EINVAL, "%s is removed twice", place_of(f, gone).text);
    if (gone == kept)
        return nd_fail(err, ND_EINVAL, "%s is removed on its own word", place_of(f, gone).text);
    f->items[gone].keeper = kept;
    f->items[gone].jaccard = jaccard;
    f->n_removed++;
    return ND_OK;
}

/* Two items that have a row. */
static nd_status add_pair(nd_found *f, const nd_found_record *a, const nd_found_record *b, nd_near_pair pair, nd_err *err)
{
    nd_status st = item_of(f, a, &pair.a, err);
    if (st == ND_OK)
        st = item_of(f, b, &pair.b, err);
    if (st != ND_OK)
        return st;
    if (pair.a == pair.b)
        return nd_fail(err, ND_EINVAL, "%s is said to be like itself", place_of(f, pair.a).text);
    if (!nd_grow(f->alloc, &f->near, &f->cap_near, f->n_near + 1, sizeof *f->near))
        return nd_no_memory(err, 0);
    if (pair.a > pair.b) {
        uint32_t less = pair.b;
        pair.b = pair.a;
        pair.a = less;
    }
    f->near[f->n_near++] = pair;
    return ND_OK;
}

nd_status nd_found_near_miss(nd_found *f, const nd_found_record *a, const nd_found_record *b, double jaccard,
                             nd_err *err)
{
    return add_pair(f, a, b, (nd_near_pair){.jaccard = jaccard}, err);
}

nd_status nd_found_passage(nd_found *f, const nd_found_record *a, const nd_found_record *b, double similarity,
                           bool form, nd_err *err)
{
    return add_pair(f, a, b, (nd_near_pair){.jaccard = similarity, .form = form}, err);
}

static int by_items(const void *a, const void *b)
{
    const nd_near_pair *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

/* Passages of one pair to one row. */
static void join_passages(nd_found *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n_near; i++) {
        nd_near_pair *last = n > 0 ? &f->near[n - 1] : NULL, *next = &f->near[i];
        if (last == NULL || by_items(last, next) != 0) {
            f->near[n++] = *next;
            continue;
        }
        last->form = last->form && next->form;
        last->jaccard = last->jaccard > next->jaccard ? last->jaccard : next->jaccard;
    }
    f->n_near = n;
}

nd_status nd_found_close(nd_found *f, uint64_t documents, nd_err *err)
{
    if (f->places.n > documents)
        return nd_fail(err, ND_EINVAL, "names %zu records, but says that there are %" PRIu64, f->places.n,
                       documents);
    for (uint32_t i = 0; i < f->n_items; i++) {
        uint32_t keeper = f->items[i].keeper;
        nd_named *named = &f->named[f->items[i].name];
        if (f->items[keeper].keeper != keeper)
            return nd_fail(err, ND_EINVAL, "%s is removed on the word of %s, which is removed too",
                           place_of(f, i).text, place_of(f, keeper).text);
        if (keeper != f->items[named->item].keeper && named->clash == ND_NO_ID)
            named->clash = i;
    }
    if (f->n_near > 0)
        qsort(f->near, f->n_near, sizeof *f->near, by_items);
    if (f->pairs)
        join_passages(f);
    f->documents = documents;
    return ND_OK;
}

nd_status nd_found_named(nd_found *f, const char *name, size_t len, uint32_t *item, nd_err *err)
{
    uint32_t number;
    nd_status st = grow_items(f, err);
    if (st == ND_OK)
        st = add_name(f, name, len, &number, err);
    if (st != ND_OK)
        return st;
    const nd_named *named = &f->named[number];
    if (named->clash != ND_NO_ID)
        return nd_fail(err, ND_EINVAL, "'%.60s' is the id of %s and of %s%s", f->names.list[number].bytes,
                       place_of(f, named->item).text, place_of(f, named->clash).text,
                       f->pairs ? "" : ", which are not in one cluster");
    if (named->item == ND_NO_ID)
        add_item(f, number);
    *item = named->item;
    return ND_OK;
}

const nd_near_pair *nd_found_pair(const nd_found *f, uint32_t a, uint32_t b)
{
    nd_near_pair key = {.a = a < b ? a : b, .b = a < b ? b : a};
    return f->n_near > 0 ? bsearch(&key, f->near, f->n_near, sizeof *f->near, by_items) : NULL;
}

double nd_found_jaccard(const nd_found *f, uint32_t a, uint32_t b)
{
    if (f->items[a].keeper == b && a != b)
        return f->items[a].jaccard;
    if (f->items[b].keeper == a && a != b)
        return f->items[b].jaccard;
    const nd_near_pair *row = nd_found_pair(f, a, b);
    return row != NULL ? row->jaccard : ND_UNKNOWN;
}
