/* SPDX-License-Identifier: MIT
 *
 * test_base.c - failing, allocating and the buffer: what every room relies on.
 */
#include "base/buf.h"
#include "scarce.h"

#include <check.h>
#include <stdio.h>

/* ---- failing */

START_TEST(a_failure_is_a_code_and_one_sentence)
{
    nd_err err = {.code = ND_OK};
    ck_assert_int_eq(nd_fail(&err, ND_EINVAL, "%s is %d", "perms", 3), ND_EINVAL);
    ck_assert_int_eq(err.code, ND_EINVAL);
    ck_assert_str_eq(err.text, "perms is 3");
    ck_assert_int_eq(nd_fail(NULL, ND_EIO, "nobody %s", "listens"), ND_EIO);
}
END_TEST

START_TEST(too_long_a_sentence_is_cut)
{
    char longer[2 * sizeof((nd_err){0}.text)];
    nd_err err;
    memset(longer, 'x', sizeof longer);
    longer[sizeof longer - 1] = '\0';
    nd_fail(&err, ND_EFORMAT, "%s", longer);
    ck_assert_uint_eq(strlen(err.text), sizeof err.text - 1);
    ck_assert_mem_eq(err.text, longer, sizeof err.text - 1);
}
END_TEST

START_TEST(no_memory_says_how_much_was_wanted_where_it_is_known)
{
    nd_err err;
    ck_assert_int_eq(nd_no_memory(&err, 12345), ND_ENOMEM);
    ck_assert_ptr_nonnull(strstr(err.text, "12345"));
    ck_assert_int_eq(nd_no_memory(&err, 0), ND_ENOMEM);
    ck_assert_str_eq(err.text, "out of memory");
}
END_TEST

/* ---- sizes */

static const struct {
    size_t n, size;
} too_large[] = {
    {SIZE_MAX, 1},         {1, SIZE_MAX},
    {SIZE_MAX, SIZE_MAX},  {SIZE_MAX / 2 + 1, 1},
    {SIZE_MAX / 8 + 1, 8}, {SIZE_MAX / 2 / 24 + 1, 24},
    {(size_t)1 << 32, (size_t)1 << 32},                   /* the product is 2^64, that is 0 */
    {((size_t)1 << 32) + 1, (size_t)1 << 32},
};

START_TEST(a_size_that_overflows_is_refused_before_the_allocator_is_asked)
{
    size_t n = too_large[_i].n, size = too_large[_i].size, cap = 0;
    scarce s = {.left = 100};
    int something = 0, *array = &something;
    ck_assert_ptr_null(nd_get(SCARCE(&s), n, size));
    ck_assert_ptr_null(nd_get(NULL, n, size));
    ck_assert(!nd_grow(SCARCE(&s), &array, &cap, n, size));
    ck_assert_uint_eq(cap, 0);
    ck_assert_ptr_eq(array, &something);

    nd_arena arena;
    nd_arena_init(&arena, SCARCE(&s));
    ck_assert_ptr_null(nd_arena_get(&arena, n, size));
    nd_arena_release(&arena);
    ck_assert_uint_eq(s.left, 100);
}
END_TEST

START_TEST(what_is_got_is_zero)
{
    scarce s = {.left = 2};
    const nd_alloc *allocs[] = {NULL, SCARCE(&s)};
    static const char zero[1000];
    for (size_t i = 0; i < ND_COUNT(allocs); i++) {
        for (int again = 0; again < 2; again++) {  /* the second time over what the first left behind */
            char *p = nd_get(allocs[i], 100, 10);
            ck_assert_mem_eq(p, zero, 1000);
            memset(p, 0xff, 1000);
            nd_drop(allocs[i], p, 100, 10);
        }
    }
    ck_assert_uint_eq(s.live, 0);
    nd_drop(NULL, NULL, 10, 10);
}
END_TEST

START_TEST(growing_keeps_the_elements_and_happens_seldom)
{
    scarce s = {.left = 1000};
    uint64_t *list = NULL;
    size_t cap = 0, grown = 0;
    for (size_t n = 0; n < 100000; n++) {
        size_t before = cap;
        bool ok = nd_grow(SCARCE(&s), &list, &cap, n + 1, sizeof *list);
        if (!ok || cap <= n || (cap != before && cap < before + before / 2))
            ck_abort_msg("from %zu to %zu for %zu", before, cap, n + 1);
        grown += cap != before;
        list[n] = n * n;
    }
    ck_assert_uint_lt(grown, 30);
    size_t wrong = 0;
    for (size_t n = 0; n < 100000; n++)
        wrong += list[n] != n * n;
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(s.live, cap * sizeof *list);
    nd_drop(SCARCE(&s), list, cap, sizeof *list);
    ck_assert_uint_eq(s.live, 0);
}
END_TEST

/* ---- arena */

enum { PIECES = 3000 };

static size_t piece_size(size_t i)
{
    static const size_t large[] = {32768, 32769, 100000, 262144, 1000000};
    return i % 500 == 7 ? large[i / 500 % ND_COUNT(large)] : i * 37 % 600;
}

/* Fills PIECES pieces and checks that all still hold what was put in. */
static void use_arena(nd_arena *arena)
{
    static unsigned char *pieces[PIECES];
    size_t wrong = 0;
    for (size_t i = 0; i < PIECES; i++) {
        pieces[i] = nd_arena_get(arena, piece_size(i), 1);
        ck_assert_ptr_nonnull(pieces[i]);
        wrong += (uintptr_t)pieces[i] % 16 != 0;
        memset(pieces[i], (int)(i & 0xff), piece_size(i));
    }
    for (size_t i = 0; i < PIECES; i++)
        for (size_t b = 0; b < piece_size(i); b++)
            wrong += pieces[i][b] != (i & 0xff);
    ck_assert_uint_eq(wrong, 0);
}

START_TEST(pieces_are_aligned_and_do_not_touch_each_other)
{
    scarce s = {.left = 1000};
    nd_arena arena;
    nd_arena_init(&arena, SCARCE(&s));
    use_arena(&arena);
    nd_arena_clear(&arena);
    use_arena(&arena);
    nd_arena_release(&arena);
    ck_assert_uint_eq(s.live, 0);
    use_arena(&arena); /* a released one is a new one */
    nd_arena_release(&arena);
    ck_assert_uint_eq(s.live, 0);
}
END_TEST

START_TEST(a_cleared_arena_gives_its_block_again)
{
    scarce s = {.left = 2};
    nd_arena arena;
    nd_arena_init(&arena, SCARCE(&s));
    void *first = nd_arena_get(&arena, 100, 1);
    ck_assert_ptr_nonnull(nd_arena_get(&arena, 1000000, 1));
    for (int i = 0; i < 100; i++) {
        nd_arena_clear(&arena);
        ck_assert_ptr_eq(nd_arena_get(&arena, 100, 1), first);
    }
    ck_assert_uint_eq(s.left, 0);
    ck_assert_uint_lt(s.live, 1000000); /* the large piece went */
    nd_arena_release(&arena);
    ck_assert_uint_eq(s.live, 0);
}
END_TEST

START_TEST(an_arena_of_large_pieces_only_can_be_cleared)
{
    scarce s = {.left = 10};
    nd_arena arena;
    nd_arena_init(&arena, SCARCE(&s));
    for (int i = 0; i < 3; i++)
        ck_assert_ptr_nonnull(nd_arena_get(&arena, 100000, 1));
    nd_arena_clear(&arena);
    ck_assert_uint_eq(s.live, 0);
    ck_assert_ptr_nonnull(nd_arena_get(&arena, 8, 1));
    nd_arena_release(&arena);
    ck_assert_uint_eq(s.live, 0);
}
END_TEST

START_TEST(a_large_piece_does_not_end_the_shared_block)
{
    scarce s = {.left = 11}; /* one shared block, ten of their own */
    nd_arena arena;
    nd_arena_init(&arena, SCARCE(&s));
    char *last = nd_arena_get(&arena, 16, 1);
    for (int i = 0; i < 10; i++) {
        ck_assert_ptr_nonnull(nd_arena_get(&arena, 50000, 1));
        char *next = nd_arena_get(&arena, 16, 1);
        ck_assert_ptr_eq(next, last + 16);
        last = next;
    }
    nd_arena_release(&arena);
}
END_TEST

START_TEST(a_piece_of_no_bytes_is_not_out_of_memory)
{
    nd_arena arena;
    nd_arena_init(&arena, NULL);
    ck_assert_ptr_nonnull(nd_arena_get(&arena, 0, 8));
    ck_assert_ptr_nonnull(nd_arena_get(&arena, 8, 0));
    nd_arena_release(&arena);
}
END_TEST

/* ---- buf */

START_TEST(printing_is_the_same_wherever_the_buffer_has_to_grow)
{
    char text[300], expect[1000];
    for (size_t before = 0; before < 40; before++) {
        for (size_t len = 0; len < 260; len += len < 40 ? 1 : 17) {
            nd_buf buf;
            nd_buf_init(&buf, NULL);
            memset(text, 'a', sizeof text);
            text[len] = '\0';
            for (size_t i = 0; i < before; i++)
                nd_buf_puts(&buf, ".");
            nd_buf_printf(&buf, "<%s|%d>", text, 42);
            nd_buf_printf(&buf, "%s", "");
            nd_buf_add(&buf, "", 1);
            ck_assert(!buf.failed);
            memset(expect, '.', before);
            snprintf(expect + before, sizeof expect - before, "<%s|%d>", text, 42);
            ck_assert_str_eq(buf.bytes, expect);
            ck_assert_uint_eq(buf.len, strlen(expect) + 1);
            nd_buf_release(&buf);
        }
    }
}
END_TEST

START_TEST(any_bytes_can_be_added_and_nothing_too)
{
    nd_buf buf;
    nd_buf_init(&buf, NULL);
    nd_buf_add(&buf, NULL, 0);
    ck_assert_uint_eq(buf.len, 0);
    nd_buf_add(&buf, "a\0\xff\n", 4);
    nd_buf_add(&buf, NULL, 0);
    ck_assert_uint_eq(buf.len, 4);
    ck_assert_mem_eq(buf.bytes, "a\0\xff\n", 4);
    char *bytes = buf.bytes;
    nd_buf_clear(&buf);
    ck_assert_uint_eq(buf.len, 0);
    nd_buf_add(&buf, "b", 1);
    ck_assert_ptr_eq(buf.bytes, bytes);
    nd_buf_release(&buf);
    ck_assert_ptr_null(buf.bytes);
}
END_TEST

START_TEST(after_a_failure_nothing_is_added_and_it_stays_failed)
{
    scarce s = {.left = 1};
    nd_buf buf;
    nd_buf_init(&buf, SCARCE(&s));
    nd_buf_puts(&buf, "12345");
    nd_buf_add(&buf, (char[1000]){0}, 1000);
    ck_assert(buf.failed);
    s.left = 100;
    nd_buf_puts(&buf, "6");
    nd_buf_printf(&buf, "%d", 7);
    ck_assert_uint_eq(buf.len, 5); /* nothing behind a hole */
    nd_buf_clear(&buf);
    nd_buf_puts(&buf, "8");
    ck_assert(buf.failed);
    ck_assert_uint_eq(s.left, 100);
    nd_buf_release(&buf);
    ck_assert(!buf.failed);
    ck_assert_uint_eq(s.live, 0);
}
END_TEST

START_TEST(a_length_that_overflows_fails_the_buffer)
{
    nd_buf buf;
    nd_buf_init(&buf, NULL);
    nd_buf_puts(&buf, "abc");
    nd_buf_add(&buf, "x", SIZE_MAX);
    ck_assert(buf.failed);
    nd_buf_release(&buf);
    nd_buf_puts(&buf, "abc");
    nd_buf_add(&buf, "x", SIZE_MAX / 2 - 1);
    ck_assert(buf.failed);
    ck_assert_uint_eq(buf.len, 3);
    nd_buf_release(&buf);
}
END_TEST

/* ---- oom */

static bool arena_and_buffer(const nd_alloc *alloc)
{
    nd_arena arena;
    nd_buf buf;
    bool ok = true;
    nd_arena_init(&arena, alloc);
    nd_buf_init(&buf, alloc);
    for (size_t i = 0; i < 2000; i++) {
        ok = nd_arena_get(&arena, piece_size(i), 1) != NULL && ok;
        nd_buf_printf(&buf, "%zu;", i);
    }
    ok = ok && !buf.failed;
    nd_buf_release(&buf);
    nd_arena_release(&arena);
    return ok;
}

START_TEST(every_allocation_may_fail)
{
    bool ok = false;
    for (size_t n = 0; !ok; n++) {
        scarce s = {.left = n};
        ok = arena_and_buffer(SCARCE(&s));
        ck_assert_uint_eq(s.live, 0);
        ck_assert_uint_lt(n, 1000);
    }
}
END_TEST

Suite *base_suite(void);

Suite *base_suite(void)
{
    Suite *suite = suite_create("base");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits"), *oom = tcase_create("oom");
    tcase_add_test(core, a_failure_is_a_code_and_one_sentence);
    tcase_add_test(core, no_memory_says_how_much_was_wanted_where_it_is_known);
    tcase_add_test(core, what_is_got_is_zero);
    tcase_add_test(core, growing_keeps_the_elements_and_happens_seldom);
    tcase_add_test(core, pieces_are_aligned_and_do_not_touch_each_other);
    tcase_add_test(core, a_cleared_arena_gives_its_block_again);
    tcase_add_test(core, an_arena_of_large_pieces_only_can_be_cleared);
    tcase_add_test(core, a_large_piece_does_not_end_the_shared_block);
    tcase_add_test(core, printing_is_the_same_wherever_the_buffer_has_to_grow);
    tcase_add_test(core, any_bytes_can_be_added_and_nothing_too);
    tcase_add_test(limits, too_long_a_sentence_is_cut);
    tcase_add_loop_test(limits, a_size_that_overflows_is_refused_before_the_allocator_is_asked, 0,
                        (int)ND_COUNT(too_large));
    tcase_add_test(limits, a_piece_of_no_bytes_is_not_out_of_memory);
    tcase_add_test(limits, a_length_that_overflows_fails_the_buffer);
    tcase_add_test(oom, after_a_failure_nothing_is_added_and_it_stays_failed);
    tcase_add_test(oom, every_allocation_may_fail);
    suite_add_tcase(suite, core);
    suite_add_tcase(suite, limits);
    suite_add_tcase(suite, oom);
    return suite;
}
