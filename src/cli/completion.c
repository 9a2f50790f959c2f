/* SPDX-License-Identifier: MIT
 *
 * completion.c - the tables as completion scripts for bash, zsh and fish.
 */
#include "commands.h"
#include "options.h"

static bool takes(const nd_command *command, const nd_option *o)
{
    return (o->commands & nd_command_bit(command)) != 0;
}

static bool reads_files(const nd_command *command)
{
    return command->operands == ND_OPERANDS_INPUTS || command->operands == ND_OPERANDS_RESULT_INPUTS ||
           command->operands == ND_OPERANDS_RESULT_MAYBE_INPUTS ||
           command->operands == ND_OPERANDS_RESULT_LABELS || command->operands == ND_OPERANDS_PAIR;
}

/* Text inside single quotes; \ in front of what is in special too. */
static void quoted(nd_buf *to, const char *text, const char *special, const char *apostrophe)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            nd_buf_puts(to, apostrophe);
        else if (strchr(special, *text) != NULL)
            nd_buf_printf(to, "\\%c", *text);
        else
            nd_buf_add(to, text, 1);
    }
}

static void words(nd_buf *to, const char *const *list)
{
    for (size_t i = 0; list[i] != NULL; i++)
        nd_buf_printf(to, i > 0 ? " %s" : "%s", list[i]);
}

static void bash_page(nd_buf *to);
static void zsh_page(nd_buf *to);
static void fish_page(nd_buf *to);

static const struct {
    const char *name;
    void (*page)(nd_buf *to);
} shells[] = {{"bash", bash_page}, {"zsh", zsh_page}, {"fish", fish_page}};

/* The words that a command's operand may be; nothing where it is a file. */
static void operand_words(nd_buf *to, nd_operands operands)
{
    for (size_t i = 0; operands == ND_OPERANDS_COMMAND && i < nd_n_commands; i++)
        nd_buf_printf(to, i > 0 ? " %s" : "%s", nd_commands[i].name);
    for (size_t i = 0; operands == ND_OPERANDS_SHELL && i < ND_COUNT(shells); i++)
        nd_buf_printf(to, i > 0 ? " %s" : "%s", shells[i].name);
}

/* ---- bash: an empty answer falls through to file names */

static void bash_name(nd_buf *to, const nd_option *o, const char *between)
{
    nd_buf_puts(to, between);
    if (o->letter != '\0')
        nd_buf_printf(to, "-%c | ", o->letter);
    nd_buf_printf(to, "--%s", o->name);
}

static bool names_file(const nd_option *o)
{
    return o->type == ND_OPT_FILE || o->type == ND_OPT_FOLDER;
}

/* A pattern of the options whose value is a file, or can be anything. */
static void bash_pattern(nd_buf *to, bool files)
{
    const char *between = "    ";
    for (size_t i = 0; i < nd_n_options; i++) {
        const nd_option *o = &nd_options[i];
        if (o->metavar == NULL || o->choices != NULL || names_file(o) != files)
            continue;
        bash_name(to, o, between);
        between = " | ";
    }
    nd_buf_puts(to, ")\n");
}

static void bash_values(nd_buf *to)
{
    nd_buf_puts(to, "    case $prev in\n");
    bash_pattern(to, true);
    nd_buf_puts(to, "        return ;;\n");
    bash_pattern(to, false);
    nd_buf_puts(to, "        compopt +o bashdefault +o default 2>/dev/null\n"
                    "        return ;;\n");
    for (size_t i = 0; i < nd_n_options; i++) {
        if (nd_options[i].choices == NULL)
            continue;
        bash_name(to, &nd_options[i], "    ");
        nd_buf_puts(to, ") words='");
        words(to, nd_options[i].choices);
        nd_buf_puts(to, "' ;;\n");
    }
}

static void bash_command(nd_buf *to, const nd_command *c)
{
    nd_buf_printf(to, "        %s)\n            words='", c->name);
    operand_words(to, c->operands);
    nd_buf_puts(to, "'\n            [[ $cur != -* ]] || words='");
    for (size_t i = 0; i < nd_n_options; i++) {
        if (takes(c, &nd_options[i]))
            nd_buf_printf(to, "--%s ", nd_options[i].name);
    }
    nd_buf_puts(to, "' ;;\n");
}

static void bash_page(nd_buf *to)
{
    nd_buf_puts(to, "# bash completion for neardup\n"
                    "_neardup() {\n"
                    "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=''\n"
                    "    COMPREPLY=()\n"
                    "    if [[ $cur == = ]]; then\n"
                    "        cur=''\n"
                    "    elif [[ $prev == = ]]; then\n"
                    "        prev=${COMP_WORDS[COMP_CWORD-2]}\n"
                    "    fi\n");
    bash_values(to);
    nd_buf_puts(to, "    *)\n"
                    "        case ${COMP_WORDS[1]} in\n");
    for (size_t i = 0; i < nd_n_commands; i++)
        bash_command(to, &nd_commands[i]);
    nd_buf_puts(to, "        esac\n"
                    "        ((COMP_CWORD > 1)) || words='");
    operand_words(to, ND_OPERANDS_COMMAND);
    nd_buf_puts(to, " --help --version' ;;\n"
                    "    esac\n"
                    "    while IFS='' read -r cur; do\n"
                    "        COMPREPLY+=(\"$cur\")\n"
                    "    done < <(compgen -W \"$words\" -- \"$cur\")\n"
                    "}\n"
                    "complete -o bashdefault -o default -F _neardup neardup\n");
}

/* ---- zsh */

static void zsh_option(nd_buf *to, const nd_option *o)
{
    const char *equals = o->metavar != NULL ? "=" : "", *plus = o->metavar != NULL ? "+" : "";
    if (o->type == ND_OPT_FIELDS)
        nd_buf_printf(to, "'*--%s%s[", o->name, equals);
    else if (o->letter != '\0')
        nd_buf_printf(to, "'(-%c --%s)'{-%c%s,--%s%s}'[", o->letter, o->name, o->letter, plus, o->name,
                      equals);
    else
        nd_buf_printf(to, "'--%s%s[", o->name, equals);
    quoted(to, o->help, "[]\\", "'\\''");
    nd_buf_puts(to, "]");
    if (o->metavar != NULL) {
        nd_buf_printf(to, ":%s:", o->metavar);
        if (o->choices != NULL) {
            nd_buf_puts(to, "(");
            words(to, o->choices);
            nd_buf_puts(to, ")");
        } else if (names_file(o)) {
            nd_buf_puts(to, o->type == ND_OPT_FILE ? "_files" : "_files -/");
        } else {
            nd_buf_puts(to, " ");
        }
    }
    nd_buf_puts(to, "'");
}

static void zsh_command(nd_buf *to, const nd_command *c)
{
    nd_buf_printf(to, "        %s)\n            _arguments -s -S", c->name);
    for (size_t i = 0; i < nd_n_options; i++) {
        if (!takes(c, &nd_options[i]))
            continue;
        nd_buf_puts(to, " \\\n                ");
        zsh_option(to, &nd_options[i]);
    }
    if (reads_files(c)) {
        nd_buf_puts(to, " \\\n                '*:file:_files'");
    } else if (c->operands != ND_OPERANDS_NONE) {
        nd_buf_puts(to, " \\\n                '1: :(");
        operand_words(to, c->operands);
        nd_buf_puts(to, ")'");
    }
    nd_buf_puts(to, " ;;\n");
}

static void zsh_page(nd_buf *to)
{
    nd_buf_puts(to, "#compdef neardup\n"
                    "_neardup() {\n"
                    "    local context state state_descr line\n"
                    "    typeset -A opt_args\n"
                    "    local -a commands=(\n");
    for (size_t i = 0; i < nd_n_commands; i++) {
        nd_buf_printf(to, "        '%s:", nd_commands[i].name);
        quoted(to, nd_commands[i].summary, "\\", "'\\''");
        nd_buf_puts(to, "'\n");
    }
    nd_buf_puts(to, "    )\n"
                    "    _arguments -C '1: :->command' '*:: :->rest'\n"
                    "    case $state in\n"
                    "    command)\n"
                    "        _describe -t commands command commands ;;\n"
                    "    rest)\n"
                    "        case $words[1] in\n");
    for (size_t i = 0; i < nd_n_commands; i++)
        zsh_command(to, &nd_commands[i]);
    nd_buf_puts(to, "        esac ;;\n"
                    "    esac\n"
                    "}\n"
                    "if [[ $funcstack[1] == _neardup ]]; then\n"
                    "    _neardup \"$@\"\n"
                    "else\n"
                    "    compdef _neardup neardup\n"
                    "fi\n");
}

/* ---- fish */

static void fish_begin(nd_buf *to, uint32_t commands)
{
    nd_buf_puts(to, "complete -c neardup -n '__fish_seen_subcommand_from");
    for (size_t i = 0; i < nd_n_commands; i++) {
        if ((commands & nd_command_bit(&nd_commands[i])) != 0)
            nd_buf_printf(to, " %s", nd_commands[i].name);
    }
    nd_buf_puts(to, "'");
}

static void fish_option(nd_buf *to, const nd_option *o)
{
    fish_begin(to, o->commands);
    if (o->letter != '\0')
        nd_buf_printf(to, " -s %c", o->letter);
    nd_buf_printf(to, " -l %s", o->name);
    if (o->type == ND_OPT_FILE) {
        nd_buf_puts(to, " -r -F");
    } else if (o->type == ND_OPT_FOLDER) {
        nd_buf_puts(to, " -x -a '(__fish_complete_directories)'");
    } else if (o->choices != NULL) {
        nd_buf_puts(to, " -x -a '");
        words(to, o->choices);
        nd_buf_puts(to, "'");
    } else if (o->metavar != NULL) {
        nd_buf_puts(to, " -x");
    }
    nd_buf_puts(to, " -d '");
    quoted(to, o->help, "\\", "\\'");
    nd_buf_puts(to, "'\n");
}

static void fish_page(nd_buf *to)
{
    nd_buf_puts(to, "# fish completion for neardup\n"
                    "complete -c neardup -f\n");
    for (size_t i = 0; i < nd_n_commands; i++) {
        const nd_command *c = &nd_commands[i];
        nd_buf_printf(to, "complete -c neardup -n __fish_use_subcommand -a %s -d '", c->name);
        quoted(to, c->summary, "\\", "\\'");
        nd_buf_puts(to, "'\n");
        if (c->operands == ND_OPERANDS_NONE)
            continue;
        fish_begin(to, nd_command_bit(c));
        nd_buf_puts(to, reads_files(c) ? " -F" : " -a '");
        operand_words(to, c->operands);
        nd_buf_puts(to, reads_files(c) ? "\n" : "'\n");
    }
    for (size_t i = 0; i < nd_n_options; i++)
        fish_option(to, &nd_options[i]);
}

nd_status nd_completion_page(nd_buf *to, const char *shell, nd_err *err)
{
    for (size_t i = 0; i < ND_COUNT(shells); i++) {
        if (strcmp(shells[i].name, shell) == 0) {
            shells[i].page(to);
            return ND_OK;
        }
    }
    return nd_fail(err, ND_EINVAL, "no completion for '%s'; there is one for bash, zsh and fish", shell);
}

int nd_cmd_completion(nd_cli *cli)
{
    nd_err err = {.code = ND_OK};
    nd_buf page;
    nd_buf_init(&page, cli->alloc);
    nd_status st = nd_completion_page(&page, cli->args[0], &err);
    if (st == ND_OK)
        st = nd_cli_out_buf(cli, &page, &err);
    nd_buf_release(&page);
    return nd_cli_end(cli, st, &err, NULL, 0);
}
