/* SPDX-License-Identifier: MIT
 *
 * kept.c - records of kept documents, which never move, found by digest
 * or by band key through tables of 32-bit tags.
 *
 * The tag is the upper half of a product with numbers of this run (multiply-shift,
 * Dietzfelbinger et al., "A Reliable Randomized Algorithm for the Closest-Pair
 * Problem", 1997): digests and keys that were chosen to agree in any 32 bits still
 * have tags of their own, so no input makes a table slow. Times an odd number no two
 * band keys become one; the record holds the lower half of the product, so a bucket
 * is exactly the documents of one 64-bit key however the tables are sized.
 */
#include "kept.h"

#include <xxhash.h>

/* Where the system placed us is all the chance a library has to draw on. */
static void draw_multipliers(nd_kept *kept)
{
    const void *place[2] = {kept->tables.list, &place};
    XXH128_hash_t chance = XXH3_128bits(place, sizeof place);
    kept->multiplier[0] = chance.low64 | 1;
    kept->multiplier[1] = chance.high64 | 1;
}

nd_status nd_kept_init(nd_kept *kept, const nd_opts *opts, const nd_bands *bands, bool borrow,
                       const nd_alloc *alloc, nd_err *err)
{
    *kept = (nd_kept){.alloc = alloc, .bands = *bands, .perms = opts->perms, .cap = opts->bucket_cap,
                      .borrow = borrow};
    kept->records.alloc = alloc;
    if (!nd_tables_init(&kept->tables, nd_kept_tables(bands), alloc))
        return nd_no_memory(err, 0);
    draw_multipliers(kept);
    pthread_rwlock_init(&kept->open, NULL);
    for (int i = 0; i < ND_KEPT_LOCKS; i++)
        pthread_mutex_init(&kept->sorting[i], NULL);
    return ND_OK;
}

void nd_kept_release(nd_kept *kept)
{
    const nd_alloc *alloc = kept->alloc;
    if (kept->tables.list == NULL)
        return;
    nd_drop(alloc, kept->docs, kept->cap_docs, sizeof *kept->docs);
    nd_shelf_release(&kept->records);
    nd_tables_release(&kept->tables, alloc);
    pthread_rwlock_destroy(&kept->open);
    for (int i = 0; i < ND_KEPT_LOCKS; i++)
        pthread_mutex_destroy(&kept->sorting[i]);
    *kept = (nd_kept){.alloc = alloc};
}

void nd_kept_open(nd_kept *kept)
{
    pthread_rwlock_rdlock(&kept->open);
}

void nd_kept_close(nd_kept *kept)
{
    pthread_rwlock_unlock(&kept->open);
}

size_t nd_kept_size(const nd_kept *kept, const nd_doc *doc)
{
    size_t values = (size_t)kept->bands.bands + (kept->borrow ? 0 : (size_t)kept->perms + doc->n_shingles);
    return sizeof(nd_kept_doc) + values * sizeof(uint32_t);
}

void nd_kept_moved(const nd_kept *kept, nd_kept_doc *record)
{
    if (kept->borrow)
        return;
    record->signature = record->values + kept->bands.bands;
    record->shingles = record->values + kept->bands.bands + kept->perms;
}

void nd_kept_fill(const nd_kept *kept, nd_kept_doc *record, const nd_doc *doc)
{
    /* borrowed shingles are the caller's to give away: see nd_kept_init */
    *record = (nd_kept_doc){.id = doc->id, .digest = {doc->identical, doc->same_words}, .signature = doc->signature,
                            .shingles = (uint32_t *)(uintptr_t)doc->shingles, .n_shingles = doc->n_shingles};
    nd_kept_moved(kept, record);
    if (kept->borrow)
        return;
    memcpy(record->values + kept->bands.bands, doc->signature, kept->perms * sizeof *record->values);
    memcpy(record->shingles, doc->shingles, doc->n_shingles * sizeof *record->shingles);
}

void nd_kept_begin(const nd_kept *kept, nd_question *question, const nd_kept_doc *record, const uint64_t *keys)
{
    nd_walk *walk = question->walks;
    question->upto = question->moves = 0;
    for (int s = 0; s < ND_SAMENESSES; s++)
        *walk++ = (nd_walk){.tag = (uint32_t)((record->digest[s].lo * kept->multiplier[0] +
                                               record->digest[s].hi * kept->multiplier[1]) >> 32)};
    for (uint32_t band = 0; band < kept->bands.bands; band++) {
        uint64_t product = keys[band] * kept->multiplier[0];
        *walk++ = (nd_walk){.tag = (uint32_t)(product >> 32), .rest = (uint32_t)product};
    }
}

static size_t place_of(const nd_tags *t, const nd_walk *walk)
{
    size_t p = nd_tags_home(t, walk->tag) + walk->passed;
    return p < t->cap ? p : p - t->cap;
}

void nd_kept_fetch(const nd_kept *kept, const nd_question *question)
{
    const nd_tags *tables = kept->tables.list;
    for (uint32_t t = 0; tables->cap != 0 && t < kept->tables.n; t++)
        __builtin_prefetch(&tables[t].entries[place_of(&tables[t], &question->walks[t])]);
}

/* Where tables have moved, places mean nothing any more: from home again, past what is known. */
static void follow_moves(const nd_kept *kept, nd_question *question)
{
    for (uint32_t t = 0; question->moves != kept->moves && t < kept->tables.n; t++)
        question->walks[t].passed = 0;
    question->moves = kept->moves;
}

/*
 * The next document from `from` on, before upto, whose entry has the walk's tag, plus 1;
 * the walk stops at it. 0: there is none, and the walk stops in the first line with a place
 * that is empty, or taken by a later document: whoever came before upto stands before that.
 */
static inline uint32_t next_of_tag(const nd_tags *t, nd_walk *walk, uint32_t from, uint32_t upto)
{
    if (t->cap == 0)
        return 0;
    for (;;) {
        uint32_t slot = walk->passed % ND_TAGS_LINE;
        size_t line = place_of(t, walk) - slot;
        for (; RARELY(nd_tags_in_line(t, line, walk->tag)) && slot < ND_TAGS_LINE; slot++, walk->passed++) {
            nd_tag_entry e = nd_tags_at(t, line + slot);
            if (e.doc - 1 >= upto)
                return 0;
            if (e.tag == walk->tag && e.doc > from)
                return e.doc;
        }
        if (nd_tags_at(t, line + ND_TAGS_LINE - 1).doc - 1 >= upto)
            return 0;
        walk->passed += ND_TAGS_LINE - slot;
    }
}

const nd_kept_doc *nd_kept_find(const nd_kept *kept, nd_question *question, nd_sameness sameness,
                                const nd_kept_doc *record, uint32_t upto)
{
    const nd_digest digest = record->digest[sameness];
    nd_walk *walk = &question->walks[sameness];
    uint32_t doc;
    follow_moves(kept, question);
    for (; (doc = next_of_tag(&kept->tables.list[sameness], walk, question->upto, upto)) != 0; walk->passed++) {
        const nd_kept_doc *other = nd_kept_at(kept, doc - 1);
        if (other->digest[sameness].lo == digest.lo && other->digest[sameness].hi == digest.hi)
            return other;
    }
    return NULL;
}

nd_status nd_kept_ask(const nd_kept *kept, nd_question *question, uint32_t upto, nd_numbers *found, nd_err *err)
{
    found->n = 0;
    follow_moves(kept, question);
    for (uint32_t band = 0; band < kept->bands.bands; band++) {
        const nd_tags *t = &kept->tables.list[ND_SAMENESSES + band];
        nd_walk *walk = &question->walks[ND_SAMENESSES + band];
        uint32_t doc;
        for (; (doc = next_of_tag(t, walk, question->upto, upto)) != 0; walk->passed++) {
            if (nd_kept_at(kept, doc - 1)->values[band] != walk->rest)
                continue;
            if (!nd_grow(found->alloc, &found->list, &found->cap, found->n + 1, sizeof *found->list))
                return nd_no_memory(err, (found->n + 1) * sizeof *found->list);
            found->list[found->n++] = doc - 1;
            walk->there++;
        }
    }
    question->upto = upto;
    found->n = nd_set_sort(found->list, (uint32_t)found->n);
    return ND_OK;
}

/*
 * For how many more documents tables are made: a quarter of those there are, or as many as
 * are expected, but on a guess not more than twice those there are.
 */
static size_t more_documents(const nd_kept *kept)
{
    size_t n = nd_kept_upto(kept), more = n / 4 + 16, most = 2 * n;
    size_t expected = kept->expected > n ? kept->expected - n : 0;
    expected += expected / 16;
    expected = expected < most ? expected : most;
    return more > expected ? more : expected;
}

/* Room for one more document in every table. Where they move, nobody may be asking. */
static bool grow_tables(nd_kept *kept)
{
    if ((kept->room = nd_tables_room(&kept->tables)) > 0)
        return true;
    pthread_rwlock_wrlock(&kept->open);
    kept->moves++;
    bool ok = nd_tables_grow(&kept->tables, more_documents(kept), kept->alloc);
    pthread_rwlock_unlock(&kept->open);
    kept->room = nd_tables_room(&kept->tables);
    return ok;
}

/* Room for one more number. The list may move too. */
static bool grow_docs(nd_kept *kept, uint32_t n)
{
    if (n < kept->cap_docs)
        return true;
    pthread_rwlock_wrlock(&kept->open);
    bool ok = nd_grow(kept->alloc, &kept->docs, &kept->cap_docs, (size_t)n + 1, sizeof *kept->docs);
    pthread_rwlock_unlock(&kept->open);
    return ok;
}

/* Everything that can fail, before anything changes. */
static nd_status reserve(nd_kept *kept, uint32_t n, nd_err *err)
{
    if (n == UINT32_MAX - 1)
        return nd_fail(err, ND_ELIMIT, "more than %u kept documents", UINT32_MAX - 1);
    return (kept->room > 0 || grow_tables(kept)) && grow_docs(kept, n) ? ND_OK : nd_no_memory(err, 0);
}

/* The walk to the first place behind it that is empty. */
static inline void to_end(const nd_tags *t, nd_walk *walk)
{
    unsigned taken = ND_TAGS_LINE;
    for (walk->passed -= walk->passed % ND_TAGS_LINE; taken == ND_TAGS_LINE; walk->passed += taken)
        taken = nd_tags_taken(t, place_of(t, walk));
}

nd_status nd_kept_add(nd_kept *kept, nd_question *question, nd_kept_doc *record, bool *capped, nd_err *err)
{
    uint32_t n = nd_kept_upto(kept);
    nd_status st = reserve(kept, n, err);
    if (st != ND_OK)
        return st;
    follow_moves(kept, question);
    *capped = false;
    kept->docs[n] = record;
    for (uint32_t t = 0; t < kept->tables.n; t++) {
        nd_walk *walk = &question->walks[t];
        to_end(&kept->tables.list[t], walk);
        if (t >= ND_SAMENESSES) {
            record->values[t - ND_SAMENESSES] = walk->rest;
            *capped |= walk->there >= kept->cap;
        }
        if (t < ND_SAMENESSES || walk->there < kept->cap)
            nd_tags_put(&kept->tables.list[t], place_of(&kept->tables.list[t], walk), walk->tag, n);
    }
    kept->room--;
    atomic_store_explicit(&kept->n, n + 1, memory_order_release);
    return ND_OK;
}

const uint32_t *nd_kept_set(nd_kept *kept, uint32_t number, uint32_t *n)
{
    nd_kept_doc *doc = nd_kept_at(kept, number);
    if (!atomic_load_explicit(&doc->is_set, memory_order_acquire)) {
        pthread_mutex_t *lock = &kept->sorting[number % ND_KEPT_LOCKS];
        pthread_mutex_lock(lock);
        if (!atomic_load_explicit(&doc->is_set, memory_order_relaxed)) {
            doc->n_shingles = nd_set_sort(doc->shingles, doc->n_shingles);
            atomic_store_explicit(&doc->is_set, true, memory_order_release);
        }
        pthread_mutex_unlock(lock);
    }
    *n = doc->n_shingles;
    return doc->shingles;
}
