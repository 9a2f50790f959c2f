/* SPDX-License-Identifier: MIT
 *
 * unpack_zstd.c - zstd frames (RFC 8878), skippable ones too, one after the other.
 *
 * Where ZSTD_decompressStream fails it forgets what it decoded earlier in the same
 * call, and all that is decoded before damage is owed. So a call may do one thing
 * only: give what is ready, or take the bytes of one block. It asks for a block with
 * the header of the next one; a byte less decodes the block and keeps the header
 * for the next call. (It asks again for what it did not get, so 1 is fed as it is.)
 *
 * zstd allocates for itself (its allocator hooks are not part of its stable
 * interface); its window is limited to 128 MiB.
 */
#include "unpack.h"

#include <inttypes.h>
#include <zstd.h>
#include <zstd_errors.h>

enum { WINDOW_LOG = 27 };  /* zstd's own limit without --long */

typedef struct unzstd {
    ZSTD_DCtx *context;
    size_t first;   /* bytes that a frame wants first */
    size_t wanted;  /* bytes wanted next; 0 between frames */
    bool   ready;   /* decoded bytes may wait in it */
    const nd_alloc *alloc;
} unzstd;

static void close_zstd(void *state)
{
    unzstd *z = state;
    if (z == NULL)
        return;
    ZSTD_freeDCtx(z->context);
    nd_drop(z->alloc, z, 1, sizeof *z);
}

static nd_status open_zstd(void **state, const nd_alloc *alloc, nd_err *err)
{
    unzstd *z = nd_get(alloc, 1, sizeof *z);
    if (z == NULL)
        return nd_no_memory(err, sizeof *z);
    z->alloc = alloc;
    z->context = ZSTD_createDCtx();
    if (z->context == NULL ||
        ZSTD_isError(ZSTD_DCtx_setParameter(z->context, ZSTD_d_windowLogMax, WINDOW_LOG))) {
        close_zstd(z);
        return nd_no_memory(err, 0);
    }
    z->first = ZSTD_initDStream(z->context);
    *state = z;
    return ND_OK;
}

static nd_status damaged(size_t result, uint64_t at, nd_err *err)
{
    switch (ZSTD_getErrorCode(result)) {
    case ZSTD_error_memory_allocation:
        return nd_no_memory(err, 0);
    case ZSTD_error_checksum_wrong:
        return nd_fail(err, ND_EFORMAT, "zstd: checksum does not match at byte %" PRIu64, at);
    case ZSTD_error_prefix_unknown:
        return nd_fail(err, ND_EFORMAT, "zstd: junk that is no frame at byte %" PRIu64, at);
    case ZSTD_error_frameParameter_windowTooLarge:
        return nd_fail(err, ND_EFORMAT,
                       "zstd: the frame at byte %" PRIu64 " needs a window over 128 MiB: "
                       "use zstd -dc --long=31 FILE | neardup ... -", at);
    case ZSTD_error_dictionary_wrong:
        return nd_fail(err, ND_EFORMAT,
                       "zstd: the frame at byte %" PRIu64 " was packed with a dictionary: "
                       "use zstd -dc -D DICTIONARY FILE | neardup ... -", at);
    default:
        return nd_fail(err, ND_EFORMAT, "zstd: broken data at byte %" PRIu64, at);
    }
}

static nd_status step_zstd(void *state, nd_flow *flow, nd_err *err)
{
    unzstd *z = state;
    if (z->wanted == 0 && flow->in_len == 0)
        return flow->last ? ND_END : ND_OK;
    size_t feed = z->wanted != 0 ? z->wanted : z->first;
    if (feed > 1)
        feed--;
    if (feed > flow->in_len)
        feed = flow->in_len;
    if (z->ready)
        feed = 0;
    ZSTD_inBuffer in = {flow->in, feed, 0};
    ZSTD_outBuffer out = {flow->out, flow->out_len, 0};
    size_t result = ZSTD_decompressStream(z->context, &out, &in);
    if (ZSTD_isError(result))
        return damaged(result, flow->at, err);
    nd_flow_take(flow, in.pos);
    nd_flow_give(flow, out.pos);
    z->wanted = result;
    z->ready = out.pos == out.size;
    if (z->wanted != 0 && flow->last && feed == 0 && flow->in_len == 0 && !z->ready)
        return nd_fail(err, ND_EFORMAT, "zstd: data ends in the middle of a frame at byte %" PRIu64,
                       flow->at);
    return ND_OK;
}

const nd_unpacker nd_unpacker_zstd = {open_zstd, close_zstd, step_zstd, NULL};
