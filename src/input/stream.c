/* SPDX-License-Identifier: MIT
 *
 * stream.c - a file to its decoded bytes, and the digest of its raw ones.
 *
 * Every raw byte passes through take(), which counts and hashes it. Plain input is
 * read straight into the caller's room; packed input goes through a buffer and an
 * unpacker. The first failure, or the end, is remembered and given again.
 *
 * An unpacker may have a judge (unpack.h). At damage the judge takes over: the raw bytes
 * are read again by pread, neither counted nor hashed, and what the first unpacker has
 * given already is skipped.
 */
#include "stream.h"
#include "unpack.h"

#include "base/digest.h"
#include "base/ready.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MAGIC = 4,           /* bytes that tell the packing */
    CHUNK = 256 << 10    /* raw bytes a read */
};

struct nd_stream {
    int  fd;
    bool opened;                   /* by us, so closed by us */
    const volatile sig_atomic_t *stop;
    const nd_alloc *alloc;

    unsigned char head[MAGIC];     /* the first bytes, read to tell the packing */
    size_t        head_len;
    size_t        head_given;      /* of these, passed on */
    nd_packing    packing;
    const nd_unpacker *unpacker;   /* NULL: plain */
    void         *unpacking;       /* the unpacker's state */
    unsigned char *buffer;         /* CHUNK bytes, where packed */
    nd_flow       flow;            /* what of the buffer is not yet unpacked */
    uint64_t      given;           /* decoded bytes that the caller has */
    uint64_t      skip;            /* of what comes next, to be left out: the caller has it */
    uint64_t      again;           /* raw bytes before this one have been unpacked again; else UINT64_MAX */
    off_t         origin;          /* where in the file the input begins; -1: it cannot be read twice */

    XXH3_state_t *hash;
    uint64_t      raw;
    nd_status     raw_status;      /* ND_END at the raw end; a failed read sticks */
    nd_status     status;          /* of nd_stream_read, sticks */
    nd_err        raw_why, why;
};

/* After a read that did not succeed: ND_OK to try again. */
static nd_status read_failed(nd_stream *s)
{
    int code = errno;
    if (code == EAGAIN || code == EWOULDBLOCK || code == EINTR)  /* ready, but not for long */
        return ND_OK;
    return nd_fail(&s->raw_why, ND_EIO, "cannot read: %s", strerror(code));
}

/* take - raw bytes, *got of at most cap; ND_END after the last. Sticks. */
static nd_status take(nd_stream *s, unsigned char *to, size_t cap, size_t *got)
{
    *got = 0;
    while (s->raw_status == ND_OK) {
        if (!nd_ready(s->fd, POLLIN, s->stop)) {
            s->raw_status = nd_fail(&s->raw_why, ND_ESTOP, "interrupted");
            break;
        }
        ssize_t n = read(s->fd, to, cap);
        if (n > 0) {
            *got = (size_t)n;
            s->raw += *got;
            XXH3_128bits_update(s->hash, to, *got);
            return ND_OK;
        }
        s->raw_status = n == 0 ? ND_END : read_failed(s);
    }
    return s->raw_status;
}

/* take_again - as take, of the raw bytes that it gave before; ND_END where the file has become shorter. */
static nd_status take_again(nd_stream *s, unsigned char *to, size_t cap, size_t *got)
{
    *got = 0;
    size_t most = s->raw - s->again < cap ? (size_t)(s->raw - s->again) : cap;
    while (nd_ready(s->fd, POLLIN, s->stop)) {
        ssize_t n = pread(s->fd, to, most, s->origin + (off_t)s->again);
        nd_status st = n < 0 ? read_failed(s) : ND_OK;
        if (st != ND_OK || n == 0)
            return n == 0 ? ND_END : st;
        if (n > 0) {
            *got = (size_t)n;
            s->again += *got;
            return ND_OK;
        }
    }
    return nd_fail(&s->raw_why, ND_ESTOP, "interrupted");
}

static nd_packing packing_of(const unsigned char *head, size_t len)
{
    static const struct {
        unsigned char magic[MAGIC], mask[MAGIC];
        size_t     len;
        nd_packing packing;
    } kinds[] = {
        {{0x1f, 0x8b}, {0xff, 0xff}, 2, ND_GZIP},
        {{0x28, 0xb5, 0x2f, 0xfd}, {0xff, 0xff, 0xff, 0xff}, 4, ND_ZSTD},
        {{0x50, 0x2a, 0x4d, 0x18}, {0xf0, 0xff, 0xff, 0xff}, 4, ND_ZSTD}, /* a skippable frame */
    };
    for (size_t k = 0; k < ND_COUNT(kinds); k++) {
        bool same = len >= kinds[k].len;
        for (size_t i = 0; i < kinds[k].len && same; i++)
            same = (head[i] & kinds[k].mask[i]) == kinds[k].magic[i];
        if (same)
            return kinds[k].packing;
    }
    return ND_PLAIN;
}

#ifdef ND_ISAL
#define GUNZIP (&nd_unpacker_isal)
#else
#define GUNZIP (&nd_unpacker_gzip)
#endif

static nd_status start(nd_stream *s, nd_err *err)
{
    static const nd_unpacker *const unpackers[] = {
        [ND_PLAIN] = NULL, [ND_GZIP] = GUNZIP, [ND_ZSTD] = &nd_unpacker_zstd};
    struct stat status;
    bool file = fstat(s->fd, &status) == 0 && S_ISREG(status.st_mode);
    s->origin = file ? lseek(s->fd, 0, SEEK_CUR) : -1;
    s->again = UINT64_MAX;
    nd_status st = ND_OK;
    while (s->head_len < MAGIC && st == ND_OK) {
        size_t got;
        st = take(s, s->head + s->head_len, MAGIC - s->head_len, &got);
        s->head_len += got;
    }
    if (st != ND_OK && st != ND_END)
        return nd_fail(err, st, "%s", s->raw_why.text);
    s->packing = packing_of(s->head, s->head_len);
    s->unpacker = unpackers[s->packing];
    if (s->unpacker == NULL)
        return ND_OK;
    if (s->unpacker->judge != NULL && s->origin < 0)
        s->unpacker = s->unpacker->judge;
    size_t cap = 0;
    if (!nd_grow(s->alloc, &s->buffer, &cap, CHUNK, 1))
        return nd_no_memory(err, CHUNK);
    memcpy(s->buffer, s->head, s->head_len);
    s->flow = (nd_flow){.in = s->buffer, .in_len = s->head_len};
    return s->unpacker->open(&s->unpacking, s->alloc, err);
}

nd_status nd_stream_open(nd_stream **out, const char *path, const volatile sig_atomic_t *stop,
                         const nd_alloc *alloc, nd_err *err)
{
    nd_status st;
    nd_stream *s = nd_get(alloc, 1, sizeof *s);
    if (s == NULL)
        return nd_no_memory(err, sizeof *s);
    s->alloc = alloc;
    s->stop = stop;
    s->fd = -1;
    s->hash = XXH3_createState();
    if (s->hash == NULL || XXH3_128bits_reset(s->hash) != XXH_OK) {
        st = nd_no_memory(err, 0);
        goto done;
    }
    if (strcmp(path, "-") == 0)
        s->fd = STDIN_FILENO;
    while (s->fd < 0) {
        /* a FIFO would wait for its writer here, where nothing can stop it: its reads wait */
        s->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
        s->opened = s->fd >= 0;
        bool again = s->fd < 0 && errno == EINTR;
        if (s->fd < 0 && (!again || (stop != NULL && *stop != 0))) {
            st = again ? nd_fail(err, ND_ESTOP, "interrupted")
                       : nd_fail(err, ND_EIO, "cannot open: %s", strerror(errno));
            goto done;
        }
    }
    if ((st = start(s, err)) != ND_OK)
        goto done;
    *out = s;
    s = NULL;
done:
    nd_stream_close(s);
    return st;
}

void nd_stream_close(nd_stream *s)
{
    if (s == NULL)
        return;
    if (s->unpacker != NULL)
        s->unpacker->close(s->unpacking);
    nd_drop(s->alloc, s->buffer, CHUNK, 1);
    XXH3_freeState(s->hash);
    if (s->opened)
        close(s->fd);
    nd_drop(s->alloc, s, 1, sizeof *s);
}

nd_packing nd_stream_packing(const nd_stream *s)
{
    return s->packing;
}

uint64_t nd_stream_raw(const nd_stream *s)
{
    return s->raw;
}

static nd_status read_plain(nd_stream *s, char *to, size_t cap, size_t *got)
{
    if (s->head_given < s->head_len) {
        size_t left = s->head_len - s->head_given;
        *got = left < cap ? left : cap;
        memcpy(to, s->head + s->head_given, *got);
        s->head_given += *got;
        return ND_OK;
    }
    nd_status st = take(s, (unsigned char *)to, cap, got);
    if (st != ND_OK && st != ND_END)
        s->why = s->raw_why;
    return st;
}

static nd_status refill(nd_stream *s)
{
    s->flow.in = s->buffer;
    if (s->again == s->raw)
        s->again = UINT64_MAX;
    nd_status st = s->again < s->raw ? take_again(s, s->buffer, CHUNK, &s->flow.in_len)
                                     : take(s, s->buffer, CHUNK, &s->flow.in_len);
    s->flow.last = st == ND_END;
    if (st == ND_OK || st == ND_END)
        return ND_OK;
    s->why = s->raw_why;
    return st;
}

/* From now on the judge unpacks, from the input's first byte. */
static nd_status ask_judge(nd_stream *s)
{
    const nd_unpacker *judge = s->unpacker->judge;
    s->unpacker->close(s->unpacking);
    s->unpacking = NULL;
    s->unpacker = judge;
    s->flow.in_len = 0;
    s->flow.at = 0;
    s->flow.last = false;
    s->again = 0;
    s->skip = s->given;
    return judge->open(&s->unpacking, s->alloc, &s->why);
}

/* Of what has been unpacked to `to`, what the caller has already goes. */
static void skip_given(nd_stream *s, char *to)
{
    size_t got = (size_t)(s->flow.out - to);
    size_t n = s->skip < got ? (size_t)s->skip : got;
    memmove(to, to + n, got - n);
    s->skip -= n;
    s->flow.out -= n;
    s->flow.out_len += n;
}

static nd_status read_packed(nd_stream *s, char *to, size_t cap, size_t *got)
{
    nd_status st = ND_OK;
    s->flow.out = to;
    s->flow.out_len = cap;
    while (st == ND_OK && s->flow.out_len == cap) {
        if (s->flow.in_len == 0 && !s->flow.last && (st = refill(s)) != ND_OK)
            break;
        st = s->unpacker->step(s->unpacking, &s->flow, &s->why);
        if (st == ND_EFORMAT && s->unpacker->judge != NULL)
            st = ask_judge(s);
        if (s->skip > 0)
            skip_given(s, to);
    }
    if (st == ND_END && s->skip > 0)
        st = nd_fail(&s->why, ND_EFORMAT, "the file has changed while it was read");
    *got = cap - s->flow.out_len;
    s->given += *got;
    return st;
}

nd_status nd_stream_read(nd_stream *s, char *to, size_t cap, size_t *got, nd_err *err)
{
    *got = 0;
    if (s->status == ND_OK)
        s->status = s->unpacker != NULL ? read_packed(s, to, cap, got) : read_plain(s, to, cap, got);
    if (*got > 0 || s->status == ND_END)  /* a failure behind these bytes is told by the next call */
        return *got > 0 ? ND_OK : ND_END;
    return nd_fail(err, s->status, "%s", s->why.text);
}

nd_status nd_stream_finish(nd_stream *s, uint64_t *bytes, nd_digest *digest, nd_err *err)
{
    unsigned char rest[16 << 10];
    size_t got;
    nd_status st;
    do
        st = take(s, rest, sizeof rest, &got);
    while (st == ND_OK);
    XXH128_hash_t hash = XXH3_128bits_digest(s->hash);
    *bytes = s->raw;
    *digest = (nd_digest){.lo = hash.low64, .hi = hash.high64};
    return st == ND_END ? ND_OK : nd_fail(err, st, "%s", s->raw_why.text);
}
