/* SPDX-License-Identifier: MIT
 *
 * test_inspect.c - the inspect job: every document handed over in input order with
 * what repeats in it, what is wrong with an input said in its place, the same on any
 * number of threads.
 */
#include "base/buf.h"
#include "run/job.h"
#include "scarce.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char dir[] = "/tmp/neardup-inspect-XXXXXX";

static const struct {
    const char *name, *bytes;
    size_t len;
} files[] = {
#define FILE_OF(name, bytes) {(name), (bytes), sizeof(bytes) - 1}
    FILE_OF("a.txt", "Head\n\nHEAD!\nx\n"),
    FILE_OF("b.jsonl",
            "{\"id\":\"one\",\"text\":\"p q\\nr\\n\\nP Q\\nR\"}\n"
            "{\"id\":2,\"text\":\"alone\"\n"
            "\n"
            "{\"id\":4,\"text\":5}\n"
            "{\"text\":\"t\\nu\\nt\"}\n"),
    FILE_OF("c.gz", "\x1f\x8b\x08\0\0\0\0\0\0\3\xff\xff\xff\xff"),
    FILE_OF("d.txt", "nothing twice"),
};

static char *path_of(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    return path;
}

static void make_files(void)
{
    ck_assert_ptr_nonnull(mkdtemp(dir));
    for (size_t i = 0; i < ND_COUNT(files); i++) {
        FILE *f = fopen(path_of(files[i].name), "wb");
        ck_assert_ptr_nonnull(f);
        ck_assert_uint_eq(fwrite(files[i].bytes, 1, files[i].len, f), files[i].len);
        ck_assert_int_eq(fclose(f), 0);
    }
}

static void remove_files(void)
{
    for (size_t i = 0; i < ND_COUNT(files); i++)
        unlink(path_of(files[i].name));
    rmdir(dir);
    memcpy(dir + strlen(dir) - 6, "XXXXXX", 6);
}

/* What the job told, in the order it told it. */
typedef struct told {
    nd_buf    lines;
    uint64_t  left;        /* documents until the hand-over fails; 0: never */
    uint64_t  progressed;
    bool      signals;     /* are wanted */
} told;

static nd_status found(void *ctx, const nd_inspected *d, nd_err *err)
{
    told *t = ctx;
    int id_len = d->id != NULL ? (int)d->id_len : 1;
    nd_buf_printf(&t->lines, "%s:%" PRIu64 " %.*s%s %zu bytes:", d->source->name, d->record, id_len,
                  d->id != NULL ? d->id : "-", d->whole_file ? " whole" : "", d->len);
    for (size_t i = 0; i < d->repeats->n_rows; i++) {
        const nd_repeat *row = &d->repeats->rows[i];
        nd_buf_printf(&t->lines, " %" PRIu64 "=%" PRIu64 " %.*s", row->at.line, row->of.line,
                      (int)row->at.len, d->text + row->at.offset);
    }
    ck_assert((d->signals != NULL) == t->signals);
    if (t->signals)
        nd_buf_printf(&t->lines, " / %.4f %.4f", d->signals->frac[ND_DUP_LINE_FRAC],
                      d->signals->frac[ND_UNIQUE_WORD_FRAC]);
    nd_buf_puts(&t->lines, "\n");
    if (t->left > 0 && --t->left == 0)
        return nd_fail(err, ND_EWRITE, "full");
    return ND_OK;
}

static nd_status recurs(void *ctx, const nd_recurs *r, nd_err *err)
{
    told *t = ctx;
    (void)err;
    nd_buf_printf(&t->lines, "%" PRIu64 " have %.*s, first %s:%" PRIu64 " line %" PRIu64 "\n", r->unit->documents,
                  (int)r->unit->len, r->unit->text, r->source->name, r->record, r->unit->line);
    return ND_OK;
}

static void say(void *ctx, const char *line)
{
    told *t = ctx;
    nd_buf_printf(&t->lines, "! %s\n", strncmp(line, dir, strlen(dir)) == 0 ? line + strlen(dir) : line);
}

static void progress(void *ctx, const nd_progress *p)
{
    told *t = ctx;
    ck_assert_str_eq(p->stage, "read");
    ck_assert_uint_ge(p->done, t->progressed);
    ck_assert_uint_le(p->done, p->total);
    t->progressed = p->done;
}

static nd_status inspect(told *t, unsigned threads, const nd_alloc *alloc, nd_outcome *outcome, nd_err *err)
{
    static const char *const text[] = {"text"};
    nd_sources sources;
    nd_sources_init(&sources, alloc);
    nd_job job = {
        .fields = {.text = text, .n_text = 1, .id = "id"},
        .sources = &sources,
        .reader = {.max_doc = 1 << 20, .batch_bytes = 64},
        .threads = threads,
        .boilerplate = 3,
        .signals = t->signals,
        .watch = {.ctx = t, .progress = progress, .say = say},
    };
    nd_opts_init(&job.opts);
    nd_buf_init(&t->lines, NULL);
    t->progressed = 0;
    nd_status st = nd_sources_add(&sources, dir, err);
    if (st == ND_OK)
        st = nd_run_inspect(&job, &(nd_inspect_to){.ctx = t, .found = found, .recurs = recurs}, outcome, err);
    nd_sources_release(&sources);
    nd_buf_add(&t->lines, "", 1);
    return st;
}

/* ---- core */

static const char first_two[] = "a.txt:1 - whole 14 bytes: 3=1 HEAD!\n"
                                "b.jsonl:1 \"one\" 12 bytes: 4=1 P Q\nR\n";

/* text begins with want, and what comes after it is a sentence on one line; then the next. */
static const char *sentence(const char *text, const char *want)
{
    ck_assert_msg(strncmp(text, want, strlen(want)) == 0, "%s", text);
    const char *end = strchr(text, '\n');
    ck_assert_ptr_nonnull(end);
    ck_assert(end > text + strlen(want));
    return end + 1;
}

START_TEST(documents_and_faults_come_in_input_order)
{
    told t = {.left = 0};
    nd_outcome outcome;
    nd_err err;
    ck_assert_int_eq(inspect(&t, 1 + (unsigned)_i, NULL, &outcome, &err), ND_OK);
    const char *at = t.lines.bytes;
    ck_assert_int_eq(strncmp(at, first_two, strlen(first_two)), 0);
    at = sentence(at + strlen(first_two), "! /b.jsonl: record 2, byte ");
    at = sentence(at, "! /b.jsonl: record 4, byte ");
    static const char fifth[] = "b.jsonl:5 - 5 bytes: 3=1 t\n";
    ck_assert_int_eq(strncmp(at, fifth, strlen(fifth)), 0);
    at = sentence(at + strlen(fifth), "! /c.gz: ");
    ck_assert_str_eq(at, "d.txt:1 - whole 13 bytes:\n");

    ck_assert_uint_eq(outcome.counts.documents, 6);
    ck_assert_uint_eq(outcome.errors, 2);
    ck_assert_uint_eq(outcome.files, 4);
    ck_assert_uint_eq(outcome.bad_files, 1);
    ck_assert_uint_eq(outcome.text, 14 + 12 + 5 + 13);
    ck_assert_uint_gt(t.progressed, 0);
    nd_buf_release(&t.lines);
}
END_TEST

START_TEST(signals_are_measured_of_each_document_where_they_are_wanted)
{
    static const char first[] = "a.txt:1 - whole 14 bytes: 3=1 HEAD! / 0.3333 0.6667\n"
                                "b.jsonl:1 \"one\" 12 bytes: 4=1 P Q\nR / 0.5000 0.5000\n";
    static const char last[] = "\nd.txt:1 - whole 13 bytes: / 0.0000 1.0000\n";
    told t = {.signals = true};
    nd_outcome outcome;
    nd_err err;
    ck_assert_int_eq(inspect(&t, 1 + (unsigned)_i, NULL, &outcome, &err), ND_OK);
    ck_assert_int_eq(strncmp(t.lines.bytes, first, strlen(first)), 0);
    ck_assert_str_eq(t.lines.bytes + t.lines.len - sizeof last, last);
    nd_buf_release(&t.lines);
}
END_TEST

START_TEST(a_failed_hand_over_ends_the_job)
{
    told t = {.left = 2};
    nd_outcome outcome;
    nd_err err;
    ck_assert_int_eq(inspect(&t, 1 + (unsigned)_i, NULL, &outcome, &err), ND_EWRITE);
    ck_assert_str_eq(err.text, "full");
    ck_assert_str_eq(t.lines.bytes, first_two);
    nd_buf_release(&t.lines);
}
END_TEST

/* ---- oom */

START_TEST(every_allocation_may_fail)
{
    nd_status st = ND_ENOMEM;
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        told t = {.signals = _i == 1};
        nd_outcome outcome;
        nd_err err = {.code = ND_OK};
        st = inspect(&t, 1, SCARCE(&s), &outcome, &err);
        ck_assert_int_eq(err.code, st);
        ck_assert_uint_eq(s.live, 0);
        nd_buf_release(&t.lines);
    }
    ck_assert_int_eq(st, ND_OK);
}
END_TEST

Suite *inspect_suite(void);
Suite *inspect_suite(void)
{
    Suite *suite = suite_create("inspect");
    TCase *core = tcase_create("core"), *oom = tcase_create("oom");

    tcase_add_checked_fixture(core, make_files, remove_files);
    tcase_add_loop_test(core, documents_and_faults_come_in_input_order, 0, 8);
    tcase_add_loop_test(core, signals_are_measured_of_each_document_where_they_are_wanted, 0, 4);
    tcase_add_loop_test(core, a_failed_hand_over_ends_the_job, 0, 4);
    suite_add_tcase(suite, core);

    tcase_add_checked_fixture(oom, make_files, remove_files);
    tcase_set_timeout(oom, 30);
    tcase_add_loop_test(oom, every_allocation_may_fail, 0, 2);
    suite_add_tcase(suite, oom);
    return suite;
}
