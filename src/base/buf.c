/* SPDX-License-Identifier: MIT */
#include "buf.h"

#include <stdarg.h>
#include <stdio.h>

void nd_buf_init(nd_buf *buf, const nd_alloc *alloc)
{
    *buf = (nd_buf){.alloc = alloc};
}

void nd_buf_clear(nd_buf *buf)
{
    buf->len = 0;
}

void nd_buf_release(nd_buf *buf)
{
    nd_drop(buf->alloc, buf->bytes, buf->cap, 1);
    nd_buf_init(buf, buf->alloc);
}

static bool reserve(nd_buf *buf, size_t more)
{
    if (buf->failed || more > SIZE_MAX / 2 - buf->len ||
        !nd_grow(buf->alloc, &buf->bytes, &buf->cap, buf->len + more, 1))
        buf->failed = true;
    return !buf->failed;
}

void nd_buf_add(nd_buf *buf, const void *bytes, size_t len)
{
    if (len == 0 || !reserve(buf, len))
        return;
    memcpy(buf->bytes + buf->len, bytes, len);
    buf->len += len;
}

void nd_buf_puts(nd_buf *buf, const char *text)
{
    nd_buf_add(buf, text, strlen(text));
}

void nd_buf_printf(nd_buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    char *to = buf->bytes != NULL ? buf->bytes + buf->len : NULL;
    int n = vsnprintf(to, buf->cap - buf->len, format, args);
    if (n < 0 || buf->failed) {
        buf->failed = true;
    } else if ((size_t)n < buf->cap - buf->len) {
        buf->len += (size_t)n;
    } else if (reserve(buf, (size_t)n + 1)) {
        vsnprintf(buf->bytes + buf->len, (size_t)n + 1, format, again);
        buf->len += (size_t)n;
    }
    va_end(again);
    va_end(args);
}
