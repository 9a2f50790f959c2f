/* SPDX-License-Identifier: MIT
 *
 * test_cli_tables.c - the two tables and all that is made from them: every option and
 * command is in the help, the manual and the three completions, and nothing drifts.
 */
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/wrap.h"
#include "scarce.h"

#include <check.h>
#include <stdio.h>

/* A page as a string, released by the caller. */
static nd_buf page_of(const nd_command *command, const char *shell, const nd_alloc *alloc)
{
    nd_buf page;
    nd_buf_init(&page, alloc);
    if (shell != NULL && strcmp(shell, "man") == 0)
        nd_man_page(&page);
    else if (shell != NULL)
        ck_assert_int_eq(nd_completion_page(&page, shell, NULL), ND_OK);
    else if (command != NULL)
        nd_help_of(&page, command, false);
    else
        nd_help_overview(&page, false);
    nd_buf_add(&page, "", 1);
    return page;
}

/* word in text, with no letter, digit or dash around it */
static bool holds(const char *text, const char *word)
{
    static const char inside[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    size_t len = strlen(word);
    for (const char *at = text; (at = strstr(at, word)) != NULL; at++) {
        if ((at == text || strchr(inside, at[-1]) == NULL) &&
            (at[len] == '\0' || strchr(inside, at[len]) == NULL))
            return true;
    }
    return false;
}

START_TEST(no_letter_and_no_name_has_two_meanings)
{
    for (size_t i = 0; i < nd_n_options; i++) {
        const nd_option *o = &nd_options[i];
        ck_assert(o->help != NULL && strlen(o->help) > 5 && o->help[strlen(o->help) - 1] != '.');
        ck_assert_uint_ne(o->commands, 0);
        ck_assert_uint_lt(o->at, sizeof(nd_cli));
        ck_assert_msg((o->type == ND_OPT_FLAG) == (o->metavar == NULL), "%s", o->name);
        ck_assert_msg(o->type != ND_OPT_CHOICE || o->choices != NULL, "%s", o->name);
        ck_assert_ptr_eq(nd_option_find(o->name), o);
        for (size_t k = 0; k < i; k++)
            ck_assert_msg(o->letter == '\0' || o->letter != nd_options[k].letter, "-%c", o->letter);
    }
    ck_assert_ptr_null(nd_option_find("thresold"));
}
END_TEST

START_TEST(every_default_is_a_value_that_the_option_takes)
{
    const nd_option *o = &nd_options[_i];
    nd_cli fresh, cli;
    char before[80], after[80];
    nd_err err = {.code = ND_OK};
    nd_cli_init(&fresh, NULL);
    nd_cli_init(&cli, NULL);
    nd_option_default(&fresh, o, before, sizeof before);
    if (*before != '\0') {
        ck_assert_msg(nd_option_set(&cli, o, before, false, &err) == ND_OK, "--%s: %s", o->name, err.text);
        nd_option_default(&cli, o, after, sizeof after);
        ck_assert_str_eq(before, after);
    }
    nd_cli_release(&cli);
    nd_cli_release(&fresh);
}
END_TEST

START_TEST(the_defaults_are_those_of_the_library)
{
    nd_cli fresh;
    nd_opts opts;
    nd_cli_init(&fresh, NULL);
    nd_opts_init(&opts);
    ck_assert_mem_eq(&fresh.job.opts, &opts, sizeof opts);
    nd_cli_release(&fresh);
}
END_TEST

START_TEST(help_of_a_command_shows_its_options_and_no_others)
{
    const nd_command *c = &nd_commands[_i];
    nd_buf page = page_of(c, NULL, NULL);
    const char *options = strchr(page.bytes, '\n');
    nd_cli fresh;
    nd_cli_init(&fresh, NULL);
    for (size_t i = 0; i < nd_n_options; i++) {
        const nd_option *o = &nd_options[i];
        char label[64], value[80], want[96];
        snprintf(label, sizeof label, "\n  -%c, --%s", o->letter, o->name);
        if (o->letter == '\0')
            snprintf(label, sizeof label, "\n      --%s", o->name);
        bool takes = (o->commands & nd_command_bit(c)) != 0;
        const char *at = strstr(options, label);
        ck_assert_msg((at != NULL) == takes, "%s --%s", c->name, o->name);
        nd_option_default(&fresh, o, value, sizeof value);
        snprintf(want, sizeof want, "[%s]", value);
        if (takes && *value != '\0')
            ck_assert_msg(strstr(at, want) != NULL, "%s --%s", c->name, o->name);
    }
    nd_cli_release(&fresh);
    nd_buf_release(&page);
}
END_TEST

START_TEST(help_fits_eighty_columns)
{
    nd_buf page = page_of((size_t)_i < nd_n_commands ? &nd_commands[_i] : NULL, NULL, NULL);
    for (const char *line = page.bytes; *line != '\0'; line += strspn(line, "\n")) {
        size_t len = strcspn(line, "\n");
        ck_assert_msg(len <= 80, "%.*s", (int)len, line);
        ck_assert_msg(len == 0 || line[len - 1] != ' ', "a blank ends '%.*s'", (int)len, line);
        line += len;
    }
    nd_buf_release(&page);
}
END_TEST

START_TEST(manual_and_completions_know_every_option_and_command)
{
    static const struct {
        const char *page, *before_name, *before_letter;
    } rows[] = {{"man", "Fl -", "Fl "}, {"bash", "--", "-"}, {"zsh", "--", "-"}, {"fish", "-l ", "-s "}};
    const char *shell = rows[_i].page;
    nd_buf page = page_of(NULL, shell, NULL);
    for (size_t i = 0; i < nd_n_options; i++) {
        const nd_option *o = &nd_options[i];
        char name[64];
        snprintf(name, sizeof name, "%s%s", rows[_i].before_name, o->name);
        ck_assert_msg(holds(page.bytes, name), "%s: %s", shell, name);
        if (strcmp(shell, "bash") == 0 && o->metavar == NULL)
            continue; /* there a letter without a value needs no completion */
        snprintf(name, sizeof name, "%s%c", rows[_i].before_letter, o->letter);
        if (o->letter != '\0')
            ck_assert_msg(strstr(page.bytes, name) != NULL, "%s: %s", shell, name);
    }
    for (size_t i = 0; i < nd_n_commands; i++)
        ck_assert_msg(holds(page.bytes, nd_commands[i].name), "%s: %s", shell, nd_commands[i].name);
    nd_buf_release(&page);
}
END_TEST

START_TEST(the_overview_lists_every_command)
{
    nd_buf page = page_of(NULL, NULL, NULL);
    for (size_t i = 0; i < nd_n_commands; i++) {
        ck_assert(holds(page.bytes, nd_commands[i].name));
        ck_assert(strstr(page.bytes, nd_commands[i].summary) != NULL);
        ck_assert(nd_commands[i].run != NULL);
        ck_assert_uint_eq(nd_command_bit(&nd_commands[i]) & ND_EVERY, 1U << i);
    }
    nd_buf_release(&page);
}
END_TEST

/* The bits have names; this is where names and places meet. */
START_TEST(each_bit_is_the_place_of_its_command)
{
    ck_assert_uint_eq(nd_command_bit(nd_command_find("inspect")), ND_INSPECT);
    ck_assert_uint_eq(nd_command_bit(nd_command_find("dedup")), ND_DEDUP);
    ck_assert_uint_eq(nd_command_bit(nd_command_find("group")), ND_GROUP);
    ck_assert_uint_eq(nd_command_bit(nd_command_find("apply")), ND_APPLY);
    ck_assert_uint_eq(nd_command_bit(nd_command_find("compare")), ND_COMPARE);
    ck_assert_uint_eq(nd_command_bit(nd_command_find("passages")), ND_PASSAGES);
    ck_assert_uint_eq(nd_command_bit(nd_command_find("tune")), ND_TUNE);
    ck_assert_uint_eq(nd_command_bit(nd_command_find("eval")), ND_EVAL);
    ck_assert_uint_eq(nd_command_bit(nd_command_find("version")), ND_VERSIONS);
    ck_assert_uint_eq(nd_command_bit(nd_command_find("help")), ND_HELP);
    ck_assert_uint_eq(nd_command_bit(nd_command_find("completion")), ND_COMPLETION);
}
END_TEST

START_TEST(the_nearest_name_is_suggested_and_nothing_far)
{
    static const char *const names[] = {"threshold", "recall", "shingle", "json", "force", "in", "id-field"};
    static const struct {
        const char *word, *nearest;
    } rows[] = {
        {"thresold", "threshold"}, {"treshold", "threshold"}, {"thresohld", "threshold"},
        {"thres", "threshold"},    {"THRESHOLD", NULL},       {"recal", "recall"},
        {"rceall", "recall"},      {"shingel", "shingle"},    {"jsno", "json"},
        {"jsonl", "json"},         {"forse", "force"},        {"idfield", "id-field"},
        {"xx", NULL},              {"", NULL},                {"nothing-like-it", NULL},
        {"i", "in"},
        {"a-word-that-is-longer-than-any-name-may-ever-be", NULL},
    };
    for (size_t i = 0; i < ND_COUNT(rows); i++) {
        const char *found = nd_nearest(rows[i].word, names, ND_COUNT(names));
        ck_assert_pstr_eq(found, rows[i].nearest);
    }
}
END_TEST

START_TEST(words_are_wrapped_at_the_width)
{
    nd_buf to;
    nd_buf_init(&to, NULL);
    nd_wrap(&to, "one two three  four", 4, 2, 11);
    nd_wrap(&to, "a-word-that-does-not-fit x", 0, 2, 10);
    nd_wrap(&to, "some more 7.8 % x", 0, 2, 13);
    nd_wrap(&to, "", 0, 2, 10);
    nd_buf_add(&to, "", 1);
    ck_assert_str_eq(to.bytes, "one two\n  three\n  four\na-word-that-does-not-fit\n  x\nsome more\n"
                              "  7.8 % x\n\n");
    nd_buf_release(&to);
}
END_TEST

START_TEST(every_allocation_of_a_page_may_fail)
{
    static const char *const pages[] = {"man", "bash", "zsh", "fish", NULL};
    bool failed = true;
    for (size_t n = 0; failed; n++) {
        scarce s = {.left = n};
        nd_buf page = page_of(&nd_commands[1], pages[_i], SCARCE(&s));
        failed = page.failed;
        nd_buf_release(&page);
        ck_assert_uint_eq(s.live, 0);
    }
}
END_TEST

Suite *cli_tables_suite(void);
Suite *cli_tables_suite(void)
{
    Suite *suite = suite_create("cli_tables");
    TCase *core = tcase_create("core"), *oom = tcase_create("oom");
    tcase_add_test(core, no_letter_and_no_name_has_two_meanings);
    tcase_add_loop_test(core, every_default_is_a_value_that_the_option_takes, 0, (int)nd_n_options);
    tcase_add_test(core, the_defaults_are_those_of_the_library);
    tcase_add_loop_test(core, help_of_a_command_shows_its_options_and_no_others, 0, (int)nd_n_commands);
    tcase_add_loop_test(core, help_fits_eighty_columns, 0, (int)nd_n_commands + 1);
    tcase_add_loop_test(core, manual_and_completions_know_every_option_and_command, 0, 4);
    tcase_add_test(core, the_overview_lists_every_command);
    tcase_add_test(core, each_bit_is_the_place_of_its_command);
    tcase_add_test(core, the_nearest_name_is_suggested_and_nothing_far);
    tcase_add_test(core, words_are_wrapped_at_the_width);
    tcase_add_loop_test(oom, every_allocation_of_a_page_may_fail, 0, 5);
    suite_add_tcase(suite, core);
    suite_add_tcase(suite, oom);
    return suite;
}
