/* SPDX-License-Identifier: MIT
 *
 * pipe.c - every thread runs the same loop: take a ticket and read under one lock,
 * work under none, write under another lock when its ticket's turn comes. A failure
 * of any step is posted in its turn too, so the first in input order is the one
 * that is reported. (The shape of minimap2's kt_pipeline, with failures.)
 */
#include "pipe.h"

#include <pthread.h>

typedef struct run {
    const nd_pipe_ops *ops;
    void *ctx;
    nd_err *err;

    pthread_mutex_t read_lock;
    uint64_t next_read;       /* guarded by read_lock */
    bool     ended;           /* guarded by read_lock: nothing more to read */

    pthread_mutex_t write_lock;
    pthread_cond_t  written;  /* with write_lock: next_write moved */
    uint64_t  next_write;     /* guarded by write_lock */
    nd_status st;             /* guarded by write_lock: the first failure in order */
} run;

typedef struct worker {
    run     *run;
    void    *batch;
    unsigned thread;
} worker;

static bool failed(run *r)
{
    pthread_mutex_lock(&r->write_lock);
    bool yes = r->st != ND_OK;
    pthread_mutex_unlock(&r->write_lock);
    return yes;
}

static void *loop(void *arg)
{
    worker *w = arg;
    run *r = w->run;
    for (;;) {
        nd_err err = {.code = ND_OK};
        pthread_mutex_lock(&r->read_lock);
        if (r->ended) {
            pthread_mutex_unlock(&r->read_lock);
            return NULL;
        }
        nd_status st = failed(r) ? ND_END : r->ops->read(r->ctx, w->batch, &err);
        uint64_t ticket = r->next_read;
        if (st != ND_OK)
            r->ended = true;
        if (st != ND_END)
            r->next_read++;
        pthread_mutex_unlock(&r->read_lock);
        if (st == ND_END)
            return NULL;

        if (st == ND_OK)
            st = r->ops->work(r->ctx, w->batch, w->thread, &err);

        pthread_mutex_lock(&r->write_lock);
        while (r->next_write != ticket)
            pthread_cond_wait(&r->written, &r->write_lock);
        if (r->st == ND_OK) {
            if (st == ND_OK)
                st = r->ops->write(r->ctx, w->batch, &err);
            r->st = st;
            if (st != ND_OK && r->err != NULL)
                *r->err = err;
        }
        r->next_write++;
        pthread_cond_broadcast(&r->written);
        pthread_mutex_unlock(&r->write_lock);
    }
}

nd_status nd_pipe_run(const nd_pipe_ops *ops, void *ctx, void *const *batches, unsigned n_threads,
                      nd_err *err)
{
    enum { MOST = 256 };
    pthread_t threads[MOST];
    worker workers[MOST];
    run r = {.ops = ops, .ctx = ctx, .err = err};
    if (n_threads < 1 || n_threads > MOST)
        return nd_fail(err, ND_EINVAL, "%u threads, must be 1 to %d", n_threads, MOST);
    pthread_mutex_init(&r.read_lock, NULL);
    pthread_mutex_init(&r.write_lock, NULL);
    pthread_cond_init(&r.written, NULL);

    unsigned made = 1;
    for (; made < n_threads; made++) {
        workers[made] = (worker){&r, batches[made], made};
        if (pthread_create(&threads[made], NULL, loop, &workers[made]) != 0)
            break;
    }
    workers[0] = (worker){&r, batches[0], 0};
    loop(&workers[0]);
    for (unsigned i = 1; i < made; i++)
        pthread_join(threads[i], NULL);

    pthread_cond_destroy(&r.written);
    pthread_mutex_destroy(&r.write_lock);
    pthread_mutex_destroy(&r.read_lock);
    return r.st;
}
