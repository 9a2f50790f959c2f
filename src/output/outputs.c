/* SPDX-License-Identifier: MIT
 *
 * outputs.c - temporary file, fsync, rename, fsync of the folder: the only order in
 * which a name never stands for half a file, whatever stops the machine.
 */
#include "outputs.h"

#include "base/ready.h"
#include "sync.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { SYNCED_ALONE = 32 /* files */ };

struct nd_outfile {
    nd_outputs *owner;
    const char *path;      /* the final name; NULL: never renamed */
    char       *temp;      /* NULL: standard output */
    const char *at;        /* where it is now: temp, then path; NULL: nowhere to be removed */
    int         fd;        /* -1 while not being written */
    bool        waits;     /* for a reader: standard output that is no regular file */
    const volatile sig_atomic_t *stop;
    bool        last;
    bool        unsynced;  /* finished, but only commit makes sure of its bytes */
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
    dev_t        device;   /* of the first file, */
    int          fd;       /* and a descriptor of it: tells what could not be written since then; or -1 */
};

nd_status nd_outputs_new(nd_outputs **out, bool force, const nd_alloc *alloc, nd_err *err)
{
    nd_outputs *o = nd_get(alloc, 1, sizeof *o);
    if (o == NULL)
        return nd_no_memory(err, sizeof *o);
    mode_t mask = umask(022);
    umask(mask);
    *o = (nd_outputs){.alloc = alloc, .force = force, .mode = 0666 & ~mask, .fd = -1};
    nd_arena_init(&o->strings, alloc);
    *out = o;
    return ND_OK;
}

void nd_outputs_free(nd_outputs *o)
{
    if (o == NULL)
        return;
    if (o->fd >= 0)
        close(o->fd);
    for (size_t i = 0; i < o->n; i++) {
        bool renamed = o->files[i]->path != NULL && o->files[i]->at == o->files[i]->path;
        if (!o->committed || !renamed)
            nd_outfile_abandon(o->files[i]);
    }
    /* a folder that holds something stays: rmdir says no */
    for (size_t i = o->n_folders; i > 0; i--)
        rmdir(o->folders[i - 1]);
    nd_drop(o->alloc, o->files, o->cap, sizeof(nd_outfile *));
    nd_drop(o->alloc, o->folders, o->cap_folders, sizeof(char *));
    nd_arena_release(&o->strings);
    nd_drop(o->alloc, o, 1, sizeof *o);
}

/* So much of a name that the reason still fits behind it: its end tells more than its beginning. */
static const char *shown(const char *name)
{
    enum { MOST = 160 };
    size_t len = strlen(name);
    return len > MOST ? name + len - MOST : name;
}

static nd_status write_failed(const nd_outfile *file, size_t needed, nd_err *err)
{
    int why = errno;
    const char *name = file->path != NULL ? file->path : file->temp != NULL ? file->temp : "standard output";
    struct statvfs fs;
    name = shown(name);
    if (why == EPIPE)
        return nd_fail(err, ND_EWRITE, "closed pipe: %s", name);
    if (needed > 0 && !file->waits && (why == ENOSPC || why == EDQUOT) && file->fd >= 0 && fstatvfs(file->fd, &fs) == 0)
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
        return nd_fail(err, ND_EWRITE, "cannot make folder %s: %s", shown(folder), strerror(errno));
    return ND_OK;
}

nd_status nd_outputs_check(const nd_outputs *o, const char *path, nd_err *err)
{
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
    struct stat st, target;
    bool there = lstat(path, &st) == 0;
    if (!there && errno != ENOENT)
        return nd_fail(err, ND_EINVAL, "cannot write %s: %s", shown(path), strerror(errno));
    if (there && stat(path, &target) == 0)
        st = target; /* of a link to a device the device must not be lost by its name */
    if (there && S_ISDIR(st.st_mode))
        return nd_fail(err, ND_EINVAL, "%s is a folder", shown(path));
    if (there && !S_ISREG(st.st_mode) && !S_ISLNK(st.st_mode))
        return nd_fail(err, ND_EINVAL, "%s is no regular file", shown(path));
    if (there && !o->force)
        return nd_fail(err, ND_EINVAL, "%s exists; --force replaces it", shown(path));
    if (*name == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return nd_fail(err, ND_EINVAL, "'%s' names no file", shown(path));
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

int nd_temporary(char *name)
{
    char *made = name + strlen(name) - 6;
    int fd = mkstemp(name);
    while (fd < 0 && errno == EINTR) { /* what mkstemp made of the X is left behind where it fails */
        memset(made, 'X', 6);
        fd = mkstemp(name);
    }
    if (fd < 0)
        memset(made, 'X', 6); /* the same failure, the same sentence */
    return fd;
}

static nd_status open_temporary(nd_outputs *o, nd_outfile *file, nd_err *err)
{
    file->fd = nd_temporary(file->temp);
    if (file->fd < 0)
        return write_failed(file, 0, err);
    file->at = file->temp;
    o->files[o->n++] = file;
    return ND_OK;
}

nd_status nd_outputs_begin(nd_outputs *o, const char *path, bool last, nd_outfile **out, nd_err *err)
{
    nd_status st = nd_outputs_check(o, path, err);
    if (st != ND_OK || (st = make_folders(o, path, err)) != ND_OK)
        return st;
    const char *slash = strrchr(path, '/');
    size_t folder = slash != NULL ? (size_t)(slash - path) + 1 : 0;
    nd_outfile *file = new_file(o);
    if (file == NULL || (file->path = copy_string(o, path, strlen(path), "")) == NULL ||
        (file->temp = copy_string(o, path, folder, ".neardup-XXXXXX")) == NULL)
        return nd_no_memory(err, 0);
    file->last = last;
    if ((st = open_temporary(o, file, err)) != ND_OK)
        return st;
    struct stat about;
    if (o->fd < 0 && fstat(file->fd, &about) == 0 && (o->fd = dup(file->fd)) >= 0)
        o->device = about.st_dev;
    if (fchmod(file->fd, o->mode) != 0)
        return write_failed(file, 0, err);
    *out = file;
    return ND_OK;
}

nd_status nd_outputs_scratch(nd_outputs *o, const char *folder, nd_outfile **out, nd_err *err)
{
    nd_outfile *file = new_file(o);
    if (file == NULL || (file->temp = copy_string(o, folder, strlen(folder), "/.neardup-XXXXXX")) == NULL)
        return nd_no_memory(err, 0);
    nd_status st = open_temporary(o, file, err);
    if (st == ND_OK)
        *out = file;
    return st;
}

nd_status nd_outputs_stdout(nd_outputs *o, const volatile sig_atomic_t *stop, nd_outfile **out, nd_err *err)
{
    struct stat st;
    nd_outfile *file = new_file(o);
    if (file == NULL)
        return nd_no_memory(err, sizeof *file);
    file->waits = fstat(STDOUT_FILENO, &st) == 0 && !S_ISREG(st.st_mode);
    file->stop = stop;
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
        if (file->waits && !nd_ready(file->fd, POLLOUT, file->stop))
            return nd_fail(err, ND_ESTOP, "interrupted");
        /* so much a pipe that is ready takes at once */
        ssize_t n = write(file->fd, from, file->waits && len > PIPE_BUF ? PIPE_BUF : len);
        if (n < 0 && (errno == EINTR || (errno == EAGAIN && file->waits)))
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

static int opened(const char *path, int flags)
{
    int fd;
    do
        fd = open(path, flags | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    return fd;
}

nd_status nd_outfile_finish(nd_outfile *file, nd_err *err)
{
    int fd = file->fd;
    struct stat st;
    /* of many files each fsync would wait for the disk: they are synced together at commit */
    file->unsynced = file->temp != NULL && file->owner->n > SYNCED_ALONE && fstat(fd, &st) == 0 &&
                     file->owner->fd >= 0 && st.st_dev == file->owner->device;
    if (file->temp != NULL && !file->unsynced && !nd_sync(fd))
        return write_failed(file, 0, err);
    file->fd = -1;
    /* after EINTR it is closed too, and must not be closed again */
    return close(fd) == 0 || errno == EINTR ? ND_OK : write_failed(file, 0, err);
}

nd_status nd_outfile_restart(nd_outfile *file, nd_err *err)
{
    file->fd = opened(file->temp, O_WRONLY | O_TRUNC);
    return file->fd < 0 ? write_failed(file, 0, err) : ND_OK;
}

void nd_outfile_abandon(nd_outfile *file)
{
    if (file->fd >= 0)
        close(file->fd);
    file->fd = -1;
    if (file->at != NULL)
        unlink(file->at);
    file->at = NULL;
}

/* To disk: the folder that path stands in. */
static nd_status sync_folder(nd_outputs *o, const char *path, nd_err *err)
{
    size_t len = folder_length(path);
    const char *folder = len == 0 ? "." : copy_string(o, path, len, "");
    if (folder == NULL)
        return nd_no_memory(err, len);
    int fd = opened(folder, O_RDONLY | O_DIRECTORY);
    /* EINVAL: a file system that cannot sync folders has nothing to be asked */
    bool ok = fd >= 0 && (nd_sync(fd) || errno == EINVAL);
    nd_status st =
        ok ? ND_OK : nd_fail(err, ND_EWRITE, "cannot sync folder %s: %s", shown(folder), strerror(errno));
    if (fd >= 0)
        close(fd);
    return st;
}

static bool same_folder(const char *a, const char *b)
{
    size_t len = folder_length(a);
    return len == folder_length(b) && memcmp(a, b, len) == 0;
}

static bool to_be_renamed(const nd_outfile *file)
{
    return file->path != NULL && file->at == file->temp && file->fd < 0;
}

static nd_status rename_all(nd_outputs *o, bool last, nd_err *err)
{
    const nd_outfile *before = NULL;
    nd_status st = ND_OK;
    for (size_t i = 0; st == ND_OK && i < o->n; i++) {
        nd_outfile *file = o->files[i];
        if (!to_be_renamed(file) || file->last != last)
            continue;
        while (rename(file->temp, file->path) != 0)
            if (errno != EINTR)
                return write_failed(file, 0, err);
        file->at = file->path;
        o->written += !last;
        if (before != NULL && !same_folder(before->path, file->path))
            st = sync_folder(o, before->path, err);
        before = file;
    }
    if (st == ND_OK && before != NULL)
        st = sync_folder(o, before->path, err);
    return st;
}

/* The bytes of every file that finish left to us. */
static nd_status sync_rest(nd_outputs *o, nd_err *err)
{
    const nd_outfile *one = NULL;
    for (size_t i = 0; i < o->n; i++)
        if (to_be_renamed(o->files[i]) && o->files[i]->unsynced)
            one = o->files[i];
    if (one == NULL)
        return ND_OK;
    return nd_sync_system(o->fd) ? ND_OK : write_failed(one, 0, err);
}

/* Hours may lie between begin and commit: what came meanwhile is no more replaced than what was there. */
static nd_status check_again(const nd_outputs *o, nd_err *err)
{
    nd_status st = ND_OK;
    for (size_t i = 0; st == ND_OK && i < o->n; i++)
        if (to_be_renamed(o->files[i]))
            st = nd_outputs_check(o, o->files[i]->path, err);
    return st;
}

/* An old result file must not describe new outputs, not even for a moment. */
static nd_status remove_old(nd_outputs *o, nd_err *err)
{
    nd_status st = ND_OK;
    for (size_t i = 0; st == ND_OK && i < o->n; i++) {
        const nd_outfile *file = o->files[i];
        if (!file->last || !to_be_renamed(file))
            continue;
        if (unlink(file->path) == 0)
            st = sync_folder(o, file->path, err);
        else if (errno != ENOENT)
            st = write_failed(file, 0, err);
    }
    return st;
}

nd_status nd_outputs_commit(nd_outputs *o, nd_err *err)
{
    nd_status st = check_again(o, err);
    if (st == ND_OK)
        st = sync_rest(o, err);
    if (st == ND_OK)
        st = remove_old(o, err);
    if (st == ND_OK)
        st = rename_all(o, false, err);
    for (size_t i = 0; st == ND_OK && i < o->n_folders; i++)
        st = sync_folder(o, o->folders[i], err);
    if (st == ND_OK)
        st = rename_all(o, true, err);
    o->committed = st == ND_OK;
    return st;
}

uint64_t nd_outputs_written(const nd_outputs *o)
{
    return o->committed ? o->written : 0;
}
