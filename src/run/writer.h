/* SPDX-License-Identifier: MIT
 *
 * writer.h - kept records of every source into its file under OUT (or all to standard
 * output), byte for byte, packed as they came.
 *
 * A packed source that loses nothing need not be packed again. A lazy writer writes nothing
 * of one before its first record goes, and what it then owes it reads again; where none
 * goes, it owes the file at the end, and its bytes can be copied as they lie.
 */
#ifndef ND_WRITER_H
#define ND_WRITER_H

#include "job.h"
#include "base/buf.h"
#include "base/digest.h"
#include "output/sink.h"

typedef struct nd_writer {
    const nd_sources *sources;
    const char   *folder;      /* OUT */
    bool          to_stdout;
    nd_outputs   *outputs;
    const volatile sig_atomic_t *stop;
    nd_sink      *sink;
    nd_outfile  **files;       /* one a source; NULL: nothing of it was written */
    bool          open;        /* the sink is at the current source's file */
    uint64_t      seen;        /* records and pieces of the current source */
    bool          lazy;        /* set by whoever copies what is owed at the end; not while standard output is written */
    bool          owes;        /* of the current source: all that was kept, and it is packed */
    uint64_t      owed;        /* decoded bytes of it, and their digest: */
    XXH3_state_t *hash;
    nd_buf        path;        /* scratch */
} nd_writer;

/* nd_writer_init - job->output is OUT or "-". Refuses (ND_EINVAL) what stands in the way. */
nd_status nd_writer_init(nd_writer *writer, const nd_job *job, const nd_sources *sources, nd_outputs *outputs,
                         nd_err *err);
void nd_writer_release(nd_writer *writer);

/*
 * The batches of a source in order: begin, keep for each record that stays (skip for the
 * others), end; then owes says whether all of it is still to be written. ND_EINVAL from skip:
 * the source is not what it was when what is owed was kept.
 */
nd_status nd_writer_begin(nd_writer *writer, const nd_batch *batch, nd_err *err);
nd_status nd_writer_keep(nd_writer *writer, const nd_batch *batch, const nd_record *record, nd_err *err);
nd_status nd_writer_skip(nd_writer *writer, const nd_batch *batch, nd_err *err);
nd_status nd_writer_end(nd_writer *writer, const nd_batch *batch, nd_err *err);

/* nd_writer_file - the file of source i, begun or restarted and empty, for a raw copy. */
nd_status nd_writer_file(nd_writer *writer, size_t i, nd_outfile **file, nd_err *err);

#endif
