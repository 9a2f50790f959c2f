/* SPDX-License-Identifier: MIT
 *
 * options.c - the table. One row an option; it has one letter and one meaning in
 * every command that takes it. A default is not written here: it is what
 * nd_cli_init left in the field, read back by nd_option_default.
 */
#include "commands.h"
#include "options.h"

#define AT(field) offsetof(nd_cli, field)
#define KIB (UINT64_C(1) << 10)
#define GIB (UINT64_C(1) << 30)

static const char *const when_names[] = {"auto", "always", "never", NULL};
static const char *const progress_names[] = {"auto", "always", "never", "json", NULL};
static const char *const format_names[] = {"auto", "jsonl", "lines", "text", NULL};
static const char *const page_names[] = {"html", "md", NULL};
static const char *const sort_names[] = {"place", "weight", NULL};
static const char *const rules_names[] = {"none", "gopher", NULL};
static const char *const noise_names[] = {"auto", "yes", "no", NULL};
static const char *const keep_names[] = {"first", "last", "longest", "shortest", NULL};

const char *const nd_group_titles[ND_GROUPS] = {
    [ND_GROUP_ALIKE] = "What is alike",
    [ND_GROUP_INPUT] = "Input",
    [ND_GROUP_OUTPUT] = "Output",
    [ND_GROUP_RUN] = "Running",
};

const nd_option nd_options[] = {
    {'t', "threshold", ND_OPT_RATIO, AT(job.opts.threshold), 0, 1, "T", NULL, ND_GROUP_ALIKE,
     ND_DECIDE | ND_TUNE, "least Jaccard similarity of a near-copy, over 0 to 1"},
    {0, "recall", ND_OPT_RATIO, AT(job.opts.recall), 0, 1, "R", NULL, ND_GROUP_ALIKE, ND_DECIDE | ND_TUNE,
     "share of the pairs at the threshold that must be found"},
    {'n', "shingle", ND_OPT_U32, AT(job.opts.shingle), 1, 64, "N", NULL, ND_GROUP_ALIKE,
     ND_DECIDE | ND_COMPARE,
     "words per shingle"},
    {'k', "perms", ND_OPT_U32, AT(job.opts.perms), 16, 1024, "K", NULL, ND_GROUP_ALIKE, ND_DECIDE | ND_TUNE,
     "values per signature"},
    {0, "seed", ND_OPT_U64, AT(job.opts.seed), 0, UINT64_MAX, "N", NULL, ND_GROUP_ALIKE, ND_DECIDE,
     "seed of the signature"},
    {0, "bucket-cap", ND_OPT_U32, AT(job.opts.bucket_cap), 1, 65535, "N", NULL, ND_GROUP_ALIKE, ND_DECIDE,
     "kept documents that one bucket of the index holds at most"},
    {0, "keep", ND_OPT_KEEP, AT(job.keep_spec), 0, 0, "RULE", keep_names, ND_GROUP_ALIKE, ND_DECIDE,
     "which of a group stays: first, last, longest, shortest, max:FIELD or min:FIELD (a JSON number)"},
    {0, "near", ND_OPT_RATIO, AT(job.opts.near), 0, 1, "T", NULL, ND_GROUP_ALIKE, ND_INSPECT,
     "least similarity of near lines and paragraphs, over 0 to 1"},
    {0, "kinds", ND_OPT_KINDS, AT(job.opts.repeat_kinds), 0, 0, "LIST", NULL, ND_GROUP_ALIKE, ND_INSPECT,
     "what to look for: line, near_line, template, paragraph, near_paragraph, phrase, stutter, punctuation"},
    {0, "all", ND_OPT_FLAG, AT(job.opts.weak_repeats), 0, 0, NULL, NULL, ND_GROUP_ALIKE, ND_INSPECT,
     "tell also what repeats by nature: answers, verse, tables, names and set phrases"},
    {0, "fold-digits", ND_OPT_FLAG, AT(job.opts.fold_digits), 0, 0, NULL, NULL, ND_GROUP_ALIKE,
     ND_FOLDED, "read every decimal digit as 0"},
    {0, "strip-marks", ND_OPT_FLAG, AT(job.opts.strip_marks), 0, 0, NULL, NULL, ND_GROUP_ALIKE,
     ND_FOLDED, "drop accents and other marks from letters"},
    {0, "min-letters", ND_OPT_U32, AT(job.opts.passage_letters), 20, 1000000, "N", NULL, ND_GROUP_ALIKE, ND_PASSAGES,
     "least letters of a shared passage"},
    {0, "min-score", ND_OPT_RATIO, AT(job.opts.passage_score), 20, 1000000, "N", NULL, ND_GROUP_ALIKE, ND_PASSAGES,
     "least score of one: its letters, less 2.5 for each edit; for short texts 45"},
    {0, "noisy", ND_OPT_CHOICE, AT(job.opts.passage_noise), 0, 0, "WHEN", noise_names, ND_GROUP_ALIKE, ND_PASSAGES,
     "search among many wrong letters, as of bad scans: auto (as the texts look), yes or no"},

    {0, "in", ND_OPT_CHOICE, AT(job.reader.format), 0, 0, "FORMAT", format_names, ND_GROUP_INPUT,
     ND_DOCUMENTS, "what the inputs are, once unpacked: auto (by content), jsonl, lines or text"},
    {0, "lines", ND_OPT_FLAG, AT(job.reader.lines), 0, 0, NULL, NULL, ND_GROUP_INPUT,
     ND_DOCUMENTS, "plain text: each line is a document, not each file"},
    {0, "text-field", ND_OPT_FIELDS, AT(job.fields), 0, 0, "NAME", NULL, ND_GROUP_INPUT,
     ND_DOCUMENTS | ND_REPORT, "JSON field that holds the text; dotted paths; several joined by a line feed"},
    {0, "id-field", ND_OPT_TEXT, AT(job.fields.id), 0, 0, "NAME", NULL, ND_GROUP_INPUT,
     ND_DOCUMENTS, "JSON field that names the record"},
    {0, "series", ND_OPT_TEXT, AT(job.fields.series), 0, 0, "FIELD", NULL, ND_GROUP_INPUT, ND_PASSAGES,
     "JSON field; records with the same value there, as of one newspaper, are not compared"},
    {0, "date", ND_OPT_TEXT, AT(job.fields.date), 0, 0, "FIELD", NULL, ND_GROUP_INPUT, ND_PASSAGES,
     "JSON field that orders the records of a family: dates (2026-01-31, 31 Jan 2026) or numbers; else by bytes"},
    {0, "max-doc", ND_OPT_SIZE, AT(job.reader.max_doc), KIB, 4 * GIB, "SIZE", NULL, ND_GROUP_INPUT, ND_READ | ND_COMPARE | ND_REPORT,
     "a larger record is not looked into: it counts as bad and is kept"},
    {0, "files-from", ND_OPT_FILE, AT(files_from), 0, 0, "FILE", NULL, ND_GROUP_INPUT, ND_READ | ND_REPORT,
     "more inputs, one a line; - is standard input"},
    {'0', "null", ND_OPT_FLAG, AT(nul), 0, 0, NULL, NULL, ND_GROUP_INPUT, ND_READ | ND_REPORT,
     "the names in --files-from end with NUL"},

    {'o', "output", ND_OPT_FILE, AT(job.output), 0, 0, "OUT", NULL, ND_GROUP_OUTPUT, ND_OUTPUT | ND_REPORT,
     "where to write; - is standard output"},
    {'r', "result", ND_OPT_FILE, AT(job.result), 0, 0, "FILE", NULL, ND_GROUP_OUTPUT, ND_DEDUP,
     "the result file, if not OUT.neardup.jsonl"},
    {0, "rejects", ND_OPT_FILE, AT(job.rejects), 0, 0, "FILE", NULL, ND_GROUP_OUTPUT, ND_APPLY,
     "write the removed records to this file"},
    {'f', "force", ND_OPT_FLAG, AT(job.force), 0, 0, NULL, NULL, ND_GROUP_OUTPUT, ND_OUTPUT | ND_REPORT,
     "replace files that this run writes; nothing else is deleted"},
    {0, "dry-run", ND_OPT_FLAG, AT(job.dry_run), 0, 0, NULL, NULL, ND_GROUP_OUTPUT, ND_WRITE,
     "read and count, but write nothing"},
    {0, "signals", ND_OPT_FLAG, AT(signals), 0, 0, NULL, NULL, ND_GROUP_OUTPUT, ND_INSPECT,
     "show the repetition signals of each article: shares of lines, paragraphs and n-grams"},
    {0, "rules", ND_OPT_CHOICE, AT(rules), 0, 0, "RULES", rules_names, ND_GROUP_OUTPUT, ND_INSPECT,
     "say which articles these rules would drop, and why: none or gopher"},
    {0, "format", ND_OPT_CHOICE, AT(job.page_format), 0, 0, "FORMAT", page_names, ND_GROUP_OUTPUT, ND_REPORT,
     "html: a page; md: Markdown, at most 65,536 bytes, what a pull request takes"},
    {0, "max-html", ND_OPT_SIZE, AT(job.max_page), 256 * KIB, GIB, "SIZE", NULL, ND_GROUP_OUTPUT, ND_REPORT,
     "most bytes of the page; what is left out is said on it"},
    {0, "json", ND_OPT_FLAG, AT(json), 0, 0, NULL, NULL, ND_GROUP_OUTPUT,
     ND_DOCUMENTS | ND_EVAL | ND_TUNE | ND_VERSIONS, "JSON Lines on standard output, for programs"},
    {0, "color", ND_OPT_CHOICE, AT(color), 0, 0, "WHEN", when_names, ND_GROUP_OUTPUT,
     ND_READ | ND_COMPARE | ND_REPORT | ND_TUNE | ND_HELP, "colour: auto (on a terminal), always or never"},

    {0, "sort", ND_OPT_CHOICE, AT(sort), 0, 0, "ORDER", sort_names, ND_GROUP_OUTPUT, ND_INSPECT,
     "findings by place, or by weight: the most telling first"},
    {0, "boilerplate", ND_OPT_U32, AT(job.boilerplate), 0, 1000, "N", NULL, ND_GROUP_OUTPUT, ND_INSPECT,
     "lines and paragraphs that stand in several documents to tell at the end; 0 is none"},

    {'j', "threads", ND_OPT_U32, AT(job.threads), 0, 256, "N", NULL, ND_GROUP_RUN, ND_READ,
     "threads; 0 is one for each processor"},
    {0, "work-dir", ND_OPT_FOLDER, AT(job.work_dir), 0, 0, "DIR", NULL, ND_GROUP_RUN, ND_OUTPUT,
     "folder for temporary files, if not TMPDIR"},
    {0, "progress", ND_OPT_CHOICE, AT(progress_when), 0, 0, "WHEN", progress_names, ND_GROUP_RUN,
     ND_READ | ND_REPORT,
     "show progress: auto (on a terminal), always, never, or json"},
    {0, "max-errors", ND_OPT_ALLOWANCE, AT(max_errors), 0, 0, "N", NULL, ND_GROUP_RUN,
     ND_DECIDE | ND_INSPECT | ND_PASSAGES | ND_EVAL, "more bad records than this, a number or a percentage, are exit code 3"},
    {0, "fail-over", ND_OPT_PERCENT, AT(fail_over), 0, 100, "PERCENT", NULL, ND_GROUP_RUN,
     ND_DECIDE | ND_INSPECT, "exit code 1 where more is found: of the documents, or (inspect) of one text"},
    {'q', "quiet", ND_OPT_FLAG, AT(quiet), 0, 0, NULL, NULL, ND_GROUP_RUN, ND_READ | ND_REPORT,
     "no progress and no summary; say only what is wrong"},
    {'v', "verbose", ND_OPT_FLAG, AT(verbose), 0, 0, NULL, NULL, ND_GROUP_RUN, ND_READ,
     "say more about what is done"},
    {0, "config", ND_OPT_FILE, AT(config), 0, 0, "FILE", NULL, ND_GROUP_RUN,
     ND_READ | ND_COMPARE | ND_REPORT | ND_EVAL | ND_TUNE,
     "read options from FILE instead of NEARDUP_CONFIG; the command line wins"},
    {0, "man", ND_OPT_FLAG, AT(man), 0, 0, NULL, NULL, ND_GROUP_RUN, ND_HELP,
     "print the manual page, as mdoc"},
    {'h', "help", ND_OPT_FLAG, AT(help), 0, 0, NULL, NULL, ND_GROUP_RUN, ND_EVERY, "show this help"},
};

const size_t nd_n_options = ND_COUNT(nd_options);

const nd_option *nd_option_find(const char *name)
{
    for (size_t i = 0; i < nd_n_options; i++) {
        if (strcmp(nd_options[i].name, name) == 0)
            return &nd_options[i];
    }
    return NULL;
}

bool nd_option_configurable(const nd_option *option)
{
    return option->at != AT(config) && option->at != AT(man) && option->at != AT(help);
}

nd_status nd_fail_unknown_option(nd_err *err, const char *before, const char *dashes, const char *name,
                                 uint32_t commands)
{
    const char *names[ND_COUNT(nd_options)];
    size_t n = 0;
    for (size_t i = 0; i < nd_n_options; i++) {
        if ((nd_options[i].commands & commands) != 0)
            names[n++] = nd_options[i].name;
    }
    const char *near = nd_nearest(name, names, n);
    if (near == NULL)
        return nd_fail(err, ND_EINVAL, "%sunknown option '%s%s'", before, dashes, name);
    return nd_fail(err, ND_EINVAL, "%sunknown option '%s%s'; did you mean '%s%s'?", before, dashes, name,
                   dashes, near);
}
