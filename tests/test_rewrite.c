/* SPDX-License-Identifier: MIT
 *
 * test_rewrite.c - a source written again without its removed records is the source
 * but for these, byte for byte; what cannot be read leaves nothing.
 */
#include "packed_set.h"
#include "run/respool.h"
#include "run/rewrite.h"
#include "run/say.h"
#include "scratch.h"

#include <pthread.h>

typedef struct gone {          /* what is to go: records of one source, ascending */
    const uint64_t *list;
    size_t n, at;
} gone;

static nd_status next_gone(void *ctx, size_t source, uint64_t *record, nd_err *err)
{
    gone *g = ctx;
    (void)source, (void)err;
    if (g->at == g->n)
        return ND_END;
    *record = g->list[g->at++];
    return ND_OK;
}

/* Source 0 of sources into out/, without the records listed; not committed where it fails. */
static nd_status rewrite(const nd_sources *sources, const nd_reader_opts *reader, gone *g, nd_source_end *end,
                         uint64_t *written, nd_err *err)
{
    nd_outputs *o = NULL;
    nd_writer writer;
    nd_job job = packed_job(sources, "out");
    job.reader = *reader;
    ck_assert_int_eq(nd_outputs_new(&o, false, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_writer_init(&writer, &job, sources, o, NULL), ND_OK);
    nd_rewrite w = {.job = &job, .sources = sources, .removed = {next_gone, g}, .writer = &writer};
    nd_status st = nd_rewrite_source(&w, 0, end, err);
    if (st == ND_OK)
        st = nd_outputs_commit(o, err);
    *written = nd_outputs_written(o);
    nd_writer_release(&writer);
    nd_outputs_free(o);
    return st;
}

/* ---- core */

START_TEST(the_rest_is_the_source_byte_for_byte)
{
    static const nd_packing packings[] = {ND_PLAIN, ND_GZIP, ND_ZSTD};
    static const nd_reader_opts opts = {.format = ND_JSONL, .batch_bytes = 20};
    for (unsigned set = 0; set < 1u << RECORDS; set += set % 7 + 1) {
        nd_packing packing = packings[set % 3];
        packed_set p;
        uint64_t written;
        nd_sources sources;
        nd_source_end end;
        packed_set_make(&p, set, packing);
        gone g = {.list = p.gone, .n = p.n_gone};
        packed_source(&sources, "in");
        ck_assert_int_eq(rewrite(&sources, &opts, &g, &end, &written, NULL), ND_OK);
        ck_assert_int_eq(end.status, ND_OK);
        ck_assert_uint_eq(end.bytes, p.packed.len);
        nd_digest digest = nd_digest_bytes(p.packed.bytes, p.packed.len);
        ck_assert(end.digest.lo == digest.lo && end.digest.hi == digest.hi);
        ck_assert_uint_eq(written, 1);
        unpacks_to("out/in", packing, p.rest.bytes, p.rest.len);
        size_t len;
        char *raw = scratch_read("out/in", &len);
        ck_assert(g.n > 0 || (len == p.packed.len && memcmp(raw, p.packed.bytes, len) == 0));
        free(raw);
        remove_below(AT_FDCWD, "out");
        nd_sources_release(&sources);
        packed_set_release(&p);
    }
}
END_TEST

START_TEST(a_text_that_goes_has_no_output_and_an_empty_one_stays)
{
    static const nd_reader_opts opts = {.format = ND_FORMAT_AUTO};
    uint64_t written;
    nd_sources sources;
    nd_source_end end;
    file_write("text", "a text of one document", 22);
    packed_source(&sources, "text");
    ck_assert_int_eq(rewrite(&sources, &opts, &(gone){.list = &(uint64_t){1}, .n = 1}, &end, &written, NULL), ND_OK);
    ck_assert_uint_eq(written, 0);
    ck_assert(!is_there("out")); /* not even the folder */
    ck_assert_int_eq(rewrite(&sources, &opts, &(gone){.n = 0}, &end, &written, NULL), ND_OK);
    ck_assert_uint_eq(written, 1);
    unpacks_to("out/text", ND_PLAIN, "a text of one document", 22);
    nd_sources_release(&sources);
    file_write("empty", "", 0);
    packed_source(&sources, "empty");
    ck_assert_int_eq(rewrite(&sources, &opts, &(gone){.n = 0}, &end, &written, NULL), ND_OK);
    ck_assert(is_there("out/empty"));
    nd_sources_release(&sources);
}
END_TEST

START_TEST(records_that_are_all_gone_leave_an_empty_file)
{
    static const nd_reader_opts opts = {.format = ND_JSONL};
    uint64_t written, list[] = {1, 2};
    nd_sources sources;
    nd_source_end end;
    nd_buf packed;
    nd_buf_init(&packed, NULL);
    gzip_add(&packed, "{}\n{}\n", 6, 6);
    file_write("in", packed.bytes, packed.len);
    packed_source(&sources, "in");
    ck_assert_int_eq(rewrite(&sources, &opts, &(gone){.list = list, .n = 2}, &end, &written, NULL), ND_OK);
    unpacks_to("out/in", ND_GZIP, "", 0);
    nd_sources_release(&sources);
    nd_buf_release(&packed);
}
END_TEST

/* ---- hostile */

START_TEST(a_record_that_is_not_there_or_no_document_is_an_error_and_leaves_nothing)
{
    static const nd_reader_opts opts = {.format = ND_JSONL};
    static const uint64_t lists[][2] = {{1, 4}, {1, 2}, {0, 1}, {1, UINT64_MAX}}; /* 2 is blank */
    uint64_t written;
    nd_sources sources;
    nd_source_end end;
    nd_err err = {.text = ""};
    file_write("in", "{}\n \n{}\n", 8);
    packed_source(&sources, "in");
    ck_assert_int_eq(rewrite(&sources, &opts, &(gone){.list = lists[_i], .n = 2}, &end, &written, &err), ND_EINVAL);
    ck_assert_ptr_nonnull(strstr(err.text, "in has no record"));
    ck_assert_uint_eq(scratch_count("."), 1);
    nd_sources_release(&sources);
}
END_TEST

START_TEST(what_cannot_be_read_leaves_no_output_and_is_no_failure)
{
    static const nd_reader_opts opts = {.format = ND_JSONL};
    uint64_t written;
    nd_source_end end;
    nd_source list[] = {
        {.path = "gone", .name = "x", .regular = true},               /* vanished since it was listed */
        {.path = ".", .name = "x", .regular = true},                  /* opens, but cannot be read */
        {.path = "there", .name = "x", .problem = "cannot list it: no"},
    };
    file_write("there", "{}\n", 3);
    nd_sources sources = {.list = &list[_i / 2], .n = 1};
    gone g = {.list = &(uint64_t){1}, .n = (size_t)_i % 2};            /* with and without records to go */
    ck_assert_int_eq(rewrite(&sources, &opts, &g, &end, &written, NULL), ND_OK);
    ck_assert_int_eq(end.status, ND_EIO);
    ck_assert(strncmp(end.what, "cannot ", 7) == 0);
    ck_assert(sources.list[0].problem == NULL || strcmp(end.what, sources.list[0].problem) == 0);
    ck_assert_uint_eq(written, 0);
    ck_assert_uint_eq(scratch_count("."), 1);
}
END_TEST

START_TEST(what_could_not_be_read_to_its_end_has_no_output)
{
    nd_outputs *o = NULL;
    nd_writer writer;
    nd_source list[] = {{.path = "in", .name = "in", .regular = true}, {.path = "b", .name = "b", .regular = true}};
    nd_sources sources = {.list = list, .n = 2};
    nd_job job = packed_job(&sources, "out");
    nd_record record = {.len = 3, .number = 1};
    ck_assert_int_eq(nd_outputs_new(&o, false, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_writer_init(&writer, &job, &sources, o, NULL), ND_OK);
    for (size_t i = 0; i < 2; i++) {
        nd_batch batch = {.source = i, .format = ND_JSONL, .begins = true, .bytes = (char[]){"{}\n"}, .len = 3,
                          .records = &record, .n_records = 1};
        ck_assert_int_eq(nd_writer_begin(&writer, &batch, NULL), ND_OK);
        ck_assert_int_eq(nd_writer_keep(&writer, &batch, &record, NULL), ND_OK);
        batch.end.status = i == 0 ? ND_EIO : ND_OK;
        ck_assert_int_eq(nd_writer_end(&writer, &batch, NULL), ND_OK);
    }
    ck_assert_int_eq(nd_outputs_commit(o, NULL), ND_OK);
    ck_assert_uint_eq(nd_outputs_written(o), 1);
    nd_writer_release(&writer);
    nd_outputs_free(o);
    ck_assert_uint_eq(scratch_count("."), 2);
    unpacks_to("out/b", ND_PLAIN, "{}\n", 3);
}
END_TEST

START_TEST(a_stop_is_obeyed)
{
    volatile sig_atomic_t stop = 1;
    nd_sources sources;
    nd_source_end end;
    file_write("in", "{}\n{}\n", 6);
    packed_source(&sources, "in");
    nd_job job = packed_job(&sources, "out");
    job.watch.stop = job.reader.stop = &stop;
    gone g = {.list = &(uint64_t){1}, .n = (size_t)_i};
    nd_rewrite w = {.job = &job, .sources = &sources, .removed = {next_gone, &g}};
    ck_assert_int_eq(nd_rewrite_source(&w, 0, &end, NULL), ND_ESTOP);
    nd_sources_release(&sources);
}
END_TEST

/* ---- pipes made readable twice */

typedef struct feed {
    const char *path, *bytes;
    size_t len;
} feed;

static void *feed_pipe(void *arg)
{
    const feed *f = arg;
    FILE *file = fopen(f->path, "wb");
    fwrite(f->bytes, 1, f->len, file);
    fclose(file);
    return NULL;
}

START_TEST(a_pipe_becomes_a_file_that_only_we_can_read_and_goes_with_the_run)
{
    enum { LEN = 1000000 };
    char *bytes = malloc(LEN);
    pthread_t feeder;
    nd_respool respool;
    struct stat st;
    mode_t mask = umask(0);
    memset(bytes, 'x', LEN);
    file_write("plain", "p", 1);
    ck_assert_int_eq(mkfifo("fifo", 0666), 0);
    ck_assert_int_eq(mkdir("neardup-spool", 0777), 0); /* in nobody's way */
    nd_sources sources;
    packed_source(&sources, "plain");
    ck_assert_int_eq(nd_sources_add(&sources, "fifo", NULL), ND_OK);
    feed f = {"fifo", bytes, LEN};
    ck_assert_int_eq(pthread_create(&feeder, NULL, feed_pipe, &f), 0);
    nd_job job = packed_job(&sources, "out");
    ck_assert_int_eq(nd_respool_init(&respool, &job, NULL), ND_OK);
    pthread_join(feeder, NULL);
    ck_assert_uint_eq(respool.sources.n, 2);
    ck_assert_str_eq(respool.sources.list[0].path, "plain");
    ck_assert_str_eq(respool.sources.list[1].name, "fifo");
    ck_assert_str_eq(nd_source_label(&respool.sources.list[0]), "plain");
    ck_assert_str_eq(nd_source_label(&respool.sources.list[1]), "fifo"); /* not the copy's path */
    for (int again = 0; again < 2; again++)
        unpacks_to(respool.sources.list[1].path, ND_PLAIN, bytes, LEN);
    ck_assert_int_eq(stat(respool.sources.list[1].path, &st), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0600);
    nd_respool_release(&respool);
    ck_assert_uint_eq(scratch_count("."), 3);
    nd_sources_release(&sources);
    umask(mask);
    free(bytes);
}
END_TEST

START_TEST(a_pipe_that_cannot_be_read_is_a_source_with_a_problem)
{
    nd_respool respool;
    nd_source list[] = {{.path = ".", .name = "x"}, {.path = "gone", .name = "y"}};
    nd_sources sources = {.list = list, .n = 2};
    nd_job job = packed_job(&sources, "out");
    ck_assert_int_eq(nd_respool_init(&respool, &job, NULL), ND_OK);
    ck_assert_int_eq(strncmp(respool.sources.list[0].problem, "cannot read: ", 13), 0);
    ck_assert_int_eq(strncmp(respool.sources.list[1].problem, "cannot open: ", 13), 0);
    nd_respool_release(&respool);
    ck_assert_uint_eq(scratch_count("."), 0);
}
END_TEST

START_TEST(a_pipe_that_nobody_feeds_can_be_stopped)
{
    volatile sig_atomic_t stop = 1;
    nd_respool respool;
    nd_sources sources;
    ck_assert_int_eq(mkfifo("fifo", 0666), 0);
    packed_source(&sources, "fifo");
    nd_job job = packed_job(&sources, "out");
    job.watch.stop = &stop;
    ck_assert_int_eq(nd_respool_init(&respool, &job, NULL), ND_ESTOP);
    nd_respool_release(&respool);
    nd_sources_release(&sources);
    ck_assert_uint_eq(scratch_count("."), 1);
}
END_TEST

START_TEST(a_work_folder_that_is_not_there_is_a_failed_write)
{
    nd_respool respool;
    nd_sources sources;
    nd_err err = {.text = ""};
    ck_assert_int_eq(mkfifo("fifo", 0666), 0);
    packed_source(&sources, "fifo");
    nd_job job = packed_job(&sources, "out");
    job.work_dir = "no/such";
    ck_assert_int_eq(nd_respool_init(&respool, &job, &err), ND_EWRITE);
    ck_assert_ptr_nonnull(strstr(err.text, "no/such"));
    nd_respool_release(&respool);
    nd_sources_release(&sources);
}
END_TEST

Suite *rewrite_suite(void);

Suite *rewrite_suite(void)
{
    Suite *suite = suite_create("rewrite");
    TCase *core = tcase_create("core"), *hostile = tcase_create("hostile"), *pipes = tcase_create("pipes");
    TCase *all[] = {core, hostile, pipes};
    tcase_add_test(core, the_rest_is_the_source_byte_for_byte);
    tcase_add_test(core, a_text_that_goes_has_no_output_and_an_empty_one_stays);
    tcase_add_test(core, records_that_are_all_gone_leave_an_empty_file);
    tcase_add_loop_test(hostile, a_record_that_is_not_there_or_no_document_is_an_error_and_leaves_nothing, 0, 4);
    tcase_add_loop_test(hostile, what_cannot_be_read_leaves_no_output_and_is_no_failure, 0, 6);
    tcase_add_test(hostile, what_could_not_be_read_to_its_end_has_no_output);
    tcase_add_loop_test(hostile, a_stop_is_obeyed, 0, 2);
    tcase_add_test(pipes, a_pipe_becomes_a_file_that_only_we_can_read_and_goes_with_the_run);
    tcase_add_test(pipes, a_pipe_that_cannot_be_read_is_a_source_with_a_problem);
    tcase_add_test(pipes, a_pipe_that_nobody_feeds_can_be_stopped);
    tcase_add_test(pipes, a_work_folder_that_is_not_there_is_a_failed_write);
    for (size_t i = 0; i < ND_COUNT(all); i++) {
        tcase_add_checked_fixture(all[i], scratch_enter, scratch_leave);
        suite_add_tcase(suite, all[i]);
    }
    return suite;
}
