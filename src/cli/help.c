/* SPDX-License-Identifier: MIT
 *
 * help.c - the tables as help, in 80 columns.
 */
#include "commands.h"
#include "options.h"
#include "wrap.h"

enum { WIDTH = 79, HELP_COLUMN = 27, SUMMARY_COLUMN = 14 };

static void title(nd_buf *to, const char *text, bool bold)
{
    nd_buf_printf(to, bold ? "\n\x1b[1m%s\x1b[0m\n" : "\n%s:\n", text);
}

static void entry(nd_buf *to, const char *label, const char *text, size_t column)
{
    size_t len = strlen(label);
    nd_buf_printf(to, "  %s", label);
    if (len + 4 > column)
        nd_buf_printf(to, "\n%*s", (int)column, "");
    else
        nd_buf_printf(to, "%*s", (int)(column - 2 - len), "");
    nd_wrap(to, text, column, column, WIDTH);
}

void nd_usage_line(nd_buf *to, const nd_command *command)
{
    nd_buf_printf(to, "usage: neardup %s [OPTION]...%s%s\n", command->name,
                  *command->usage != '\0' ? " " : "", command->usage);
}

static void option_entry(nd_buf *to, const nd_cli *fresh, const nd_option *o)
{
    nd_buf label, text;
    char value[80];
    nd_buf_init(&label, to->alloc);
    nd_buf_init(&text, to->alloc);
    nd_option_default(fresh, o, value, sizeof value);
    if (o->letter != '\0')
        nd_buf_printf(&label, "-%c, ", o->letter);
    else
        nd_buf_puts(&label, "    ");
    nd_buf_printf(&label, "--%s", o->name);
    if (o->metavar != NULL)
        nd_buf_printf(&label, " %s", o->metavar);
    nd_buf_puts(&text, o->help);
    if (*value != '\0')
        nd_buf_printf(&text, " [%s]", value);
    nd_buf_add(&label, "", 1);
    nd_buf_add(&text, "", 1);
    if (label.failed || text.failed)
        to->failed = true;
    else
        entry(to, label.bytes, text.bytes, HELP_COLUMN);
    nd_buf_release(&text);
    nd_buf_release(&label);
}

static void option_entries(nd_buf *to, const nd_command *command, bool bold)
{
    nd_cli fresh;
    nd_cli_init(&fresh, to->alloc);
    for (int group = 0; group < ND_GROUPS; group++) {
        bool begun = false;
        for (size_t i = 0; i < nd_n_options; i++) {
            const nd_option *o = &nd_options[i];
            if ((int)o->group != group || (o->commands & nd_command_bit(command)) == 0)
                continue;
            if (!begun)
                title(to, nd_group_titles[group], bold);
            begun = true;
            option_entry(to, &fresh, o);
        }
    }
    nd_cli_release(&fresh);
}

static bool gives(const nd_command *command, const char *code)
{
    size_t len = strlen(code);
    for (const char *at = command->exits; (at = strstr(at, code)) != NULL; at += len) {
        if ((at == command->exits || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0'))
            return true;
    }
    return false;
}

static void examples(nd_buf *to, const nd_command *command)
{
    for (size_t i = 0; i < ND_EXAMPLES && command->examples[i].line != NULL; i++)
        nd_buf_printf(to, "  neardup %s\n      %s\n", command->examples[i].line, command->examples[i].what);
}

void nd_help_of(nd_buf *to, const nd_command *command, bool bold)
{
    nd_usage_line(to, command);
    nd_buf_puts(to, "\n");
    nd_wrap(to, command->about, 0, 0, WIDTH);
    option_entries(to, command, bold);
    title(to, "Exit codes", bold);
    for (size_t i = 0; i < nd_n_exits; i++) {
        if (gives(command, nd_exits[i].code))
            entry(to, nd_exits[i].code, nd_exits[i].when, 7);
    }
    if (command->examples[0].line != NULL) {
        title(to, "Examples", bold);
        examples(to, command);
    }
}

void nd_help_overview(nd_buf *to, bool bold)
{
    nd_buf_puts(to, "neardup " ND_VERSION ": finds text that is there twice\n\n"
                    "usage: neardup COMMAND [OPTION]... [ARGUMENT]...\n");
    title(to, "Commands", bold);
    for (size_t i = 0; i < nd_n_commands; i++)
        entry(to, nd_commands[i].name, nd_commands[i].summary, SUMMARY_COLUMN);
    title(to, "Examples", bold);
    for (size_t i = 0; i < 2; i++)
        nd_buf_printf(to, "  neardup %s\n      %s\n", nd_commands[i].examples[0].line,
                      nd_commands[i].examples[0].what);
    nd_buf_puts(to, "\n'neardup help COMMAND' tells all about one command.\n");
}

int nd_cmd_help(nd_cli *cli)
{
    nd_err err = {.code = ND_OK};
    nd_buf page;
    nd_status st = ND_OK;
    const nd_command *topic = cli->help ? cli->command : NULL;
    nd_buf_init(&page, cli->alloc);
    if (!cli->help && cli->n_args > 0 && (topic = nd_command_find(cli->args[0])) == NULL)
        st = nd_fail_unknown_command(&err, cli->args[0]);
    else if (cli->man)
        nd_man_page(&page);
    else if (topic != NULL)
        nd_help_of(&page, topic, cli->out_color);
    else
        nd_help_overview(&page, cli->out_color);
    if (st == ND_OK)
        st = nd_cli_out_buf(cli, &page, &err);
    nd_buf_release(&page);
    return nd_cli_end(cli, st, &err, NULL, 0);
}
