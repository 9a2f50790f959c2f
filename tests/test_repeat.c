/* SPDX-License-Identifier: MIT
 *
 * test_repeat.c - lines and paragraphs that stand in a text more than once, against
 * a naive comparison of everything with everything, and against hand-made articles.
 */
#include "guard.h"

#include "naive_repeats.h"
#include "scarce.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static nd_repeat_finder *finder;

static void make_finder(void)
{
    nd_opts opts;
    nd_opts_init(&opts);
    opts.repeat_kinds = 1U << ND_REPEAT_LINE | 1U << ND_REPEAT_PARAGRAPH;
    opts.weak_repeats = true;
    ck_assert_int_eq(nd_repeat_finder_new(&finder, &opts, NULL, NULL), ND_OK);
}

static void free_finder(void)
{
    nd_repeat_finder_free(finder);
    finder = NULL;
}

static bool within(const nd_place *place, size_t len)
{
    return place->line > 0 && place->len > 0 && place->offset <= len && place->len <= len - place->offset;
}

/* Of one row and the one before it (NULL: none); Check writes a message for each assertion, so none here. */
static bool row_is_sane(const nd_repeats *r, const nd_repeat *row, const nd_repeat *before, const char *text,
                        size_t len)
{
    const char *at = text + row->at.offset;
    if (!within(&row->at, len) || !within(&row->of, len) || row->at.line > r->lines)
        return false;
    if (row->of.line >= row->at.line || row->of.offset + row->of.len > row->at.offset)
        return false;
    if (row->words == 0 || row->similarity != 1)
        return false;
    if (before != NULL && row->at.line <= before->at.line)
        return false;
    if (before != NULL && row->at.offset <= before->at.offset + before->at.len)
        return false;
    if (row->kind == ND_REPEAT_PARAGRAPH)
        return !row->headline;
    return memchr(at, '\n', row->at.len) == NULL && memchr(at, '\r', row->at.len) == NULL;
}

static void repeats_are_sane(const nd_repeats *r, const char *text, size_t len)
{
    uint64_t words = 0;
    for (size_t i = 0; i < r->n_rows; i++) {
        const nd_repeat *row = &r->rows[i];
        if (!row_is_sane(r, row, i > 0 ? row - 1 : NULL, text, len))
            ck_abort_msg("row %zu", i);
        words += row->words;
    }
    ck_assert_uint_eq(r->repeated_words, words);
    ck_assert_uint_le(r->repeated_words, r->words);
    ck_assert_uint_le(r->paragraphs, r->lines);
}

static nd_repeats find(const char *text, size_t len)
{
    nd_repeats r;
    nd_err err;
    if (nd_repeats_find(finder, text, len, &r, &err) != ND_OK)
        ck_abort_msg("%s", err.text);
    repeats_are_sane(&r, text, len);
    return r;
}

/* "line 3=1* para 9=5": a star is a headline. */
static void describe(nd_buf *to, const nd_repeats *r)
{
    nd_buf_clear(to);
    for (size_t i = 0; i < r->n_rows; i++)
        nd_buf_printf(to, "%s%s %" PRIu64 "=%" PRIu64 "%s", i == 0 ? "" : " ",
                      r->rows[i].kind == ND_REPEAT_LINE ? "line" : "para", r->rows[i].at.line,
                      r->rows[i].of.line, r->rows[i].headline ? "*" : "");
    nd_buf_add(to, "", 1);
    ck_assert(!to->failed);
}

/* ---- core */

static const struct {
    const char *text, *rows;
    uint64_t lines, paragraphs, words, repeated_words;
} told[] = {
    {"", "", 0, 0, 0, 0},
    {"\n", "", 1, 0, 0, 0},
    {"a", "", 1, 1, 1, 0},
    {"a\n", "", 1, 1, 1, 0},
    {"a b\nc\n  \"A  b!\"\n", "line 3=1*", 3, 1, 5, 2},
    {"x\na\nb\na\na\n", "line 4=2 line 5=2", 5, 1, 5, 2},
    {"x\n***\ny\n***\n\n\n", "", 6, 2, 2, 0},
    /* the head is five lines that hold a word */
    {"t\n\nb\n--\nc\n\n\nd\nt\n\n", "line 9=1*", 10, 4, 5, 1},
    {"t\nb\nc\nd\ne\nt\n", "line 6=1", 6, 1, 6, 1},
    {"t\nt\nt\n", "line 2=1* line 3=1*", 3, 1, 3, 2},
    /* paragraphs */
    {"a b\nc\n\nx\n\nA B\nC", "para 6=1", 7, 3, 7, 3},
    {"a b\nc\n\nx\n\na\nb c", "para 6=1", 7, 3, 7, 3},
    {"a\nb\n\nx\n\na b", "", 6, 3, 5, 0},
    {"a b\n\nx\n\na\nb", "", 6, 3, 5, 0},
    {"a b\n\na\nb\n\na b\n\na\nb", "line 6=1* para 8=3", 9, 4, 8, 4},
    {"a\nb\n*** --\na\nb", "para 4=1", 5, 2, 4, 2},
    {"a\nb\n\na\nb\nc\n", "line 4=1* line 5=2", 6, 2, 5, 2},
    /* the lines of a repeated paragraph are not told again, wherever they stood first */
    {"q\n\nx\nq\n\ny\n\nX\nq\n", "line 4=1* para 8=3", 9, 4, 6, 3},
    {"a\na\n\na\na\n", "line 2=1* para 4=1", 5, 2, 4, 3},
    /* a mark at the begin of a line does not reach over the line end */
    {"e\n\xcc\x81x\ne\n\xcc\x81x\n", "line 3=1* line 4=2", 4, 1, 4, 2},
    {"caf\xc3\xa9 12\nz\nCAFE\xcc\x81 \xef\xbc\x91\xef\xbc\x92\n", "line 3=1*", 3, 1, 5, 2},
    {"\xe6\xb1\x89\xe5\xad\x97\nz\n\xe6\xb1\x89 \xe5\xad\x97", "line 3=1*", 3, 1, 5, 2},
};

START_TEST(each_place_is_told_once_and_names_the_first)
{
    nd_buf got;
    nd_buf_init(&got, NULL);
    nd_repeats r = find(told[_i].text, strlen(told[_i].text));
    describe(&got, &r);
    ck_assert_str_eq(got.bytes, told[_i].rows);
    ck_assert_uint_eq(r.lines, told[_i].lines);
    ck_assert_uint_eq(r.paragraphs, told[_i].paragraphs);
    ck_assert_uint_eq(r.words, told[_i].words);
    ck_assert_uint_eq(r.repeated_words, told[_i].repeated_words);
    nd_buf_release(&got);
}
END_TEST

static const struct {
    const char *text;
    size_t offset;
} ended[] = {
    {"one two\n\nx\nONE two.\n", 11},
    {"one two\r\n\r\nx\r\nONE two.\r\n", 14},
    {"one two\r\rx\rONE two.\r", 11},
    {"one two\n\rx\r\nONE two.\r\n", 12},
    {"one two\n\nx\nONE two.", 11},
};

START_TEST(lf_crlf_and_cr_end_a_line_and_are_no_part_of_it)
{
    nd_repeats r = find(ended[_i].text, strlen(ended[_i].text));
    ck_assert_uint_eq(r.lines, 4);
    ck_assert_uint_eq(r.n_rows, 1);
    ck_assert_uint_eq(r.rows[0].at.line, 4);
    ck_assert_uint_eq(r.rows[0].at.offset, ended[_i].offset);
    ck_assert_uint_eq(r.rows[0].at.len, 8);
    ck_assert_uint_eq(r.rows[0].of.line, 1);
    ck_assert_uint_eq(r.rows[0].of.offset, 0);
    ck_assert_uint_eq(r.rows[0].of.len, 7);
}
END_TEST

START_TEST(a_paragraph_is_its_lines_from_the_first_byte_to_the_last)
{
    static const char text[] = "x\r\n\r\n  a b\r\nc. \r\n\r\ny\r\n\r\na B\r\n(c)";
    nd_repeats r = find(text, sizeof text - 1);
    ck_assert_uint_eq(r.n_rows, 1);
    ck_assert_int_eq(r.rows[0].kind, ND_REPEAT_PARAGRAPH);
    ck_assert_uint_eq(r.rows[0].of.offset, 5);
    ck_assert_uint_eq(r.rows[0].of.len, 10);
    ck_assert_uint_eq(r.rows[0].at.offset, 24);
    ck_assert_uint_eq(r.rows[0].at.len, 8);
}
END_TEST

/* ---- the oracle */

static bool same_place(const nd_place *a, const nd_place *b)
{
    return a->line == b->line && a->offset == b->offset && a->len == b->len;
}

static void agrees_with_the_oracle(nd_text *fold, const char *text, size_t len)
{
    static naive n;
    naive_cut(&n, fold, text, len);
    naive_find(&n);
    nd_repeats r = find(text, len);
    if (r.n_rows != n.n_rows || r.lines != n.n || r.paragraphs != n.n_paragraphs || r.words != n.words)
        ck_abort_msg("%zu rows, not %zu", r.n_rows, n.n_rows);
    for (size_t i = 0; i < n.n_rows; i++) {
        const nd_repeat *got = &r.rows[i], *want = &n.rows[i];
        if (got->kind != want->kind || got->words != want->words || got->headline != want->headline ||
            !same_place(&got->at, &want->at) || !same_place(&got->of, &want->of))
            ck_abort_msg("row %zu: line %" PRIu64 ", not %" PRIu64, i, got->at.line, want->at.line);
    }
    naive_free(&n);
}

static uint64_t seed;

static unsigned roll(unsigned below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % below;
}

static nd_text *new_fold(void)
{
    nd_opts opts;
    nd_text *fold;
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_text_new(&fold, &opts, NULL, NULL), ND_OK);
    return fold;
}

START_TEST(random_articles_of_few_lines_agree_with_comparing_all_pairs)
{
    static const char *const words[] = {"a", "B", "\xc3\xa9t\xc3\xa9", "12", "\xef\xac\x81x", "\xe6\xb1\x89"};
    static const char *const noise[] = {" ", " ", "  ", ", ", " - ", "\t", ". "};
    static const char *const ends[] = {"\n", "\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\n***\n"};
    nd_text *fold = new_fold();
    nd_buf text;
    nd_buf_init(&text, NULL);
    seed = 20160401;
    for (unsigned round = 0; round < 1500; round++) {
        nd_buf_clear(&text);
        for (unsigned lines = roll(60); lines > 0; lines--) {
            for (unsigned n = roll(3); n > 0; n--) {
                nd_buf_puts(&text, noise[roll(ND_COUNT(noise))]);
                nd_buf_puts(&text, words[roll(roll(2) ? 2 : ND_COUNT(words))]);
            }
            nd_buf_puts(&text, ends[roll(ND_COUNT(ends))]);
        }
        agrees_with_the_oracle(fold, text.bytes, text.len);
    }
    nd_buf_release(&text);
    nd_text_free(fold);
}
END_TEST

/* ---- limits */

/* n times piece, or numbered lines where that is NULL; malloc's. */
static char *many(const char *piece, size_t n, size_t *len)
{
    nd_buf text;
    nd_buf_init(&text, NULL);
    for (size_t i = 0; i < n; i++)
        if (piece == NULL)
            nd_buf_printf(&text, "line %zu of many\n", i);
        else
            nd_buf_puts(&text, piece);
    ck_assert(!text.failed);
    *len = text.len;
    return text.bytes;
}

START_TEST(a_million_equal_lines_are_a_million_less_one_repeats_of_the_first)
{
    size_t len;
    char *text = many("a\n", 1000000, &len);
    nd_repeats r = find(text, len);
    ck_assert_uint_eq(r.n_rows, 999999);
    ck_assert_uint_eq(r.rows[999998].of.line, 1);
    ck_assert_uint_eq(r.lines, 1000000);
    free(text);
}
END_TEST

START_TEST(a_million_different_lines_repeat_nothing)
{
    size_t len;
    char *text = many(NULL, 1000000, &len);
    nd_repeats r = find(text, len);
    ck_assert_uint_eq(r.n_rows, 0);
    ck_assert_uint_eq(r.lines, 1000000);
    ck_assert_uint_eq(r.paragraphs, 1);
    free(text);
}
END_TEST

START_TEST(one_line_of_ten_megabytes_is_one_line)
{
    size_t len;
    char *text = many("word ", 2000000, &len);
    nd_repeats r = find(text, len);
    ck_assert_uint_eq(r.n_rows, 0);
    ck_assert_uint_eq(r.lines, 1);
    ck_assert_uint_eq(r.words, 2000000);
    free(text);
}
END_TEST

static const char *const only_ends[] = {"\n", "\r", "\r\n"};

START_TEST(a_million_empty_lines_have_no_paragraph_and_no_repeat)
{
    size_t len;
    char *text = many(only_ends[_i], 1000000, &len);
    nd_repeats r = find(text, len);
    ck_assert_uint_eq(r.n_rows, 0);
    ck_assert_uint_eq(r.lines, 1000000);
    ck_assert_uint_eq(r.paragraphs, 0);
    free(text);
}
END_TEST

START_TEST(a_finder_remembers_nothing_of_the_text_before)
{
    size_t len;
    char *large = many(NULL, 5000, &len);
    find(large, len);
    free(large);
    nd_repeats r = find("line 7 of many\n\nb\n", 18);
    ck_assert_uint_eq(r.n_rows, 0);
    r = find("x\n\na\nb\n\na\nb\n", 12);
    ck_assert_uint_eq(r.n_rows, 1);
    r = find(NULL, 0);
    ck_assert_uint_eq(r.n_rows, 0);
    ck_assert_uint_eq(r.lines, 0);
}
END_TEST

/* ---- hostile */

START_TEST(any_bytes_are_a_text_and_none_past_its_end_is_read)
{
    static const char bytes[] =
        "\n\n\n\r\r ab\xc3\xa9\xcc\x81\x80\xff\xe6\xb1\x89\xf0\x9f\x98\x80\0\xe0\xb9\x80";
    nd_text *fold = new_fold();
    seed = 7;
    for (unsigned round = 0; round < 2000; round++) {
        size_t len = roll(300);
        char *text = guard_get(len);
        for (size_t i = 0; i < len; i++)
            text[i] = bytes[roll(sizeof bytes - 1)];
        agrees_with_the_oracle(fold, text, len);
        guard_drop(text, len);
    }
    nd_text_free(fold);
}
END_TEST

/* ---- oom */

static const char article[] = "Head line\n\nhead LINE\n\none\ntwo\n\nfill\n\none\ntwo\n";

/* Something of every kind. */
static const char every_kind[] =
    "Keeper finds a second lamp\n\nKEEPER finds a second lamp\n\n"
    "Keeper Dahl and engineer Ellis at the second lamp in the tower\n\nPhoto: L. Aho / Press\n\n"
    "Engineer Ellis and keeper Dahl at the second lamp in the tower\n\nPhoto: L. Aho / Press\n\n"
    "Read more: Storm closes port\n\nRead more: Gulls leave Hessvik\n\n"
    "It stood in in its crate,, he said, and nobody had ever spoken of it there before.\n\n"
    "A museum will have it, though nobody had ever spoken of it there before, not once.\n\n"
    "one box\ntwo box\n\none box\ntwo box\n";

START_TEST(every_allocation_may_fail)
{
    nd_opts opts;
    nd_opts_init(&opts);
    opts.weak_repeats = true;
    uint32_t kinds = 0;
    nd_status st = ND_ENOMEM;
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        nd_repeat_finder *f = NULL;
        nd_repeats r = {.lines = 77};
        const nd_unit *units;
        size_t n_units = 0;
        nd_err err = {.code = ND_OK};
        st = nd_repeat_finder_new(&f, &opts, SCARCE(&s), &err);
        if (st == ND_OK) {
            st = nd_repeats_find(f, every_kind, sizeof every_kind - 1, &r, &err);
            ck_assert_uint_eq(r.lines, st == ND_OK ? 25 : 77);
        } else {
            ck_assert_ptr_null(f);
        }
        if (st == ND_OK)
            st = nd_repeats_units(f, &units, &n_units, &err);
        for (size_t i = 0; st == ND_OK && i < r.n_rows; i++)
            kinds |= 1U << r.rows[i].kind;
        ck_assert_int_eq(err.code, st);
        nd_repeat_finder_free(f);
        ck_assert_uint_eq(s.live, 0);
        ck_assert_uint_lt(n, 1000);
    }
    ck_assert_int_eq(st, ND_OK);
    ck_assert_uint_eq(kinds, ND_REPEATS_ALL & ~(1U << ND_REPEAT_NEAR_PARAGRAPH));
}
END_TEST

START_TEST(a_finder_that_ran_out_of_memory_works_again)
{
    nd_opts opts;
    nd_opts_init(&opts);
    scarce s = {.left = 100};
    nd_repeat_finder *f = NULL;
    nd_repeats r;
    ck_assert_int_eq(nd_repeat_finder_new(&f, &opts, SCARCE(&s), NULL), ND_OK);
    nd_status st = ND_ENOMEM;
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        s.left = n / 2;
        st = nd_repeats_find(f, article, sizeof article - 1, &r, NULL);
    }
    ck_assert_int_eq(st, ND_OK);
    ck_assert_uint_eq(r.n_rows, 2);
    ck_assert(r.rows[0].headline);
    ck_assert_int_eq(r.rows[1].kind, ND_REPEAT_PARAGRAPH);
    nd_repeat_finder_free(f);
    ck_assert_uint_eq(s.live, 0);
    nd_repeat_finder_free(NULL);
}
END_TEST

Suite *repeat_suite(void);
Suite *repeat_suite(void)
{
    Suite *suite = suite_create("repeat");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits");
    TCase *hostile = tcase_create("hostile"), *oom = tcase_create("oom");

    tcase_add_checked_fixture(core, make_finder, free_finder);
    tcase_add_loop_test(core, each_place_is_told_once_and_names_the_first, 0, ND_COUNT(told));
    tcase_add_loop_test(core, lf_crlf_and_cr_end_a_line_and_are_no_part_of_it, 0, ND_COUNT(ended));
    tcase_add_test(core, a_paragraph_is_its_lines_from_the_first_byte_to_the_last);
    tcase_add_test(core, random_articles_of_few_lines_agree_with_comparing_all_pairs);
    suite_add_tcase(suite, core);

    tcase_add_checked_fixture(limits, make_finder, free_finder);
    tcase_set_timeout(limits, 60);
    tcase_add_test(limits, a_million_equal_lines_are_a_million_less_one_repeats_of_the_first);
    tcase_add_test(limits, a_million_different_lines_repeat_nothing);
    tcase_add_test(limits, one_line_of_ten_megabytes_is_one_line);
    tcase_add_loop_test(limits, a_million_empty_lines_have_no_paragraph_and_no_repeat, 0,
                        ND_COUNT(only_ends));
    tcase_add_test(limits, a_finder_remembers_nothing_of_the_text_before);
    suite_add_tcase(suite, limits);

    tcase_add_checked_fixture(hostile, make_finder, free_finder);
    tcase_add_test(hostile, any_bytes_are_a_text_and_none_past_its_end_is_read);
    suite_add_tcase(suite, hostile);

    tcase_add_test(oom, every_allocation_may_fail);
    tcase_add_test(oom, a_finder_that_ran_out_of_memory_works_again);
    suite_add_tcase(suite, oom);
    return suite;
}
