/* SPDX-License-Identifier: MIT
 *
 * unpack_gzip.c - gzip members (RFC 1952), one after the other, by zlib's inflate.
 *
 * Not gzread: it passes a file that is no gzip through in silence, ignores junk
 * after the last member and drops good bytes before damage. inflate gives all of
 * them first. zlib allocates its 40 KiB a stream for itself.
 *
 * After a member comes another one, or nothing, or zero bytes to the end of the
 * input (tapes and block devices pad); anything else is damage.
 *
 * It serves where ISA-L does not (unpack_isal.c), and is its judge.
 */
#include "unpack.h"

#include <inttypes.h>
#include <limits.h>
#include <zlib.h>

typedef struct gzip {
    z_stream z;
    bool     inside;    /* in a member */
    bool     padding;   /* zero bytes have been seen after a member */
    uint64_t n_members; /* complete ones */
    uint64_t member_at;
    const nd_alloc *alloc;
} gzip;

static void close_gzip(void *state)
{
    gzip *g = state;
    if (g == NULL)
        return;
    inflateEnd(&g->z);
    nd_drop(g->alloc, g, 1, sizeof *g);
}

static nd_status open_gzip(void **state, const nd_alloc *alloc, nd_err *err)
{
    gzip *g = nd_get(alloc, 1, sizeof *g);
    if (g == NULL)
        return nd_no_memory(err, sizeof *g);
    g->alloc = alloc;
    enum { GZIP_ONLY = 16 };
    if (inflateInit2(&g->z, MAX_WBITS + GZIP_ONLY) != Z_OK) {
        close_gzip(g);
        return nd_no_memory(err, 0);
    }
    *state = g;
    return ND_OK;
}

static nd_status junk(uint64_t at, nd_err *err)
{
    return nd_fail(err, ND_EFORMAT, "gzip: junk after the last gzip member at byte %" PRIu64, at);
}

/* zlib's words for damage, in ours; a message that is not listed is shown as it is. */
static nd_status damaged(const gzip *g, uint64_t at, nd_err *err)
{
    static const struct {
        const char *zlib, *ours;
    } words[] = {
        {"incorrect data check", "CRC does not match"},
        {"incorrect length check", "length does not match"},
        {"header crc mismatch", "header CRC does not match"},
    };
    const char *what = g->z.msg != NULL ? g->z.msg : "broken data";
    if (strcmp(what, "incorrect header check") == 0 && g->n_members > 0)
        return junk(g->member_at, err);
    for (size_t i = 0; i < ND_COUNT(words); i++)
        if (strcmp(what, words[i].zlib) == 0)
            what = words[i].ours;
    return nd_fail(err, ND_EFORMAT, "gzip: %s at byte %" PRIu64, what, at);
}

static nd_status between_members(gzip *g, nd_flow *flow, nd_err *err)
{
    enum { MAGIC = 0x1f };
    if (g->n_members > 0) {
        while (flow->in_len > 0 && *flow->in == 0) {
            g->padding = true;
            nd_flow_take(flow, 1);
        }
    }
    if (flow->in_len == 0)
        return flow->last ? ND_END : ND_OK;
    if (g->padding || *flow->in != MAGIC)
        return junk(flow->at, err);
    g->inside = true;
    g->member_at = flow->at;
    return ND_OK;
}

static nd_status step_gzip(void *state, nd_flow *flow, nd_err *err)
{
    gzip *g = state;
    if (!g->inside) {
        nd_status st = between_members(g, flow, err);
        if (st != ND_OK || !g->inside)
            return st;
    }
    uInt room = flow->out_len < UINT_MAX ? (uInt)flow->out_len : UINT_MAX;
    uInt have = flow->in_len < UINT_MAX ? (uInt)flow->in_len : UINT_MAX;
    g->z.next_in = (z_const Bytef *)flow->in;
    g->z.avail_in = have;
    g->z.next_out = (Bytef *)flow->out;
    g->z.avail_out = room;
    int code = inflate(&g->z, Z_NO_FLUSH);
    nd_flow_take(flow, have - g->z.avail_in);
    nd_flow_give(flow, room - g->z.avail_out);

    switch (code) {
    case Z_STREAM_END:
        g->inside = false;
        g->n_members++;
        return inflateReset(&g->z) == Z_OK ? ND_OK : nd_no_memory(err, 0);
    case Z_OK:
    case Z_BUF_ERROR:
        /* room that stays empty after the last byte: nothing more will come */
        if (flow->last && flow->in_len == 0 && g->z.avail_out > 0)
            return nd_fail(err, ND_EFORMAT, "gzip: data ends in the middle of a member at byte %" PRIu64,
                           flow->at);
        return ND_OK;
    case Z_MEM_ERROR:
        return nd_no_memory(err, 0);
    default:
        return damaged(g, flow->at, err);
    }
}

const nd_unpacker nd_unpacker_gzip = {open_gzip, close_gzip, step_gzip, NULL};
