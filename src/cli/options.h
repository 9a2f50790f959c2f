/* SPDX-License-Identifier: MIT
 *
 * options.h - every option of the program, once. Parsing, help, the man page, the
 * completions and the configuration file all read this table.
 */
#ifndef ND_OPTIONS_H
#define ND_OPTIONS_H

#include "cli.h"

typedef enum nd_option_type {
    ND_OPT_FLAG = 0,   /* bool */
    ND_OPT_U32,        /* uint32_t or unsigned */
    ND_OPT_U64,        /* uint64_t */
    ND_OPT_SIZE,       /* uint64_t: "256M", "64Ki" */
    ND_OPT_RATIO,      /* double: "0.8" */
    ND_OPT_PERCENT,    /* double, a share: "5", "5%" */
    ND_OPT_ALLOWANCE,  /* nd_allowance: "0.1%", "10" */
    ND_OPT_CHOICE,     /* an enum of int's size whose values are 0, 1, ... in the order of choices */
    ND_OPT_KEEP,       /* the keep rule of the job */
    ND_OPT_KINDS,      /* uint32_t: bits of nd_repeat_kind, from names with commas */
    ND_OPT_FIELDS,     /* the text fields of the job */
    ND_OPT_TEXT,       /* const char *, never empty; so are these two */
    ND_OPT_FILE,
    ND_OPT_FOLDER
} nd_option_type;

/* In the order that help shows them. */
typedef enum nd_option_group {
    ND_GROUP_ALIKE = 0,
    ND_GROUP_INPUT,
    ND_GROUP_OUTPUT,
    ND_GROUP_RUN,
    ND_GROUPS          /* how many */
} nd_option_group;

typedef struct nd_option {
    char               letter;     /* 0: none */
    const char        *name;
    nd_option_type     type;
    size_t             at;         /* offset in nd_cli */
    uint64_t           least, most; /* of numbers; RATIO and PERCENT too */
    const char        *metavar;    /* NULL: takes no value */
    const char *const *choices;    /* NULL-ended; of CHOICE, and for KEEP those without a field */
    nd_option_group    group;
    uint32_t           commands;   /* the commands that take it: bits of commands.h */
    const char        *help;       /* one sentence, no full stop; the default is added */
} nd_option;

extern const nd_option nd_options[];
extern const size_t    nd_n_options;
extern const char     *const nd_group_titles[ND_GROUPS];

/* nd_option_find - by long name, or NULL. */
const nd_option *nd_option_find(const char *name);

/* nd_option_configurable - whether it may stand in a configuration file. */
bool nd_option_configurable(const nd_option *option);

/*
 * nd_option_set - text to the option's place in cli.
 *
 * @text   the value; "true" or "false" for a flag. Kept by reference.
 * @again  the same source has set it before: a list goes on, else it starts anew
 *
 * ND_EINVAL and what is wrong with the value, without the option's name.
 */
nd_status nd_option_set(nd_cli *cli, const nd_option *option, const char *text, bool again, nd_err *err);

/* nd_option_default - its value in an initialised nd_cli as one would type it; "" where there is none. */
void nd_option_default(const nd_cli *fresh, const nd_option *option, char *to, size_t cap);

/* One value on its way to its place, from argv or a file. */
typedef struct nd_setting {
    const nd_option *option;
    const char      *value;
    uint32_t         line;         /* in the configuration file */
} nd_setting;

typedef struct nd_settings {
    nd_setting *list;
    size_t      n, cap;
} nd_settings;

nd_status nd_settings_add(nd_settings *settings, const nd_setting *setting, const nd_alloc *alloc,
                          nd_err *err);
void nd_settings_release(nd_settings *settings, const nd_alloc *alloc);

/* nd_settings_apply - all, in order; the sentence begins with where: "--perms: ", or "file:3: perms: ". */
nd_status nd_settings_apply(nd_cli *cli, const nd_settings *settings, const char *file, nd_err *err);

/*
 * nd_config_read - the lines "name = value" of a configuration file ("#" begins a
 * comment line). Options that only other commands take are skipped; an unknown
 * name is ND_EINVAL, with file and line. Strings live in cli->strings.
 */
nd_status nd_config_read(nd_cli *cli, const char *path, nd_settings *settings, nd_err *err);

/*
 * nd_fail_unknown_option - "unknown option '--thresold'; did you mean '--threshold'?"
 *
 * @before    what the sentence begins with
 * @dashes    what stands in front of a name here: "--", or "" in a file
 * @commands  bits; only options of these are suggested
 */
nd_status nd_fail_unknown_option(nd_err *err, const char *before, const char *dashes, const char *name,
                                 uint32_t commands);

/* nd_nearest - the one of n names that a mistyped word most likely meant, or NULL. */
const char *nd_nearest(const char *word, const char *const *names, size_t n);

#endif
