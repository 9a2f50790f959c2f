/* SPDX-License-Identifier: MIT
 *
 * test_date.c - dates as they stand in records, against seconds that were counted elsewhere.
 */
#include "run/date.h"

#include <check.h>
#include <string.h>

Suite *date_suite(void);

static const struct {
    const char *text;
    double seconds;
} dates[] = {
    {"1970-01-01", 0},
    {"2024-02-29", 1709164800},
    {"2024-03-01", 1709251200},
    {"1900-03-01", -2203891200.0},
    {"19160301", -1698969600},
    {"2026/01/31", 1769817600},
    {"2026-01-31T12:34:56Z", 1769862896},
    {"2026-01-31T12:34:56.5+02:00", 1769855696.5},
    {"2026-01-31 12:34", 1769862840},
    {" 1-MAR-1987 15:01:01.75", 541609261.75},
    {"31 January 1987", 539049600},
    {"Mon, 29 Mar 1993 11:57:19 GMT", 733406239},
    {"Mon, 29 Mar 1993 11:57:19 -0500", 733424239},
    {"January 31, 1987", 539049600},
};

START_TEST(dates_are_seconds)
{
    double seconds = -1;
    ck_assert(nd_date_read(dates[_i].text, strlen(dates[_i].text), &seconds));
    ck_assert_msg(seconds == dates[_i].seconds, "%s is %.2f", dates[_i].text, seconds);
}
END_TEST

static const char *const others[] = {
    "", " ", "10", "yesterday", "2026-13-01", "2026-01-32", "1712345678", "20240", "202601311", "31-FOO-1987", "-5",
    "2026-01-31 is the day on which this was written, and no more than a day",
};

START_TEST(other_strings_are_no_dates)
{
    double seconds;
    ck_assert(!nd_date_read(others[_i], strlen(others[_i]), &seconds));
}
END_TEST

/* A token of a record does not end in NUL. */
START_TEST(what_stands_behind_is_not_read)
{
    double seconds;
    ck_assert(nd_date_read("2026-01-31T12:34:56Z", 10, &seconds));
    ck_assert(seconds == 1769817600);
}
END_TEST

Suite *date_suite(void)
{
    Suite *suite = suite_create("date");
    TCase *core = tcase_create("core");
    tcase_add_loop_test(core, dates_are_seconds, 0, sizeof dates / sizeof *dates);
    tcase_add_loop_test(core, other_strings_are_no_dates, 0, sizeof others / sizeof *others);
    tcase_add_test(core, what_stands_behind_is_not_read);
    suite_add_tcase(suite, core);
    return suite;
}
