/* SPDX-License-Identifier: MIT
 *
 * test_kept.c - the tables of tags, and the index of kept documents on top of them,
 * against plain lists: who has this digest, who is in this bucket, in which order.
 */
#include "lsh/kept.h"
#include "pairs.h"
#include "sanitized.h"
#include "scarce.h"

#include <check.h>

/* ---- tags -------------------------------------------------------------- */

enum { TAGS = 24, ENTRIES = 3000 };

/* Tags of the first places and of the last, so that runs meet and wrap over the end. */
static uint32_t tag_of(uint32_t number)
{
    return number < TAGS / 2 ? number * 3 : UINT32_MAX - (number - TAGS / 2) * 3;
}

static void put_tag(nd_tags *tags, uint32_t tag, uint32_t doc)
{
    size_t p = nd_tags_home(tags, tag);
    while (nd_tags_at(tags, p).doc != 0)
        p = nd_tags_next(tags, p);
    nd_tags_put(tags, p, tag, doc);
}

/* The documents of each tag are those with number % TAGS == tag's number, in order. */
static void assert_in_order(const nd_tags *tags, uint32_t n)
{
    for (uint32_t number = 0; number < TAGS; number++) {
        uint32_t next = number, tag = tag_of(number);
        for (size_t p = nd_tags_home(tags, tag); nd_tags_at(tags, p).doc != 0; p = nd_tags_next(tags, p)) {
            if (nd_tags_at(tags, p).tag != tag)
                continue;
            if (nd_tags_at(tags, p).doc - 1 != next)
                ck_abort_msg("tag %u: met %u before %u", number, nd_tags_at(tags, p).doc - 1, next);
            next += TAGS;
        }
        ck_assert_uint_ge(next, n);
    }
}

enum { TABLES = 3 };

static nd_tables new_tables(const nd_alloc *alloc)
{
    nd_tables tables;
    ck_assert(nd_tables_init(&tables, TABLES, alloc));
    return tables;
}

/* As their owner does it: the next document goes to every table, or to none. */
static bool put_in_all(nd_tables *tables, uint32_t tag, uint32_t doc, const nd_alloc *alloc)
{
    if (nd_tables_room(tables) == 0 && !nd_tables_grow(tables, doc / 4 + 16, alloc))
        return false;
    for (uint32_t t = 0; t < TABLES; t++)
        put_tag(&tables->list[t], tag, doc);
    return true;
}

START_TEST(documents_of_one_tag_are_met_in_the_order_they_came)
{
    nd_tables tables = new_tables(NULL);
    for (uint32_t n = 0; n < ENTRIES; n++) {
        size_t cap = tables.list->cap;
        ck_assert(put_in_all(&tables, tag_of(n % TAGS), n, NULL));
        for (uint32_t t = 0; t < TABLES && tables.list->cap != cap; t++)
            assert_in_order(&tables.list[t], n);
    }
    for (uint32_t t = 0; t < TABLES; t++)
        assert_in_order(&tables.list[t], ENTRIES);
    nd_tables_release(&tables, NULL);
    ck_assert_ptr_null(tables.memory);
}
END_TEST

START_TEST(a_line_is_one_of_the_cache)
{
    nd_tables tables = new_tables(NULL);
    for (size_t more = 1; more < 3000; more *= 3) {
        ck_assert(nd_tables_grow(&tables, more, NULL));
        ck_assert_uint_ge(nd_tables_room(&tables), more);
        for (uint32_t t = 0; t < TABLES; t++)
            ck_assert_uint_eq((uintptr_t)tables.list[t].entries % 64, 0);
    }
    nd_tables_release(&tables, NULL);
}
END_TEST

START_TEST(a_line_says_which_tags_it_has_and_how_many_places_are_taken)
{
    nd_tables tables = new_tables(NULL);
    ck_assert(nd_tables_grow(&tables, 4, NULL)); /* one line */
    ck_assert_uint_eq(tables.list->cap, ND_TAGS_LINE);
    for (uint32_t n = 0; n < ND_TAGS_LINE; n++) {
        ck_assert(!nd_tags_in_line(tables.list, 0, 7 * n + 1));
        ck_assert_uint_eq(nd_tags_taken(tables.list, 0), n);
        nd_tags_put(tables.list, n, 7 * n + 1, n);
        for (uint32_t i = 0; i <= n; i++)
            ck_assert(nd_tags_in_line(tables.list, 0, 7 * i + 1));
    }
    ck_assert_uint_eq(nd_tags_taken(tables.list, 0), ND_TAGS_LINE);
    nd_tables_release(&tables, NULL);
}
END_TEST

START_TEST(a_table_is_neither_too_full_nor_too_empty)
{
    nd_tables tables = new_tables(NULL);
    uint64_t seed = 1;
    for (uint32_t n = 0; n < 100000; n++) {
        ck_assert(put_in_all(&tables, (uint32_t)random_next(&seed), n, NULL));
        const nd_tags *tags = tables.list;
        if (tags->used != n + 1 || tags->used * 3 > tags->cap * 2 + 2)
            ck_abort_msg("%zu of %zu places after %u", tags->used, tags->cap, n + 1);
        /* 400: the first places, and what division leaves */
        if (tables.size / TABLES > 15 * (n + 1) + 400)
            ck_abort_msg("%zu bytes for %u documents", tables.size, n + 1);
    }
    nd_tables_release(&tables, NULL);
}
END_TEST

START_TEST(a_table_that_cannot_grow_is_as_before)
{
    scarce s = {.left = SIZE_MAX};
    nd_tables tables = new_tables(SCARCE(&s));
    uint32_t refused = 0;
    for (uint32_t n = 0; n < ENTRIES; n++) {
        nd_tables before = tables;
        nd_tags tags = *tables.list;
        s.left = 0;
        if (!put_in_all(&tables, tag_of(n % TAGS), n, SCARCE(&s))) {
            refused++;
            ck_assert_mem_eq(&tables, &before, sizeof tables);
            ck_assert_mem_eq(tables.list, &tags, sizeof tags);
            if (n > 0)
                assert_in_order(tables.list, n);
            s.left = 1;
            ck_assert(put_in_all(&tables, tag_of(n % TAGS), n, SCARCE(&s)));
        }
    }
    ck_assert_uint_gt(refused, 5);
    nd_tables_release(&tables, SCARCE(&s));
    ck_assert_uint_eq(s.live, 0);
}
END_TEST

/* ---- kept documents ---------------------------------------------------- */

enum { PERMS = 16, BANDS = 4, CAP = 5, KEPT = 1300 };

static nd_kept new_kept(bool borrow, const nd_alloc *alloc)
{
    static const nd_bands bands = {.bands = BANDS, .rows = 4};
    nd_opts opts;
    nd_kept kept;
    nd_opts_init(&opts);
    opts.perms = PERMS;
    opts.bucket_cap = CAP;
    ck_assert_int_eq(nd_kept_init(&kept, &opts, &bands, borrow, alloc, NULL), ND_OK);
    return kept;
}

/* Document number n, its arrays and its keys: all follow from n. */
typedef struct made {
    nd_doc   doc;
    uint32_t signature[PERMS], shingles[6];
    uint64_t keys[BANDS];
} made;

static made *make(made *m, uint32_t n)
{
    uint64_t state = n;
    *m = (made){.doc = {.id = n + 1000000000000u, .n_words = 10, .n_shingles = 6}};
    m->doc.identical = (nd_digest){random_next(&state), random_next(&state)};
    m->doc.same_words = (nd_digest){random_next(&state), random_next(&state)};
    for (int i = 0; i < PERMS; i++)
        m->signature[i] = (uint32_t)random_next(&state);
    for (int i = 0; i < 6; i++)
        m->shingles[i] = (uint32_t)random_next(&state) % 5;
    m->doc.signature = m->signature;
    m->doc.shingles = m->shingles;
    /* few keys, which agree in their upper or lower halves: 9 a band */
    for (uint32_t band = 0; band < BANDS; band++)
        m->keys[band] = random_next(&state) % 3 << 32 | random_next(&state) % 3;
    return m;
}

/* A question that has been asked about nothing yet. */
static nd_question *question(const nd_kept *kept, const nd_kept_doc *record, const uint64_t *keys)
{
    static nd_walk walks[ND_SAMENESSES + BANDS];
    static nd_question q;
    q.walks = walks;
    nd_kept_begin(kept, &q, record, keys);
    return &q;
}

static nd_status add(nd_kept *kept, const nd_doc *doc, const uint64_t *keys, bool *capped)
{
    nd_numbers found = {0};
    nd_kept_doc *record = nd_shelf_take(&kept->records, nd_kept_size(kept, doc));
    if (record == NULL)
        return ND_ENOMEM;
    nd_kept_fill(kept, record, doc);
    nd_question *q = question(kept, record, keys);
    ck_assert_int_eq(nd_kept_ask(kept, q, nd_kept_upto(kept), &found, NULL), ND_OK);
    nd_drop(NULL, found.list, found.cap, sizeof *found.list);
    return nd_kept_add(kept, q, record, capped, NULL);
}

static const nd_kept_doc *find(const nd_kept *kept, nd_sameness sameness, nd_digest digest)
{
    static const uint64_t keys[BANDS];
    const nd_kept_doc record = {.digest = {digest, digest}};
    return nd_kept_find(kept, question(kept, &record, keys), sameness, &record, nd_kept_upto(kept));
}

static void add_made(nd_kept *kept, uint32_t n, bool *capped)
{
    made m;
    make(&m, n);
    ck_assert_int_eq(add(kept, &m.doc, m.keys, capped), ND_OK);
}

/* The first CAP before n with this key in this band. */
static uint32_t naive_bucket(uint32_t n, uint32_t band, uint64_t key, bool *member)
{
    made m;
    uint32_t there = 0;
    for (uint32_t i = 0; i < n && there < CAP; i++)
        if (make(&m, i)->keys[band] == key) {
            member[i] = true;
            there++;
        }
    return there;
}

static void assert_candidates(nd_kept *kept, uint32_t n, const uint64_t *keys)
{
    bool member[KEPT] = {false};
    const nd_kept_doc any = {.id = 0};
    nd_numbers found = {0};
    size_t at = 0;
    for (uint32_t band = 0; band < BANDS; band++)
        naive_bucket(n, band, keys[band], member);
    ck_assert_int_eq(nd_kept_ask(kept, question(kept, &any, keys), n, &found, NULL), ND_OK);
    for (uint32_t i = 0; i < n; i++)
        if (member[i] && (at == found.n || found.list[at++] != i))
            ck_abort_msg("document %u is not where it belongs", i);
    ck_assert_uint_eq(at, found.n);
    nd_drop(NULL, found.list, found.cap, sizeof *found.list);
}

static void assert_holds(nd_kept *kept, uint32_t n)
{
    made m;
    ck_assert_uint_eq(nd_kept_upto(kept), n);
    for (uint32_t i = 0; i < n + 5; i++) {
        make(&m, i);
        const nd_kept_doc *bytes = find(kept, ND_SAME_BYTES, m.doc.identical);
        const nd_kept_doc *words = find(kept, ND_SAME_FOLDED, m.doc.same_words);
        ck_assert(bytes == (i < n ? nd_kept_at(kept, i) : NULL) && words == bytes);
        ck_assert_ptr_null(find(kept, ND_SAME_FOLDED, m.doc.identical));
        if (bytes != NULL)
            ck_assert(bytes->id == m.doc.id &&
                      memcmp(bytes->signature, m.signature, sizeof m.signature) == 0);
        if (i % 97 == 0 || n < 10)
            assert_candidates(kept, n, m.keys);
    }
}

START_TEST(kept_documents_are_found_by_digest_and_by_bucket)
{
    nd_kept kept = new_kept(false, NULL);
    bool capped;
    for (uint32_t n = 0; n < KEPT; n++) {
        if (n < 10 || n == 512 || n == 513)
            assert_holds(&kept, n);
        add_made(&kept, n, &capped);
    }
    assert_holds(&kept, KEPT);
    nd_kept_release(&kept);
}
END_TEST

/* However wrong it is, a guess changes nothing but when tables grow, and not beyond three times. */
START_TEST(what_is_expected_is_only_a_guess)
{
    static const uint64_t guesses[] = {1, KEPT, UINT32_MAX};
    nd_kept kept = new_kept(false, NULL);
    bool capped;
    kept.expected = guesses[_i];
    for (uint32_t n = 0; n < KEPT; n++) {
        add_made(&kept, n, &capped);
        ck_assert_uint_le(kept.tables.list->cap, 3 * (n + 16) * 3 / 2 + 2 * ND_TAGS_LINE);
    }
    ck_assert_uint_le(kept.moves, _i == 0 ? 30 : 6);
    assert_holds(&kept, KEPT);
    nd_kept_release(&kept);
}
END_TEST

START_TEST(only_a_document_that_a_full_bucket_refused_is_capped)
{
    nd_kept kept = new_kept(false, NULL);
    for (uint32_t n = 0; n < KEPT; n++) {
        made m;
        bool capped = false, full = false, member[KEPT];
        make(&m, n);
        for (uint32_t band = 0; band < BANDS; band++)
            full |= naive_bucket(n, band, m.keys[band], member) == CAP;
        add_made(&kept, n, &capped);
        ck_assert_int_eq(capped, full);
    }
    nd_kept_release(&kept);
}
END_TEST

START_TEST(a_digest_must_agree_in_all_its_bits)
{
    nd_kept kept = new_kept(false, NULL);
    bool capped;
    made m;
    add_made(&kept, 0, &capped);
    make(&m, 0);
    for (int bit = 0; bit < 64; bit++) {
        nd_digest lo = m.doc.identical, hi = m.doc.identical;
        lo.lo ^= (uint64_t)1 << bit;
        hi.hi ^= (uint64_t)1 << bit;
        ck_assert_ptr_null(find(&kept, ND_SAME_BYTES, lo));
        ck_assert_ptr_null(find(&kept, ND_SAME_BYTES, hi));
    }
    nd_kept_release(&kept);
}
END_TEST

/* The number whose product with an odd one is 1: each step doubles the bits that are right. */
static uint64_t inverse(uint64_t odd)
{
    uint64_t x = odd;
    for (int step = 0; step < 6; step++)
        x *= 2 - odd * x;
    return x;
}

/* Chance makes equal tags of different keys once in 2^32, so here they are made on purpose. */
START_TEST(equal_tags_are_not_taken_for_equal_digests_or_keys)
{
    nd_kept kept = new_kept(false, NULL);
    nd_numbers found = {0};
    bool capped;
    made m;
    make(&m, 0);
    ck_assert_int_eq(add(&kept, &m.doc, m.keys, &capped), ND_OK);
    for (uint64_t steps = 1; steps < 40; steps++) { /* the product moves by steps, its upper half by nothing */
        nd_digest lo = m.doc.identical, hi = m.doc.identical;
        lo.lo += steps * inverse(kept.multiplier[0]);
        hi.hi += steps * inverse(kept.multiplier[1]);
        ck_assert_ptr_null(find(&kept, ND_SAME_BYTES, lo));
        ck_assert_ptr_null(find(&kept, ND_SAME_BYTES, hi));
        uint64_t keys[BANDS];
        for (uint32_t band = 0; band < BANDS; band++)
            keys[band] = m.keys[band] + steps * inverse(kept.multiplier[0]);
        ck_assert_int_eq(nd_kept_ask(&kept, question(&kept, nd_kept_at(&kept, 0), keys), (uint32_t)steps, &found, NULL), ND_OK);
        ck_assert_uint_eq(found.n, 0);
        made other;
        make(&other, 1 + (uint32_t)steps);
        ck_assert_int_eq(add(&kept, &other.doc, keys, &capped), ND_OK);
        ck_assert(!capped);
    }
    nd_kept_release(&kept);
}
END_TEST

START_TEST(what_is_copied_is_the_indexs_own_and_what_is_borrowed_is_not)
{
    for (int borrow = 0; borrow < 2; borrow++) {
        nd_kept kept = new_kept(borrow, NULL);
        bool capped;
        uint32_t n;
        made m;
        make(&m, 3);
        for (int i = 0; i < 6; i++)
            m.shingles[i] = (uint32_t)(5 - i) / 2; /* 2 2 1 1 0 0 */
        ck_assert_int_eq(add(&kept, &m.doc, m.keys, &capped), ND_OK);
        nd_kept_doc *doc = nd_kept_at(&kept, 0);
        ck_assert_int_eq(doc->signature == m.signature, borrow);
        ck_assert_int_eq(doc->shingles == m.shingles, borrow);
        for (int again = 0; again < 2; again++) {
            const uint32_t *set = nd_kept_set(&kept, 0, &n);
            ck_assert(n == 3 && set[0] == 0 && set[1] == 1 && set[2] == 2);
        }
        ck_assert_int_eq(m.shingles[0], borrow ? 0 : 2);
        nd_kept_release(&kept);
    }
}
END_TEST

/* The most entries of one tag: what a walk has to pass that looks for nothing there. */
static uint32_t most_of_one_tag(const nd_tags *tags, uint32_t n)
{
    uint32_t *all = calloc(n, sizeof *all), at = 0, most = 0;
    for (size_t p = 0; p < tags->cap; p++)
        if (nd_tags_at(tags, p).doc != 0)
            all[at++] = nd_tags_at(tags, p).tag;
    ck_assert_uint_eq(at, n);
    uint32_t distinct = nd_set_sort(all, n);
    for (uint32_t i = 0; i < distinct && most < 10; i++) {
        uint32_t run = 0;
        for (size_t p = nd_tags_home(tags, all[i]); nd_tags_at(tags, p).doc != 0; p = nd_tags_next(tags, p))
            run += nd_tags_at(tags, p).tag == all[i];
        most = run > most ? run : most;
    }
    free(all);
    return most;
}

/*
 * Digests and band keys are hashes that anybody can compute, so anybody can look for
 * texts whose digests agree in the bits that a table goes by.
 */
START_TEST(documents_that_were_aimed_at_one_place_do_not_meet_there)
{
    enum { AIMED = UNLESS_SANITIZED(60000, 5000) };
    nd_kept kept = new_kept(false, NULL);
    uint64_t mask = _i == 0 ? UINT64_MAX << 32 : UINT32_MAX, seed = 1;
    for (uint32_t n = 0; n < AIMED; n++) {
        bool capped;
        made m;
        make(&m, n);
        m.doc.identical = (nd_digest){random_next(&seed) & mask, random_next(&seed) & mask};
        m.doc.same_words = (nd_digest){random_next(&seed) & mask, 0};
        for (uint32_t band = 0; band < BANDS; band++) /* distinct, with equal lower or upper halves */
            m.keys[band] = _i == 0 ? (uint64_t)n << 32 : n;
        ck_assert_int_eq(add(&kept, &m.doc, m.keys, &capped), ND_OK);
    }
    for (int s = 0; s < ND_SAMENESSES; s++)
        ck_assert_uint_lt(most_of_one_tag(&kept.tables.list[s], AIMED), 10);
    for (uint32_t band = 0; band < BANDS; band++)
        ck_assert_uint_lt(most_of_one_tag(&kept.tables.list[ND_SAMENESSES + band], AIMED), 10);
    nd_kept_release(&kept);
}
END_TEST

/* ---- scarcity ---------------------------------------------------------- */

enum { MANY = 612 };

START_TEST(after_a_failed_addition_nothing_has_changed)
{
    scarce s = {.left = SIZE_MAX};
    nd_kept kept = new_kept(false, SCARCE(&s));
    uint32_t refused = 0;
    for (uint32_t n = 0; n < MANY; n++) {
        made m;
        bool capped;
        make(&m, n);
        nd_status st = ND_ENOMEM;
        for (size_t left = 0; st == ND_ENOMEM; left++) {
            s.left = left;
            st = add(&kept, &m.doc, m.keys, &capped);
            s.left = SIZE_MAX;
            if (st == ND_ENOMEM) {
                refused++;
                assert_holds(&kept, n);
            }
        }
        ck_assert_int_eq(st, ND_OK);
    }
    assert_holds(&kept, MANY);
    ck_assert_uint_gt(refused, 15);
    nd_kept_release(&kept);
    ck_assert_uint_eq(s.live, 0);
}
END_TEST

Suite *kept_suite(void);

Suite *kept_suite(void)
{
    Suite *suite = suite_create("kept");
    TCase *core = tcase_create("core"), *hostile = tcase_create("hostile"), *oom = tcase_create("oom");
    tcase_add_test(core, documents_of_one_tag_are_met_in_the_order_they_came);
    tcase_add_test(core, a_table_is_neither_too_full_nor_too_empty);
    tcase_add_test(core, a_line_is_one_of_the_cache);
    tcase_add_test(core, a_line_says_which_tags_it_has_and_how_many_places_are_taken);
    tcase_add_test(core, kept_documents_are_found_by_digest_and_by_bucket);
    tcase_add_loop_test(core, what_is_expected_is_only_a_guess, 0, 3);
    tcase_add_test(core, only_a_document_that_a_full_bucket_refused_is_capped);
    tcase_add_test(core, a_digest_must_agree_in_all_its_bits);
    tcase_add_test(core, equal_tags_are_not_taken_for_equal_digests_or_keys);
    tcase_add_test(core, what_is_copied_is_the_indexs_own_and_what_is_borrowed_is_not);
    tcase_add_loop_test(hostile, documents_that_were_aimed_at_one_place_do_not_meet_there, 0, 2);
    tcase_add_test(oom, a_table_that_cannot_grow_is_as_before);
    tcase_add_test(oom, after_a_failed_addition_nothing_has_changed);
    tcase_set_timeout(core, 60);
    tcase_set_timeout(hostile, 60);
    tcase_set_timeout(oom, 60);
    suite_add_tcase(suite, core);
    suite_add_tcase(suite, hostile);
    suite_add_tcase(suite, oom);
    return suite;
}
