/* SPDX-License-Identifier: MIT
 *
 * respool.c - a copy of what a pipe gave is an output that is never committed: it goes
 * when the outputs it belongs to are freed.
 */
#include "respool.h"

#include "base/ready.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

enum { COPY_BUFFER = 256 << 10 };

/* To the end of fd. ND_EIO: a read failed. */
static nd_status copy_bytes(const nd_job *job, int fd, nd_outfile *to, char *buffer, nd_err *err)
{
    ssize_t n = 1;
    nd_status st = ND_OK;
    while (st == ND_OK && n != 0) {
        if (!nd_ready(fd, POLLIN, job->watch.stop))
            return nd_fail(err, ND_ESTOP, "interrupted");
        n = read(fd, buffer, COPY_BUFFER);
        if (n > 0)
            st = nd_outfile_write(to, buffer, (size_t)n, err);
        else if (n < 0 && errno != EINTR && errno != EAGAIN)
            st = nd_fail(err, ND_EIO, "cannot read: %s", strerror(errno));
    }
    return st;
}

static nd_status copy_pipe(const nd_job *job, const char *path, nd_outfile *to, char *buffer, nd_err *err)
{
    bool standard_input = strcmp(path, "-") == 0;
    int fd = STDIN_FILENO;
    if (!standard_input) {
        do /* a FIFO would wait for its writer here, where nothing can stop it: its reads wait */
            fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        while (fd < 0 && errno == EINTR);
    }
    if (fd < 0)
        return nd_fail(err, ND_EIO, "cannot open: %s", strerror(errno));
    nd_status st = copy_bytes(job, fd, to, buffer, err);
    if (!standard_input)
        close(fd);
    return st;
}

/* What cannot be read becomes a source with a problem, as a file would. */
static nd_status respool(nd_respool *r, const nd_job *job, nd_source *source, char *buffer, nd_err *err)
{
    nd_outfile *file;
    nd_err why = {.code = ND_OK};
    nd_status st = nd_outputs_scratch(r->files, job->work_dir, &file, &why);
    if (st == ND_OK)
        st = copy_pipe(job, source->path, file, buffer, &why);
    if (st == ND_OK) {
        source->path = nd_outfile_temporary(file);
        return ND_OK;
    }
    if (st != ND_EIO)
        return nd_fail(err, st, "%s", why.text);
    char *problem = nd_arena_get(&r->sources.strings, strlen(why.text) + 1, 1);
    if (problem == NULL)
        return nd_no_memory(err, sizeof why.text);
    source->problem = strcpy(problem, why.text);
    return ND_OK;
}

nd_status nd_respool_init(nd_respool *r, const nd_job *job, nd_err *err)
{
    *r = (nd_respool){.files = NULL};
    nd_sources_init(&r->sources, NULL);
    size_t n = job->sources->n;
    char *buffer = nd_get(NULL, COPY_BUFFER, 1);
    nd_status st = buffer == NULL ? nd_no_memory(err, COPY_BUFFER) : nd_outputs_new(&r->files, true, NULL, err);
    if (st == ND_OK && !nd_grow(NULL, &r->sources.list, &r->sources.cap, n, sizeof *r->sources.list))
        st = nd_no_memory(err, n * sizeof *r->sources.list);
    for (size_t i = 0; st == ND_OK && i < n; i++) {
        r->sources.list[r->sources.n++] = job->sources->list[i];
        if (!job->sources->list[i].regular && job->sources->list[i].problem == NULL)
            st = respool(r, job, &r->sources.list[i], buffer, err);
    }
    nd_drop(NULL, buffer, COPY_BUFFER, 1);
    return st;
}

void nd_respool_release(nd_respool *r)
{
    nd_sources_release(&r->sources);
    nd_outputs_free(r->files);
    r->files = NULL;
}
