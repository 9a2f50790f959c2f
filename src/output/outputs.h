/* SPDX-License-Identifier: MIT
 *
 * outputs.h - the files one run writes: each appears under its name whole, or not
 * at all.
 *
 * A file is written under a temporary name in its own folder, flushed to disk and
 * closed; commit then renames all of them, in the order they were begun but for
 * those begun as last. What is not committed is removed, and so are the folders
 * that were made for it.
 */
#ifndef ND_OUTPUTS_H
#define ND_OUTPUTS_H

#include "base/base.h"

#include <signal.h>

typedef struct nd_outputs nd_outputs;
typedef struct nd_outfile nd_outfile;

/* nd_outputs_new - @force: files that stand under the final names are replaced. */
nd_status nd_outputs_new(nd_outputs **out, bool force, const nd_alloc *alloc, nd_err *err);

/* nd_outputs_free - takes back what was not committed, and folders that nothing is in. */
void nd_outputs_free(nd_outputs *outputs);

/*
 * nd_outputs_check - ND_EINVAL where path cannot be a file of this run: something
 * stands there (without force), or a folder, pipe or device does, or a parent is no
 * folder, or path names no file ("out/").
 */
nd_status nd_outputs_check(const nd_outputs *outputs, const char *path, nd_err *err);

/*
 * nd_outputs_begin - a new file; its parent folders are made. @last: renamed after
 * all that are not, and what stands under its name is removed before any rename.
 * The file belongs to outputs.
 */
nd_status nd_outputs_begin(nd_outputs *outputs, const char *path, bool last, nd_outfile **file, nd_err *err);

/*
 * nd_outputs_stdout - standard output as a file: written at once, never renamed.
 * @stop: may be NULL; non-zero: a write that waits for a pipe's reader is ND_ESTOP soon
 */
nd_status nd_outputs_stdout(nd_outputs *outputs, const volatile sig_atomic_t *stop, nd_outfile **file, nd_err *err);

/* nd_outputs_scratch - a file in folder that is never committed and that only this user can read. */
nd_status nd_outputs_scratch(nd_outputs *outputs, const char *folder, nd_outfile **file, nd_err *err);

/* A failure is ND_EWRITE and names file, bytes needed and free; a closed pipe's begins with "closed pipe". */
nd_status nd_outfile_write(nd_outfile *file, const void *bytes, size_t len, nd_err *err);

/* nd_outfile_temporary - where its bytes are until commit. */
const char *nd_outfile_temporary(const nd_outfile *file);

/* nd_outfile_finish - to disk and closed. Until commit it may be restarted. */
nd_status nd_outfile_finish(nd_outfile *file, nd_err *err);

/* nd_outfile_restart - empties a finished file and opens it for writing again. */
nd_status nd_outfile_restart(nd_outfile *file, nd_err *err);

/* nd_outfile_abandon - no such file after all. */
void nd_outfile_abandon(nd_outfile *file);

/*
 * nd_outputs_commit - every finished file under its name. A failure is taken back by
 * nd_outputs_free: what was renamed already goes too. ND_EINVAL where by now
 * something stands there that nd_outputs_check would refuse.
 */
nd_status nd_outputs_commit(nd_outputs *outputs, nd_err *err);

/* nd_outputs_written - files that were committed, the last ones aside. */
uint64_t nd_outputs_written(const nd_outputs *outputs);

/* nd_temporary - mkstemp(3), but a signal does not stop it. */
int nd_temporary(char *name);

#endif
