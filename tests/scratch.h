/* SPDX-License-Identifier: MIT
 *
 * scratch.h - a folder of a test's own, current while the test runs and gone
 * afterwards: tcase_add_checked_fixture(tcase, scratch_enter, scratch_leave).
 * In memory where that can be had, since every file of ours is flushed to disk.
 */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct {
    char path[256];
    int  before; /* the folder that was current */
} scratch;

static inline void scratch_must(int ok, const char *what)
{
    if (!ok) {
        perror(what);
        abort();
    }
}

/* Calls each for everything below folder, what is in a folder before the folder itself. */
static inline void scratch_walk(const char *folder, void (*each)(const char *path, void *ctx), void *ctx)
{
    DIR *d = opendir(folder);
    struct dirent *entry;
    while (d != NULL && (entry = readdir(d)) != NULL) {
        char path[8192];
        struct stat st;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        int n = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (n < 0 || (size_t)n >= sizeof path)
            continue;
        if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
            scratch_walk(path, each, ctx);
        each(path, ctx);
    }
    if (d != NULL)
        closedir(d);
}

static inline void scratch_remove_one(const char *path, void *ctx)
{
    (void)ctx;
    remove(path);
}

static inline void scratch_count_one(const char *path, void *ctx)
{
    (void)path;
    ++*(size_t *)ctx;
}

/* Files and folders below folder. */
static inline size_t scratch_count(const char *folder)
{
    size_t n = 0;
    scratch_walk(folder, scratch_count_one, &n);
    return n;
}

static inline void scratch_enter(void)
{
    const char *root = getenv("TMPDIR");
    if (root == NULL)
        root = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(scratch.path, sizeof scratch.path, "%s/neardup-test-XXXXXX", root);
    scratch.before = open(".", O_RDONLY | O_DIRECTORY);
    scratch_must(scratch.before >= 0, "open .");
    scratch_must(mkdtemp(scratch.path) != NULL, scratch.path);
    scratch_must(chdir(scratch.path) == 0, scratch.path);
}

static inline void scratch_leave(void)
{
    scratch_walk(".", scratch_remove_one, NULL);
    scratch_must(fchdir(scratch.before) == 0, "fchdir");
    close(scratch.before);
    scratch_must(rmdir(scratch.path) == 0, scratch.path);
}

/* The whole of a file, *len bytes and a NUL after them; NULL where there is none. The caller frees it. */
static inline char *scratch_read(const char *path, size_t *len)
{
    struct stat st;
    int fd = open(path, O_RDONLY);
    *len = 0;
    if (fd < 0)
        return NULL;
    scratch_must(fstat(fd, &st) == 0, path);
    size_t cap = (size_t)st.st_size;
    char *bytes = malloc(cap + 1);
    scratch_must(bytes != NULL, "malloc");
    ssize_t n;
    while (*len < cap && (n = read(fd, bytes + *len, cap - *len)) > 0)
        *len += (size_t)n;
    bytes[*len] = '\0';
    close(fd);
    return bytes;
}

static inline void scratch_write(const char *path, const void *bytes, size_t len)
{
    FILE *f = fopen(path, "wb");
    scratch_must(f != NULL, path);
    scratch_must(fwrite(bytes, 1, len, f) == len, path);
    scratch_must(fclose(f) == 0, path);
}

#endif
