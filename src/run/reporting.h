/* SPDX-License-Identifier: MIT
 *
 * reporting.h - a result on its way to a page: its rows are read twice, what is shown
 * is chosen, the texts of that are read again.
 */
#ifndef ND_REPORTING_H
#define ND_REPORTING_H

#include "result.h"

#include "report/about.h"

typedef struct nd_reporting {
    const nd_job   *job;
    nd_outcome     *outcome;
    nd_result       result;
    nd_about        about;
    nd_arena        strings;   /* of about */
    nd_sources      found;     /* inputs that were not given */
    const nd_sources *sources; /* the job's, or found */
    const nd_alloc *alloc;
} nd_reporting;

/* nd_reporting_init - opens the result and reads what its header says. To be released either way. */
nd_status nd_reporting_init(nd_reporting *reporting, const nd_job *job, nd_outcome *outcome, nd_err *err);
void nd_reporting_release(nd_reporting *reporting);

/*
 * nd_reporting_record - a row's record: values of file, record and id, in this order.
 * Its id is good until the next row. ND_EINVAL where they name none.
 */
nd_status nd_reporting_record(const nd_reporting *reporting, const nd_json_value *values, nd_shown_record *out,
                              nd_err *err);

/* nd_reporting_place - values of line, offset and length; false where they are no place. */
bool nd_reporting_place(const nd_json_value *values, nd_place *out);

/* nd_reporting_share - a number from 0 to 1; ND_EINVAL names it. */
nd_status nd_reporting_share(const nd_reporting *reporting, const nd_json_value *value, const char *name, double *out,
                             nd_err *err);

/* Where each reading of rows asks for these: rows of every kind have them, or some. */
enum { ND_ROW_TYPE, ND_ROW_FILE, ND_ROW_RECORD, ND_ROW_ID, ND_ROW_BYTE, ND_ROW_WHAT, ND_ROW_OWN };
#define ND_ROW_PATHS "type", "file", "record", "id", "byte", "what"

/* nd_reporting_rows - reads the result from its beginning; fn takes the n values of each row and may stop it. */
typedef nd_status nd_row_fn(void *ctx, const nd_json_value *values, nd_err *err);
nd_status nd_reporting_rows(nd_reporting *reporting, const char *const *paths, size_t n, nd_row_fn *fn, void *ctx,
                            nd_err *err);

/* nd_reporting_fault - takes a row of type error or damaged; of another it is ND_OK too. */
nd_status nd_reporting_fault(nd_reporting *reporting, const nd_json_value *values, nd_err *err);

/* nd_reporting_lasting - a copy that lasts as long as the report, NUL-ended; NULL: no memory. */
const char *nd_reporting_lasting(nd_reporting *reporting, const char *bytes, size_t len);

/* nd_reporting_close - nothing more is wanted of texts; how much of one is kept depends on how many there are. */
void nd_reporting_close(const nd_reporting *reporting, nd_shown_texts *texts);

/*
 * nd_reporting_texts - reads what texts want, each input that has some of it once.
 *
 * ND_EINVAL: an input is missing, is not what the result was made from, or has no such
 * record or place. Of an input that was damaged and cannot be read now the texts are
 * left without (nd_shown_text.text is NULL).
 */
nd_status nd_reporting_texts(nd_reporting *reporting, nd_shown_texts *texts, nd_err *err);

/* nd_reporting_sources - the files of the inputs that texts want; see nd_run_report. */
nd_status nd_reporting_sources(nd_reporting *reporting, const nd_shown_texts *texts, nd_err *err);

#endif
