/* SPDX-License-Identifier: MIT
 *
 * unpack_isal.c - gzip members by ISA-L's inflate, two and a half times as fast as
 * zlib's. It only tells good from bad: where it meets damage, the end of the input in
 * a member, or anything behind the last member, its judge (unpack_gzip.c) reads the
 * input again, gives what ISA-L did not, and finds the words. So a damaged file has
 * the same end whether ISA-L is there or not, and where ISA-L refuses what zlib can
 * read, nothing is lost but time.
 *
 * ISA-L takes no byte beyond a member's trailer, checks CRC and length, and allocates
 * nothing. What it lets pass and zlib does not: reserved header flags, looked at here,
 * and a malformed distance code that is never used, where the CRC vouches for the bytes.
 */
#include "unpack.h"

#include <inttypes.h>
#include <isa-l/igzip_lib.h>

typedef struct isal {
    struct inflate_state z;
    bool     inside;     /* in a member */
    bool     padding;    /* zero bytes have been seen after a member */
    uint64_t n_members;  /* complete ones */
    uint64_t member_at;
    const nd_alloc *alloc;
} isal;

static void close_isal(void *state)
{
    isal *g = state;
    if (g != NULL)
        nd_drop(g->alloc, g, 1, sizeof *g);
}

static nd_status open_isal(void **state, const nd_alloc *alloc, nd_err *err)
{
    isal *g = nd_get(alloc, 1, sizeof *g);
    if (g == NULL)
        return nd_no_memory(err, sizeof *g);
    g->alloc = alloc;
    isal_inflate_init(&g->z);
    *state = g;
    return ND_OK;
}

static nd_status damaged(const nd_flow *flow, nd_err *err)
{
    return nd_fail(err, ND_EFORMAT, "gzip: broken data at byte %" PRIu64, flow->at);
}

static nd_status between_members(isal *g, nd_flow *flow, nd_err *err)
{
    enum { MAGIC = 0x1f };
    while (g->n_members > 0 && flow->in_len > 0 && *flow->in == 0) {
        g->padding = true;
        nd_flow_take(flow, 1);
    }
    if (flow->in_len == 0)
        return flow->last ? ND_END : ND_OK;
    if (g->padding || *flow->in != MAGIC)
        return damaged(flow, err);
    isal_inflate_reset(&g->z);
    g->z.crc_flag = ISAL_GZIP;
    g->inside = true;
    g->member_at = flow->at;
    return ND_OK;
}

/* The header's fourth byte, where it is in these bytes, has a flag that RFC 1952 does not know. */
static bool has_reserved_flags(const isal *g, const nd_flow *flow)
{
    enum { FLAGS_AT = 3, RESERVED = 0xe0 };
    uint64_t at = g->member_at + FLAGS_AT;
    return at >= flow->at && at - flow->at < flow->in_len && (flow->in[at - flow->at] & RESERVED) != 0;
}

static nd_status step_isal(void *state, nd_flow *flow, nd_err *err)
{
    isal *g = state;
    if (!g->inside) {
        nd_status st = between_members(g, flow, err);
        if (st != ND_OK || !g->inside)
            return st;
    }
    if (has_reserved_flags(g, flow))
        return damaged(flow, err);
    uint32_t room = flow->out_len < UINT32_MAX ? (uint32_t)flow->out_len : UINT32_MAX;
    uint32_t have = flow->in_len < UINT32_MAX ? (uint32_t)flow->in_len : UINT32_MAX;
    g->z.next_in = (uint8_t *)(uintptr_t)flow->in;
    g->z.avail_in = have;
    g->z.next_out = (uint8_t *)flow->out;
    g->z.avail_out = room;
    int code = isal_inflate(&g->z);
    bool complete = g->z.block_state == ISAL_BLOCK_FINISH;
    bool truncated = flow->last && have == flow->in_len && g->z.avail_in == 0 && g->z.avail_out > 0;
    bool stuck = have > 0 && g->z.avail_in == have && g->z.avail_out == room;
    if (code != ISAL_DECOMP_OK || (!complete && (truncated || stuck)))
        return damaged(flow, err);
    nd_flow_take(flow, have - g->z.avail_in);
    nd_flow_give(flow, room - g->z.avail_out);
    if (complete) {
        g->inside = false;
        g->n_members++;
    }
    return ND_OK;
}

const nd_unpacker nd_unpacker_isal = {open_isal, close_isal, step_isal, &nd_unpacker_gzip};
