/* SPDX-License-Identifier: MIT
 *
 * packed_set.h - a small file of records of every kind, packed, and what is left of it when
 * some go; for tests of what writes files without their removed records. They work in a
 * folder of their own (scratch.h).
 */
#ifndef PACKED_SET_H
#define PACKED_SET_H

#include "run/writer.h"
#include "scratch.h"

static inline nd_job packed_job(const nd_sources *sources, const char *output)
{
    nd_job job = {.sources = sources, .threads = 2, .output = output, .work_dir = "."};
    nd_opts_init(&job.opts);
    return job;
}

static inline void packed_source(nd_sources *sources, const char *path)
{
    nd_sources_init(sources, NULL);
    ck_assert_int_eq(nd_sources_add(sources, path, NULL), ND_OK);
}

/* The decoded bytes of path are these, and it is packed so. */
static inline void unpacks_to(const char *path, nd_packing packing, const char *bytes, size_t len)
{
    nd_stream *stream;
    char *to = malloc(len + 1);
    size_t done = 0, got;
    ck_assert_msg(nd_stream_open(&stream, path, NULL, NULL, NULL) == ND_OK, "%s", path);
    ck_assert_int_eq(nd_stream_packing(stream), packing);
    while (done <= len && nd_stream_read(stream, to + done, len + 1 - done, &got, NULL) == ND_OK)
        done += got;
    ck_assert_uint_eq(done, len);
    ck_assert(memcmp(to, bytes, len) == 0);
    nd_stream_close(stream);
    free(to);
}

enum { RECORDS = 9 };

static const char *const packed_records[RECORDS] = {
    "{\"text\":\"one\"}\n", "\n", " {\"text\" : \"three\"}\r\n", "broken {\n", "{\"text\":\"five\"}\n",
    "{\"text\":\"six\xff\"}\n", "  \r\n", "{\"text\":\"eight\"}\n", "{\"text\":\"nine, no line end\"}",
};

/* Documents among the records; nothing else is ever removed. */
static const bool packed_removable[RECORDS] = {true, false, true, true, true, true, false, true, true};

/* The records as a file named in, those to go of a set of bits, and what then stays. */
typedef struct packed_set {
    nd_buf   all, packed, rest;
    uint64_t gone[RECORDS];
    size_t   n_gone;
} packed_set;

static inline void packed_set_make(packed_set *p, unsigned set, nd_packing packing)
{
    *p = (packed_set){.n_gone = 0};
    nd_buf_init(&p->all, NULL);
    nd_buf_init(&p->packed, NULL);
    nd_buf_init(&p->rest, NULL);
    for (unsigned i = 0; i < RECORDS; i++) {
        nd_buf_puts(&p->all, packed_records[i]);
        if ((set >> i & 1) != 0 && packed_removable[i])
            p->gone[p->n_gone++] = i + 1;
        else
            nd_buf_puts(&p->rest, packed_records[i]);
    }
    if (packing == ND_GZIP)
        gzip_add(&p->packed, p->all.bytes, p->all.len, 6);
    else if (packing == ND_ZSTD)
        zstd_add(&p->packed, p->all.bytes, p->all.len, 3, 1);
    else
        nd_buf_add(&p->packed, p->all.bytes, p->all.len);
    file_write("in", p->packed.bytes, p->packed.len);
}

static inline void packed_set_release(packed_set *p)
{
    nd_buf_release(&p->all);
    nd_buf_release(&p->packed);
    nd_buf_release(&p->rest);
}

#endif
