/* SPDX-License-Identifier: MIT
 *
 * job.h - what the command line asks for, and what a job tells it while it runs.
 */
#ifndef ND_JOB_H
#define ND_JOB_H

#include "input/parser.h"
#include "input/reader.h"
#include "input/sources.h"

typedef enum nd_keep_rule {
    ND_KEEP_FIRST = 0, ND_KEEP_LAST, ND_KEEP_LONGEST, ND_KEEP_SHORTEST, ND_KEEP_MAX, ND_KEEP_MIN
} nd_keep_rule;

typedef enum nd_page_format { ND_PAGE_HTML = 0, ND_PAGE_MARKDOWN } nd_page_format;

typedef struct nd_progress {
    const char *stage;     /* "read", "match", "write" */
    uint64_t    done, total; /* bytes of input as on disk; of text where it is matched; total 0: not known */
    uint64_t    text;      /* bytes of text so far */
} nd_progress;

typedef struct nd_outcome nd_outcome;

/* Called on the thread of the ordered write, or the caller's; never two at once. */
typedef struct nd_watch {
    void *ctx;
    void (*progress)(void *ctx, const nd_progress *progress);  /* may be NULL; often, so be quick */
    void (*say)(void *ctx, const char *line);                  /* a warning: one line, text as it came */
    const volatile sig_atomic_t *stop;                         /* may be NULL; non-zero: ND_ESTOP soon */
    /* May be NULL. All is decided and written, nothing stands under its name yet: a failure takes it back. */
    nd_status (*closing)(void *ctx, const nd_outcome *outcome, nd_err *err);
} nd_watch;

typedef struct nd_job {
    nd_opts            opts;
    nd_keep_rule       keep;
    const char        *keep_spec;      /* as given: "first", "max:score.value" */
    nd_fields          fields;         /* fields.keep is the FIELD of max: and min: */
    const nd_sources  *sources;
    nd_reader_opts     reader;
    unsigned           threads;        /* at least 1 */
    const char        *work_dir;       /* for spools */
    const char        *output;         /* -o: folder, file, "-"; NULL where not given */
    const char        *result;         /* dedup -r; apply: the result file it reads */
    const char        *rejects;        /* apply: where removed records go, or NULL */
    bool               force, dry_run;
    uint32_t           boilerplate;    /* inspect: units that recur over documents to tell, at most */
    bool               signals;        /* inspect: measure the repetition signals too */
    uint64_t           max_page;       /* report: bytes it may have */
    nd_page_format     page_format;    /* likewise */
    uint64_t           records[2];     /* compare: of each source the record; 0: the only one it has */
    nd_watch           watch;
} nd_job;

struct nd_outcome {
    nd_counts counts;          /* documents counts unreadable records too; kept what was not removed */
    uint64_t  errors;          /* records that could not be read, all kept */
    uint64_t  restored;        /* removals cancelled because the keeper's file is damaged */
    uint64_t  text;            /* bytes of text read */
    uint64_t  files;           /* inputs */
    uint64_t  bad_files;       /* damaged or unreadable inputs */
    uint64_t  written;         /* files written under OUT; report: bytes of the page */
    uint64_t  passages, templates, families; /* passages: how many; those of forms among them; families */
};

/*
 * The jobs. ND_OK with outcome->bad_files > 0 is a run that is done and written.
 * Any failure leaves nothing behind. ND_EINVAL: nothing was done. ND_EWRITE: a
 * write failed. ND_ESTOP: *watch.stop was set.
 */
nd_status nd_run_group(const nd_job *job, nd_outcome *outcome, nd_err *err);
nd_status nd_run_dedup(const nd_job *job, nd_outcome *outcome, nd_err *err);
nd_status nd_run_apply(const nd_job *job, nd_outcome *outcome, nd_err *err);

/*
 * nd_run_inspect - repeats inside each document of the inputs, in input order, and
 * the lines and paragraphs that recur over them.
 *
 * to->found is called for each document, on one thread at a time, with what stands
 * in it, then to->recurs once for each of the job->boilerplate units that stand in
 * most documents; a failure that one returns ends the job. A record that cannot be
 * read is said (watch.say) and counted.
 */
typedef struct nd_inspected {
    const nd_source  *source;
    uint64_t          record;          /* from 1 in its source */
    const char       *id;              /* JSON token or NULL */
    size_t            id_len;
    const char       *text;            /* the document */
    size_t            len;
    const nd_repeats *repeats;
    const nd_signals *signals;         /* NULL where the job does not ask for them */
    bool              whole_file;      /* the file is the document (plain text) */
} nd_inspected;

typedef struct nd_recurs {
    const nd_recurring *unit;
    const nd_source    *source;        /* where it stood first */
    uint64_t            record;
    bool                whole_file;
} nd_recurs;

/* What cannot be read: a record, or (record 0) an input that is not intact. */
typedef struct nd_inspect_fault {
    const nd_source *source;
    uint64_t         record, byte;
    const char      *what;
} nd_inspect_fault;

typedef struct nd_inspect_to {
    void *ctx;
    nd_status (*found)(void *ctx, const nd_inspected *inspected, nd_err *err);
    nd_status (*recurs)(void *ctx, const nd_recurs *recurs, nd_err *err);
    /* These may be NULL. After each input: its last batch, which says what it was. */
    nd_status (*fault)(void *ctx, const nd_inspect_fault *fault, nd_err *err);
    nd_status (*ended)(void *ctx, const nd_source *source, const nd_batch *last, nd_err *err);
} nd_inspect_to;

nd_status nd_run_inspect(const nd_job *job, const nd_inspect_to *to, nd_outcome *outcome, nd_err *err);

/*
 * nd_run_compare - two documents, one of each of the two sources, and what they share.
 *
 * compared is called once with both, unless one could not be read: that is said
 * (watch.say) and counted. ND_EINVAL: a record that was asked for is not there, or a
 * source has several and none was asked for.
 */
typedef struct nd_compared_text {
    const nd_source *source;
    uint64_t         record;           /* from 1 in its source */
    char            *id;               /* JSON token or NULL */
    char            *text;
    size_t           id_len, len;
    bool             whole_file;       /* the file is the document (plain text) */
} nd_compared_text;

typedef struct nd_compared {
    nd_compared_text a, b;
    nd_similarity    similarity;
    nd_alignment     alignment;
} nd_compared;

typedef nd_status nd_compare_fn(void *ctx, const nd_compared *compared, nd_err *err);
nd_status nd_run_compare(const nd_job *job, nd_compare_fn *compared, void *ctx, nd_outcome *outcome, nd_err *err);

/*
 * nd_run_report - the result file job->result as a page, job->output.
 *
 * Texts are read again from job->sources, or where there is none from files of the names
 * in the result: below the current folder, or beside the result file. Only inputs that a
 * shown text is of are needed; ND_EINVAL where one is missing or not what it was.
 */
nd_status nd_run_report(const nd_job *job, nd_outcome *outcome, nd_err *err);

#endif
