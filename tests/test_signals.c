/* SPDX-License-Identifier: MIT
 *
 * test_signals.c - repetition signals and the Gopher rules: examples worked out by
 * hand, and a second computation over strings for random texts and the corpus.
 */
#include "guard.h"

#include "naive_signals.h"
#include "scarce.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>

static nd_signal_meter *meter;
static nd_text *fold;

static void make_meter(void)
{
    nd_opts opts;
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_signal_meter_new(&meter, &opts, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_text_new(&fold, &opts, NULL, NULL), ND_OK);
}

static void free_meter(void)
{
    nd_signal_meter_free(meter);
    nd_text_free(fold);
    meter = NULL;
}

static nd_signals measure(const char *text, size_t len)
{
    nd_signals s;
    nd_err err;
    if (nd_signals_measure(meter, text, len, &s, &err) != ND_OK)
        ck_abort_msg("%s", err.text);
    return s;
}

static void is_near(const nd_signals *got, nd_signal signal, double want)
{
    if (!(fabs(got->frac[signal] - want) <= 1e-12))
        ck_abort_msg("%s: %.17g, not %.17g", nd_signal_name(signal), got->frac[signal], want);
}

/* ---- core */

enum { MOST = 6 };

static const struct {
    const char *text;
    struct {
        nd_signal signal;
        double part, whole;
    } want[MOST]; /* to the first whole of 0 */
} worked[] = {
    {"one", {{ND_UNIQUE_WORD_FRAC, 1, 1}, {ND_DUP_LINE_FRAC, 0, 1}, {ND_TOP_2GRAM_CHAR_FRAC, 0, 1}}},
    {"a b\nc\n\nA B!\n",
     {{ND_DUP_LINE_FRAC, 1, 3},
      {ND_DUP_LINE_CHAR_FRAC, 4, 12},
      {ND_DUP_LINE_WORD_FRAC, 2, 5},
      {ND_DUP_PARA_FRAC, 0, 2},
      {ND_TOP_2GRAM_CHAR_FRAC, 4, 5},
      {ND_UNIQUE_WORD_FRAC, 3, 5}}},
    /* a paragraph that was wrapped anew */
    {"a b\nc\n\na\nb c",
     {{ND_DUP_LINE_FRAC, 0, 4},
      {ND_DUP_PARA_FRAC, 1, 2},
      {ND_DUP_PARA_CHAR_FRAC, 5, 12},
      {ND_DUP_PARA_WORD_FRAC, 3, 6},
      {ND_TOP_3GRAM_CHAR_FRAC, 6, 6},
      {ND_TOP_4GRAM_CHAR_FRAC, 0, 6}}},
    /* a paragraph of one line is one */
    {"x\n\ny\n\nx\n", {{ND_DUP_PARA_FRAC, 1, 3}, {ND_DUP_LINE_FRAC, 1, 3}, {ND_DUP_PARA_CHAR_FRAC, 1, 8}}},
    /* the first of a group does not count */
    {"x\nx\nx\n", {{ND_DUP_LINE_FRAC, 2, 3}, {ND_DUP_LINE_CHAR_FRAC, 2, 6}, {ND_DUP_LINE_WORD_FRAC, 2, 3}}},
    {"***\n***\n***\nx\n", {{ND_DUP_LINE_FRAC, 0, 1}, {ND_DUP_PARA_FRAC, 0, 1}}},
    /* line ends count in the whole; so does a byte that is no UTF-8, but for 80 to BF */
    {"a\r\na\r\n", {{ND_DUP_LINE_FRAC, 1, 2}, {ND_DUP_LINE_CHAR_FRAC, 1, 6}}},
    {"a\xff\na\xff\n", {{ND_DUP_LINE_CHAR_FRAC, 2, 6}}},
    {"a\x80\na\n", {{ND_DUP_LINE_CHAR_FRAC, 1, 4}}},
    {"\xc3\xa9\nE\xcc\x81\n", {{ND_DUP_LINE_CHAR_FRAC, 2, 5}, {ND_UNIQUE_WORD_FRAC, 1, 2}}},
    /* an n-gram that overlaps itself */
    {"ha ha ha ha",
     {{ND_TOP_2GRAM_CHAR_FRAC, 8, 8}, {ND_TOP_3GRAM_CHAR_FRAC, 8, 8}, {ND_TOP_4GRAM_CHAR_FRAC, 0, 8}}},
    {"x x x yy", {{ND_TOP_2GRAM_CHAR_FRAC, 3, 5}}},
    /* of equals the first, neither the longest nor the shortest */
    {"aa b cc dd aa b cc dd", {{ND_TOP_2GRAM_CHAR_FRAC, 6, 14}}},
    {"b a cc b a cc b a", {{ND_TOP_2GRAM_CHAR_FRAC, 6, 10}, {ND_TOP_3GRAM_CHAR_FRAC, 8, 10}}},
    {"\xc3\xa9\xc3\xa9 b\n\xc3\x89\xc3\x89 b x", {{ND_TOP_2GRAM_CHAR_FRAC, 6, 7}}},
    {"a b c d e x a b c d e y",
     {{ND_DUP_5GRAM_CHAR_FRAC, 10, 12}, {ND_DUP_6GRAM_CHAR_FRAC, 0, 12}, {ND_TOP_4GRAM_CHAR_FRAC, 8, 12}}},
    /* overlapping n-grams: each word once; and over line ends */
    {"a b c d e f g x\na b c\nd e f g y",
     {{ND_DUP_5GRAM_CHAR_FRAC, 14, 16},
      {ND_DUP_6GRAM_CHAR_FRAC, 14, 16},
      {ND_DUP_7GRAM_CHAR_FRAC, 14, 16},
      {ND_DUP_8GRAM_CHAR_FRAC, 0, 16}}},
    {"1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0",
     {{ND_DUP_10GRAM_CHAR_FRAC, 20, 20}, {ND_UNIQUE_WORD_FRAC, 10, 20}}},
    {"1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9",
     {{ND_DUP_9GRAM_CHAR_FRAC, 18, 19}, {ND_DUP_10GRAM_CHAR_FRAC, 0, 19}}},
    /* without spaces each character is a word */
    {"\xe6\xb1\x89\xe5\xad\x97\xe6\xb1\x89\xe5\xad\x97",
     {{ND_TOP_2GRAM_CHAR_FRAC, 4, 4}, {ND_UNIQUE_WORD_FRAC, 2, 4}}},
};

START_TEST(shares_worked_out_by_hand)
{
    nd_signals got = measure(worked[_i].text, strlen(worked[_i].text));
    for (size_t i = 0; i < MOST && worked[_i].want[i].whole > 0; i++)
        is_near(&got, worked[_i].want[i].signal, worked[_i].want[i].part / worked[_i].want[i].whole);
}
END_TEST

START_TEST(a_text_without_words_has_no_share_of_anything)
{
    static const char *const texts[] = {"", "\n", "\n\n***\n***\n", "\xff\xff"};
    for (size_t i = 0; i < ND_COUNT(texts); i++) {
        nd_signals got = measure(texts[i], strlen(texts[i]));
        for (int signal = 0; signal < ND_SIGNALS; signal++)
            is_near(&got, (nd_signal)signal, 0);
    }
}
END_TEST

START_TEST(every_signal_has_a_name_of_its_own)
{
    for (int i = 0; i < ND_SIGNALS; i++) {
        ck_assert_ptr_nonnull(nd_signal_name((nd_signal)i));
        for (int k = 0; k < i; k++)
            ck_assert_str_ne(nd_signal_name((nd_signal)i), nd_signal_name((nd_signal)k));
    }
    ck_assert_str_eq(nd_signal_name(ND_TOP_2GRAM_CHAR_FRAC), "top_2gram_char_frac");
    ck_assert_str_eq(nd_signal_name(ND_UNIQUE_WORD_FRAC), "unique_word_frac");
}
END_TEST

/* ---- the rules */

/* Table A1 of the paper, read again. */
static const struct {
    const char *name;
    double limit;
} table_a1[ND_GOPHER_RULES] = {
    {"dup_line_frac", 0.30},        {"dup_para_frac", 0.30},       {"dup_line_char_frac", 0.20},
    {"dup_para_char_frac", 0.20},   {"top_2gram_char_frac", 0.20}, {"top_3gram_char_frac", 0.18},
    {"top_4gram_char_frac", 0.16},  {"dup_5gram_char_frac", 0.15}, {"dup_6gram_char_frac", 0.14},
    {"dup_7gram_char_frac", 0.13},  {"dup_8gram_char_frac", 0.12}, {"dup_9gram_char_frac", 0.11},
    {"dup_10gram_char_frac", 0.10},
};

START_TEST(a_share_on_the_limit_passes_and_the_next_one_does_not)
{
    nd_broken_rule broken[ND_GOPHER_RULES];
    nd_signals s = {{0}};
    int signal = 0;
    while (strcmp(nd_signal_name((nd_signal)signal), table_a1[_i].name) != 0)
        ck_assert_int_lt(++signal, ND_SIGNALS);
    s.frac[signal] = table_a1[_i].limit;
    ck_assert_uint_eq(nd_gopher_drops(&s, broken), 0);
    s.frac[signal] = nextafter(s.frac[signal], 1);
    ck_assert_uint_eq(nd_gopher_drops(&s, broken), 1);
    ck_assert_int_eq(broken[0].signal, signal);
    ck_assert(broken[0].value == s.frac[signal] && broken[0].limit == table_a1[_i].limit);
}
END_TEST

START_TEST(broken_rules_come_in_the_order_of_the_table)
{
    nd_broken_rule broken[ND_GOPHER_RULES];
    nd_signals s = {{0}};
    ck_assert_uint_eq(nd_gopher_drops(&s, broken), 0);
    for (int i = 0; i < ND_SIGNALS; i++)
        s.frac[i] = 1;
    ck_assert_uint_eq(nd_gopher_drops(&s, broken), ND_GOPHER_RULES);
    for (size_t i = 0; i < ND_GOPHER_RULES; i++)
        ck_assert_str_eq(nd_signal_name(broken[i].signal), table_a1[i].name);
}
END_TEST

/* ---- the oracle */

static void agrees_with_the_oracle(const char *text, size_t len)
{
    nd_signals got = measure(text, len), want = naive_signals(fold, text, len);
    for (int i = 0; i < ND_SIGNALS; i++)
        is_near(&got, (nd_signal)i, want.frac[i]);
}

static uint64_t seed;

static unsigned roll(unsigned below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % below;
}

/* Up to most words of a few or of many kinds; now and then what was written last comes again. */
static void random_text(nd_buf *to, unsigned most)
{
    static const char *const words[] = {"a",
                                        "B",
                                        "the",
                                        "\xc3\xa9t\xc3\xa9",
                                        "sevenby",
                                        "eightbyt",
                                        "eightbyu",
                                        "eightbytes",
                                        "12",
                                        "\xe6\xb1\x89",
                                        "a\xcc\x81",
                                        "\xef\xac\x81x",
                                        "\xd0\xa4\xd1\x8b",
                                        "\xe0\xb8\x81\xe0\xb8\xb3"};
    static const char *const noise[] = {" ", " ", " ", ", ", " - ", "\n", ".\r\n", "\n\n"};
    unsigned kinds = 1 + roll(roll(2) ? 4 : 400), lines = 0;
    nd_buf_clear(to);
    for (unsigned n = roll(most); n > 0; n--) {
        unsigned kind = roll(kinds), end = roll(lines < 150 ? ND_COUNT(noise) : 5);
        if (kind < ND_COUNT(words))
            nd_buf_puts(to, words[kind]);
        else
            nd_buf_printf(to, "%s%u", kind % 2 ? "w" : "wordy-", kind);
        nd_buf_puts(to, noise[end]);
        lines += end >= 5 ? 2 : 0;
        if (roll(40) == 0 && lines < 100 && to->len > 0 && to->len < 4000) {
            size_t from = to->len - roll((unsigned)(to->len < 300 ? to->len : 300));
            nd_buf copy;
            nd_buf_init(&copy, NULL);
            nd_buf_add(&copy, to->bytes + from, to->len - from);
            for (size_t i = 0; i < copy.len; i++)
                lines += copy.bytes[i] == '\n';
            nd_buf_add(to, copy.bytes, copy.len);
            nd_buf_release(&copy);
        }
    }
}

START_TEST(random_texts_agree_with_sorting_strings)
{
    nd_buf text;
    nd_buf_init(&text, NULL);
    seed = 19950101 + (unsigned)_i;
    for (unsigned round = 0; round < 400; round++) {
        random_text(&text, round % 20 == 0 ? 2000 : 120);
        agrees_with_the_oracle(text.bytes, text.len);
    }
    nd_buf_release(&text);
}
END_TEST

START_TEST(the_articles_of_the_corpus_agree_with_sorting_strings)
{
    static const char dir[] = "corpus/articles";
    static char text[1 << 16];
    size_t n = 0;
    DIR *articles = opendir(dir);
    if (articles == NULL) {
        fprintf(stderr, "skipped: no %s here\n", dir);
        return;
    }
    for (struct dirent *entry; (entry = readdir(articles)) != NULL;) {
        char path[512];
        if (strstr(entry->d_name, ".txt") == NULL)
            continue;
        snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
        FILE *f = fopen(path, "rb");
        ck_assert_ptr_nonnull(f);
        size_t len = fread(text, 1, sizeof text, f);
        fclose(f);
        ck_assert_uint_lt(len, sizeof text);
        agrees_with_the_oracle(text, len);
        n++;
    }
    closedir(articles);
    ck_assert_uint_gt(n, 0);
}
END_TEST

/* ---- limits */

static nd_signals measure_many(const char *piece, size_t n)
{
    nd_buf text;
    nd_buf_init(&text, NULL);
    for (size_t i = 0; i < n; i++)
        if (piece == NULL)
            nd_buf_printf(&text, "w%zu\n", i);
        else
            nd_buf_puts(&text, piece);
    ck_assert(!text.failed);
    nd_signals s = measure(text.bytes, text.len);
    nd_buf_release(&text);
    return s;
}

START_TEST(a_million_equal_lines_are_all_repeats_but_the_first)
{
    nd_signals s = measure_many("a\n", 1000000);
    is_near(&s, ND_DUP_LINE_FRAC, 0.999999);
    is_near(&s, ND_DUP_LINE_CHAR_FRAC, 0.4999995);
    is_near(&s, ND_DUP_PARA_FRAC, 0);
    for (int i = ND_TOP_2GRAM_CHAR_FRAC; i <= ND_DUP_10GRAM_CHAR_FRAC; i++)
        is_near(&s, (nd_signal)i, 1);
    is_near(&s, ND_UNIQUE_WORD_FRAC, 0.000001);
}
END_TEST

START_TEST(a_million_different_words_repeat_nothing)
{
    nd_signals s = measure_many(NULL, 1000000);
    for (int i = 0; i < ND_UNIQUE_WORD_FRAC; i++)
        is_near(&s, (nd_signal)i, 0);
    is_near(&s, ND_UNIQUE_WORD_FRAC, 1);
}
END_TEST

START_TEST(one_word_of_ten_megabytes_is_one_word)
{
    nd_signals s = measure_many("aaaaaaaaaa", 1000000);
    is_near(&s, ND_UNIQUE_WORD_FRAC, 1);
    is_near(&s, ND_TOP_2GRAM_CHAR_FRAC, 0);
}
END_TEST

START_TEST(a_meter_remembers_nothing_of_the_text_before)
{
    measure_many(NULL, 50000);
    agrees_with_the_oracle("w7\n\nb w7 b w7", 14);
    measure_many("one two three four five six\n", 20000);
    agrees_with_the_oracle("one two three four five six", 27);
    agrees_with_the_oracle("", 0);
}
END_TEST

/* ---- hostile */

START_TEST(any_bytes_are_a_text_and_none_past_its_end_is_read)
{
    static const char bytes[] =
        "\n\n\n\r\r ab\xc3\xa9\xcc\x81\x80\xff\xe6\xb1\x89\xf0\x9f\x98\x80\0\xe0\xb9\x80";
    seed = 11;
    for (unsigned round = 0; round < 1500; round++) {
        size_t len = roll(300);
        char *text = guard_get(len);
        for (size_t i = 0; i < len; i++)
            text[i] = bytes[roll(sizeof bytes - 1)];
        agrees_with_the_oracle(text, len);
        guard_drop(text, len);
    }
}
END_TEST

/* ---- oom */

/* More words than the smallest tables take, so that each of them grows. */
static void wordy(nd_buf *to)
{
    nd_buf_init(to, NULL);
    for (unsigned i = 0; i < 600; i++)
        nd_buf_printf(to, "%u %u\n", i % 150, i * 7 % 90);
    ck_assert(!to->failed);
}

START_TEST(every_allocation_may_fail)
{
    nd_opts opts;
    nd_opts_init(&opts);
    nd_buf text;
    wordy(&text);
    nd_status st = ND_ENOMEM;
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        nd_signal_meter *m = NULL;
        nd_signals got = {{77}};
        nd_err err = {.code = ND_OK};
        st = nd_signal_meter_new(&m, &opts, SCARCE(&s), &err);
        if (st == ND_OK) {
            st = nd_signals_measure(m, text.bytes, text.len, &got, &err);
            ck_assert((got.frac[0] == 77) == (st != ND_OK));
        } else {
            ck_assert_ptr_null(m);
        }
        ck_assert_int_eq(err.code, st);
        nd_signal_meter_free(m);
        ck_assert_uint_eq(s.live, 0);
    }
    ck_assert_int_eq(st, ND_OK);
    nd_buf_release(&text);
}
END_TEST

START_TEST(a_meter_that_ran_out_of_memory_works_again)
{
    nd_opts opts;
    nd_opts_init(&opts);
    nd_buf text;
    wordy(&text);
    scarce s = {.left = 100};
    nd_signal_meter *m = NULL;
    nd_signals got, want = measure(text.bytes, text.len);
    ck_assert_int_eq(nd_signal_meter_new(&m, &opts, SCARCE(&s), NULL), ND_OK);
    nd_status st = ND_ENOMEM;
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        s.left = n / 2;
        st = nd_signals_measure(m, text.bytes, text.len, &got, NULL);
    }
    ck_assert_int_eq(st, ND_OK);
    ck_assert_mem_eq(&got, &want, sizeof got);
    nd_signal_meter_free(m);
    ck_assert_uint_eq(s.live, 0);
    nd_signal_meter_free(NULL);
    nd_buf_release(&text);
}
END_TEST

Suite *signals_suite(void);
Suite *signals_suite(void)
{
    Suite *suite = suite_create("signals");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits");
    TCase *hostile = tcase_create("hostile"), *oom = tcase_create("oom");

    tcase_add_checked_fixture(core, make_meter, free_meter);
    tcase_set_timeout(core, 60);
    tcase_add_loop_test(core, shares_worked_out_by_hand, 0, ND_COUNT(worked));
    tcase_add_test(core, a_text_without_words_has_no_share_of_anything);
    tcase_add_test(core, every_signal_has_a_name_of_its_own);
    tcase_add_loop_test(core, a_share_on_the_limit_passes_and_the_next_one_does_not, 0, ND_GOPHER_RULES);
    tcase_add_test(core, broken_rules_come_in_the_order_of_the_table);
    tcase_add_loop_test(core, random_texts_agree_with_sorting_strings, 0, 4);
    tcase_add_test(core, the_articles_of_the_corpus_agree_with_sorting_strings);
    suite_add_tcase(suite, core);

    tcase_add_checked_fixture(limits, make_meter, free_meter);
    tcase_set_timeout(limits, 60);
    tcase_add_test(limits, a_million_equal_lines_are_all_repeats_but_the_first);
    tcase_add_test(limits, a_million_different_words_repeat_nothing);
    tcase_add_test(limits, one_word_of_ten_megabytes_is_one_word);
    tcase_add_test(limits, a_meter_remembers_nothing_of_the_text_before);
    suite_add_tcase(suite, limits);

    tcase_add_checked_fixture(hostile, make_meter, free_meter);
    tcase_set_timeout(hostile, 60);
    tcase_add_test(hostile, any_bytes_are_a_text_and_none_past_its_end_is_read);
    suite_add_tcase(suite, hostile);

    tcase_add_checked_fixture(oom, make_meter, free_meter);
    tcase_add_test(oom, every_allocation_may_fail);
    tcase_add_test(oom, a_meter_that_ran_out_of_memory_works_again);
    suite_add_tcase(suite, oom);
    return suite;
}
