/* SPDX-License-Identifier: MIT
 *
 * test_repeats_text.c - what inspect prints: groups, columns and excerpts.
 */
#include "report/repeats_text.h"
#include "report/term.h"
#include "scarce.h"

#include <check.h>

/* ---- core */

static void print(nd_buf *to, const nd_row_record *record, const char *text, size_t width)
{
    nd_opts opts;
    nd_repeat_finder *finder;
    nd_repeats repeats;
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_repeat_finder_new(&finder, &opts, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_repeats_find(finder, text, strlen(text), &repeats, NULL), ND_OK);
    nd_text *folder;
    ck_assert_int_eq(nd_text_new(&folder, &opts, NULL, NULL), ND_OK);
    nd_repeats_text(to, record, text, strlen(text), &repeats, folder, &(nd_look){.width = width});
    nd_text_free(folder);
    nd_buf_add(to, "", 1);
    nd_repeat_finder_free(finder);
}

static const struct {
    nd_row_record record;
    size_t width;
    const char *text, *shown;
} pages[] = {
    {{"a.txt", 0, NULL, 0}, 80, "one line\n", "a.txt   2 words, 1 line; no repeats\n"},
    {{"a.txt", 0, NULL, 0}, 80, "", "a.txt   0 words, 0 lines; no repeats\n"},
    {{"c.jsonl", 12, "\"a9\"", 4}, 80, "x", "c.jsonl:12 (a9)   1 word, 1 line; no repeats\n"},
    {{"c.jsonl", 12, "17", 2}, 80, "x", "c.jsonl:12 (17)   1 word, 1 line; no repeats\n"},
    {{"\x1b[2J\xff", 3, "\"\x1b\"", 3}, 80, "x", "\\x1b[2J\\xff:3 (\\x1b)   1 word, 1 line; no repeats\n"},
    {{"a.txt", 0, NULL, 0},
     80,
     "Storm closes port\n\nSTORM closes port!\nPhoto: L. Aho\nx\ny\nphoto: l aho\nz\nPHOTO: L. AHO\n"
     "\np q\nr\n\np  q\nr\n",
     "a.txt   24 words, 15 lines; 50.0 % of the text repeats\n"
     "  line 3          = line 1    headline twice        \"STORM closes port!\"\n"
     "  line 7, 9       = line 4    line x3               \"photo: l aho\"\n"
     "  para at line 14 = line 11   para twice, 3 words   \"p q r\"\n"},
    {{"a.txt", 0, NULL, 0},
     50,
     "\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97\n"
     "\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97\n",
     "a.txt   12 words, 2 lines; 50.0 % of the text repeats\n"
     "  line 2 = line 1   headline twice\n"
     "      \"\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97\"\n"},
    {{"a.txt", 0, NULL, 0}, 30, "a b\na b\n",
     "a.txt   4 words, 2 lines; 50.0 % of the text repeats\n"
     "  line 2 = line 1   headline t\n      \"a b\"\n"},
    {{"a.txt", 0, NULL, 0}, 60, "\x1b[31mred\xff \xe2\x80\xae\nx\n\x1b[31mred\xff \xe2\x80\xae\n",
     "a.txt   3 words, 3 lines; 33.3 % of the text repeats\n"
     "  line 3 = line 1   headline twice\n      \"\\x1b[31mred\\xff \\u202e\"\n"},
};

START_TEST(a_page_for_people_has_a_line_a_group_in_the_width_there_is)
{
    nd_buf to;
    nd_buf_init(&to, NULL);
    print(&to, &pages[_i].record, pages[_i].text, pages[_i].width);
    ck_assert_str_eq(to.bytes, pages[_i].shown);
    nd_buf_release(&to);
}
END_TEST

/* ---- limits */

START_TEST(a_group_of_very_many_lines_takes_two_short_lines)
{
    nd_buf text, to;
    nd_buf_init(&text, NULL);
    nd_buf_init(&to, NULL);
    for (size_t i = 0; i < 100000; i++)
        nd_buf_puts(&text, "Reply to this\n");
    nd_buf_add(&text, "", 1);
    print(&to, &(nd_row_record){"a", 0, NULL, 0}, text.bytes, 80);
    ck_assert_str_eq(to.bytes,
                     "a   300,000 words, 100,000 lines; 100.0 % of the text repeats\n"
                     "  line 2, 3, 4, 5, 6, 7, 8, ... = line 1   headline x100000\n"
                     "      \"Reply to this\"\n");
    nd_buf_release(&text);
    nd_buf_release(&to);
}
END_TEST

START_TEST(no_width_is_too_small_and_no_line_is_wider)
{
    static const char text[] = "Kop\xc3\xa9 \xe6\xbc\xa2\xe5\xad\x97 and some more words that are long\nx\n"
                               "kop\xc3\xa9 \xe6\xbc\xa2\xe5\xad\x97 and some more words that are long\n";
    for (size_t width = 0; width < 120; width++) {
        nd_buf to;
        nd_buf_init(&to, NULL);
        print(&to, &(nd_row_record){"a", 0, NULL, 0}, text, width);
        const char *line = strchr(to.bytes, '\n') + 1;
        size_t taken = nd_term_width(line, strcspn(line, "\n"));
        ck_assert_uint_le(taken, width);
        nd_buf_release(&to);
    }
}
END_TEST

START_TEST(a_pile_of_marks_is_cut_between_characters)
{
    nd_buf text, to;
    nd_buf_init(&text, NULL);
    nd_buf_init(&to, NULL);
    for (size_t lines = 0; lines < 2; lines++) {
        nd_buf_puts(&text, "a");
        for (size_t i = 0; i < 5000; i++)
            nd_buf_puts(&text, "\xcc\x81");
        nd_buf_puts(&text, "\n");
    }
    nd_buf_add(&text, "", 1);
    print(&to, &(nd_row_record){"a", 0, NULL, 0}, text.bytes, 80);
    ck_assert_ptr_null(strstr(to.bytes, "\\x"));
    ck_assert_ptr_nonnull(strstr(to.bytes, "\xcc\x81 ...\"\n"));
    nd_buf_release(&text);
    nd_buf_release(&to);
}
END_TEST

/* ---- oom */

START_TEST(every_allocation_of_a_page_may_fail)
{
    static const nd_repeat row = {
        .at = {2, 4, 3}, .of = {1, 0, 3}, .words = 2, .similarity = 1, .headline = true};
    static const nd_repeats repeats = {.rows = &row, .n_rows = 1, .words = 4, .lines = 2, .repeated_words = 2};
    bool failed = true;
    nd_opts opts;
    nd_text *folder;
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_text_new(&folder, &opts, NULL, NULL), ND_OK);
    for (size_t n = 0; failed; n++) {
        scarce s = {.left = n};
        nd_buf to;
        nd_buf_init(&to, SCARCE(&s));
        nd_repeats_text(&to, &(nd_row_record){"a", 0, NULL, 0}, "a b\na b\n", 8, &repeats, folder,
                        &(nd_look){.width = 80});
        failed = to.failed;
        if (!failed)
            ck_assert_uint_gt(to.len, 80);
        nd_buf_release(&to);
        ck_assert_uint_eq(s.live, 0);
        ck_assert_uint_lt(n, 100);
    }
    nd_text_free(folder);
}
END_TEST

Suite *repeats_text_suite(void);
Suite *repeats_text_suite(void)
{
    Suite *suite = suite_create("repeats_text");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits"), *oom = tcase_create("oom");

    tcase_add_loop_test(core, a_page_for_people_has_a_line_a_group_in_the_width_there_is, 0, ND_COUNT(pages));
    suite_add_tcase(suite, core);

    tcase_add_test(limits, a_group_of_very_many_lines_takes_two_short_lines);
    tcase_add_test(limits, a_pile_of_marks_is_cut_between_characters);
    tcase_add_test(limits, no_width_is_too_small_and_no_line_is_wider);
    suite_add_tcase(suite, limits);

    tcase_add_test(oom, every_allocation_of_a_page_may_fail);
    suite_add_tcase(suite, oom);
    return suite;
}
