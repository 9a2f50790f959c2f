/* SPDX-License-Identifier: MIT
 *
 * files.h - a folder for a test's files, gzip and zstd made by the libraries
 * themselves, a seeded random source, and a count of open files.
 */
#ifndef FILES_H
#define FILES_H

#include "base/buf.h"

#include <check.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

/* ---- random numbers */

static inline uint32_t random_next(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

/* 0 to n - 1. */
static inline size_t random_below(uint64_t *seed, size_t n)
{
    return random_next(seed) % n;
}

/* Bytes that compress: letters, with repeats of what came before. */
static inline void random_text(nd_buf *to, uint64_t *seed, size_t len)
{
    size_t end = to->len + len;
    while (to->len < end) {
        size_t n = 1 + random_below(seed, 40);
        if (n > end - to->len)
            n = end - to->len;
        if (to->len >= 2 * n && random_below(seed, 3) > 0) {
            char again[64];
            memcpy(again, to->bytes + random_below(seed, to->len - n), n);
            nd_buf_add(to, again, n);
        } else {
            for (size_t i = 0; i < n; i++)
                nd_buf_add(to, &(char){(char)('a' + random_below(seed, 26))}, 1);
        }
    }
    ck_assert(!to->failed);
}

/* ---- files */

typedef struct folder {
    char path[256];
} folder;

/* In memory where that can be had. */
static inline void folder_make(folder *f)
{
    const char *root = getenv("TMPDIR");
    if (root == NULL)
        root = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(f->path, sizeof f->path, "%s/neardup-test-XXXXXX", root);
    ck_assert_msg(mkdtemp(f->path) != NULL, "%s", f->path);
}

/* folder/name in a buffer of the caller's frame. */
#define IN(f, name) (in_folder((char[8192]){0}, (f), (name)))
static inline char *in_folder(char *to, const folder *f, const char *name)
{
    snprintf(to, 8192, "%s/%s", f->path, name);
    return to;
}

static inline void remove_below(int at, const char *name)
{
    if (unlinkat(at, name, 0) == 0)
        return;
    int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            remove_below(dirfd(d), e->d_name);
    if (d != NULL)
        closedir(d);
    unlinkat(at, name, AT_REMOVEDIR);
}

static inline void folder_remove(const folder *f)
{
    remove_below(AT_FDCWD, f->path);
}

static inline void file_write(const char *path, const void *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");
    ck_assert_msg(file != NULL, "%s", path);
    ck_assert_uint_eq(len > 0 ? fwrite(bytes, 1, len, file) : 0, len);
    ck_assert_int_eq(fclose(file), 0);
}

static inline size_t open_files(void)
{
    size_t n = 0;
    DIR *d = opendir("/proc/self/fd");
    while (d != NULL && readdir(d) != NULL)
        n++;
    if (d != NULL)
        closedir(d);
    return n;
}

/* ---- packed bytes */

/* Appends one gzip member. */
static inline void gzip_add(nd_buf *to, const void *bytes, size_t len, int level)
{
    z_stream z = {0};
    ck_assert_int_eq(deflateInit2(&z, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t most = deflateBound(&z, len);
    unsigned char *out = malloc(most);
    z.next_in = (z_const Bytef *)bytes;
    z.avail_in = (uInt)len;
    z.next_out = out;
    z.avail_out = (uInt)most;
    ck_assert_int_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    nd_buf_add(to, out, most - z.avail_out);
    deflateEnd(&z);
    free(out);
}

/* Appends one zstd frame. */
static inline void zstd_add(nd_buf *to, const void *bytes, size_t len, int level, int checksum)
{
    ZSTD_CCtx *context = ZSTD_createCCtx();
    size_t most = ZSTD_compressBound(len);
    char *out = malloc(most);
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, checksum);
    size_t n = ZSTD_compress2(context, out, most, bytes, len);
    ck_assert(!ZSTD_isError(n));
    nd_buf_add(to, out, n);
    ZSTD_freeCCtx(context);
    free(out);
}

#endif
