/* SPDX-License-Identifier: MIT
 *
 * test_families.c - families from passages that the tests make: what the header says of
 * any of them, on random passages; and what a reader expects of stories that were cut,
 * led in, quoted, chained, or found only in part.
 */
#include "repeat/family_grow.h"
#include "scarce.h"

#include <check.h>
#include <stdlib.h>

static uint64_t seed;

static uint32_t below(uint32_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

static nd_families *all;

static void make_families(void)
{
    seed = 1;
    ck_assert_int_eq(nd_families_new(&all, NULL, NULL), ND_OK);
}

static void free_families(void)
{
    nd_families_free(all);
}

typedef struct link {
    uint32_t a, a_begin, a_end, b, b_begin, b_end;
    bool     form;
} link;

static nd_passage passage_of(const link *l)
{
    return (nd_passage){
        .a = {.text = l->a, .at = {.line = 1, .offset = l->a_begin, .len = l->a_end - l->a_begin}},
        .b = {.text = l->b, .at = {.line = 1, .offset = l->b_begin, .len = l->b_end - l->b_begin}},
        .similarity = .9,
        .form = l->form,
    };
}

static void add(link l)
{
    nd_passage passage = passage_of(&l);
    ck_assert_int_eq(nd_families_add(all, &passage, NULL), ND_OK);
}

static const nd_family *close_all(size_t *n)
{
    ck_assert_int_eq(nd_families_close(all, NULL, 0, NULL), ND_OK);
    return nd_families_list(all, n);
}

static const nd_family_member *member(const nd_family *family, uint64_t text)
{
    for (size_t i = 0; i < family->n_members; i++)
        if (family->members[i].text == text)
            return &family->members[i];
    return NULL;
}

static bool is(nd_span span, size_t begin, size_t end)
{
    return span.offset == begin && span.offset + span.len == end;
}

/* ---- core */

START_TEST(a_copy_in_two_texts_is_a_family)
{
    size_t n;
    add((link){3, 100, 400, 7, 20, 330, false});
    const nd_family *f = close_all(&n);
    ck_assert_uint_eq(n, 1);
    ck_assert_uint_eq(f->text, 3);
    ck_assert(is(f->core, 100, 400));
    ck_assert_uint_eq(f->n_members, 2);
    ck_assert_uint_eq(f->members[0].text, 3);
    ck_assert_uint_eq(f->members[0].links, 0);
    ck_assert(is(f->members[1].at, 20, 330) && is(f->members[1].core, 100, 400));
    ck_assert(f->members[1].similarity == .9);
    ck_assert_uint_eq(nd_families_of(all, 0), 0);
}
END_TEST

START_TEST(a_story_and_its_cut_copies_are_one_family)
{
    size_t n;
    add((link){0, 0, 1000, 1, 500, 1500, false});
    add((link){0, 0, 1000, 2, 0, 1000, false});
    add((link){0, 0, 400, 3, 90, 490, false});
    add((link){1, 500, 900, 3, 90, 490, false});
    add((link){0, 0, 600, 4, 0, 600, false});
    const nd_family *f = close_all(&n);
    ck_assert_uint_eq(n, 1);
    ck_assert_uint_eq(f->n_members, 5);
    ck_assert(is(f->core, 0, 1000));
    ck_assert(is(member(f, 3)->core, 0, 400));
    for (size_t i = 0; i < 5; i++)
        ck_assert_uint_eq(nd_families_of(all, i), 0);
}
END_TEST

START_TEST(different_parts_of_one_text_do_not_join_others)
{
    size_t n;
    add((link){0, 0, 500, 1, 0, 500, false});
    add((link){1, 500, 1000, 2, 0, 500, false});
    const nd_family *f = close_all(&n);
    ck_assert_uint_eq(n, 2);
    for (size_t i = 0; i < n; i++)
        ck_assert(member(&f[i], 0) == NULL || member(&f[i], 2) == NULL);
    ck_assert_uint_ne(nd_families_of(all, 0), nd_families_of(all, 1));
}
END_TEST

/* Each text has the second half of the one before it and goes on: a chain of 50, where the ends share nothing. */
START_TEST(a_sliding_chain_is_cut)
{
    size_t n;
    for (uint32_t i = 0; i < 50; i++)
        add((link){i, 500, 1000, i + 1, 0, 500, false});
    const nd_family *f = close_all(&n);
    ck_assert_uint_ge(n, 25);
    for (size_t i = 0; i < n; i++)
        ck_assert_uint_le(f[i].n_members, 2);
}
END_TEST

START_TEST(a_page_that_holds_a_story_is_not_the_story)
{
    size_t n;
    add((link){0, 0, 9000, 1, 0, 9000, false}); /* two editions of a page */
    for (uint32_t i = 2; i < 12; i++) {         /* and ten papers that have one story of it */
        add((link){0, 2000, 3000, i, 0, 1000, false});
        add((link){1, 2000, 3000, i, 0, 1000, false});
    }
    const nd_family *f = close_all(&n);
    ck_assert_uint_eq(n, 2);
    ck_assert_uint_eq(f[0].n_members, 12);
    ck_assert(is(member(&f[0], 1)->at, 2000, 3000));
    ck_assert_uint_eq(f[1].n_members, 2);
    ck_assert(is(f[1].core, 3000, 9000)); /* the longest rest */
}
END_TEST

START_TEST(a_phrase_in_a_story_does_not_cut_it)
{
    size_t n;
    for (uint32_t i = 1; i < 6; i++)
        add((link){0, 0, 2000, i, 0, 2000, false});
    for (uint32_t i = 6; i < 26; i++)
        add((link){0, 1000, 1080, i, 0, 80, false});
    for (uint32_t i = 7; i < 26; i++)
        add((link){i - 1, 0, 80, i, 0, 80, false});
    const nd_family *f = close_all(&n);
    ck_assert_uint_eq(n, 2);
    ck_assert_uint_eq(f[0].n_members, 6);
    ck_assert(is(f[0].core, 0, 2000));
    ck_assert_uint_eq(f[1].n_members, 20);
}
END_TEST

START_TEST(a_copy_found_only_by_way_of_another_is_a_member)
{
    size_t n;
    add((link){0, 100, 1100, 1, 0, 1000, false});
    add((link){1, 0, 1000, 2, 300, 1300, false});
    add((link){2, 800, 1300, 3, 0, 500, false});
    const nd_family *f = close_all(&n);
    ck_assert_uint_eq(n, 1);
    ck_assert_uint_eq(f->n_members, 4);
    const nd_family_member *last = member(f, 3);
    ck_assert(is(last->at, 0, 500));
    uint64_t links = 0;
    for (size_t i = 0; i < f->n_members; i++)
        links = f->members[i].links > links ? f->members[i].links : links;
    ck_assert_uint_ge(links, 2);
}
END_TEST

START_TEST(forms_join_nothing)
{
    size_t n;
    add((link){0, 0, 500, 1, 0, 500, true});
    add((link){1, 0, 500, 2, 0, 500, false});
    const nd_family *f = close_all(&n);
    ck_assert_uint_eq(n, 1);
    ck_assert_ptr_null(member(f, 0));
    ck_assert_uint_eq(nd_families_of(all, 0), ND_NO_FAMILY);
    ck_assert_uint_eq(nd_families_of(all, 1), 0);
}
END_TEST

START_TEST(members_come_by_rank_and_the_earliest_of_equals_is_the_core)
{
    static const uint32_t ranks[] = {3, 1, 0, 2};
    size_t n;
    for (uint32_t i = 0; i < 4; i++)
        for (uint32_t k = i + 1; k < 4; k++)
            add((link){i, 0, 500, k, 0, 500, false});
    ck_assert_int_eq(nd_families_close(all, ranks, 4, NULL), ND_OK);
    const nd_family *f = nd_families_list(all, &n);
    ck_assert_uint_eq(n, 1);
    ck_assert_uint_eq(f->text, 2);
    static const uint64_t order[] = {2, 1, 3, 0};
    for (size_t i = 0; i < 4; i++)
        ck_assert_uint_eq(f->members[i].text, order[i]);
}
END_TEST

/* ---- against brute force */

static uint64_t weight_at(const nd_kernel_vote *votes, size_t n, uint32_t place)
{
    uint64_t weight = 0;
    for (size_t i = 0; i < n; i++)
        weight += votes[i].first <= place && place <= votes[i].last ? votes[i].weight : 0;
    return weight;
}

START_TEST(the_kernel_is_where_most_is)
{
    enum { MOST = 12, PLACES = 40 };
    for (int round = 0; round < 3000; round++) {
        nd_kernel_vote votes[MOST];
        nd_key events[4 * MOST];
        size_t n = 1 + below(MOST);
        uint64_t most = 0;
        for (size_t i = 0; i < n; i++) {
            uint32_t first = below(PLACES);
            votes[i] = (nd_kernel_vote){first, first + below(PLACES - first), 1 + below(9)};
        }
        for (uint32_t place = 0; place < PLACES; place++) {
            uint64_t weight = weight_at(votes, n, place);
            most = weight > most ? weight : most;
        }
        nd_kernel_room room = nd_kernel_vote_count(votes, n, events);
        for (uint32_t place = room.first; place <= room.last; place++)
            ck_assert_uint_eq(weight_at(votes, n, place), most);
    }
}
END_TEST

START_TEST(a_walk_finds_the_sides_that_meet_a_stretch)
{
    enum { N = 60, LEN = 3000 };
    for (int round = 0; round < 200; round++) {
        nd_sides sides;
        nd_sides_init(&sides, NULL);
        for (uint32_t i = 0; i < N; i++) {
            uint32_t begin = below(LEN), end = begin + 1 + below(below(10) == 0 ? LEN : 90);
            nd_side a = {.text = below(3), .at = {begin, end}}, b = {.text = 3 + below(3), .at = {begin, end}};
            ck_assert_int_eq(nd_sides_add(&sides, &a, &b, NULL), ND_OK);
        }
        ck_assert_int_eq(nd_sides_sort(&sides, NULL), ND_OK);
        for (uint32_t text = 0; text < sides.n_texts; text++) {
            uint32_t begin = below(LEN);
            nd_reach at = {begin, begin + 1 + below(200)};
            size_t met = 0, found = 0;
            for (size_t i = 0; i < sides.n; i++)
                met += sides.list[i].text == text && nd_reach_len(nd_reach_meet(sides.list[i].at, at)) > 0;
            nd_side_walk walk = nd_sides_walk(&sides, text, at, 1);
            for (const nd_side *side; (side = nd_sides_next(&walk)) != NULL; found++)
                if (side->text != text || nd_reach_len(nd_reach_meet(side->at, at)) == 0)
                    ck_abort_msg("a side that does not meet it");
            ck_assert_uint_eq(found, met);
        }
        nd_sides_release(&sides);
    }
}
END_TEST

enum { TEXTS = 9, TEXT_LEN = 900, MOST_LINKS = 60 };

static bool holds(nd_span outer, nd_span inner)
{
    return outer.offset <= inner.offset && outer.offset + outer.len >= inner.offset + inner.len;
}

/* Which family has each byte; false where two have one. */
static bool paint(const nd_family *f, size_t n, size_t owner[TEXTS][TEXT_LEN])
{
    memset(owner, 0xFF, sizeof(size_t) * TEXTS * TEXT_LEN);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < f[i].n_members; k++) {
            const nd_family_member *m = &f[i].members[k];
            for (size_t at = m->at.offset; at < m->at.offset + m->at.len; at++) {
                if (owner[m->text][at] != SIZE_MAX)
                    return false;
                owner[m->text][at] = i;
            }
        }
    return true;
}

static bool touched(size_t owner[TEXT_LEN], uint32_t begin, uint32_t end)
{
    for (uint32_t at = begin; at < end; at++)
        if (owner[at] != SIZE_MAX)
            return true;
    return false;
}

/* A member has a passage over its stretch to another member with fewer links. */
static bool is_linked(const nd_family *f, const nd_family_member *m, const link *links, size_t n)
{
    if (m->links == 0)
        return m->text == f->text && m->at.offset == f->core.offset && m->at.len == f->core.len;
    for (size_t i = 0; i < n; i++) {
        const link *l = &links[i];
        for (int turned = 0; turned < 2; turned++) {
            uint32_t own = turned ? l->b : l->a, other = turned ? l->a : l->b;
            nd_span here = turned ? (nd_span){l->b_begin, l->b_end - l->b_begin} : (nd_span){l->a_begin, l->a_end - l->a_begin};
            if (l->form || own != m->text || !holds(here, m->at))
                continue;
            for (size_t k = 0; k < f->n_members; k++)
                if (f->members[k].text == other && f->members[k].links == m->links - 1)
                    return true;
        }
    }
    return false;
}

/* The texts repeat pieces of one story at random, so that passages overlap, nest, chain and miss. */
static size_t random_links(link *links)
{
    size_t n = 1 + below(MOST_LINKS);
    for (size_t i = 0; i < n; i++) {
        uint32_t a = below(TEXTS - 1), b = a + 1 + below(TEXTS - 1 - a), len = 30 + below(below(3) == 0 ? 600 : 120);
        uint32_t at = below(TEXT_LEN - 40 - len), other = below(2) ? at : below(TEXT_LEN - 40 - len);
        links[i] = (link){a, at, at + len, b, other, other + len + below(40), below(9) == 0};
    }
    return n;
}

START_TEST(what_the_header_says_holds_of_any_passages)
{
    static size_t owner[TEXTS][TEXT_LEN];
    for (int round = 0; round < 2000; round++) {
        link links[MOST_LINKS];
        size_t n, n_links = random_links(links);
        free_families();
        ck_assert_int_eq(nd_families_new(&all, NULL, NULL), ND_OK);
        for (size_t i = 0; i < n_links; i++)
            add(links[i]);
        const nd_family *f = close_all(&n);
        if (!paint(f, n, owner))
            ck_abort_msg("round %d: a byte is in two members", round);
        for (size_t i = 0; i < n; i++) {
            if (f[i].n_members < 2 || f[i].kernel.len < f[i].core.len / 4 || !holds(f[i].core, f[i].kernel))
                ck_abort_msg("round %d: no kernel", round);
            for (size_t k = 0; k < f[i].n_members; k++) {
                const nd_family_member *m = &f[i].members[k];
                if (!holds(m->core, f[i].kernel) || !holds(f[i].core, m->core))
                    ck_abort_msg("round %d: a member without the kernel", round);
                if (!is_linked(&f[i], m, links, n_links))
                    ck_abort_msg("round %d: a member of no passage", round);
            }
        }
        for (size_t i = 0; i < n_links; i++) {
            const link *l = &links[i];
            if (!l->form && !touched(owner[l->a], l->a_begin, l->a_end) && !touched(owner[l->b], l->b_begin, l->b_end))
                ck_abort_msg("round %d: a passage that was left out", round);
            if (l->form && nd_families_of(all, i) != ND_NO_FAMILY)
                ck_abort_msg("round %d: a form in a family", round);
        }
    }
}
END_TEST

START_TEST(the_order_of_adding_changes_nothing)
{
    for (int round = 0; round < 300; round++) {
        link links[MOST_LINKS];
        nd_families *other;
        size_t n, n_other, n_links = random_links(links);
        free_families();
        ck_assert_int_eq(nd_families_new(&all, NULL, NULL), ND_OK);
        ck_assert_int_eq(nd_families_new(&other, NULL, NULL), ND_OK);
        for (size_t i = 0; i < n_links; i++) {
            nd_passage passage = passage_of(&links[n_links - 1 - i]);
            add(links[i]);
            ck_assert_int_eq(nd_families_add(other, &passage, NULL), ND_OK);
        }
        const nd_family *f = close_all(&n);
        ck_assert_int_eq(nd_families_close(other, NULL, 0, NULL), ND_OK);
        const nd_family *g = nd_families_list(other, &n_other);
        ck_assert_uint_eq(n, n_other);
        for (size_t i = 0; i < n; i++) {
            ck_assert_uint_eq(f[i].n_members, g[i].n_members);
            ck_assert_uint_eq(f[i].text, g[i].text);
        }
        nd_families_free(other);
    }
}
END_TEST

/* ---- limits */

/* Equal texts, each linked to the five before it as seeds in many texts are. */
START_TEST(four_thousand_equal_texts_are_one_family)
{
    enum { N = 4000, NEAREST = 5 };
    size_t n;
    for (uint32_t i = 1; i < N; i++)
        for (uint32_t k = i > NEAREST ? i - NEAREST : 0; k < i; k++)
            add((link){k, 0, 1000, i, 0, 1000, false});
    const nd_family *f = close_all(&n);
    ck_assert_uint_eq(n, 1);
    ck_assert_uint_eq(f->n_members, N);
    ck_assert(is(f->members[N - 1].core, 0, 1000));
}
END_TEST

/* Copies of one story, each with ends that are a few letters off and only a twentieth of the pairs found. */
START_TEST(four_hundred_bad_copies_are_one_family)
{
    enum { N = 400 };
    size_t n;
    for (uint32_t i = 1; i < N; i++)
        for (uint32_t k = 0; k < i; k++)
            if (below(20) == 0)
                add((link){k, 50 + below(12), 1050 - below(12), i, 50 + below(12), 1050 - below(12), false});
    const nd_family *f = close_all(&n);
    ck_assert_uint_eq(n, 1);
    ck_assert_uint_ge(f->n_members, N - 2);
}
END_TEST

START_TEST(a_book_that_a_hundred_thousand_quote)
{
    enum { N = 100000 };
    size_t n;
    for (uint32_t i = 0; i < N; i++)
        add((link){0, 100 * i, 100 * i + 80, i + 1, 0, 80, false});
    close_all(&n);
    ck_assert_uint_eq(n, N);
}
END_TEST

START_TEST(limits_are_told)
{
    nd_err err;
    nd_passage far = passage_of(&(link){0, 0, 100, 1, 0, 100, false});
    far.b.at.offset = (size_t)UINT32_MAX - 50;
    ck_assert_int_eq(nd_families_add(all, &far, &err), ND_ELIMIT);
    far.b = (nd_passage_side){.text = UINT32_MAX, .at = {.len = 10}};
    ck_assert_int_eq(nd_families_add(all, &far, &err), ND_ELIMIT);
    add((link){0, 0, 100, 5, 0, 100, false});
    ck_assert_int_eq(nd_families_close(all, (const uint32_t[]){0, 1}, 2, &err), ND_EINVAL);
    ck_assert_int_eq(nd_families_close(all, NULL, 0, &err), ND_EINVAL);
    ck_assert_int_eq(nd_families_add(all, &far, &err), ND_EINVAL);
}
END_TEST

START_TEST(no_passage_is_no_family)
{
    size_t n;
    close_all(&n);
    ck_assert_uint_eq(n, 0);
    ck_assert_uint_eq(nd_families_of(all, 0), ND_NO_FAMILY);
}
END_TEST

/* ---- oom */

static nd_status run(const nd_alloc *alloc)
{
    nd_families *f = NULL;
    size_t n;
    nd_err err;
    nd_status st = nd_families_new(&f, alloc, &err);
    for (uint32_t i = 1; st == ND_OK && i < 60; i++) {
        nd_passage passage = passage_of(&(link){i / 3, 0, 500, i, 0, 500, i % 7 == 0});
        st = nd_families_add(f, &passage, &err);
    }
    if (st == ND_OK)
        st = nd_families_close(f, NULL, 0, &err);
    if (st == ND_OK)
        ck_assert(nd_families_list(f, &n) != NULL && n > 0);
    nd_families_free(f);
    return st;
}

START_TEST(every_allocation_may_fail)
{
    nd_status st = ND_ENOMEM;
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        st = run(SCARCE(&s));
        ck_assert_uint_eq(s.live, 0);
    }
    ck_assert_int_eq(st, ND_OK);
}
END_TEST

/* ---- edits */

static const struct {
    const char *a, *b;
    uint64_t added, cut, changed;
} edits[] = {
    {"one two three four five six seven eight nine ten", "one two three four five six seven eight nine ten", 0, 0, 0},
    {"one two three four five six seven eight nine ten", "one two three four five six seven", 0, 3, 0},
    {"four five six seven eight nine ten", "one two three four five six seven eight nine ten", 3, 0, 0},
    {"one two three four five six seven eight nine ten", "one two three four fife six seven eight nine ten", 0, 0, 1},
    {"one two three four five six seven eight nine ten", "one two three four and then some six seven eight nine ten",
     2, 0, 1},
    {"", "one two", 2, 0, 0},
    {"one two", "", 0, 2, 0},
};

START_TEST(edits_are_counted_in_words)
{
    nd_opts opts;
    nd_aligner *aligner;
    nd_alignment al;
    nd_changes out;
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_aligner_new(&aligner, &opts, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_align(aligner, edits[_i].a, strlen(edits[_i].a), edits[_i].b, strlen(edits[_i].b), &al, NULL),
                     ND_OK);
    nd_changes_of(&al, &out);
    ck_assert_uint_eq(out.added, edits[_i].added);
    ck_assert_uint_eq(out.cut, edits[_i].cut);
    ck_assert_uint_eq(out.changed, edits[_i].changed);
    /* every word of either text is in a block, or counted */
    uint64_t shared = al.ordered_words + al.moved_words;
    ck_assert_uint_eq(shared + out.cut + out.changed, al.a.n_words);
    ck_assert_uint_eq(shared + out.added + out.changed, al.b.n_words);
    nd_aligner_free(aligner);
}
END_TEST

Suite *families_suite(void);
Suite *families_suite(void)
{
    Suite *s = suite_create("families");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits"), *oom = tcase_create("oom");
    tcase_add_checked_fixture(core, make_families, free_families);
    tcase_add_checked_fixture(limits, make_families, free_families);
    tcase_set_timeout(core, 60);
    tcase_set_timeout(limits, 60);
    tcase_add_test(core, a_copy_in_two_texts_is_a_family);
    tcase_add_test(core, a_story_and_its_cut_copies_are_one_family);
    tcase_add_test(core, different_parts_of_one_text_do_not_join_others);
    tcase_add_test(core, a_sliding_chain_is_cut);
    tcase_add_test(core, a_page_that_holds_a_story_is_not_the_story);
    tcase_add_test(core, a_phrase_in_a_story_does_not_cut_it);
    tcase_add_test(core, a_copy_found_only_by_way_of_another_is_a_member);
    tcase_add_test(core, forms_join_nothing);
    tcase_add_test(core, members_come_by_rank_and_the_earliest_of_equals_is_the_core);
    tcase_add_test(core, the_kernel_is_where_most_is);
    tcase_add_test(core, a_walk_finds_the_sides_that_meet_a_stretch);
    tcase_add_test(core, what_the_header_says_holds_of_any_passages);
    tcase_add_test(core, the_order_of_adding_changes_nothing);
    tcase_add_loop_test(core, edits_are_counted_in_words, 0, (int)ND_COUNT(edits));
    tcase_add_test(limits, four_thousand_equal_texts_are_one_family);
    tcase_add_test(limits, four_hundred_bad_copies_are_one_family);
    tcase_add_test(limits, a_book_that_a_hundred_thousand_quote);
    tcase_add_test(limits, limits_are_told);
    tcase_add_test(limits, no_passage_is_no_family);
    tcase_add_test(oom, every_allocation_may_fail);
    suite_add_tcase(s, core);
    suite_add_tcase(s, limits);
    suite_add_tcase(s, oom);
    return s;
}
