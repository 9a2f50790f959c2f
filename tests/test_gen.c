/* SPDX-License-Identifier: MIT
 *
 * test_gen.c - what bench/gen says of its texts is true: the similarities it knows from
 * the numbers of words are those of the letters it writes, by brute force; its cliques
 * are a partition; its words are words.
 */
#include "../bench/gen_cliques.h"
#include "../bench/gen_text.h"
#include "../bench/random.h"
#include "exact.h"
#include "oracle_words.h"
#include "sanitized.h"
#include "scarce.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

enum { VOCABULARY = 3000, TEXTS = UNLESS_SANITIZED(40, 6), DRAWS = 200000 };

/* English, a script without spaces, and one of letters with marks; folding changes some of them. */
static const char *const samples[] = {
    ("The ferry port of Kellbrae stayed shut for a second day on Monday, after the storm.\n"
     "Nobody was hurt; two boats sank. \"We wait,\" said the harbour master.\n\nThe next boat is due on Friday."),
    "渡轮港口周一因风暴连续第二天关闭。没有人受伤，两艘船沉没。下一班船定于周五。港口主任说：我们等待。",
    "Η βάρκα ΕΦΥΓΕ νωρίς, είπε ο λιμενάρχης. Straße und Maß, ﬁne e\xCC\x81te\xCC\x81. यह नाव शुक्रवार को आएगी।",
};

static gen_model *model_of(const char *sample, size_t vocabulary)
{
    gen_model *model;
    ck_assert_int_eq(gen_model_new(&model, NULL, NULL), ND_OK);
    ck_assert_int_eq(gen_model_learn(model, sample, strlen(sample), NULL), ND_OK);
    ck_assert_int_eq(gen_model_finish(model, vocabulary, NULL), ND_OK);
    model->log_median = log(150);
    model->spread = .8;
    return model;
}

/* ---- similarities ------------------------------------------------------ */

static void check_pair(const gen_model *m, const gen_text *a, const gen_text *b, double jaccard, const bool *alone)
{
    nd_buf x, y;
    exact_text of_x, of_y;
    nd_buf_init(&x, NULL);
    nd_buf_init(&y, NULL);
    gen_text_write(a, m, "\n\n", &x);
    gen_text_write(b, m, "\n\n", &y);
    exact_make(&of_x, alone, x.bytes, x.len, 5);
    exact_make(&of_y, alone, y.bytes, y.len, 5);
    ck_assert_double_eq_tol(exact_compare(&of_x, &of_y).jaccard, jaccard, 1e-12);
    exact_release(&of_x);
    exact_release(&of_y);
    nd_buf_release(&x);
    nd_buf_release(&y);
}

START_TEST(the_jaccard_of_numbers_is_that_of_the_letters)
{
    bool *alone = oracle_scripts();
    if (alone == NULL)
        return;
    gen_text original, copy;
    gen_set of_original, of_copy;
    gen_model *m = model_of(samples[_i], VOCABULARY);
    ck_assert_int_eq(gen_text_init(&original, NULL, NULL), ND_OK);
    ck_assert_int_eq(gen_text_init(&copy, NULL, NULL), ND_OK);
    ck_assert_int_eq(gen_set_init(&of_original, NULL, NULL), ND_OK);
    ck_assert_int_eq(gen_set_init(&of_copy, NULL, NULL), ND_OK);
    for (uint64_t i = 0; i < TEXTS; i++) {
        uint64_t state = i;
        gen_text_invent(&original, m, &state);
        gen_set_of(&of_original, &original, 5);
        for (int edit = 0; edit < GEN_EDITS; edit++) {
            gen_text_edit(&copy, &original, m, edit, 1, &state);
            gen_set_of(&of_copy, &copy, 5);
            double jaccard = gen_set_jaccard(&of_original, &of_copy);
            ck_assert_double_eq(jaccard, gen_set_jaccard(&of_copy, &of_original));
            ck_assert(edit > GEN_RECASED || jaccard == 1);
            check_pair(m, &original, &copy, jaccard, alone);
        }
    }
    gen_set_release(&of_original, NULL);
    gen_set_release(&of_copy, NULL);
    gen_text_release(&original, NULL);
    gen_text_release(&copy, NULL);
    gen_model_free(m);
    free(alone);
}
END_TEST

static gen_text text_of(gen_token *tokens, uint32_t n)
{
    return (gen_text){.tokens = tokens, .n = n};
}

START_TEST(sets_by_hand)
{
    gen_token a[] = {1, 2, 3, 4, 5, 6}, b[] = {1, 2, 3, 4, 5, 7}, c[] = {1, 2, 3},
              d[] = {1, 2 | GEN_STOP, 3}, e[] = {1, 1, 1, 1, 1, 1, 1};
    gen_text texts[] = {text_of(a, 6), text_of(b, 6), text_of(c, 3), text_of(d, 3), text_of(e, 7)};
    static const struct {
        int x, y;
        double jaccard;
    } cases[] = {{0, 0, 1}, {0, 1, 1. / 3}, {0, 2, 0}, {2, 3, 1}, {4, 4, 1}, {3, 4, 0}};
    gen_set x, y;
    ck_assert_int_eq(gen_set_init(&x, NULL, NULL), ND_OK);
    ck_assert_int_eq(gen_set_init(&y, NULL, NULL), ND_OK);
    for (size_t i = 0; i < ND_COUNT(cases); i++) {
        gen_set_of(&x, &texts[cases[i].x], 5);
        gen_set_of(&y, &texts[cases[i].y], 5);
        ck_assert_double_eq_tol(gen_set_jaccard(&x, &y), cases[i].jaccard, 1e-12);
    }
    ck_assert_uint_eq(y.n, 1); /* of the last, seven equal words: one shingle */
    gen_set_release(&x, NULL);
    gen_set_release(&y, NULL);
}
END_TEST

START_TEST(edits_do_what_they_say)
{
    gen_model *m = model_of(samples[0], VOCABULARY);
    gen_text original, copy;
    ck_assert_int_eq(gen_text_init(&original, NULL, NULL), ND_OK);
    ck_assert_int_eq(gen_text_init(&copy, NULL, NULL), ND_OK);
    for (uint64_t i = 0; i < 200; i++) {
        uint64_t state = i;
        gen_text_invent(&original, m, &state);
        uint32_t n = original.n;
        ck_assert_int_eq(gen_text_edit(&copy, &original, m, GEN_PREPEND, 1, &state), GEN_PREPEND);
        ck_assert(copy.n >= n + 8 && copy.n <= n + 20);
        ck_assert_mem_eq(copy.tokens + copy.n - n, original.tokens, n * sizeof(gen_token));
        int made = gen_text_edit(&copy, &original, m, GEN_FOOTER, 1, &state);
        ck_assert_int_eq(made, n < 60 ? GEN_REPLACE_30 : GEN_FOOTER);
        ck_assert_uint_eq(copy.n, made == GEN_FOOTER ? n + 30 : n);
        gen_text_edit(&copy, &original, m, GEN_INSERT, 1, &state);
        ck_assert_uint_eq(copy.n, n + 1);
        gen_text_edit(&copy, &original, m, GEN_DELETE, 1, &state);
        ck_assert(copy.n <= n && copy.n > 0);
        gen_text_edit(&copy, &original, m, GEN_CUT, 1, &state);
        ck_assert(copy.n >= 8 && copy.n < n);
        ck_assert_mem_eq(copy.tokens, original.tokens, (copy.n - 1) * sizeof(gen_token));
        gen_text_edit(&copy, &original, m, GEN_REORDER, 1, &state);
        uint64_t sum = 0, sum_copy = 0;
        for (uint32_t k = 0; k < n; k++) {
            sum += random_mix(original.tokens[k] & GEN_WORD);
            sum_copy += random_mix(copy.tokens[k] & GEN_WORD);
        }
        ck_assert(copy.n == n && sum == sum_copy);
    }
    gen_text_release(&original, NULL);
    gen_text_release(&copy, NULL);
    gen_model_free(m);
}
END_TEST

START_TEST(an_edit_is_found_by_its_name)
{
    for (int e = 0; e < GEN_EDITS; e++)
        ck_assert_int_eq(gen_edit_named(gen_edit_name(e), strlen(gen_edit_name(e))), e);
    ck_assert_int_eq(gen_edit_named("cutter", 6), -1);
    ck_assert_int_eq(gen_edit_named("", 0), -1);
}
END_TEST

/* ---- words ------------------------------------------------------------- */

START_TEST(every_word_is_one_word_and_no_other)
{
    gen_model *m = model_of(samples[_i], VOCABULARY);
    nd_opts opts;
    nd_text *text;
    nd_words words;
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_text_new(&text, &opts, NULL, NULL), ND_OK);
    ck_assert_uint_gt(m->n_words, 20);
    for (size_t i = 0; i < m->n_words; i++) {
        const gen_word *w = m->words + i;
        ck_assert(i == 0 || w[-1].count >= w->count);
        ck_assert_int_eq(nd_text_fold(text, m->letters + w->at, w->len, false, &words, NULL), ND_OK);
        ck_assert_uint_eq(words.n_words, 1);
        ck_assert(words.folded_len == w->len && memcmp(words.folded, m->letters + w->at, w->len) == 0);
        size_t other = 0; /* one assertion a word: Check writes each to a pipe */
        while (other < i && (m->words[other].len != w->len ||
                             memcmp(m->letters + m->words[other].at, m->letters + w->at, w->len) != 0))
            other++;
        ck_assert_uint_eq(other, i);
    }
    nd_text_free(text);
    gen_model_free(m);
}
END_TEST

START_TEST(words_come_by_zipfs_law)
{
    gen_model *m = model_of(samples[0], VOCABULARY);
    static uint32_t counts[VOCABULARY];
    double sum = 0;
    uint64_t state = 5;
    memset(counts, 0, sizeof counts);
    ck_assert_uint_eq(m->n_words, VOCABULARY);
    for (uint32_t i = 0; i < DRAWS; i++)
        counts[gen_model_draw(m, &state)]++;
    for (int i = 0; i < VOCABULARY; i++)
        sum += 1 / ((i + 3.7) * (1 + i / 8000.));
    for (int i = 0; i < VOCABULARY; i = 2 * i + 1) {
        double expected = DRAWS / ((i + 3.7) * (1 + i / 8000.)) / sum;
        ck_assert_double_lt(fabs(counts[i] - expected), 5 * sqrt(expected) + 1);
    }
    gen_model_free(m);
}
END_TEST

START_TEST(lengths_are_log_normal)
{
    gen_model *m = model_of(samples[0], VOCABULARY);
    gen_text text;
    double sum = 0, squares = 0;
    enum { MANY = 4000 };
    ck_assert_int_eq(gen_text_init(&text, NULL, NULL), ND_OK);
    for (uint64_t i = 0; i < MANY; i++) {
        uint64_t state = random_seed(1, i, 0);
        gen_text_invent(&text, m, &state);
        double x = log(text.n + .5);
        sum += x;
        squares += x * x;
    }
    double mean = sum / MANY, deviation = sqrt(squares / MANY - mean * mean);
    ck_assert_double_lt(fabs(mean - m->log_median), .06);
    ck_assert_double_lt(fabs(deviation - m->spread), .05);
    gen_text_release(&text, NULL);
    gen_model_free(m);
}
END_TEST

/* ---- cliques ----------------------------------------------------------- */

START_TEST(cliques_are_a_partition_with_the_original_first)
{
    static const uint64_t sizes[] = {1, 2, 7, 64, 65, 1000, 4097};
    uint64_t n = sizes[_i];
    gen_cliques c;
    ck_assert(gen_cliques_init(&c, n, "2:30,3:20,10:40", 7));
    uint32_t *next = calloc(n, sizeof *next), *of_size = calloc(11, sizeof *of_size);
    for (uint64_t i = 0; i < n; i++) {
        gen_place place = gen_cliques_at(&c, i);
        ck_assert_uint_lt(place.clique, n);
        ck_assert_uint_eq(place.member, next[place.clique]++);
        ck_assert_uint_lt(place.member, place.size);
        of_size[place.size]++;
    }
    for (uint64_t i = 0; i < n; i++)
        ck_assert(next[i] == 0 || next[i] == 1 || next[i] == 2 || next[i] == 3 || next[i] == 10);
    ck_assert_uint_eq(of_size[2], (uint32_t)((double)n * .3 + .5) / 2 * 2);
    ck_assert_uint_eq(of_size[10], (uint32_t)((double)n * .4 + .5) / 10 * 10);
    free(next);
    free(of_size);
}
END_TEST

START_TEST(cliques_of_a_billion_documents_need_no_list)
{
    gen_cliques c;
    uint64_t near = 0;
    ck_assert(gen_cliques_init(&c, 1000000000, "2:100", 7));
    uint64_t copies = 0;
    for (uint64_t i = 0; i < 20000; i++) {
        gen_place place = gen_cliques_at(&c, i * 49999 % 1000000000);
        ck_assert(place.size == 2 && place.member < 2 && place.clique < 500000000);
        copies += place.member;
        near += place.clique % 100 == 7;
    }
    ck_assert(copies > 9500 && copies < 10500);
    ck_assert(near > 120 && near < 290);
}
END_TEST

START_TEST(bad_layouts_are_refused)
{
    static const char *const bad[] = {"2", "2:", ":5", "1:5", "0:5", "2:101", "2:60,3:60", "2:5;", "2:nan", "x"};
    gen_cliques c;
    for (size_t i = 0; i < ND_COUNT(bad); i++)
        ck_assert_msg(!gen_cliques_init(&c, 1000, bad[i], 1), "%s", bad[i]);
    ck_assert(!gen_cliques_init(&c, 0, "", 1));
    ck_assert(gen_cliques_init(&c, 1, "", 1));
}
END_TEST

/* ---- limits ------------------------------------------------------------ */

START_TEST(no_word_is_no_model)
{
    gen_model *m;
    nd_err err;
    ck_assert_int_eq(gen_model_new(&m, NULL, NULL), ND_OK);
    ck_assert_int_eq(gen_model_learn(m, " .,\xff\n", 5, NULL), ND_OK);
    ck_assert_int_eq(gen_model_finish(m, 10, &err), ND_EINVAL);
    gen_model_free(m);
}
END_TEST

START_TEST(the_longest_text_has_room_for_every_edit)
{
    gen_model *m = model_of(samples[0], VOCABULARY);
    gen_text original, copy;
    gen_set set;
    uint64_t state = 3;
    m->log_median = 40;
    ck_assert_int_eq(gen_text_init(&original, NULL, NULL), ND_OK);
    ck_assert_int_eq(gen_text_init(&copy, NULL, NULL), ND_OK);
    ck_assert_int_eq(gen_set_init(&set, NULL, NULL), ND_OK);
    gen_text_invent(&original, m, &state);
    ck_assert_uint_eq(original.n, GEN_MOST_TOKENS / 2);
    for (int edit = 0; edit < GEN_EDITS; edit++) {
        gen_text_edit(&copy, &original, m, edit, 1, &state);
        ck_assert_uint_le(copy.n, GEN_MOST_TOKENS);
        gen_set_of(&set, &copy, 5);
        ck_assert_uint_le(set.n, copy.n - 4);
    }
    gen_set_release(&set, NULL);
    gen_text_release(&original, NULL);
    gen_text_release(&copy, NULL);
    gen_model_free(m);
}
END_TEST

static nd_status learn_and_invent(const nd_alloc *alloc)
{
    gen_model *m = NULL;
    gen_text text = {0};
    gen_set set = {0};
    uint64_t state = 1;
    nd_status st = gen_model_new(&m, alloc, NULL);
    if (st != ND_OK || (st = gen_model_learn(m, samples[0], strlen(samples[0]), NULL)) != ND_OK ||
        (st = gen_model_finish(m, VOCABULARY, NULL)) != ND_OK || (st = gen_text_init(&text, alloc, NULL)) != ND_OK ||
        (st = gen_set_init(&set, alloc, NULL)) != ND_OK)
        goto done;
    gen_text_invent(&text, m, &state);
    gen_set_of(&set, &text, 5);
done:
    gen_set_release(&set, alloc);
    gen_text_release(&text, alloc);
    gen_model_free(m);
    return st;
}

START_TEST(every_allocation_may_fail)
{
    nd_status st = ND_ENOMEM;
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        st = learn_and_invent(SCARCE(&s));
        ck_assert_uint_eq(s.live, 0);
    }
    ck_assert_int_eq(st, ND_OK);
}
END_TEST

Suite *gen_suite(void);

Suite *gen_suite(void)
{
    Suite *s = suite_create("gen");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits"), *oom = tcase_create("oom");
    tcase_set_timeout(core, 120);
    tcase_add_loop_test(core, the_jaccard_of_numbers_is_that_of_the_letters, 0, (int)ND_COUNT(samples));
    tcase_add_test(core, sets_by_hand);
    tcase_add_test(core, edits_do_what_they_say);
    tcase_add_test(core, an_edit_is_found_by_its_name);
    tcase_add_loop_test(core, every_word_is_one_word_and_no_other, 0, (int)ND_COUNT(samples));
    tcase_add_test(core, words_come_by_zipfs_law);
    tcase_add_test(core, lengths_are_log_normal);
    tcase_add_loop_test(core, cliques_are_a_partition_with_the_original_first, 0, 7);
    tcase_add_test(core, cliques_of_a_billion_documents_need_no_list);
    tcase_add_test(core, bad_layouts_are_refused);
    tcase_add_test(limits, no_word_is_no_model);
    tcase_add_test(limits, the_longest_text_has_room_for_every_edit);
    tcase_set_timeout(oom, 120);
    tcase_add_test(oom, every_allocation_may_fail);
    suite_add_tcase(s, core);
    suite_add_tcase(s, limits);
    suite_add_tcase(s, oom);
    return s;
}
