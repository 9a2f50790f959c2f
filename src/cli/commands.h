/* SPDX-License-Identifier: MIT
 *
 * commands.h - every command, once. Dispatch, help, the man page and the
 * completions read this table.
 */
#ifndef ND_COMMANDS_H
#define ND_COMMANDS_H

#include "cli.h"

/* Bits of nd_option.commands: 1 << place in nd_commands. */
enum {
    ND_INSPECT = 1 << 0,
    ND_DEDUP = 1 << 1,
    ND_GROUP = 1 << 2,
    ND_APPLY = 1 << 3,
    ND_COMPARE = 1 << 4,
    ND_PASSAGES = 1 << 5,
    ND_REPORT = 1 << 6,
    ND_EVAL = 1 << 7,
    ND_TUNE = 1 << 8,
    ND_VERSIONS = 1 << 9,
    ND_HELP = 1 << 10,
    ND_COMPLETION = 1 << 11,

    ND_DECIDE = ND_DEDUP | ND_GROUP,            /* say which records are copies */
    ND_WRITE = ND_DECIDE | ND_APPLY,            /* need an output */
    ND_OUTPUT = ND_WRITE | ND_PASSAGES,         /* may have one */
    ND_READ = ND_INSPECT | ND_OUTPUT,           /* have inputs */
    ND_FOLDED = ND_INSPECT | ND_DECIDE | ND_COMPARE, /* compare folded words */
    ND_DOCUMENTS = ND_FOLDED | ND_PASSAGES,     /* look into documents */
    ND_EVERY = ND_READ | ND_COMPARE | ND_REPORT | ND_EVAL | ND_TUNE | ND_VERSIONS | ND_HELP | ND_COMPLETION
};

typedef enum nd_operands {
    ND_OPERANDS_NONE = 0,
    ND_OPERANDS_INPUTS,        /* one or more, or --files-from */
    ND_OPERANDS_RESULT_INPUTS, /* the result file, then inputs */
    ND_OPERANDS_RESULT_MAYBE_INPUTS, /* the result file, then inputs or none */
    ND_OPERANDS_RESULT_LABELS, /* the result file, then the labels */
    ND_OPERANDS_PAIR,          /* two documents, each a file or file:record */
    ND_OPERANDS_COMMAND,       /* the name of a command, or nothing */
    ND_OPERANDS_SHELL          /* the name of a shell */
} nd_operands;

typedef struct nd_example {
    const char *line;          /* to type, without "neardup " */
    const char *what;          /* what it does */
} nd_example;

enum { ND_EXAMPLES = 3 };

typedef struct nd_command {
    const char *name;
    const char *usage;         /* what follows the name and the options */
    const char *summary;       /* half a line */
    const char *about;         /* a paragraph; sentences */
    nd_operands operands;
    const char *exits;         /* the exit codes it may give: "0 2 4" */
    nd_example  examples[ND_EXAMPLES]; /* to the first NULL line */
    int       (*run)(nd_cli *cli);
} nd_command;

extern const nd_command nd_commands[];
extern const size_t     nd_n_commands;

/* What an exit code says, for help and the man page. */
typedef struct nd_exit {
    const char *code, *when;
} nd_exit;

extern const nd_exit nd_exits[];
extern const size_t  nd_n_exits;

/* nd_command_find - by name, or NULL. */
const nd_command *nd_command_find(const char *name);

static inline uint32_t nd_command_bit(const nd_command *command)
{
    return 1U << (command - nd_commands);
}

/* nd_fail_unknown_command - with the nearest one there is. */
nd_status nd_fail_unknown_command(nd_err *err, const char *name);

int nd_cmd_inspect(nd_cli *cli);
int nd_cmd_dedup(nd_cli *cli);
int nd_cmd_group(nd_cli *cli);
int nd_cmd_apply(nd_cli *cli);
int nd_cmd_compare(nd_cli *cli);
int nd_cmd_passages(nd_cli *cli);
int nd_cmd_report(nd_cli *cli);
int nd_cmd_eval(nd_cli *cli);
int nd_cmd_tune(nd_cli *cli);
int nd_cmd_version(nd_cli *cli);
int nd_cmd_help(nd_cli *cli);
int nd_cmd_completion(nd_cli *cli);

/* The pages, appended to a buffer; all made from the tables. */
void nd_help_overview(nd_buf *to, bool bold);
void nd_help_of(nd_buf *to, const nd_command *command, bool bold);
void nd_usage_line(nd_buf *to, const nd_command *command);
void nd_man_page(nd_buf *to);
nd_status nd_completion_page(nd_buf *to, const char *shell, nd_err *err); /* ND_EINVAL: no such shell */

#endif
