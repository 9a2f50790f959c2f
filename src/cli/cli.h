/* SPDX-License-Identifier: MIT
 *
 * cli.h - one run of the program: what was asked for, and how it speaks.
 *
 * A command is a function that finds everything in nd_cli (options read, inputs
 * listed, watch connected) and returns the exit code, as in
 *
 *     int nd_cmd_inspect(nd_cli *cli)
 *     {
 *         nd_outcome outcome = {0};
 *         nd_err err = {.code = ND_OK};
 *         nd_status st = nd_run_inspect(&cli->job, found, &state, &outcome, &err);
 *         return nd_cli_end(cli, st, &err, &outcome, share_that_repeats);
 *     }
 *
 * Data goes to standard output through nd_cli_out, all else to standard error
 * through nd_cli_say; nothing in the program writes to either by other means,
 * but for a job whose output is "-".
 */
#ifndef ND_CLI_H
#define ND_CLI_H

#include "base/buf.h"
#include "progress.h"
#include "run/job.h"

struct nd_command;

/* --color and --progress; the order of their choices in options.c. */
typedef enum nd_when { ND_WHEN_AUTO = 0, ND_WHEN_ALWAYS, ND_WHEN_NEVER, ND_WHEN_JSON } nd_when;

/* --sort; likewise. */
typedef enum nd_sort { ND_SORT_PLACE = 0, ND_SORT_WEIGHT } nd_sort;
/* --rules; the order of its choices in options.c. */
typedef enum nd_rules { ND_RULES_NONE = 0, ND_RULES_GOPHER } nd_rules;

/* --max-errors: a share of the records, or a number of them. */
typedef struct nd_allowance {
    bool     is_share;
    double   share;
    uint64_t count;
} nd_allowance;

/* Not to be moved once parsed: the job points into it. */
typedef struct nd_cli {
    const nd_alloc          *alloc;
    const struct nd_command *command;

    nd_job       job;             /* ready to run: sources, watch and threads too */
    nd_sources   sources;
    const char **args;            /* operands, in order */
    size_t       n_args, cap_args;
    const char  *text_fields[ND_TEXT_FIELDS];

    bool         help, man, quiet, verbose, json, nul;
    nd_when      color, progress_when;
    nd_sort      sort;
    nd_allowance max_errors;
    bool         signals;         /* inspect: print the repetition signals */
    nd_rules     rules;           /* inspect: mark what they would drop */
    double       fail_over;       /* share; negative where not given */
    const char  *config, *files_from;

    bool         out_is_tty, err_is_tty;
    bool         out_color, err_color; /* escape sequences are welcome there */
    unsigned     width;           /* columns to fill, of the terminal where there is one */
    bool         usage;           /* the failure is one that the usage line answers */

    nd_progress_view view;
    nd_arena     strings;         /* values that argv does not hold */
    nd_buf       out;             /* standard output, not yet written */
    nd_status    out_status;      /* the first failure to write it sticks */
    int          out_errno;
    bool         out_used;        /* something was written to it */
} nd_cli;

/* nd_cli_init - every option at its default; looks at no terminal and opens nothing. */
void nd_cli_init(nd_cli *cli, const nd_alloc *alloc);
void nd_cli_release(nd_cli *cli);

/*
 * nd_cli_parse - the command line, after the configuration file that it or
 * NEARDUP_CONFIG names, into cli (initialised). argv[1] is the command.
 *
 * ND_EINVAL and a sentence for anything that is not exactly right; cli->usage is
 * then set where the usage line says more. Stops at --help. Strings stay argv's.
 */
nd_status nd_cli_parse(nd_cli *cli, int argc, char **argv, nd_err *err);

/* nd_cli_look - what the standard streams are: colour, width, progress. */
void nd_cli_look(nd_cli *cli);

/* nd_cli_connect - streams looked at, inputs listed, watch and threads set: the job can run. */
nd_status nd_cli_connect(nd_cli *cli, nd_err *err);

/* nd_cli_say - "neardup: ...", one line on standard error, escaped; the progress line makes way. */
void nd_cli_say(nd_cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* nd_cli_tell - bytes on standard error as they are (escape what comes from inputs). */
void nd_cli_tell(nd_cli *cli, const char *bytes, size_t len);

/* nd_cli_tell_line - a line behind its label, where it holds something; on a terminal its words are wrapped below
 * each other. It is empty afterwards. */
void nd_cli_tell_line(nd_cli *cli, const char *label, nd_buf *line);

/*
 * nd_cli_out - bytes to standard output, through a buffer (a terminal gets them at once).
 * ND_EWRITE sticks, so a command that cannot stop may look only at nd_cli_out_flush.
 */
nd_status nd_cli_out(nd_cli *cli, const void *bytes, size_t len, nd_err *err);
nd_status nd_cli_out_buf(nd_cli *cli, const nd_buf *buf, nd_err *err);  /* ND_ENOMEM where buf failed */
nd_status nd_cli_out_flush(nd_cli *cli, nd_err *err);

/*
 * nd_cli_end - flushes, says what failed, and gives the exit code.
 *
 * @st, @err   how the job ended; err->text is said where st is a failure
 * @outcome    of the job, or NULL: bad files, and errors over --max-errors, are 3
 * @found      share that --fail-over looks at, 0 to 1
 */
int nd_cli_end(nd_cli *cli, nd_status st, nd_err *err, const nd_outcome *outcome, double found);

#endif
