/* SPDX-License-Identifier: MIT
 *
 * test_shelf.c - pieces on approval: those that stay keep their bytes, those that go
 * leave no hole, and memory is that of what stayed.
 */
#include "lsh/shelf.h"
#include "pairs.h"
#include "scarce.h"

#include <check.h>

enum { PIECES = 40, ROUNDS = 300 };

typedef struct piece {
    unsigned char *at;
    size_t size;
    unsigned char filler;
} piece;

static void assert_filled(const piece *p)
{
    ck_assert_uint_eq((uintptr_t)p->at % 16, 0);
    for (size_t i = 0; i < p->size; i++)
        if (p->at[i] != p->filler)
            ck_abort_msg("byte %zu of %zu is %d, not %d", i, p->size, p->at[i], p->filler);
}

/* Small ones, and in one round of ten larger ones than a block. */
static size_t size_of(uint64_t *state, uint32_t round)
{
    return 1 + random_next(state) % (round % 10 == 9 ? 3 << 20 : 5000);
}

START_TEST(what_stays_is_whole_and_what_goes_leaves_no_hole)
{
    scarce s = {.left = SIZE_MAX};
    nd_shelf shelf = {.alloc = SCARCE(&s)}, owner = {.alloc = SCARCE(&s)};
    piece *stayed = calloc(ROUNDS * PIECES, sizeof *stayed);
    size_t n = 0, bytes = 0;
    uint64_t state = (uint64_t)_i;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        piece taken[PIECES];
        bool few = round % 10 == 9;
        for (int i = 0; i < PIECES; i++) {
            piece *p = &taken[i];
            *p = (piece){.size = size_of(&state, round), .filler = (unsigned char)random_next(&state)};
            ck_assert_ptr_nonnull(p->at = nd_shelf_take(&shelf, p->size));
            memset(p->at, p->filler, p->size);
        }
        nd_shelf_place place = shelf.stayed;
        for (int i = 0; i < PIECES; i++) {
            if (random_next(&state) % (few ? 20 : 3) != 0)
                continue;
            taken[i].at = nd_shelf_move(&shelf, &place, taken[i].at, taken[i].size);
            bytes += taken[i].size;
            stayed[n++] = taken[i];
        }
        shelf.stayed = shelf.taken = place;
        for (size_t i = n < 2 * PIECES ? 0 : n - 2 * PIECES; i < n; i++)
            assert_filled(&stayed[i]);
    }
    for (size_t i = 0; i < n; i++)
        assert_filled(&stayed[i]);
    /* what is lost at the ends of blocks, and the blocks of the largest round: they are there for the next */
    ck_assert_uint_lt(s.live, 2 * bytes + PIECES * (size_t)(4 << 20));
    nd_shelf_join(&owner, &shelf);
    ck_assert_ptr_null(shelf.first);
    nd_shelf_release(&shelf);
    for (size_t i = 0; i < n; i++)
        assert_filled(&stayed[i]);
    nd_shelf_release(&owner);
    ck_assert_uint_eq(s.live, 0);
    free(stayed);
}
END_TEST

START_TEST(small_pieces_that_go_cost_nothing)
{
    scarce s = {.left = SIZE_MAX};
    nd_shelf shelf = {.alloc = SCARCE(&s)};
    for (int i = 0; i < 100000; i++) {
        ck_assert_ptr_nonnull(nd_shelf_take(&shelf, 3000));
        ck_assert_ptr_nonnull(nd_shelf_take(&shelf, 3000));
        shelf.taken = shelf.stayed;
    }
    ck_assert_uint_le(s.live, 1 << 20);
    nd_shelf_release(&shelf);
    ck_assert_uint_eq(s.live, 0);
}
END_TEST

START_TEST(a_shelf_without_memory_is_as_before)
{
    scarce s = {.left = 0};
    nd_shelf shelf = {.alloc = SCARCE(&s)};
    ck_assert_ptr_null(nd_shelf_take(&shelf, 100));
    ck_assert_ptr_null(nd_shelf_take(&shelf, SIZE_MAX));
    s.left = 1;
    char *first = nd_shelf_take(&shelf, 100);
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_null(nd_shelf_take(&shelf, 2 << 20));
    ck_assert_ptr_eq(nd_shelf_take(&shelf, 100), first + 112);
    nd_shelf_release(&shelf);
    ck_assert_uint_eq(s.live, 0);
}
END_TEST

Suite *shelf_suite(void);

Suite *shelf_suite(void)
{
    Suite *suite = suite_create("shelf");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 60);
    tcase_add_loop_test(core, what_stays_is_whole_and_what_goes_leaves_no_hole, 0, 3);
    tcase_add_test(core, small_pieces_that_go_cost_nothing);
    tcase_add_test(core, a_shelf_without_memory_is_as_before);
    suite_add_tcase(suite, core);
    return suite;
}
