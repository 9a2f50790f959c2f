/* SPDX-License-Identifier: MIT
 *
 * begin_file.h - a plain file of rows, records or a page that a run writes.
 */
#ifndef ND_BEGIN_FILE_H
#define ND_BEGIN_FILE_H

#include "job.h"
#include "output/sink.h"

/*
 * nd_begin_file - path ("-": standard output) through a sink of its own.
 *
 * @folder  OUT, which path must not stand under, or NULL
 * @last    see nd_outputs_begin
 *
 * ND_EINVAL also where path is one of job->sources, or the result file that is read.
 */
nd_status nd_begin_file(const nd_job *job, nd_outputs *outputs, const char *path, const char *folder, bool last,
                        nd_sink **sink, nd_err *err);

/* nd_finish_file - ends the sink (may be NULL), lets the watch close, and gives every output its name. */
nd_status nd_finish_file(const nd_job *job, const nd_outcome *outcome, nd_outputs *outputs, nd_sink *sink, nd_err *err);

#endif
