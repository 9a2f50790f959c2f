/* SPDX-License-Identifier: MIT
 *
 * serial.c - neardup itself, with a clock around the three steps of its pipe: which
 * part of a run can only be done by one thread at a time, and what would more threads
 * make of it? After each pipe it prints TSV to standard error: batches, processor
 * seconds of reading (in turn), of work (any thread), of writing (in turn), then for 1,
 * 2, 4 .. 64 threads how often faster than one the same batches would go through.
 *
 * The linker hands every call of nd_pipe_run to the one here (--wrap). The seconds are
 * those of the thread, so waiting for a turn is not counted. The model knows nothing of
 * what threads cost each other in caches and memory.
 */
#include "base/pipe.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

nd_status __real_nd_pipe_run(const nd_pipe_ops *ops, void *ctx, void *batches, size_t size, unsigned n_batches,
                               unsigned n_threads, nd_err *err);
nd_status __wrap_nd_pipe_run(const nd_pipe_ops *ops, void *ctx, void *batches, size_t size, unsigned n_batches,
                               unsigned n_threads, nd_err *err);

typedef struct cost {          /* of one batch, seconds */
    double reading, working, writing;
} cost;

typedef struct timed {
    const nd_pipe_ops *ops;
    void   *ctx;
    const char *batches;
    size_t  size;              /* bytes of a batch */
    cost    now[ND_PIPE_BATCHES]; /* of what each batch holds */
    cost   *costs;             /* of those that are done, in order */
    size_t  n, cap;
} timed;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static cost *cost_of(timed *t, const void *batch)
{
    return &t->now[(size_t)((const char *)batch - t->batches) / t->size];
}

static nd_status read_batch(void *ctx, void *batch, nd_err *err)
{
    timed *t = ctx;
    double from = now();
    nd_status st = t->ops->read(t->ctx, batch, err);
    cost_of(t, batch)->reading = now() - from;
    return st;
}

static nd_status work_batch(void *ctx, void *batch, unsigned thread, nd_err *err)
{
    timed *t = ctx;
    double from = now();
    nd_status st = t->ops->work(t->ctx, batch, thread, err);
    cost_of(t, batch)->working = now() - from;
    return st;
}

static nd_status write_batch(void *ctx, void *batch, nd_err *err)
{
    timed *t = ctx;
    double from = now();
    nd_status st = t->ops->write(t->ctx, batch, err);
    cost_of(t, batch)->writing = now() - from;
    if (!nd_grow(NULL, &t->costs, &t->cap, t->n + 1, sizeof *t->costs))
        return nd_no_memory(err, 0);
    t->costs[t->n++] = *cost_of(t, batch);
    return st;
}

/* The pipe at one moment. A batch that is read is n_read - 1, one that is written n_written - 1. */
typedef struct state {
    double  now, reads_until, writes_until;
    size_t  n_read, n_written;
    double *worked_at;         /* seconds, of the n_read batches */
} state;

/* What pipe.c gives a thread to do that is free now: until when; now where it waits. */
static double next_step(const timed *t, state *s, unsigned batches)
{
    size_t i = s->n_written;
    if (i < s->n_read && s->worked_at[i] <= s->now && s->writes_until <= s->now) {
        s->n_written++;
        return s->writes_until = s->now + t->costs[i].writing;
    }
    size_t used = s->n_read - s->n_written + (s->writes_until > s->now);
    i = s->n_read;
    if (i == t->n || s->reads_until > s->now || used == batches)
        return s->now;
    s->n_read++;
    s->reads_until = s->now + t->costs[i].reading;
    return s->worked_at[i] = s->reads_until + t->costs[i].working;
}

static double sooner(double a, double b, double than)
{
    return b > than && b < a ? b : a;
}

/* Seconds until the last batch is written. */
static double model(const timed *t, unsigned threads, unsigned batches)
{
    double free_at[ND_PIPE_THREADS] = {0};
    state s = {.worked_at = malloc((t->n + 1) * sizeof *s.worked_at)};
    while (s.worked_at != NULL && s.n_written < t->n) {
        unsigned first = 0;
        for (unsigned k = 1; k < threads; k++)
            first = free_at[k] < free_at[first] ? k : first;
        s.now = free_at[first];
        free_at[first] = next_step(t, &s, batches);
        if (free_at[first] > s.now)
            continue;
        double change = sooner(sooner(1e300, s.reads_until, s.now), s.writes_until, s.now);
        for (unsigned k = 0; k < threads; k++)
            change = sooner(change, free_at[k], s.now);
        free_at[first] = change;
    }
    free(s.worked_at);
    return s.writes_until;
}

nd_status __wrap_nd_pipe_run(const nd_pipe_ops *ops, void *ctx, void *batches, size_t size, unsigned n_batches,
                             unsigned n_threads, nd_err *err)
{
    static const nd_pipe_ops timed_ops = {read_batch, work_batch, write_batch};
    timed t = {.ops = ops, .ctx = ctx, .batches = batches, .size = size};
    cost sum = {0};
    nd_status st = __real_nd_pipe_run(&timed_ops, &t, batches, size, n_batches, n_threads, err);
    for (size_t i = 0; i < t.n; i++) {
        sum.reading += t.costs[i].reading;
        sum.working += t.costs[i].working;
        sum.writing += t.costs[i].writing;
    }
    fprintf(stderr, "%zu\t%.4f\t%.4f\t%.4f", t.n, sum.reading, sum.working, sum.writing);
    double alone = model(&t, 1, 1);
    for (unsigned threads = 1; threads <= 64; threads *= 2)
        fprintf(stderr, "\t%.2f", alone / model(&t, threads, nd_pipe_batches(threads)));
    fprintf(stderr, "\n");
    free(t.costs);
    return st;
}
