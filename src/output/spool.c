/* SPDX-License-Identifier: MIT */
#include "spool.h"

#include "outputs.h"

#include <errno.h>
#include <unistd.h>

enum { IN_MEMORY = 1 << 20 };

void nd_spool_init(nd_spool *spool, const char *folder, const nd_alloc *alloc)
{
    *spool = (nd_spool){.folder = folder, .fd = -1};
    nd_buf_init(&spool->memory, alloc);
}

void nd_spool_release(nd_spool *spool)
{
    if (spool->fd >= 0)
        close(spool->fd);
    nd_buf_release(&spool->memory);
    nd_spool_init(spool, spool->folder, spool->memory.alloc);
}

static nd_status failed(const nd_spool *spool, nd_err *err)
{
    return nd_fail(err, ND_EWRITE, "cannot write a spool file in %s: %s", spool->folder, strerror(errno));
}

static nd_status open_file(nd_spool *spool, nd_err *err)
{
    char name[4096];
    size_t len = strlen(spool->folder);
    static const char suffix[] = "/.neardup-XXXXXX";
    if (len + sizeof suffix > sizeof name)
        return nd_fail(err, ND_EINVAL, "the work folder's name is too long: %s", spool->folder);
    memcpy(name, spool->folder, len);
    memcpy(name + len, suffix, sizeof suffix);
    spool->fd = nd_temporary(name);
    if (spool->fd < 0)
        return failed(spool, err);
    unlink(name);
    return ND_OK;
}

static nd_status flush(nd_spool *spool, nd_err *err)
{
    nd_status st = spool->fd < 0 ? open_file(spool, err) : ND_OK;
    if (st != ND_OK)
        return st;
    for (size_t done = 0; done < spool->memory.len;) {
        ssize_t n = write(spool->fd, spool->memory.bytes + done, spool->memory.len - done);
        if (n < 0 && errno != EINTR)
            return failed(spool, err);
        done += n > 0 ? (size_t)n : 0;
    }
    nd_buf_clear(&spool->memory);
    return ND_OK;
}

nd_status nd_spool_add(nd_spool *spool, const void *bytes, size_t len, nd_err *err)
{
    nd_buf_add(&spool->memory, bytes, len);
    if (spool->memory.failed)
        return nd_no_memory(err, len);
    return spool->memory.len >= IN_MEMORY ? flush(spool, err) : ND_OK;
}

nd_status nd_spool_rewind(nd_spool *spool, nd_err *err)
{
    nd_status st = spool->fd >= 0 && !spool->reading ? flush(spool, err) : ND_OK;
    if (st != ND_OK)
        return st;
    spool->reading = true;
    spool->taken = 0;
    if (spool->fd < 0)
        return ND_OK;
    nd_buf_clear(&spool->memory);
    return lseek(spool->fd, 0, SEEK_SET) == 0 ? ND_OK : failed(spool, err);
}

/* The next part of the file into memory, which has been read to its end. */
static nd_status refill(nd_spool *spool, nd_err *err)
{
    ssize_t n;
    if (spool->fd < 0)
        return ND_END;
    do
        n = read(spool->fd, spool->memory.bytes, spool->memory.cap);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return nd_fail(err, ND_EIO, "cannot read a spool file in %s: %s", spool->folder, strerror(errno));
    spool->memory.len = (size_t)n;
    spool->taken = 0;
    return n == 0 ? ND_END : ND_OK;
}

nd_status nd_spool_read_some(nd_spool *spool, const char **bytes, size_t *len, nd_err *err)
{
    nd_status st = spool->taken == spool->memory.len ? refill(spool, err) : ND_OK;
    if (st != ND_OK)
        return st;
    *bytes = spool->memory.bytes + spool->taken;
    *len = spool->memory.len - spool->taken;
    spool->taken = spool->memory.len;
    return ND_OK;
}

nd_status nd_spool_read(nd_spool *spool, void *to, size_t len, nd_err *err)
{
    char *out = to;
    while (len > 0) {
        const char *from;
        size_t part;
        nd_status st = nd_spool_read_some(spool, &from, &part, err);
        if (st != ND_OK)
            return st;
        if (part > len) {
            spool->taken -= part - len; /* the rest is for the next read */
            part = len;
        }
        memcpy(out, from, part);
        out += part;
        len -= part;
    }
    return ND_OK;
}
