/* SPDX-License-Identifier: MIT
 *
 * test_options.c - the command line's words to the job they ask for: every kind of
 * value, what is refused and in which words, the configuration file, and that help,
 * manual and completions know every option.
 */
#include "cli/commands.h"
#include "cli/options.h"
#include "scarce.h"

#include <check.h>
#include <stdio.h>
#include <unistd.h>

enum { WORDS = 24, LINE = 512 };

/* A command line cut at spaces; "@" alone is the empty argument. */
typedef struct words {
    char  line[LINE];
    char *argv[WORDS + 1];
    int   argc;
} words;

static void cut(words *w, const char *line)
{
    *w = (words){.argv = {"neardup"}, .argc = 1};
    ck_assert_uint_lt(strlen(line), sizeof w->line);
    strcpy(w->line, line);
    for (char *word = strtok(w->line, " "); word != NULL; word = strtok(NULL, " ")) {
        ck_assert_int_lt(w->argc, WORDS);
        w->argv[w->argc++] = strcmp(word, "@") == 0 ? "" : word;
    }
    w->argv[w->argc] = NULL;
}

static nd_status parse(nd_cli *cli, words *w, const char *line, nd_err *err)
{
    *err = (nd_err){.code = ND_OK};
    nd_cli_init(cli, NULL);
    cut(w, line);
    return nd_cli_parse(cli, w->argc, w->argv, err);
}

/* The value of an option in cli as one would type it. */
static void shown(const nd_cli *cli, const nd_option *o, char *to, size_t cap)
{
    bool flag;
    memcpy(&flag, (const char *)cli + o->at, sizeof flag);
    if (o->type == ND_OPT_FLAG)
        snprintf(to, cap, "%s", flag ? "true" : "false");
    else
        nd_option_default(cli, o, to, cap);
}

static const struct {
    const char *line, *option, *value;
} good[] = {
    {"dedup a -o o", "threshold", "0.8"},
    {"dedup a -o o -t 0.5", "threshold", "0.5"},
    {"dedup a -o o -t0.5", "threshold", "0.5"},
    {"dedup a -o o --threshold 0.5", "threshold", "0.5"},
    {"dedup a -o o --threshold=0.5", "threshold", "0.5"},
    {"dedup -t .5 a -o o", "threshold", "0.5"},
    {"dedup -t 5e-1 a -o o", "threshold", "0.5"},
    {"dedup -t 1 a -o o", "threshold", "1"},
    {"dedup a -o o -t 0.5 -t 0.6", "threshold", "0.6"},
    {"tune", "threshold", "0.8"},
    {"tune -t 0.3 --recall 0.9", "recall", "0.9"},
    {"group a -o o -n 64", "shingle", "64"},
    {"group a -o o -n1", "shingle", "1"},
    {"group a -o o --perms 1024", "perms", "1024"},
    {"group a -o o --seed 18446744073709551615", "seed", "18446744073709551615"},
    {"group a -o o --seed 0", "seed", "0"},
    {"group a -o o --seed 9007199254740993", "seed", "9007199254740993"},
    {"group a -o o --bucket-cap 65535", "bucket-cap", "65535"},
    {"group a -o o --keep last", "keep", "last"},
    {"group a -o o --keep max:meta.score", "keep", "max:meta.score"},
    {"group a -o o --keep=min:a:b", "keep", "min:a:b"},
    {"group a -o o --fold-digits", "fold-digits", "true"},
    {"group a -o o", "fold-digits", "false"},
    {"inspect a --strip-marks", "strip-marks", "true"},
    {"inspect a -j 4", "threads", "4"},
    {"inspect a -j4", "threads", "4"},
    {"inspect a -j 0", "threads", "0"},
    {"inspect a -j 256", "threads", "256"},
    {"inspect -qj4 a", "threads", "4"},
    {"inspect -qj4 a", "quiet", "true"},
    {"inspect -vq a", "verbose", "true"},
    {"inspect a --in jsonl", "in", "jsonl"},
    {"inspect a --in text --lines", "lines", "true"},
    {"inspect a --id-field url", "id-field", "url"},
    {"inspect a --max-doc 1024", "max-doc", "1Ki"},
    {"inspect a --max-doc 64Ki", "max-doc", "64Ki"},
    {"inspect a --max-doc 5M", "max-doc", "5M"},
    {"inspect a --max-doc 1G", "max-doc", "1G"},
    {"inspect a --max-doc 4Gi", "max-doc", "4Gi"},
    {"inspect a --max-doc 8K", "max-doc", "8K"},
    {"inspect --files-from list", "files-from", "list"},
    {"inspect --files-from - -0", "null", "true"},
    {"dedup a -o -", "output", "-"},
    {"dedup -o --dry-run a", "output", "--dry-run"},
    {"dedup a -o o -r r.jsonl", "result", "r.jsonl"},
    {"apply r a -o o --rejects gone", "rejects", "gone"},
    {"apply r a -o o -f", "force", "true"},
    {"apply r a --dry-run", "dry-run", "true"},
    {"inspect a --json", "json", "true"},
    {"--version --json", "json", "true"},
    {"inspect a --color never", "color", "never"},
    {"inspect a --progress json", "progress", "json"},
    {"dedup a -o o --work-dir /w", "work-dir", "/w"},
    {"inspect a --max-errors 10", "max-errors", "10"},
    {"inspect a --max-errors 0", "max-errors", "0"},
    {"inspect a --max-errors 0.5%", "max-errors", "0.5%"},
    {"inspect a", "max-errors", "0.1%"},
    {"inspect a --fail-over 5", "fail-over", "5%"},
    {"inspect a --fail-over 0.25%", "fail-over", "0.25%"},
    {"inspect a --fail-over 0", "fail-over", "0%"},
    {"inspect a", "fail-over", ""},
    {"inspect a -- -j", "threads", "0"},
    {"help --man", "man", "true"},
    {"--help", "man", "false"},
};

START_TEST(an_option_reaches_its_place)
{
    nd_cli cli;
    words w;
    nd_err err;
    char value[80];
    ck_assert_msg(parse(&cli, &w, good[_i].line, &err) == ND_OK, "%s: %s", good[_i].line, err.text);
    shown(&cli, nd_option_find(good[_i].option), value, sizeof value);
    ck_assert_str_eq(value, good[_i].value);
    nd_cli_release(&cli);
}
END_TEST

static const struct {
    const char *line, *says;
} bad[] = {
    {"dedpu a", "unknown command 'dedpu'; did you mean 'dedup'?"},
    {"zzzz", "unknown command 'zzzz'; 'neardup help' lists them"},
    {"@", "unknown command ''; 'neardup help' lists them"},
    {"-q dedup a", "option '-q' comes before any command"},
    {"--quiet dedup a", "option '--quiet' comes before any command"},
    {"--color=never help", "option '--color=never' comes before any command"},
    {"- a", "unknown command '-'; 'neardup help' lists them"},
    {"-- a", "unknown option '--'"},
    {"--versoin", "unknown option '--versoin'; did you mean '--version'?"},
    {"--frobnicate", "unknown option '--frobnicate'"},
    {"dedup a -o o --thresold 1", "unknown option '--thresold'; did you mean '--threshold'?"},
    {"dedup a -o o --thresold=1", "unknown option '--thresold'; did you mean '--threshold'?"},
    {"dedup a -o o --thresh 1", "unknown option '--thresh'; did you mean '--threshold'?"},
    {"dedup a -o o --dry", "unknown option '--dry'; did you mean '--dry-run'?"},
    {"dedup a -o o --re r", "unknown option '--re'"},
    {"dedup a -o o --xyzzy", "unknown option '--xyzzy'"},
    {"dedup a -o o -x", "unknown option '-x'"},
    {"dedup a -o o -qx", "unknown option '-x'"},
    {"dedup --json -xq a -o o", "unknown option '-x'"},
    {"dedup a -force", "unknown option '-force'; did you mean '--force'?"},
    {"dedup a -json -o o", "unknown option '-json'; did you mean '--json'?"},
    {"dedup a -quiet -o o", "unknown option '-quiet'; did you mean '--quiet'?"},
    {"dedup -threshold 0.5 a", "unknown option '-threshold'; did you mean '--threshold'?"},
    {"dedup a -o o --rejects x", "option '--rejects' is not one of 'neardup dedup'"},
    {"apply r a -o o -t 0.5", "option '-t' is not one of 'neardup apply'"},
    {"dedup a -o o --quiet=true", "option '--quiet' takes no value"},
    {"dedup a -o o --threshold", "option '--threshold' needs a value: T"},
    {"dedup a -o o -t", "option '-t' needs a value: T"},
    {"dedup a -o", "option '-o' needs a value: OUT"},
    {"dedup a -o o -t nan", "--threshold: 'nan' is not a number"},
    {"dedup a -o o -t inf", "--threshold: 'inf' is not a number"},
    {"dedup a -o o -t -0.5", "--threshold: '-0.5' is not a number"},
    {"dedup a -o o -t +0.5", "--threshold: '+0.5' is not a number"},
    {"dedup a -o o -t 0x1p-1", "--threshold: '0x1p-1' is not a number"},
    {"dedup a -o o -t 0.5x", "--threshold: '0.5x' is not a number"},
    {"dedup a -o o -t 0,5", "--threshold: '0,5' is not a number"},
    {"dedup a -o o -t 5e", "--threshold: '5e' is not a number"},
    {"dedup a -o o -t @", "--threshold: '' is not a number"},
    {"dedup a -o o -t 1.01", "--threshold: 1.01 is out of range, must be 0 to 1"},
    {"dedup a -o o -t 1e999", "--threshold: 1e999 is out of range, must be 0 to 1"},
    {"dedup a -o o -t 0", "threshold"},
    {"dedup a -o o --recall 1", "recall"},
    {"dedup a -o o --recall 0", "recall"},
    {"dedup a -o o -n 0", "--shingle: 0 is out of range, must be 1 to 64"},
    {"dedup a -o o -n 65", "--shingle: 65 is out of range, must be 1 to 64"},
    {"dedup a -o o -n 5.5", "--shingle: '5.5' is not a whole number"},
    {"dedup a -o o -n -1", "--shingle: '-1' is not a whole number"},
    {"dedup a -o o -n 4294967301", "--shingle: 4294967301 is out of range"},
    {"dedup a -o o -k 15", "--perms: 15 is out of range, must be 16 to 1024"},
    {"dedup a -o o -k 1025", "--perms: 1025 is out of range, must be 16 to 1024"},
    {"dedup a -o o --seed 18446744073709551616", "--seed: '18446744073709551616' is too large"},
    {"dedup a -o o --seed -1", "--seed: '-1' is not a whole number"},
    {"dedup a -o o --bucket-cap 0", "--bucket-cap: 0 is out of range"},
    {"dedup a -o o --bucket-cap 65536", "--bucket-cap: 65536 is out of range"},
    {"dedup a -o o --keep x", "--keep: 'x' is none of first, last, longest, shortest, max:FIELD, min:FIELD"},
    {"dedup a -o o --keep max:", "--keep: 'max:' names no field"},
    {"dedup a -o o --keep max", "--keep: 'max' is none of"},
    {"dedup a -o o --keep first:x", "--keep: 'first:x' is none of"},
    {"dedup a -o o -j 257", "--threads: 257 is out of range, must be 0 to 256"},
    {"dedup a -o o -j x", "--threads: 'x' is not a whole number"},
    {"inspect a --in warc", "--in: 'warc' is none of auto, jsonl, lines, text"},
    {"inspect a --color yes", "--color: 'yes' is none of auto, always, never"},
    {"inspect a --color json", "--color: 'json' is none of auto, always, never"},
    {"inspect a --max-doc 256X", "--max-doc: '256X' has no unit that is known"},
    {"inspect a --max-doc 1.5G", "--max-doc: '1.5G' has no unit that is known"},
    {"inspect a --max-doc M", "--max-doc: 'M' is not a whole number"},
    {"inspect a --max-doc 1023", "--max-doc: 1023 is out of range"},
    {"inspect a --max-doc 5Gi", "--max-doc: 5Gi is out of range"},
    {"inspect a --max-doc 18446744073709551615Gi", "--max-doc: 18446744073709551615Gi is out of range"},
    {"inspect a --max-errors -1", "--max-errors: '-1' is not a whole number"},
    {"inspect a --max-errors 0.1", "--max-errors: '0.1' is not a whole number"},
    {"inspect a --max-errors 101%", "--max-errors: 101% is out of range, must be 0 to 100"},
    {"inspect a --max-errors %", "--max-errors: '%' is not a number"},
    {"inspect a --fail-over 5%%", "--fail-over: '5%%' is not a percentage"},
    {"inspect a --fail-over 100.5", "--fail-over: 100.5 is out of range, must be 0 to 100"},
    {"inspect a --text-field a,,b", "--text-field: 'a,,b' has an empty name in it"},
    {"inspect a --text-field @", "--text-field: '' has an empty name in it"},
    {"inspect a --text-field a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q", "--text-field: more than 16 fields"},
    {"inspect a --id-field @", "--id-field: the value is empty"},
    {"inspect a --id-field=", "--id-field: the value is empty"},
    {"dedup a -o @", "--output: the value is empty"},
    {"inspect", "no input given"},
    {"dedup -o o", "no input given"},
    {"dedup a", "no output given"},
    {"group a", "no output given"},
    {"apply", "no result file given"},
    {"apply r -o o", "no input given"},
    {"apply r a", "no output given"},
    {"tune a", "'neardup tune' does not take 'a'"},
    {"help dedup group", "'neardup help' does not take 'group'"},
    {"completion", "no shell given"},
    {"completion bash zsh", "'neardup completion' does not take 'zsh'"},
    {"inspect a -0", "--null is about the names in --files-from, which is not given"},
    {"dedup a -o - --json", "--json and an output '-' would both write to standard output"},
    {"inspect a --lines --in jsonl", "--lines is for plain text, '--in jsonl' says that there is none"},
    {"inspect a --config /nonexistent/c", "/nonexistent/c: No such file or directory"},
};

START_TEST(what_is_not_exactly_right_is_refused_in_words)
{
    nd_cli cli;
    words w;
    nd_err err;
    ck_assert_msg(parse(&cli, &w, bad[_i].line, &err) == ND_EINVAL, "%s", bad[_i].line);
    ck_assert_msg(strstr(err.text, bad[_i].says) != NULL, "%s: %s", bad[_i].line, err.text);
    nd_cli_release(&cli);
}
END_TEST

START_TEST(operands_and_options_may_mix_and_two_dashes_end_options)
{
    nd_cli cli;
    words w;
    nd_err err;
    static const char *const operands[] = {"a", "-", "b", "-q", "--json", "c"};
    ck_assert_int_eq(parse(&cli, &w, "inspect a --in text - b -- -q --json c", &err), ND_OK);
    ck_assert_uint_eq(cli.n_args, ND_COUNT(operands));
    for (size_t i = 0; i < ND_COUNT(operands); i++)
        ck_assert_str_eq(cli.args[i], operands[i]);
    ck_assert(!cli.quiet && !cli.json);
    nd_cli_release(&cli);
}
END_TEST

START_TEST(text_fields_may_repeat_or_be_separated_by_commas)
{
    nd_cli cli;
    words w;
    nd_err err;
    static const char *const fields[] = {"title", "meta.lead", "body"};
    nd_status st = parse(&cli, &w, "inspect a --text-field title,meta.lead --text-field body", &err);
    ck_assert_int_eq(st, ND_OK);
    ck_assert_uint_eq(cli.job.fields.n_text, ND_COUNT(fields));
    for (size_t i = 0; i < ND_COUNT(fields); i++)
        ck_assert_str_eq(cli.job.fields.text[i], fields[i]);
    nd_cli_release(&cli);
}
END_TEST

START_TEST(a_keep_rule_carries_its_field)
{
    nd_cli cli;
    words w;
    nd_err err;
    ck_assert_int_eq(parse(&cli, &w, "group a -o o --keep min:meta.rank", &err), ND_OK);
    ck_assert_int_eq(cli.job.keep, ND_KEEP_MIN);
    ck_assert_str_eq(cli.job.fields.keep, "meta.rank");
    nd_cli_release(&cli);
    ck_assert_int_eq(parse(&cli, &w, "group a -o o --keep max:x --keep longest", &err), ND_OK);
    ck_assert_int_eq(cli.job.keep, ND_KEEP_LONGEST);
    ck_assert_ptr_null(cli.job.fields.keep);
    nd_cli_release(&cli);
}
END_TEST

START_TEST(a_percentage_is_a_share_and_a_number_a_count)
{
    nd_cli cli;
    words w;
    nd_err err;
    ck_assert_int_eq(parse(&cli, &w, "inspect a --max-errors 2% --fail-over 5", &err), ND_OK);
    ck_assert(cli.max_errors.is_share);
    ck_assert_double_eq_tol(cli.max_errors.share, 0.02, 1e-12);
    ck_assert_double_eq_tol(cli.fail_over, 0.05, 1e-12);
    nd_cli_release(&cli);
    ck_assert_int_eq(parse(&cli, &w, "inspect a --max-errors 18446744073709551615", &err), ND_OK);
    ck_assert(!cli.max_errors.is_share && cli.max_errors.count == UINT64_MAX);
    nd_cli_release(&cli);
}
END_TEST

START_TEST(help_wins_over_what_is_missing_and_over_a_broken_configuration)
{
    nd_cli cli;
    words w;
    nd_err err;
    setenv("NEARDUP_CONFIG", "/nonexistent", 1);
    ck_assert_int_eq(parse(&cli, &w, "dedup -h --whatever", &err), ND_OK);
    ck_assert(cli.help);
    ck_assert_str_eq(cli.command->name, "dedup");
    unsetenv("NEARDUP_CONFIG");
    nd_cli_release(&cli);
}
END_TEST

START_TEST(a_missing_operand_asks_for_the_usage_line)
{
    nd_cli cli;
    words w;
    nd_err err;
    ck_assert_int_eq(parse(&cli, &w, "dedup", &err), ND_EINVAL);
    ck_assert(cli.usage);
    nd_cli_release(&cli);
    ck_assert_int_eq(parse(&cli, &w, "dedup --nope", &err), ND_EINVAL);
    ck_assert(!cli.usage);
    nd_cli_release(&cli);
}
END_TEST

/* Random words, mostly almost right: any answer but a crash, and a failure has a sentence. */
START_TEST(no_command_line_breaks_the_parser)
{
    static const char alphabet[] = "-=.,:%0159aefjnoqtxKMi\x01\xff";
    uint64_t state = 20261124 + (uint64_t)_i;
    for (int round = 0; round < 2000; round++) {
        words w = {.argc = 2};
        char text[WORDS][12];
        w.argv[0] = text[0];
        w.argv[1] = (char *)(uintptr_t)nd_commands[(size_t)round % nd_n_commands].name;
        state = state * UINT64_C(6364136223846793005) + 1442695040888963407;
        for (int n = (int)(state >> 61); n >= 0; n--) {
            char *word = text[w.argc];
            state = state * UINT64_C(6364136223846793005) + 1442695040888963407;
            const nd_option *o = &nd_options[(state >> 33) % nd_n_options];
            size_t len = (size_t)(state >> 60) % 10;
            if ((state & (1 << 20)) != 0 && strlen(o->name) + 3 < sizeof text[0])
                snprintf(word, sizeof text[0], "--%s", o->name);
            else
                for (size_t i = 0; i <= len; i++)
                    word[i] = i < len ? alphabet[(state >> (i + 5)) % (sizeof alphabet - 1)] : '\0';
            w.argv[w.argc++] = word;
        }
        w.argv[w.argc] = NULL;
        nd_cli cli;
        nd_err err = {.code = ND_OK};
        nd_cli_init(&cli, NULL);
        nd_status st = nd_cli_parse(&cli, w.argc, w.argv, &err);
        ck_assert(st == ND_OK || (st == ND_EINVAL && err.text[0] != '\0'));
        nd_cli_release(&cli);
    }
}
END_TEST

START_TEST(every_allocation_of_the_parser_may_fail)
{
    nd_status st = ND_ENOMEM;
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        nd_cli cli;
        words w;
        nd_err err;
        nd_cli_init(&cli, SCARCE(&s));
        cut(&w, "dedup a b c -o o -q --keep max:x --text-field a,b --text-field c -t 0.5");
        st = nd_cli_parse(&cli, w.argc, w.argv, &err);
        nd_cli_release(&cli);
        ck_assert_uint_eq(s.live, 0);
    }
    ck_assert_int_eq(st, ND_OK);
}
END_TEST

Suite *options_suite(void);
Suite *options_suite(void)
{
    Suite *suite = suite_create("options");
    TCase *core = tcase_create("core"), *hostile = tcase_create("hostile"), *oom = tcase_create("oom");
    tcase_add_loop_test(core, an_option_reaches_its_place, 0, ND_COUNT(good));
    tcase_add_loop_test(core, what_is_not_exactly_right_is_refused_in_words, 0, ND_COUNT(bad));
    tcase_add_test(core, operands_and_options_may_mix_and_two_dashes_end_options);
    tcase_add_test(core, text_fields_may_repeat_or_be_separated_by_commas);
    tcase_add_test(core, a_keep_rule_carries_its_field);
    tcase_add_test(core, a_percentage_is_a_share_and_a_number_a_count);
    tcase_add_test(core, help_wins_over_what_is_missing_and_over_a_broken_configuration);
    tcase_add_test(core, a_missing_operand_asks_for_the_usage_line);
    tcase_add_loop_test(hostile, no_command_line_breaks_the_parser, 0, 4);
    tcase_add_test(oom, every_allocation_of_the_parser_may_fail);
    suite_add_tcase(suite, core);
    suite_add_tcase(suite, hostile);
    suite_add_tcase(suite, oom);
    return suite;
}
