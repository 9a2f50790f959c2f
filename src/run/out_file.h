/* SPDX-License-Identifier: MIT
 *
 * out_file.h - the one file that a job writes, or that stands beside the folder it writes.
 */
#ifndef ND_OUT_FILE_H
#define ND_OUT_FILE_H

#include "job.h"
#include "output/sink.h"

/*
 * nd_begin_file - a plain file of rows or records; "-" is standard output. ND_EINVAL where
 * it is an input, or would stand under folder (may be NULL).
 *
 * @last  renamed after all others of outputs
 * @sink  out: to write to; the caller frees it
 */
nd_status nd_begin_file(const nd_job *job, nd_outputs *outputs, const char *path, const char *folder, bool last,
                        nd_sink **sink, nd_err *err);

/* nd_finish - ends the sink (may be NULL), lets the watch close, and gives every output its name. */
nd_status nd_finish(const nd_job *job, const nd_outcome *outcome, nd_outputs *outputs, nd_sink *sink, nd_err *err);

#endif
