/* SPDX-License-Identifier: MIT
 *
 * test_compare_text.c - the page of two columns: whole pages as they must look, at a
 * narrow and a wide width and in several scripts, and what holds of any page.
 */
#include "report/compare_text.h"
#include "report/term.h"
#include "scarce.h"

#include <check.h>
#include <stdio.h>

static void page_of(nd_buf *to, const char *a, size_t len_a, const char *b, size_t len_b, size_t width, bool color)
{
    nd_opts opts;
    nd_aligner *aligner;
    nd_alignment alignment;
    nd_similarity similarity = {.jaccard = .5, .containment = .75, .coverage = .6};
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_aligner_new(&aligner, &opts, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_align(aligner, a, len_a, b, len_b, &alignment, NULL), ND_OK);
    nd_comparison comparison = {
        .a = {"a.txt", 0, NULL, 0},
        .b = {"b.jsonl", 12, "\"a9\"", 4},
        .text_a = a,
        .text_b = b,
        .len_a = len_a,
        .len_b = len_b,
        .shingle = 5,
        .similarity = &similarity,
        .alignment = &alignment,
    };
    nd_compare_text(to, &comparison, width, color);
    nd_aligner_free(aligner);
}

/* ---- core: pages as they are; tests/cli/compare-*.sh has more of them */

#define ALIKE                                                                                                  \
    "Jaccard      0.5000 of 5-word shingles\n"                                                                 \
    "containment  0.7500 of A's are in B\n"                                                                    \
    "coverage     0.6000 of B's are in A\n"
#define DASHES "---------------------------------"
#define LINE DASHES DASHES DASHES "+" DASHES DASHES DASHES
#define LRM "\xe2\x80\x8e"

static const char ferry_a[] = "Storm closes ferry port\n\nThe port stayed shut on Monday, the harbour master said. "
                              "Two ships wait in the bay.\n\nThe council will meet on Wednesday to talk about it.\n",
                  ferry_b[] = "Storm closes ferry port\n\nThe council will meet on Wednesday to talk about it.\n\n"
                              "The port stayed closed on Monday, the harbour master told us. Two ships wait in the bay.";

static const struct {
    size_t width;
    bool color;
    const char *a, *b, *page;
} pages[] = {
    {40, false, ferry_a, ferry_b,
     "A: a.txt           | B: b.jsonl:12 (a9)\n"
     "-------------------+-------------------\n"
     "[1] Storm closes   | [1] Storm closes\n"
     "ferry port         | ferry port\n"
     "                   |\n"
     "                   | [3 moved] The\n"
     "                   | council will meet\n"
     "                   | on Wednesday to\n"
     "                   | talk about it.\n"
     "                   |\n"
     "[2] The port       | [2] The port\n"
     "stayed [-shut-] on | stayed {+closed+}\n"
     "Monday, the        | on Monday, the\n"
     "harbour master     | harbour master\n"
     "[-said-]. Two      | {+told us+}. Two\n"
     "ships wait in the  | ships wait in the\n"
     "bay.               | bay.\n"
     "                   |\n"
     "[3 moved] The      |\n"
     "council will meet  |\n"
     "on Wednesday to    |\n"
     "talk about it.     |\n"
     "-------------------+-------------------\n"
     "words        30 | 31\n"
     "shared       28: 93.3 % of A, 90.3 % of B\n"
     "in order     18 in 2 passages\n"
     "moved        10 in 1 block\n"
     "longest run  10 words in [3], line 5 of A, line 3 of B\n" ALIKE},
    {200, false, "One two three\nfour five six", "one TWO three four -- five six\nseven",
     "A: a.txt" "                                                                                          " " | B: b.jsonl:12 (a9)\n" LINE "\n"
     "[1] One two three" "                                                                                 " " | [1] one TWO three four -- five six\n"
     "four five six" "                                                                                     " " | {+seven+}\n" LINE "\n"
     "words        6 | 7\n"
     "shared       6: 100.0 % of A, 85.7 % of B\n"
     "in order     6 in 1 passage\n"
     "longest run  6 words in [1], lines 1-2 of A, line 1 of B\n" ALIKE},
    {60, true, "The port stayed shut on Monday", "The port stayed closed on Monday",
     "A: a.txt                     | B: b.jsonl:12 (a9)\n"
     "-----------------------------+-----------------------------\n"
     "\x1b[1;35m[1]\x1b[0m \x1b[35mThe port stayed\x1b[0m \x1b[4;31mshut\x1b[0m \x1b[35mon\x1b[0m  | "
     "\x1b[1;35m[1]\x1b[0m \x1b[35mThe port stayed\x1b[0m \x1b[4;32mclosed\x1b[0m\n"
     "\x1b[35mMonday\x1b[0m                       | \x1b[35mon Monday\x1b[0m\n"
     "-----------------------------+-----------------------------\n"
     "words        6 | 6\n"
     "shared       5: 83.3 % of A, 83.3 % of B\n"
     "in order     5 in 1 passage\n"
     "longest run  3 words in [1], line 1 of A, line 1 of B\n" ALIKE},
    /* Han: the row may end between any two characters, but not before the full stop */
    {24, false,
     "\xe6\xb8\xaf\xe5\x8f\xa3\xe5\xa4\xa9\xe4\xba\xae\xe5\x89\x8d\xe5\x85\xb3\xe9\x97\xad\xe3\x80\x82\xe8\x88\xb9\xe5\x9c\xa8\xe6\xb5\xb7\xe4\xb8\x8a",
     "\xe6\xb8\xaf\xe5\x8f\xa3\xe5\xa4\xa9\xe9\xbb\x91\xe5\x89\x8d\xe5\x85\xb3\xe9\x97\xad\xe3\x80\x82\xe8\x88\xb9\xe5\x9c\xa8\xe6\xb5\xb7\xe4\xb8\x8a",
     "A: a.txt   | B: b.jsonl\n"
     "-----------+-----------\n"
     "[1] \xe6\xb8\xaf\xe5\x8f\xa3\xe5\xa4\xa9 | [1] \xe6\xb8\xaf\xe5\x8f\xa3\xe5\xa4\xa9\n"
     "[-\xe4\xba\xae-]\xe5\x89\x8d\xe5\x85\xb3 | {+\xe9\xbb\x91+}\xe5\x89\x8d\xe5\x85\xb3\n"
     "\xe9\x97\xad\xe3\x80\x82\xe8\x88\xb9\xe5\x9c\xa8\xe6\xb5\xb7 | \xe9\x97\xad\xe3\x80\x82\xe8\x88\xb9\xe5\x9c\xa8\xe6\xb5\xb7\n"
     "\xe4\xb8\x8a         | \xe4\xb8\x8a\n"
     "-----------+-----------\n"
     "words        11 | 11\n"
     "shared       10: 90.9 % of A, 90.9 % of B\n"
     "in order     10 in 1 passage\n"
     "longest run  7 words in [1], line 1 of A, line 1 of B\n" ALIKE},
    /* Hebrew: marks keep the columns where they are */
    {40, false, "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd7\xa2\xd7\x95\xd7\x9c\xd7\x9d", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd7\xa2\xd7\x95\xd7\x9c\xd7\x9d \xd7\x97\xd7\x93\xd7\xa9",
     "A: a.txt           | B: b.jsonl:12 (a9)\n"
     "-------------------+-------------------\n" LRM
     "[1] \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd7\xa2\xd7\x95\xd7\x9c\xd7\x9d      " LRM "|" LRM
     " [1] \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd7\xa2\xd7\x95\xd7\x9c\xd7\x9d\n" LRM "                   " LRM "|" LRM " {+\xd7\x97\xd7\x93\xd7\xa9+}\n"
     "-------------------+-------------------\n"
     "words        2 | 3\n"
     "shared       2: 100.0 % of A, 66.7 % of B\n"
     "in order     2 in 1 passage\n"
     "longest run  2 words in [1], line 1 of A, line 1 of B\n" ALIKE},
    /* nothing that acts on a terminal, nothing shared, nothing at all */
    {40, false, "\x1b[31m\xe2\x80\xae" "one", "",
     "A: a.txt           | B: b.jsonl:12 (a9)\n"
     "-------------------+-------------------\n"
     "\\x1b[[-31m\\u202eon |\n"
     "e-]                |\n"
     "-------------------+-------------------\n"
     "words        1 | 0\n"
     "shared       0: 0.0 % of A, 0.0 % of B\n" ALIKE},
    {40, false, "", "",
     "A: a.txt           | B: b.jsonl:12 (a9)\n"
     "-------------------+-------------------\n"
     "-------------------+-------------------\n"
     "words        0 | 0\n"
     "shared       0: 0.0 % of A, 0.0 % of B\n" ALIKE},
};

START_TEST(a_page_is_as_listed)
{
    nd_buf to;
    nd_buf_init(&to, NULL);
    page_of(&to, pages[_i].a, strlen(pages[_i].a), pages[_i].b, strlen(pages[_i].b), pages[_i].width,
            pages[_i].color);
    nd_buf_add(&to, "", 1);
    ck_assert_str_eq(to.bytes, pages[_i].page);
    nd_buf_release(&to);
}
END_TEST

/* ---- what holds of any page */

static uint64_t seed = 11;

static size_t below(size_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(seed >> 33) % n;
}

static void any_text(nd_buf *to)
{
    static const char *const pieces[] = {"the ", "port, ", "stayed ", "shut\n", "\n\n", "on\r\n", "Monday ", "\"as ",
                                         "\xe6\xb8\xaf\xe5\x8f\xa3", "\xe3\x80\x82", "\xd7\xa9\xd7\x9c ", "e\xcc\x81 ",
                                         "\x1b[1m", "\xff", "\xef\xb7\xba ", "a-b-c ", "longwordthatdoesnotfit "};
    for (size_t i = below(80); i > 0; i--)
        nd_buf_puts(to, pieces[below(ND_COUNT(pieces))]);
}

/* All that is shown of one column, without what the page adds and without white space. */
static void shown(nd_buf *to, const char *page, size_t from, size_t columns)
{
    nd_buf_clear(to);
    const char *line = strchr(strchr(page, '\n') + 1, '\n') + 1;
    for (; *line != '-'; line = strchr(line, '\n') + 1) {
        size_t len = strcspn(line, "\n"), begin = nd_term_cut(line, len, from);
        while (begin < len && nd_term_width(line + begin, 1) == 0 && (unsigned char)line[begin] >= 0x80)
            begin++; /* the mark beside the bar is of neither column */
        size_t n = nd_term_cut(line + begin, len - begin, columns);
        for (size_t i = begin; i < begin + n; i++)
            if (!nd_term_is_white(line[i]))
                nd_buf_add(to, &line[i], 1);
    }
    nd_buf_add(to, "", 1);
}

START_TEST(no_line_is_wider_than_the_page_and_each_text_stands_alone_in_its_column)
{
    for (int round = 0; round < 200; round++) {
        size_t width = 19 + below(100), column = (width - 3) / 2;
        nd_buf a, b, page;
        nd_buf *all[] = {&a, &b, &page};
        for (size_t i = 0; i < ND_COUNT(all); i++)
            nd_buf_init(all[i], NULL);
        any_text(&a);
        any_text(&b);
        if (a.len > 60)
            nd_buf_add(&b, a.bytes + a.len / 3, a.len / 3);
        page_of(&page, a.bytes, a.len, b.bytes, b.len, width, false);
        nd_buf_add(&page, "", 1);
        const char *line = page.bytes;
        for (int rules = 0; rules < 2; line = strchr(line, '\n') + 1) {
            size_t len = strcspn(line, "\n"), bar = column;
            rules += line[0] == '-' && line[1] == '-' && line[2] == '-' && line[3] == '-';
            if (nd_term_width(line, len) > width)
                ck_abort_msg("wider than %zu: %.*s", width, (int)len, line);
            size_t at = nd_term_cut(line, len, bar + 1); /* and the mark behind it, which takes no column */
            if (line[at] != '|' && line[at] != '+')
                ck_abort_msg("no bar in column %zu: %.*s", bar + 1, (int)len, line);
        }
        for (size_t i = 0; i < ND_COUNT(all); i++)
            nd_buf_release(all[i]);
    }
}
END_TEST

/* Words of the left text, each in its order, whatever they are marked with. */
START_TEST(all_words_of_both_are_shown_in_their_order)
{
    for (int round = 0; round < 100; round++) {
        nd_buf a, b, page, left, right;
        nd_buf *all[] = {&a, &b, &page, &left, &right};
        for (size_t i = 0; i < ND_COUNT(all); i++)
            nd_buf_init(all[i], NULL);
        for (size_t i = 0, n = below(150); i < n; i++) {
            nd_buf_printf(below(8) > 0 ? &a : &b, "w%zuw ", below(60));
            nd_buf_printf(&b, "w%zuw%s", i, below(9) == 0 ? "\n" : " ");
            nd_buf_printf(below(8) > 0 ? &a : &b, "w%zuw ", i);
        }
        page_of(&page, a.bytes, a.len, b.bytes, b.len, 80, false);
        nd_buf_add(&page, "", 1);
        shown(&left, page.bytes, 0, 38);
        shown(&right, page.bytes, 40, 39);
        const nd_buf *texts[] = {&a, &b}, *columns[] = {&left, &right};
        for (size_t t = 0; t < 2; t++) {
            const char *at = columns[t]->bytes;
            for (size_t i = 0; i < texts[t]->len; i++) {
                if (texts[t]->bytes[i] != 'w')
                    continue;
                char word[16];
                size_t n = 1 + strcspn(texts[t]->bytes + i + 1, "w") + 1;
                snprintf(word, sizeof word, "%.*s", (int)n, texts[t]->bytes + i);
                at = strstr(at, word);
                ck_assert_msg(at != NULL, "%s is not where it should be in\n%s", word, page.bytes);
                at += n;
                i += n - 1;
            }
        }
        for (size_t i = 0; i < ND_COUNT(all); i++)
            nd_buf_release(all[i]);
    }
}
END_TEST

START_TEST(no_width_is_too_small)
{
    for (size_t width = 0; width < 30; width++) {
        nd_buf to;
        nd_buf_init(&to, NULL);
        page_of(&to, ferry_a, strlen(ferry_a), ferry_b, strlen(ferry_b), width, width % 2 == 0);
        ck_assert(!to.failed && to.len > 100);
        nd_buf_release(&to);
    }
}
END_TEST

/* ---- oom */

START_TEST(every_allocation_of_a_page_may_fail)
{
    static const nd_span spans[] = {{0, 3}, {4, 3}};
    static const uint32_t blocks[] = {0, ND_NO_BLOCK};
    static const nd_block block = {.a = {1, 0, 3}, .b = {1, 0, 3}, .words = 1};
    const nd_alignment alignment = {.blocks = &block, .n_blocks = 1, .ordered_words = 1,
                                    .a = {2, spans, blocks}, .b = {2, spans, blocks}};
    const nd_similarity similarity = {0};
    const nd_comparison comparison = {.a = {"a", 0, NULL, 0}, .b = {"b", 0, NULL, 0}, .text_a = "one two",
                                      .text_b = "one six", .len_a = 7, .len_b = 7, .shingle = 5,
                                      .similarity = &similarity, .alignment = &alignment};
    bool failed = true;
    for (size_t n = 0; failed; n++) {
        scarce s = {.left = n};
        nd_buf to;
        nd_buf_init(&to, SCARCE(&s));
        nd_compare_text(&to, &comparison, 80, n % 2 == 0);
        failed = to.failed;
        nd_buf_release(&to);
        ck_assert_uint_eq(s.live, 0);
        ck_assert_uint_lt(n, 100);
    }
}
END_TEST

Suite *compare_text_suite(void);
Suite *compare_text_suite(void)
{
    Suite *suite = suite_create("compare_text");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits"), *oom = tcase_create("oom");

    tcase_add_loop_test(core, a_page_is_as_listed, 0, ND_COUNT(pages));
    suite_add_tcase(suite, core);

    tcase_set_timeout(limits, 60);
    tcase_add_test(limits, no_line_is_wider_than_the_page_and_each_text_stands_alone_in_its_column);
    tcase_add_test(limits, all_words_of_both_are_shown_in_their_order);
    tcase_add_test(limits, no_width_is_too_small);
    suite_add_tcase(suite, limits);

    tcase_add_test(oom, every_allocation_of_a_page_may_fail);
    suite_add_tcase(suite, oom);
    return suite;
}
