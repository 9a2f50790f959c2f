/* SPDX-License-Identifier: MIT
 *
 * test_html.c - whatever a text holds, HTML and Markdown only show it; the numbers
 * behind pictures count every row; lists are bounded.
 */
#include "report/html.h"
#include "report/html_sides.h"
#include "report/markdown.h"
#include "report/sentences.h"
#include "report/tally.h"
#include "scarce.h"

#include <check.h>
#include <stdio.h>

typedef void writer(nd_buf *to, const char *text, size_t len);

static void as_markdown(nd_buf *to, const char *text, size_t len)
{
    nd_markdown_text(to, text, len, 1000);
}

static void gives(writer *write, const char *text, size_t len, const char *wanted)
{
    nd_buf page;
    nd_buf_init(&page, NULL);
    write(&page, text, len);
    nd_buf_add(&page, "", 1);
    ck_assert(!page.failed);
    ck_assert_str_eq(page.bytes, wanted);
    nd_buf_release(&page);
}

#define GIVES(write, text, wanted) gives(write, text, sizeof(text) - 1, wanted)

START_TEST(text_is_shown_and_never_markup)
{
    GIVES(nd_html_text, "<script>alert('x')</script>&amp;\"", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;&quot;");
    GIVES(nd_html_text, "a\r\nb\rc\n\td", "a\nb\nc\n\td");
    GIVES(nd_html_text, "\0\x1b[31m\x7f\xff", "\\x00\\x1b[31m\\x7f\\xff");
    GIVES(nd_html_text, "\xe2\x80\xae" "abc\xe2\x81\xa6", "\\u202eabc\\u2066");
    GIVES(nd_html_text, "\xe6\x9c\xac\xd7\xa9", "\xe6\x9c\xac\xd7\xa9");
    GIVES(nd_html_name, "a<b>", "<bdi>a&lt;b&gt;</bdi>");
}
END_TEST

START_TEST(values_read_back_as_they_are)
{
    GIVES(nd_html_value, "a\"b'c<&>\n\r\t", "a&quot;b&#39;c&lt;&amp;&gt;\n&#13;\t");
    GIVES(nd_html_value, "\0\xff", "\xef\xbf\xbd\xef\xbf\xbd");
    GIVES(nd_html_value, "\xe2\x80\xae", "\xe2\x80\xae");
}
END_TEST

START_TEST(markdown_is_one_code_span)
{
    GIVES(as_markdown, "@me [x](y) <b> | #1", "` @me [x](y) <b> | #1 `");
    GIVES(as_markdown, "a ``` b\n\n`c`", "```` a ``` b `c` ````");
    GIVES(as_markdown, "\x1b\xe2\x80\xae", "` \\x1b\\u202e `");
    nd_buf page;
    nd_buf_init(&page, NULL);
    nd_markdown_text(&page, "\xc3\xa9\xc3\xa9\xc3\xa9", 6, 3);
    nd_buf_add(&page, "", 1);
    ck_assert_str_eq(page.bytes, "` \xc3\xa9\xe2\x80\xa6 `");
    nd_buf_release(&page);
}
END_TEST

/* However the 256 bytes follow each other, no markup comes of them. */
START_TEST(no_byte_escapes)
{
    uint64_t seed = 7;
    for (int round = 0; round < 2000; round++) {
        char text[40];
        nd_buf page;
        nd_buf_init(&page, NULL);
        for (size_t i = 0; i < sizeof text; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            text[i] = (char)(seed >> 56);
        }
        nd_html_text(&page, text, sizeof text);
        nd_html_value(&page, text, sizeof text);
        ck_assert(!page.failed);
        for (size_t i = 0; i < page.len; i++)
            ck_assert_ptr_null(memchr("<>\"'", page.bytes[i], 4));
        nd_buf_release(&page);
    }
}
END_TEST

START_TEST(bins_hold_what_their_labels_say)
{
    for (unsigned i = 0; i < 10000; i++) {
        double similarity = i / 10000.0;
        size_t bin = nd_similarity_bin(similarity);
        ck_assert_uint_eq(bin, (size_t)i * ND_SIMILARITY_BINS / 10000);
    }
    ck_assert_uint_eq(nd_similarity_bin(1), ND_SIMILARITY_BINS - 1);
    for (uint64_t size = 2; size < 5000; size++) {
        size_t bin = nd_size_bin(size);
        ck_assert_uint_gt(size, nd_size_bin_over(bin));
        ck_assert_uint_le(size, nd_size_bin_most(bin));
    }
    ck_assert_uint_lt(nd_size_bin(UINT64_MAX), ND_SIZE_BINS);
}
END_TEST

START_TEST(sentences_cover_a_text_once)
{
    static const char text[] = "Mr. Aho said it was over. It was not!  Nobody came.\n\nA line \xe3\x80\x82\xe6\x9c\xac\xe3\x80\x82";
    size_t at = 0, n = 0;
    for (; at < sizeof text - 1; n++) {
        size_t len = nd_sentence_end(text + at, sizeof text - 1 - at);
        ck_assert_uint_gt(len, 0);
        at += len;
    }
    ck_assert_uint_eq(at, sizeof text - 1);
    ck_assert_uint_ge(n, 4);
}
END_TEST

/* The best of any number of pairs, in memory for `most`. */
START_TEST(the_best_pairs_stay)
{
    nd_shown_pairs best;
    nd_shown_pairs_init(&best, 5, NULL);
    for (uint64_t row = 0; row < 1000; row++) {
        char id[] = "id";
        nd_shown_pair pair = {.record = {.record = row + 1, .id = id, .id_len = 2}, .other = {.record = 1}, .row = row};
        ck_assert_int_eq(nd_shown_pairs_offer(&best, &pair, (double)(row * 7919 % 1000 / 2), NULL), ND_OK);
    }
    ck_assert_uint_eq(best.n, 5);
    ck_assert_uint_eq(best.offered, 1000);
    for (size_t i = 1; i < best.n; i++) {
        ck_assert_double_le(best.list[i - 1].weight, best.list[i].weight);
        if (!(best.list[i - 1].weight < best.list[i].weight))
            ck_assert_uint_lt(best.list[i - 1].row, best.list[i].row);
    }
    ck_assert_double_le(best.list[4].weight, 2);
    nd_shown_pairs_release(&best);
}
END_TEST

START_TEST(a_piece_that_is_not_there_is_refused)
{
    nd_shown_texts texts;
    nd_err err = {.text = ""};
    nd_shown_record record = {.input = 0, .record = 3};
    nd_shown_texts_init(&texts, NULL);
    ck_assert_int_eq(nd_shown_texts_want(&texts, &record, 4, 3, NULL), ND_OK);
    ck_assert_int_eq(nd_shown_texts_want(&texts, &record, 4, 3, NULL), ND_OK);
    nd_shown_texts_close(&texts, 1 << 20);
    ck_assert_uint_eq(texts.n, 1);
    ck_assert_int_eq(nd_shown_texts_give(&texts, &texts.list[0], "abcdef", 6, &err), ND_EINVAL);
    ck_assert_ptr_nonnull(strstr(err.text, "no place from 4 to 7"));
    ck_assert_int_eq(nd_shown_texts_give(&texts, &texts.list[0], "abcdefg", 7, &err), ND_OK);
    ck_assert_str_eq(nd_shown_texts_find(&texts, &record, 4, 3)->text, "efg");
    ck_assert_ptr_null(nd_shown_texts_find(&texts, &record, 0, ND_WHOLE));
    nd_shown_texts_release(&texts);
}
END_TEST

static nd_status make_sides(const nd_alloc *alloc)
{
    static const char a[] = "The port stayed shut on Monday, the harbour master said, for the storm had not passed.";
    static const char b[] = "For the storm had not passed. The port stayed shut on Tuesday, the harbour master said.";
    const nd_html_side left = {a, sizeof a - 1, false, false}, right = {b, sizeof b - 1, false, true};
    nd_opts opts;
    nd_aligner *aligner = NULL;
    nd_buf page;
    nd_opts_init(&opts);
    nd_buf_init(&page, alloc);
    nd_status st = nd_aligner_new(&aligner, &opts, alloc, NULL);
    if (st == ND_OK)
        st = nd_html_sides(&page, aligner, 7, &left, &right, NULL);
    if (st == ND_OK && page.failed)
        st = ND_ENOMEM;
    if (st == ND_OK) {
        nd_buf_add(&page, "", 1);
        if (page.failed)
            st = ND_ENOMEM;
    }
    if (st == ND_OK) {
        ck_assert_ptr_nonnull(strstr(page.bytes, "<del class=\"only\">Monday</del>"));
        ck_assert_ptr_nonnull(strstr(page.bytes, "<ins class=\"only\">Tuesday</ins>"));
        ck_assert_ptr_nonnull(strstr(page.bytes, "id=\"p7a0\" href=\"#p7b0\""));
        ck_assert_ptr_nonnull(strstr(page.bytes, "id=\"p7b0\" href=\"#p7a0\""));
        ck_assert_ptr_nonnull(strstr(page.bytes, "shared moved"));
    }
    nd_buf_release(&page);
    nd_aligner_free(aligner);
    return st;
}

START_TEST(every_allocation_of_sides_may_fail)
{
    nd_status st = ND_ENOMEM;
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        st = make_sides(SCARCE(&s));
        ck_assert_uint_eq(s.live, 0);
    }
    ck_assert_int_eq(st, ND_OK);
}
END_TEST

Suite *html_suite(void);
Suite *html_suite(void)
{
    Suite *suite = suite_create("html");
    TCase *core = tcase_create("core"), *hostile = tcase_create("hostile"), *oom = tcase_create("oom");
    tcase_add_test(core, bins_hold_what_their_labels_say);
    tcase_add_test(core, sentences_cover_a_text_once);
    tcase_add_test(core, the_best_pairs_stay);
    tcase_add_test(core, a_piece_that_is_not_there_is_refused);
    tcase_add_test(hostile, text_is_shown_and_never_markup);
    tcase_add_test(hostile, values_read_back_as_they_are);
    tcase_add_test(hostile, markdown_is_one_code_span);
    tcase_add_test(hostile, no_byte_escapes);
    tcase_add_test(oom, every_allocation_of_sides_may_fail);
    suite_add_tcase(suite, core);
    suite_add_tcase(suite, hostile);
    suite_add_tcase(suite, oom);
    return suite;
}
