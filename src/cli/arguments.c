/* SPDX-License-Identifier: MIT
 *
 * arguments.c - argv to nd_cli: getopt_long over arrays made from the option table.
 *
 * getopt_long does the cutting (clusters, "-j4", "--", "--name=value"). It would
 * also take any unambiguous beginning of a name; that is refused, since a script
 * with an abbreviation breaks the day an option is added. Operands come back in
 * place (leading "-" in the letters), so argv is never permuted and
 * POSIXLY_CORRECT changes nothing.
 */
#include "commands.h"
#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    MOST_OPTIONS = 64,
    OPERAND = 1, /* what getopt_long calls an argument that is no option */
    LONG = 256   /* + place in nd_options: no letter is as large */
};

typedef struct grammar {
    char letters[3 + 2 * MOST_OPTIONS];
    struct option names[MOST_OPTIONS + 1];
} grammar;

static void make_grammar(grammar *g, uint32_t commands)
{
    char *letter = g->letters;
    size_t n = 0;
    *letter++ = '-';
    *letter++ = ':';
    for (size_t i = 0; i < nd_n_options && n < MOST_OPTIONS; i++) {
        const nd_option *o = &nd_options[i];
        if ((o->commands & commands) == 0)
            continue;
        int takes = o->metavar != NULL ? required_argument : no_argument;
        g->names[n++] = (struct option){o->name, takes, NULL, LONG + (int)i};
        if (o->letter == '\0')
            continue;
        *letter++ = o->letter;
        if (o->metavar != NULL)
            *letter++ = ':';
    }
    g->names[n] = (struct option){0};
    *letter = '\0';
}

static const nd_option *option_of(int found)
{
    if (found >= LONG)
        return &nd_options[found - LONG];
    for (size_t i = 0; i < nd_n_options; i++) {
        if (nd_options[i].letter == found)
            return &nd_options[i];
    }
    return NULL;
}

/* The name in "--name" or "--name=value" as it was typed. */
static void typed_name(const char *argument, char *name, size_t cap)
{
    snprintf(name, cap, "%.*s", (int)strcspn(argument + 2, "="), argument + 2);
}

/* A long name with one dash, where getopt_long stands; "-force" would else read as -f -o rce. */
static const char *one_dash(char **argv)
{
    for (int i = optind - 1; i <= optind && argv[i] != NULL; i++) {
        if (argv[i][0] == '-' && argv[i][1] != '\0' && nd_option_find(argv[i] + 1) != NULL)
            return argv[i];
    }
    return NULL;
}

static nd_status unknown(const nd_cli *cli, char **argv, nd_err *err)
{
    uint32_t mine = nd_command_bit(cli->command);
    bool is_long = optopt == 0 || optopt >= LONG;
    char name[80] = {(char)optopt, '\0'};
    if (is_long)
        typed_name(argv[optind - 1], name, sizeof name);
    const nd_option *o = is_long ? nd_option_find(name) : option_of(optopt);
    if (o != NULL && (o->commands & mine) != 0)
        return nd_fail(err, ND_EINVAL, "option '--%s' takes no value", name);
    if (o != NULL)
        return nd_fail(err, ND_EINVAL, "option '%s%s' is not one of 'neardup %s'", is_long ? "--" : "-", name,
                       cli->command->name);
    if (is_long)
        return nd_fail_unknown_option(err, "", "--", name, mine);
    return nd_fail(err, ND_EINVAL, "unknown option '-%s'", name);
}

static nd_status add_operand(nd_cli *cli, const char *operand, nd_err *err)
{
    if (!nd_grow(cli->alloc, &cli->args, &cli->cap_args, cli->n_args + 1, sizeof *cli->args))
        return nd_no_memory(err, 0);
    cli->args[cli->n_args++] = operand;
    return ND_OK;
}

static nd_status take(nd_cli *cli, int found, char **argv, nd_settings *settings, nd_err *err)
{
    bool missing = found == ':', is_long = (missing ? optopt : found) >= LONG;
    const nd_option *o = option_of(missing ? optopt : found);
    if (is_long) {
        /* the argument that the name stands in, be the value there or in the next */
        const char *argument = argv[optind - 1];
        char name[80];
        typed_name(optarg != argument ? argument : argv[optind - 2], name, sizeof name);
        if (strcmp(name, o->name) != 0)
            return nd_fail_unknown_option(err, "", "--", name, nd_command_bit(cli->command));
        if (missing)
            return nd_fail(err, ND_EINVAL, "option '--%s' needs a value: %s", o->name, o->metavar);
    }
    if (missing)
        return nd_fail(err, ND_EINVAL, "option '-%c' needs a value: %s", o->letter, o->metavar);
    if (o->at == offsetof(nd_cli, help))
        cli->help = true;
    return nd_settings_add(settings, &(nd_setting){o, optarg != NULL ? optarg : "true", 0}, cli->alloc, err);
}

static nd_status read_argv(nd_cli *cli, int argc, char **argv, nd_settings *settings, nd_err *err)
{
    grammar g;
    make_grammar(&g, nd_command_bit(cli->command));
    opterr = 0;
    optind = 0; /* getopt_long begins anew, whatever was parsed before */
    nd_status st = ND_OK;
    int found = 0;
    while (st == ND_OK && !cli->help && (found = getopt_long(argc, argv, g.letters, g.names, NULL)) != -1) {
        const char *slip = found < LONG && found != OPERAND ? one_dash(argv) : NULL;
        if (slip != NULL)
            st = nd_fail(err, ND_EINVAL, "unknown option '%s'; did you mean '-%s'?", slip, slip);
        else if (found == OPERAND)
            st = add_operand(cli, optarg, err);
        else if (found == '?')
            st = unknown(cli, argv, err);
        else
            st = take(cli, found, argv, settings, err);
    }
    for (int i = optind; st == ND_OK && found == -1 && i < argc; i++)
        st = add_operand(cli, argv[i], err);
    return st;
}

static nd_status check_operands(nd_cli *cli, nd_err *err)
{
    const nd_command *c = cli->command;
    size_t least = 0, most = SIZE_MAX;
    const char *missing = "no input given";
    switch (c->operands) {
    case ND_OPERANDS_NONE:
        most = 0;
        break;
    case ND_OPERANDS_INPUTS:
        least = cli->files_from == NULL;
        break;
    case ND_OPERANDS_RESULT_INPUTS:
        least = 1 + (cli->files_from == NULL);
        if (cli->n_args == 0)
            missing = "no result file given";
        break;
    case ND_OPERANDS_RESULT_MAYBE_INPUTS:
        least = 1;
        missing = "no result file given";
        break;
    case ND_OPERANDS_RESULT_LABELS:
        least = most = 2;
        missing = cli->n_args == 0 ? "no result file given" : "no labels given";
        break;
    case ND_OPERANDS_PAIR:
        least = most = 2;
        missing = cli->n_args == 0 ? "no documents given" : "only one document given";
        break;
    case ND_OPERANDS_COMMAND:
        most = 1;
        break;
    case ND_OPERANDS_SHELL:
        least = most = 1;
        missing = "no shell given";
        break;
    }
    cli->usage = true;
    if (cli->n_args < least)
        return nd_fail(err, ND_EINVAL, "%s", missing);
    if (cli->n_args > most)
        return nd_fail(err, ND_EINVAL, "'neardup %s' does not take '%s'", c->name, cli->args[most]);
    if ((nd_command_bit(c) & (ND_WRITE | ND_REPORT)) != 0 && cli->job.output == NULL && !cli->job.dry_run)
        return nd_fail(err, ND_EINVAL, "no output given");
    cli->usage = false;
    return ND_OK;
}

/* What no single option can be asked. */
static nd_status check_together(nd_cli *cli, nd_err *err)
{
    const nd_job *job = &cli->job;
    if (cli->nul && cli->files_from == NULL)
        return nd_fail(err, ND_EINVAL, "--null is about the names in --files-from, which is not given");
    /* what wants standard output: at most one of these */
    int wanted = 0;
    const char *const paths[] = {job->output, job->result, job->rejects};
    for (size_t i = 0; !job->dry_run && i < ND_COUNT(paths); i++)
        wanted += paths[i] != NULL && strcmp(paths[i], "-") == 0;
    if (wanted + cli->json > 1)
        return nd_fail(err, ND_EINVAL, "%s would both write to standard output",
                       cli->json ? "--json and an output '-'" : "two outputs '-'");
    if (job->reader.lines && job->reader.format == ND_JSONL)
        return nd_fail(err, ND_EINVAL, "--lines is for plain text, '--in jsonl' says that there is none");
    return nd_opts_check(&job->opts, err);
}

static nd_status find_command(nd_cli *cli, int argc, char **argv, nd_err *err)
{
    static const char *const top[] = {"help", "version"};
    const char *word = argc < 2 || strcmp(argv[1], "-h") == 0 ? "--help" : argv[1];
    char name[80] = "";
    if (word[0] != '-' || word[1] == '\0') {
        cli->command = nd_command_find(word);
        return cli->command != NULL ? ND_OK : nd_fail_unknown_command(err, word);
    }
    for (size_t i = 0; i < ND_COUNT(top); i++) {
        if (word[1] == '-' && strcmp(word + 2, top[i]) == 0)
            cli->command = nd_command_find(top[i]);
    }
    if (cli->command != NULL)
        return ND_OK;
    if (word[1] == '-')
        typed_name(word, name, sizeof name);
    if (word[1] != '-' || nd_option_find(name) != NULL)
        return nd_fail(err, ND_EINVAL, "option '%s' comes before any command", word);
    const char *near = nd_nearest(name, top, ND_COUNT(top));
    if (near == NULL)
        return nd_fail(err, ND_EINVAL, "unknown option '--%s'", name);
    return nd_fail(err, ND_EINVAL, "unknown option '--%s'; did you mean '--%s'?", name, near);
}

/* NEARDUP_CONFIG, unless --config names another. */
static const char *config_file(const nd_cli *cli, const nd_settings *settings)
{
    const nd_option *option = nd_option_find("config");
    if ((option->commands & nd_command_bit(cli->command)) == 0)
        return NULL;
    const char *path = getenv("NEARDUP_CONFIG");
    for (size_t i = 0; i < settings->n; i++) {
        if (settings->list[i].option == option)
            path = settings->list[i].value;
    }
    return path != NULL && *path != '\0' ? path : NULL;
}

nd_status nd_cli_parse(nd_cli *cli, int argc, char **argv, nd_err *err)
{
    nd_settings given = {0}, configured = {0};
    nd_status st = find_command(cli, argc, argv, err);
    if (st == ND_OK && argc > 2)
        st = read_argv(cli, argc - 1, argv + 1, &given, err);
    if (st != ND_OK || cli->help)
        goto done;
    const char *file = config_file(cli, &given);
    if (file != NULL && (st = nd_config_read(cli, file, &configured, err)) != ND_OK)
        goto done;
    if ((st = nd_settings_apply(cli, &configured, file, err)) != ND_OK ||
        (st = nd_settings_apply(cli, &given, NULL, err)) != ND_OK)
        goto done;
    if ((st = check_operands(cli, err)) == ND_OK)
        st = check_together(cli, err);
done:
    nd_settings_release(&given, cli->alloc);
    nd_settings_release(&configured, cli->alloc);
    return st;
}
