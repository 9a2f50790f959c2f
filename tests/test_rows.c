/* SPDX-License-Identifier: MIT
 *
 * test_rows.c - the rows that other programs read: the documented examples byte for
 * byte, every row read back by the JSON reader, strings of any bytes.
 */
#include "input/json.h"
#include "report/passage_rows.h"
#include "scarce.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

enum { PADDING = 64 }; /* what nd_json_read may look at after a line */

/* ---- core */

static const nd_row_record a9 = {"a.jsonl.gz", 9, "\"a9\"", 4};
static const nd_row_record a7 = {"a.jsonl.gz", 7, "\"a7\"", 4};
static const nd_row_record b2 = {"a.jsonl.gz", 31, "\"b2\"", 4};
static const nd_row_record a_txt = {"a.txt", 1, NULL, 0};

static void header(nd_buf *to)
{
    nd_opts opts;
    nd_opts_init(&opts);
    nd_bands bands = {.bands = 16, .rows = 6};
    nd_row_input input = {"a.jsonl.gz", 812, {.hi = 0x99aa06d3014798d8, .lo = 0x6001c324468d497f}, "jsonl"};
    nd_row_header(to, &opts, &bands, "first", &input, 1);
}

static void header_of_nothing(nd_buf *to)
{
    nd_opts opts;
    nd_opts_init(&opts);
    opts.threshold = 1;
    opts.recall = 0.987654321;
    opts.seed = UINT64_MAX;
    opts.fold_digits = opts.strip_marks = true;
    nd_bands bands = {.bands = 1, .rows = 128};
    nd_row_header(to, &opts, &bands, "max:\"q\"", NULL, 0);
}

static void removed(nd_buf *to)
{
    nd_similarity likeness = {.jaccard = .91234, .containment = .9804, .coverage = .92909};
    nd_verdict verdict = {.kind = ND_NEAR, .similarity = likeness};
    nd_row_removed(to, &a9, &a7, &verdict);
}

static void removed_as_identical(nd_buf *to)
{
    nd_row_record number = {"\xe6\xbc\xa2.jsonl", 2, "17", 2};
    nd_similarity likeness = {.jaccard = 1, .containment = 1, .coverage = 1};
    nd_verdict verdict = {.kind = ND_IDENTICAL, .similarity = likeness};
    nd_row_removed(to, &number, &a_txt, &verdict);
}

static void near_miss(nd_buf *to)
{
    nd_row_near_miss(to, &b2, &a7, .7931);
}

static void error(nd_buf *to)
{
    nd_row_error(to, "a.jsonl.gz", 12, 40911, "...");
}

static void damaged(nd_buf *to)
{
    nd_row_damaged(to, "a.jsonl.gz", "...");
}

static void summary(nd_buf *to)
{
    nd_counts counts = {
        .documents = 40, .kept = 38, .same_words = 1, .near = 1, .candidates = 3, .rejected = 2};
    nd_row_summary(to, &counts, 0, 1);
}

static void repeat(nd_buf *to)
{
    nd_repeat row = {
        .kind = ND_REPEAT_LINE, .at = {3, 120, 98}, .of = {1, 0, 98}, .words = 18, .similarity = 1, .headline = true};
    nd_row_repeat(to, &a_txt, &row);
}

static void repeated_paragraph(nd_buf *to)
{
    nd_repeat row = {
        .kind = ND_REPEAT_PARAGRAPH, .at = {30, 1200, 300}, .of = {12, 400, 299}, .words = 61, .similarity = 1};
    nd_row_repeat(to, &a9, &row);
}

static void article(nd_buf *to)
{
    nd_repeats repeats = {.n_rows = 9, .words = 1482, .lines = 41, .paragraphs = 19, .repeated_words = 172};
    nd_row_article(to, &a_txt, &repeats, NULL);
}

static void empty_article(nd_buf *to)
{
    nd_row_article(to, &a_txt, &(nd_repeats){0}, NULL);
}

static void judged_article(nd_buf *to)
{
    nd_signals signals;
    nd_broken_rule broken[ND_GOPHER_RULES];
    for (int i = 0; i < ND_SIGNALS; i++)
        signals.frac[i] = i / 20.0;
    signals.frac[ND_DUP_PARA_FRAC] = 0.31;
    nd_row_signals more = {.signals = &signals, .broken = broken, .n_broken = 2};
    broken[0] = (nd_broken_rule){ND_DUP_PARA_FRAC, 0.31, 0.30};
    broken[1] = (nd_broken_rule){ND_TOP_3GRAM_CHAR_FRAC, 0.35, 0.18};
    nd_row_article(to, &a_txt, &(nd_repeats){.words = 8, .lines = 1, .paragraphs = 1}, &more);
}

static void blameless_article(nd_buf *to)
{
    nd_broken_rule broken[ND_GOPHER_RULES];
    nd_row_article(to, &a_txt, &(nd_repeats){0}, &(nd_row_signals){.broken = broken});
}

static const nd_block two_blocks[] = {
    {.a = {1, 0, 23}, .b = {1, 0, 24}, .words = 4},
    {.a = {8, 340, 91}, .b = {3, 25, 90}, .a_word = 64, .b_word = 5, .words = 17, .moved = true},
};

static void compare(nd_buf *to)
{
    nd_alignment al = {.blocks = two_blocks, .n_blocks = 2, .longest = 1, .ordered_words = 4, .moved_words = 17,
                       .a = {.n_words = 81}, .b = {.n_words = 84}};
    nd_similarity likeness = {.jaccard = .91234, .containment = .9804, .coverage = .92909};
    nd_row_compare(to, &a_txt, &a9, &likeness, &al);
}

static void compare_nothing(nd_buf *to)
{
    nd_row_compare(to, &a_txt, &a_txt, &(nd_similarity){0}, &(nd_alignment){0});
}

static void boilerplate(nd_buf *to)
{
    const nd_row_record first = {"a.txt", 4, "\"x\"", 3};
    const nd_recurring unit = {.text = "Read \"more\"", .len = 11, .words = 2, .documents = 3, .line = 12};
    nd_row_boilerplate(to, &first, &unit);
}

static void boilerplate_counted_late(nd_buf *to)
{
    const nd_row_record first = {"a.txt", 4, NULL, 0};
    const nd_recurring unit = {.text = "Ad", .len = 2, .words = 1, .documents = 3, .missed = 2, .line = 1};
    nd_row_boilerplate(to, &first, &unit);
}

static void shared(nd_buf *to)
{
    nd_row_shared(to, &two_blocks[0]);
}

static void shared_and_moved(nd_buf *to)
{
    nd_row_shared(to, &two_blocks[1]);
}

static void passages_header(nd_buf *to)
{
    nd_opts opts;
    nd_opts_init(&opts);
    nd_row_passages_header(to, &(nd_row_passage_params){&opts, false, NULL, NULL});
}

static void passages_header_with_fields(nd_buf *to)
{
    nd_opts opts;
    nd_opts_init(&opts);
    opts.passage_score = 42.5;
    nd_row_passages_header(to, &(nd_row_passage_params){&opts, true, "meta.paper", "\"d"});
}

static const nd_passage shared_story = {
    .a = {.text = 0, .at = {3, 120, 900}, .words = 212, .share = .81024},
    .b = {.text = 1, .at = {1, 0, 880}, .words = 209, .share = .334},
    .similarity = .92309, .score = 411.5,
};

static void passage(nd_buf *to)
{
    nd_row_passage(to, &a7, &a_txt, &shared_story, 3);
}

static void passage_of_a_form(nd_buf *to)
{
    nd_passage form = shared_story;
    form.form = true;
    form.score = 80;
    nd_row_passage(to, &a_txt, &a9, &form, 0);
}

static void family(nd_buf *to)
{
    const nd_row_member members[] = {
        {.record = a7, .date = "\"1916-03-02\"", .date_len = 12, .at = {3, 120, 900}, .core = {120, 900}, .similarity = 1},
        {.record = a_txt, .at = {1, 0, 880}, .core = {130, 870}, .similarity = .92309,
         .changes = {.added = 3, .cut = 10, .changed = 2}},
    };
    nd_row_of_family(to, &(nd_row_family){.number = 3, .record = a7, .core = {3, 120, 900}, .words = 212,
                                          .by_date = true, .members = members, .n_members = 2});
}

static void input(nd_buf *to)
{
    nd_row_of_input(to, &(nd_row_input){"a.txt", 12, {.hi = 1, .lo = 2}, NULL});
}

static void passages_summary(nd_buf *to)
{
    nd_row_passages_summary(to, 40, 12, 1, 3, 2);
}

/* The documented lines; where they name a share, the counts above give it. */
static const struct {
    void (*write)(nd_buf *to);
    const char *type, *line;
} rows[] = {
    {header, "header",
     "{\"type\":\"header\",\"v\":1,\"neardup\":\"0.1.0\",\"params\":{\"threshold\":0.8,\"recall\":0.99,\"bands\":16,"
     "\"rows\":6,\"shingle\":5,\"perms\":128,\"seed\":1,\"keep\":\"first\",\"bucket_cap\":64,\"text\":1,"
     "\"unicode\":\"15.0.0\"},\"inputs\":[{\"file\":\"a.jsonl.gz\",\"bytes\":812,"
     "\"xxh3\":\"99aa06d3014798d86001c324468d497f\",\"format\":\"jsonl\"}]}\n"},
    {header_of_nothing, "header",
     "{\"type\":\"header\",\"v\":1,\"neardup\":\"0.1.0\",\"params\":{\"threshold\":1,\"recall\":0.987654321,\"bands\":1,"
     "\"rows\":128,\"shingle\":5,\"perms\":128,\"seed\":18446744073709551615,\"keep\":\"max:\\\"q\\\"\","
     "\"bucket_cap\":64,\"text\":1,\"unicode\":\"15.0.0\",\"fold_digits\":true,\"strip_marks\":true},\"inputs\":[]}\n"},
    {removed, "removed",
     "{\"type\":\"removed\",\"v\":1,\"file\":\"a.jsonl.gz\",\"record\":9,\"id\":\"a9\",\"keeper\":{\"file\":\"a.jsonl.gz\","
     "\"record\":7,\"id\":\"a7\"},\"kind\":\"near\",\"jaccard\":0.9123,\"containment\":0.9804,\"coverage\":0.9291}\n"},
    {removed_as_identical, "removed",
     "{\"type\":\"removed\",\"v\":1,\"file\":\"\xe6\xbc\xa2.jsonl\",\"record\":2,\"id\":17,\"keeper\":{\"file\":\"a.txt\","
     "\"record\":1},\"kind\":\"identical\",\"jaccard\":1.0000,\"containment\":1.0000,\"coverage\":1.0000}\n"},
    {near_miss, "near_miss",
     "{\"type\":\"near_miss\",\"v\":1,\"file\":\"a.jsonl.gz\",\"record\":31,\"id\":\"b2\",\"other\":{\"file\":\"a.jsonl.gz\","
     "\"record\":7,\"id\":\"a7\"},\"jaccard\":0.7931}\n"},
    {error, "error",
     "{\"type\":\"error\",\"v\":1,\"file\":\"a.jsonl.gz\",\"record\":12,\"byte\":40911,\"what\":\"...\"}\n"},
    {damaged, "damaged", "{\"type\":\"damaged\",\"v\":1,\"file\":\"a.jsonl.gz\",\"what\":\"...\"}\n"},
    {summary, "summary",
     "{\"type\":\"summary\",\"v\":1,\"documents\":40,\"kept\":38,\"identical\":0,\"same_words\":1,\"near\":1,"
     "\"candidates\":3,\"rejected\":2,\"capped\":0,\"wordless\":0,\"restored\":0,\"errors\":1}\n"},
    {repeat, "repeat",
     "{\"type\":\"repeat\",\"v\":1,\"file\":\"a.txt\",\"record\":1,\"kind\":\"line\",\"at\":{\"line\":3,\"offset\":120,"
     "\"length\":98},\"of\":{\"line\":1,\"offset\":0,\"length\":98},\"words\":18,\"similarity\":1.0000,"
     "\"name\":\"headline\"}\n"},
    {repeated_paragraph, "repeat",
     "{\"type\":\"repeat\",\"v\":1,\"file\":\"a.jsonl.gz\",\"record\":9,\"id\":\"a9\",\"kind\":\"paragraph\","
     "\"at\":{\"line\":30,\"offset\":1200,\"length\":300},\"of\":{\"line\":12,\"offset\":400,\"length\":299},"
     "\"words\":61,\"similarity\":1.0000}\n"},
    {article, "article",
     "{\"type\":\"article\",\"v\":1,\"file\":\"a.txt\",\"record\":1,\"words\":1482,\"lines\":41,\"paragraphs\":19,"
     "\"repeats\":9,\"repeated\":0.1161}\n"},
    {empty_article, "article",
     "{\"type\":\"article\",\"v\":1,\"file\":\"a.txt\",\"record\":1,\"words\":0,\"lines\":0,\"paragraphs\":0,"
     "\"repeats\":0,\"repeated\":0.0000}\n"},
    {judged_article, "article",
     "{\"type\":\"article\",\"v\":1,\"file\":\"a.txt\",\"record\":1,\"words\":8,\"lines\":1,\"paragraphs\":1,"
     "\"repeats\":0,\"repeated\":0.0000,\"signals\":{"
     "\"dup_line_frac\":0.0000,\"dup_line_char_frac\":0.0500,\"dup_line_word_frac\":0.1000,"
     "\"dup_para_frac\":0.3100,\"dup_para_char_frac\":0.2000,\"dup_para_word_frac\":0.2500,"
     "\"top_2gram_char_frac\":0.3000,\"top_3gram_char_frac\":0.3500,"
     "\"top_4gram_char_frac\":0.4000,\"dup_5gram_char_frac\":0.4500,"
     "\"dup_6gram_char_frac\":0.5000,\"dup_7gram_char_frac\":0.5500,"
     "\"dup_8gram_char_frac\":0.6000,\"dup_9gram_char_frac\":0.6500,"
     "\"dup_10gram_char_frac\":0.7000,\"unique_word_frac\":0.7500"
     "},\"drops\":[\"dup_para_frac\",\"top_3gram_char_frac\"]}\n"},
    {blameless_article, "article",
     "{\"type\":\"article\",\"v\":1,\"file\":\"a.txt\",\"record\":1,\"words\":0,\"lines\":0,\"paragraphs\":0,"
     "\"repeats\":0,\"repeated\":0.0000,\"drops\":[]}\n"},
    {compare, "compare",
     "{\"type\":\"compare\",\"v\":1,\"a\":{\"file\":\"a.txt\",\"record\":1},\"b\":{\"file\":\"a.jsonl.gz\","
     "\"record\":9,\"id\":\"a9\"},\"words_a\":81,\"words_b\":84,\"jaccard\":0.9123,\"containment\":0.9804,"
     "\"coverage\":0.9291,\"aligned\":21,\"moved\":17,\"blocks\":2,\"longest\":17}\n"},
    {compare_nothing, "compare",
     "{\"type\":\"compare\",\"v\":1,\"a\":{\"file\":\"a.txt\",\"record\":1},\"b\":{\"file\":\"a.txt\","
     "\"record\":1},\"words_a\":0,\"words_b\":0,\"jaccard\":0.0000,\"containment\":0.0000,"
     "\"coverage\":0.0000,\"aligned\":0,\"moved\":0,\"blocks\":0,\"longest\":0}\n"},
    {boilerplate, "boilerplate",
     "{\"type\":\"boilerplate\",\"v\":1,\"documents\":3,\"text\":\"Read \\\"more\\\"\",\"words\":2,"
     "\"first\":{\"file\":\"a.txt\",\"record\":4,\"id\":\"x\",\"line\":12}}\n"},
    {boilerplate_counted_late, "boilerplate",
     "{\"type\":\"boilerplate\",\"v\":1,\"documents\":3,\"at_most\":5,\"text\":\"Ad\",\"words\":1,"
     "\"first\":{\"file\":\"a.txt\",\"record\":4,\"line\":1}}\n"},
    {shared, "shared",
     "{\"type\":\"shared\",\"v\":1,\"a\":{\"line\":1,\"offset\":0,\"length\":23},\"b\":{\"line\":1,"
     "\"offset\":0,\"length\":24},\"words\":4,\"moved\":false}\n"},
    {passages_header, "header",
     "{\"type\":\"header\",\"v\":1,\"neardup\":\"0.1.0\",\"command\":\"passages\",\"params\":{\"text\":1,"
     "\"unicode\":\"15.0.0\",\"min_letters\":60,\"min_score\":80,\"noisy\":false}}\n"},
    {passages_header_with_fields, "header",
     "{\"type\":\"header\",\"v\":1,\"neardup\":\"0.1.0\",\"command\":\"passages\",\"params\":{\"text\":1,"
     "\"unicode\":\"15.0.0\",\"min_letters\":60,\"min_score\":42.5,\"noisy\":true,\"series\":\"meta.paper\","
     "\"date\":\"\\\"d\"}}\n"},
    {passage, "passage",
     "{\"type\":\"passage\",\"v\":1,\"a\":{\"file\":\"a.jsonl.gz\",\"record\":7,\"id\":\"a7\",\"line\":3,\"offset\":120,"
     "\"length\":900},\"b\":{\"file\":\"a.txt\",\"record\":1,\"line\":1,\"offset\":0,\"length\":880},\"words\":212,"
     "\"similarity\":0.9231,\"a_share\":0.8102,\"b_share\":0.3340,\"score\":411.5,\"family\":3}\n"},
    {passage_of_a_form, "passage",
     "{\"type\":\"passage\",\"v\":1,\"a\":{\"file\":\"a.txt\",\"record\":1,\"line\":3,\"offset\":120,\"length\":900},"
     "\"b\":{\"file\":\"a.jsonl.gz\",\"record\":9,\"id\":\"a9\",\"line\":1,\"offset\":0,\"length\":880},\"words\":212,"
     "\"similarity\":0.9231,\"a_share\":0.8102,\"b_share\":0.3340,\"score\":80,\"template\":true}\n"},
    {family, "family",
     "{\"type\":\"family\",\"v\":1,\"family\":3,\"core\":{\"file\":\"a.jsonl.gz\",\"record\":7,\"id\":\"a7\",\"line\":3,"
     "\"offset\":120,\"length\":900},\"words\":212,\"likely_source\":\"date\",\"records\":[{\"file\":\"a.jsonl.gz\","
     "\"record\":7,\"id\":\"a7\",\"date\":\"1916-03-02\",\"line\":3,\"offset\":120,\"length\":900,\"core_offset\":120,"
     "\"core_length\":900,\"similarity\":1.0000,\"added\":0,\"cut\":0,\"changed\":0},{\"file\":\"a.txt\",\"record\":1,"
     "\"line\":1,\"offset\":0,\"length\":880,\"core_offset\":130,\"core_length\":870,\"similarity\":0.9231,\"added\":3,"
     "\"cut\":10,\"changed\":2}]}\n"},
    {input, "input",
     "{\"type\":\"input\",\"v\":1,\"file\":\"a.txt\",\"bytes\":12,"
     "\"xxh3\":\"00000000000000010000000000000002\"}\n"},
    {passages_summary, "summary",
     "{\"type\":\"summary\",\"v\":1,\"documents\":40,\"passages\":12,\"templates\":1,\"families\":3,\"errors\":2}\n"},
    {shared_and_moved, "shared",
     "{\"type\":\"shared\",\"v\":1,\"a\":{\"line\":8,\"offset\":340,\"length\":91},\"b\":{\"line\":3,"
     "\"offset\":25,\"length\":90},\"words\":17,\"moved\":true}\n"},
};

START_TEST(every_row_is_the_documented_line)
{
    nd_buf to;
    nd_buf_init(&to, NULL);
    rows[_i].write(&to);
    nd_buf_add(&to, "", 1);
    ck_assert_str_eq(to.bytes, rows[_i].line);
    nd_buf_release(&to);
}
END_TEST

static nd_json *json;

static void make_json(void)
{
    ck_assert_int_eq(nd_json_new(&json, NULL, NULL), ND_OK);
}

static void free_json(void)
{
    nd_json_free(json);
}

/* The values at paths of what stands in buf. */
static bool read_back(nd_buf *buf, const char *const *paths, size_t n, nd_json_value *values)
{
    static const char zeros[PADDING];
    size_t len = buf->len, at;
    nd_err err;
    nd_buf_add(buf, zeros, sizeof zeros);
    nd_status st = nd_json_read(json, buf->bytes, len, paths, n, values, &at, &err);
    buf->len = len;
    return st == ND_OK;
}

START_TEST(every_row_is_read_back_and_names_its_type_and_version)
{
    static const char *const paths[] = {"type", "v"};
    nd_json_value values[2];
    nd_buf to;
    nd_buf_init(&to, NULL);
    rows[_i].write(&to);
    ck_assert(read_back(&to, paths, 2, values));
    ck_assert_int_eq(values[0].kind, ND_JSON_STRING);
    ck_assert_uint_eq(values[0].len, strlen(rows[_i].type));
    ck_assert_mem_eq(values[0].text, rows[_i].type, values[0].len);
    ck_assert_int_eq(values[1].kind, ND_JSON_NUMBER);
    ck_assert(values[1].number == 1);
    nd_buf_release(&to);
}
END_TEST

START_TEST(a_row_ends_where_the_next_begins)
{
    nd_buf all, one;
    nd_buf_init(&all, NULL);
    nd_buf_init(&one, NULL);
    size_t at = 0;
    for (size_t i = 0; i < ND_COUNT(rows); i++)
        rows[i].write(&all);
    for (size_t i = 0; i < ND_COUNT(rows); i++, at += one.len) {
        nd_buf_clear(&one);
        rows[i].write(&one);
        ck_assert_ptr_eq(memchr(one.bytes, '\n', one.len), one.bytes + one.len - 1);
        ck_assert_mem_eq(all.bytes + at, one.bytes, one.len);
    }
    ck_assert_uint_eq(at, all.len);
    nd_buf_release(&all);
    nd_buf_release(&one);
}
END_TEST

static const struct {
    const char *text;
    size_t len;
    const char *json;
} strings[] = {
#define TEXT(text) (text), sizeof(text) - 1
    {TEXT(""), "\"\""},
    {TEXT("plain % 100"), "\"plain % 100\""},
    {TEXT("say \"a\\b\" /"), "\"say \\\"a\\\\b\\\" /\""},
    {TEXT("a\0b\b\f\n\r\t\x1f"), "\"a\\u0000b\\u0008\\u000c\\u000a\\u000d\\u0009\\u001f\""},
    {TEXT("\x7f"), "\"\x7f\""},
    {TEXT("\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x98\x80\xe2\x80\xa8\xe2\x80\xa9\xef\xbf\xbf"),
     "\"\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x98\x80\xe2\x80\xa8\xe2\x80\xa9\xef\xbf\xbf\""},
    {TEXT("a\xff" "b\x80"), "\"a\xef\xbf\xbd" "b\xef\xbf\xbd\""},
    {TEXT("\xe6\xbc"), "\"\xef\xbf\xbd\xef\xbf\xbd\""},                       /* cut short */
    {TEXT("\xc0\xaf"), "\"\xef\xbf\xbd\xef\xbf\xbd\""},                       /* overlong */
    {TEXT("\xed\xa0\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},       /* a surrogate */
    {TEXT("\xf4\x90\x80\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
};

START_TEST(a_string_is_escaped_as_listed)
{
    nd_buf to;
    nd_buf_init(&to, NULL);
    nd_json_string(&to, strings[_i].text, strings[_i].len);
    nd_buf_add(&to, "", 1);
    ck_assert_str_eq(to.bytes, strings[_i].json);
    nd_buf_release(&to);
}
END_TEST

static const struct {
    const char *name, *json;
} names[] = {
    {"", "\"\""},
    {"a.txt", "\"a.txt\""},
    {"100 %25.txt", "\"100 %25.txt\""},                                       /* UTF-8: as it stands */
    {"caf\xc3\xa9\n\".txt", "\"caf\xc3\xa9\\u000a\\\".txt\""},
    {"caf\xe9.txt", "\"caf%E9.txt\""},
    {"\xc3\xa9-\xe9-%.txt", "\"\xc3\xa9-%E9-%25.txt\""},
    {"\xff\n", "\"%FF\\u000a\""},
};

START_TEST(a_file_name_that_is_not_utf8_is_percent_escaped)
{
    nd_buf to;
    nd_buf_init(&to, NULL);
    nd_json_file_name(&to, names[_i].name);
    nd_buf_add(&to, "", 1);
    ck_assert_str_eq(to.bytes, names[_i].json);
    nd_buf_release(&to);
}
END_TEST

START_TEST(kinds_have_the_names_of_the_result_file)
{
    ck_assert_str_eq(nd_kind_name(ND_IDENTICAL), "identical");
    ck_assert_str_eq(nd_kind_name(ND_SAME_WORDS), "same_words");
    ck_assert_str_eq(nd_kind_name(ND_NEAR), "near");
}
END_TEST

/* ---- hostile */

static uint64_t seed;

static unsigned roll(unsigned below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % below;
}

static nd_json_value read_string(nd_buf *to, const char *text, size_t len)
{
    static const char *const path[] = {"what"};
    nd_json_value value;
    nd_buf_clear(to);
    nd_buf_puts(to, "{\"what\":");
    nd_json_string(to, text, len);
    nd_buf_puts(to, "}\n");
    if (!read_back(to, path, 1, &value) || value.kind != ND_JSON_STRING)
        ck_abort_msg("not read back: %.*s", (int)to->len, to->bytes);
    return value;
}

START_TEST(every_code_point_is_read_back_as_it_was)
{
    nd_buf to;
    nd_buf_init(&to, NULL);
    for (utf8proc_int32_t code = 0; code < 0x110000; code++) {
        char text[4];
        if (code >= 0xD800 && code <= 0xDFFF)
            continue;
        size_t len = (size_t)utf8proc_encode_char(code, (utf8proc_uint8_t *)text);
        nd_json_value value = read_string(&to, text, len);
        if (value.len != len || memcmp(value.text, text, len) != 0)
            ck_abort_msg("U+%04X", (unsigned)code);
    }
    nd_buf_release(&to);
}
END_TEST

START_TEST(any_bytes_make_a_string_that_is_json)
{
    static const char bytes[] = "a\"\\\n\0%\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x98\x80\xed\xa0\xff";
    nd_buf to;
    nd_buf_init(&to, NULL);
    seed = 5;
    for (unsigned round = 0; round < 20000; round++) {
        size_t len = roll(24);
        char *text = malloc(len + 1); /* to the byte, so that one too far is a fault under ASan */
        for (size_t i = 0; i < len; i++)
            text[i] = bytes[roll(sizeof bytes - 1)];
        text[len] = '\0';
        nd_json_value once = read_string(&to, text, len);
        char *kept = malloc(once.len + 1);
        size_t kept_len = once.len;
        memcpy(kept, once.text, kept_len);
        nd_json_value twice = read_string(&to, kept, kept_len);
        if (twice.len != kept_len || memcmp(twice.text, kept, kept_len) != 0)
            ck_abort_msg("round %u", round);
        free(kept);
        free(text);
    }
    nd_buf_release(&to);
}
END_TEST

/* ---- oom */

START_TEST(a_row_without_memory_is_a_failed_buffer)
{
    bool failed = true;
    for (size_t n = 0; failed; n++) {
        scarce s = {.left = n};
        nd_buf to;
        nd_buf_init(&to, SCARCE(&s));
        for (size_t i = 0; i < ND_COUNT(rows); i++)
            rows[i].write(&to);
        failed = to.failed;
        nd_buf_release(&to);
        ck_assert_uint_eq(s.live, 0);
        ck_assert_uint_lt(n, 1000);
    }
}
END_TEST

Suite *rows_suite(void);
Suite *rows_suite(void)
{
    Suite *suite = suite_create("rows");
    TCase *core = tcase_create("core"), *hostile = tcase_create("hostile"), *oom = tcase_create("oom");

    tcase_add_checked_fixture(core, make_json, free_json);
    tcase_add_loop_test(core, every_row_is_the_documented_line, 0, ND_COUNT(rows));
    tcase_add_loop_test(core, every_row_is_read_back_and_names_its_type_and_version, 0, ND_COUNT(rows));
    tcase_add_test(core, a_row_ends_where_the_next_begins);
    tcase_add_loop_test(core, a_string_is_escaped_as_listed, 0, ND_COUNT(strings));
    tcase_add_loop_test(core, a_file_name_that_is_not_utf8_is_percent_escaped, 0, ND_COUNT(names));
    tcase_add_test(core, kinds_have_the_names_of_the_result_file);
    suite_add_tcase(suite, core);

    tcase_add_checked_fixture(hostile, make_json, free_json);
    tcase_set_timeout(hostile, 30);
    tcase_add_test(hostile, every_code_point_is_read_back_as_it_was);
    tcase_add_test(hostile, any_bytes_make_a_string_that_is_json);
    suite_add_tcase(suite, hostile);

    tcase_add_test(oom, a_row_without_memory_is_a_failed_buffer);
    suite_add_tcase(suite, oom);
    return suite;
}
