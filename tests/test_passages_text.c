/* SPDX-License-Identifier: MIT
 *
 * test_passages_text.c - what passages prints: families, passages, totals, at any width.
 */
#include "report/passages_text.h"
#include "report/term.h"
#include "scarce.h"

#include <check.h>

static const char text[] = "By our staff.\nThe ferry port of Kellbrae stayed shut for a second day.\n";

/* Initializers, for C11 has no constants of a struct. */
#define X7 {"a.jsonl", 12, "\"x7\"", 4}
#define Y2 {"a.jsonl", 31, "17", 2}
#define FILE_RECORD {"b.txt", 0, NULL, 0}

static const nd_row_record x7 = X7, file = FILE_RECORD;

static const nd_row_member members[] = {
    {.record = X7, .date = "\"1916-03-02\"", .date_len = 12, .at = {2, 14, 56}, .core = {14, 56}, .similarity = 1},
    {.record = Y2, .date = "19160303", .date_len = 8, .at = {1, 0, 55}, .core = {14, 55}, .similarity = .9,
     .changes = {.added = 3, .changed = 1234}},
    {.record = FILE_RECORD, .at = {1, 0, 20}, .core = {14, 28}, .similarity = .9, .changes = {.cut = 81}},
};

static void family_page(nd_buf *to, bool dates, size_t width, size_t most)
{
    const nd_row_family family = {.number = 3, .record = x7, .core = {2, 14, 56}, .words = 11, .by_date = dates,
                                  .members = members, .n_members = ND_COUNT(members)};
    nd_family_text(to, &family, text, &(nd_passages_look){.width = width, .most = most});
    nd_buf_add(to, "", 1);
}

static const struct {
    bool   dates;
    size_t width, most;
    const char *shown;
} pages[] = {
    {true, 80, 9,
     "Family 3: 3 documents carry 11 words; + added, - cut, ~ changed\n"
     "  \"The ferry port of Kellbrae stayed shut for a second day.\"\n"
     "  likely source, a guess (the earliest): a.jsonl:12 (x7)\n"
     "  1916-03-02  100 %                   a.jsonl:12 (x7)\n"
     "  19160303     98 %  +3 ~1,234        a.jsonl:31 (17)\n"
     "  no date      50 %  -81              b.txt\n"},
    {false, 80, 2,
     "Family 3: 3 documents carry 11 words; + added, - cut, ~ changed\n"
     "  \"The ferry port of Kellbrae stayed shut for a second day.\"\n"
     "  likely source, a guess (the first of the inputs): a.jsonl:12 (x7)\n"
     "  100 %                   a.jsonl:12 (x7)\n"
     "   98 %  +3 ~1,234        a.jsonl:31 (17)\n"
     "  ... and 1 more\n"},
    {true, 46, 2,
     "Family 3: 3 documents carry 11 words; + added, - cut, ~ changed\n"
     "  \"The ferry port of Kellbrae stayed shut ...\"\n"
     "  likely source, a guess (the earliest): ...7)\n"
     "  1916-03-02  100 %                   ... (x7)\n"
     "  19160303     98 %  +3 ~1,234        ... (17)\n"
     "  ... and 1 more\n"},
};

START_TEST(a_family_is_shown_as_listed)
{
    nd_buf to;
    nd_buf_init(&to, NULL);
    family_page(&to, pages[_i].dates, pages[_i].width, pages[_i].most);
    ck_assert_str_eq(to.bytes, pages[_i].shown);
    nd_buf_release(&to);
}
END_TEST

START_TEST(no_line_of_a_member_is_wider_than_asked_for)
{
    for (size_t width = 1; width < 90; width++) {
        nd_buf to;
        nd_buf_init(&to, NULL);
        family_page(&to, true, width, 9);
        const char *line = strchr(to.bytes, '\n') + 1; /* the first is as long as it is */
        for (const char *end; (end = strchr(line, '\n')) != NULL; line = end + 1)
            ck_assert_uint_le(nd_term_width(line, (size_t)(end - line)), width);
        nd_buf_release(&to);
    }
}
END_TEST

START_TEST(a_passage_is_shown_with_both_its_places)
{
    const nd_passage passage = {
        .a = {.at = {2, 14, 56}, .words = 11, .share = .84}, .b = {.at = {1, 0, 55}, .words = 10, .share = 1}, .similarity = .9};
    nd_buf to;
    nd_buf_init(&to, NULL);
    nd_shared_text(&to, &x7, &file, &passage, text, &(nd_passages_look){.width = 80});
    nd_buf_add(&to, "", 1);
    ck_assert_str_eq(to.bytes, "  11 words, 90 % alike\n"
                               "    \"The ferry port of Kellbrae stayed shut for a second day.\"\n"
                               "     84 % of line 2      a.jsonl:12 (x7)\n"
                               "    100 % of line 1      b.txt\n");
    nd_buf_release(&to);
}
END_TEST

START_TEST(what_could_act_on_a_terminal_is_spelled_out)
{
    static const char odd[] = "\x1b[31mred\xff \xe2\x80\xae line";
    const nd_row_record evil = {"\x1b]0;x\a", 3, "\"\x1b\"", 3};
    const nd_row_member member = {.record = evil, .date = "\"\x1b[2J\"", .date_len = 6, .at = {1, 0, 10}, .core = {0, 10}};
    const nd_row_family family = {.number = 1, .record = evil, .core = {1, 0, sizeof odd - 1}, .words = 3, .by_date = true,
                                  .members = &member, .n_members = 1};
    nd_buf to;
    nd_buf_init(&to, NULL);
    nd_family_text(&to, &family, odd, &(nd_passages_look){.width = 80, .most = 5});
    nd_shared_text(&to, &evil, &evil, &(nd_passage){.a = {.at = {1, 0, 12}}, .b = {.at = {1, 0, 12}}}, odd,
                   &(nd_passages_look){.width = 80});
    ck_assert(!to.failed);
    for (size_t i = 0; i < to.len; i++)
        ck_assert((unsigned char)to.bytes[i] >= ' ' || to.bytes[i] == '\n');
    ck_assert_ptr_null(memchr(to.bytes, 0x7f, to.len));
    nd_buf_release(&to);
}
END_TEST

static const struct {
    nd_passages_total total;
    const char *shown;
} totals[] = {
    {{40, 0, 0, 0, 0}, "40 documents: 0 passages\n"},
    {{1, 1, 1, 0, 0}, "1 document: 1 passage; 1 family, 0 in none, 0 templates\n"},
    {{6722, 3426, 1707, 621, 1},
     "6,722 documents: 3,426 passages; 1,707 families, 621 in none, 1 template (a form filled in anew)\n"},
};

START_TEST(totals_are_told_as_listed)
{
    nd_buf to;
    nd_buf_init(&to, NULL);
    nd_passages_total_text(&to, &totals[_i].total);
    nd_buf_add(&to, "", 1);
    ck_assert_str_eq(to.bytes, totals[_i].shown);
    nd_buf_release(&to);
}
END_TEST

START_TEST(every_allocation_may_fail)
{
    bool failed = true;
    for (size_t n = 0; failed; n++) {
        scarce s = {.left = n};
        nd_buf to;
        nd_alloc alloc = {scarce_fn, &s};
        nd_buf_init(&to, &alloc);
        family_page(&to, true, 46, 9);
        failed = to.failed;
        nd_buf_release(&to);
        ck_assert_uint_eq(s.live, 0);
    }
}
END_TEST

Suite *passages_text_suite(void);
Suite *passages_text_suite(void)
{
    Suite *s = suite_create("passages_text");
    TCase *core = tcase_create("core"), *oom = tcase_create("oom");
    tcase_add_loop_test(core, a_family_is_shown_as_listed, 0, (int)ND_COUNT(pages));
    tcase_add_test(core, no_line_of_a_member_is_wider_than_asked_for);
    tcase_add_test(core, a_passage_is_shown_with_both_its_places);
    tcase_add_test(core, what_could_act_on_a_terminal_is_spelled_out);
    tcase_add_loop_test(core, totals_are_told_as_listed, 0, (int)ND_COUNT(totals));
    tcase_add_test(oom, every_allocation_may_fail);
    suite_add_tcase(s, core);
    suite_add_tcase(s, oom);
    return s;
}
