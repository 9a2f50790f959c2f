/* SPDX-License-Identifier: MIT
 *
 * begin_file.c - a file that a run writes is none that it reads, however the two are
 * spelled, and stands nowhere where only kept records do.
 */
#include "begin_file.h"

#include "base/buf.h"

#include <sys/stat.h>

static bool same_file(const struct stat *a, uint64_t device, uint64_t inode)
{
    return (uint64_t)a->st_dev == device && (uint64_t)a->st_ino == inode;
}

/* What is written beside OUT must not be read by this run. */
static nd_status check_no_input(const nd_job *job, const char *path, nd_err *err)
{
    struct stat st, result;
    if (stat(path, &st) != 0)
        return ND_OK;
    for (size_t i = 0; i < job->sources->n; i++)
        if (same_file(&st, job->sources->list[i].device, job->sources->list[i].inode))
            return nd_fail(err, ND_EINVAL, "%s is an input", path);
    if (job->result != NULL && path != job->result && stat(job->result, &result) == 0 &&
        same_file(&st, (uint64_t)result.st_dev, (uint64_t)result.st_ino))
        return nd_fail(err, ND_EINVAL, "%s is the result file", path);
    return ND_OK;
}

/*
 * Nor may it stand under OUT, where only kept records are. However the two are spelled:
 * the folders of path, which are there by now, are climbed to the root.
 */
static nd_status check_apart(const char *path, const char *folder, nd_err *err)
{
    struct stat out, at, above;
    nd_buf climb;
    nd_status st = ND_OK;
    if (folder == NULL || strcmp(folder, "-") == 0 || stat(folder, &out) != 0)
        return ND_OK;
    nd_buf_init(&climb, NULL);
    const char *slash = strrchr(path, '/');
    nd_buf_add(&climb, path, slash != NULL ? (size_t)(slash - path) + 1 : 0);
    nd_buf_add(&climb, "./", 3);
    for (bool root = climb.failed || stat(climb.bytes, &at) != 0; st == ND_OK && !root; at = above) {
        if (same_file(&at, (uint64_t)out.st_dev, (uint64_t)out.st_ino))
            st = nd_fail(err, ND_EINVAL, "%s would stand among the kept records in %s", path, folder);
        climb.len--;
        nd_buf_add(&climb, "../", 4);
        root = climb.failed || stat(climb.bytes, &above) != 0 ||
               same_file(&at, (uint64_t)above.st_dev, (uint64_t)above.st_ino);
    }
    if (climb.failed)
        st = nd_no_memory(err, 0);
    nd_buf_release(&climb);
    return st;
}

nd_status nd_begin_file(const nd_job *job, nd_outputs *outputs, const char *path, const char *folder, bool last,
                        nd_sink **sink, nd_err *err)
{
    nd_outfile *file;
    nd_status st;
    if (strcmp(path, "-") == 0)
        st = nd_outputs_stdout(outputs, job->watch.stop, &file, err);
    else if ((st = check_no_input(job, path, err)) == ND_OK &&
             (st = nd_outputs_begin(outputs, path, last, &file, err)) == ND_OK)
        st = check_apart(path, folder, err);
    if (st == ND_OK)
        st = nd_sink_new(sink, NULL, err);
    return st == ND_OK ? nd_sink_begin(*sink, file, ND_PLAIN, err) : st;
}

nd_status nd_finish_file(const nd_job *job, const nd_outcome *outcome, nd_outputs *outputs, nd_sink *sink, nd_err *err)
{
    nd_status st = sink != NULL ? nd_sink_end(sink, err) : ND_OK;
    if (st == ND_OK && job->watch.closing != NULL)
        st = job->watch.closing(job->watch.ctx, outcome, err);
    return st == ND_OK ? nd_outputs_commit(outputs, err) : st;
}
