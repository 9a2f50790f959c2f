/* SPDX-License-Identifier: MIT
 *
 * outputs.c - temporary file, fsync, rename, fsync of the folder: the only order in
 * which a name never stands for half a file, whatever stops the machine.
 */
#include "outputs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

struct nd_outfile {
    nd_outputs *owner;
    char  *path, *temp;    /* NULL for standard output */
    int    fd;             /* -1 while not being written */
    bool   last, gone;     /* gone: abandoned, or renamed */
};

struct nd_outputs {
    const nd_alloc *alloc;
    nd_arena     strings;
    bool         force, committed;
    mode_t       mode;     /* of new files, the umask applied */
    nd_outfile **files;    /* in the order they were begun */
    size_t       n, cap;
    char       **folders;  /* made by us, parents before children */
    size_t       n_folders, cap_folders;
    uint64_t     written;
};

nd_status nd_outputs_new(nd_outputs **out, bool force, const nd_alloc *alloc, nd_err *err)
{
    nd_outputs *o = nd_get(alloc, 1, sizeof *o);
    if (o == NULL)
        return nd_no_memory(err, sizeof *o);
    mode_t mask = umask(022);
    umask(mask);
    *o = (nd_outputs){.alloc = alloc, .force = force, .mode = 0666 & ~mask};
    nd_arena_init(&o->strings, alloc);
    *out = o;
    return ND_OK;
}

void nd_outputs_free(nd_outputs *o)
{
    if (o == NULL)
        return;
    for (size_t i = 0; i < o->n; i++)
        nd_outfile_abandon(o->files[i]);
    /* a folder that holds something by now stays: rmdir says no */
    for (size_t i = o->n_folders; !o->committed && i > 0; i--)
        rmdir(o->folders[i - 1]);
    nd_drop(o->alloc, o->files, o->cap, sizeof(nd_outfile *));
    nd_drop(o->alloc, o->folders, o->cap_folders, sizeof(char *));
    nd_arena_release(&o->strings);
    nd_drop(o->alloc, o, 1, sizeof *o);
}

static nd_status write_failed(const nd_outfile *file, size_t needed, nd_err *err)
{
    int why = errno;
    const char *name = file->path != NULL ? file->path : "standard output";
    struct statvfs fs;
    if (why == EPIPE)
        return nd_fail(err, ND_EWRITE, "closed pipe: %s", name);
    if (needed > 0 && (why == ENOSPC || why == EDQUOT) && file->fd >= 0 && fstatvfs(file->fd, &fs) == 0)
        return nd_fail(err, ND_EWRITE, "cannot write %s: %s (%zu bytes needed, %llu free)", name, strerror(why),
                       needed, (unsigned long long)fs.f_bavail * fs.f_frsize);
    return nd_fail(err, ND_EWRITE, "cannot write %s: %s", name, strerror(why));
}

static char *copy_string(nd_outputs *o, const char *text, size_t len, const char *suffix)
{
    size_t more = strlen(suffix);
    char *to = nd_arena_get(&o->strings, len + more + 1, 1);
    if (to == NULL)
        return NULL;
    memcpy(to, text, len);
    memcpy(to + len, suffix, more + 1);
    return to;
}

/* Length of the folder part of path: 0 for none, 1 for "/". */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return 0;
    return slash == path ? 1 : (size_t)(slash - path);
}

/* Makes the folders that path needs and remembers which ones were not there. */
static nd_status make_folders(nd_outputs *o, const char *path, nd_err *err)
{
    size_t len = folder_length(path);
    struct stat st;
    if (len == 0)
        return ND_OK;
    char *folder = copy_string(o, path, len, "");
    if (folder == NULL)
        return nd_no_memory(err, len);
    if (stat(folder, &st) == 0)
        return ND_OK;
    nd_status status = make_folders(o, folder, err);
    if (status != ND_OK)
        return status;
    if (!nd_grow(o->alloc, &o->folders, &o->cap_folders, o->n_folders + 1, sizeof(char *)))
        return nd_no_memory(err, 0);
    if (mkdir(folder, 0777) == 0)
        o->folders[o->n_folders++] = folder;
    else if (errno != EEXIST)
        return nd_fail(err, ND_EWRITE, "cannot make folder %s: %s", folder, strerror(errno));
    return ND_OK;
}

nd_status nd_outputs_check(const nd_outputs *o, const char *path, nd_err *err)
{
    struct stat st;
    if (lstat(path, &st) == 0) {
        if (S_ISDIR(st.st_mode))
            return nd_fail(err, ND_EINVAL, "%s is a folder", path);
        if (!o->force)
            return nd_fail(err, ND_EINVAL, "%s exists; --force replaces it", path);
    } else if (errno != ENOENT) {
        return nd_fail(err, ND_EINVAL, "cannot write %s: %s", path, strerror(errno));
    }
    return ND_OK;
}

static nd_outfile *new_file(nd_outputs *o)
{
    if (!nd_grow(o->alloc, &o->files, &o->cap, o->n + 1, sizeof(nd_outfile *)))
        return NULL;
    nd_outfile *file = nd_arena_get(&o->strings, 1, sizeof *file);
    if (file != NULL)
        *file = (nd_outfile){.owner = o, .fd = -1};
    return file;
}

nd_status nd_outputs_begin(nd_outputs *o, const char *path, bool last, nd_outfile **out, nd_err *err)
{
    nd_status st = nd_outputs_check(o, path, err);
    if (st != ND_OK || (st = make_folders(o, path, err)) != ND_OK)
        return st;
    size_t folder = folder_length(path);
    folder += folder > 1; /* the slash, but for "/" */
    nd_outfile *file = new_file(o);
    if (file == NULL || (file->path = copy_string(o, path, strlen(path), "")) == NULL ||
        (file->temp = copy_string(o, path, folder, ".neardup-XXXXXX")) == NULL)
        return nd_no_memory(err, 0);
    file->last = last;
    file->fd = mkstemp(file->temp);
    if (file->fd < 0)
        return write_failed(file, 0, err);
    o->files[o->n++] = file;
    if (fchmod(file->fd, o->mode) != 0)
        return write_failed(file, 0, err);
    *out = file;
    return ND_OK;
}

nd_status nd_outputs_stdout(nd_outputs *o, nd_outfile **out, nd_err *err)
{
    nd_outfile *file = new_file(o);
    if (file == NULL)
        return nd_no_memory(err, sizeof *file);
    /* a descriptor of our own, so that its close can be checked and no other's is lost */
    file->fd = dup(STDOUT_FILENO);
    if (file->fd < 0)
        return write_failed(file, 0, err);
    o->files[o->n++] = file;
    *out = file;
    return ND_OK;
}

nd_status nd_outfile_write(nd_outfile *file, const void *bytes, size_t len, nd_err *err)
{
    const char *from = bytes;
    while (len > 0) {
        ssize_t n = write(file->fd, from, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return write_failed(file, len, err);
        from += n;
        len -= (size_t)n;
    }
    return ND_OK;
}

const char *nd_outfile_temporary(const nd_outfile *file)
{
    return file->temp;
}

nd_status nd_outfile_finish(nd_outfile *file, nd_err *err)
{
    int fd = file->fd;
    if (file->temp != NULL && fsync(fd) != 0)
        return write_failed(file, 0, err);
    file->fd = -1;
    return close(fd) != 0 ? write_failed(file, 0, err) : ND_OK;
}

nd_status nd_outfile_restart(nd_outfile *file, nd_err *err)
{
    file->fd = open(file->temp, O_WRONLY | O_TRUNC | O_CLOEXEC);
    return file->fd < 0 ? write_failed(file, 0, err) : ND_OK;
}

void nd_outfile_abandon(nd_outfile *file)
{
    if (file->fd >= 0)
        close(file->fd);
    file->fd = -1;
    if (file->temp != NULL && !file->gone)
        unlink(file->temp);
    file->gone = true;
}

static nd_status sync_folder(nd_outputs *o, const char *path, nd_err *err)
{
    size_t len = folder_length(path);
    const char *folder = len == 0 ? "." : copy_string(o, path, len, "");
    if (folder == NULL)
        return nd_no_memory(err, len);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    /* EINVAL: a file system that cannot sync folders has nothing to be asked */
    bool ok = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);
    nd_status st = ok ? ND_OK : nd_fail(err, ND_EWRITE, "cannot sync folder %s: %s", folder, strerror(errno));
    if (fd >= 0)
        close(fd);
    return st;
}

static bool same_folder(const char *a, const char *b)
{
    size_t len = folder_length(a);
    return len == folder_length(b) && memcmp(a, b, len) == 0;
}

static nd_status rename_all(nd_outputs *o, bool last, nd_err *err)
{
    const nd_outfile *before = NULL;
    nd_status st = ND_OK;
    for (size_t i = 0; st == ND_OK && i < o->n; i++) {
        nd_outfile *file = o->files[i];
        if (file->gone || file->temp == NULL || file->last != last)
            continue;
        if (rename(file->temp, file->path) != 0)
            return write_failed(file, 0, err);
        file->gone = true;
        o->written += !last;
        if (before != NULL && !same_folder(before->path, file->path))
            st = sync_folder(o, before->path, err);
        before = file;
    }
    if (st == ND_OK && before != NULL)
        st = sync_folder(o, before->path, err);
    return st;
}

nd_status nd_outputs_commit(nd_outputs *o, nd_err *err)
{
    /* an old result file must not describe new outputs, not even for a moment */
    for (size_t i = 0; i < o->n; i++) {
        const nd_outfile *file = o->files[i];
        if (file->last && !file->gone && unlink(file->path) != 0 && errno != ENOENT)
            return write_failed(file, 0, err);
    }
    o->committed = true;
    nd_status st = rename_all(o, false, err);
    return st == ND_OK ? rename_all(o, true, err) : st;
}

uint64_t nd_outputs_written(const nd_outputs *o)
{
    return o->written;
}
