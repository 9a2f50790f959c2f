/* SPDX-License-Identifier: MIT
 *
 * unpack_isal.c - gzip members by ISA-L's inflate, two and a half times as fast as
 * zlib's. It only tells good from bad: where it meets damage, the end of the input in
 * a member, or anything behind the last member, its judge (unpack_gzip.c) reads the
 * input again, gives what ISA-L did not, and finds the words. So a damaged file has
 * the same end whether ISA-L is there or not, and where ISA-L refuses what zlib can
 * read, nothing is lost but time.
 *
 * A member's header is zlib's work: ISA-L forgets its flags where a header is cut in
 * two, and knows no reserved ones. From there ISA-L takes no byte beyond the member's
 * trailer, and checks CRC and length.
 *
 * One thing it lets pass where zlib stops: a Huffman code that leaves bit patterns
 * without a meaning. Unless it meets such a pattern it goes on, so of a member that is
 * damaged there more may be given before the judge is asked. Where it comes to the
 * member's end, CRC and length vouch for what was given.
 */
#include "unpack.h"

#include <inttypes.h>
#include <isa-l/igzip_lib.h>
#include <zlib.h>

typedef enum place { BETWEEN, HEADER, DATA } place;

typedef struct isal {
    struct inflate_state body;
    z_stream header;
    place    place;
    bool     padding;    /* zero bytes have been seen after a member */
    uint64_t n_members;  /* complete ones */
    const nd_alloc *alloc;
} isal;

static void close_isal(void *state)
{
    isal *g = state;
    if (g == NULL)
        return;
    inflateEnd(&g->header);
    nd_drop(g->alloc, g, 1, sizeof *g);
}

static nd_status open_isal(void **state, const nd_alloc *alloc, nd_err *err)
{
    isal *g = nd_get(alloc, 1, sizeof *g);
    if (g == NULL)
        return nd_no_memory(err, sizeof *g);
    g->alloc = alloc;
    enum { GZIP_ONLY = 16 };
    if (inflateInit2(&g->header, MAX_WBITS + GZIP_ONLY) != Z_OK) {
        close_isal(g);
        return nd_no_memory(err, 0);
    }
    isal_inflate_init(&g->body);
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
    inflateReset(&g->header);
    g->place = HEADER;
    return ND_OK;
}

static uint32_t at_most(size_t len)
{
    return len < UINT32_MAX ? (uint32_t)len : UINT32_MAX;
}

static nd_status step_header(isal *g, nd_flow *flow, nd_err *err)
{
    enum { AFTER_HEADER = 128 };  /* zlib.h, inflate: a bit of data_type after Z_BLOCK */
    uInt have = at_most(flow->in_len);
    g->header.next_in = (z_const Bytef *)flow->in;
    g->header.avail_in = have;
    g->header.next_out = (Bytef *)flow->out;  /* which a header does not touch */
    g->header.avail_out = 0;
    int code = inflate(&g->header, Z_BLOCK);
    bool complete = code == Z_OK && (g->header.data_type & AFTER_HEADER) != 0;
    nd_flow_take(flow, have - g->header.avail_in);
    if (!complete && (code == Z_OK || code == Z_BUF_ERROR))
        return flow->last && flow->in_len == 0 ? damaged(flow, err) : ND_OK;
    if (!complete)
        return code == Z_MEM_ERROR ? nd_no_memory(err, 0) : damaged(flow, err);
    isal_inflate_reset(&g->body);
    g->body.crc_flag = ISAL_GZIP_NO_HDR_VER;
    g->place = DATA;
    return ND_OK;
}

static nd_status step_data(isal *g, nd_flow *flow, nd_err *err)
{
    uint32_t room = at_most(flow->out_len), have = at_most(flow->in_len);
    g->body.next_in = (uint8_t *)(uintptr_t)flow->in;
    g->body.avail_in = have;
    g->body.next_out = (uint8_t *)flow->out;
    g->body.avail_out = room;
    int code = isal_inflate(&g->body);
    bool complete = g->body.block_state == ISAL_BLOCK_FINISH;
    bool truncated = flow->last && have == flow->in_len && g->body.avail_in == 0 && g->body.avail_out > 0;
    bool stuck = have > 0 && g->body.avail_in == have && g->body.avail_out == room;
    if (code != ISAL_DECOMP_OK || (!complete && (truncated || stuck)))
        return damaged(flow, err);
    nd_flow_take(flow, have - g->body.avail_in);
    nd_flow_give(flow, room - g->body.avail_out);
    if (complete) {
        g->place = BETWEEN;
        g->n_members++;
    }
    return ND_OK;
}

static nd_status step_isal(void *state, nd_flow *flow, nd_err *err)
{
    isal *g = state;
    switch (g->place) {
    case BETWEEN:
        return between_members(g, flow, err);
    case HEADER:
        return step_header(g, flow, err);
    case DATA:
        break;
    }
    return step_data(g, flow, err);
}

const nd_unpacker nd_unpacker_isal = {open_isal, close_isal, step_isal, &nd_unpacker_gzip};
