/* SPDX-License-Identifier: MIT
 *
 * buf.h - a growable run of bytes for building output. A failed allocation is
 * remembered (failed) instead of returned each time; check it once at the end.
 */
#ifndef ND_BUF_H
#define ND_BUF_H

#include "base.h"

typedef struct nd_buf {
    char  *bytes;
    size_t len, cap;
    bool   failed;
    const nd_alloc *alloc;
} nd_buf;

void nd_buf_init(nd_buf *buf, const nd_alloc *alloc);
void nd_buf_clear(nd_buf *buf);                      /* keeps the memory; failed stays */
void nd_buf_release(nd_buf *buf);
void nd_buf_add(nd_buf *buf, const void *bytes, size_t len);
void nd_buf_puts(nd_buf *buf, const char *text);
void nd_buf_printf(nd_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
