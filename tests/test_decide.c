/* SPDX-License-Identifier: MIT
 *
 * test_decide.c - what nd_index_decide promises, promise by promise: on documents
 * made so that every similarity can be read off, and on small real texts. That all
 * of it together is the definition, test_twins.c shows.
 */
#include "made.h"
#include "pairs.h"

#include <stdio.h>

static nd_digest digest(uint64_t lo)
{
    return (nd_digest){.lo = lo, .hi = 9};
}

/* ---- who goes, and on whose word --------------------------------------- */

START_TEST(the_same_bytes_go_before_the_same_words_and_these_before_near)
{
    made m;
    nd_index *index = made_index(.8, 64, NULL);
    assert_kept(decide_window(index, 1, 0, 10));
    make_doc(&m, 2, 20, 30)->doc.same_words = digest(77);
    assert_kept(decide(index, &m));
    make_doc(&m, 3, 40, 50)->doc.identical = digest(88);
    assert_kept(decide(index, &m));

    make_doc(&m, 4, 0, 10)->doc.same_words = digest(77);
    m.doc.identical = digest(88);
    assert_verdict(decide(index, &m), ND_IDENTICAL, 3);
    m.doc.identical = digest(89);
    assert_verdict(decide(index, &m), ND_SAME_WORDS, 2);
    m.doc.same_words = digest(78);
    assert_verdict(decide(index, &m), ND_NEAR, 1);
    nd_index_free(index);
}
END_TEST

START_TEST(the_first_in_keep_order_has_the_word_not_the_nearest)
{
    for (int swapped = 0; swapped < 2; swapped++) {
        nd_index *index = made_index(.8, 64, NULL);
        uint32_t a = swapped ? 3 : 0, b = swapped ? 0 : 3;
        assert_kept(decide_window(index, 10, a, a + 20));
        assert_kept(decide_window(index, 5, b, b + 20)); /* 17 of 23 */
        nd_verdict v = decide_window(index, 1, 2, 22);   /* 18 of 22 with one, 19 of 21 with the other */
        assert_verdict(v, ND_NEAR, 10);
        ck_assert_uint_eq(v.similarity.shared, swapped ? 19 : 18);
        nd_index_free(index);
    }
}
END_TEST

START_TEST(nothing_chains)
{
    nd_index *index = made_index(.8, 64, NULL);
    assert_kept(decide_window(index, 1, 0, 20));
    assert_verdict(decide_window(index, 2, 2, 22), ND_NEAR, 1);
    assert_kept(decide_window(index, 3, 4, 24)); /* like 2, which went; 16 of 24 with 1 */
    assert_verdict(decide_window(index, 4, 2, 22), ND_NEAR, 1);
    assert_verdict(decide_window(index, 5, 6, 26), ND_NEAR, 3);
    nd_index_free(index);
}
END_TEST

START_TEST(a_copy_of_a_removed_document_finds_that_documents_keeper)
{
    made m;
    nd_index *index = made_index(.8, 64, NULL);
    assert_kept(decide_window(index, 1, 0, 20));
    nd_verdict near = decide(index, make_doc(&m, 2, 2, 22));
    assert_verdict(near, ND_NEAR, 1);
    for (uint64_t copy = 3; copy < 6; copy++) {
        m.doc.id = copy; /* the same bytes as 2: kind is that to the keeper, and 2 is none */
        nd_verdict v = decide(index, &m);
        assert_verdict(v, ND_NEAR, 1);
        ck_assert(same_similarity(&v.similarity, &near.similarity));
    }
    ck_assert_uint_eq(nd_index_counts(index).identical, 0);
    nd_index_free(index);
}
END_TEST

START_TEST(the_keeper_is_named_by_the_id_it_came_with)
{
    static const uint64_t ids[] = {UINT64_MAX, 0, 7, (uint64_t)1 << 40};
    nd_index *index = made_index(.8, 64, NULL);
    made m;
    for (uint32_t i = 0; i < 4; i++) {
        make_doc(&m, 100 + i, i * 100, i * 100 + 9)->doc.id = ids[i];
        assert_kept(decide(index, &m));
    }
    for (uint32_t i = 0; i < 4; i++)
        assert_verdict(decide_window(index, 5, i * 100, i * 100 + 10), ND_NEAR, ids[i]);
    nd_index_free(index);
}
END_TEST

/* ---- how alike --------------------------------------------------------- */

START_TEST(similarity_is_that_of_the_sets)
{
    nd_index *index = made_index(.5, 64, NULL);
    assert_kept(decide_window(index, 1, 0, 50));
    nd_similarity s = decide_window(index, 2, 10, 45).similarity;
    ck_assert(s.shared == 35 && s.a == 35 && s.b == 50);
    ck_assert(s.jaccard == .7 && s.containment == 1 && s.coverage == .7);
    s = decide_window(index, 3, 20, 60).similarity;
    ck_assert(s.shared == 30 && s.a == 40 && s.b == 50);
    ck_assert(s.jaccard == .5 && s.containment == .75 && s.coverage == .6);
    nd_index_free(index);
}
END_TEST

/* Distinct values of a, and how many of them are in b. */
static uint32_t naive_distinct(const made *a, const made *b, uint32_t *shared)
{
    uint32_t distinct = 0;
    for (uint32_t i = 0; i < a->doc.n_shingles; i++) {
        bool before = false, in_b = false;
        for (uint32_t j = 0; j < i; j++)
            before |= a->shingles[j] == a->shingles[i];
        for (uint32_t j = 0; j < b->doc.n_shingles; j++)
            in_b |= b->shingles[j] == a->shingles[i];
        distinct += !before;
        *shared += !before && in_b;
    }
    return distinct;
}

START_TEST(repeats_and_order_of_shingles_do_not_matter)
{
    uint64_t seed = 1;
    uint32_t near = 0;
    for (int round = 0; round < 2000; round++) {
        made a, b;
        nd_index *index = made_index(.5, 64, NULL);
        make_doc(&a, 1, 0, 1 + (uint32_t)(random_next(&seed) % 90));
        make_doc(&b, 2, 0, 1 + (uint32_t)(random_next(&seed) % 90));
        uint32_t values = 1 + (uint32_t)(random_next(&seed) % 60), of_a = 0, of_b = 0;
        for (uint32_t i = 0; i < MADE_SHINGLES; i++) {
            a.shingles[i] = (uint32_t)(random_next(&seed) % values) << 27;
            b.shingles[i] = (uint32_t)(random_next(&seed) % values) << 27;
        }
        uint32_t n_a = naive_distinct(&a, &b, &of_a), n_b = naive_distinct(&b, &a, &of_b);
        assert_kept(decide(index, &a));
        nd_verdict v = decide(index, &b);
        bool alike = 2 * of_a >= n_a + n_b - of_a;
        ck_assert_int_eq(v.kind, alike ? ND_NEAR : ND_KEPT);
        if (alike) {
            near++;
            ck_assert(v.similarity.shared == of_b && v.similarity.a == n_b && v.similarity.b == n_a);
            ck_assert(v.similarity.jaccard == (double)of_a / (n_a + n_b - of_a));
        }
        nd_index_free(index);
    }
    ck_assert(near > 400 && near < 1600);
}
END_TEST

START_TEST(a_digest_that_settles_it_makes_similarity_one)
{
    made m;
    nd_index *index = made_index(.8, 64, NULL);
    assert_kept(decide(index, make_doc(&m, 1, 0, 10)));
    for (int words_only = 0; words_only < 2; words_only++) {
        m.doc.identical.lo += (uint64_t)words_only;
        nd_verdict v = decide(index, &m);
        assert_verdict(v, words_only ? ND_SAME_WORDS : ND_IDENTICAL, 1);
        ck_assert(v.similarity.jaccard == 1 && v.similarity.containment == 1 && v.similarity.coverage == 1);
        ck_assert(v.similarity.shared == 0 && v.similarity.a == 0 && v.similarity.b == 0);
    }
    nd_index_free(index);
}
END_TEST

START_TEST(what_reaches_the_threshold_exactly_is_a_copy_and_one_shingle_less_is_not)
{
    for (uint32_t all = 2; all <= 50; all++)
        for (uint32_t shared = (all + 1) / 2; shared <= all; shared++) {
            nd_index *index = made_index((double)shared / all, 64, NULL);
            assert_kept(decide_window(index, 1, 0, all));
            if (shared > 1)
                assert_kept(decide_window(index, 2, 0, shared - 1));
            assert_verdict(decide_window(index, 3, 0, shared), ND_NEAR, 1);
            nd_index_free(index);
        }
}
END_TEST

/* ---- real texts -------------------------------------------------------- */

static nd_verdict decide_text(nd_index *index, nd_sketcher *sketcher, uint64_t id, const char *text)
{
    nd_doc doc;
    nd_verdict v;
    ck_assert_int_eq(nd_sketch(sketcher, text, strlen(text), &doc, NULL), ND_OK);
    doc.id = id;
    ck_assert_int_eq(nd_index_decide(index, &doc, &v, NULL), ND_OK);
    return v;
}

static nd_sketcher *default_sketcher(void)
{
    nd_opts opts;
    nd_sketcher *sketcher = NULL;
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_sketcher_new(&sketcher, &opts, NULL, NULL), ND_OK);
    return sketcher;
}

static const char story[] =
    "The ferry to the outer islands did not sail on Monday, the harbour office said, because the wind at "
    "the breakwater had reached thirty metres a second by noon. Two lorries that carry milk were sent back "
    "to the dairy, and the school boat stayed where it was. People who had come for the market slept in the "
    "sports hall, where the parish had put out mattresses and soup. The office expects to open the line on "
    "Wednesday morning.";

START_TEST(a_story_goes_as_the_same_bytes_the_same_words_or_nearly_the_same)
{
    char copy[sizeof story + 60];
    nd_sketcher *sketcher = default_sketcher();
    nd_index *index = made_index(.8, 64, NULL);
    assert_kept(decide_text(index, sketcher, 1, story));
    assert_verdict(decide_text(index, sketcher, 2, story), ND_IDENTICAL, 1);
    for (size_t i = 0; i < sizeof story; i++)
        copy[i] = story[i] == ',' ? '-' : story[i] == 'o' ? 'O' : story[i];
    assert_verdict(decide_text(index, sketcher, 3, copy), ND_SAME_WORDS, 1);
    snprintf(copy, sizeof copy, "Updated: %s", story);
    nd_verdict v = decide_text(index, sketcher, 4, copy);
    assert_verdict(v, ND_NEAR, 1);
    ck_assert_uint_eq(v.similarity.a, v.similarity.b + 1);
    ck_assert_uint_eq(v.similarity.shared, v.similarity.b);
    ck_assert(v.similarity.coverage == 1 && v.similarity.containment == v.similarity.jaccard);
    memcpy(copy, story, sizeof story);
    copy[sizeof story / 2] = '\0';
    assert_kept(decide_text(index, sketcher, 5, copy));
    nd_counts c = nd_index_counts(index);
    ck_assert(c.documents == 5 && c.kept == 2 && c.identical == 1 && c.same_words == 1 && c.near == 1);
    nd_index_free(index);
    nd_sketcher_free(sketcher);
}
END_TEST

START_TEST(a_text_without_words_is_nobodys_copy_and_has_none)
{
    static const char *const texts[] = {"",         " ",        "--- ***", "", "--- ***",
                                        "\xff\xfe", "\xcc\x81", "\n\n",    " "};
    nd_sketcher *sketcher = default_sketcher();
    nd_index *index = made_index(.3, 64, NULL);
    enum { TEXTS = sizeof texts / sizeof texts[0] };
    for (uint64_t i = 0; i < TEXTS; i++)
        assert_kept(decide_text(index, sketcher, i, texts[i]));
    nd_counts c = nd_index_counts(index);
    ck_assert(c.documents == TEXTS && c.kept == TEXTS && c.wordless == TEXTS);
    ck_assert(c.candidates == 0 && c.rejected == 0 && c.capped == 0);
    assert_kept(decide_text(index, sketcher, 100, "word"));
    ck_assert_uint_eq(nd_index_counts(index).wordless, TEXTS);
    nd_index_free(index);
    nd_sketcher_free(sketcher);
}
END_TEST

START_TEST(texts_below_five_words_do_not_fall_together)
{
    static const char *const texts[] = {"a b",   "c d",       "a",       "b",         "b a",     "a b c",
                                        "a b d", "a b c d",   "b c d e", "a b c d e", "a b c e", "ab",
                                        "a a",   "a a a",     "a a a a", "a a a a a", "1 2",     "1 3",
                                        "Read more", "Read on", "Reply", "Log in"};
    nd_sketcher *sketcher = default_sketcher();
    nd_index *index = made_index(.3, 64, NULL);
    enum { TEXTS = sizeof texts / sizeof texts[0] };
    for (uint64_t i = 0; i < TEXTS; i++)
        assert_kept(decide_text(index, sketcher, i, texts[i]));
    for (uint64_t i = 0; i < TEXTS; i++)
        assert_verdict(decide_text(index, sketcher, 100, texts[i]), ND_IDENTICAL, i);
    assert_verdict(decide_text(index, sketcher, 100, "A, b!"), ND_SAME_WORDS, 0);
    assert_verdict(decide_text(index, sketcher, 100, "LOG IN."), ND_SAME_WORDS, TEXTS - 1);
    nd_index_free(index);
    nd_sketcher_free(sketcher);
}
END_TEST

Suite *decide_suite(void);

Suite *decide_suite(void)
{
    Suite *suite = suite_create("decide");
    TCase *core = tcase_create("core"), *texts = tcase_create("texts");
    tcase_add_test(core, the_same_bytes_go_before_the_same_words_and_these_before_near);
    tcase_add_test(core, the_first_in_keep_order_has_the_word_not_the_nearest);
    tcase_add_test(core, nothing_chains);
    tcase_add_test(core, a_copy_of_a_removed_document_finds_that_documents_keeper);
    tcase_add_test(core, the_keeper_is_named_by_the_id_it_came_with);
    tcase_add_test(core, similarity_is_that_of_the_sets);
    tcase_add_test(core, repeats_and_order_of_shingles_do_not_matter);
    tcase_add_test(core, a_digest_that_settles_it_makes_similarity_one);
    tcase_add_test(core, what_reaches_the_threshold_exactly_is_a_copy_and_one_shingle_less_is_not);
    tcase_add_test(texts, a_story_goes_as_the_same_bytes_the_same_words_or_nearly_the_same);
    tcase_add_test(texts, a_text_without_words_is_nobodys_copy_and_has_none);
    tcase_add_test(texts, texts_below_five_words_do_not_fall_together);
    tcase_set_timeout(core, 60);
    tcase_set_timeout(texts, 60);
    suite_add_tcase(suite, core);
    suite_add_tcase(suite, texts);
    return suite;
}
