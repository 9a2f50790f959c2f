/* SPDX-License-Identifier: MIT
 *
 * test_progress.c - the progress line: what it says, that it fits its terminal, is not
 * drawn too often, and is wiped; and its JSON Lines.
 */
#include "cli/progress.h"

#include <check.h>
#include <stdlib.h>
#include <unistd.h>

static const nd_progress some = {"read", 630, 1000, 258000000000};

static const struct {
    nd_progress progress;
    double      seconds;
    unsigned    width;
    const char *line;
} lines[] = {
    {{"read", 630, 1000, 258000000000}, 136, 100,
     "read      [#############---------]  63 %  258 GB  1.9 GB/s  time left 1:20"},
    {{"read", 630, 1000, 258000000000}, 136, 60,
     "read      [####---]  63 %  258 GB  1.9 GB/s  time left 1:20"},
    {{"read", 630, 1000, 258000000000}, 136, 56,
     "read      63 %  258 GB  1.9 GB/s  time left 1:20"},
    {{"read", 630, 1000, 258000000000}, 136, 21, "read      63 %  258 "},
    {{"read", 630, 1000, 258000000000}, 136, 1, ""},
    {{"read", 630, 1000, 258000000000}, 136, 0, ""},
    {{"read", 5000, 0, 7000}, 2, 80, "read      7.0 kB  3.5 kB/s"},
    {{"decide", 100, 100, 0}, 1, 80, "decide    [######################]  100 %  100 B  100 B/s"},
    {{"write", 200, 100, 0}, 1, 80, "write     [######################]  100 %  200 B  200 B/s"},
    {{"read", 0, 100, 0}, 0, 80, "read      [----------------------]   0 %  0 B"},
    {{"read", 1, 100, 0}, 3600, 80,
     "read      [----------------------]   1 %  1 B  0 B/s  time left 99:00:00"},
    {{"read", 1, UINT64_MAX, 0}, 1e9, 120,
     "read      [----------------------]   0 %  1 B  0 B/s  time left 277777:46:40"},
};

START_TEST(the_line_says_how_far_and_fits)
{
    char line[256];
    size_t n = nd_progress_line(line, sizeof line, &lines[_i].progress, lines[_i].seconds, lines[_i].width);
    ck_assert_str_eq(line, lines[_i].line);
    ck_assert_uint_eq(n, strlen(line));
    ck_assert(n < lines[_i].width || n == 0);
}
END_TEST

START_TEST(a_line_fits_any_width_and_any_numbers)
{
    static const uint64_t numbers[] = {0, 1, 999, 1000, 999499, 999500, UINT64_C(1) << 40, UINT64_MAX};
    char line[256];
    for (unsigned width = 0; width < 130; width++) {
        for (size_t i = 0; i < ND_COUNT(numbers) * ND_COUNT(numbers); i++) {
            nd_progress p = {"write", numbers[i % ND_COUNT(numbers)], numbers[i / ND_COUNT(numbers)],
                             numbers[(i * 3) % ND_COUNT(numbers)]};
            size_t n = nd_progress_line(line, sizeof line, &p, 0.3, width);
            ck_assert_uint_eq(n, strlen(line));
            ck_assert(n < width || n == 0);
        }
    }
}
END_TEST

START_TEST(bytes_are_shown_with_two_or_three_digits)
{
    static const struct {
        double      bytes;
        const char *text;
    } rows[] = {
        {0, "0 B"}, {812, "812 B"}, {999, "999 B"}, {999.6, "1.0 kB"}, {1000, "1.0 kB"},
        {1949, "1.9 kB"}, {9940, "9.9 kB"}, {9950, "10 kB"}, {999499, "999 kB"}, {999500, "1.0 MB"},
        {1.9e9, "1.9 GB"}, {258e9, "258 GB"}, {4.09e11, "409 GB"}, {5e12, "5.0 TB"},
        {1.8e19, "18000 PB"},
    };
    char text[32];
    for (size_t i = 0; i < ND_COUNT(rows); i++) {
        nd_bytes_text(text, sizeof text, rows[i].bytes);
        ck_assert_str_eq(text, rows[i].text);
    }
}
END_TEST

/* What a view writes, read back from a pipe. */
static size_t written(int from, char *to, size_t cap)
{
    ssize_t n = read(from, to, cap - 1);
    to[n > 0 ? n : 0] = '\0';
    return n > 0 ? (size_t)n : 0;
}

START_TEST(it_is_drawn_at_most_ten_times_a_second)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    nd_progress_view view = {.style = ND_PROGRESS_LINE, .width = 80, .fd = ends[1]};
    for (int i = 0; i < 100; i++)
        nd_progress_show(&view, &some, 50 + i * 0.01);
    close(ends[1]);
    char bytes[8192];
    size_t n = written(ends[0], bytes, sizeof bytes), drawn = 0;
    for (size_t i = 0; i < n; i++)
        drawn += bytes[i] == '\r';
    ck_assert_uint_ge(drawn, 8);
    ck_assert_uint_le(drawn, 10);
    close(ends[0]);
}
END_TEST

START_TEST(a_shorter_line_covers_the_longer_and_hiding_wipes_it)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    nd_progress_view view = {.style = ND_PROGRESS_LINE, .width = 80, .fd = ends[1]};
    nd_progress shorter = {"read", 0, 0, 7000};
    char first[512], second[512], wiped[512];
    nd_progress_show(&view, &some, 1);
    nd_progress_show(&view, &some, 137);
    size_t a = written(ends[0], first, sizeof first);
    nd_progress_show(&view, &shorter, 138);
    size_t b = written(ends[0], second, sizeof second);
    ck_assert_uint_eq(a, b);
    ck_assert(second[0] == '\r' && second[b - 1] == ' ');
    nd_progress_hide(&view);
    size_t c = written(ends[0], wiped, sizeof wiped);
    ck_assert(wiped[0] == '\r' && wiped[c - 1] == '\r');
    ck_assert_uint_eq(strspn(wiped + 1, " "), c - 2);
    ck_assert_uint_eq(view.drawn, 0);
    nd_progress_hide(&view); /* nothing more to wipe */
    close(ends[1]);
    ck_assert_uint_eq(written(ends[0], wiped, sizeof wiped), 0);
    close(ends[0]);
}
END_TEST

START_TEST(json_rows_tell_of_every_stage)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    nd_progress_view view = {.style = ND_PROGRESS_JSON, .width = 80, .fd = ends[1]};
    nd_progress write_stage = {"write", 7, 9, 0};
    nd_progress_show(&view, &some, 10);
    nd_progress_show(&view, &some, 10.05);
    nd_progress_show(&view, &some, 10.2);
    nd_progress_show(&view, &write_stage, 10.21);
    nd_progress_hide(&view);
    close(ends[1]);
    char bytes[1024];
    written(ends[0], bytes, sizeof bytes);
#define ROW(stage, numbers) "{\"type\":\"progress\",\"v\":1,\"stage\":\"" stage "\"," numbers "}\n"
    ck_assert_str_eq(bytes, ROW("read", "\"done\":630,\"total\":1000,\"text\":258000000000,\"seconds\":0.0")
                            ROW("read", "\"done\":630,\"total\":1000,\"text\":258000000000,\"seconds\":0.2")
                            ROW("write", "\"done\":7,\"total\":9,\"text\":0,\"seconds\":0.0"));
    close(ends[0]);
}
END_TEST

START_TEST(nothing_is_drawn_where_nobody_looks)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    nd_progress_view view = {.width = 80, .fd = ends[1]};
    nd_progress_show(&view, &some, 10);
    nd_progress_show(&view, &some, 20);
    nd_progress_hide(&view);
    close(ends[1]);
    char bytes[16];
    ck_assert_uint_eq(written(ends[0], bytes, sizeof bytes), 0);
    close(ends[0]);
    view = (nd_progress_view){.style = ND_PROGRESS_LINE, .width = 80, .fd = -1};
    nd_progress_show(&view, &some, 10);
    nd_progress_show(&view, &some, 20);
    ck_assert(nd_seconds() <= nd_seconds());
}
END_TEST

Suite *progress_suite(void);
Suite *progress_suite(void)
{
    Suite *suite = suite_create("progress");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits");
    tcase_add_loop_test(core, the_line_says_how_far_and_fits, 0, ND_COUNT(lines));
    tcase_add_test(core, bytes_are_shown_with_two_or_three_digits);
    tcase_add_test(core, it_is_drawn_at_most_ten_times_a_second);
    tcase_add_test(core, a_shorter_line_covers_the_longer_and_hiding_wipes_it);
    tcase_add_test(core, json_rows_tell_of_every_stage);
    tcase_add_test(limits, a_line_fits_any_width_and_any_numbers);
    tcase_add_test(limits, nothing_is_drawn_where_nobody_looks);
    suite_add_tcase(suite, core);
    suite_add_tcase(suite, limits);
    return suite;
}
