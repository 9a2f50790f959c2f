/* SPDX-License-Identifier: MIT
 *
 * test_spool.c - what goes in comes out, however it is cut, and nothing stays behind.
 */
#include "output/spool.h"
#include "scarce.h"
#include "scratch.h"

#include <check.h>
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

enum { MIB = 1 << 20 };

static unsigned char *random_bytes(size_t len, uint64_t seed)
{
    unsigned char *bytes = malloc(len + 1);
    ck_assert_ptr_nonnull(bytes);
    for (size_t i = 0; i < len; i++)
        bytes[i] = (unsigned char)random_next(&seed);
    return bytes;
}

/* A piece of at most left bytes: mostly small, sometimes 0, now and then over a MiB. */
static size_t piece(uint64_t *seed, size_t left)
{
    static const size_t most[] = {1, 10, 100, 5000, 5000, 70000, 300000, MIB + 5000};
    size_t len = random_below(seed, most[random_below(seed, ND_COUNT(most))] + 1);
    return len < left ? len : left;
}

static void add_in_pieces(nd_spool *spool, const unsigned char *bytes, size_t len, uint64_t seed)
{
    for (size_t done = 0, n; done < len; done += n) {
        n = piece(&seed, len - done);
        ck_assert_int_eq(nd_spool_add(spool, n > 0 ? bytes + done : NULL, n, NULL), ND_OK);
    }
}

/* Reads all by nd_spool_read and nd_spool_read_some in turns. */
static void read_in_pieces(nd_spool *spool, const unsigned char *bytes, size_t len, uint64_t seed)
{
    unsigned char *to = malloc(len + 1);
    const char *some;
    size_t done = 0, n;
    while (done < len) {
        if (random_below(&seed, 4) == 0) {
            ck_assert_int_eq(nd_spool_read_some(spool, &some, &n, NULL), ND_OK);
            ck_assert_uint_gt(n, 0);
            ck_assert_uint_le(n, len - done);
            memcpy(to + done, some, n);
        } else {
            n = piece(&seed, len - done);
            ck_assert_int_eq(nd_spool_read(spool, to + done, n, NULL), ND_OK);
        }
        done += n;
    }
    ck_assert(memcmp(to, bytes, len) == 0);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(nd_spool_read(spool, to, 1, NULL), ND_END);
        ck_assert_int_eq(nd_spool_read_some(spool, &some, &n, NULL), ND_END);
        ck_assert_int_eq(nd_spool_read(spool, to, 0, NULL), ND_OK);
    }
    free(to);
}

/* ---- core */

static const size_t sizes[] = {
    0, 1, 17, 1000, MIB - 1, MIB, MIB + 1, 2 * MIB - 1, 2 * MIB, 2 * MIB + 1, 3 * MIB + 12345,
};

START_TEST(what_was_added_is_read_any_number_of_times)
{
    size_t len = sizes[_i];
    unsigned char *bytes = random_bytes(len, 7);
    for (uint64_t seed = 1; seed <= 5; seed++) {
        nd_spool spool;
        nd_spool_init(&spool, ".", NULL);
        add_in_pieces(&spool, bytes, len, seed);
        ck_assert_uint_eq(scratch_count("."), 0);
        for (uint64_t again = 0; again < 3; again++) {
            ck_assert_int_eq(nd_spool_rewind(&spool, NULL), ND_OK);
            if (again == 1) /* a reading that is broken off */
                ck_assert_int_eq(nd_spool_read(&spool, (char[1000]){0}, len < 1000 ? len : 1000, NULL), ND_OK);
            else
                read_in_pieces(&spool, bytes, len, seed + again);
        }
        nd_spool_release(&spool);
        ck_assert_uint_eq(scratch_count("."), 0);
    }
    free(bytes);
}
END_TEST

START_TEST(one_piece_of_any_size_is_fine)
{
    for (size_t i = 0; i < ND_COUNT(sizes); i++) {
        unsigned char *bytes = random_bytes(sizes[i], 3);
        nd_spool spool;
        nd_spool_init(&spool, ".", NULL);
        ck_assert_int_eq(nd_spool_add(&spool, bytes, sizes[i], NULL), ND_OK);
        ck_assert_int_eq(nd_spool_rewind(&spool, NULL), ND_OK);
        read_in_pieces(&spool, bytes, sizes[i], 1);
        nd_spool_release(&spool);
        free(bytes);
    }
}
END_TEST

START_TEST(few_bytes_stay_in_memory)
{
    nd_spool spool;
    nd_spool_init(&spool, "/no/such/folder", NULL);
    unsigned char *bytes = random_bytes(MIB - 1, 3);
    ck_assert_int_eq(nd_spool_add(&spool, bytes, MIB - 1, NULL), ND_OK);
    ck_assert_int_eq(nd_spool_rewind(&spool, NULL), ND_OK);
    read_in_pieces(&spool, bytes, MIB - 1, 1);
    nd_spool_release(&spool);
    nd_spool_release(&spool);
    free(bytes);
}
END_TEST

/* ---- limits */

START_TEST(a_folder_that_is_not_there_is_named)
{
    static char bytes[MIB];
    nd_spool spool;
    nd_err err = {.text = ""};
    nd_spool_init(&spool, "no/such", NULL);
    ck_assert_int_eq(nd_spool_add(&spool, bytes, sizeof bytes, &err), ND_EWRITE);
    ck_assert_int_eq(err.code, ND_EWRITE);
    ck_assert_ptr_nonnull(strstr(err.text, "no/such"));
    ck_assert_ptr_nonnull(strstr(err.text, strerror(ENOENT)));
    nd_spool_release(&spool);
}
END_TEST

START_TEST(a_folder_with_too_long_a_name_is_refused)
{
    static char bytes[MIB], name[5000];
    nd_spool spool;
    nd_err err = {.text = ""};
    memset(name, 'x', sizeof name - 1);
    nd_spool_init(&spool, name, NULL);
    ck_assert_int_lt(nd_spool_add(&spool, bytes, sizeof bytes, &err), 0);
    nd_spool_release(&spool);
    ck_assert_uint_eq(scratch_count("."), 0);
}
END_TEST

START_TEST(a_write_that_fails_is_a_failed_write_also_on_rewind)
{
    static char bytes[MIB];
    struct rlimit before, tight;
    nd_spool spool;
    nd_err err = {.text = ""};
    nd_spool_init(&spool, ".", NULL);
    nd_status st = nd_spool_add(&spool, bytes, sizeof bytes, &err);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    tight = before;
    tight.rlim_cur = MIB + 100;
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &tight), 0);
    nd_status more = _i == 0 ? nd_spool_add(&spool, bytes, sizeof bytes, &err)
                             : nd_spool_add(&spool, bytes, sizeof bytes / 2, &err);
    nd_status rewound = _i == 0 ? ND_EWRITE : nd_spool_rewind(&spool, &err);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    ck_assert_int_eq(st, ND_OK);
    ck_assert_int_eq(more, _i == 0 ? ND_EWRITE : ND_OK);
    ck_assert_int_eq(rewound, ND_EWRITE);
    ck_assert_ptr_nonnull(strstr(err.text, strerror(EFBIG)));
    nd_spool_release(&spool);
    ck_assert_uint_eq(scratch_count("."), 0);
}
END_TEST

/* ---- oom */

static nd_status add_much(const nd_alloc *alloc, nd_err *err)
{
    static char bytes[100000];
    nd_spool spool;
    nd_status st = ND_OK;
    nd_spool_init(&spool, ".", alloc);
    for (int i = 0; st == ND_OK && i < 25; i++)
        st = nd_spool_add(&spool, bytes, sizeof bytes, err);
    if (st == ND_OK)
        st = nd_spool_rewind(&spool, err);
    nd_spool_release(&spool);
    return st;
}

START_TEST(every_allocation_may_fail)
{
    nd_status st = ND_ENOMEM;
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        st = add_much(SCARCE(&s), NULL);
        ck_assert_uint_eq(s.live, 0);
    }
    ck_assert_int_eq(st, ND_OK);
}
END_TEST

Suite *spool_suite(void);

Suite *spool_suite(void)
{
    Suite *suite = suite_create("spool");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits"), *oom = tcase_create("oom");
    TCase *all[] = {core, limits, oom};
    tcase_add_loop_test(core, what_was_added_is_read_any_number_of_times, 0, (int)ND_COUNT(sizes));
    tcase_add_test(core, one_piece_of_any_size_is_fine);
    tcase_add_test(core, few_bytes_stay_in_memory);
    tcase_add_test(limits, a_folder_that_is_not_there_is_named);
    tcase_add_test(limits, a_folder_with_too_long_a_name_is_refused);
    tcase_add_loop_test(limits, a_write_that_fails_is_a_failed_write_also_on_rewind, 0, 2);
    tcase_add_test(oom, every_allocation_may_fail);
    for (size_t i = 0; i < ND_COUNT(all); i++) {
        tcase_add_checked_fixture(all[i], scratch_enter, scratch_leave);
        suite_add_tcase(suite, all[i]);
    }
    return suite;
}
