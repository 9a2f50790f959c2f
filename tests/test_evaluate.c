/* SPDX-License-Identifier: MIT
 *
 * test_evaluate.c - a result file and labels, read and scored: every way to write labels,
 * a sentence with its place for each that is wrong, and no harm from any bytes.
 */
#include "report/rows.h"
#include "run/evaluate.h"
#include "sanitized.h"
#include "scratch.h"

#include "eval/score_out.h"

#define HEADER "{\"type\":\"header\",\"v\":1,\"inputs\":[{\"file\":\"f\",\"bytes\":1," \
               "\"xxh3\":\"00000000000000000000000000000001\"}]}\n"
#define SUMMARY "{\"type\":\"summary\",\"v\":1,\"documents\":9,\"kept\":7,\"identical\":0,\"same_words\":0,\"near\":2}\n"
#define RECORD(record, id) "\"file\":\"f\",\"record\":" record id
#define ID(id) ",\"id\":" id
#define REMOVED(record, keeper) \
    "{\"type\":\"removed\",\"v\":1," record ",\"keeper\":{" keeper "},\"kind\":\"near\",\"jaccard\":0.9}\n"
#define NEAR_MISS(record, other) \
    "{\"type\":\"near_miss\",\"v\":1," record ",\"other\":{" other "},\"jaccard\":0.79}\n"

/* a, 7 and the nameless f:3 are one cluster; a and b nearly alike. */
static const char good[] =
    HEADER REMOVED(RECORD("2", ID("7")), RECORD("1", ID("\"a\""))) REMOVED(RECORD("3", ""), RECORD("1", ID("\"a\"")))
        NEAR_MISS(RECORD("4", ID("\"b\\u00e9\"")), RECORD("1", ID("\"a\""))) SUMMARY;

typedef struct run {
    nd_job        job;
    nd_sources    sources;
    nd_evaluation e;
    nd_outcome    outcome;
    nd_err        err;
    nd_buf        said;
    size_t        n_said;
} run;

static void note(void *ctx, const char *line)
{
    run *r = ctx;
    r->n_said++;
    nd_buf_puts(&r->said, line);
    nd_buf_puts(&r->said, "\n");
}

/* Files r and l, held against each other. */
static nd_status evaluate(run *r)
{
    *r = (run){.err = {.text = ""}};
    nd_buf_init(&r->said, NULL);
    nd_sources_init(&r->sources, NULL);
    nd_evaluation_init(&r->e, NULL);
    r->job = (nd_job){.sources = &r->sources, .result = "r", .watch = {.ctx = r, .say = note}};
    nd_status st = nd_sources_add(&r->sources, "l", &r->err);
    if (st == ND_OK)
        st = nd_run_eval(&r->job, &r->e, &r->outcome, &r->err);
    nd_buf_add(&r->said, "", 1);
    return st;
}

static nd_status evaluate_texts(run *r, const char *result, const char *labels)
{
    file_write("r", result, strlen(result));
    file_write("l", labels, strlen(labels));
    return evaluate(r);
}

static void forget(run *r)
{
    nd_evaluation_release(&r->e);
    nd_sources_release(&r->sources);
    nd_buf_release(&r->said);
}

/* ---- core */

/* How labels may be written; what is found of what is true. */
static const struct {
    const char *labels;
    bool        clusters;
    uint64_t    truth, found, both;
} ways[] = {
    {"a\t7\t1\n", false, 1, 1, 1},
    {"a\t7\t1", false, 1, 1, 1},
    {"\xef\xbb\xbf" "a\t7\t1\r\n7\tf:3\t0\r\n\r\n", false, 1, 2, 1},
    {"id1\tid2\tlabel\na\t7\t1\n", false, 1, 1, 1},
    {"ID1\tID2\tLABEL\tmore\na\t7\t1\tx\n", false, 1, 1, 1},
    {"left\tright\tscore\tlabel\na\t7\t0\t1\n", false, 1, 1, 1},
    {"left\tright\ttype\na\t7\t0\n", false, 0, 1, 0},
    {"id1\tid2\ttype\tlabel\na\t7\t0\tx\n", false, 1, 1, 1},
    {"id1\tid2\tjaccard\na\t7\t0.000\n", false, 0, 1, 0},
    {"\n\nid1\tid2\tlabel\n\na\t7\tstory\n\n", false, 1, 1, 1},
    {"a\tb\xc3\xa9\t1\na\tc\t1\n7\ta\t-1e-3\n", false, 3, 1, 1},
    {"a\t7\t1\n7\ta\t1\n", false, 1, 1, 1},
    {"label\tx\t1\n", false, 1, 0, 0}, /* a word of headers, but where ids stand */
    {"a\tX\n7\tX\nf:3\tY\nc\tY\n", true, 2, 3, 1},
    {"id\tcluster\na\tX\n7\tX\n", true, 1, 3, 1},
    {"Id\tname\na\tX\n7\tX\n", true, 1, 3, 1},
    {"doc\tcluster\tsize\na\tX\t2\n7\tX\t2\n", true, 1, 3, 1},
    {"a\t0\n7\t0\n", true, 1, 3, 1},   /* a cluster may be called 0 */
};

START_TEST(labels_may_be_written_in_many_ways)
{
    run r;
    nd_status st = evaluate_texts(&r, good, ways[_i].labels);
    ck_assert_msg(st == ND_OK, "%s", r.err.text);
    ck_assert_str_eq(r.said.bytes, "");
    ck_assert_int_eq(r.e.labels.clusters, ways[_i].clusters);
    ck_assert_uint_eq(r.e.score.truth, ways[_i].truth);
    ck_assert_uint_eq(r.e.score.found, ways[_i].found);
    ck_assert_uint_eq(r.e.score.both, ways[_i].both);
    ck_assert_uint_eq(r.outcome.errors, 0);
    forget(&r);
}
END_TEST

/* ---- a result of passages: pairs */

#define SHARED(a, b, more) "{\"type\":\"passage\",\"v\":1,\"a\":{" a "},\"b\":{" b "}" more "}\n"

/* a and 7 share two passages, one of them a template; 7 and f:3 a template; a and b a passage. */
static const char sharing[] =
    "{\"type\":\"header\",\"v\":1,\"neardup\":\"0.1.0\",\"command\":\"passages\",\"params\":{}}\n"
    SHARED(RECORD("1", ID("\"a\"")), RECORD("2", ID("7")), ",\"similarity\":0.7,\"template\":true")
    SHARED(RECORD("1", ID("\"a\"")), RECORD("2", ID("7")), ",\"similarity\":0.6")
    SHARED(RECORD("2", ID("7")), RECORD("3", ""), ",\"similarity\":0.9,\"template\":true")
    SHARED(RECORD("1", ID("\"a\"")), RECORD("4", ID("\"b\"")), ",\"similarity\":0.8")
    "{\"type\":\"family\",\"v\":1,\"family\":1,\"records\":[]}\n"
    "{\"type\":\"input\",\"v\":1,\"file\":\"f\",\"bytes\":1,\"xxh3\":\"00000000000000000000000000000001\"}\n"
    "{\"type\":\"summary\",\"v\":1,\"documents\":9,\"passages\":4,\"templates\":2,\"families\":1,\"errors\":0}\n";

START_TEST(what_shares_a_passage_is_a_pair_and_nothing_chains)
{
    run r;
    nd_status st = evaluate_texts(&r, sharing, "a\t7\t2\n7\tf:3\t2\na\tf:3\t2\na\tb\t0\nb\t7\t0\nu\ta\t1\n");
    ck_assert_msg(st == ND_OK, "%s", r.err.text);
    const nd_score *s = &r.e.score;
    ck_assert(r.e.found.pairs);
    ck_assert_uint_eq(s->documents, 9);
    ck_assert_uint_eq(s->truth, 4);
    ck_assert_uint_eq(s->found, 3);
    ck_assert_uint_eq(s->both, 2);
    ck_assert_uint_eq(s->labels[0].pairs, 3); /* label 2 */
    ck_assert_uint_eq(s->labels[0].found, 2);
    ck_assert_uint_eq(s->labels[0].forms, 1); /* the other pair has a passage that is none */
    ck_assert_uint_eq(s->wrong.n, 1);
    ck_assert(s->wrong.list[0].jaccard == .8);
    forget(&r);
}
END_TEST

START_TEST(clusters_score_passages_by_all_pairs)
{
    run r;
    nd_status st = evaluate_texts(&r, sharing, "a\tX\n7\tX\nf:3\tX\nb\tY\nu\tY\n");
    ck_assert_msg(st == ND_OK, "%s", r.err.text);
    const nd_score *s = &r.e.score;
    ck_assert_uint_eq(s->truth, 4);  /* three of X, one of Y */
    ck_assert_uint_eq(s->found, 3);
    ck_assert_uint_eq(s->both, 2);
    ck_assert_uint_eq(s->missed.n, 2);
    ck_assert_uint_eq(s->wrong.n, 1);
    nd_buf page;
    nd_buf_init(&page, NULL);
    nd_score_text(&page, s, &r.e.found, &r.e.labels);
    nd_score_rows(&page, s, &r.e.found, &r.e.labels);
    nd_buf_add(&page, "", 1);
    ck_assert_ptr_null(strstr(page.bytes, "ARI"));
    ck_assert_ptr_null(strstr(page.bytes, "\"ari\""));
    nd_buf_release(&page);
    forget(&r);
}
END_TEST

START_TEST(two_records_of_one_id_cannot_be_told_apart_by_passages)
{
    static const char same[] =
        "{\"type\":\"header\",\"v\":1,\"neardup\":\"0.1.0\",\"command\":\"passages\",\"params\":{}}\n"
        SHARED(RECORD("1", ID("\"a\"")), RECORD("2", ID("\"a\"")), ",\"similarity\":1")
        "{\"type\":\"summary\",\"v\":1,\"documents\":2,\"passages\":1,\"templates\":0,\"families\":1,\"errors\":0}\n";
    run r;
    ck_assert_int_eq(evaluate_texts(&r, same, "a\tb\t1\n"), ND_EINVAL);
    ck_assert_ptr_nonnull(strstr(r.err.text, "'a' is the id of f:1 and of f:2"));
    forget(&r);
}
END_TEST

START_TEST(packed_labels_and_results_are_read_too)
{
    const char labels[] = "a\t7\t1\n";
    nd_buf packed;
    run r;
    nd_buf_init(&packed, NULL);
    gzip_add(&packed, good, strlen(good), 6);
    file_write("r", packed.bytes, packed.len);
    nd_buf_clear(&packed);
    zstd_add(&packed, labels, strlen(labels), 3, 1);
    file_write("l", packed.bytes, packed.len);
    ck_assert_int_eq(evaluate(&r), ND_OK);
    ck_assert_uint_eq(r.e.score.both, 1);
    forget(&r);
    file_write("l", packed.bytes, packed.len - 1);
    ck_assert_int_eq(evaluate(&r), ND_EINVAL);
    ck_assert_msg(strncmp(r.err.text, "l: ", 3) == 0, "%s", r.err.text);
    forget(&r);
    nd_buf_release(&packed);
}
END_TEST

START_TEST(two_records_of_one_id_are_no_harm_in_one_cluster)
{
    static const char twice[] =
        HEADER REMOVED(RECORD("2", ID("7")), RECORD("1", ID("7"))) REMOVED(RECORD("3", ID("8")), RECORD("1", ID("7")))
            SUMMARY;
    run r;
    ck_assert_int_eq(evaluate_texts(&r, twice, "7\t8\t1\n"), ND_OK);
    ck_assert_uint_eq(r.e.score.both, 1);
    forget(&r);
    ck_assert_int_eq(evaluate_texts(&r, twice, "7\tX\n8\tX\n"), ND_OK);
    ck_assert_uint_eq(r.e.score.truth, 3); /* a label is of all records of its id */
    ck_assert_uint_eq(r.e.score.both, 3);
    forget(&r);
}
END_TEST

START_TEST(pages_show_ids_harmlessly_and_whole)
{
    static const char result[] =
        HEADER REMOVED(RECORD("2", ID("\"\\u001b[2J\"")), RECORD("1", ID("\"a\\\"b\""))) SUMMARY;
    run r;
    nd_buf page;
    nd_buf_init(&page, NULL);
    ck_assert_int_eq(evaluate_texts(&r, result, "a\"b\t\x1b[2J\t0\n"), ND_OK);
    nd_score_text(&page, &r.e.score, &r.e.found, &r.e.labels);
    nd_buf_add(&page, "", 1);
    ck_assert_ptr_nonnull(strstr(page.bytes, "0.9000   \\x1b[2J, removed for a\"b (0.9000)\n"));
    nd_buf_clear(&page);
    nd_score_rows(&page, &r.e.score, &r.e.found, &r.e.labels);
    nd_buf_add(&page, "", 1);
    ck_assert_ptr_nonnull(strstr(page.bytes, "{\"type\":\"false\",\"v\":1,\"id1\":\"\\u001b[2J\",\"keeper1\":\"a\\\"b\",\"jaccard1\":0.9000,"
                                             "\"id2\":\"a\\\"b\",\"label\":\"0\",\"jaccard\":0.9000}\n"));
    nd_buf_release(&page);
    forget(&r);
}
END_TEST

/* ---- limits */

/* Lines that say nothing are told, and the rest counts. */
static const struct {
    const char *labels, *said;
} bad_lines[] = {
    {"a\t7\t1\na\t7\n", "l, line 2: has not all columns (id1, id2, label, with tabs between)\n"},
    {"id1\tid2\tx\tlabel\na\t7\t1\t1\na\tb\t1\n", "l, line 3: has not all columns (id1, id2, label, with tabs between)\n"},
    {"a\t7\t1\n\na b 1\n", "l, line 3: has not all columns (id1, id2, label, with tabs between)\n"},
    {"a\t7\t1\na\t\t1\n", "l, line 2: has an empty column\n"},
    {"a\t7\t1\na\tb\t\r\n", "l, line 2: has an empty column\n"},
    {"a\t7\t1\na\ta\t1\n", "l, line 2: pairs a record with itself\n"},
    {"a\t7\t1\n7\ta\t0\n", "l, line 2: gives the pair another label than line 1\n"},
    {"a\t7\t1\nb\xff\ta\t0\n", "l, line 2: is not UTF-8\n"},
    {"id\tcluster\na\tX\n7\tX\nc\n", "l, line 4: is not 'id cluster' with a tab between\n"},
    {"a\tX\n7\tX\na\tY\n", "l, line 3: puts the record into another cluster than line 1\n"},
};

START_TEST(a_line_that_says_nothing_is_told_and_the_rest_counts)
{
    run r;
    ck_assert_int_eq(evaluate_texts(&r, good, bad_lines[_i].labels), ND_OK);
    ck_assert_str_eq(r.said.bytes, bad_lines[_i].said);
    ck_assert_uint_eq(r.e.score.both, 1);
    ck_assert_uint_eq(r.outcome.errors, 1);
    ck_assert_uint_eq(r.outcome.counts.documents, _i == 8 ? 3 : _i == 9 ? 3 : 2);
    forget(&r);
}
END_TEST

START_TEST(of_many_bad_lines_some_are_told)
{
    nd_buf labels;
    run r;
    nd_buf_init(&labels, NULL);
    nd_buf_puts(&labels, "a\t7\t1\n");
    for (int i = 0; i < 1000; i++)
        nd_buf_puts(&labels, "x\n");
    file_write("r", good, strlen(good));
    file_write("l", labels.bytes, labels.len);
    ck_assert_int_eq(evaluate(&r), ND_OK);
    ck_assert_uint_eq(r.n_said, 21);
    ck_assert_ptr_nonnull(strstr(r.said.bytes, "\nmore lines"));
    ck_assert_uint_eq(r.outcome.errors, 1000);
    forget(&r);
    nd_buf_release(&labels);
}
END_TEST

START_TEST(a_line_of_megabytes_is_a_bad_line)
{
    nd_buf labels;
    run r;
    nd_buf_init(&labels, NULL);
    nd_buf_puts(&labels, "a\t7\t1\n");
    for (int i = 0; i < 300000; i++)
        nd_buf_puts(&labels, "xxxxxxxxxx");
    nd_buf_puts(&labels, "\na\tf:3\t1\n");
    file_write("r", good, strlen(good));
    file_write("l", labels.bytes, labels.len);
    ck_assert_int_eq(evaluate(&r), ND_OK);
    ck_assert_str_eq(r.said.bytes, "l, line 2: is longer than 1 MiB\n");
    ck_assert_uint_eq(r.e.score.both, 2);
    forget(&r);
    nd_buf_release(&labels);
}
END_TEST

#define A RECORD("1", ID("\"a\""))
#define B RECORD("2", ID("\"b\""))
#define C RECORD("3", ID("\"a\""))
#define D RECORD("4", ID("\"d\""))

static const struct {
    const char *result, *labels, *what;
} refused[] = {
    {HEADER, "a\tb\t1\n", "r is not complete: it has no summary"},
    {"a\tb\t1\n", "a\tb\t1\n", "r, line 1: is no row of a result file"},
    {"", "a\tb\t1\n", "r is no result file: it has no header"},
    {HEADER REMOVED(B, A) "{\"type\":\"removed\",\"v\":1,\"file\":\"f\",\"record\":3}\n" SUMMARY, "a\tb\t1\n",
     "r, line 3: does not name two records by file and record"},
    {HEADER NEAR_MISS(RECORD("0", ""), A) SUMMARY, "a\tb\t1\n", "r, line 2: does not name two records by file and record"},
    {HEADER NEAR_MISS(A, RECORD("1.5", "")) SUMMARY, "a\tb\t1\n",
     "r, line 2: does not name two records by file and record"},
    {HEADER REMOVED(B, A) REMOVED(B, D) SUMMARY, "a\tb\t1\n", "r, line 3: f:2 is removed twice"},
    {HEADER REMOVED(B, B) SUMMARY, "a\tb\t1\n", "r, line 2: f:2 is removed on its own word"},
    {HEADER NEAR_MISS(B, B) SUMMARY, "a\tb\t1\n", "r, line 2: f:2 is said to be like itself"},
    {HEADER REMOVED(B, A) REMOVED(D, B) SUMMARY, "a\tb\t1\n",
     "r: f:4 is removed on the word of f:2, which is removed too"},
    {HEADER REMOVED(B, A) "{\"type\":\"summary\",\"v\":1,\"documents\":1,\"kept\":7,\"identical\":0,\"same_words\":0,"
                          "\"near\":2}\n", "a\tb\t1\n", "r: names 2 records, but says that there are 1"},
    {HEADER REMOVED(B, A) REMOVED(C, D) SUMMARY, "x\ty\t1\nb\ta\t1\n",
     "l, line 2: 'a' is the id of f:1 and of f:3, which are not in one cluster"},
    {HEADER SUMMARY, "", "l holds no label"},
    {HEADER SUMMARY, "id1\tid2\tlabel\n", "l holds no label"},
    {HEADER SUMMARY, "id1\tid2\na\tb\n", "l holds no label"},
    {HEADER SUMMARY, "one column\n", "l holds no label"},
};

START_TEST(what_cannot_be_scored_is_refused_in_a_sentence)
{
    run r;
    ck_assert_int_eq(evaluate_texts(&r, refused[_i].result, refused[_i].labels), ND_EINVAL);
    ck_assert_str_eq(r.err.text, refused[_i].what);
    forget(&r);
}
END_TEST

START_TEST(labels_that_are_no_file_are_refused)
{
    run r;
    file_write("r", good, strlen(good));
    ck_assert_int_eq(evaluate(&r), ND_EINVAL);
    forget(&r);
    ck_assert_int_eq(mkdir("l", 0700), 0);
    file_write("l/one", "a\t7\t1\n", 6);
    ck_assert_int_eq(evaluate(&r), ND_EINVAL);
    ck_assert_str_eq(r.err.text, "the labels must be one file");
    forget(&r);
}
END_TEST

/* ---- hostile */

/* Whatever the bytes: a score that holds together, or a sentence. */
static void is_sane(run *r, nd_status st)
{
    const nd_score *s = &r->e.score;
    nd_buf page;
    ck_assert(st == ND_OK || (st == ND_EINVAL && r->err.text[0] != '\0'));
    if (st == ND_OK) {
        ck_assert(s->both <= s->truth && s->both <= s->found && s->named <= s->names);
        nd_buf_init(&page, NULL);
        nd_score_rows(&page, s, &r->e.found, &r->e.labels);
        nd_score_text(&page, s, &r->e.found, &r->e.labels);
        ck_assert(!page.failed && page.len > 0);
        nd_buf_release(&page);
    }
    forget(r);
}

static void damage_every_byte(const char *name, const char *text)
{
    static const unsigned char flips[] = {0x01, 0x10, 0x20, 0x80, 0xff};
    size_t len = strlen(text);
    char copy[4096];
    run r;
    ck_assert_uint_lt(len, sizeof copy);
    for (size_t i = 0; i < len; i++) {
        file_write(name, text, i);
        nd_status st = evaluate(&r);
        is_sane(&r, st);
        for (size_t f = 0; f < UNLESS_SANITIZED(ND_COUNT(flips), 1); f++) {
            memcpy(copy, text, len);
            copy[i] = (char)(copy[i] ^ flips[f]);
            file_write(name, copy, len);
            st = evaluate(&r);
            is_sane(&r, st);
        }
    }
}

START_TEST(any_cut_and_any_changed_byte_is_refused_or_harmless)
{
    static const char *const labels[] = {"id1\tid2\tlabel\na\t7\t1\nb\xc3\xa9\tf:3\t0\n7\tb\xc3\xa9\tstory\n",
                                         "id\tcluster\na\tX\n7\tX\nf:3\t\xd7\x90\n"};
    file_write("r", good, strlen(good));
    file_write("l", labels[_i], strlen(labels[_i]));
    damage_every_byte("l", labels[_i]);
    file_write("l", labels[_i], strlen(labels[_i]));
    damage_every_byte("r", good);
}
END_TEST

Suite *evaluate_suite(void);

Suite *evaluate_suite(void)
{
    Suite *suite = suite_create("evaluate");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits"), *hostile = tcase_create("hostile");
    TCase *all[] = {core, limits, hostile};
    tcase_add_loop_test(core, labels_may_be_written_in_many_ways, 0, (int)ND_COUNT(ways));
    tcase_add_test(core, what_shares_a_passage_is_a_pair_and_nothing_chains);
    tcase_add_test(core, clusters_score_passages_by_all_pairs);
    tcase_add_test(core, two_records_of_one_id_cannot_be_told_apart_by_passages);
    tcase_add_test(core, packed_labels_and_results_are_read_too);
    tcase_add_test(core, two_records_of_one_id_are_no_harm_in_one_cluster);
    tcase_add_test(core, pages_show_ids_harmlessly_and_whole);
    tcase_add_loop_test(limits, a_line_that_says_nothing_is_told_and_the_rest_counts, 0, (int)ND_COUNT(bad_lines));
    tcase_add_test(limits, of_many_bad_lines_some_are_told);
    tcase_add_test(limits, a_line_of_megabytes_is_a_bad_line);
    tcase_add_loop_test(limits, what_cannot_be_scored_is_refused_in_a_sentence, 0, (int)ND_COUNT(refused));
    tcase_add_test(limits, labels_that_are_no_file_are_refused);
    tcase_set_timeout(hostile, 60);
    tcase_add_loop_test(hostile, any_cut_and_any_changed_byte_is_refused_or_harmless, 0, 2);
    for (size_t i = 0; i < ND_COUNT(all); i++) {
        tcase_add_checked_fixture(all[i], scratch_enter, scratch_leave);
        suite_add_tcase(suite, all[i]);
    }
    return suite;
}
