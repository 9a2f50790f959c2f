/* SPDX-License-Identifier: MIT
 *
 * sources.h - arguments to the list of inputs, in the order they are read.
 *
 * A file stands for itself under its base name; a folder for every regular file
 * below it, in byte order of the path, named relative to the folder (symbolic
 * links inside are not followed, an argument that is one is); "-" for standard
 * input, named "stdin".
 */
#ifndef ND_SOURCES_H
#define ND_SOURCES_H

#include "base/base.h"

#include <signal.h>

typedef struct nd_source {
    const char *path;      /* what to open; "-" is standard input */
    const char *name;      /* its name under OUT and in results; bytes, maybe not UTF-8 */
    const char *problem;   /* NULL, or why it cannot be read (a folder that cannot be listed) */
    uint64_t    size;      /* bytes where known, else 0: for progress only */
    uint64_t    device, inode; /* both 0: not known */
    bool        regular;   /* a regular file: can be opened and read again (never standard input) */
} nd_source;

typedef struct nd_argument {
    const char *path;      /* of a file or folder, as given */
    bool        folder;
} nd_argument;

typedef struct nd_sources {
    nd_source   *list;
    size_t       n, cap;
    nd_argument *arguments;    /* without "-" */
    size_t       n_arguments, cap_arguments;
    bool         stdin_taken;  /* as data, or as a list of paths */
    const volatile sig_atomic_t *stop; /* may be NULL; non-zero: reading a list is ND_ESTOP soon */
    nd_arena     strings;
    const nd_alloc *alloc;
} nd_sources;

void nd_sources_init(nd_sources *sources, const nd_alloc *alloc);
void nd_sources_release(nd_sources *sources);

/* nd_sources_size - bytes of all, as on disk; 0: not known, for one is a pipe. */
uint64_t nd_sources_size(const nd_sources *sources);

/*
 * nd_sources_add - one argument: a file, a folder, a pipe, or "-".
 * ND_EINVAL where nothing of that name exists, and for a second "-". What exists
 * but cannot be opened or listed becomes a source with a problem. After a failure
 * the list may hold part of a folder; release it.
 */
nd_status nd_sources_add(nd_sources *sources, const char *path, nd_err *err);

/* nd_sources_add_list - the paths that a file ("-": stdin) lists, one a line, or NUL-ended. */
nd_status nd_sources_add_list(nd_sources *sources, const char *list, bool nul, nd_err *err);

/*
 * nd_sources_check - ND_EINVAL where the same file is there twice (by device and
 * inode), two share a name (as bytes, or as results write it), or one's name is a
 * folder in the other's ("a", "a/b"). O(n log n).
 */
nd_status nd_sources_check(const nd_sources *sources, nd_err *err);

/*
 * nd_sources_check_output - ND_EINVAL where writing below folder out could touch an
 * input: out (or the nearest parent that exists) lies in a folder argument, or is
 * or holds an input file. Call after all adds. Links are resolved.
 */
nd_status nd_sources_check_output(const nd_sources *sources, const char *out, nd_err *err);

#endif
