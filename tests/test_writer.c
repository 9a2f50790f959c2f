/* SPDX-License-Identifier: MIT
 *
 * test_writer.c - a writer that waits for the first record to go: what it then writes is the
 * rest of the source, byte for byte, and it owes the source where none goes.
 */
#include "packed_set.h"
#include "run/writer.h"

typedef struct waiting {
    nd_sources  sources;
    nd_outputs *outputs;
    nd_writer   writer;
    nd_job      job;
} waiting;

static void waiting_init(waiting *w)
{
    packed_source(&w->sources, "in");
    w->job = packed_job(&w->sources, "out");
    w->outputs = NULL;
    ck_assert_int_eq(nd_outputs_new(&w->outputs, false, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_writer_init(&w->writer, &w->job, &w->sources, w->outputs, NULL), ND_OK);
    w->writer.lazy = true;
}

static void waiting_release(waiting *w)
{
    nd_writer_release(&w->writer);
    nd_outputs_free(w->outputs);
    nd_sources_release(&w->sources);
}

/* The source as it is read, record by record; then its first record to go finds another file there (or none). */
static nd_status write_waiting(waiting *w, const uint64_t *gone, size_t n_gone, const char *other, nd_err *err)
{
    nd_reader *reader;
    nd_batch batch;
    nd_reader_opts opts = {.format = ND_JSONL, .batch_bytes = 20};
    nd_status st = ND_OK;
    nd_batch_init(&batch, NULL);
    ck_assert_int_eq(nd_reader_new(&reader, &w->sources, &opts, NULL, NULL), ND_OK);
    while (st == ND_OK && nd_reader_next(reader, &batch, NULL) == ND_OK) {
        if (batch.begins)
            st = nd_writer_begin(&w->writer, &batch, err);
        for (size_t r = 0; st == ND_OK && r < batch.n_records; r++) {
            bool goes = n_gone > 0 && *gone == batch.records[r].number;
            gone += goes;
            n_gone -= goes;
            if (goes && other != NULL)
                ck_assert(remove("in") == 0 && rename(other, "in") == 0);
            st = goes ? nd_writer_skip(&w->writer, &batch, err)
                      : nd_writer_keep(&w->writer, &batch, &batch.records[r], err);
        }
        if (st == ND_OK && batch.ends)
            st = nd_writer_end(&w->writer, &batch, err);
    }
    nd_reader_free(reader);
    nd_batch_release(&batch);
    return st;
}

START_TEST(what_waited_for_the_first_record_to_go_is_the_rest_too)
{
    for (unsigned set = 0; set < 1u << RECORDS; set += set % 5 + 1) {
        nd_packing packing = set % 3 == 0 ? ND_PLAIN : set % 2 == 0 ? ND_GZIP : ND_ZSTD;
        packed_set p;
        waiting w;
        packed_set_make(&p, set, packing);
        waiting_init(&w);
        ck_assert_int_eq(write_waiting(&w, p.gone, p.n_gone, NULL, NULL), ND_OK);
        bool owes = packing != ND_PLAIN && p.n_gone == 0;
        ck_assert_int_eq(w.writer.owes, owes);
        ck_assert_int_eq(nd_outputs_commit(w.outputs, NULL), ND_OK);
        ck_assert_int_eq(is_there("out/in"), !owes);
        if (!owes)
            unpacks_to("out/in", packing, p.rest.bytes, p.rest.len);
        waiting_release(&w);
        remove_below(AT_FDCWD, "out");
        packed_set_release(&p);
    }
}
END_TEST

START_TEST(a_source_that_changed_meanwhile_is_refused)
{
    static const struct { const char *bytes; size_t cut; nd_status st; const char *says; } others[] = {
        {"{\"text\":\"ONE\"}\n\n {\"text\" : \"three\"}\r\n", 0, ND_EINVAL, "in changed while it was read"}, /* as long */
        {"{\"text\":\"one\"}\n", 0, ND_EINVAL, "in changed while it was read"},                      /* shorter */
        {"{\"text\":\"one\"}\n\n {\"text\" : \"three\"}\r\n", 30, ND_EINVAL, "in changed while it was read"}, /* damaged */
        {NULL, 0, ND_EIO, "in, read again: cannot read: "},                                         /* a folder */
    };
    packed_set p;
    waiting w;
    nd_err err;
    nd_buf other;
    packed_set_make(&p, 1u << 3, ND_GZIP);
    nd_buf_init(&other, NULL);
    if (others[_i].bytes != NULL) {
        gzip_add(&other, others[_i].bytes, strlen(others[_i].bytes), 6);
        file_write("other", other.bytes, other.len - others[_i].cut);
    } else {
        ck_assert_int_eq(mkdir("other", 0777), 0);
    }
    waiting_init(&w);
    ck_assert_int_eq(write_waiting(&w, p.gone, p.n_gone, "other", &err), others[_i].st);
    ck_assert_msg(strncmp(err.text, others[_i].says, strlen(others[_i].says)) == 0, "%s", err.text);
    waiting_release(&w);
    ck_assert(!is_there("out"));
    nd_buf_release(&other);
    packed_set_release(&p);
}
END_TEST

Suite *writer_suite(void);
Suite *writer_suite(void)
{
    Suite *suite = suite_create("writer");
    TCase *t = tcase_create("core");
    tcase_add_checked_fixture(t, scratch_enter, scratch_leave);
    tcase_add_test(t, what_waited_for_the_first_record_to_go_is_the_rest_too);
    tcase_add_loop_test(t, a_source_that_changed_meanwhile_is_refused, 0, 4);
    suite_add_tcase(suite, t);
    return suite;
}
