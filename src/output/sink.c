/* SPDX-License-Identifier: MIT
 *
 * sink.c - a buffer in front of write(2), and zlib or zstd in front of the buffer.
 *
 * zstd at its tool's own level, 3, with the frame's checksum. zlib at 5: one and a half
 * times as fast as gzip's 6, for 1 to 2.5 per cent more bytes. Not ISA-L, which reads
 * gzip for us: its best level makes files 9 to 15 per cent larger, and they are kept
 * for longer than they take to write.
 */
#include "sink.h"

#include <zlib.h>
#include <zstd.h>

enum { BUFFER = 256 << 10, GZIP_LEVEL = 5, ZSTD_LEVEL = 3, GZIP_WRAPPER = 16, ZLIB_MEMORY = 8 };

struct nd_sink {
    const nd_alloc *alloc;
    nd_outfile *file;
    nd_packing  packing;
    char       *buffer;
    size_t      used;
    z_stream    gzip;
    bool        gzip_ready;
    ZSTD_CCtx  *zstd;
};

nd_status nd_sink_new(nd_sink **out, const nd_alloc *alloc, nd_err *err)
{
    nd_sink *sink = nd_get(alloc, 1, sizeof *sink);
    if (sink == NULL)
        return nd_no_memory(err, sizeof *sink);
    sink->alloc = alloc;
    sink->buffer = nd_get(alloc, BUFFER, 1);
    if (sink->buffer == NULL) {
        nd_sink_free(sink);
        return nd_no_memory(err, BUFFER);
    }
    *out = sink;
    return ND_OK;
}

void nd_sink_free(nd_sink *sink)
{
    if (sink == NULL)
        return;
    if (sink->gzip_ready)
        deflateEnd(&sink->gzip);
    ZSTD_freeCCtx(sink->zstd);
    nd_drop(sink->alloc, sink->buffer, BUFFER, 1);
    nd_drop(sink->alloc, sink, 1, sizeof *sink);
}

nd_status nd_sink_begin(nd_sink *sink, nd_outfile *file, nd_packing packing, nd_err *err)
{
    if (packing == ND_GZIP) {
        int rc = sink->gzip_ready ? deflateReset(&sink->gzip)
                                  : deflateInit2(&sink->gzip, GZIP_LEVEL, Z_DEFLATED, MAX_WBITS + GZIP_WRAPPER,
                                                 ZLIB_MEMORY, Z_DEFAULT_STRATEGY);
        if (rc != Z_OK)
            return nd_no_memory(err, 0);
        sink->gzip_ready = true;
    } else if (packing == ND_ZSTD) {
        if (sink->zstd == NULL && (sink->zstd = ZSTD_createCCtx()) == NULL)
            return nd_no_memory(err, 0);
        ZSTD_CCtx_reset(sink->zstd, ZSTD_reset_session_only);
        ZSTD_CCtx_setParameter(sink->zstd, ZSTD_c_compressionLevel, ZSTD_LEVEL);
        ZSTD_CCtx_setParameter(sink->zstd, ZSTD_c_checksumFlag, 1);
    }
    sink->file = file;
    sink->packing = packing;
    sink->used = 0;
    return ND_OK;
}

static nd_status flush(nd_sink *sink, nd_err *err)
{
    nd_status st = nd_outfile_write(sink->file, sink->buffer, sink->used, err);
    sink->used = 0;
    return st;
}

static nd_status put_plain(nd_sink *sink, const char *bytes, size_t len, nd_err *err)
{
    nd_status st = ND_OK;
    if (len > BUFFER - sink->used)
        st = flush(sink, err);
    if (st != ND_OK || len > BUFFER)
        return st == ND_OK ? nd_outfile_write(sink->file, bytes, len, err) : st;
    if (len > 0)
        memcpy(sink->buffer + sink->used, bytes, len);
    sink->used += len;
    return ND_OK;
}

static nd_status put_gzip(nd_sink *sink, const char *bytes, size_t len, bool end, nd_err *err)
{
    z_stream *z = &sink->gzip;
    for (;;) {
        uInt part = len > UINT32_MAX / 2 ? UINT32_MAX / 2 : (uInt)len;
        bool final = end && part == len;
        z->next_in = (z_const Bytef *)(uintptr_t)bytes;
        z->avail_in = part;
        z->next_out = (Bytef *)sink->buffer + sink->used;
        z->avail_out = (uInt)(BUFFER - sink->used);
        int rc = deflate(z, final ? Z_FINISH : Z_NO_FLUSH);
        size_t taken = part - z->avail_in;
        bytes += taken;
        len -= taken;
        sink->used = BUFFER - z->avail_out;
        if (rc == Z_STREAM_END || (!end && len == 0 && z->avail_out > 0))
            return ND_OK;
        nd_status st = sink->used == BUFFER ? flush(sink, err) : ND_OK;
        if (st != ND_OK)
            return st;
    }
}

static nd_status put_zstd(nd_sink *sink, const char *bytes, size_t len, bool end, nd_err *err)
{
    ZSTD_inBuffer in = {bytes, len, 0};
    for (;;) {
        ZSTD_outBuffer out = {sink->buffer, BUFFER, sink->used};
        size_t left = ZSTD_compressStream2(sink->zstd, &out, &in, end ? ZSTD_e_end : ZSTD_e_continue);
        sink->used = out.pos;
        if (ZSTD_isError(left))
            return nd_fail(err, ND_ENOMEM, "zstd: %s", ZSTD_getErrorName(left));
        if (in.pos == in.size && (!end || left == 0))
            return ND_OK;
        nd_status st = sink->used == BUFFER ? flush(sink, err) : ND_OK;
        if (st != ND_OK)
            return st;
    }
}

static nd_status put(nd_sink *sink, const void *bytes, size_t len, bool end, nd_err *err)
{
    switch (sink->packing) {
    case ND_GZIP:
        return put_gzip(sink, bytes, len, end, err);
    case ND_ZSTD:
        return put_zstd(sink, bytes, len, end, err);
    case ND_PLAIN:
        break;
    }
    return put_plain(sink, bytes, len, err);
}

nd_status nd_sink_write(nd_sink *sink, const void *bytes, size_t len, nd_err *err)
{
    return len == 0 ? ND_OK : put(sink, bytes, len, false, err);
}

nd_status nd_sink_end(nd_sink *sink, nd_err *err)
{
    nd_status st = put(sink, sink->buffer, 0, true, err);
    if (st == ND_OK)
        st = flush(sink, err);
    return st == ND_OK ? nd_outfile_finish(sink->file, err) : st;
}
