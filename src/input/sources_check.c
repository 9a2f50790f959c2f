/* SPDX-License-Identifier: MIT
 *
 * sources_check.c - inputs that cannot be told apart in the results, or that the
 * output could touch, are refused before anything is read.
 *
 * Names are sorted by an order in which '/' comes first, so that "a", "a/b" are
 * neighbours even beside "a.txt": then looking at neighbours finds every clash.
 */
#define _XOPEN_SOURCE 700  /* glibc hides realpath without it */
#include "sources.h"
#include "utf8.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

typedef struct key {
    const char *key;          /* what is compared */
    const nd_source *source;
} key;

static int order(char c)
{
    return c == '/' ? 1 : c == '\0' ? 0 : (unsigned char)c + 1;
}

/* Ties go by the place among the inputs, so that what is said does not hang on where files lie. */
static int by_place(const void *a, const void *b)
{
    const nd_source *x = ((const key *)a)->source, *y = ((const key *)b)->source;
    return (x > y) - (x < y);
}

static int by_path(const void *a, const void *b)
{
    const char *x = ((const key *)a)->key, *y = ((const key *)b)->key;
    while (*x != '\0' && *x == *y) {
        x++;
        y++;
    }
    int by_name = order(*x) - order(*y);
    return by_name != 0 ? by_name : by_place(a, b);
}

static int by_file(const void *a, const void *b)
{
    const nd_source *x = ((const key *)a)->source, *y = ((const key *)b)->source;
    if (x->device != y->device)
        return x->device < y->device ? -1 : 1;
    return (x->inode > y->inode) - (x->inode < y->inode);
}

static int by_file_and_place(const void *a, const void *b)
{
    int same = by_file(a, b);
    return same != 0 ? same : by_place(a, b);
}

static nd_status check_files(key *keys, size_t n, nd_err *err)
{
    qsort(keys, n, sizeof *keys, by_file_and_place);
    for (size_t i = 1; i < n; i++) {
        const nd_source *a = keys[i - 1].source, *b = keys[i].source;
        if ((a->device != 0 || a->inode != 0) && by_file(&keys[i - 1], &keys[i]) == 0)
            return nd_fail(err, ND_EINVAL, "'%.130s' and '%.130s' are the same file", a->path, b->path);
    }
    return ND_OK;
}

static nd_status check_names(key *keys, size_t n, nd_err *err)
{
    qsort(keys, n, sizeof *keys, by_path);
    for (size_t i = 1; i < n; i++) {
        const char *a = keys[i - 1].key, *b = keys[i].key;
        size_t len = strlen(a);
        bool prefix = strncmp(a, b, len) == 0;
        if (prefix && b[len] == '\0')
            return nd_fail(err, ND_EINVAL, "'%.90s' and '%.90s' would both be called '%.80s'",
                           keys[i - 1].source->path, keys[i].source->path, b);
        if (prefix && b[len] == '/')
            return nd_fail(err, ND_EINVAL, "'%.130s' would be a file, but a folder for '%.130s'", a, b);
    }
    return ND_OK;
}

/* A name as results write it: itself where it is UTF-8, else its other bytes, and '%', percent-escaped. */
static const char *written_name(nd_arena *strings, const char *name)
{
    static const char hex[] = "0123456789ABCDEF";
    size_t len = strlen(name), n;
    if (nd_utf8_valid(name, len) == len)
        return name;
    char *written = len <= SIZE_MAX / 4 ? nd_arena_get(strings, 3 * len + 1, 1) : NULL, *to = written;
    for (size_t i = 0; written != NULL && i < len; i += n) {
        n = name[i] != '%' ? nd_utf8_character(name + i, len - i) : 0;
        memcpy(to, name + i, n);
        to += n;
        if (n == 0) {
            unsigned char c = (unsigned char)name[i];
            *to++ = '%';
            *to++ = hex[c >> 4];
            *to++ = hex[c & 15];
            n = 1;
        }
    }
    if (written != NULL)
        *to = '\0';
    return written;
}

nd_status nd_sources_check(const nd_sources *s, nd_err *err)
{
    if (s->n == 0)
        return ND_OK;
    nd_arena strings;
    nd_arena_init(&strings, s->alloc);
    nd_status st = ND_OK;
    bool all_utf8 = true;
    key *keys = nd_get(s->alloc, s->n, sizeof *keys);
    if (keys == NULL) {
        st = nd_no_memory(err, s->n * sizeof *keys);
        goto done;
    }
    for (size_t i = 0; i < s->n; i++)
        keys[i] = (key){s->list[i].name, &s->list[i]};
    if ((st = check_files(keys, s->n, err)) != ND_OK || (st = check_names(keys, s->n, err)) != ND_OK)
        goto done;
    for (size_t i = 0; i < s->n; i++) {
        const char *name = keys[i].key;
        keys[i].key = written_name(&strings, name);
        if (keys[i].key == NULL) {
            st = nd_no_memory(err, 0);
            goto done;
        }
        all_utf8 = all_utf8 && keys[i].key == name;
    }
    if (!all_utf8)
        st = check_names(keys, s->n, err);
done:
    nd_drop(s->alloc, keys, s->n, sizeof *keys);
    nd_arena_release(&strings);
    return st;
}

/*
 * The real path of path, or of its nearest parent that exists (then *whole is false).
 * False, with errno: there is none.
 */
static bool nearest_real_path(const char *path, char real[PATH_MAX], bool *whole)
{
    char at[PATH_MAX];
    size_t len = strlen(path);
    if (len >= sizeof at) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(at, path, len + 1);
    *whole = true;
    while (realpath(*at != '\0' ? at : ".", real) == NULL) {
        if (*at == '\0' || (errno != ENOENT && errno != ENOTDIR))
            return false;
        while (len > 0 && at[len - 1] == '/')
            len--;
        while (len > 0 && at[len - 1] != '/')
            len--;
        at[len] = '\0';
        *whole = false;
    }
    return true;
}

/* Is path folder, or below it? Both are real paths. */
static bool lies_in(const char *path, const char *folder)
{
    size_t n = strcmp(folder, "/") != 0 ? strlen(folder) : 0;
    return strncmp(path, folder, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

/* Is the argument, or the link that it is, in folder? */
static bool argument_lies_in(const char *argument, const char *folder)
{
    char real[PATH_MAX], parent[PATH_MAX];
    if (realpath(argument, real) != NULL && lies_in(real, folder))
        return true;
    size_t len = strlen(argument);
    while (len > 1 && argument[len - 1] == '/')
        len--;
    while (len > 0 && argument[len - 1] != '/')
        len--;
    if (len >= sizeof parent)
        return false;
    memcpy(parent, argument, len);
    parent[len] = '\0';
    return realpath(len > 0 ? parent : ".", real) != NULL && lies_in(real, folder);
}

nd_status nd_sources_check_output(const nd_sources *s, const char *out, nd_err *err)
{
    char real_out[PATH_MAX], real[PATH_MAX];
    struct stat about;
    bool whole;
    if (!nearest_real_path(out, real_out, &whole))
        return nd_fail(err, ND_EINVAL, "cannot tell where '%.200s' is: %s", out, strerror(errno));
    for (size_t i = 0; i < s->n_arguments; i++) {
        const nd_argument *a = &s->arguments[i];
        if (a->folder && realpath(a->path, real) != NULL && lies_in(real_out, real))
            return nd_fail(err, ND_EINVAL, "the output '%.130s' lies in the input folder '%.130s'", out,
                           a->path);
        if (whole && argument_lies_in(a->path, real_out))
            return nd_fail(err, ND_EINVAL, "the output '%.130s' is or holds the input '%.130s'", out,
                           a->path);
    }
    /* what no path shows: standard input, and other names of the same file */
    for (size_t i = 0; whole && i < s->n; i++) {
        const nd_source *source = &s->list[i];
        int n = snprintf(real, sizeof real, "%s/%s", out, source->name);
        if (n > 0 && (size_t)n < sizeof real && stat(real, &about) == 0 && source->inode != 0 &&
            source->inode == (uint64_t)about.st_ino && source->device == (uint64_t)about.st_dev)
            return nd_fail(err, ND_EINVAL, "the input '%.250s' would be replaced by its own output", real);
    }
    return ND_OK;
}
