/* SPDX-License-Identifier: MIT
 *
 * say.h - warnings of a job, one line each, to whoever watches it.
 */
#ifndef ND_SAY_H
#define ND_SAY_H

#include "job.h"

void nd_say(const nd_watch *watch, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* nd_stopped - ND_ESTOP once the job is asked to stop. */
static inline nd_status nd_stopped(const nd_watch *watch, nd_err *err)
{
    return watch->stop != NULL && *watch->stop != 0 ? nd_fail(err, ND_ESTOP, "interrupted") : ND_OK;
}

/* nd_source_label - what a message calls a source: the path as it was given or found; its name where it is a pipe. */
const char *nd_source_label(const nd_source *source);

#endif
