/* SPDX-License-Identifier: MIT
 *
 * test_outputs_failing.c - whatever stops a run, no part of a file stands under a
 * final name, and who looks meanwhile sees the old or the new, whole.
 */
#define _DEFAULT_SOURCE /* mount */

#include "output/outputs.h"
#include "scarce.h"
#include "scratch.h"

#include <check.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mount.h>
#include <sys/resource.h>

enum { PART = 10000 };

/* Writes parts of one letter until size bytes are there or it fails. */
static nd_status put(nd_outputs *o, const char *path, bool last, char letter, size_t size, nd_err *err)
{
    char part[PART];
    nd_outfile *file;
    memset(part, letter, sizeof part);
    nd_status st = nd_outputs_begin(o, path, last, &file, err);
    for (size_t done = 0; st == ND_OK && done < size; done += PART)
        st = nd_outfile_write(file, part, size - done < PART ? size - done : PART, err);
    return st == ND_OK ? nd_outfile_finish(file, err) : st;
}

static nd_outputs *outputs_new(bool force)
{
    nd_outputs *o = NULL;
    ck_assert_int_eq(nd_outputs_new(&o, force, NULL, NULL), ND_OK);
    return o;
}

/* ---- who looks meanwhile */

enum { FILES = 3, SIZE = 3 * PART + 17 };

static const char *const watched[] = {"out/a", "out/sub/b", "out/c", "result"};

typedef struct watcher {
    atomic_bool stop;
    atomic_uint looks;
    char what[200];        /* what it saw that must not be */
} watcher;

/* The round that wrote the file: 0 where it is not there, -1 where it is not whole. */
static int look_at(const char *path)
{
    size_t len, same = 0;
    char *bytes = scratch_read(path, &len);
    if (bytes == NULL)
        return 0;
    while (same < len && bytes[same] == bytes[0])
        same++;
    int round = len == SIZE && same == len ? bytes[0] : -1;
    free(bytes);
    return round;
}

static void look(watcher *w)
{
    int before = look_at(watched[FILES]), newest = 0;
    for (size_t i = 0; i < FILES; i++) {
        int round = look_at(watched[i]);
        if (round < 0)
            snprintf(w->what, sizeof w->what, "a part of %s", watched[i]);
        else if (round < before)
            snprintf(w->what, sizeof w->what, "a result of round %d, but %s of %d", before, watched[i], round);
        newest = round > newest ? round : newest;
    }
    int after = look_at(watched[FILES]);
    if (after < 0)
        snprintf(w->what, sizeof w->what, "a part of the result");
    else if (after != 0 && after < newest)
        snprintf(w->what, sizeof w->what, "files of round %d, but a result of %d", newest, after);
}

static void *keep_looking(void *arg)
{
    watcher *w = arg;
    while (!w->stop && w->what[0] == '\0') {
        look(w);
        w->looks++;
    }
    return NULL;
}

START_TEST(who_looks_meanwhile_sees_whole_files_and_no_result_of_another_run)
{
    watcher w = {.what = ""};
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, keep_looking, &w), 0);
    for (int round = 1; round <= 100; round++) {
        nd_outputs *o = outputs_new(true);
        nd_err err = {.text = ""};
        nd_status st = put(o, watched[FILES], true, (char)round, SIZE, &err); /* begun first, renamed last */
        for (size_t i = 0; st == ND_OK && i < FILES; i++)
            st = put(o, watched[i], false, (char)round, SIZE, &err);
        if (st == ND_OK && round % 10 != 0)
            st = nd_outputs_commit(o, &err);
        nd_outputs_free(o);
        ck_assert_msg(st == ND_OK, "%s", err.text);
    }
    w.stop = true;
    pthread_join(thread, NULL);
    ck_assert_msg(w.what[0] == '\0', "%s", w.what);
    ck_assert_uint_gt(w.looks, 0);
}
END_TEST

/* ---- commit that fails */

START_TEST(a_commit_that_fails_takes_back_what_it_renamed)
{
    nd_err err = {.text = ""};
    nd_outputs *o = outputs_new(false);
    nd_outfile *victim;
    ck_assert_int_eq(put(o, "result", true, 'r', 10, &err), ND_OK);
    ck_assert_int_eq(put(o, "out/a", false, 'a', 10, &err), ND_OK);
    ck_assert_int_eq(nd_outputs_begin(o, "out/b/b", false, &victim, &err), ND_OK);
    ck_assert_int_eq(nd_outfile_finish(victim, &err), ND_OK);
    ck_assert_int_eq(unlink(nd_outfile_temporary(victim)), 0);
    ck_assert_int_eq(put(o, "out/c", false, 'c', 10, &err), ND_OK);
    ck_assert_int_eq(nd_outputs_commit(o, &err), ND_EWRITE);
    ck_assert_ptr_nonnull(strstr(err.text, "out/b/b"));
    ck_assert_uint_eq(nd_outputs_written(o), 0);
    nd_outputs_free(o);
    ck_assert_uint_eq(scratch_count("."), 0);
}
END_TEST

START_TEST(the_old_result_goes_before_anything_is_renamed)
{
    nd_err err = {.text = ""};
    nd_outfile *victim;
    file_write("result", "old", 3);
    file_write("a", "old", 3);
    nd_outputs *o = outputs_new(true);
    ck_assert_int_eq(nd_outputs_begin(o, "a", false, &victim, &err), ND_OK);
    ck_assert_int_eq(nd_outfile_finish(victim, &err), ND_OK);
    ck_assert_int_eq(unlink(nd_outfile_temporary(victim)), 0);
    ck_assert_int_eq(put(o, "result", true, 'r', 10, &err), ND_OK);
    ck_assert(is_there("result"));
    ck_assert_int_eq(nd_outputs_commit(o, &err), ND_EWRITE);
    nd_outputs_free(o);
    ck_assert(!is_there("result"));
    ck_assert(is_there("a")); /* never replaced */
    ck_assert_uint_eq(scratch_count("."), 1);
}
END_TEST

/* ---- no room */

START_TEST(a_file_over_the_limit_of_its_size_is_told_by_name)
{
    struct rlimit before, tight;
    nd_err err = {.text = ""};
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    tight = before;
    tight.rlim_cur = 3 * PART + 1234;
    signal(SIGXFSZ, SIG_IGN);
    nd_outputs *o = outputs_new(false);
    ck_assert_int_eq(put(o, "out/small", false, 's', PART, &err), ND_OK);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &tight), 0);
    nd_status st = put(o, "out/large", false, 'l', 10 * PART, &err);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    ck_assert_int_eq(st, ND_EWRITE);
    ck_assert_ptr_nonnull(strstr(err.text, "out/large"));
    ck_assert_ptr_nonnull(strstr(err.text, strerror(EFBIG)));
    nd_outputs_free(o);
    ck_assert_uint_eq(scratch_count("."), 0);
}
END_TEST

/* A file system of so many KiB in the folder full; false where that is not allowed. */
static bool mount_small(unsigned kib)
{
    char options[40];
    snprintf(options, sizeof options, "size=%uk", kib);
    if (mkdir("full", 0777) == 0 && mount("none", "full", "tmpfs", 0, options) == 0)
        return true;
    fprintf(stderr, "outputs: skipped, a small file system cannot be mounted: %s\n", strerror(errno));
    return false;
}

START_TEST(a_full_disk_is_told_with_name_bytes_needed_and_free)
{
    if (!mount_small((unsigned)_i * 4))
        return;
    nd_err err = {.text = ""};
    nd_outputs *o = outputs_new(false);
    nd_status st = put(o, "full/out/a", false, 'a', PART, &err);
    if (st == ND_OK)
        st = put(o, "full/out/b", true, 'b', 30 * PART, &err);
    unsigned needed = 0, available = 0;
    const char *numbers = strrchr(err.text, '(');
    int found = numbers != NULL ? sscanf(numbers, "(%u bytes needed, %u free)", &needed, &available) : 0;
    nd_outputs_free(o);
    size_t left = scratch_count("full");
    int unmounted = umount("full");
    ck_assert_int_eq(st, ND_EWRITE);
    ck_assert_ptr_nonnull(strstr(err.text, "full/out/"));
    ck_assert_ptr_nonnull(strstr(err.text, strerror(ENOSPC)));
    ck_assert_msg(found == 2 && needed > 0 && needed <= PART, "%s", err.text);
    ck_assert_uint_lt(available, needed);
    ck_assert_uint_eq(left, 0);
    ck_assert_int_eq(unmounted, 0);
}
END_TEST

/* ---- standard output */

/* Standard output is the pipe's end for one call of nd_outputs_stdout. */
static nd_outfile *stdout_to(nd_outputs *o, int fd)
{
    nd_outfile *file = NULL;
    fflush(stdout);
    int before = dup(STDOUT_FILENO);
    dup2(fd, STDOUT_FILENO);
    nd_status st = nd_outputs_stdout(o, NULL, &file, NULL);
    dup2(before, STDOUT_FILENO);
    close(before);
    close(fd);
    ck_assert_int_eq(st, ND_OK);
    return file;
}

START_TEST(a_closed_pipe_is_called_so)
{
    int ends[2];
    nd_err err = {.text = ""};
    ck_assert_int_eq(pipe(ends), 0);
    signal(SIGPIPE, SIG_IGN);
    nd_outputs *o = outputs_new(false);
    nd_outfile *file = stdout_to(o, ends[1]);
    ck_assert_int_eq(nd_outfile_write(file, "x", 1, &err), ND_OK);
    close(ends[0]);
    ck_assert_int_eq(nd_outfile_write(file, "x", 1, &err), ND_EWRITE);
    ck_assert_int_eq(strncmp(err.text, "closed pipe", 11), 0);
    nd_outputs_free(o);
    signal(SIGPIPE, SIG_DFL);
}
END_TEST

START_TEST(a_device_without_room_is_a_failed_write)
{
    nd_err err = {.text = ""};
    nd_outputs *o = outputs_new(false);
    int fd = open("/dev/full", O_WRONLY);
    if (fd >= 0) {
        nd_outfile *file = stdout_to(o, fd);
        ck_assert_int_eq(nd_outfile_write(file, "x", 1, &err), ND_EWRITE);
        ck_assert_ptr_nonnull(strstr(err.text, "standard output"));
        ck_assert_ptr_nonnull(strstr(err.text, strerror(ENOSPC)));
    }
    nd_outputs_free(o);
}
END_TEST

static void *drain(void *arg)
{
    char part[777];
    size_t *total = arg;
    ssize_t n;
    int fd = (int)*total;
    *total = 0;
    while ((n = read(fd, part, sizeof part)) > 0)
        *total += (size_t)n;
    return NULL;
}

START_TEST(a_pipe_that_does_not_block_gets_every_byte)
{
    enum { MANY = 60 };
    int ends[2];
    char part[PART] = {0};
    pthread_t thread;
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    size_t total = (size_t)ends[0];
    nd_outputs *o = outputs_new(false);
    nd_outfile *file = stdout_to(o, ends[1]);
    ck_assert_int_eq(pthread_create(&thread, NULL, drain, &total), 0);
    nd_status st = ND_OK;
    nd_err err = {.text = ""};
    for (int i = 0; st == ND_OK && i < MANY; i++)
        st = nd_outfile_write(file, part, sizeof part, &err);
    if (st == ND_OK)
        st = nd_outfile_finish(file, &err);
    nd_outputs_free(o);
    pthread_join(thread, NULL);
    close(ends[0]);
    ck_assert_msg(st == ND_OK, "%s", err.text);
    ck_assert_uint_eq(total, MANY * PART);
}
END_TEST

/* ---- oom */

static nd_status three_files(const nd_alloc *alloc, nd_err *err)
{
    nd_outputs *o = NULL;
    nd_status st = nd_outputs_new(&o, false, alloc, err);
    if (st == ND_OK)
        st = put(o, "out/deep/er/a", false, 'a', 10, err);
    for (int i = 0; st == ND_OK && i < 20; i++)
        st = put(o, (char[]){'o', 'u', 't', '/', (char)('a' + i), '\0'}, false, 'b', 10, err);
    if (st == ND_OK)
        st = put(o, "r", true, 'r', 10, err);
    if (st == ND_OK)
        st = nd_outputs_commit(o, err);
    nd_outputs_free(o);
    return st;
}

START_TEST(every_allocation_may_fail)
{
    nd_status st = ND_ENOMEM;
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        nd_err err = {.code = ND_OK};
        ck_assert_uint_eq(scratch_count("."), 0);
        st = three_files(SCARCE(&s), &err);
        ck_assert_uint_eq(s.live, 0);
        ck_assert_int_eq(err.code, st);
    }
    ck_assert_int_eq(st, ND_OK);
    ck_assert_uint_eq(scratch_count("."), 25);
}
END_TEST

Suite *outputs_failing_suite(void);

Suite *outputs_failing_suite(void)
{
    Suite *suite = suite_create("outputs_failing");
    TCase *core = tcase_create("core"), *hostile = tcase_create("hostile"), *oom = tcase_create("oom");
    TCase *all[] = {core, hostile, oom};
    tcase_add_test(core, who_looks_meanwhile_sees_whole_files_and_no_result_of_another_run);
    tcase_add_test(core, a_commit_that_fails_takes_back_what_it_renamed);
    tcase_add_test(core, the_old_result_goes_before_anything_is_renamed);
    tcase_add_test(hostile, a_file_over_the_limit_of_its_size_is_told_by_name);
    tcase_add_loop_test(hostile, a_full_disk_is_told_with_name_bytes_needed_and_free, 1, 65);
    tcase_add_test(hostile, a_closed_pipe_is_called_so);
    tcase_add_test(hostile, a_device_without_room_is_a_failed_write);
    tcase_add_test(hostile, a_pipe_that_does_not_block_gets_every_byte);
    tcase_add_test(oom, every_allocation_may_fail);
    for (size_t i = 0; i < ND_COUNT(all); i++) {
        tcase_add_checked_fixture(all[i], scratch_enter, scratch_leave);
        suite_add_tcase(suite, all[i]);
    }
    return suite;
}
