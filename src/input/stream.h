/* SPDX-License-Identifier: MIT
 *
 * stream.h - one input, decompressed as it is read. The packing is told by magic
 * bytes, not by name: gzip (any number of members), zstd (any number of frames,
 * skippable ones too), else plain.
 */
#ifndef ND_STREAM_H
#define ND_STREAM_H

#include "base/base.h"

typedef enum nd_packing { ND_PLAIN = 0, ND_GZIP, ND_ZSTD } nd_packing;

typedef struct nd_stream nd_stream;

/* nd_stream_open - path "-" is standard input. ND_EIO where it cannot be opened. */
nd_status nd_stream_open(nd_stream **out, const char *path, const nd_alloc *alloc, nd_err *err);
void nd_stream_close(nd_stream *stream);

nd_packing nd_stream_packing(const nd_stream *stream);

/*
 * nd_stream_read - the next decoded bytes, *got of at most cap > 0.
 *
 * ND_OK with *got > 0; ND_END at the end of an intact input. ND_EFORMAT: damage
 * (truncated, bad CRC or length, checksum, junk after the last member; zero
 * padding after gzip is an end) - what was decoded before it has been delivered;
 * ND_EIO: a read failed. ND_ESTOP: *stop was set while waiting. All stick.
 */
nd_status nd_stream_read(nd_stream *stream, char *to, size_t cap, size_t *got, nd_err *err);

/*
 * nd_stream_finish - reads the raw bytes to their end (after damage too) and gives
 * the size and XXH3_128 digest of the input as it lies on disk.
 */
nd_status nd_stream_finish(nd_stream *stream, uint64_t *bytes, nd_digest *digest, nd_err *err);

/* nd_stream_raw - raw bytes taken so far, for progress. */
uint64_t nd_stream_raw(const nd_stream *stream);

#endif
