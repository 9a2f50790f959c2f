/* SPDX-License-Identifier: MIT
 *
 * sources.c - arguments and lists of paths to sources.
 *
 * A folder is walked without recursion and with one folder open at a time, so that
 * neither depth nor the limit on open files matters; what is found is sorted by the
 * bytes of the whole relative path.
 */
#include "sources.h"
#include "base/buf.h"
#include "stream.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

void nd_sources_init(nd_sources *sources, const nd_alloc *alloc)
{
    *sources = (nd_sources){.alloc = alloc};
    nd_arena_init(&sources->strings, alloc);
}

void nd_sources_release(nd_sources *s)
{
    nd_drop(s->alloc, s->list, s->cap, sizeof *s->list);
    nd_drop(s->alloc, s->arguments, s->cap_arguments, sizeof *s->arguments);
    nd_arena_release(&s->strings);
    nd_sources_init(s, s->alloc);
}

uint64_t nd_sources_size(const nd_sources *s)
{
    uint64_t total = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (!s->list[i].regular)
            return 0;
        total += s->list[i].size;
    }
    return total;
}

/* folder/name in the arena, without doubling a slash; only name where folder is "". */
static char *join(nd_sources *s, const char *folder, const char *name)
{
    size_t n = strlen(folder), m = strlen(name);
    bool slash = n > 0 && folder[n - 1] != '/';
    char *path = nd_arena_get(&s->strings, n + slash + m + 1, 1);
    if (path == NULL)
        return NULL;
    memcpy(path, folder, n);
    if (slash)
        path[n] = '/';
    memcpy(path + n + slash, name, m + 1);
    return path;
}

/* The part of path behind its last slash that has something behind it. */
static const char *base_name(const char *path)
{
    const char *base = path;
    for (const char *p = path; *p != '\0'; p++)
        if (p[0] == '/' && p[1] != '/' && p[1] != '\0')
            base = p + 1;
    return base;
}

static nd_status add_source(nd_sources *s, const char *path, const char *name, const struct stat *about,
                            nd_err *err)
{
    if (path == NULL || name == NULL || !nd_grow(s->alloc, &s->list, &s->cap, s->n + 1, sizeof *s->list))
        return nd_no_memory(err, 0);
    nd_source *source = &s->list[s->n++];
    *source = (nd_source){.path = path, .name = name};
    if (about != NULL) {
        source->regular = S_ISREG(about->st_mode);
        source->size = source->regular && about->st_size > 0 ? (uint64_t)about->st_size : 0;
        source->device = (uint64_t)about->st_dev;
        source->inode = (uint64_t)about->st_ino;
    }
    return ND_OK;
}

/* A source that cannot be read: it could not be done, with errno code. */
static nd_status add_problem(nd_sources *s, const char *path, const char *name, const char *done, int code,
                             nd_err *err)
{
    char text[128];
    snprintf(text, sizeof text, "cannot %s: %s", done, strerror(code));
    const char *problem = join(s, "", text);
    if (problem == NULL)
        return nd_no_memory(err, sizeof text);
    nd_status st = add_source(s, path, name, NULL, err);
    if (st == ND_OK)
        s->list[s->n - 1].problem = problem;
    return st;
}

typedef struct walk {
    const char  *root;
    const char **todo;   /* folders to list, relative to root; "" is root itself */
    size_t       n, cap;
} walk;

/* An entry of the folder rel, which is open as d. */
static nd_status add_entry(nd_sources *s, walk *w, const char *rel, DIR *d, const char *entry, nd_err *err)
{
    struct stat about;
    if (strcmp(entry, ".") == 0 || strcmp(entry, "..") == 0)
        return ND_OK;
    bool known = fstatat(dirfd(d), entry, &about, AT_SYMLINK_NOFOLLOW) == 0;
    int code = errno;
    if (known ? !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode) : code == ENOENT)
        return ND_OK;   /* a link, a device, a pipe; or gone since it was listed */
    const char *name = join(s, rel, entry);
    if (name == NULL)
        return nd_no_memory(err, 0);
    if (known && S_ISDIR(about.st_mode)) {
        if (!nd_grow(s->alloc, &w->todo, &w->cap, w->n + 1, sizeof *w->todo))
            return nd_no_memory(err, 0);
        w->todo[w->n++] = name;
        return ND_OK;
    }
    const char *path = join(s, w->root, name);
    if (path == NULL)
        return nd_no_memory(err, 0);
    return known ? add_source(s, path, name, &about, err)
                 : add_problem(s, path, name, "look at it", code, err);
}

static nd_status list_folder(nd_sources *s, walk *w, const char *rel, nd_err *err)
{
    nd_status st = ND_OK;
    const char *path = *rel == '\0' ? w->root : join(s, w->root, rel);
    if (path == NULL)
        return nd_no_memory(err, 0);
    DIR *d;
    do
        d = opendir(path);
    while (d == NULL && errno == EINTR);
    int code = errno;
    while (d != NULL && st == ND_OK) {
        errno = 0;
        struct dirent *entry = readdir(d);
        code = errno;
        if (entry == NULL)
            break;
        st = add_entry(s, w, rel, d, entry->d_name, err);
    }
    if (st == ND_OK && (d == NULL || code != 0))
        st = add_problem(s, path, *rel == '\0' ? base_name(w->root) : rel, "list it", code, err);
    if (d != NULL)
        closedir(d);
    return st;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const nd_source *)a)->name, ((const nd_source *)b)->name);
}

static nd_status add_folder(nd_sources *s, const char *root, nd_err *err)
{
    walk w = {.root = root};
    size_t first = s->n;
    nd_status st = list_folder(s, &w, "", err);
    while (st == ND_OK && w.n > 0)
        st = list_folder(s, &w, w.todo[--w.n], err);
    if (s->n > first)
        qsort(s->list + first, s->n - first, sizeof *s->list, by_name);
    nd_drop(s->alloc, w.todo, w.cap, sizeof *w.todo);
    return st;
}

static nd_status take_stdin(nd_sources *s, nd_err *err)
{
    if (s->stdin_taken)
        return nd_fail(err, ND_EINVAL, "standard input ('-') can be used only once");
    s->stdin_taken = true;
    return ND_OK;
}

static nd_status add_stdin(nd_sources *s, nd_err *err)
{
    struct stat about;
    nd_status st = take_stdin(s, err);
    if (st == ND_OK)
        st = add_source(s, "-", "stdin", fstat(STDIN_FILENO, &about) == 0 ? &about : NULL, err);
    if (st == ND_OK)
        s->list[s->n - 1].regular = false;
    return st;
}

nd_status nd_sources_add(nd_sources *s, const char *path, nd_err *err)
{
    if (strcmp(path, "-") == 0)
        return add_stdin(s, err);
    struct stat about;
    int code = stat(path, &about) == 0 ? 0 : errno;
    if (code == ENOENT || code == ENOTDIR)
        return nd_fail(err, ND_EINVAL, "cannot find '%.250s'", path);
    if (code != 0 && code != EACCES)
        return nd_fail(err, ND_EINVAL, "cannot find '%.200s': %s", path, strerror(code));

    char *own = join(s, "", path);
    if (own == NULL || !nd_grow(s->alloc, &s->arguments, &s->cap_arguments, s->n_arguments + 1,
                                sizeof *s->arguments))
        return nd_no_memory(err, 0);
    bool folder = code == 0 && S_ISDIR(about.st_mode);
    for (size_t len = strlen(own); folder && len > 1 && own[len - 1] == '/'; len--)
        own[len - 1] = '\0';
    s->arguments[s->n_arguments++] = (nd_argument){own, folder};
    if (folder)
        return add_folder(s, own, err);
    if (code != 0)
        return add_problem(s, own, base_name(own), "open", code, err);
    return add_source(s, own, base_name(own), &about, err);
}

static nd_status read_whole(const char *path, const volatile sig_atomic_t *stop, nd_buf *to, nd_err *err)
{
    char chunk[16 << 10];
    nd_err why;
    nd_stream *stream = NULL;
    nd_status st = nd_stream_open(&stream, path, stop, to->alloc, &why);
    while (st == ND_OK) {
        size_t got;
        st = nd_stream_read(stream, chunk, sizeof chunk, &got, &why);
        nd_buf_add(to, chunk, got);
    }
    nd_stream_close(stream);
    if (to->failed || st == ND_ENOMEM)
        return nd_no_memory(err, 0);
    if (st == ND_ESTOP)
        return nd_fail(err, ND_ESTOP, "%s", why.text);
    return st == ND_END ? ND_OK : nd_fail(err, ND_EINVAL, "the list '%.100s': %s", path, why.text);
}

nd_status nd_sources_add_list(nd_sources *s, const char *list, bool nul, nd_err *err)
{
    nd_err why;
    nd_buf paths;
    nd_buf_init(&paths, s->alloc);
    nd_status st = strcmp(list, "-") == 0 ? take_stdin(s, err) : ND_OK;
    if (st == ND_OK)
        st = read_whole(list, s->stop, &paths, err);
    if (st != ND_OK)
        goto done;
    if (!nul && paths.len > 0 && memchr(paths.bytes, '\0', paths.len) != NULL) {
        st = nd_fail(err, ND_EINVAL, "the list '%.100s' holds NUL bytes: -0 is for a list that they separate",
                     list);
        goto done;
    }
    nd_buf_add(&paths, nul ? "" : "\n", 1);  /* ends the last path too */
    if (paths.failed) {
        st = nd_no_memory(err, 0);
        goto done;
    }
    for (size_t at = 0, entry = 1; at < paths.len && st == ND_OK; entry++) {
        char *path = paths.bytes + at;
        char *end = memchr(path, nul ? '\0' : '\n', paths.len - at);
        *end = '\0';
        at += (size_t)(end - path) + 1;
        if (*path != '\0')
            st = nd_sources_add(s, path, &why);
        if (st != ND_OK)
            nd_fail(err, st, "%s (entry %zu of the list '%.60s')", why.text, entry, list);
    }
done:
    nd_buf_release(&paths);
    return st;
}
