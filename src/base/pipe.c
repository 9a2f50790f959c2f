/* SPDX-License-Identifier: MIT
 *
 * pipe.c - every thread runs the same loop: write the batch whose turn it is, if it has
 * been worked on; else fill a free batch, work on it and park it; else wait. So a thread
 * that is ahead of its turn goes on with another batch, and whoever comes by when a turn
 * has come writes it.
 *
 * One lock guards all that is shared and is held for none of the three steps: that one
 * thread reads and one writes at a time is a flag each. A batch has a ticket, its number
 * in the order read, and is parked under it. No two tickets in the pipe are n_batches
 * apart, so the rest of the division is a place of its own.
 *
 * A ticket that failed is never parked, so nothing behind it is written, whereas all
 * before it is: what is told in the end is the failure with the smallest ticket, the
 * first in input order.
 *
 * No deadlock: a thread waits only while another reads or writes, or while each batch
 * is worked on by another or stands behind one that is. When such a thread comes back
 * here it takes what there is to do, and wakes one that waits if there is more.
 */
#include "pipe.h"

#include <pthread.h>

typedef struct run {
    const nd_pipe_ops *ops;
    void *ctx;
    unsigned n_batches;

    pthread_mutex_t lock;         /* of all below */
    pthread_cond_t  changed;      /* there is something to do, or no more */
    void    *unused[ND_PIPE_BATCHES]; /* a stack: what was used last is warm, what is not needed is not touched */
    unsigned n_unused;
    void    *parked[ND_PIPE_BATCHES]; /* worked on, by ticket % n_batches; NULL: not yet */
    uint64_t next_read, next_write; /* tickets */
    bool     reading, writing;    /* a thread does */
    bool     ended;               /* nothing more is read */
    uint64_t failed;              /* the first ticket that did, of what (st) and why (*err) */
    nd_status st;
    nd_err  *err;
} run;

typedef struct worker {
    run     *run;
    unsigned thread;
} worker;

static bool may_read(const run *r)
{
    return !r->ended && !r->reading && r->n_unused > 0;
}

static bool may_write(const run *r)
{
    return !r->writing && r->parked[r->next_write % r->n_batches] != NULL;
}

static void end(run *r)
{
    r->ended = true;
    pthread_cond_broadcast(&r->changed);
}

static void fail(run *r, uint64_t ticket, nd_status st, const nd_err *err)
{
    if (ticket < r->failed) {
        r->failed = ticket;
        r->st = st;
        if (r->err != NULL)
            *r->err = *err;
    }
    end(r);
}

static void write_batch(run *r)
{
    nd_err err = {.code = ND_OK};
    void **place = &r->parked[r->next_write % r->n_batches], *batch = *place;
    *place = NULL;
    r->writing = true;
    if (may_read(r))
        pthread_cond_signal(&r->changed);
    pthread_mutex_unlock(&r->lock);
    nd_status st = r->ops->write(r->ctx, batch, &err);
    pthread_mutex_lock(&r->lock);
    r->writing = false;
    if (st != ND_OK) {
        fail(r, r->next_write, st, &err);
        return;
    }
    r->next_write++;
    r->unused[r->n_unused++] = batch;
}

static void read_batch(run *r, unsigned thread)
{
    nd_err err = {.code = ND_OK};
    void *batch = r->unused[--r->n_unused];
    r->reading = true;
    pthread_mutex_unlock(&r->lock);
    nd_status st = r->ops->read(r->ctx, batch, &err);
    pthread_mutex_lock(&r->lock);
    r->reading = false;
    if (st == ND_END) {
        end(r);
        return;
    }
    uint64_t ticket = r->next_read++;
    if (st == ND_OK) {
        if (may_read(r))
            pthread_cond_signal(&r->changed);
        pthread_mutex_unlock(&r->lock);
        st = r->ops->work(r->ctx, batch, thread, &err);
        pthread_mutex_lock(&r->lock);
    }
    if (st == ND_OK)
        r->parked[ticket % r->n_batches] = batch;
    else
        fail(r, ticket, st, &err);
}

static void *loop(void *arg)
{
    const worker *w = arg;
    run *r = w->run;
    pthread_mutex_lock(&r->lock);
    while (may_write(r) || !r->ended) {
        if (may_write(r))
            write_batch(r);
        else if (may_read(r))
            read_batch(r, w->thread);
        else
            pthread_cond_wait(&r->changed, &r->lock);
    }
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

nd_status nd_pipe_run(const nd_pipe_ops *ops, void *ctx, void *batches, size_t size, unsigned n_batches,
                      unsigned n_threads, nd_err *err)
{
    pthread_t threads[ND_PIPE_THREADS];
    worker workers[ND_PIPE_THREADS];
    run r = {.ops = ops, .ctx = ctx, .n_batches = n_batches, .failed = UINT64_MAX, .err = err};
    if (n_threads < 1 || n_threads > ND_PIPE_THREADS)
        return nd_fail(err, ND_EINVAL, "%u threads, must be 1 to %d", n_threads, ND_PIPE_THREADS);
    if (n_batches < 1 || n_batches > ND_PIPE_BATCHES)
        return nd_fail(err, ND_EINVAL, "%u batches, must be 1 to %d", n_batches, ND_PIPE_BATCHES);
    while (r.n_unused < n_batches) {
        r.unused[r.n_unused] = (char *)batches + (n_batches - 1 - r.n_unused) * size;
        r.n_unused++;
    }
    pthread_mutex_init(&r.lock, NULL);
    pthread_cond_init(&r.changed, NULL);

    unsigned made = 1;
    for (; made < n_threads; made++) {
        workers[made] = (worker){&r, made};
        if (pthread_create(&threads[made], NULL, loop, &workers[made]) != 0)
            break;
    }
    workers[0] = (worker){&r, 0};
    loop(&workers[0]);
    for (unsigned i = 1; i < made; i++)
        pthread_join(threads[i], NULL);

    pthread_cond_destroy(&r.changed);
    pthread_mutex_destroy(&r.lock);
    return r.st;
}
