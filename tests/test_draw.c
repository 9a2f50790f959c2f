/* SPDX-License-Identifier: MIT
 *
 * test_draw.c - the largest of many and a sample of the others.
 */
#include "run/draw.h"

#include <check.h>

Suite *draw_suite(void);

enum { MOST = 2000 };

static nd_ranked list[MOST];

/* Sizes 1 to 7, each number once. */
static void fill(size_t n)
{
    for (size_t i = 0; i < n; i++)
        list[i] = (nd_ranked){1 + i * 2654435761U % 7, (uint32_t)i};
}

static void expect_falling(size_t from, size_t to)
{
    for (size_t i = from + 1; i < to; i++)
        ck_assert(list[i - 1].size > list[i].size ||
                  (list[i - 1].size == list[i].size && list[i - 1].number < list[i].number));
}

START_TEST(none_and_few_are_all_taken_the_largest_first)
{
    for (size_t n = 0; n < 20; n++) {
        fill(n);
        nd_drawn drawn = nd_draw(list, n, 20);
        ck_assert_uint_eq(drawn.largest + drawn.random, n);
        ck_assert_uint_eq(drawn.random, n * 2 / 5);
        expect_falling(0, n);
    }
}
END_TEST

START_TEST(of_many_the_largest_and_a_sample_of_the_others)
{
    unsigned by_size[8] = {0}, seen[MOST] = {0};
    fill(MOST);
    nd_drawn drawn = nd_draw(list, MOST, 1000);
    ck_assert_uint_eq(drawn.largest, 600);
    ck_assert_uint_eq(drawn.random, 400);
    expect_falling(0, 600);
    expect_falling(600, 1000);
    for (size_t i = 0; i < MOST; i++) {
        ck_assert_uint_eq(seen[list[i].number]++, 0);
        ck_assert(i < 600 || list[i].size <= list[599].size);
        by_size[list[i].size] += i >= 600 && i < 1000;
    }
    /* of 1,400 others, 286 each of sizes 1 to 4 and some of 5: 82 of each in the mean, and within five deviations */
    for (size_t size = 1; size <= 4; size++)
        ck_assert(by_size[size] > 44 && by_size[size] < 120);
}
END_TEST

START_TEST(it_is_the_same_sample_each_time)
{
    static nd_ranked again[MOST];
    fill(MOST);
    for (size_t i = 0; i < MOST; i++)
        again[i] = list[MOST - 1 - i];
    nd_draw(list, MOST, 300);
    nd_draw(again, MOST, 300);
    for (size_t i = 0; i < MOST; i++)
        ck_assert_uint_eq(list[i].number, again[i].number);
}
END_TEST

Suite *draw_suite(void)
{
    Suite *suite = suite_create("draw");
    TCase *core = tcase_create("core");
    tcase_add_test(core, none_and_few_are_all_taken_the_largest_first);
    tcase_add_test(core, of_many_the_largest_and_a_sample_of_the_others);
    tcase_add_test(core, it_is_the_same_sample_each_time);
    suite_add_tcase(suite, core);
    return suite;
}
