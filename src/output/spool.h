/* SPDX-License-Identifier: MIT
 *
 * spool.h - bytes written now and read later, in memory while they are few, then in
 * a nameless file of the work folder: nothing of it is left whatever happens.
 */
#ifndef ND_SPOOL_H
#define ND_SPOOL_H

#include "base/buf.h"

typedef struct nd_spool {
    const char *folder;
    int      fd;           /* -1 while all is in memory */
    nd_buf   memory;       /* what is not in the file yet; on reading, what was read ahead */
    bool     reading;
    size_t   taken;        /* of memory, while reading */
} nd_spool;

/* @folder: the work folder, must outlive the spool. */
void nd_spool_init(nd_spool *spool, const char *folder, const nd_alloc *alloc);
void nd_spool_release(nd_spool *spool);

nd_status nd_spool_add(nd_spool *spool, const void *bytes, size_t len, nd_err *err);

/* nd_spool_rewind - from writing to reading, or back to the start of reading. */
nd_status nd_spool_rewind(nd_spool *spool, nd_err *err);

/* nd_spool_read - exactly len bytes; ND_END (sticks) where nothing is left. */
nd_status nd_spool_read(nd_spool *spool, void *to, size_t len, nd_err *err);

/* nd_spool_read_some - what is at hand, at least one byte: *bytes points at it, *len says how much. */
nd_status nd_spool_read_some(nd_spool *spool, const char **bytes, size_t *len, nd_err *err);

#endif
