/* SPDX-License-Identifier: MIT
 *
 * test_report.c - results to pages: bounded, the same each time, whole or not at all,
 * whatever allocation fails.
 */
#include "run/job.h"
#include "sanitized.h"
#include "scarce.h"
#include "scratch.h"

#include <inttypes.h>

enum { RECORDS = 3600, CLUSTER = 3 };

static const char *const text_fields[] = {"text"};

/* in.jsonl: each text three times, once changed. */
static nd_digest write_input(size_t *len)
{
    nd_buf in;
    nd_buf_init(&in, NULL);
    for (unsigned i = 1; i <= RECORDS; i++)
        nd_buf_printf(&in, "{\"id\":%u,\"text\":\"The port of %u stayed shut for a day after the storm, and %s\"}\n", i,
                      (i - 1) / CLUSTER, i % CLUSTER == 0 ? "nobody was hurt" : "all were well");
    file_write("in.jsonl", in.bytes, in.len);
    nd_digest digest = nd_digest_bytes(in.bytes, in.len);
    *len = in.len;
    nd_buf_release(&in);
    return digest;
}

static void input_keys(nd_buf *to, size_t len, nd_digest digest)
{
    nd_buf_printf(to, "\"file\":\"in.jsonl\",\"bytes\":%zu,\"xxh3\":\"%016" PRIx64 "%016" PRIx64 "\",\"format\":\"jsonl\"}", len,
                  digest.hi, digest.lo);
}

/* The result of group over the first n records. */
static void write_group(unsigned n)
{
    size_t len;
    unsigned removed = 0;
    nd_digest digest = write_input(&len);
    nd_buf r;
    nd_buf_init(&r, NULL);
    nd_buf_puts(&r, "{\"type\":\"header\",\"v\":1,\"neardup\":\"0.1.0\",\"params\":{\"threshold\":0.5,\"bands\":16,\"rows\":6},\"inputs\":[{");
    input_keys(&r, len, digest);
    nd_buf_puts(&r, "]}\n");
    for (unsigned i = 1; i <= n; i++) {
        unsigned keeper = (i - 1) / CLUSTER * CLUSTER + 1;
        if (i == keeper)
            continue;
        removed++;
        nd_buf_printf(&r, "{\"type\":\"removed\",\"v\":1,\"file\":\"in.jsonl\",\"record\":%u,\"id\":%u,\"keeper\":{\"file\":\"in.jsonl\","
                          "\"record\":%u,\"id\":%u},\"kind\":\"near\",\"jaccard\":0.%04u,\"containment\":0.9,\"coverage\":0.9}\n",
                      i, i, keeper, keeper, 5000 + i);
    }
    nd_buf_printf(&r, "{\"type\":\"summary\",\"v\":1,\"documents\":%u,\"kept\":%u,\"identical\":0,\"same_words\":0,\"near\":%u,\"errors\":0}\n",
                  n, n - removed, removed);
    file_write("r.jsonl", r.bytes, r.len);
    nd_buf_release(&r);
}

static void write_others(bool passages)
{
    size_t len;
    nd_digest digest = write_input(&len);
    nd_buf r;
    nd_buf_init(&r, NULL);
    nd_buf_printf(&r, "{\"type\":\"header\",\"v\":1,\"neardup\":\"0.1.0\",\"command\":\"%s\",\"params\":{\"text\":1}}\n",
                  passages ? "passages" : "inspect");
    if (passages)
        nd_buf_puts(&r,
                    "{\"type\":\"passage\",\"v\":1,\"a\":{\"file\":\"in.jsonl\",\"record\":1,\"id\":1,\"line\":1,\"offset\":0,\"length\":20},\"b\":{\"file\":\"in.jsonl\",\"record\":2,\"id\":2,\"line\":1,\"offset\":0,\"length\":20},\"words\":4,\"similarity\":0.9,\"a_share\":0.5,\"b_share\":0.5,\"score\":80}\n"
                    "{\"type\":\"passage\",\"v\":1,\"a\":{\"file\":\"in.jsonl\",\"record\":4,\"line\":1,\"offset\":4,\"length\":20},\"b\":{\"file\":\"in.jsonl\",\"record\":5,\"line\":1,\"offset\":4,\"length\":20},\"words\":4,\"similarity\":0.9,\"a_share\":0.5,\"b_share\":0.5,\"score\":90,\"template\":true}\n"
                    "{\"type\":\"family\",\"v\":1,\"family\":1,\"core\":{\"file\":\"in.jsonl\",\"record\":7,\"id\":7,\"line\":1,\"offset\":0,\"length\":40},\"words\":8,\"likely_source\":\"date\",\"records\":[{\"file\":\"in.jsonl\",\"record\":7,\"id\":7,\"date\":\"1916\",\"line\":1,\"offset\":0,\"length\":40,\"core_offset\":0,\"core_length\":40,\"similarity\":1,\"added\":0,\"cut\":0,\"changed\":0},{\"file\":\"in.jsonl\",\"record\":8,\"id\":8,\"line\":1,\"offset\":0,\"length\":40,\"core_offset\":0,\"core_length\":40,\"similarity\":1,\"added\":0,\"cut\":0,\"changed\":0}]}\n");
    else
        nd_buf_puts(&r,
                    "{\"type\":\"repeat\",\"v\":1,\"file\":\"in.jsonl\",\"record\":1,\"id\":1,\"kind\":\"phrase\",\"at\":{\"line\":1,\"offset\":10,\"length\":5},\"of\":{\"line\":1,\"offset\":0,\"length\":5},\"words\":1,\"similarity\":1}\n"
                    "{\"type\":\"article\",\"v\":1,\"file\":\"in.jsonl\",\"record\":1,\"id\":1,\"words\":15,\"lines\":1,\"paragraphs\":1,\"repeats\":1,\"repeated\":0.06}\n"
                    "{\"type\":\"boilerplate\",\"v\":1,\"documents\":2,\"text\":\"x\",\"words\":1,\"first\":{\"file\":\"in.jsonl\",\"record\":1,\"line\":1}}\n");
    nd_buf_puts(&r, "{\"type\":\"input\",\"v\":1,");
    input_keys(&r, len, digest);
    nd_buf_puts(&r, "\n{\"type\":\"summary\",\"v\":1,\"documents\":9,\"passages\":2,\"templates\":1,\"families\":1,\"repeats\":1,\"errors\":0}\n");
    file_write("r.jsonl", r.bytes, r.len);
    nd_buf_release(&r);
}

static nd_status make(const nd_alloc *alloc, uint64_t most, nd_page_format format, nd_err *err)
{
    nd_sources none;
    nd_outcome outcome;
    nd_sources_init(&none, alloc);
    nd_job job = {
        .sources = &none,
        .fields = {.text = text_fields, .n_text = 1, .id = "id"},
        .threads = 1,
        .result = "r.jsonl",
        .output = "page",
        .force = true,
        .max_page = most,
        .page_format = format,
    };
    nd_opts_init(&job.opts);
    nd_status st = nd_run_report(&job, &outcome, err);
    nd_sources_release(&none);
    return st;
}

static size_t count_of(const char *page, const char *what)
{
    size_t n = 0;
    for (const char *at = page; (at = strstr(at, what)) != NULL; at++)
        n++;
    return n;
}

START_TEST(a_page_keeps_its_limit_and_says_what_it_left_out)
{
    static const uint64_t limits[] = {262144, 400000, 1000000, 10000000};
    size_t len, shown[ND_COUNT(limits)];
    write_group(RECORDS);
    for (size_t i = 0; i < ND_COUNT(limits); i++) {
        ck_assert_int_eq(make(NULL, limits[i], ND_PAGE_HTML, NULL), ND_OK);
        char *page = scratch_read("page", &len);
        ck_assert_uint_le(len, limits[i]);
        shown[i] = count_of(page, "<details class=\"item\"");
        ck_assert_ptr_nonnull(strstr(page, " are left out"));
        ck_assert_ptr_nonnull(strstr(page, "</html>"));
        free(page);
        ck_assert_uint_ge(shown[i], i > 0 ? shown[i - 1] : 1);
    }
    ck_assert_uint_eq(shown[ND_COUNT(limits) - 1], 1000);
}
END_TEST

START_TEST(a_page_is_the_same_each_time)
{
    size_t len, again;
    write_group(RECORDS);
    ck_assert_int_eq(make(NULL, 1000000, ND_PAGE_HTML, NULL), ND_OK);
    char *first = scratch_read("page", &len);
    ck_assert_int_eq(make(NULL, 1000000, ND_PAGE_HTML, NULL), ND_OK);
    char *second = scratch_read("page", &again);
    ck_assert_uint_eq(len, again);
    ck_assert_int_eq(memcmp(first, second, len), 0);
    free(first);
    free(second);
}
END_TEST

START_TEST(the_pairs_nearest_the_threshold_are_there)
{
    size_t len;
    write_group(RECORDS);
    ck_assert_int_eq(make(NULL, 10000000, ND_PAGE_HTML, NULL), ND_OK);
    char *page = scratch_read("page", &len), *list = strstr(page, "<section id=\"list\"");
    ck_assert_ptr_nonnull(list);
    *list = '\0';
    ck_assert_uint_eq(count_of(page, "<article class=\"pair\""), 40);
    ck_assert_ptr_nonnull(strstr(page, "data-sim=\"0.5002\""));
    ck_assert_ptr_nonnull(strstr(page, "data-sim=\"0.5060\""));
    ck_assert_ptr_null(strstr(page, "data-sim=\"0.5062\""));
    free(page);
}
END_TEST

START_TEST(markdown_keeps_its_limit)
{
    size_t len;
    write_group(RECORDS);
    ck_assert_int_eq(make(NULL, 10000000, ND_PAGE_MARKDOWN, NULL), ND_OK);
    char *page = scratch_read("page", &len);
    ck_assert_uint_le(len, 65536);
    ck_assert_ptr_nonnull(strstr(page, "Copies found"));
    free(page);
}
END_TEST

static void write_kind(int kind)
{
    if (kind == 0)
        write_group(12);
    else
        write_others(kind == 1);
}

/* 0 to 2: HTML of each kind; 3 to 5: Markdown. */
START_TEST(every_allocation_may_fail)
{
    nd_status st = ND_ENOMEM;
    nd_err err = {.text = ""};
    write_kind(_i % 3);
    unlink("page");
    for (size_t n = 0; st == ND_ENOMEM; n += UNLESS_SANITIZED(1, 5)) {
        scarce s = {.left = n};
        st = make(SCARCE(&s), 10000000, _i < 3 ? ND_PAGE_HTML : ND_PAGE_MARKDOWN, &err);
        ck_assert_uint_eq(s.live, 0);
        ck_assert_int_eq(is_there("page"), st == ND_OK);
    }
    ck_assert_msg(st == ND_OK, "%s", err.text);
}
END_TEST

/* Each byte of a result changed: a page or a sentence, never a crash. */
START_TEST(spoilt_results_give_a_sentence)
{
    size_t len;
    write_kind(_i);
    char *good = scratch_read("r.jsonl", &len);
    for (size_t at = 0; at < len; at += UNLESS_SANITIZED(3, 7)) {
        nd_err err = {.text = ""};
        char kept = good[at];
        good[at] = (char)"0\"x9{"[at % 5];
        file_write("r.jsonl", good, len);
        good[at] = kept;
        nd_status st = make(NULL, 300000, ND_PAGE_HTML, &err);
        ck_assert_msg(st == ND_OK || (st == ND_EINVAL && err.text[0] != '\0'), "byte %zu: %d", at, st);
    }
    free(good);
}
END_TEST

Suite *report_suite(void);
Suite *report_suite(void)
{
    Suite *suite = suite_create("report");
    TCase *core = tcase_create("core"), *hostile = tcase_create("hostile"), *oom = tcase_create("oom");
    TCase *const all[] = {core, hostile, oom};
    tcase_add_test(core, a_page_keeps_its_limit_and_says_what_it_left_out);
    tcase_add_test(core, a_page_is_the_same_each_time);
    tcase_add_test(core, the_pairs_nearest_the_threshold_are_there);
    tcase_add_test(core, markdown_keeps_its_limit);
    tcase_add_loop_test(hostile, spoilt_results_give_a_sentence, 0, 3);
    tcase_add_loop_test(oom, every_allocation_may_fail, 0, 6);
    for (size_t i = 0; i < ND_COUNT(all); i++) {
        tcase_add_checked_fixture(all[i], scratch_enter, scratch_leave);
        tcase_set_timeout(all[i], 120);
        suite_add_tcase(suite, all[i]);
    }
    return suite;
}
