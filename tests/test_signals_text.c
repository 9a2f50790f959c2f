/* SPDX-License-Identifier: MIT
 *
 * test_signals_text.c - what inspect prints of signals and rules.
 */
#include "report/signals_text.h"
#include "scarce.h"

#include <check.h>

static nd_signals signals;
static nd_broken_rule broken[ND_GOPHER_RULES];

static nd_row_signals all(void)
{
    for (int i = 0; i < ND_SIGNALS; i++)
        signals.frac[i] = i / 16.0;
    return (nd_row_signals){&signals, broken, nd_gopher_drops(&signals, broken)};
}

static const char block[] = "  duplicate lines        lines   0.0000   chars   0.0625   words   0.1250\n"
                            "  duplicate paragraphs   paras   0.1875   chars   0.2500   words   0.3125\n"
                            "  top n-gram, chars      2-gram  0.3750   3-gram  0.4375   4-gram  0.5000\n"
                            "  dup n-grams, chars     5-gram  0.5625   6-gram  0.6250   7-gram  0.6875\n"
                            "                         8-gram  0.7500   9-gram  0.8125   10-gram 0.8750\n"
                            "  unique words           words   0.9375\n";

static const char verdict[] = "  gopher would drop it   dup_para_char_frac 0.2500, over 0.20\n"
                              "                         top_2gram_char_frac 0.3750, over 0.20\n";

static void print(nd_buf *to, const nd_row_signals *more, size_t width)
{
    nd_buf_init(to, NULL);
    nd_signals_text(to, more, width);
    nd_buf_add(to, "", 1);
}

START_TEST(only_what_was_asked_for_is_told)
{
    nd_row_signals more = all();
    nd_buf to;
    more.n_broken = 2;
    print(&to, &more, 80);
    ck_assert_int_eq(strncmp(to.bytes, block, strlen(block)), 0);
    ck_assert_str_eq(to.bytes + strlen(block), verdict);
    nd_buf_release(&to);

    print(&to, &(nd_row_signals){.signals = &signals, .broken = broken}, 80);
    ck_assert_str_eq(to.bytes, block);
    nd_buf_release(&to);

    more.signals = NULL;
    print(&to, &more, 80);
    ck_assert_str_eq(to.bytes, verdict);
    nd_buf_release(&to);

    print(&to, &(nd_row_signals){NULL, NULL, 0}, 80);
    ck_assert_str_eq(to.bytes, "");
    nd_buf_release(&to);
}
END_TEST

START_TEST(no_line_is_wider_than_there_is_room)
{
    nd_row_signals more = all();
    ck_assert_uint_gt(more.n_broken, 5);
    for (size_t width = 0; width < 100; width++) {
        nd_buf to;
        size_t lines = 0;
        print(&to, &more, width);
        for (const char *at = to.bytes; *at != '\0'; lines++) {
            size_t len = strcspn(at, "\n");
            ck_assert_uint_le(len, width);
            at += len + 1;
        }
        ck_assert_uint_eq(lines, 6 + more.n_broken);
        nd_buf_release(&to);
    }
}
END_TEST

START_TEST(every_allocation_may_fail)
{
    nd_row_signals more = all();
    bool failed = true;
    for (size_t n = 0; failed; n++) {
        scarce s = {.left = n};
        nd_buf to;
        nd_buf_init(&to, SCARCE(&s));
        nd_signals_text(&to, &more, 80);
        failed = to.failed;
        nd_buf_release(&to);
        ck_assert_uint_eq(s.live, 0);
        ck_assert_uint_lt(n, 100);
    }
}
END_TEST

Suite *signals_text_suite(void);
Suite *signals_text_suite(void)
{
    Suite *suite = suite_create("signals_text");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits"), *oom = tcase_create("oom");

    tcase_add_test(core, only_what_was_asked_for_is_told);
    suite_add_tcase(suite, core);
    tcase_add_test(limits, no_line_is_wider_than_there_is_room);
    suite_add_tcase(suite, limits);
    tcase_add_test(oom, every_allocation_may_fail);
    suite_add_tcase(suite, oom);
    return suite;
}
