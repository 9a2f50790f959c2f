/* SPDX-License-Identifier: MIT
 *
 * test_column.c - running text as rows: none is wider than it may be, each stands for
 * itself, and no word is lost.
 */
#include "report/column.h"
#include "report/term.h"
#include "scarce.h"

#include <check.h>

/* Rows as one string, each in bars. */
static void show(nd_column *column, nd_buf *to)
{
    nd_column_end(column);
    for (size_t i = 0; i < column->n; i++) {
        nd_buf_puts(to, "|");
        nd_column_add(column, i, false, to);
        nd_buf_puts(to, "|");
    }
    nd_buf_add(to, "", 1);
}

static const struct {
    size_t width;
    const char *text, *rows;
} told[] = {
    {10, "", ""},
    {10, " \n\n ", ""},
    {10, "one two three four", "|one two||three four|"},
    {10, "  one \t two", "|one two|"},
    {10, "one\ntwo\r\nthree\rfour\n", "|one||two||three||four|"},
    {10, "one\n\n\r\n\ntwo\n\n", "|one||||two|||"},
    {4, "abcdefghij kl", "|abcd||efgh||ij||kl|"},
    {4, "a bcdefg", "|a||bcde||fg|"},
    /* two columns each; a mark takes none */
    {5, "\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2", "|\xe6\xbc\xa2\xe5\xad\x97||\xe6\xbc\xa2|"},
    {4, "cafe\xcc\x81 x", "|cafe\xcc\x81||x|"},
    {1, "ab", "|ab|"},
    {0, "\xe6\xbc\xa2\xe6\xbc\xa2", "|\xe6\xbc\xa2||\xe6\xbc\xa2|"},
    {12, "a\x1b[2Jb \xff", "|a\\x1b[2Jb||\\xff|"},
    {6, "\xe2\x80\xae" "a", "|\\u202e||a|"},
    {4, "\xcc\x81", "|\xcc\x81|"},
};

START_TEST(text_is_set_as_listed)
{
    nd_column column;
    nd_buf to;
    nd_buf_init(&to, NULL);
    nd_column_init(&column, told[_i].width, NULL);
    nd_column_text(&column, told[_i].text, strlen(told[_i].text));
    show(&column, &to);
    ck_assert_str_eq(to.bytes, told[_i].rows);
    nd_column_release(&column);
    nd_buf_release(&to);
}
END_TEST

START_TEST(a_row_begins_and_ends_without_style)
{
    nd_column column;
    nd_buf to;
    nd_buf_init(&to, NULL);
    nd_column_init(&column, 8, NULL);
    nd_column_text(&column, "plain ", 6);
    nd_column_style(&column, "<r>");
    nd_column_text(&column, "red red red", 11);
    nd_column_style(&column, "<b>");
    nd_column_text(&column, "blue", 4);
    nd_column_style(&column, "");
    nd_column_text(&column, ". x", 3);
    show(&column, &to);
    ck_assert_str_eq(to.bytes, "|plain||<r>red red\x1b[0m||<r>red\x1b[0m<b>blue\x1b[0m.||x|");
    nd_column_release(&column);
    nd_buf_release(&to);
}
END_TEST

START_TEST(a_row_may_end_where_it_is_said)
{
    nd_column column;
    nd_buf to;
    nd_buf_init(&to, NULL);
    nd_column_init(&column, 5, NULL);
    for (int i = 0; i < 4; i++) {
        nd_column_text(&column, "abc", i % 2 == 0 ? 3 : 2);
        nd_column_break(&column);
    }
    show(&column, &to);
    ck_assert_str_eq(to.bytes, "|abcab||abcab|");
    nd_column_clear(&column);
    nd_buf_clear(&to);
    nd_column_text(&column, "new", 3);
    nd_column_end(&column);
    nd_column_add(&column, 0, true, &to);
    nd_column_add(&column, 1, true, &to);
    nd_column_add(&column, 1, false, &to);
    nd_buf_add(&to, "", 1);
    ck_assert_str_eq(to.bytes, "new       ");
    nd_column_release(&column);
    nd_buf_release(&to);
}
END_TEST

START_TEST(rows_from_right_to_left_are_known)
{
    nd_column column;
    nd_column_init(&column, 6, NULL);
    static const char text[] = "left \xd7\xa9\xd7\x9c \xd8\xb3x \xe6\xbc\xa2 12";
    nd_column_text(&column, text, sizeof text - 1);
    nd_column_end(&column);
    ck_assert_uint_eq(column.n, 3);
    ck_assert(!nd_column_rtl(&column, 0) && nd_column_rtl(&column, 1) && !nd_column_rtl(&column, 2));
    ck_assert(!nd_column_rtl(&column, 3));
    nd_column_release(&column);
}
END_TEST

static uint64_t seed = 3;

static size_t below(size_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(seed >> 33) % n;
}

/* The letters of a text, whatever is between them. */
static void letters(nd_buf *to, const char *text, size_t len)
{
    nd_buf_clear(to);
    for (size_t i = 0; i < len; i++)
        if (!nd_term_is_white(text[i]))
            nd_buf_add(to, text + i, 1);
    nd_buf_add(to, "", 1);
}

START_TEST(no_row_is_too_wide_and_nothing_is_lost)
{
    static const char *const pieces[] = {"a", "bc", " ", "  ", "\n", "\xe6\xbc\xa2", "e\xcc\x81", "\xd7\xa9", "words", "."};
    for (int round = 0; round < 500; round++) {
        size_t width = 2 + below(12);
        nd_column column;
        nd_buf text, rows, wanted, found;
        nd_buf *all[] = {&text, &rows, &wanted, &found};
        for (size_t i = 0; i < ND_COUNT(all); i++)
            nd_buf_init(all[i], NULL);
        nd_column_init(&column, width, NULL);
        for (size_t i = below(60); i > 0; i--) {
            const char *piece = pieces[below(ND_COUNT(pieces))];
            nd_buf_puts(&text, piece);
            nd_column_text(&column, piece, strlen(piece));
            if (below(5) == 0)
                nd_column_break(&column);
        }
        nd_column_end(&column);
        for (size_t i = 0; i < column.n; i++) {
            size_t from = rows.len;
            nd_column_add(&column, i, false, &rows);
            size_t wide = nd_term_width(rows.bytes + from, rows.len - from);
            if (wide > width || wide != column.list[i].columns)
                ck_abort_msg("row %zu has %zu columns", i, wide);
        }
        letters(&wanted, text.bytes, text.len);
        letters(&found, rows.bytes, rows.len);
        ck_assert_str_eq(found.bytes, wanted.bytes);
        nd_column_release(&column);
        for (size_t i = 0; i < ND_COUNT(all); i++)
            nd_buf_release(all[i]);
    }
}
END_TEST

START_TEST(every_allocation_may_fail)
{
    bool failed = true;
    for (size_t n = 0; failed; n++) {
        scarce s = {.left = n};
        nd_column column;
        nd_column_init(&column, 6, SCARCE(&s));
        for (int i = 0; i < 60; i++)
            nd_column_text(&column, "text in a few rows, and longwordsthatarecut\n", 44);
        nd_column_end(&column);
        failed = nd_column_failed(&column);
        nd_column_release(&column);
        ck_assert_uint_eq(s.live, 0);
        ck_assert_uint_lt(n, 1000);
    }
}
END_TEST

Suite *column_suite(void);
Suite *column_suite(void)
{
    Suite *suite = suite_create("column");
    TCase *core = tcase_create("core"), *oom = tcase_create("oom");

    tcase_add_loop_test(core, text_is_set_as_listed, 0, ND_COUNT(told));
    tcase_add_test(core, a_row_begins_and_ends_without_style);
    tcase_add_test(core, a_row_may_end_where_it_is_said);
    tcase_add_test(core, rows_from_right_to_left_are_known);
    tcase_add_test(core, no_row_is_too_wide_and_nothing_is_lost);
    suite_add_tcase(suite, core);

    tcase_add_test(oom, every_allocation_may_fail);
    suite_add_tcase(suite, oom);
    return suite;
}
