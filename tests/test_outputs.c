/* SPDX-License-Identifier: MIT
 *
 * test_outputs.c - a file is there whole or not at all, and what stood there before
 * is touched only by --force.
 */
#define _DEFAULT_SOURCE /* mount */

#include "output/outputs.h"
#include "scarce.h"
#include "scratch.h"

#include <check.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <sys/resource.h>

static nd_outputs *outputs_new(bool force)
{
    nd_outputs *o = NULL;
    ck_assert_int_eq(nd_outputs_new(&o, force, NULL, NULL), ND_OK);
    return o;
}

/* Begins, writes and finishes. */
static nd_outfile *put(nd_outputs *o, const char *path, bool last, const char *text)
{
    nd_outfile *file = NULL;
    nd_err err = {.text = ""};
    nd_status st = nd_outputs_begin(o, path, last, &file, &err);
    if (st == ND_OK)
        st = nd_outfile_write(file, text, strlen(text), &err);
    if (st == ND_OK)
        st = nd_outfile_finish(file, &err);
    ck_assert_msg(st == ND_OK, "%s: %s", path, err.text);
    return file;
}

static void holds(const char *path, const char *text)
{
    size_t len;
    char *bytes = scratch_read(path, &len);
    if (text == NULL) {
        ck_assert_msg(bytes == NULL, "%s is there", path);
        return;
    }
    ck_assert_msg(bytes != NULL, "%s is not there", path);
    ck_assert_str_eq(bytes, text);
    free(bytes);
}

/* ---- core */

START_TEST(nothing_stands_under_a_final_name_before_commit)
{
    nd_outputs *o = outputs_new(false);
    put(o, "out/a", false, "one");
    put(o, "out/deep/er/b", false, "two");
    put(o, "c", true, "three");
    ck_assert(!is_there("out/a") && !is_there("out/deep/er/b") && !is_there("c"));
    ck_assert_int_eq(nd_outputs_commit(o, NULL), ND_OK);
    ck_assert_uint_eq(nd_outputs_written(o), 2); /* the last one aside */
    nd_outputs_free(o);
    holds("out/a", "one");
    holds("out/deep/er/b", "two");
    holds("c", "three");
    ck_assert_uint_eq(scratch_count("."), 6);
}
END_TEST

START_TEST(freed_without_commit_leaves_no_file_and_no_folder_that_was_made)
{
    ck_assert_int_eq(mkdir("old", 0777), 0);
    nd_outputs *o = outputs_new(false);
    nd_outfile *open_one;
    put(o, "out/deep/er/a", false, "one");
    put(o, "old/new/b", false, "two");
    put(o, "c", true, "three");
    ck_assert_int_eq(nd_outputs_begin(o, "out/d", false, &open_one, NULL), ND_OK);
    ck_assert_int_eq(nd_outfile_write(open_one, "x", 1, NULL), ND_OK);
    nd_outputs_free(o);
    ck_assert_uint_eq(scratch_count("."), 1);
    ck_assert(is_there("old"));
}
END_TEST

START_TEST(a_folder_that_a_stranger_uses_meanwhile_stays)
{
    nd_outputs *o = outputs_new(false);
    put(o, "out/deep/a", false, "one");
    file_write("out/stranger", "s", 1);
    nd_outputs_free(o);
    holds("out/stranger", "s");
    ck_assert_uint_eq(scratch_count("."), 2);
}
END_TEST

START_TEST(without_force_what_stands_there_is_refused_and_kept)
{
    file_write("a", "old", 3);
    nd_outputs *o = outputs_new(false);
    nd_outfile *file = NULL;
    nd_err err;
    ck_assert_int_eq(nd_outputs_check(o, "a", &err), ND_EINVAL);
    ck_assert_str_eq(err.text, "a exists; --force replaces it");
    ck_assert_int_eq(nd_outputs_begin(o, "a", false, &file, &err), ND_EINVAL);
    ck_assert_ptr_null(file);
    nd_outputs_free(o);
    holds("a", "old");
    ck_assert_uint_eq(scratch_count("."), 1);
}
END_TEST

START_TEST(without_force_a_file_that_came_meanwhile_is_kept_too)
{
    nd_outputs *o = outputs_new(false);
    nd_err err;
    put(o, "first", false, "new");
    put(o, _i == 0 ? "a" : "b", _i != 0, "new");
    file_write(_i == 0 ? "a" : "b", "stranger", 8);
    ck_assert_int_eq(nd_outputs_commit(o, &err), ND_EINVAL);
    nd_outputs_free(o);
    holds(_i == 0 ? "a" : "b", "stranger");
    ck_assert_uint_eq(scratch_count("."), 1);
}
END_TEST

START_TEST(force_replaces_files_and_links_at_commit_and_not_before)
{
    file_write("a", "old", 3);
    file_write("target", "kept", 4);
    ck_assert_int_eq(symlink("target", "link"), 0);
    ck_assert_int_eq(symlink("nowhere", "dangling"), 0);
    nd_outputs *o = outputs_new(true);
    put(o, "a", false, "new");
    put(o, "link", false, "new");
    put(o, "dangling", false, "new");
    holds("a", "old");
    ck_assert_int_eq(nd_outputs_commit(o, NULL), ND_OK);
    nd_outputs_free(o);
    holds("a", "new");
    holds("link", "new");
    holds("dangling", "new");
    holds("target", "kept");
    ck_assert_uint_eq(scratch_count("."), 4);
}
END_TEST

START_TEST(a_forced_run_that_fails_leaves_what_was_there)
{
    file_write("a", "old", 3);
    file_write("r", "old", 3);
    nd_outputs *o = outputs_new(true);
    put(o, "a", false, "new");
    put(o, "r", true, "new");
    nd_outputs_free(o);
    holds("a", "old");
    holds("r", "old");
    ck_assert_uint_eq(scratch_count("."), 2);
}
END_TEST

START_TEST(a_restarted_file_holds_only_what_came_after)
{
    nd_outputs *o = outputs_new(false);
    nd_outfile *file = put(o, "out/a", false, "a long first version");
    ck_assert_int_eq(nd_outfile_restart(file, NULL), ND_OK);
    ck_assert_int_eq(nd_outfile_write(file, "short", 5, NULL), ND_OK);
    ck_assert_int_eq(nd_outfile_finish(file, NULL), ND_OK);
    ck_assert_int_eq(nd_outputs_commit(o, NULL), ND_OK);
    nd_outputs_free(o);
    holds("out/a", "short");
}
END_TEST

START_TEST(an_abandoned_file_is_not_there_nor_a_folder_made_for_it)
{
    nd_outputs *o = outputs_new(false);
    nd_outfile *open_one;
    put(o, "out/a", false, "stays");
    nd_outfile_abandon(put(o, "out/sub/b", false, "goes"));
    ck_assert_int_eq(nd_outputs_begin(o, "out/c", false, &open_one, NULL), ND_OK);
    nd_outfile_abandon(open_one);
    nd_outfile_abandon(open_one);
    ck_assert_int_eq(nd_outputs_commit(o, NULL), ND_OK);
    ck_assert_uint_eq(nd_outputs_written(o), 1);
    nd_outputs_free(o);
    ck_assert_uint_eq(scratch_count("."), 2);
    holds("out/a", "stays");
}
END_TEST

START_TEST(an_unfinished_file_is_not_committed)
{
    nd_outputs *o = outputs_new(false);
    nd_outfile *half;
    put(o, "a", false, "whole");
    ck_assert_int_eq(nd_outputs_begin(o, "b", false, &half, NULL), ND_OK);
    ck_assert_int_eq(nd_outfile_write(half, "ha", 2, NULL), ND_OK);
    ck_assert_int_eq(nd_outputs_commit(o, NULL), ND_OK);
    nd_outputs_free(o);
    holds("a", "whole");
    ck_assert_uint_eq(scratch_count("."), 1);
}
END_TEST

START_TEST(many_files_are_committed_as_few_are)
{
    enum { MANY = 100 };
    char path[40];
    nd_outputs *o = outputs_new(false);
    put(o, "result", true, "r");
    for (int i = 0; i < MANY; i++) {
        snprintf(path, sizeof path, "out/%d/f%d", i % 7, i);
        nd_outfile *file = put(o, path, false, path);
        if (i % 10 != 0)
            continue;
        ck_assert_int_eq(nd_outfile_restart(file, NULL), ND_OK);
        ck_assert_int_eq(nd_outfile_write(file, "again", 5, NULL), ND_OK);
        ck_assert_int_eq(nd_outfile_finish(file, NULL), ND_OK);
    }
    ck_assert_int_eq(nd_outputs_commit(o, NULL), ND_OK);
    ck_assert_uint_eq(nd_outputs_written(o), MANY);
    nd_outputs_free(o);
    for (int i = 0; i < MANY; i++) {
        snprintf(path, sizeof path, "out/%d/f%d", i % 7, i);
        holds(path, i % 10 == 0 ? "again" : path);
    }
    ck_assert_uint_eq(scratch_count("."), MANY + 7 + 2);
}
END_TEST

static const char *const places[] = {"a", "./a", "o/a", "o//a", "out/a", "o/p/q/a", "out/p//q/a"};

START_TEST(the_temporary_is_in_the_folder_of_its_file)
{
    nd_outputs *o = outputs_new(false);
    nd_outfile *file = put(o, places[_i], false, "x");
    size_t start = (size_t)(strrchr(places[_i], 'a') - places[_i]);
    const char *temporary = nd_outfile_temporary(file);
    ck_assert_mem_eq(temporary, places[_i], start);
    ck_assert_mem_eq(temporary + start, ".neardup-", 9);
    ck_assert_ptr_null(strchr(temporary + start, '/'));
    ck_assert(is_there(temporary));
    ck_assert_int_eq(nd_outputs_commit(o, NULL), ND_OK);
    nd_outputs_free(o);
    holds(places[_i], "x");
}
END_TEST

START_TEST(at_the_root_the_temporary_is_at_the_root)
{
    nd_outputs *o = outputs_new(false);
    nd_outfile *file = NULL;
    if (nd_outputs_begin(o, "/neardup-test-never-there", false, &file, NULL) == ND_OK)
        ck_assert_int_eq(strncmp(nd_outfile_temporary(file), "/.neardup-", 10), 0);
    else
        fprintf(stderr, "outputs: skipped, / cannot be written\n");
    nd_outputs_free(o);
}
END_TEST

START_TEST(the_umask_is_respected)
{
    static const mode_t masks[] = {0, 022, 077, 002, 0777};
    mode_t before = umask(masks[_i]);
    nd_outputs *o = outputs_new(false);
    put(o, "a", false, "x");
    ck_assert_int_eq(nd_outputs_commit(o, NULL), ND_OK);
    ck_assert_uint_eq(umask(before), masks[_i]);
    nd_outputs_free(o);
    struct stat st;
    ck_assert_int_eq(stat("a", &st), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0666 & ~masks[_i]);
}
END_TEST

START_TEST(a_scratch_file_is_for_our_eyes_and_never_committed)
{
    mode_t before = umask(0);
    ck_assert_int_eq(mkdir("neardup-spool", 0777), 0);
    nd_outputs *o = outputs_new(false);
    nd_outfile *file;
    struct stat st;
    ck_assert_int_eq(nd_outputs_scratch(o, ".", &file, NULL), ND_OK);
    ck_assert_int_eq(nd_outfile_write(file, "secret", 6, NULL), ND_OK);
    ck_assert_int_eq(stat(nd_outfile_temporary(file), &st), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0600);
    holds(nd_outfile_temporary(file), "secret");
    ck_assert_int_eq(nd_outfile_finish(file, NULL), ND_OK);
    ck_assert_int_eq(nd_outputs_commit(o, NULL), ND_OK);
    nd_outputs_free(o);
    ck_assert_uint_eq(scratch_count("."), 1);
    nd_err err;
    o = outputs_new(false);
    ck_assert_int_eq(nd_outputs_scratch(o, "no/such", &file, &err), ND_EWRITE);
    ck_assert_ptr_nonnull(strstr(err.text, "no/such"));
    nd_outputs_free(o);
    umask(before);
}
END_TEST

/* ---- limits */

START_TEST(what_cannot_be_a_file_is_refused_in_a_sentence)
{
    static const struct {
        const char *path, *what;
    } refused[] = {
        {"folder", "folder is a folder"},      {"folder/.", "folder/. is a folder"},
        {"file/a", "Not a directory"},         {"file/a/b", "Not a directory"},
        {"", "names no file"},                 {"new/", "names no file"},
        {"new/.", "names no file"},            {"new/..", "names no file"},
        {"loop/a", "symbolic link"},           {"fifo", "no regular file"},
        {"to-device", "no regular file"},      {"/dev/zero", "no regular file"},
        {"to-folder", "is a folder"},
    };
    ck_assert_int_eq(mkdir("folder", 0777), 0);
    file_write("file", "old", 3);
    ck_assert_int_eq(symlink("loop", "loop"), 0);
    ck_assert_int_eq(symlink("/dev/zero", "to-device"), 0);
    ck_assert_int_eq(symlink("folder", "to-folder"), 0);
    ck_assert_int_eq(mkfifo("fifo", 0666), 0);
    size_t there = scratch_count(".");
    nd_outputs *o = outputs_new(true);
    for (size_t i = 0; i < ND_COUNT(refused); i++) {
        nd_outfile *file = NULL;
        nd_err err = {.text = "accepted"};
        nd_status st = nd_outputs_begin(o, refused[i].path, false, &file, &err);
        ck_assert_msg(st == ND_EINVAL && strstr(err.text, refused[i].what) != NULL, "'%s': %d %s",
                      refused[i].path, st, err.text);
        ck_assert_ptr_null(file);
    }
    nd_outputs_free(o);
    ck_assert_uint_eq(scratch_count("."), there);
}
END_TEST

static const char *const names[] = {
    "a\nb", "\xff\xfe\x80", " ", "-", "-f", "*", "a\\b", "\x1b[2J", "...", ".hidden", "\xcc\x81",
};

START_TEST(a_name_is_any_bytes)
{
    char path[300];
    snprintf(path, sizeof path, "%s/%s", names[_i], names[_i]);
    nd_outputs *o = outputs_new(false);
    put(o, path, false, "x");
    ck_assert_int_eq(nd_outputs_commit(o, NULL), ND_OK);
    nd_outputs_free(o);
    holds(path, "x");
    ck_assert_uint_eq(scratch_count("."), 2);
}
END_TEST

START_TEST(the_longest_name_works_and_a_longer_one_says_so)
{
    char name[NAME_MAX + 2];
    nd_err err;
    memset(name, 'n', sizeof name);
    name[NAME_MAX] = '\0';
    nd_outputs *o = outputs_new(false);
    put(o, name, false, "x");
    name[NAME_MAX] = 'n';
    name[NAME_MAX + 1] = '\0';
    ck_assert_int_eq(nd_outputs_check(o, name, &err), ND_EINVAL);
    ck_assert_ptr_nonnull(strstr(err.text, strerror(ENAMETOOLONG)));
    ck_assert_int_eq(nd_outputs_commit(o, NULL), ND_OK);
    nd_outputs_free(o);
    ck_assert_uint_eq(scratch_count("."), 1);
}
END_TEST

START_TEST(a_path_of_any_length_keeps_its_reason)
{
    char path[PATH_MAX + 200];
    for (size_t len = 1; len < sizeof path; len += len < PATH_MAX - 30 ? 97 : 1) {
        nd_outputs *o = outputs_new(false);
        nd_outfile *file;
        nd_err err = {.text = ""};
        for (size_t i = 0; i < len; i++)
            path[i] = i % 90 == 89 ? '/' : 'd';
        path[len - 1] = 'e';
        path[len] = '\0';
        nd_status st = nd_outputs_begin(o, path, false, &file, &err);
        ck_assert(st == ND_OK || len > PATH_MAX - 20);
        ck_assert_msg(st == ND_OK || strstr(err.text, strerror(ENAMETOOLONG)) != NULL, "length %zu: %s", len,
                      err.text);
        nd_outputs_free(o);
        ck_assert_uint_eq(scratch_count("."), 0);
    }
}
END_TEST

Suite *outputs_suite(void);

Suite *outputs_suite(void)
{
    Suite *suite = suite_create("outputs");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits");
    tcase_add_checked_fixture(core, scratch_enter, scratch_leave);
    tcase_add_checked_fixture(limits, scratch_enter, scratch_leave);
    tcase_add_test(core, nothing_stands_under_a_final_name_before_commit);
    tcase_add_test(core, freed_without_commit_leaves_no_file_and_no_folder_that_was_made);
    tcase_add_test(core, a_folder_that_a_stranger_uses_meanwhile_stays);
    tcase_add_test(core, without_force_what_stands_there_is_refused_and_kept);
    tcase_add_loop_test(core, without_force_a_file_that_came_meanwhile_is_kept_too, 0, 2);
    tcase_add_test(core, force_replaces_files_and_links_at_commit_and_not_before);
    tcase_add_test(core, a_forced_run_that_fails_leaves_what_was_there);
    tcase_add_test(core, a_restarted_file_holds_only_what_came_after);
    tcase_add_test(core, an_abandoned_file_is_not_there_nor_a_folder_made_for_it);
    tcase_add_test(core, an_unfinished_file_is_not_committed);
    tcase_add_test(core, many_files_are_committed_as_few_are);
    tcase_add_loop_test(core, the_temporary_is_in_the_folder_of_its_file, 0, (int)ND_COUNT(places));
    tcase_add_test(core, at_the_root_the_temporary_is_at_the_root);
    tcase_add_loop_test(core, the_umask_is_respected, 0, 5);
    tcase_add_test(core, a_scratch_file_is_for_our_eyes_and_never_committed);
    tcase_add_test(limits, what_cannot_be_a_file_is_refused_in_a_sentence);
    tcase_add_loop_test(limits, a_name_is_any_bytes, 0, (int)ND_COUNT(names));
    tcase_add_test(limits, the_longest_name_works_and_a_longer_one_says_so);
    tcase_add_test(limits, a_path_of_any_length_keeps_its_reason);
    suite_add_tcase(suite, core);
    suite_add_tcase(suite, limits);
    return suite;
}
