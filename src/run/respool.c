/* SPDX-License-Identifier: MIT
 *
 * respool.c - a spool file is an output that is never committed: it goes when the
 * outputs it belongs to are freed.
 */
#include "respool.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { COPY_BUFFER = 256 << 10 };

static nd_status copy_pipe(const nd_job *job, const nd_source *source, nd_outfile *to, char *buffer, nd_err *err)
{
    bool standard_input = strcmp(source->path, "-") == 0;
    int fd = standard_input ? STDIN_FILENO : open(source->path, O_RDONLY | O_CLOEXEC);
    nd_status st = fd < 0 ? nd_fail(err, ND_EIO, "cannot open %s: %s", source->path, strerror(errno)) : ND_OK;
    ssize_t n = 1;
    while (st == ND_OK && n > 0) {
        n = read(fd, buffer, COPY_BUFFER);
        if (job->watch.stop != NULL && *job->watch.stop != 0)
            st = nd_fail(err, ND_ESTOP, "interrupted");
        else if (n > 0)
            st = nd_outfile_write(to, buffer, (size_t)n, err);
        else if (n < 0 && errno == EINTR)
            n = 1;
        else if (n < 0)
            st = nd_fail(err, ND_EIO, "cannot read %s: %s", source->name, strerror(errno));
    }
    if (fd >= 0 && !standard_input)
        close(fd);
    return st;
}

static nd_status respool(nd_respool *r, const nd_job *job, nd_source *source, char *buffer, nd_err *err)
{
    nd_outfile *file;
    nd_buf path;
    nd_buf_init(&path, NULL);
    nd_buf_puts(&path, job->work_dir);
    nd_buf_puts(&path, "/neardup-spool");
    nd_buf_add(&path, "", 1);
    nd_status st = path.failed ? nd_no_memory(err, 0) : nd_outputs_begin(r->files, path.bytes, false, &file, err);
    nd_buf_release(&path);
    if (st == ND_OK)
        st = copy_pipe(job, source, file, buffer, err);
    if (st == ND_OK)
        source->path = nd_outfile_temporary(file);
    return st;
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
