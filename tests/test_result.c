/* SPDX-License-Identifier: MIT
 *
 * test_result.c - a result file gives back what was written into it, and anything
 * else is refused in a sentence; nothing is done on the word of half a file.
 */
#include "report/rows.h"
#include "run/result.h"
#include "sanitized.h"
#include "scratch.h"

typedef struct row {           /* a removed record: input and number */
    size_t   input;
    uint64_t record;
} row;

static const row good_rows[] = {{0, 2}, {0, 3}, {0, 900}, {2, 1}, {2, 7}, {3, 44}};
static const char *const good_names[] = {"a.jsonl", "empty.jsonl", "sub/\xff\n%.jsonl.gz", "\xc3\xa9 \"b\".txt"};

enum { INPUTS = ND_COUNT(good_names), ROWS = ND_COUNT(good_rows) };

static nd_row_input input_of(size_t i)
{
    static const char *const formats[] = {"jsonl", "lines", "text", NULL};
    return (nd_row_input){good_names[i], 1000 + i, {.lo = 0xfedcba9876543210 + i, .hi = i}, formats[i % 4]};
}

static void add_header(nd_buf *to, bool with_inputs)
{
    nd_opts opts;
    nd_bands bands;
    nd_row_input inputs[INPUTS];
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_tune(&opts, &bands, NULL), ND_OK);
    for (size_t i = 0; i < INPUTS; i++)
        inputs[i] = input_of(i);
    nd_row_header(to, &opts, &bands, "first", inputs, with_inputs ? INPUTS : 0);
}

static void add_removed(nd_buf *to, const char *file, uint64_t record)
{
    nd_row_record removed = {file, record, "\"id\"", 4}, keeper = {good_names[0], 1, NULL, 0};
    nd_row_removed(to, &removed, &keeper,
                   &(nd_verdict){.kind = ND_NEAR, .similarity = {.jaccard = 0.9, .containment = 1, .coverage = 0.9}});
}

static void add_summary(nd_buf *to)
{
    nd_counts counts = {.documents = 1000, .kept = 994, .identical = 1, .same_words = 2, .near = 3};
    nd_row_summary(to, &counts, 0, 1);
}

/* A whole result file, with every kind of row. */
static void make_good(nd_buf *to)
{
    nd_row_record a = {good_names[0], 5, NULL, 0}, b = {good_names[3], 6, "17", 2};
    nd_buf_init(to, NULL);
    add_header(to, true);
    for (size_t i = 0; i < ROWS; i++)
        add_removed(to, good_names[good_rows[i].input], good_rows[i].record);
    nd_row_near_miss(to, &a, &b, 0.79);
    nd_row_damaged(to, good_names[2], "gzip: data ends");
    nd_row_error(to, good_names[0], 12, 40911, "is no JSON");
    add_summary(to);
    ck_assert(!to->failed);
}

/* Sources with these names, which are not files. */
static void give_names(nd_sources *sources, const char *const *list, size_t n)
{
    nd_sources_init(sources, NULL);
    ck_assert(nd_grow(NULL, &sources->list, &sources->cap, n, sizeof *sources->list));
    for (size_t i = 0; i < n; i++)
        sources->list[sources->n++] = (nd_source){.path = list[i], .name = list[i]};
}

static nd_status open_text(nd_result *r, const char *text, size_t len, nd_err *err)
{
    file_write("r", text, len);
    return nd_result_open(r, "r", err);
}

static void gives(nd_result *r, const row *rows, size_t n, size_t n_inputs)
{
    uint64_t record;
    size_t at = 0;
    for (size_t i = 0; i < n_inputs; i++) {
        while (nd_result_next(r, i, &record, NULL) == ND_OK) {
            ck_assert_uint_lt(at, n);
            ck_assert_uint_eq(i, rows[at].input);
            ck_assert_uint_eq(record, rows[at].record);
            at++;
        }
        ck_assert_int_eq(nd_result_next(r, i, &record, NULL), ND_END);
    }
    ck_assert_uint_eq(at, n);
}

/* ---- core */

START_TEST(what_was_written_is_read_any_number_of_times)
{
    nd_buf good;
    nd_result r;
    make_good(&good);
    ck_assert_int_eq(open_text(&r, good.bytes, good.len, NULL), ND_OK);
    ck_assert_uint_eq(r.n, INPUTS);
    for (size_t i = 0; i < INPUTS; i++) {
        ck_assert_uint_eq(r.inputs[i].bytes, input_of(i).bytes);
        ck_assert_uint_eq(r.inputs[i].digest.lo, input_of(i).digest.lo);
        ck_assert_uint_eq(r.inputs[i].digest.hi, input_of(i).digest.hi);
        ck_assert_pstr_eq(nd_format_name(r.inputs[i].format), input_of(i).format);
        ck_assert_int_eq(r.inputs[i].damaged, i == 2);
    }
    ck_assert_uint_eq(r.counts.documents, 1000);
    ck_assert_uint_eq(r.counts.kept, 994);
    ck_assert_uint_eq(r.counts.identical, 1);
    ck_assert_uint_eq(r.counts.same_words, 2);
    ck_assert_uint_eq(r.counts.near, 3);
    for (int again = 0; again < 3; again++) {
        gives(&r, good_rows, ROWS, INPUTS);
        ck_assert_int_eq(nd_result_rewind(&r, NULL), ND_OK);
    }
    nd_result_release(&r);
    nd_buf_release(&good);
}
END_TEST

START_TEST(rows_that_nobody_asked_for_do_not_hide_those_of_the_next_input)
{
    nd_buf good;
    nd_result r;
    uint64_t record = 0;
    make_good(&good);
    ck_assert_int_eq(open_text(&r, good.bytes, good.len, NULL), ND_OK);
    ck_assert_int_eq(nd_result_next(&r, 0, &record, NULL), ND_OK);
    ck_assert_uint_eq(record, 2); /* then input 0 turns out unreadable */
    ck_assert_int_eq(nd_result_next(&r, 2, &record, NULL), ND_OK);
    ck_assert_uint_eq(record, 1);
    ck_assert_int_eq(nd_result_next(&r, 3, &record, NULL), ND_OK);
    ck_assert_uint_eq(record, 44);
    ck_assert_int_eq(nd_result_next(&r, 3, &record, NULL), ND_END);
    nd_result_release(&r);
    nd_buf_release(&good);
}
END_TEST

START_TEST(inputs_may_stand_in_rows_of_their_own)
{
    nd_buf text;
    nd_result r;
    nd_buf_init(&text, NULL);
    add_header(&text, false);
    for (size_t i = 0; i < ROWS; i++)
        add_removed(&text, good_names[good_rows[i].input], good_rows[i].record);
    for (size_t i = 0; i < INPUTS; i++) {
        nd_buf_puts(&text, "{\"type\":\"input\",\"v\":1,\"file\":");
        nd_json_file_name(&text, good_names[i]);
        nd_buf_printf(&text, ",\"bytes\":%zu,\"xxh3\":\"%032zx\"}\n", 1000 + i, i);
    }
    add_summary(&text);
    ck_assert_int_eq(open_text(&r, text.bytes, text.len, NULL), ND_OK);
    ck_assert_uint_eq(r.n, INPUTS);
    ck_assert_uint_eq(r.inputs[3].digest.lo, 3);
    gives(&r, good_rows, ROWS, INPUTS);
    nd_result_release(&r);
    nd_buf_release(&text);
}
END_TEST

START_TEST(inputs_are_found_by_name_in_any_order_also_where_names_are_no_utf8)
{
    const char *names[INPUTS];
    nd_buf good;
    nd_result r;
    nd_sources sources;
    for (size_t i = 0; i < INPUTS; i++)
        names[i] = good_names[(i * 3 + 1) % INPUTS];
    give_names(&sources, names, INPUTS);
    make_good(&good);
    ck_assert_int_eq(open_text(&r, good.bytes, good.len, NULL), ND_OK);
    ck_assert_int_eq(nd_result_match(&r, &sources, NULL), ND_OK);
    for (size_t i = 0; i < INPUTS; i++)
        ck_assert_str_eq(sources.list[r.inputs[i].source].name, good_names[i]);
    gives(&r, good_rows, ROWS, INPUTS);
    nd_result_release(&r);
    nd_sources_release(&sources);
    nd_buf_release(&good);
}
END_TEST

START_TEST(inputs_that_are_not_those_of_the_result_are_refused)
{
    static const struct {
        const char *names[6];
        size_t n;
        const char *what;
    } cases[] = {
        {{"a.jsonl", "empty.jsonl", "sub/\xff\n%.jsonl.gz"}, 3, "not given"},
        {{"a.jsonl", "empty.jsonl", "sub/\xfe\n%.jsonl.gz", "\xc3\xa9 \"b\".txt"}, 4, "not given"},
        {{"a.jsonl", "empty.jsonl", "sub/\xff\n%.jsonl.gz", "\xc3\xa9 \"b\".txt", "more"}, 5, "given are 5"},
        {{"A.jsonl", "empty.jsonl", "sub/\xff\n%.jsonl.gz", "\xc3\xa9 \"b\".txt"}, 4, "a.jsonl"},
    };
    nd_buf good;
    nd_result r;
    nd_sources sources;
    nd_err err = {.text = ""};
    make_good(&good);
    give_names(&sources, cases[_i].names, cases[_i].n);
    ck_assert_int_eq(open_text(&r, good.bytes, good.len, NULL), ND_OK);
    ck_assert_int_eq(nd_result_match(&r, &sources, &err), ND_EINVAL);
    ck_assert_msg(strstr(err.text, cases[_i].what) != NULL, "%s", err.text);
    nd_result_release(&r);
    nd_sources_release(&sources);
    nd_buf_release(&good);
}
END_TEST

START_TEST(a_result_that_is_packed_is_read_too)
{
    nd_buf good, packed;
    nd_result r;
    nd_err err = {.text = ""};
    make_good(&good);
    nd_buf_init(&packed, NULL);
    gzip_add(&packed, good.bytes, good.len, 6);
    ck_assert_int_eq(open_text(&r, packed.bytes, packed.len, NULL), ND_OK);
    gives(&r, good_rows, ROWS, INPUTS);
    nd_result_release(&r);
    packed.bytes[packed.len - 6] ^= 1; /* the CRC: every row is there, and yet */
    ck_assert_int_eq(open_text(&r, packed.bytes, packed.len, &err), ND_EINVAL);
    ck_assert_ptr_nonnull(strstr(err.text, "CRC"));
    nd_result_release(&r);
    nd_buf_release(&packed);
    nd_buf_release(&good);
}
END_TEST

/* ---- limits */

#define HEADER "{\"type\":\"header\",\"v\":1,\"inputs\":[{\"file\":\"a\",\"bytes\":1,\"xxh3\":\"00000000000000000000000000000001\"}," \
               "{\"file\":\"b\",\"bytes\":1,\"xxh3\":\"00000000000000000000000000000002\"}]}\n"
#define SUMMARY "{\"type\":\"summary\",\"v\":1,\"documents\":9,\"kept\":7,\"identical\":0,\"same_words\":0,\"near\":2}\n"
#define REMOVED(file, record) "{\"type\":\"removed\",\"v\":1,\"file\":\"" file "\",\"record\":" record "}\n"

static const struct {
    const char *text, *what;
} refused[] = {
    {"", "no header"},
    {"\n\n", "no header"},
    {SUMMARY, "line 1: stands before the header"},
    {HEADER, "not complete"},
    {HEADER REMOVED("a", "1"), "not complete"},
    {"plain text\n", "line 1: is no row"},
    {HEADER "{\"type\":\"removed\",\"v\":1,\"file\":\"a\",\"rec", "line 2: is no row"},
    {HEADER "[1]\n" SUMMARY, "line 2: is no row"},
    {HEADER "{}\n" SUMMARY, "line 2: is no row"},
    {HEADER "{\"type\":1,\"v\":1}\n" SUMMARY, "line 2: is no row"},
    {"{\"type\":\"header\",\"v\":2,\"inputs\":[]}\n" SUMMARY, "line 1: is of a version"},
    {HEADER "{\"type\":\"removed\",\"v\":2}\n" SUMMARY, "line 2: is of a version"},
    {HEADER "{\"type\":\"removed\",\"v\":1.5}\n" SUMMARY, "line 2"},
    {HEADER "{\"type\":\"summary\",\"v\":1}\n", "line 2: a summary without its numbers"},
    {HEADER "{\"type\":\"summary\",\"v\":1,\"documents\":-1,\"kept\":7,\"identical\":0,\"same_words\":0,\"near\":2}\n",
     "line 2: a summary without its numbers"},
    {HEADER HEADER SUMMARY, "line 2: a second header"},
    {HEADER SUMMARY REMOVED("a", "1"), "line 3: stands behind the summary"},
    {HEADER REMOVED("a", "1") SUMMARY HEADER REMOVED("b", "1") SUMMARY, "line 4: stands behind the summary"},
    {"{\"type\":\"header\",\"v\":1,\"inputs\":[{\"file\":\"a\",\"bytes\":1}]}\n" SUMMARY, "line 1: an input without"},
    {"{\"type\":\"header\",\"v\":1,\"inputs\":[{\"file\":\"a\",\"bytes\":1,\"xxh3\":\"0000\"}]}\n" SUMMARY,
     "line 1: an input without"},
    {"{\"type\":\"header\",\"v\":1,\"inputs\":[{\"file\":\"a\",\"bytes\":1,"
     "\"xxh3\":\"0000000000000000000000000000000G\"}]}\n" SUMMARY, "line 1: an input without"},
    {"{\"type\":\"header\",\"v\":1,\"inputs\":[{\"file\":\"a\",\"bytes\":1,"
     "\"xxh3\":\"0000000000000000000000000000000A\"}]}\n" SUMMARY, "line 1: an input without"},
    {HEADER "{\"type\":\"input\",\"v\":1,\"file\":\"c\"}\n" SUMMARY, "line 2: an input without"},
    {"{\"type\":\"header\",\"v\":1,\"inputs\":[{\"file\":\"a\",\"bytes\":1,\"format\":\"arrow\","
     "\"xxh3\":\"00000000000000000000000000000001\"}]}\n" SUMMARY, "line 1: an input of a format"},
    {HEADER REMOVED("a", "0") SUMMARY, "line 2: a removed row"},
    {HEADER REMOVED("b", "0") SUMMARY, "line 2: a removed row"},
    {HEADER REMOVED("a", "1.5") SUMMARY, "line 2: a removed row"},
    {HEADER REMOVED("a", "-1") SUMMARY, "line 2: a removed row"},
    {HEADER REMOVED("a", "1e300") SUMMARY, "line 2: a removed row"},
    {HEADER REMOVED("a", "\"1\"") SUMMARY, "line 2: a removed row"},
    {HEADER REMOVED("c", "1") SUMMARY, "line 2: a removed row"},
    {HEADER "{\"type\":\"removed\",\"v\":1,\"record\":1}\n" SUMMARY, "line 2: a removed row"},
    {HEADER REMOVED("a", "5") REMOVED("a", "5") SUMMARY, "line 3: a removed row"},
    {HEADER REMOVED("a", "5") "\n" REMOVED("a", "4") SUMMARY, "line 4: a removed row"},
    {HEADER REMOVED("b", "1") REMOVED("a", "2") SUMMARY, "line 3: a removed row"},
};

/* To the end, as apply reads it: open, then every input's rows. */
static nd_status read_all(const char *path, uint64_t *n_rows, nd_err *err)
{
    nd_result r;
    nd_status st = nd_result_open(&r, path, err);
    *n_rows = 0;
    for (size_t i = 0; st == ND_OK && i < r.n; i++) {
        uint64_t record, before = 0;
        while ((st = nd_result_next(&r, i, &record, err)) == ND_OK) {
            ck_assert_uint_gt(record, before);
            before = record;
            ++*n_rows;
        }
        st = st == ND_END ? ND_OK : st;
    }
    nd_result_release(&r);
    return st;
}

START_TEST(what_is_no_result_file_is_refused_with_line_and_reason)
{
    uint64_t n_rows;
    nd_err err = {.text = ""};
    file_write("r", refused[_i].text, strlen(refused[_i].text));
    ck_assert_int_eq(read_all("r", &n_rows, &err), ND_EINVAL);
    ck_assert_msg(strncmp(err.text, "r", 1) == 0 && strstr(err.text, refused[_i].what) != NULL, "%s", err.text);
}
END_TEST

START_TEST(blank_lines_crlf_a_bom_and_rows_of_kinds_unknown_change_nothing)
{
    enum { BLANK = UNLESS_SANITIZED(300000, 100000) };
    uint64_t n_rows;
    nd_buf text;
    nd_buf_init(&text, NULL);
    nd_buf_puts(&text, "\xef\xbb\xbf" HEADER);
    for (int i = 0; i < BLANK; i++)
        nd_buf_puts(&text, i % 2 == 0 ? "\n" : " \r\n");
    nd_buf_puts(&text, REMOVED("a", "1") "{\"type\":\"of tomorrow\",\"v\":1}\r\n" REMOVED("b", "1"));
    nd_buf_puts(&text, SUMMARY);
    file_write("r", text.bytes, text.len - 1); /* no line end either */
    nd_err err = {.text = ""};
    nd_status st = read_all("r", &n_rows, &err);
    ck_assert_msg(st == ND_OK, "%s", err.text);
    ck_assert_uint_eq(n_rows, 2);
    nd_buf_release(&text);
}
END_TEST

START_TEST(an_input_that_is_listed_twice_is_refused)
{
    static const char text[] =
        "{\"type\":\"header\",\"v\":1,\"inputs\":[{\"file\":\"a\",\"bytes\":1,\"xxh3\":\"00000000000000000000000000000001\"},"
        "{\"file\":\"a\",\"bytes\":1,\"xxh3\":\"00000000000000000000000000000001\"}]}\n" SUMMARY;
    nd_result r;
    nd_err err = {.text = ""};
    ck_assert_int_eq(open_text(&r, text, sizeof text - 1, &err), ND_EINVAL);
    ck_assert_ptr_nonnull(strstr(err.text, "twice"));
    nd_result_release(&r);
}
END_TEST

START_TEST(what_cannot_be_read_twice_or_at_all_is_refused)
{
    static const struct {
        const char *path, *what;
    } cases[] = {
        {"fifo", "twice"}, {"-", "twice"}, {"folder", "folder"}, {"empty", "folder"}, {"nowhere", "cannot find"},
        {"/dev/zero", "twice"},
    };
    ck_assert_int_eq(mkfifo("fifo", 0666), 0);
    ck_assert_int_eq(mkdir("folder", 0777), 0);
    ck_assert_int_eq(mkdir("empty", 0777), 0);
    file_write("folder/r", "x", 1);
    for (size_t i = 0; i < ND_COUNT(cases); i++) {
        nd_result r;
        nd_err err = {.text = ""};
        ck_assert_int_eq(nd_result_open(&r, cases[i].path, &err), ND_EINVAL);
        ck_assert_msg(strstr(err.text, cases[i].what) != NULL, "%s: %s", cases[i].path, err.text);
        nd_result_release(&r);
    }
}
END_TEST

START_TEST(a_large_result_is_read_in_little_memory)
{
    enum { MANY = UNLESS_SANITIZED(200000, 20000), FILES = 1000 };
    nd_buf text;
    uint64_t n_rows;
    char name[20];
    nd_buf_init(&text, NULL);
    nd_buf_puts(&text, "{\"type\":\"header\",\"v\":1,\"inputs\":[");
    for (int i = 0; i < FILES; i++)
        nd_buf_printf(&text, "%s{\"file\":\"f%d\",\"bytes\":1,\"xxh3\":\"%032x\"}", i > 0 ? "," : "", i, (unsigned)i);
    nd_buf_puts(&text, "]}\n");
    for (int i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "f%d", i / (MANY / FILES));
        add_removed(&text, name, (uint64_t)i + 1);
    }
    add_summary(&text);
    file_write("r", text.bytes, text.len);
    nd_buf_release(&text);
    ck_assert_int_eq(read_all("r", &n_rows, NULL), ND_OK);
    ck_assert_uint_eq(n_rows, MANY);
}
END_TEST

/* ---- hostile */

START_TEST(every_truncation_is_refused)
{
    nd_buf good;
    uint64_t n_rows;
    make_good(&good);
    for (size_t len = 0; len + 1 < good.len; len++) {
        nd_err err = {.text = ""};
        file_write("r", good.bytes, len);
        ck_assert_int_eq(read_all("r", &n_rows, &err), ND_EINVAL);
        ck_assert_int_eq(err.text[0], 'r');
    }
    nd_buf_release(&good);
}
END_TEST

START_TEST(any_changed_byte_is_refused_or_harmless)
{
    nd_buf good;
    uint64_t n_rows;
    make_good(&good);
    for (size_t i = (size_t)_i; i < good.len; i += 8) {
        static const unsigned char flips[] = {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xff};
        for (size_t f = 0; f < UNLESS_SANITIZED(ND_COUNT(flips), 2); f++) {
            char before = good.bytes[i];
            nd_err err = {.text = ""};
            good.bytes[i] = (char)(before ^ flips[f]);
            file_write("r", good.bytes, good.len);
            good.bytes[i] = before;
            nd_status st = read_all("r", &n_rows, &err);
            ck_assert(st == ND_OK || (st == ND_EINVAL && err.text[0] == 'r'));
            ck_assert_uint_le(n_rows, ROWS);
        }
    }
    nd_buf_release(&good);
}
END_TEST

Suite *result_suite(void);

Suite *result_suite(void)
{
    Suite *suite = suite_create("result");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits"), *hostile = tcase_create("hostile");
    TCase *all[] = {core, limits, hostile};
    tcase_add_test(core, what_was_written_is_read_any_number_of_times);
    tcase_add_test(core, rows_that_nobody_asked_for_do_not_hide_those_of_the_next_input);
    tcase_add_test(core, inputs_may_stand_in_rows_of_their_own);
    tcase_add_test(core, inputs_are_found_by_name_in_any_order_also_where_names_are_no_utf8);
    tcase_add_loop_test(core, inputs_that_are_not_those_of_the_result_are_refused, 0, 4);
    tcase_add_test(core, a_result_that_is_packed_is_read_too);
    tcase_add_loop_test(limits, what_is_no_result_file_is_refused_with_line_and_reason, 0, (int)ND_COUNT(refused));
    tcase_add_test(limits, blank_lines_crlf_a_bom_and_rows_of_kinds_unknown_change_nothing);
    tcase_add_test(limits, an_input_that_is_listed_twice_is_refused);
    tcase_add_test(limits, what_cannot_be_read_twice_or_at_all_is_refused);
    tcase_add_test(limits, a_large_result_is_read_in_little_memory);
    tcase_set_timeout(hostile, 30);
    tcase_add_test(hostile, every_truncation_is_refused);
    tcase_add_loop_test(hostile, any_changed_byte_is_refused_or_harmless, 0, 8);
    for (size_t i = 0; i < ND_COUNT(all); i++) {
        tcase_add_checked_fixture(all[i], scratch_enter, scratch_leave);
        suite_add_tcase(suite, all[i]);
    }
    return suite;
}
