/* SPDX-License-Identifier: MIT
 *
 * stream.h - one input, decompressed as it is read. The packing is told by magic
 * bytes, not by name: gzip (any number of members), zstd (any number of frames,
 * skippable ones too), else plain.
 */
#ifndef ND_STREAM_H
#define ND_STREAM_H

#include "base/base.h"

#include <signal.h>

typedef enum nd_packing { ND_PLAIN = 0, ND_GZIP, ND_ZSTD } nd_packing;

typedef struct nd_stream nd_stream;

/*
 * nd_stream_open - path "-" is standard input. Reads the first bytes, to know the
 * packing. ND_EIO where it cannot be opened or read, ND_ESTOP as nd_stream_read.
 *
 * @stop  may be NULL; non-zero: reading ends soon
 */
nd_status nd_stream_open(nd_stream **out, const char *path, const volatile sig_atomic_t *stop,
                         const nd_alloc *alloc, nd_err *err);
void nd_stream_close(nd_stream *stream);

nd_packing nd_stream_packing(const nd_stream *stream);

/*
 * nd_stream_read - the next decoded bytes, *got of at most cap > 0.
 *
 * ND_OK with *got > 0; ND_END at the end of an intact input (an empty one too).
 * ND_EFORMAT: damage (truncated, bad CRC or length, checksum, junk after the last
 * member; zero padding after gzip is an end) - what was decoded before it has been
 * delivered; ND_EIO: a read failed. ND_ESTOP: *stop was set. All stick.
 *
 * What is delivered of a member is checked only at the member's end.
 */
nd_status nd_stream_read(nd_stream *stream, char *to, size_t cap, size_t *got, nd_err *err);

/*
 * nd_stream_finish - reads the raw bytes to their end (after damage too) and gives
 * the size and XXH3_128 digest of the input as it lies on disk. On failure (ND_EIO,
 * ND_ESTOP) both are of the bytes that could be read.
 */
nd_status nd_stream_finish(nd_stream *stream, uint64_t *bytes, nd_digest *digest, nd_err *err);

/* nd_stream_raw - raw bytes taken so far, for progress. */
uint64_t nd_stream_raw(const nd_stream *stream);

#endif
