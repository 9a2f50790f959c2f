/* SPDX-License-Identifier: MIT
 *
 * test_compare.c - the compare job: the two documents that were asked for, what they
 * share, and what is wrong where there are none.
 */
#include "files.h"
#include "run/job.h"
#include "scarce.h"

#include <inttypes.h>

#define STORM "Storm closes the ferry port for a second day, the harbour master said."
#define COUNCIL "The council will meet on Wednesday."

static folder dir;

static void make_files(void)
{
    static const char records[] = "{\"id\":\"one\",\"text\":\"" STORM "\"}\n"
                                  "\n"
                                  "{\"id\":3,\"text\":\"" COUNCIL " " STORM "\"}\n"
                                  "{\"text\":5}\n";
    static const char broken[] = "\x1f\x8b\x08\0\0\0\0\0\0\3\xff\xff\xff\xff";
    folder_make(&dir);
    file_write(IN(&dir, "a.txt"), STORM "\n" COUNCIL, strlen(STORM "\n" COUNCIL));
    file_write(IN(&dir, "b.jsonl"), records, strlen(records));
    file_write(IN(&dir, "single.jsonl"), records, strcspn(records, "\n") + 2);
    file_write(IN(&dir, "empty"), "", 0);
    file_write(IN(&dir, "blank"), " \n\n", 3);
    file_write(IN(&dir, "broken.gz"), broken, sizeof broken - 1);
}

static void remove_files(void)
{
    folder_remove(&dir);
}

/* What the job told, in the order it told it. */
typedef struct told {
    nd_buf lines;
    bool   fails;           /* the hand-over fails */
} told;

static void describe(nd_buf *to, const nd_compared_text *text)
{
    nd_buf_printf(to, "%s:%" PRIu64 "%s %.*s %zu bytes; ", text->source->name, text->record,
                  text->whole_file ? " whole" : "", text->id != NULL ? (int)text->id_len : 1,
                  text->id != NULL ? text->id : "-", text->len);
}

static nd_status compared(void *ctx, const nd_compared *c, nd_err *err)
{
    told *t = ctx;
    describe(&t->lines, &c->a);
    describe(&t->lines, &c->b);
    nd_buf_printf(&t->lines, "jaccard %.4f, %" PRIu64 " in order, %" PRIu64 " moved\n", c->similarity.jaccard,
                  c->alignment.ordered_words, c->alignment.moved_words);
    return t->fails ? nd_fail(err, ND_EWRITE, "full") : ND_OK;
}

static void say(void *ctx, const char *line)
{
    told *t = ctx;
    const char *base = strncmp(line, dir.path, strlen(dir.path)) == 0 ? line + strlen(dir.path) + 1 : line;
    nd_buf_printf(&t->lines, "! %s\n", base);
}

static nd_status compare(told *t, const char *const names[2], const uint64_t records[2], bool lines,
                         const nd_alloc *alloc, nd_outcome *outcome, nd_err *err)
{
    static const char *const text[] = {"text"};
    nd_sources sources;
    nd_sources_init(&sources, alloc);
    nd_job job = {
        .fields = {.text = text, .n_text = 1, .id = "id"},
        .sources = &sources,
        .reader = {.max_doc = 1 << 20, .batch_bytes = 64, .lines = lines},
        .records = {records[0], records[1]},
        .watch = {.ctx = t, .say = say},
    };
    nd_opts_init(&job.opts);
    nd_buf_init(&t->lines, NULL);
    nd_status st = nd_sources_add(&sources, IN(&dir, names[0]), err);
    if (st == ND_OK)
        st = nd_sources_add(&sources, IN(&dir, names[1]), err);
    if (st == ND_OK)
        st = nd_run_compare(&job, compared, t, outcome, err);
    nd_sources_release(&sources);
    nd_buf_add(&t->lines, "", 1);
    return st;
}

/* ---- core */

static const struct {
    const char *names[2];
    uint64_t records[2];
    bool lines;
    nd_status st;
    const char *told;       /* or a part of the sentence, where the job fails */
    uint64_t documents, errors, bad_files;
} runs[] = {
    {{"a.txt", "a.txt"}, {0, 0}, false, ND_OK,
     "a.txt:1 whole - 106 bytes; a.txt:1 whole - 106 bytes; jaccard 1.0000, 19 in order, 0 moved\n", 2, 0, 0},
    {{"a.txt", "b.jsonl"}, {1, 3}, false, ND_OK,
     "a.txt:1 whole - 106 bytes; b.jsonl:3 3 106 bytes; jaccard 0.5789, 13 in order, 6 moved\n", 2, 0, 0},
    {{"b.jsonl", "b.jsonl"}, {1, 3}, false, ND_OK,
     "b.jsonl:1 \"one\" 70 bytes; b.jsonl:3 3 106 bytes; jaccard 0.6000, 13 in order, 0 moved\n", 2, 0, 0},
    {{"single.jsonl", "a.txt"}, {0, 2}, true, ND_OK,
     "single.jsonl:1 \"one\" 70 bytes; a.txt:2 - 35 bytes; jaccard 0.0000, 0 in order, 0 moved\n", 2, 0, 0},
    {{"empty", "blank"}, {0, 1}, false, ND_OK,
     "empty:1 whole - 0 bytes; blank:1 whole - 0 bytes; jaccard 0.0000, 0 in order, 0 moved\n", 2, 0, 0},
    /* nothing is shown where one of them cannot be read */
    {{"b.jsonl", "a.txt"}, {4, 0}, false, ND_OK,
     "! b.jsonl: record 4, byte 227: field \"text\" is not a string\n", 2, 1, 0},
    {{"broken.gz", "broken.gz"}, {0, 1}, false, ND_OK, NULL, 0, 0, 2},
    /* which document is not said, or it is not there */
    {{"b.jsonl", "a.txt"}, {0, 0}, false, ND_EINVAL, "b.jsonl:3",
     0, 0, 0},
    {{"a.txt", "a.txt"}, {0, 0}, true, ND_EINVAL, "a.txt:2",
     0, 0, 0},
    {{"a.txt", "b.jsonl"}, {0, 5}, false, ND_EINVAL, "b.jsonl' has no document 5: its last record is 4", 0, 0, 0},
    {{"a.txt", "b.jsonl"}, {0, 2}, false, ND_EINVAL, "b.jsonl' has no document 2: its last record is 4", 0, 0, 0},
    {{"a.txt", "b.jsonl"}, {2, 1}, false, ND_EINVAL, "a.txt' has no document 2: its last record is 1", 0, 0, 0},
};

START_TEST(the_documents_that_were_asked_for_are_compared)
{
    told t = {.fails = false};
    nd_outcome outcome = {0};
    nd_err err = {.code = ND_OK};
    size_t open = open_files();
    nd_status st = compare(&t, runs[_i].names, runs[_i].records, runs[_i].lines, NULL, &outcome, &err);
    ck_assert_msg(st == runs[_i].st, "%d: %s", st, err.text);
    if (st != ND_OK) {
        ck_assert_msg(strstr(err.text, runs[_i].told) != NULL, "%s", err.text);
    } else {
        if (runs[_i].told != NULL)
            ck_assert_str_eq(t.lines.bytes, runs[_i].told);
        ck_assert_uint_eq(outcome.counts.documents, runs[_i].documents);
        ck_assert_uint_eq(outcome.errors, runs[_i].errors);
        ck_assert_uint_eq(outcome.bad_files, runs[_i].bad_files);
        ck_assert_uint_eq(outcome.files, 2);
    }
    ck_assert_uint_eq(open_files(), open);
    nd_buf_release(&t.lines);
}
END_TEST

START_TEST(a_failed_hand_over_is_the_failure_of_the_job)
{
    told t = {.fails = true};
    nd_outcome outcome;
    nd_err err;
    ck_assert_int_eq(compare(&t, runs[0].names, runs[0].records, false, NULL, &outcome, &err), ND_EWRITE);
    ck_assert_str_eq(err.text, "full");
    nd_buf_release(&t.lines);
}
END_TEST

/* ---- oom */

START_TEST(every_allocation_may_fail)
{
    nd_status st = ND_ENOMEM;
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        told t = {.fails = false};
        nd_outcome outcome;
        nd_err err = {.code = ND_OK};
        st = compare(&t, runs[1].names, runs[1].records, false, SCARCE(&s), &outcome, &err);
        ck_assert_int_eq(err.code, st);
        ck_assert_uint_eq(s.live, 0);
        if (st == ND_OK)
            ck_assert_str_eq(t.lines.bytes, runs[1].told);
        nd_buf_release(&t.lines);
    }
    ck_assert_int_eq(st, ND_OK);
}
END_TEST

Suite *compare_suite(void);
Suite *compare_suite(void)
{
    Suite *suite = suite_create("compare");
    TCase *core = tcase_create("core"), *oom = tcase_create("oom");

    tcase_add_checked_fixture(core, make_files, remove_files);
    tcase_add_loop_test(core, the_documents_that_were_asked_for_are_compared, 0, ND_COUNT(runs));
    tcase_add_test(core, a_failed_hand_over_is_the_failure_of_the_job);
    suite_add_tcase(suite, core);

    tcase_add_checked_fixture(oom, make_files, remove_files);
    tcase_set_timeout(oom, 60);
    tcase_add_test(oom, every_allocation_may_fail);
    suite_add_tcase(suite, oom);
    return suite;
}
