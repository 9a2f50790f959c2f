/* SPDX-License-Identifier: MIT
 *
 * test_stutter.c - words twice in a row: mistakes are told, speech is not.
 */
#include "find_kinds.h"

static const struct {
    const char *text, *rows;
} told[] = {
    {"said the the harbour", "stutter 1 'the' = 1 'the'"},
    {"The the harbour", "stutter 1 'the' = 1 'The'"},
    {"It stood in the in the town.", "stutter 1 'in the' = 1 'in the'"},
    {"for the current for the current culture", "stutter 1 'for the current' = 1 'for the current'"},
    {"He met the two leaders. Leaders. They went.", "stutter 1 'Leaders' = 1 'leaders'"},
    {"He met the two leaders.\" Leaders.", "stutter 1 'Leaders' = 1 'leaders'"},
    {"he met two leaders. Leaders", "stutter 1 'Leaders' = 1 'leaders'"},
    {"they can't can't parse it", "stutter 1 'can't' = 1 'can't'"},
    {"a long line that is wrapped here because of the\nthe width of the page it is printed on and\nso on",
     "stutter 2 'the' = 1 'the'"},
    {"Er geht geht nach Hause", "stutter 1 'geht' = 1 'geht'"},
    /* Russian "on the the table": v v */
    {"\xd0\xbe\xd0\xbd \xd0\xb2 \xd0\xb2 \xd0\xb4\xd0\xbe\xd0\xbc\xd0\xb5", "stutter 1 '\xd0\xb2' = 1 '\xd0\xb2'"},
    /* Chinese: news bulletin, twice */
    {"\xe6\x96\xb0\xe9\x97\xbb\xe7\xa8\xbf\xe6\x96\xb0\xe9\x97\xbb\xe7\xa8\xbf\xe5\x8f\x91\xe5\xb8\x83",
     "stutter 1 '\xe6\x96\xb0\xe9\x97\xbb\xe7\xa8\xbf' = 1 '\xe6\x96\xb0\xe9\x97\xbb\xe7\xa8\xbf'"},
    /* Hindi: a postposition */
    {"\xe0\xa4\x98\xe0\xa4\xb0 \xe0\xa4\x95\xe0\xa5\x87 \xe0\xa4\x95\xe0\xa5\x87 \xe0\xa4\xaa\xe0\xa4\xbe\xe0\xa4\xb8",
     "stutter 1 '\xe0\xa4\x95\xe0\xa5\x87' = 1 '\xe0\xa4\x95\xe0\xa5\x87'"},
};

START_TEST(a_group_of_words_said_twice_is_told)
{
    finds(KIND(STUTTER), false, told[_i].text, told[_i].rows);
}
END_TEST

static const char *const silent[] = {
    "",
    "the",
    "He had had enough of that that day.",
    "very very cold, No, no! and New York, New York",
    "again and again and again they tried",
    "it went on and on for days, from doctor to doctor to find help",
    "no no no no",
    "a song: la la la",
    "They sailed to Kellbrae. Kellbrae was cold.",
    "\"Yes. Yes.\"",
    "Boutros Boutros-Ghali and the to-do do-nothing list",
    "the\nthe",
    "Jan Feb\nJan Feb",
    "True     True     Int32",
    "0 0 12 12 and 5 kg 5 kg",
    "late 60's, late 60's",
    "nous nous sommes, sie sie, die die, vous vous",
    "i I",
    "x x",
    /* Chinese reduplication: research, a look; Japanese: pikapika */
    "\xe7\xa0\x94\xe7\xa9\xb6\xe7\xa0\x94\xe7\xa9\xb6\xe3\x80\x82\xe7\x9c\x8b\xe7\x9c\x8b",
    "\xe3\x83\x94\xe3\x82\xab\xe3\x83\x94\xe3\x82\xab",
    "\xe5\x93\x88\xe5\x93\x88\xe5\x93\x88\xe5\x93\x88\xe5\x93\x88\xe5\x93\x88\xe5\x93\x88\xe5\x93\x88",
    /* Hindi: slowly; Korean: roughly */
    "\xe0\xa4\xa7\xe0\xa5\x80\xe0\xa4\xb0\xe0\xa5\x87 \xe0\xa4\xa7\xe0\xa5\x80\xe0\xa4\xb0\xe0\xa5\x87",
    "\xeb\x8c\x80\xec\xb6\xa9 \xeb\x8c\x80\xec\xb6\xa9 \xec\xb2\x98\xeb\xa6\xac",
    "buku-buku dan anak-anak",
};

START_TEST(what_languages_double_is_silent)
{
    finds(KIND(STUTTER), true, silent[_i], "");
}
END_TEST

static const struct {
    const char *text, *rows;
} marks[] = {
    {"cold,, so they", "punctuation 1 ',' = 1 ','"},
    {"cold, , so they", "punctuation 1 ',' = 1 ','"},
    {"empty.. Orders", "punctuation 1 '.' = 1 '.'"},
    {"training. .\nNext", "punctuation 1 '.' = 1 '.'"},
    {"the end..", "punctuation 1 '.' = 1 '.'"},
    {"\xe2\x80\x9cstability.\xe2\x80\x9d \xe2\x80\x9d he said", "punctuation 1 '\xe2\x80\x9d' = 1 '\xe2\x80\x9d'"},
    {"a\n\n\nb\n,, c", "punctuation 5 ',' = 5 ','"},
    {",, c", "punctuation 1 ',' = 1 ','"},
    {"\xe5\xa5\xbd\xe3\x80\x82\xe3\x80\x82\xe5\xa5\xbd", "punctuation 1 '\xe3\x80\x82' = 1 '\xe3\x80\x82'"},
    {"\xe5\xa5\xbd\xef\xbc\x8c\xef\xbc\x8c\xe5\xa5\xbd", "punctuation 1 '\xef\xbc\x8c' = 1 '\xef\xbc\x8c'"},
    {"wait... and so on.... !! ?? :: what?!", ""},
    {"a . . . b", ""},
    {"1..10 ../up (`..`) $x[1..(3)]", ""},
    {"well.. I think.. not.. at all", ""},
    {"so,,, and,, so", ""},
    {",,", ""},
    {"a,\n,b", ""},
};

START_TEST(a_mark_that_stands_twice_is_told)
{
    finds(KIND(PUNCTUATION), false, marks[_i].text, marks[_i].rows);
}
END_TEST

START_TEST(what_a_larger_finding_covers_is_not_told_again)
{
    finds(ND_REPEATS_ALL, false, "x\nsaid the the end,, no\ny\nsaid the the end,, no\n",
          "stutter 2 'the' = 2 'the'; punctuation 2 ',' = 2 ','; line 4 'said the the end,, no' = 2 'said the the end,, no'");
}
END_TEST

START_TEST(the_word_is_counted_in_its_line)
{
    static const char text[] = "one two\nthree four four\n";
    nd_repeats found;
    nd_repeat_finder *finder = finder_of(ND_REPEATS_ALL, false, NULL);
    ck_assert_int_eq(nd_repeats_find(finder, text, sizeof text - 1, &found, NULL), ND_OK);
    ck_assert_uint_eq(found.n_rows, 1);
    ck_assert_uint_eq(found.rows[0].word, 3);
    ck_assert_uint_eq(found.rows[0].words, 1);
    ck_assert(found.rows[0].weight > 0);
    nd_repeat_finder_free(finder);
}
END_TEST

START_TEST(marks_without_end_take_their_time_and_no_more)
{
    nd_buf text;
    nd_repeats found;
    nd_buf_init(&text, NULL);
    nd_buf_puts(&text, "word ");
    for (size_t i = 0; i < 400000; i++)
        nd_buf_puts(&text, i % 1000 == 0 ? ",,!\n" : ",,!");
    ck_assert(!text.failed);
    nd_repeat_finder *finder = finder_of(KIND(PUNCTUATION), true, NULL);
    ck_assert_int_eq(nd_repeats_find(finder, text.bytes, text.len, &found, NULL), ND_OK);
    ck_assert_uint_eq(found.n_rows, 400000);
    for (size_t i = 0; i < found.n_rows; i++)
        ck_assert_uint_eq(found.rows[i].at.line, 1 + (i + 999) / 1000);
    nd_repeat_finder_free(finder);
    nd_buf_release(&text);
}
END_TEST

Suite *stutter_suite(void);
Suite *stutter_suite(void)
{
    Suite *suite = suite_create("stutter");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits");
    tcase_add_loop_test(core, a_group_of_words_said_twice_is_told, 0, ND_COUNT(told));
    tcase_add_loop_test(core, what_languages_double_is_silent, 0, ND_COUNT(silent));
    tcase_add_loop_test(core, a_mark_that_stands_twice_is_told, 0, ND_COUNT(marks));
    tcase_add_test(core, what_a_larger_finding_covers_is_not_told_again);
    tcase_add_test(core, the_word_is_counted_in_its_line);
    suite_add_tcase(suite, core);
    tcase_set_timeout(limits, 120);
    tcase_add_test(limits, marks_without_end_take_their_time_and_no_more);
    suite_add_tcase(suite, limits);
    return suite;
}
