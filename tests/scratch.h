/* SPDX-License-Identifier: MIT
 *
 * scratch.h - a folder of a test's own, current while the test runs and gone
 * afterwards: tcase_add_checked_fixture(tcase, scratch_enter, scratch_leave).
 * In memory where that can be had, since every output is flushed to disk.
 */
#ifndef SCRATCH_H
#define SCRATCH_H

#include "files.h"

static struct {
    char path[256];
    int  before; /* the folder that was current */
} scratch;

static inline void scratch_enter(void)
{
    const char *root = getenv("TMPDIR");
    if (root == NULL)
        root = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(scratch.path, sizeof scratch.path, "%s/neardup-test-XXXXXX", root);
    scratch.before = open(".", O_RDONLY | O_DIRECTORY);
    ck_assert_int_ge(scratch.before, 0);
    ck_assert_msg(mkdtemp(scratch.path) != NULL, "%s", scratch.path);
    ck_assert_int_eq(chdir(scratch.path), 0);
}

static inline void scratch_leave(void)
{
    ck_assert_int_eq(fchdir(scratch.before), 0);
    close(scratch.before);
    remove_below(AT_FDCWD, scratch.path);
}

static inline bool is_there(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

static inline size_t count_below(int at, const char *name)
{
    size_t n = 0;
    int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            n += 1 + count_below(dirfd(d), e->d_name);
    if (d != NULL)
        closedir(d);
    return n;
}

/* Files and folders below a folder. */
static inline size_t scratch_count(const char *name)
{
    return count_below(AT_FDCWD, name);
}

/* The whole of a file, *len bytes and a NUL after them; NULL where there is none. The caller frees it. */
static inline char *scratch_read(const char *path, size_t *len)
{
    struct stat st;
    int fd = open(path, O_RDONLY);
    *len = 0;
    if (fd < 0)
        return NULL;
    size_t cap = fstat(fd, &st) == 0 ? (size_t)st.st_size : 0;
    char *bytes = malloc(cap + 1);
    ssize_t n = 1;
    while (*len < cap && (n = read(fd, bytes + *len, cap - *len)) > 0)
        *len += (size_t)n;
    bytes[*len] = '\0';
    close(fd);
    return bytes;
}

#endif
