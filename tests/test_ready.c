/* SPDX-License-Identifier: MIT
 *
 * test_ready.c - waiting for a pipe: it ends when the pipe is ready or the flag is set, whichever thread sets it.
 */
#include "base/ready.h"

#include "sanitized.h"

#include <check.h>
#include <poll.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

Suite *ready_suite(void);

typedef struct fixture {
    int ends[2];
    volatile sig_atomic_t stop;
} fixture;

static void pause_briefly(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 20 * 1000 * 1000}, NULL);
}

static void open_pipe(fixture *f)
{
    f->stop = 0;
    ck_assert_int_eq(pipe(f->ends), 0);
}

static void close_pipe(fixture *f)
{
    close(f->ends[0]);
    close(f->ends[1]);
}

static void *write_later(void *ctx)
{
    fixture *f = ctx;
    pause_briefly();
    return write(f->ends[1], "x", 1) == 1 ? ctx : NULL;
}

static void *stop_later(void *ctx)
{
    fixture *f = ctx;
    pause_briefly();
    f->stop = SIGINT;
    return ctx;
}

static bool ready_while(fixture *f, void *(*other)(void *))
{
    pthread_t thread;
    void *done;
    ck_assert_int_eq(pthread_create(&thread, NULL, other, f), 0);
    bool yes = nd_ready(f->ends[0], POLLIN, &f->stop);
    pthread_join(thread, &done);
    ck_assert_ptr_eq(done, f);
    return yes;
}

START_TEST(an_empty_pipe_is_waited_for)
{
    fixture f;
    open_pipe(&f);
    ck_assert(ready_while(&f, write_later));
    ck_assert(nd_ready(f.ends[0], POLLIN, NULL));
    close_pipe(&f);
}
END_TEST

START_TEST(a_flag_that_another_thread_sets_ends_the_wait)
{
    fixture f;
    if (SANITIZED) /* a flag for signal handlers is no atomic: ThreadSanitizer sees a race of two threads */
        return;
    open_pipe(&f);
    ck_assert(!ready_while(&f, stop_later));
    ck_assert(!nd_ready(f.ends[1], POLLOUT, &f.stop));
    close_pipe(&f);
}
END_TEST

START_TEST(a_full_pipe_is_not_ready_until_it_is_read)
{
    enum { PART = 4096 };
    static const char part[PART];
    char back[PART];
    fixture f;
    open_pipe(&f);
    struct pollfd one = {.fd = f.ends[1], .events = POLLOUT};
    while (poll(&one, 1, 0) == 1) /* what nd_ready promises its callers: a part goes in without waiting */
        ck_assert_int_eq(write(f.ends[1], part, PART), PART);
    ck_assert_int_eq(read(f.ends[0], back, PART), PART);
    ck_assert(nd_ready(f.ends[1], POLLOUT, &f.stop));
    ck_assert_int_eq(write(f.ends[1], part, PART), PART);
    close_pipe(&f);
}
END_TEST

START_TEST(what_cannot_be_waited_for_is_ready)
{
    fixture f;
    open_pipe(&f);
    close(f.ends[1]);
    ck_assert(nd_ready(f.ends[0], POLLIN, &f.stop)); /* the read says that it is the end */
    close(f.ends[0]);
    ck_assert(nd_ready(f.ends[0], POLLIN, &f.stop)); /* the read says that it is closed */
}
END_TEST

Suite *ready_suite(void)
{
    Suite *suite = suite_create("ready");
    TCase *core = tcase_create("core");
    tcase_add_test(core, an_empty_pipe_is_waited_for);
    tcase_add_test(core, a_flag_that_another_thread_sets_ends_the_wait);
    tcase_add_test(core, a_full_pipe_is_not_ready_until_it_is_read);
    tcase_add_test(core, what_cannot_be_waited_for_is_ready);
    suite_add_tcase(suite, core);
    return suite;
}
