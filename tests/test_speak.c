/* SPDX-License-Identifier: MIT
 *
 * test_speak.c - what goes to standard output and standard error, what happens when it
 * cannot, and which exit code a run ends with.
 */
#include "cli/commands.h"
#include "cli/options.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A standard stream turned to a file for a while. */
typedef struct turned {
    int fd, saved, file;
} turned;

static turned turn(int fd, int file)
{
    turned t = {fd, dup(fd), file};
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(dup2(file, fd), fd);
    return t;
}

static void turn_back(turned *t)
{
    dup2(t->saved, t->fd);
    close(t->saved);
    close(t->file);
}

static int nameless(void)
{
    char path[] = "/tmp/neardup-speak-XXXXXX";
    int fd = mkstemp(path);
    unlink(path);
    return fd;
}

/* What a function writes to a stream, as a string; it may call nothing that checks. */
static char *heard(int fd, void (*speak)(void *ctx), void *ctx)
{
    static char bytes[1 << 16];
    turned t = turn(fd, nameless());
    speak(ctx);
    lseek(t.file, 0, SEEK_SET);
    ssize_t n = read(t.file, bytes, sizeof bytes - 1);
    bytes[n > 0 ? n : 0] = '\0';
    turn_back(&t);
    return bytes;
}

typedef struct ending {
    int         code;
    nd_status   st;
    const char *text;          /* of the failure */
    double      fail_over, found;
    const char *max_errors;    /* NULL: the default, 0.1 % */
    uint64_t    errors, documents, bad_files;
} ending;

static const ending endings[] = {
    {0, ND_OK, NULL, -1, 0, NULL, 0, 0, 0},
    {0, ND_OK, NULL, -1, 1, NULL, 0, 0, 0},
    {0, ND_OK, NULL, 0.05, 0.05, NULL, 0, 0, 0},
    {1, ND_OK, NULL, 0.05, 0.051, NULL, 0, 0, 0},
    {1, ND_OK, NULL, 0, 0.001, NULL, 0, 0, 0},
    {0, ND_OK, NULL, 0, 0, NULL, 0, 0, 0},
    {3, ND_OK, NULL, -1, 0, NULL, 0, 0, 1},
    {3, ND_OK, NULL, 0, 1, NULL, 0, 0, 1},
    {0, ND_OK, NULL, -1, 0, NULL, 1, 1000, 0},
    {3, ND_OK, NULL, -1, 0, NULL, 2, 1000, 0},
    {0, ND_OK, NULL, -1, 0, "10", 10, 10, 0},
    {3, ND_OK, NULL, -1, 0, "10", 11, 11, 0},
    {0, ND_OK, NULL, -1, 0, "100%", 9, 9, 0},
    {3, ND_OK, NULL, -1, 0, "0", 1, 9, 0},
    {2, ND_EINVAL, "x exists", -1, 0, NULL, 0, 0, 0},
    {2, ND_EFORMAT, "r is no result file", 0, 1, NULL, 0, 0, 0},
    {2, ND_EIO, "cannot read r", -1, 0, NULL, 0, 0, 0},
    {4, ND_EWRITE, "cannot write o", -1, 0, NULL, 0, 0, 1},
    {5, ND_ENOMEM, "out of memory", -1, 0, NULL, 0, 0, 0},
    {130, ND_ESTOP, "interrupted", -1, 0, NULL, 0, 0, 0},
    {141, ND_EWRITE, "closed pipe: standard output", -1, 0, NULL, 0, 0, 0},
};

typedef struct ended {
    const ending *how;
    int           code;
} ended;

static void end(void *ctx)
{
    ended *e = ctx;
    nd_cli cli;
    nd_err err = {.code = e->how->st};
    nd_cli_init(&cli, NULL);
    cli.fail_over = e->how->fail_over;
    if (e->how->max_errors != NULL)
        nd_option_set(&cli, nd_option_find("max-errors"), e->how->max_errors, false, NULL);
    if (e->how->text != NULL)
        snprintf(err.text, sizeof err.text, "%s", e->how->text);
    nd_outcome outcome = {
        .errors = e->how->errors,
        .counts = {.documents = e->how->documents},
        .bad_files = e->how->bad_files,
    };
    e->code = nd_cli_end(&cli, e->how->st, &err, &outcome, e->how->found);
    nd_cli_release(&cli);
}

START_TEST(an_ending_has_its_exit_code_and_its_sentence)
{
    ended e = {.how = &endings[_i]};
    const char *said = heard(STDERR_FILENO, end, &e);
    char want[80] = "";
    if (e.how->text != NULL && e.how->code != 141) /* a closed pipe ends quietly */
        snprintf(want, sizeof want, "neardup: %s\n", e.how->text);
    ck_assert_str_eq(said, want);
    ck_assert_int_eq(e.code, e.how->code);
}
END_TEST

START_TEST(a_signal_gives_its_own_code)
{
    static const struct {
        int signal, code;
    } rows[] = {{SIGTERM, 143}, {SIGINT, 130}, {SIGHUP, 129}};
    for (size_t i = 0; i < ND_COUNT(rows); i++) {
        volatile sig_atomic_t stop = rows[i].signal;
        turned t = turn(STDERR_FILENO, open("/dev/null", O_WRONLY));
        nd_cli cli;
        nd_err err = {.text = "interrupted"};
        nd_cli_init(&cli, NULL);
        cli.job.watch.stop = &stop;
        int code = nd_cli_end(&cli, ND_ESTOP, &err, NULL, 0);
        nd_cli_release(&cli);
        turn_back(&t);
        ck_assert_int_eq(code, rows[i].code);
    }
}
END_TEST

static void say(void *ctx)
{
    nd_cli cli;
    nd_cli_init(&cli, NULL);
    nd_cli_say(&cli, "cannot find '%s'", (const char *)ctx);
    nd_cli_release(&cli);
}

START_TEST(what_comes_from_inputs_cannot_act_on_a_terminal)
{
    char name[] = "a\x1b[31m\nb\xe2\x80\xae";
    ck_assert_str_eq(heard(STDERR_FILENO, say, name), "neardup: cannot find 'a\\x1b[31m\\x0ab\\u202e'\n");
}
END_TEST

START_TEST(a_line_of_any_length_is_one_line)
{
    static char name[20000];
    memset(name, 'x', sizeof name - 1);
    const char *said = heard(STDERR_FILENO, say, name);
    ck_assert_uint_gt(strlen(said), 8000);
    ck_assert_ptr_eq(strchr(said, '\n'), said + strlen(said) - 1);
}
END_TEST

static void talk(void *ctx)
{
    nd_cli cli;
    nd_cli_init(&cli, NULL);
    for (int i = 0; i < 3000; i++)
        nd_cli_out(&cli, "0123456789abcde\n", 16, NULL);
    *(int *)ctx = nd_cli_end(&cli, ND_OK, NULL, NULL, 0);
    nd_cli_release(&cli);
}

START_TEST(data_goes_out_whole_and_in_order)
{
    int code = -1;
    const char *out = heard(STDOUT_FILENO, talk, &code);
    ck_assert_int_eq(code, 0);
    ck_assert_uint_eq(strlen(out), 3000 * 16);
    for (size_t i = 0; i < 3000; i++)
        ck_assert_mem_eq(out + 16 * i, "0123456789abcde\n", 16);
}
END_TEST

START_TEST(a_full_disk_sticks)
{
    turned t = turn(STDOUT_FILENO, open("/dev/full", O_WRONLY));
    nd_cli cli;
    nd_err err = {.code = ND_OK}, again = {.code = ND_OK};
    nd_cli_init(&cli, NULL);
    nd_status first = nd_cli_out(&cli, "x", 1, &err), second = nd_cli_out_flush(&cli, &err);
    nd_status third = nd_cli_out(&cli, "y", 1, &again);
    turn_back(&t);
    ck_assert_int_eq(first, ND_OK);
    ck_assert_int_eq(second, ND_EWRITE);
    ck_assert_str_eq(err.text, "standard output: No space left on device");
    ck_assert_int_eq(third, ND_EWRITE);
    ck_assert_str_eq(again.text, err.text);
    nd_cli_release(&cli);
}
END_TEST

START_TEST(a_closed_pipe_is_told_by_its_own_sentence)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    close(ends[0]);
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    sigaction(SIGPIPE, &ignore, &before);
    turned t = turn(STDOUT_FILENO, ends[1]);
    nd_cli cli;
    nd_err err = {.code = ND_OK};
    nd_cli_init(&cli, NULL);
    nd_cli_out(&cli, "x", 1, NULL);
    nd_status st = nd_cli_out_flush(&cli, &err);
    turn_back(&t);
    sigaction(SIGPIPE, &before, NULL);
    ck_assert_int_eq(st, ND_EWRITE);
    ck_assert_str_eq(err.text, "closed pipe: standard output: Broken pipe");
    nd_cli_release(&cli);
}
END_TEST

START_TEST(a_buffer_that_failed_is_never_half_written)
{
    nd_cli cli;
    nd_err err = {.code = ND_OK};
    nd_buf page = {.bytes = NULL, .len = 0, .failed = true};
    nd_cli_init(&cli, NULL);
    ck_assert_int_eq(nd_cli_out_buf(&cli, &page, &err), ND_ENOMEM);
    ck_assert_int_eq(nd_cli_out_flush(&cli, &err), ND_ENOMEM);
    nd_cli_release(&cli);
}
END_TEST

/* neardup tune --json, and the number after "index_bytes": */
static void tune(void *ctx)
{
    char *argv[] = {"neardup", "tune", "--json", "-k", ctx, NULL};
    nd_cli cli;
    nd_cli_init(&cli, NULL);
    if (nd_cli_parse(&cli, 5, argv, NULL) == ND_OK)
        nd_cmd_tune(&cli);
    nd_cli_release(&cli);
}

typedef struct meter {
    size_t live;
} meter;

static void *metered(void *ctx, void *p, size_t old_size, size_t new_size)
{
    meter *m = ctx;
    m->live += new_size - old_size;
    if (new_size != 0)
        return realloc(p, new_size);
    free(p);
    return NULL;
}

/* What tune says of memory, held against an index that is filled with documents alike to none. */
START_TEST(tune_is_right_about_the_memory_of_the_index)
{
    static char *const perms[] = {"64", "128", "256"};
    enum { DOCUMENTS = 60000, SHINGLES = 20 }; /* many blocks of records: the last is not full */
    const char *at = strstr(heard(STDOUT_FILENO, tune, perms[_i]), "\"index_bytes\":");
    ck_assert_ptr_nonnull(at);
    double said = strtod(at + strlen("\"index_bytes\":"), NULL) + 4 * SHINGLES;

    meter m = {0};
    nd_opts opts;
    nd_index *index;
    nd_opts_init(&opts);
    opts.perms = (uint32_t)strtoul(perms[_i], NULL, 10);
    ck_assert_int_eq(nd_index_new(&index, &opts, &(nd_alloc){metered, &m}, NULL), ND_OK);
    size_t empty = m.live;
    uint64_t state = 1;
    for (uint64_t id = 0; id < DOCUMENTS; id++) {
        uint32_t signature[256], shingles[SHINGLES];
        nd_verdict verdict;
        for (size_t i = 0; i < 256 + SHINGLES; i++) {
            state = state * UINT64_C(6364136223846793005) + 1442695040888963407;
            *(i < 256 ? &signature[i] : &shingles[i - 256]) = (uint32_t)(state >> 32);
        }
        nd_doc doc = {
            .id = id,
            .n_words = SHINGLES,
            .identical = {state, id},
            .same_words = {id, state},
            .signature = signature,
            .shingles = shingles,
            .n_shingles = SHINGLES,
        };
        ck_assert_int_eq(nd_index_decide(index, &doc, &verdict, NULL), ND_OK);
        ck_assert_int_eq(verdict.kind, ND_KEPT);
    }
    double each = (double)(m.live - empty) / DOCUMENTS;
    nd_index_free(index);
    ck_assert_double_le(each, said * 1.05);
    ck_assert_double_ge(each, said * 0.6);
}
END_TEST

Suite *speak_suite(void);
Suite *speak_suite(void)
{
    Suite *suite = suite_create("speak");
    TCase *core = tcase_create("core"), *hostile = tcase_create("hostile");
    tcase_add_loop_test(core, an_ending_has_its_exit_code_and_its_sentence, 0, ND_COUNT(endings));
    tcase_add_test(core, a_signal_gives_its_own_code);
    tcase_add_test(core, data_goes_out_whole_and_in_order);
    tcase_add_loop_test(core, tune_is_right_about_the_memory_of_the_index, 0, 3);
    tcase_add_test(hostile, what_comes_from_inputs_cannot_act_on_a_terminal);
    tcase_add_test(hostile, a_line_of_any_length_is_one_line);
    tcase_add_test(hostile, a_full_disk_sticks);
    tcase_add_test(hostile, a_closed_pipe_is_told_by_its_own_sentence);
    tcase_add_test(hostile, a_buffer_that_failed_is_never_half_written);
    suite_add_tcase(suite, core);
    suite_add_tcase(suite, hostile);
    return suite;
}
