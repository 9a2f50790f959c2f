/* SPDX-License-Identifier: MIT
 *
 * test_config.c - the configuration file: what it may say, that the command line wins,
 * and that a mistake is named with file and line.
 */
#include "cli/commands.h"
#include "cli/options.h"
#include "scarce.h"

#include <check.h>
#include <stdio.h>
#include <unistd.h>

static char path[32];

static void write_config(const char *bytes, size_t len)
{
    strcpy(path, "/tmp/neardup-config-XXXXXX");
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, bytes, len), (ssize_t)len);
    close(fd);
}

/* dedup with the configuration file and a few words of its own; the file is gone afterwards */
static nd_status parse(nd_cli *cli, const nd_alloc *alloc, const char *config, const char *const *own,
                       nd_err *err)
{
    char *argv[16] = {"neardup", "dedup", "a", "-o", "o", "--config", path};
    int argc = 7;
    for (; own != NULL && *own != NULL; own++)
        argv[argc++] = (char *)(uintptr_t)*own;
    write_config(config, strlen(config));
    *err = (nd_err){.code = ND_OK};
    nd_cli_init(cli, alloc);
    nd_status st = nd_cli_parse(cli, argc, argv, err);
    unlink(path);
    return st;
}

static const char whole[] = "# what the team agreed on\n"
                            "\n"
                            "threshold = 0.7\n"
                            "  perms=64   \r\n"
                            "\tkeep\t=\tmax:a = b\n"
                            "quiet = true\n"
                            "verbose = false\n"
                            "text-field = title,body\n"
                            "max-doc = 5M\n"
                            "rejects = of apply only, so of no interest here\n"
                            "seed = 7"; /* no line end */

START_TEST(names_and_values_of_a_file_are_options)
{
    nd_cli cli;
    nd_err err;
    ck_assert_msg(parse(&cli, NULL, whole, NULL, &err) == ND_OK, "%s", err.text);
    ck_assert_double_eq(cli.job.opts.threshold, 0.7);
    ck_assert_uint_eq(cli.job.opts.perms, 64);
    ck_assert_str_eq(cli.job.keep_spec, "max:a = b");
    ck_assert(cli.quiet && !cli.verbose);
    ck_assert_uint_eq(cli.job.fields.n_text, 2);
    ck_assert_uint_eq(cli.job.reader.max_doc, 5000000);
    ck_assert_ptr_null(cli.job.rejects);
    ck_assert_uint_eq(cli.job.opts.seed, 7);
    nd_cli_release(&cli);
}
END_TEST

START_TEST(the_command_line_wins_over_the_file)
{
    static const char *const own[] = {"-t", "0.9", "--text-field", "body", "--keep", "last", NULL};
    nd_cli cli;
    nd_err err;
    ck_assert_int_eq(parse(&cli, NULL, whole, own, &err), ND_OK);
    ck_assert_double_eq(cli.job.opts.threshold, 0.9);
    ck_assert_uint_eq(cli.job.opts.perms, 64);
    ck_assert_uint_eq(cli.job.fields.n_text, 1);
    ck_assert_str_eq(cli.job.fields.text[0], "body");
    ck_assert_int_eq(cli.job.keep, ND_KEEP_LAST);
    nd_cli_release(&cli);
}
END_TEST

START_TEST(the_environment_names_a_file_and_the_option_another)
{
    static const char *const own[] = {"--config", "/dev/null", NULL};
    char *argv[] = {"neardup", "tune", NULL};
    nd_cli cli;
    nd_err err;
    write_config("threshold = 0.55\n", 17);
    setenv("NEARDUP_CONFIG", path, 1);
    nd_cli_init(&cli, NULL);
    ck_assert_int_eq(nd_cli_parse(&cli, 2, argv, &err), ND_OK);
    ck_assert_double_eq(cli.job.opts.threshold, 0.55);
    nd_cli_release(&cli);
    unlink(path);

    ck_assert_msg(parse(&cli, NULL, whole, own, &err) == ND_OK, "%s", err.text);
    ck_assert_double_eq(cli.job.opts.threshold, 0.8);
    nd_cli_release(&cli);

    /* a command without options for it does not look */
    argv[1] = "version";
    nd_cli_init(&cli, NULL);
    ck_assert_int_eq(nd_cli_parse(&cli, 2, argv, &err), ND_OK);
    nd_cli_release(&cli);

    setenv("NEARDUP_CONFIG", "", 1);
    ck_assert_int_eq(parse(&cli, NULL, "perms = 32\n", NULL, &err), ND_OK);
    nd_cli_release(&cli);
    unsetenv("NEARDUP_CONFIG");
}
END_TEST

static const struct {
    const char *config, *says;
} bad[] = {
    {"\n\nthresold = 0.5\n", ":3: unknown option 'thresold'; did you mean 'threshold'?"},
    {"xyzzy = 1\n", ":1: unknown option 'xyzzy'"},
    {"--threshold = 1\n", ":1: unknown option '--threshold'"},
    {"= 1\n", ":1: unknown option ''"},
    {"threshold 0.5\n", ":1: 'threshold 0.5' is not 'name = value'"},
    {"[dedup]\n", ":1: '[dedup]' is not 'name = value'"},
    {"# fine\nthreshold = 2\n", ":2: threshold: 2 is out of range, must be 0 to 1"},
    {"threshold =\n", ":1: threshold: '' is not a number"},
    {"output =\n", ":1: output: the value is empty"},
    {"quiet = yes\n", ":1: quiet: 'yes' is neither true nor false"},
    {"quiet = True\n", ":1: quiet: 'True' is neither true nor false"},
    {"config = other\n", ":1: 'config' is for the command line only"},
    {"help = true\n", ":1: 'help' is for the command line only"},
    {"man = true\n", ":1: 'man' is for the command line only"},
};

START_TEST(a_mistake_is_named_with_file_and_line)
{
    nd_cli cli;
    nd_err err;
    char want[200];
    ck_assert_msg(parse(&cli, NULL, bad[_i].config, NULL, &err) == ND_EINVAL, "%s", bad[_i].config);
    snprintf(want, sizeof want, "%s%s", path, bad[_i].says);
    ck_assert_msg(strncmp(err.text, want, strlen(want)) == 0, "%s", err.text);
    nd_cli_release(&cli);
}
END_TEST

START_TEST(what_is_no_configuration_file_is_refused)
{
    static const struct {
        const char *path, *says;
    } rows[] = {
        {"/nonexistent/c", "/nonexistent/c: No such file or directory"},
        {"/tmp", "/tmp: Is a directory"},
        {"/dev/zero", "/dev/zero: larger than 1048576 bytes; is it a configuration file?"},
    };
    for (size_t i = 0; i < ND_COUNT(rows); i++) {
        nd_settings settings = {0};
        nd_cli cli;
        nd_err err;
        nd_cli_init(&cli, NULL);
        cli.command = nd_command_find("dedup");
        ck_assert_int_eq(nd_config_read(&cli, rows[i].path, &settings, &err), ND_EINVAL);
        ck_assert_str_eq(err.text, rows[i].says);
        nd_settings_release(&settings, NULL);
        nd_cli_release(&cli);
    }
}
END_TEST

START_TEST(a_nul_byte_is_refused)
{
    nd_settings settings = {0};
    nd_cli cli;
    nd_err err;
    write_config("seed = 7\0\nperms = 64\n", 21);
    nd_cli_init(&cli, NULL);
    cli.command = nd_command_find("dedup");
    ck_assert_int_eq(nd_config_read(&cli, path, &settings, &err), ND_EINVAL);
    ck_assert(strstr(err.text, "has a NUL byte in it") != NULL);
    unlink(path);
    nd_settings_release(&settings, NULL);
    nd_cli_release(&cli);
}
END_TEST

START_TEST(no_bytes_break_the_reader)
{
    uint64_t state = 5 + (uint64_t)_i;
    for (int round = 0; round < 300; round++) {
        static const char alphabet[] = "=# \t\r\n\n\nthresold-prmsquit.0179\xff\x01";
        char bytes[120];
        size_t len = 0;
        while (len < sizeof bytes - 1) {
            state = state * UINT64_C(6364136223846793005) + 1442695040888963407;
            bytes[len++] = alphabet[(state >> 33) % (sizeof alphabet - 1)];
        }
        bytes[len] = '\0';
        nd_cli cli;
        nd_err err;
        nd_status st = parse(&cli, NULL, bytes, NULL, &err);
        ck_assert(st == ND_OK || (st == ND_EINVAL && err.text[0] != '\0'));
        nd_cli_release(&cli);
    }
}
END_TEST

START_TEST(every_allocation_may_fail)
{
    nd_status st = ND_ENOMEM;
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        nd_cli cli;
        nd_err err;
        st = parse(&cli, SCARCE(&s), whole, NULL, &err);
        nd_cli_release(&cli);
        ck_assert_uint_eq(s.live, 0);
    }
    ck_assert_int_eq(st, ND_OK);
}
END_TEST

Suite *config_suite(void);
Suite *config_suite(void)
{
    Suite *suite = suite_create("config");
    TCase *core = tcase_create("core"), *hostile = tcase_create("hostile"), *oom = tcase_create("oom");
    tcase_add_test(core, names_and_values_of_a_file_are_options);
    tcase_add_test(core, the_command_line_wins_over_the_file);
    tcase_add_test(core, the_environment_names_a_file_and_the_option_another);
    tcase_add_loop_test(core, a_mistake_is_named_with_file_and_line, 0, ND_COUNT(bad));
    tcase_add_test(hostile, what_is_no_configuration_file_is_refused);
    tcase_add_test(hostile, a_nul_byte_is_refused);
    tcase_add_loop_test(hostile, no_bytes_break_the_reader, 0, 4);
    tcase_add_test(oom, every_allocation_may_fail);
    suite_add_tcase(suite, core);
    suite_add_tcase(suite, hostile);
    suite_add_tcase(suite, oom);
    return suite;
}
