/* SPDX-License-Identifier: MIT
 *
 * test_sharing.c - the job of passages: files to passages and families in order of time,
 * the same on any number of threads, whole or not at all, whatever the inputs are.
 */
#include "run/sharing.h"
#include "sanitized.h"
#include "scarce.h"
#include "scratch.h"

#include <inttypes.h>

#define STORY                                                                                             \
    "The ferry port of Kellbrae stayed shut for a second day on Monday after the storm tore two of the "    \
    "mooring posts from the quay and left a fishing boat across the ramp, the harbour master said. "        \
    "Engineers from the mainland are expected on the morning tide, but no sailing is planned before "       \
    "Thursday, and the islands have been told to ration fuel until the tanker can berth again."
#define OTHER                                                                                             \
    "A bakery in Hessvik has won the county prize for rye bread for the third year running, ahead of nine " \
    "others from the valley. The judges praised a crust that sang when it was pressed and a crumb that was " \
    "moist without being heavy, and the baker thanked her grandmother, who built the oven in her yard."

typedef struct told {
    nd_buf   lines;
    uint64_t left;             /* hand-overs until one fails; 0: never */
    uint64_t progressed;
} told;

static nd_status one_less(told *t, nd_err *err)
{
    return t->left > 0 && --t->left == 0 ? nd_fail(err, ND_EWRITE, "full") : ND_OK;
}

static void add_record(nd_buf *to, const nd_row_record *record)
{
    nd_buf_printf(to, " %s:%" PRIu64, record->file, record->record);
    if (record->id != NULL)
        nd_buf_printf(to, "=%.*s", (int)record->id_len, record->id);
}

static nd_status family(void *ctx, const nd_told_family *f, nd_err *err)
{
    told *t = ctx;
    nd_buf_printf(&t->lines, "family %zu %s:", f->family->number, f->family->by_date ? "by date" : "by order");
    for (size_t i = 0; i < f->family->n_members; i++) {
        const nd_row_member *m = &f->family->members[i];
        add_record(&t->lines, &m->record);
        if (m->date != NULL)
            nd_buf_printf(&t->lines, "@%.*s", (int)m->date_len, m->date);
        nd_buf_printf(&t->lines, "+%" PRIu64 "-%" PRIu64 "~%" PRIu64, m->changes.added, m->changes.cut, m->changes.changed);
    }
    nd_buf_printf(&t->lines, " %.20s\n", f->text + f->family->core.offset);
    return one_less(t, err);
}

static nd_status passage(void *ctx, const nd_told_passage *p, nd_err *err)
{
    told *t = ctx;
    nd_buf_puts(&t->lines, "passage");
    add_record(&t->lines, &p->a);
    add_record(&t->lines, &p->b);
    nd_buf_printf(&t->lines, " family %zu\n", p->family);
    return one_less(t, err);
}

static void say(void *ctx, const char *line)
{
    told *t = ctx;
    nd_buf_printf(&t->lines, "! %s\n", line);
}

static void progress(void *ctx, const nd_progress *p)
{
    told *t = ctx;
    t->progressed++;
    ck_assert_uint_le(p->done, p->total);
}

typedef struct wish {
    const char *series, *date, *output;
    unsigned    threads;
    uint64_t    left;
} wish;

static nd_status share(told *t, const wish *w, const nd_alloc *alloc, nd_outcome *outcome, nd_err *err)
{
    static const char *const fields[] = {"text"};
    nd_sources sources;
    nd_sources_init(&sources, alloc);
    nd_job job = {
        .fields = {.text = fields, .n_text = 1, .id = "id", .series = w->series, .date = w->date},
        .sources = &sources,
        .reader = {.max_doc = 1 << 20, .batch_bytes = 1000},
        .threads = w->threads > 0 ? w->threads : 1,
        .work_dir = ".",
        .output = w->output,
        .watch = {.ctx = t, .progress = progress, .say = say},
    };
    nd_opts_init(&job.opts);
    *t = (told){.left = w->left};
    nd_buf_init(&t->lines, NULL);
    nd_status st = nd_sources_add(&sources, "in", err);
    if (st == ND_OK)
        st = nd_run_passages(&job, &(nd_passages_to){t, 20, family, passage}, outcome, err);
    nd_sources_release(&sources);
    nd_buf_add(&t->lines, "", 1);
    return st;
}

static void three_papers(void)
{
    static const char lines[] =
        "{\"id\":\"c\",\"paper\":\"C\",\"day\":\"2024-03-05\",\"text\":\"From our own man. " STORY "\"}\n"
        "{\"id\":\"a\",\"paper\":\"A\",\"day\":\"2024-03-02\",\"text\":\"" STORY " More follows on page two.\"}\n"
        "{\"id\":5,\"paper\":\"\\u0041\",\"text\":\"Late news: " STORY "\"}\n"
        "{\"id\":\"b\",\"paper\":\"B\",\"day\":\"2024-03-04\",\"text\":\"" OTHER "\"}\n";
    mkdir("in", 0700);
    file_write("in/p.jsonl", lines, sizeof lines - 1);
}

/* ---- core */

START_TEST(members_come_in_order_of_time_and_those_without_a_date_last)
{
    told t;
    nd_outcome o;
    three_papers();
    ck_assert_int_eq(share(&t, &(wish){.date = "day"}, NULL, &o, NULL), ND_OK);
    ck_assert_str_eq(t.lines.bytes,
                     "family 1 by date: in/p.jsonl:2=\"a\"@\"2024-03-02\"+0-0~0 in/p.jsonl:1=\"c\"@\"2024-03-05\"+0-0~0 "
                     "in/p.jsonl:3=5+0-0~0 The ferry port of Ke\n"
                     "passage in/p.jsonl:1=\"c\" in/p.jsonl:2=\"a\" family 1\n"
                     "passage in/p.jsonl:1=\"c\" in/p.jsonl:3=5 family 1\n"
                     "passage in/p.jsonl:2=\"a\" in/p.jsonl:3=5 family 1\n");
    ck_assert_uint_eq(o.counts.documents, 4);
    ck_assert_uint_eq(o.passages, 3);
    ck_assert_uint_eq(o.families, 1);
    ck_assert_uint_gt(t.progressed, 0);
    nd_buf_release(&t.lines);
}
END_TEST

START_TEST(one_series_is_not_compared_however_its_name_is_written)
{
    told t;
    nd_outcome o;
    three_papers();
    ck_assert_int_eq(share(&t, &(wish){.series = "paper"}, NULL, &o, NULL), ND_OK);
    ck_assert_uint_eq(o.passages, 2);
    ck_assert_ptr_null(strstr(t.lines.bytes, "passage in/p.jsonl:2=\"a\" in/p.jsonl:3"));
    nd_buf_release(&t.lines);
}
END_TEST

START_TEST(numbers_are_dates_too_and_come_before_strings)
{
    static const char lines[] =
        "{\"id\":1,\"day\":\"1\",\"text\":\"" STORY "\"}\n{\"id\":2,\"day\":19160412,\"text\":\"" STORY "\"}\n"
        "{\"id\":3,\"day\":null,\"text\":\"" STORY "\"}\n{\"id\":4,\"day\":2.5e3,\"text\":\"" STORY "\"}\n"
        "{\"id\":5,\"day\":\"10\",\"text\":\"" STORY "\"}\n";
    told t;
    nd_outcome o;
    mkdir("in", 0700);
    file_write("in/p.jsonl", lines, sizeof lines - 1);
    ck_assert_int_eq(share(&t, &(wish){.date = "day"}, NULL, &o, NULL), ND_OK);
    const char *order[] = {":4=4@2.5e3", ":2=2@19160412", ":1=1@\"1\"", ":5=5@\"10\"", ":3=3+"}, *at = t.lines.bytes;
    for (size_t i = 0; i < 5; i++)
        ck_assert_ptr_nonnull(at = strstr(at, order[i]));
    nd_buf_release(&t.lines);
}
END_TEST

/* All of a file, and a NUL. */
static void read_file(nd_buf *to, const char *path)
{
    char some[4096];
    size_t n;
    FILE *from = fopen(path, "rb");
    nd_buf_init(to, NULL);
    ck_assert_ptr_nonnull(from);
    while ((n = fread(some, 1, sizeof some, from)) > 0)
        nd_buf_add(to, some, n);
    fclose(from);
    nd_buf_add(to, "", 1);
}

START_TEST(the_rows_are_the_same_on_any_number_of_threads)
{
    told t;
    nd_outcome o;
    mkdir("in", 0700);
    for (unsigned i = 0; i < 40; i++) {
        char name[32];
        nd_buf page;
        nd_buf_init(&page, NULL);
        char alone[] = "aaa bab cac\n"; /* no other page has these words, so nothing looks filled in */
        for (size_t k = 0; k < sizeof alone - 2; k++)
            alone[k] = (char)(alone[k] == ' ' ? ' ' : 'a' + (i * 7 + k * (i + 3)) % 26);
        nd_buf_printf(&page, "%s%s\n\n%s\n", alone, i % 3 == 0 ? STORY : "", i % 4 == 1 ? OTHER : "");
        snprintf(name, sizeof name, "in/%02u.txt", i);
        file_write(name, page.bytes, page.len);
        nd_buf_release(&page);
    }
    ck_assert_int_eq(share(&t, &(wish){.output = "one", .threads = 1}, NULL, &o, NULL), ND_OK);
    nd_buf_release(&t.lines);
    ck_assert_int_eq(share(&t, &(wish){.output = "many", .threads = 5}, NULL, &o, NULL), ND_OK);
    nd_buf_release(&t.lines);
    nd_buf one, many;
    read_file(&one, "one");
    read_file(&many, "many");
    ck_assert_str_eq(one.bytes, many.bytes);
    ck_assert_uint_ge(o.families, 2);
    nd_buf_release(&one);
    nd_buf_release(&many);
}
END_TEST

START_TEST(what_cannot_be_read_is_said_and_the_rest_compared)
{
    static const char lines[] = "{\"text\":\"" STORY "\"}\n{\"text\":7}\n\n{bad\n{\"text\":\"" STORY "\"}\n";
    told t;
    nd_outcome o;
    mkdir("in", 0700);
    file_write("in/p.jsonl", lines, sizeof lines - 1);
    file_write("in/z.gz", "\x1f\x8b\x08", 3);
    ck_assert_int_eq(share(&t, &(wish){0}, NULL, &o, NULL), ND_OK);
    ck_assert_uint_eq(o.counts.documents, 4);
    ck_assert_uint_eq(o.errors, 2);
    ck_assert_uint_eq(o.bad_files, 1);
    ck_assert_uint_eq(o.passages, 1);
    ck_assert_ptr_nonnull(strstr(t.lines.bytes, "! in/p.jsonl: record 2"));
    ck_assert_ptr_nonnull(strstr(t.lines.bytes, "! in/p.jsonl: record 4"));
    nd_buf_release(&t.lines);
}
END_TEST

/* ---- failing */

START_TEST(nothing_is_left_of_a_result_that_is_not_whole)
{
    told t;
    nd_outcome o;
    nd_err err;
    three_papers();
    mkdir("there", 0700);
    ck_assert_int_eq(share(&t, &(wish){.output = "there"}, NULL, &o, &err), ND_EINVAL);
    nd_buf_release(&t.lines);
    ck_assert_int_eq(share(&t, &(wish){.output = "in/p.jsonl"}, NULL, &o, &err), ND_EINVAL);
    nd_buf_release(&t.lines);
    ck_assert_uint_eq(scratch_count("."), 3); /* in, its file, there */
}
END_TEST

START_TEST(a_failed_hand_over_ends_the_job)
{
    nd_outcome o;
    nd_err err;
    three_papers();
    for (uint64_t left = 1; left <= 4; left++) {
        told t;
        ck_assert_int_eq(share(&t, &(wish){.left = left}, NULL, &o, &err), ND_EWRITE);
        ck_assert_str_eq(err.text, "full");
        nd_buf_release(&t.lines);
    }
}
END_TEST

START_TEST(every_allocation_may_fail)
{
    nd_status st = ND_ENOMEM;
    three_papers();
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        told t;
        nd_outcome o;
        nd_err err;
        st = share(&t, &(wish){.date = "day", .series = "paper"}, SCARCE(&s), &o, &err);
        ck_assert_msg(s.live == 0, "after %zu allocations %zu bytes are out", n, s.live);
        nd_buf_release(&t.lines);
    }
    ck_assert_int_eq(st, ND_OK);
}
END_TEST

Suite *sharing_suite(void);
Suite *sharing_suite(void)
{
    Suite *s = suite_create("sharing");
    TCase *core = tcase_create("core"), *failing = tcase_create("failing");
    tcase_add_checked_fixture(core, scratch_enter, scratch_leave);
    tcase_add_checked_fixture(failing, scratch_enter, scratch_leave);
    tcase_set_timeout(core, 60);
    tcase_set_timeout(failing, 120);
    tcase_add_test(core, members_come_in_order_of_time_and_those_without_a_date_last);
    tcase_add_test(core, one_series_is_not_compared_however_its_name_is_written);
    tcase_add_test(core, numbers_are_dates_too_and_come_before_strings);
    tcase_add_test(core, the_rows_are_the_same_on_any_number_of_threads);
    tcase_add_test(core, what_cannot_be_read_is_said_and_the_rest_compared);
    tcase_add_test(failing, nothing_is_left_of_a_result_that_is_not_whole);
    tcase_add_test(failing, a_failed_hand_over_ends_the_job);
    tcase_add_test(failing, every_allocation_may_fail);
    suite_add_tcase(s, core);
    suite_add_tcase(s, failing);
    return s;
}
