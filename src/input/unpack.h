/* SPDX-License-Identifier: MIT
 *
 * unpack.h - what stream.c and the unpackers say to each other. An unpacker knows
 * one packing and nothing of files: raw bytes go in, decoded bytes come out, by
 * steps of any size.
 */
#ifndef ND_UNPACK_H
#define ND_UNPACK_H

#include "base/base.h"

typedef struct nd_flow {
    const unsigned char *in;  /* raw bytes; a step moves in forward by what it took */
    size_t   in_len;
    uint64_t at;              /* where in begins in the input; moves with it */
    bool     last;            /* the input ends with these */
    char    *out;             /* room for decoded bytes; moves by what was given */
    size_t   out_len;
} nd_flow;

typedef struct nd_unpacker {
    nd_status (*open)(void **state, const nd_alloc *alloc, nd_err *err);
    void (*close)(void *state);  /* accepts NULL */

    /*
     * One step. ND_OK: something moved, or more raw bytes are needed. ND_END: all
     * is decoded and nothing is wrong; only where flow->last. ND_EFORMAT: damage,
     * and the sentence says at which byte; everything decoded before it has been
     * given, in this step or earlier ones. Not called again after END or a failure.
     */
    nd_status (*step)(void *state, nd_flow *flow, nd_err *err);

    /*
     * NULL, or: this one's ND_EFORMAT says only that something is wrong, and what the step
     * that failed wrote to out is not given. The judge unpacks the input again from its
     * first byte, gives what is missing and says what is wrong. So this one serves where
     * the input can be read twice; elsewhere the judge serves alone.
     */
    const struct nd_unpacker *judge;
} nd_unpacker;

extern const nd_unpacker nd_unpacker_gzip, nd_unpacker_zstd;
extern const nd_unpacker nd_unpacker_isal;  /* only where ND_ISAL is defined */

static inline void nd_flow_take(nd_flow *flow, size_t taken)
{
    flow->in += taken;
    flow->in_len -= taken;
    flow->at += taken;
}

static inline void nd_flow_give(nd_flow *flow, size_t given)
{
    flow->out += given;
    flow->out_len -= given;
}

#endif
