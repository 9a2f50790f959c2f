/* SPDX-License-Identifier: MIT
 *
 * test_ledger.c - what a run decided, and what damage takes back of it: held against
 * the rule applied to a plain list.
 */
#include "report/rows.h"
#include "run/ledger.h"
#include "run/result.h"
#include "sanitized.h"
#include "scratch.h"

enum { SOURCES = 5, SAID_MOST = 1000 };

typedef struct heard {         /* what was said */
    size_t n;
    char   last[200];
} heard;

static void hear(void *ctx, const char *line)
{
    heard *h = ctx;
    h->n++;
    snprintf(h->last, sizeof h->last, "%s", line);
}

typedef struct fixture {
    heard      heard;
    nd_source  list[SOURCES];
    nd_sources sources;
    nd_job     job;
    nd_ledger  ledger;
} fixture;

static void set_up(fixture *f)
{
    static const char *const names[SOURCES] = {"a.jsonl", "b\xff", "sub/c.gz", "stdin", "e"};
    *f = (fixture){.sources = {.list = f->list, .n = SOURCES}};
    for (size_t i = 0; i < SOURCES; i++)
        f->list[i] = (nd_source){.path = i == 3 ? "-" : names[i], .name = names[i], .regular = i != 3};
    f->job = (nd_job){.sources = &f->sources, .work_dir = ".", .keep_spec = "first",
                      .watch = {.ctx = &f->heard, .say = hear}};
    nd_opts_init(&f->job.opts);
    ck_assert_int_eq(nd_ledger_init(&f->ledger, &f->job, &f->sources, NULL), ND_OK);
}

static nd_format format_of(uint32_t source)
{
    static const nd_format formats[SOURCES] = {ND_JSONL, ND_LINES, ND_TEXT, ND_JSONL, ND_OPAQUE};
    return formats[source];
}

static void end_source(fixture *f, uint32_t source, bool damaged)
{
    nd_batch last = {.source = source, .format = format_of(source), .ends = true};
    last.end = (nd_source_end){.status = damaged ? ND_EFORMAT : ND_OK, .bytes = 100 + source, .digest = {source, 7}};
    snprintf(last.end.what, sizeof last.end.what, "%s", damaged ? "gzip: CRC does not match" : "");
    nd_ledger_end(&f->ledger, &last);
}

/* Removals that do not depend on a list in memory: number i is the same every time. */
typedef struct made {
    nd_removal removal;
    char ids[2][40];
} made;

static void make_removal(made *m, size_t i, size_t n)
{
    uint64_t seed = i * 2654435761u + 1;
    nd_name *names[] = {&m->removal.record, &m->removal.keeper};
    memset(m, 0, sizeof *m);
    for (int k = 0; k < 2; k++) {
        snprintf(m->ids[k], sizeof m->ids[k], "\"%d-%zu-%.*s\"", k, i, (int)random_below(&seed, 20), "xxxxxxxxxxxxxxxxxxxx");
        bool has_id = random_below(&seed, 3) > 0;
        names[k]->id = has_id ? m->ids[k] : NULL;
        names[k]->id_len = has_id ? (uint32_t)strlen(m->ids[k]) : 0;
        names[k]->record = k == 0 ? i + 1 : random_below(&seed, 1000) + 1;
        names[k]->source = (uint32_t)(k == 0 ? i * SOURCES / n : random_below(&seed, SOURCES));
    }
    m->removal.verdict.kind = (nd_kind)(ND_IDENTICAL + random_below(&seed, 3));
    m->removal.verdict.similarity = (nd_similarity){0.9, 0.95, 0.94, 9, 10, 11};
}

static void add_removal(fixture *f, size_t i, size_t n)
{
    made m;
    make_removal(&m, i, n);
    nd_removal *r = &m.removal;
    ck_assert_int_eq(nd_ledger_removed(&f->ledger, &r->record, &r->keeper, &r->verdict, NULL), ND_OK);
}

static bool same_name(const nd_name *a, const nd_name *b)
{
    return a->record == b->record && a->source == b->source && a->id_len == b->id_len &&
           (a->id == NULL) == (b->id == NULL) && (a->id == NULL || memcmp(a->id, b->id, a->id_len) == 0);
}

/* ---- core */

/* DESIGN.md, section 7: nothing of a damaged source is removed, nor on its word. */
static bool stands(const nd_removal *r, unsigned damaged, unsigned settled)
{
    bool doubtful = (damaged >> r->record.source & 1) != 0 || (damaged >> r->keeper.source & 1) != 0;
    return !doubtful || (settled >> r->record.source & 1) != 0;
}

static void check_against_the_rule(fixture *f, size_t n, unsigned damaged, unsigned settled)
{
    nd_removal got;
    made m;
    uint64_t standing = 0, restored = 0, lost = 0, wrong = 0, kinds[4] = {0};
    unsigned rewrite = damaged & ~settled;
    for (int again = 0; again < 2; again++) {
        ck_assert_int_eq(nd_ledger_rewind(&f->ledger, NULL), ND_OK);
        for (size_t i = 0; i < n; i++) {
            make_removal(&m, i, n);
            bool doubtful = !stands(&m.removal, damaged, 0), stays = stands(&m.removal, damaged, settled);
            if (stays) {
                bool same = nd_ledger_next(&f->ledger, &got, NULL) == ND_OK &&
                            same_name(&got.record, &m.removal.record) && same_name(&got.keeper, &m.removal.keeper) &&
                            memcmp(&got.verdict, &m.removal.verdict, sizeof got.verdict) == 0;
                wrong += !same;
            }
            if (again != 0)
                continue;
            standing += stays;
            lost += stays && doubtful;
            kinds[m.removal.verdict.kind] += stays;
            restored += !stays && (damaged >> m.removal.record.source & 1) == 0;
            rewrite |= stays ? 0 : 1u << m.removal.record.source;
        }
        ck_assert_int_eq(nd_ledger_next(&f->ledger, &got, NULL), ND_END);
    }
    ck_assert_uint_eq(wrong, 0);
    const nd_outcome *o = &f->ledger.outcome;
    ck_assert_uint_eq(o->counts.documents, 100000);
    ck_assert_uint_eq(o->counts.kept, 100000 - standing);
    ck_assert_uint_eq(o->counts.identical, kinds[ND_IDENTICAL]);
    ck_assert_uint_eq(o->counts.same_words, kinds[ND_SAME_WORDS]);
    ck_assert_uint_eq(o->counts.near, kinds[ND_NEAR]);
    ck_assert_uint_eq(o->counts.candidates, 55);
    ck_assert_uint_eq(o->restored, restored);
    ck_assert_uint_eq(f->ledger.lost, lost);
    for (unsigned s = 0; s < SOURCES; s++)
        ck_assert_int_eq(f->ledger.fates[s].rewrite, (rewrite >> s & 1) != 0);
}

START_TEST(damage_takes_back_what_it_must_and_no_more)
{
    static const size_t counts[] = {0, 1, 50, UNLESS_SANITIZED(12000, 7000)}; /* the last is more than a spool holds in memory */
    static const unsigned settled_sets[] = {0, 1u << 3, 31};
    for (size_t c = 0; c < ND_COUNT(counts); c++)
        for (unsigned damaged = 0; damaged < 1u << SOURCES; damaged += counts[c] > 1000 ? 9 : 1) {
            fixture f;
            unsigned settled = settled_sets[_i];
            set_up(&f);
            f.ledger.outcome.counts.documents = 100000;
            for (size_t i = 0; i < counts[c]; i++)
                add_removal(&f, i, counts[c]);
            for (uint32_t s = 0; s < SOURCES; s++) {
                f.ledger.fates[s].settled = (settled >> s & 1) != 0;
                end_source(&f, s, (damaged >> s & 1) != 0);
            }
            ck_assert_int_eq(nd_ledger_close(&f.ledger, &(nd_counts){.candidates = 55}, NULL), ND_OK);
            check_against_the_rule(&f, counts[c], damaged, settled);
            ck_assert_uint_eq(f.ledger.outcome.files, SOURCES);
            ck_assert_uint_eq(f.ledger.outcome.bad_files, (unsigned)__builtin_popcount(damaged));
            ck_assert_uint_eq(f.heard.n, (unsigned)__builtin_popcount(damaged));
            nd_ledger_release(&f.ledger);
            ck_assert_uint_eq(scratch_count("."), 0);
        }
}
END_TEST

/* The ledger as a result file of that name. */
static void write_result(fixture *f, const char *path, const nd_near_miss *misses, size_t n, const nd_names *names)
{
    nd_outputs *o = NULL;
    nd_outfile *file;
    nd_sink *sink = NULL;
    ck_assert_int_eq(nd_outputs_new(&o, true, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_outputs_begin(o, path, true, &file, NULL), ND_OK);
    ck_assert_int_eq(nd_sink_new(&sink, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_sink_begin(sink, file, ND_PLAIN, NULL), ND_OK);
    ck_assert_int_eq(nd_ledger_write(&f->ledger, misses, n, names, sink, NULL), ND_OK);
    ck_assert_int_eq(nd_sink_end(sink, NULL), ND_OK);
    ck_assert_int_eq(nd_outputs_commit(o, NULL), ND_OK);
    nd_sink_free(sink);
    nd_outputs_free(o);
}

START_TEST(the_result_file_holds_every_row_in_its_place)
{
    fixture f;
    nd_names names;
    set_up(&f);
    nd_name record = {4, "\"r4\"", 4, 0}, keeper = {1, "17", 2, 0}, lost = {9, NULL, 0, 2};
    nd_verdict verdict = {.kind = ND_NEAR, .similarity = {.jaccard = 0.85, .containment = 0.9, .coverage = 0.94}};
    nd_names_init(&names);
    char id[] = "\"k\"";
    ck_assert_int_eq(nd_names_add(&names, &(nd_name){1, id, 3, 0}, NULL), ND_OK);
    memset(id, '!', 3); /* the id was copied */
    ck_assert_int_eq(nd_names_add(&names, &(nd_name){8, NULL, 0, 4}, NULL), ND_OK);
    f.ledger.outcome.counts.documents = 20;
    ck_assert_int_eq(nd_ledger_removed(&f.ledger, &record, &keeper, &verdict, NULL), ND_OK);
    ck_assert_int_eq(nd_ledger_error(&f.ledger, 1, 3, 77, "is not valid JSON", NULL), ND_OK);
    ck_assert_str_eq(f.heard.last, "b\xff: record 3, byte 77: is not valid JSON");
    ck_assert_int_eq(nd_ledger_removed(&f.ledger, &lost, &keeper, &verdict, NULL), ND_OK);
    for (uint32_t s = 0; s < SOURCES; s++)
        end_source(&f, s, s == 2);
    ck_assert_str_eq(f.heard.last, "sub/c.gz: gzip: CRC does not match");
    ck_assert_int_eq(nd_ledger_close(&f.ledger, &(nd_counts){.candidates = 5, .rejected = 3}, NULL), ND_OK);
    write_result(&f, "r", &(nd_near_miss){.id = 1, .other = 0, .jaccard = 0.79}, 1, &names);

    nd_buf expect;
    nd_bands bands;
    nd_row_input inputs[SOURCES];
    nd_buf_init(&expect, NULL);
    ck_assert_int_eq(nd_tune(&f.job.opts, &bands, NULL), ND_OK);
    for (uint32_t s = 0; s < SOURCES; s++)
        inputs[s] = (nd_row_input){f.list[s].name, 100 + s, {s, 7}, nd_format_name(format_of(s))};
    nd_row_header(&expect, &f.job.opts, &bands, "first", inputs, SOURCES);
    nd_row_removed(&expect, &(nd_row_record){"a.jsonl", 4, "\"r4\"", 4}, &(nd_row_record){"a.jsonl", 1, "17", 2}, &verdict);
    nd_row_near_miss(&expect, &(nd_row_record){"e", 8, NULL, 0}, &(nd_row_record){"a.jsonl", 1, "\"k\"", 3}, 0.79);
    nd_row_damaged(&expect, "sub/c.gz", "gzip: CRC does not match");
    nd_row_error(&expect, "b\xff", 3, 77, "is not valid JSON");
    nd_row_summary(&expect, &(nd_counts){.documents = 20, .kept = 19, .near = 1, .candidates = 5, .rejected = 3}, 0, 1);
    size_t len;
    char *bytes = scratch_read("r", &len);
    nd_buf_add(&expect, "", 1);
    ck_assert_str_eq(bytes, expect.bytes);
    free(bytes);
    nd_buf_release(&expect);
    nd_names_release(&names);
    nd_ledger_release(&f.ledger);
}
END_TEST

START_TEST(what_the_ledger_writes_the_result_reader_reads)
{
    enum { N = UNLESS_SANITIZED(20000, 7000) };
    fixture f;
    made m;
    nd_result r;
    set_up(&f);
    f.ledger.outcome.counts.documents = N;
    for (size_t i = 0; i < N; i++)
        add_removal(&f, i, N);
    for (uint32_t s = 0; s < SOURCES; s++)
        end_source(&f, s, s == 1);
    ck_assert_int_eq(nd_ledger_close(&f.ledger, &(nd_counts){0}, NULL), ND_OK);
    write_result(&f, "r", NULL, 0, NULL);
    nd_err err = {.text = ""};
    ck_assert_msg(nd_result_open(&r, "r", &err) == ND_OK, "%s", err.text);
    ck_assert_int_eq(nd_result_match(&r, &f.sources, NULL), ND_OK);
    for (size_t i = 0; i < N; i++) {
        uint64_t record;
        make_removal(&m, i, N);
        if (!stands(&m.removal, 1u << 1, 0))
            continue;
        if (nd_result_next(&r, m.removal.record.source, &record, NULL) != ND_OK || record != m.removal.record.record)
            ck_abort_msg("removal %zu", i);
    }
    for (uint32_t s = 0; s < SOURCES; s++)
        ck_assert_int_eq(r.inputs[s].format, format_of(s));
    nd_result_release(&r);
    nd_ledger_release(&f.ledger);
}
END_TEST

/* ---- limits */

START_TEST(of_many_errors_some_are_said_and_all_are_listed)
{
    fixture f;
    size_t len, lines = 0;
    set_up(&f);
    for (uint64_t i = 1; i <= SAID_MOST; i++)
        ck_assert_int_eq(nd_ledger_error(&f.ledger, 0, i, i * 10, "is broken", NULL), ND_OK);
    ck_assert_uint_eq(f.heard.n, 101);
    ck_assert_ptr_nonnull(strstr(f.heard.last, "more"));
    for (uint32_t s = 0; s < SOURCES; s++)
        end_source(&f, s, false);
    ck_assert_int_eq(nd_ledger_close(&f.ledger, &(nd_counts){0}, NULL), ND_OK);
    ck_assert_uint_eq(f.ledger.outcome.errors, SAID_MOST);
    write_result(&f, "r", NULL, 0, NULL);
    char *bytes = scratch_read("r", &len);
    for (const char *at = bytes; (at = strstr(at, "{\"type\":\"error\"")) != NULL; at++)
        lines++;
    ck_assert_uint_eq(lines, SAID_MOST);
    free(bytes);
    nd_ledger_release(&f.ledger);
}
END_TEST

START_TEST(an_id_of_a_megabyte_is_kept)
{
    enum { LEN = 1500000 };
    fixture f;
    nd_removal got;
    char *id = malloc(LEN);
    memset(id, '7', LEN);
    set_up(&f);
    nd_verdict verdict = {.kind = ND_IDENTICAL};
    nd_name record = {1, id, LEN, 0}, keeper = {2, id, LEN - 1, 1};
    ck_assert_int_eq(nd_ledger_removed(&f.ledger, &record, &keeper, &verdict, NULL), ND_OK);
    ck_assert_int_eq(nd_ledger_removed(&f.ledger, &keeper, &record, &verdict, NULL), ND_OK);
    ck_assert_int_eq(nd_ledger_close(&f.ledger, &(nd_counts){0}, NULL), ND_OK);
    ck_assert_int_eq(nd_ledger_rewind(&f.ledger, NULL), ND_OK);
    ck_assert_int_eq(nd_ledger_next(&f.ledger, &got, NULL), ND_OK);
    ck_assert(same_name(&got.record, &record) && same_name(&got.keeper, &keeper));
    ck_assert_int_eq(nd_ledger_next(&f.ledger, &got, NULL), ND_OK);
    ck_assert(same_name(&got.record, &keeper));
    nd_ledger_release(&f.ledger);
    nd_ledger_release(&f.ledger);
    free(id);
}
END_TEST

START_TEST(a_work_folder_that_is_not_there_shows_when_it_is_needed)
{
    static char id[1 << 20];
    fixture f;
    nd_err err = {.text = ""};
    set_up(&f);
    nd_ledger_release(&f.ledger);
    f.job.work_dir = "no/such";
    ck_assert_int_eq(nd_ledger_init(&f.ledger, &f.job, &f.sources, NULL), ND_OK);
    nd_name small = {1, NULL, 0, 0}, large = {2, id, sizeof id, 0};
    ck_assert_int_eq(nd_ledger_removed(&f.ledger, &small, &small, &(nd_verdict){.kind = ND_NEAR}, &err), ND_OK);
    ck_assert_int_eq(nd_ledger_removed(&f.ledger, &large, &small, &(nd_verdict){.kind = ND_NEAR}, &err), ND_EWRITE);
    ck_assert_ptr_nonnull(strstr(err.text, "no/such"));
    nd_ledger_release(&f.ledger);
}
END_TEST

Suite *ledger_suite(void);

Suite *ledger_suite(void)
{
    Suite *suite = suite_create("ledger");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits");
    TCase *all[] = {core, limits};
    tcase_set_timeout(core, 20);
    tcase_add_loop_test(core, damage_takes_back_what_it_must_and_no_more, 0, 3);
    tcase_add_test(core, the_result_file_holds_every_row_in_its_place);
    tcase_add_test(core, what_the_ledger_writes_the_result_reader_reads);
    tcase_add_test(limits, of_many_errors_some_are_said_and_all_are_listed);
    tcase_add_test(limits, an_id_of_a_megabyte_is_kept);
    tcase_add_test(limits, a_work_folder_that_is_not_there_shows_when_it_is_needed);
    for (size_t i = 0; i < ND_COUNT(all); i++) {
        tcase_add_checked_fixture(all[i], scratch_enter, scratch_leave);
        suite_add_tcase(suite, all[i]);
    }
    return suite;
}
