/* SPDX-License-Identifier: MIT
 *
 * test_excerpt.c - pieces of a text on one line: marks, cuts and columns; which words
 * are marked, and which findings are one group.
 */
#include "report/excerpt.h"
#include "report/groups.h"
#include "report/marking.h"
#include "report/term.h"
#include "scarce.h"

#include <check.h>

/* ---- excerpts */

static void shows(const nd_marked *pieces, size_t n, bool before, bool after, size_t columns, bool color, const char *line)
{
    nd_buf to;
    nd_buf_init(&to, NULL);
    nd_excerpt(&to, pieces, n, before, after, columns, color);
    nd_buf_add(&to, "", 1);
    ck_assert_str_eq(to.bytes, line);
    if (!color)
        ck_assert_uint_le(nd_term_width(to.bytes, to.len - 1), columns);
    nd_buf_release(&to);
}

#define PIECE(text, mark) {text, sizeof(text) - 1, mark}

START_TEST(marks_stand_around_the_words_they_are_of)
{
    static const nd_marked p[] = {PIECE("said the ", ND_MARK_NONE), PIECE("two  leaders", ND_MARK_SAME),
                                  PIECE(".\nThey", ND_MARK_NONE), PIECE(" went", ND_MARK_ADDED), PIECE(" home", ND_MARK_REMOVED)};
    shows(p, 5, false, false, 80, false, "\"said the {=two leaders=}. They {+went+} [-home-]\"");
    shows(p, 5, false, false, 80, true,
          "\"said the \x1b[1mtwo leaders\x1b[0m. They \x1b[1;32mwent\x1b[0m \x1b[1;31mhome\x1b[0m\"");
    shows(p, 5, true, true, 80, false, "\"... said the {=two leaders=}. They {+went+} [-home-] ...\"");
    shows(p, 5, false, false, 24, false, "\"said the {=two=} ...\"");
    shows(p, 5, false, false, 20, false, "\"said the ...\"");
    shows(p, 1, false, false, 10, false, "\"said the\"");
}
END_TEST

START_TEST(what_is_too_wide_is_cut_between_words_or_characters)
{
    static const nd_marked long_word[] = {PIECE("incomprehensibilities and more", ND_MARK_NONE)};
    static const nd_marked han[] = {PIECE("\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97", ND_MARK_NONE)};
    static const nd_marked wild[] = {PIECE("\x1b[2J\xff", ND_MARK_SAME)};
    static const nd_marked none[] = {PIECE("", ND_MARK_NONE)};
    shows(long_word, 1, false, false, 16, false, "\"incomprehe ...\"");
    shows(han, 1, false, false, 14, false, "\"\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97\"");
    shows(han, 1, false, false, 12, false, "\"\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2 ...\"");
    shows(wild, 1, false, false, 40, false, "\"{=\\x1b[2J\\xff=}\"");
    shows(none, 1, false, false, 10, false, "\"\"");
}
END_TEST

START_TEST(no_width_is_overrun)
{
    static const nd_marked p[] = {PIECE("Kop\xc3\xa9 \xe6\xbc\xa2\xe5\xad\x97 and", ND_MARK_ADDED), PIECE(" some more words", ND_MARK_NONE),
                                  PIECE(" that are long", ND_MARK_REMOVED)};
    for (size_t columns = 10; columns < 70; columns++) {
        nd_buf to;
        nd_buf_init(&to, NULL);
        nd_excerpt(&to, p, 3, columns % 2 == 0, false, columns, false);
        ck_assert_uint_le(nd_term_width(to.bytes, to.len), columns);
        nd_buf_release(&to);
    }
}
END_TEST

/* ---- marking */

static void marks(const char *text, nd_place own, nd_place other, size_t columns, const char *line)
{
    nd_opts opts;
    nd_text *folder;
    nd_marking m;
    nd_buf to;
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_text_new(&folder, &opts, NULL, NULL), ND_OK);
    nd_marking_init(&m, folder, NULL);
    ck_assert(nd_mark_different(&m, text, &own, &other, ND_MARK_ADDED, columns));
    nd_buf_init(&to, NULL);
    nd_excerpt(&to, m.pieces, m.n, m.before, m.after, columns, false);
    nd_buf_add(&to, "", 1);
    ck_assert_str_eq(to.bytes, line);
    nd_buf_release(&to);
    nd_marking_release(&m);
    nd_text_free(folder);
}

START_TEST(words_that_the_other_place_lacks_are_marked)
{
    static const char text[] = "A and B attend a dinner at C.\nB and A leave the dinner, at C";
    const nd_place first = {1, 0, 29}, second = {2, 30, 30};
    marks(text, second, first, 80, "\"B and A {+leave the+} dinner, at C\"");
    marks(text, first, second, 80, "\"{+A+} and B {+attend+} a dinner at C.\"");
    marks(text, first, first, 80, "\"A and B attend a dinner at C.\"");
    marks(text, second, (nd_place){1, 0, 0}, 80, "\"{+B and A leave the dinner, at C+}\"");
}
END_TEST

START_TEST(a_far_word_that_differs_is_shown_with_some_before_it)
{
    static const char text[] = "one two three four five six seven eight nine ten\none two three four five six seven eight nine TEN eleven";
    marks(text, (nd_place){2, 49, 55}, (nd_place){1, 0, 48}, 40, "\"... eight nine TEN {+eleven+}\"");
}
END_TEST

START_TEST(a_line_is_shown_around_what_repeats_in_it)
{
    static const char text[] = "before\nand so it was that he said the the harbour master would come to the quay and wait\nafter";
    nd_marking m;
    nd_buf to;
    nd_marking_init(&m, NULL, NULL);
    ck_assert(nd_mark_in_line(&m, text, sizeof text - 1, 34, 41, 36));
    nd_buf_init(&to, NULL);
    nd_excerpt(&to, m.pieces, m.n, m.before, m.after, 36, false);
    nd_buf_add(&to, "", 1);
    ck_assert_str_eq(to.bytes, "\"... he said {=the the=} ...\"");
    nd_buf_release(&to);
    nd_marking_release(&m);
}
END_TEST

/* ---- groups */

START_TEST(rows_that_repeat_one_place_are_a_group)
{
    static const nd_repeat rows[] = {
        {.kind = ND_REPEAT_LINE, .at = {3, 30, 5}, .of = {1, 0, 5}, .weight = 5},
        {.kind = ND_REPEAT_NEAR_LINE, .at = {4, 40, 5}, .of = {1, 0, 5}, .weight = 7},
        {.kind = ND_REPEAT_LINE, .at = {5, 50, 5}, .of = {1, 0, 5}, .weight = 5},
        {.kind = ND_REPEAT_NEAR_LINE, .at = {6, 60, 5}, .of = {1, 0, 5}, .weight = 8},
        {.kind = ND_REPEAT_PHRASE, .at = {7, 70, 9}, .of = {1, 0, 9}, .weight = 1},
    };
    const nd_repeats repeats = {.rows = rows, .n_rows = ND_COUNT(rows)};
    nd_groups groups;
    ck_assert(nd_groups_make(&groups, &repeats, false, NULL));
    ck_assert_uint_eq(groups.n, 4);
    ck_assert_uint_eq(groups.list[0].n, 2);
    ck_assert_uint_eq(groups.members[groups.list[0].first], 0);
    ck_assert_uint_eq(groups.members[groups.list[0].first + 1], 2);
    ck_assert_uint_eq(groups.members[groups.list[1].first], 1);
    nd_groups_release(&groups);
    ck_assert(nd_groups_make(&groups, &repeats, true, NULL));
    ck_assert_uint_eq(groups.members[groups.list[0].first], 0); /* 5 + 5 bits */
    ck_assert_uint_eq(groups.members[groups.list[1].first], 3);
    ck_assert_uint_eq(groups.members[groups.list[3].first], 4);
    nd_groups_release(&groups);
    for (size_t left = 0; left < 3; left++) {
        scarce s = {.left = left};
        ck_assert(!nd_groups_make(&groups, &repeats, false, SCARCE(&s)));
        nd_groups_release(&groups);
        ck_assert_uint_eq(s.live, 0);
    }
}
END_TEST

Suite *excerpt_suite(void);
Suite *excerpt_suite(void)
{
    Suite *suite = suite_create("excerpt");
    TCase *core = tcase_create("core");
    tcase_add_test(core, marks_stand_around_the_words_they_are_of);
    tcase_add_test(core, what_is_too_wide_is_cut_between_words_or_characters);
    tcase_add_test(core, no_width_is_overrun);
    tcase_add_test(core, words_that_the_other_place_lacks_are_marked);
    tcase_add_test(core, a_far_word_that_differs_is_shown_with_some_before_it);
    tcase_add_test(core, a_line_is_shown_around_what_repeats_in_it);
    tcase_add_test(core, rows_that_repeat_one_place_are_a_group);
    suite_add_tcase(suite, core);
    return suite;
}
