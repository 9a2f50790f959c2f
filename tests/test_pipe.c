/* SPDX-License-Identifier: MIT
 *
 * test_pipe.c - what is written, and which failure is told, is the same for any
 * number of threads and batches, however long each step takes.
 */
#include "base/pipe.h"
#include "sanitized.h"

#include <check.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 16, MOST_BATCHES = 2 * MOST + 2, NEVER = 1000000 };

typedef enum step { READ, WORK, WRITE } step;

typedef struct belt {
    uint64_t n_items, next;       /* read's */
    uint64_t fails_at[3];         /* the item at which a step fails; NEVER */
    unsigned n_threads, n_batches;/* n_batches: 0 = as many as are good for the threads */
    unsigned ends;                /* how often read said ND_END */
    bool     slow;
    uint64_t written;             /* items 0..written-1, in order */
    atomic_uint read;             /* items */
    unsigned read_before_first;   /* of them, when the first was written */
    bool     out_of_order;
    atomic_int reading, writing;  /* now; never over 1 */
    atomic_bool overlapped, alien;
} belt;

typedef struct load {
    uint64_t item, worked;
    atomic_int busy;
} load;

static uint64_t mixed(uint64_t x)
{
    x = (x + 1) * 0x9e3779b97f4a7c15u;
    return x ^ x >> 29;
}

static void dawdle(const belt *b, uint64_t item)
{
    if (b->slow)
        nanosleep(&(struct timespec){.tv_nsec = (long)(mixed(item) % 200) * 1000}, NULL);
}

static nd_status fails_with(step at, uint64_t item, nd_err *err)
{
    static const nd_status codes[] = {[READ] = ND_EIO, [WORK] = ND_EFORMAT, [WRITE] = ND_EWRITE};
    return nd_fail(err, codes[at], "step %d of item %d", (int)at, (int)item);
}

static nd_status read_item(void *ctx, void *batch, nd_err *err)
{
    belt *b = ctx;
    load *l = batch;
    if (atomic_fetch_add(&b->reading, 1) != 0 || atomic_fetch_add(&l->busy, 1) != 0)
        b->overlapped = true;
    nd_status st = ND_OK;
    l->item = b->next;
    if (b->next == b->fails_at[READ])
        st = fails_with(READ, b->next, err);
    else if (b->next == b->n_items)
        st = ND_END;
    else
        b->next++;
    b->ends += st == ND_END;
    atomic_fetch_add(&b->read, st == ND_OK);
    if (st != ND_OK)
        atomic_fetch_sub(&l->busy, 1);
    atomic_fetch_sub(&b->reading, 1);
    return st;
}

static nd_status work_item(void *ctx, void *batch, unsigned thread, nd_err *err)
{
    belt *b = ctx;
    load *l = batch;
    if (thread >= b->n_threads)
        b->alien = true;
    dawdle(b, l->item);
    l->worked = l->item + 1;
    return l->item == b->fails_at[WORK] ? fails_with(WORK, l->item, err) : ND_OK;
}

static nd_status write_item(void *ctx, void *batch, nd_err *err)
{
    belt *b = ctx;
    load *l = batch;
    if (atomic_fetch_add(&b->writing, 1) != 0 || atomic_fetch_sub(&l->busy, 1) != 1)
        b->overlapped = true;
    if (l->item == 0)
        b->read_before_first = atomic_load(&b->read);
    b->out_of_order |= l->item != b->written || l->worked != l->item + 1;
    nd_status st = l->item == b->fails_at[WRITE] ? fails_with(WRITE, l->item, err) : ND_OK;
    b->written += st == ND_OK;
    atomic_fetch_sub(&b->writing, 1);
    return st;
}

static nd_status run(belt *b, unsigned n_threads, nd_err *err)
{
    static const nd_pipe_ops ops = {read_item, work_item, write_item};
    load loads[MOST_BATCHES] = {{.item = 0}};
    b->n_threads = n_threads;
    unsigned n_batches = b->n_batches != 0 ? b->n_batches : nd_pipe_batches(n_threads);
    nd_status st = nd_pipe_run(&ops, b, loads, sizeof *loads, n_batches, n_threads, err);
    ck_assert(!b->out_of_order);
    ck_assert(!b->overlapped);
    ck_assert(!b->alien);
    return st;
}

/* ---- core */

START_TEST(items_are_written_in_the_order_they_were_read)
{
    static const uint64_t counts[] = {0, 1, 2, 15, 16, 17, 300};
    for (size_t i = 0; i < ND_COUNT(counts); i++) {
        belt b = {.n_items = counts[i], .fails_at = {NEVER, NEVER, NEVER}, .slow = true};
        nd_err err = {.code = ND_OK};
        ck_assert_int_eq(run(&b, (unsigned)_i, &err), ND_OK);
        ck_assert_uint_eq(b.written, counts[i]);
        ck_assert_int_eq(err.code, ND_OK);
    }
}
END_TEST

START_TEST(any_number_of_batches_will_do)
{
    for (unsigned n_batches = 1; n_batches <= MOST; n_batches++) {
        belt b = {.n_items = 60, .fails_at = {NEVER, NEVER, NEVER}, .n_batches = n_batches, .slow = true};
        ck_assert_int_eq(run(&b, (unsigned)_i, NULL), ND_OK);
        ck_assert_uint_eq(b.written, 60);
        for (step s = READ; s <= WRITE; s++) {
            belt fails = {.n_items = 60, .fails_at = {NEVER, NEVER, NEVER}, .n_batches = n_batches};
            fails.fails_at[s] = 30;
            ck_assert_int_eq(run(&fails, (unsigned)_i, NULL), fails_with(s, 30, NULL));
            ck_assert_uint_eq(fails.written, 30);
        }
    }
}
END_TEST

/* Item 0 is worked on until as many as fit have been read: who is ahead must not wait for it. */
static nd_status work_behind(void *ctx, void *batch, unsigned thread, nd_err *err)
{
    enum { PATIENCE = 20000 }; /* milliseconds; a thread that waits for its turn never ends it */
    belt *b = ctx;
    for (int i = 0; ((load *)batch)->item == 0 && atomic_load(&b->read) < b->n_batches && i < PATIENCE; i++)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    return work_item(ctx, batch, thread, err);
}

START_TEST(a_thread_that_is_ahead_goes_on_with_another_batch)
{
    static const nd_pipe_ops ops = {read_item, work_behind, write_item};
    load loads[MOST] = {{.item = 0}};
    belt b = {.n_items = 40, .fails_at = {NEVER, NEVER, NEVER}, .n_threads = 2, .n_batches = 6};
    ck_assert_int_eq(nd_pipe_run(&ops, &b, loads, sizeof *loads, 6, 2, NULL), ND_OK);
    ck_assert_uint_eq(b.written, 40);
    ck_assert_uint_eq(b.read_before_first, 6);
    ck_assert(!b.out_of_order && !b.overlapped && !b.alien);
}
END_TEST

START_TEST(the_end_is_asked_for_once)
{
    belt b = {.n_items = 40, .fails_at = {NEVER, NEVER, NEVER}, .slow = true};
    ck_assert_int_eq(run(&b, (unsigned)_i, NULL), ND_OK);
    ck_assert_uint_eq(b.ends, 1);
}
END_TEST

static const uint64_t failures[][3] = {
    {0, NEVER, NEVER},  {NEVER, 0, NEVER},  {NEVER, NEVER, 0},
    {20, NEVER, NEVER}, {NEVER, 20, NEVER}, {NEVER, NEVER, 20},
    {20, 19, NEVER},    {20, NEVER, 19},    {NEVER, 20, 19},
    {NEVER, 19, 20},    {NEVER, 20, 20},    {25, 5, 10},
    {25, 24, 23},       {0, 1, 2},          {59, 59, 59},
    {60, 61, NEVER},    {60, 30, 31},       {3, 0, 1},
};

/* What one thread would meet first. */
static step first_failure(const uint64_t at[3])
{
    step first = READ;
    for (step s = WORK; s <= WRITE; s++)
        if (at[s] < at[first])
            first = s;
    return first;
}

START_TEST(the_first_failure_in_input_order_is_told_and_nothing_behind_it_is_written)
{
    const uint64_t *at = failures[_i];
    step first = first_failure(at);
    for (unsigned threads = 1; threads <= MOST; threads++) {
        belt b = {.n_items = 60, .fails_at = {at[0], at[1], at[2]}, .slow = threads % 2 == 0};
        nd_err expect, err = {.code = ND_OK};
        nd_status st = run(&b, threads, &err);
        ck_assert_int_eq(st, fails_with(first, at[first], &expect));
        ck_assert_int_eq(err.code, expect.code);
        ck_assert_str_eq(err.text, expect.text);
        ck_assert_uint_eq(b.written, at[first]);
    }
}
END_TEST

START_TEST(after_a_failure_reading_stops_soon)
{
    belt b = {.n_items = NEVER, .fails_at = {NEVER + 1, NEVER + 1, 5}};
    ck_assert_int_eq(run(&b, (unsigned)_i, NULL), ND_EWRITE);
    ck_assert_uint_lt(b.next, 1000);
    ck_assert_uint_eq(b.written, 5);
}
END_TEST

/* ---- limits */

START_TEST(a_number_of_threads_or_batches_out_of_range_is_refused)
{
    static const nd_pipe_ops ops = {read_item, work_item, write_item};
    belt b = {.n_items = 1};
    nd_err err;
    ck_assert_int_eq(nd_pipe_run(&ops, &b, NULL, 0, 1, 0, &err), ND_EINVAL);
    ck_assert_int_eq(nd_pipe_run(&ops, &b, NULL, 0, 1, ND_PIPE_THREADS + 1, &err), ND_EINVAL);
    ck_assert_ptr_nonnull(strstr(err.text, "257 threads"));
    ck_assert_int_eq(nd_pipe_run(&ops, &b, NULL, 0, 0, 1, &err), ND_EINVAL);
    ck_assert_int_eq(nd_pipe_run(&ops, &b, NULL, 0, 1000, 1, &err), ND_EINVAL);
    ck_assert_ptr_nonnull(strstr(err.text, "1000 batches"));
    ck_assert_uint_eq(b.next, 0);
}
END_TEST

START_TEST(a_thread_that_cannot_be_made_only_means_fewer_threads)
{
    unsigned long pages = 0;
    FILE *statm = fopen("/proc/self/statm", "r");
    if (SANITIZED /* they need the address space */ || statm == NULL || fscanf(statm, "%lu", &pages) != 1)
        pages = 0;
    if (statm != NULL)
        fclose(statm);
    if (pages == 0) {
        fprintf(stderr, "pipe: skipped, the address space cannot be limited here\n");
        return;
    }
    struct rlimit before, tight;
    ck_assert_int_eq(getrlimit(RLIMIT_AS, &before), 0);
    tight = before;
    tight.rlim_cur = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + (1 << 20); /* less than a stack */
    belt b = {.n_items = 200, .fails_at = {NEVER, NEVER, NEVER}};
    ck_assert_int_eq(setrlimit(RLIMIT_AS, &tight), 0);
    nd_status st = run(&b, 8, NULL);
    ck_assert_int_eq(setrlimit(RLIMIT_AS, &before), 0);
    ck_assert_int_eq(st, ND_OK);
    ck_assert_uint_eq(b.written, 200);
}
END_TEST

Suite *pipe_suite(void);

Suite *pipe_suite(void)
{
    Suite *suite = suite_create("pipe");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits");
    tcase_add_loop_test(core, items_are_written_in_the_order_they_were_read, 1, MOST + 1);
    tcase_add_loop_test(core, any_number_of_batches_will_do, 1, 9);
    tcase_add_test(core, a_thread_that_is_ahead_goes_on_with_another_batch);
    tcase_set_timeout(core, 60);
    tcase_add_loop_test(core, the_end_is_asked_for_once, 1, MOST + 1);
    tcase_add_loop_test(core, the_first_failure_in_input_order_is_told_and_nothing_behind_it_is_written, 0,
                        (int)ND_COUNT(failures));
    tcase_add_loop_test(core, after_a_failure_reading_stops_soon, 1, MOST + 1);
    tcase_add_test(limits, a_number_of_threads_or_batches_out_of_range_is_refused);
    tcase_add_test(limits, a_thread_that_cannot_be_made_only_means_fewer_threads);
    suite_add_tcase(suite, core);
    suite_add_tcase(suite, limits);
    return suite;
}
