/* SPDX-License-Identifier: MIT
 *
 * sink.h - bytes into an outfile, packed as the input was (plain, gzip, zstd).
 * One sink serves any number of files, one after the other.
 */
#ifndef ND_SINK_H
#define ND_SINK_H

#include "input/stream.h"
#include "outputs.h"

typedef struct nd_sink nd_sink;

nd_status nd_sink_new(nd_sink **out, const nd_alloc *alloc, nd_err *err);
void nd_sink_free(nd_sink *sink);

/* nd_sink_begin - what is written from now on goes to file. */
nd_status nd_sink_begin(nd_sink *sink, nd_outfile *file, nd_packing packing, nd_err *err);
nd_status nd_sink_write(nd_sink *sink, const void *bytes, size_t len, nd_err *err);

/* nd_sink_end - all bytes are packed and handed to the file, which is finished. */
nd_status nd_sink_end(nd_sink *sink, nd_err *err);

#endif
