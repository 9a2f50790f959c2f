/* SPDX-License-Identifier: MIT
 *
 * test_template.c - lines of furniture that begin or end alike, by hand in several
 * scripts, what only looks so, and made-up labels whose groups are known.
 */
#include "find_kinds.h"

#include <stdlib.h>

#define TEMPLATES KIND(TEMPLATE)

/* The title of a text is no furniture. */
#define TITLE "A hard night on the coast\n\n"
#define PROSE "\n\nThe harbour master opened the gate at dawn, and the first trawlers came in with the tide.\n\n"

static const struct {
    const char *text, *rows;
} told[] = {
    {"", ""},
    {TITLE "See also: One", ""},
    /* a label, a tail, both; no line end at the end; Windows line ends */
    {TITLE "See also: Ten storms that changed the shore" PROSE "See also: Dairy asks for second crossing",
     "template 7 'See also: Dairy asks for second crossing' ~ 3 'See also: Ten storms that changed the shore'"},
    {"A hard night\r\n\r\nThe bridge is late | Photo gallery\r\n\r\nIt rained.\r\n\r\nStorks nest on a roof | Photo gallery\r\n",
     "template 7 'Storks nest on a roof | Photo gallery' ~ 3 'The bridge is late | Photo gallery'"},
    {TITLE "Photo: Ivo Strand / Coast Press" PROSE "Photo: Neve Carrick / Coast Press",
     "template 7 'Photo: Neve Carrick / Coast Press' ~ 3 'Photo: Ivo Strand / Coast Press'"},
    {TITLE "Misprinted stamp fetches two millions (subscribers only)" PROSE "Whale swims up the river (subscribers only)",
     "template 7 'Whale swims up the river (subscribers only)' ~ 3 'Misprinted stamp fetches two millions (subscribers only)'"},
    /* a group of three has one first */
    {TITLE "Read more: A" PROSE "Read more: B" PROSE "READ MORE: C",
     "template 7 'Read more: B' ~ 3 'Read more: A'; template 11 'READ MORE: C' ~ 3 'Read more: A'"},
    /* without a mark: most of the line */
    {TITLE "Read more about floods" PROSE "Read more about night trains",
     "template 7 'Read more about night trains' ~ 3 'Read more about floods'"},
    {TITLE "Alles zum Thema Hochwasser" PROSE "Alles zum Thema Schulessen",
     "template 7 'Alles zum Thema Schulessen' ~ 3 'Alles zum Thema Hochwasser'"},
    {TITLE "The lighthouse is open to all visitors" PROSE "The lighthouse was dark", ""},
    /* Arabic, Hindi, Japanese, Thai, Greek */
    {TITLE "اقرأ أيضًا: توقف العبارة بسبب الرياح" PROSE "اقرأ أيضًا: المسبح يبقى مغلقا",
     "template 7 'اقرأ أيضًا: المسبح يبقى مغلقا' ~ 3 'اقرأ أيضًا: توقف العبارة بسبب الرياح'"},
    {TITLE "यह भी पढ़ें: नया पुल देर से खुलेगा" PROSE "यह भी पढ़ें: तरणताल बंद रहेगा",
     "template 7 'यह भी पढ़ें: तरणताल बंद रहेगा' ~ 3 'यह भी पढ़ें: नया पुल देर से खुलेगा'"},
    {TITLE "関連記事：市民プール、夏の間は休館" PROSE "関連記事：新しい橋の開通は一年遅れ",
     "template 7 '関連記事：新しい橋の開通は一年遅れ' ~ 3 '関連記事：市民プール、夏の間は休館'"},
    {TITLE "อ่านเพิ่มเติม: ทำไมช้างลงจากเขา" PROSE "อ่านเพิ่มเติม: เปิดใจยามตลาด",
     "template 7 'อ่านเพิ่มเติม: เปิดใจยามตลาด' ~ 3 'อ่านเพิ่มเติม: ทำไมช้างลงจากเขา'"},
    {TITLE "Διαβάστε επίσης: Ποιος έκρυψε τα καθίσματα" PROSE "Διαβάστε επίσης: Γιατί σωπαίνουν τα τζιτζίκια",
     "template 7 'Διαβάστε επίσης: Γιατί σωπαίνουν τα τζιτζίκια' ~ 3 'Διαβάστε επίσης: Ποιος έκρυψε τα καθίσματα'"},
};

START_TEST(lines_of_furniture_are_told_with_their_first)
{
    finds(TEMPLATES, false, told[_i].text, told[_i].rows);
}
END_TEST

static const char *const natural[] = {
    /* people speak: sentences, in turns */
    TITLE "Anna: I never saw the goose.\nBen: That is a lie.\nAnna: It is not.\nBen: It is, and you know it.\n",
    TITLE "Q: Who paid\nA: Nobody did\nQ: Who will\nA: Nobody\n",
    /* figures and times are no labels */
    TITLE "Total 3: red boats" PROSE "Total 3: green nets",
    TITLE "10:15 The gate opens" PROSE "10:15 The gate is shut",
    /* a form: its fields stand in one order below each other */
    TITLE "Type: boat\nOwner: Strand\nColour: red\n\nIt rained.\n\nType: net\nOwner: Carrick\nColour: green\n",
    /* rows of a table, code, items, addresses, initials */
    TITLE "Lund: Tam     44   red\n\nIt rained.\n\nLund: Bo     45   green\n",
    TITLE "list::add(a[i], b[i]);\n\nIt rained.\n\nlist::add(c[k], d[k]);\n",
    TITLE "- The script calls a command\n\nIt rained.\n\n- The script calls another\n",
    TITLE "roby@news.example.com wrote\n\nIt rained.\n\nroby@news.example.com answers\n",
    TITLE "Re: the gate\n\nIt rained.\n\nRe: a boat\n",
    /* a sentence that was broken into lines, a title and what is below it, a name */
    "Italians demand war against Germany\n\nIt rained.\n\nand so there came in the end\na declaration of war against Germany\n",
    "Treasury balances at the central bank rose\n\nTreasury balances at the bank\n\n",
    TITLE "Mayor Neve Carrick of Ostrey\n\nIt rained.\n\nMayor Neve Carrick of Skarvholm\n",
    /* whole sentences need a label */
    TITLE "We went to the river.\n\nIt rained.\n\nWe went to the hill.\n",
    /* equal lines are told as lines */
    TITLE "See also: One two three\n\nIt rained.\n\nSee also: One two three\n",
};

START_TEST(what_only_looks_like_furniture_is_not_told)
{
    finds(TEMPLATES, true, natural[_i], "");
}
END_TEST

START_TEST(similarity_is_the_share_of_words_that_both_ends_have)
{
    static const char text[] = TITLE "Photo: Ivo Strand / Coast Press" PROSE "Photo: Neve Anna Carrick / Coast Press";
    nd_repeats found;
    nd_repeat_finder *finder = finder_of(TEMPLATES, false, NULL);
    for (int again = 0; again < 2; again++) {
        ck_assert_int_eq(nd_repeats_find(finder, text, sizeof text - 1, &found, NULL), ND_OK);
        ck_assert_uint_eq(found.n_rows, 1);
        ck_assert_double_eq_tol(found.rows[0].similarity, 3. / 6, 1e-9);
        ck_assert_uint_eq(found.rows[0].words, 6);
    }
    nd_repeat_finder_free(finder);
}
END_TEST

/* ---- made-up labels */

enum { LINES = 40, LABELS = 12 };

static uint64_t state;

/* A number below n; xorshift (Marsaglia 2003). */
static size_t roll(size_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (size_t)(state >> 11) % n;
}

/* A word of its own for each number. */
static void add_word(nd_buf *to, char begin, size_t number)
{
    nd_buf_printf(to, "%c%c%c%c", begin, 'a' + (int)(number % 26), 'a' + (int)(number / 26 % 26), 'a' + (int)(number / 676 % 26));
}

START_TEST(each_line_with_a_label_is_told_with_the_first_of_that_label)
{
    static const char *const behind[] = {": ", " | ", " \xe2\x80\x93 ", " - ", " \xc2\xbb ", "\xef\xbc\x9a"};
    nd_repeats found;
    nd_buf text;
    nd_repeat_finder *finder = finder_of(TEMPLATES, false, NULL);
    nd_buf_init(&text, NULL);
    state = 3;
    for (int round = 0; round < 500; round++) {
        size_t label[LINES], first[LABELS], n_rows = 0, word = 0;
        memset(first, 0, sizeof first);
        nd_buf_clear(&text);
        nd_buf_puts(&text, TITLE);
        for (size_t i = 0; i < LINES; i++) {
            size_t own = label[i] = roll(LABELS);
            for (size_t k = 0; k < 1 + own % 4; k++) {
                nd_buf_puts(&text, k > 0 ? " " : "");
                add_word(&text, 'l', own * 4 + k);
            }
            nd_buf_puts(&text, behind[own % ND_COUNT(behind)]);
            for (size_t n = 1 + roll(9); n > 0; n--) {
                add_word(&text, 'r', word++);
                nd_buf_puts(&text, n > 1 ? " " : "");
            }
            nd_buf_puts(&text, roll(2) ? "\n\n" : PROSE);
        }
        ck_assert(!text.failed);
        ck_assert_int_eq(nd_repeats_find(finder, text.bytes, text.len, &found, NULL), ND_OK);
        /* lines come in order: the i-th labelled line is the i-th that begins with l */
        size_t at = 0;
        for (size_t i = 0; i < LINES; i++) {
            while (text.bytes[at] != 'l' || text.bytes[at - 1] != '\n')
                at++;
            if (first[label[i]] == 0) {
                first[label[i]] = at++;
                continue;
            }
            if (n_rows == found.n_rows)
                ck_abort_msg("round %d: %zu rows", round, found.n_rows);
            const nd_repeat *r = &found.rows[n_rows++];
            if (r->at.offset != at || r->of.offset != first[label[i]])
                ck_abort_msg("round %d: row %zu at %zu of %zu, not %zu of %zu", round, n_rows, r->at.offset, r->of.offset, at,
                             first[label[i]]);
            at++;
        }
        ck_assert_uint_eq(n_rows, found.n_rows);
    }
    nd_buf_release(&text);
    nd_repeat_finder_free(finder);
}
END_TEST

/* ---- limits, hostile, oom */

static const struct {
    const char *unit;
    size_t times;
} huge[] = {
    {"See also: %\n\n", 300000}, {"% | Photo gallery\n", 300000}, {"Read more about %\n", 300000}, {":\n", 1000000},
    {"a: ", 2000000}, {"word %: word word\n", 300000},
};

START_TEST(a_million_lines_of_furniture_take_their_time_and_no_more)
{
    nd_buf text;
    nd_repeats found;
    nd_buf_init(&text, NULL);
    for (size_t i = 0; i < huge[_i].times; i++) {
        const char *number = strchr(huge[_i].unit, '%');
        nd_buf_add(&text, huge[_i].unit, number != NULL ? (size_t)(number - huge[_i].unit) : strlen(huge[_i].unit));
        if (number == NULL)
            continue;
        add_word(&text, 'x', i);
        nd_buf_puts(&text, number + 1);
    }
    ck_assert(!text.failed);
    nd_repeat_finder *finder = finder_of(TEMPLATES, false, NULL);
    ck_assert_int_eq(nd_repeats_find(finder, text.bytes, text.len, &found, NULL), ND_OK);
    ck_assert_uint_lt(found.n_rows, huge[_i].times);
    nd_repeat_finder_free(finder);
    nd_buf_release(&text);
}
END_TEST

START_TEST(a_long_first_line_is_looked_at_once)
{
    nd_buf text;
    nd_repeats found;
    nd_buf_init(&text, NULL);
    nd_buf_puts(&text, TITLE "Alpha Beta");
    for (size_t i = 0; i < 400000; i++)
        nd_buf_puts(&text, "!!!!!!!!!!");
    nd_buf_puts(&text, " Gamma\n\n");
    for (size_t i = 0; i < 40000; i++) {
        nd_buf_puts(&text, "Alpha Beta ");
        add_word(&text, 'x', i);
        nd_buf_puts(&text, "\n\n");
    }
    ck_assert(!text.failed);
    nd_repeat_finder *finder = finder_of(TEMPLATES, false, NULL);
    ck_assert_int_eq(nd_repeats_find(finder, text.bytes, text.len, &found, NULL), ND_OK);
    nd_repeat_finder_free(finder);
    nd_buf_release(&text);
}
END_TEST

START_TEST(any_bytes_are_searched)
{
    static const char bytes[] = "ab c d  \n\n\n\r\t:|>-/\xe2\x80\x93\xef\xbc\x9a\xc3\xa9\xcc\x81\x80\xff\xe6\xb1\x89\0\xe0\xb9\x80()[]";
    nd_repeats found;
    nd_repeat_finder *finder = finder_of(TEMPLATES, true, NULL);
    state = 9;
    for (int round = 0; round < 5000; round++) {
        size_t len = roll(300);
        char *text = malloc(len + 1);
        for (size_t i = 0; i < len; i++)
            text[i] = i > 15 && roll(5) > 0 ? text[i - 15] : bytes[roll(sizeof bytes - 1)];
        ck_assert_int_eq(nd_repeats_find(finder, text, len, &found, NULL), ND_OK);
        for (size_t i = 0; i < found.n_rows; i++) {
            const nd_repeat *r = &found.rows[i];
            if (r->at.offset + r->at.len > len || r->of.offset >= r->at.offset || !(r->similarity > 0 && r->similarity < 1))
                ck_abort_msg("round %d, row %zu", round, i);
        }
        free(text);
    }
    nd_repeat_finder_free(finder);
}
END_TEST

START_TEST(every_allocation_may_fail)
{
    static const char text[] = TITLE "See also: One" PROSE "See also: Two" PROSE "Read more about floods\n\nRead more about fairs\n";
    finds_when_allocations_fail(TEMPLATES, text, sizeof text - 1, 2, 5);
}
END_TEST

Suite *template_suite(void);
Suite *template_suite(void)
{
    Suite *suite = suite_create("template");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits"), *hostile = tcase_create("hostile");
    tcase_add_loop_test(core, lines_of_furniture_are_told_with_their_first, 0, ND_COUNT(told));
    tcase_add_loop_test(core, what_only_looks_like_furniture_is_not_told, 0, ND_COUNT(natural));
    tcase_add_test(core, similarity_is_the_share_of_words_that_both_ends_have);
    tcase_add_test(core, each_line_with_a_label_is_told_with_the_first_of_that_label);
    tcase_set_timeout(core, 60);
    suite_add_tcase(suite, core);
    tcase_set_timeout(limits, 120);
    tcase_add_loop_test(limits, a_million_lines_of_furniture_take_their_time_and_no_more, 0, ND_COUNT(huge));
    tcase_add_test(limits, a_long_first_line_is_looked_at_once);
    suite_add_tcase(suite, limits);
    tcase_add_test(hostile, any_bytes_are_searched);
    tcase_add_test(hostile, every_allocation_may_fail);
    tcase_set_timeout(hostile, 60);
    suite_add_tcase(suite, hostile);
    return suite;
}
