/* SPDX-License-Identifier: MIT
 *
 * test_ids.c - byte strings get the numbers that a plain list of them gives.
 */
#include "eval/ids.h"
#include "files.h"
#include "sanitized.h"
#include "scarce.h"

enum { MOST = 8, STRINGS = 3000 };

typedef struct string {
    char   bytes[MOST];
    size_t len;
} string;

/* Bytes of all kinds, NUL too; short, so that they come again. */
static string random_string(uint64_t *seed)
{
    string s = {.len = random_below(seed, 4)};
    for (size_t i = 0; i < s.len; i++)
        s.bytes[i] = "\0ab\xff\t"[random_below(seed, 5)];
    if (random_below(seed, 3) == 0) {
        s.len = sizeof(uint32_t);
        memcpy(s.bytes, &(uint32_t){(uint32_t)random_below(seed, 2000)}, s.len);
    }
    return s;
}

static uint32_t number_in(const string *list, size_t n, const string *s)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].len == s->len && memcmp(list[i].bytes, s->bytes, s->len) == 0)
            return (uint32_t)i;
    return ND_NO_ID;
}

START_TEST(numbers_are_those_of_a_plain_list)
{
    static string list[STRINGS];
    uint64_t seed = (uint64_t)_i + 1;
    size_t n = 0;
    nd_ids ids;
    nd_ids_init(&ids, NULL);
    for (size_t i = 0; i < STRINGS; i++) {
        string s = random_string(&seed);
        uint32_t want = number_in(list, n, &s), got;
        ck_assert_uint_eq(nd_ids_find(&ids, s.bytes, s.len), want);
        ck_assert_int_eq(nd_ids_add(&ids, s.bytes, s.len, &got, NULL), ND_OK);
        if (want == ND_NO_ID)
            list[want = (uint32_t)n++] = s;
        ck_assert_uint_eq(got, want);
        ck_assert_uint_eq(ids.n, n);
    }
    for (size_t i = 0; i < n; i++) {
        ck_assert_uint_eq(ids.list[i].len, list[i].len);
        ck_assert_mem_eq(ids.list[i].bytes, list[i].bytes, list[i].len);
        ck_assert_int_eq(ids.list[i].bytes[list[i].len], '\0');
    }
    nd_ids_release(&ids);
}
END_TEST

START_TEST(a_failed_allocation_changes_nothing)
{
    for (size_t n = 0; n < 40; n++) {
        scarce s = {.left = n};
        nd_ids ids;
        nd_ids_init(&ids, SCARCE(&s));
        for (uint32_t i = 0, got; i < 200; i++) {
            size_t before = ids.n;
            if (nd_ids_add(&ids, (const char *)&i, sizeof i, &got, NULL) != ND_OK) {
                ck_assert_uint_eq(ids.n, before);
                ck_assert_uint_eq(nd_ids_find(&ids, (const char *)&i, sizeof i), ND_NO_ID);
                s.left = 100;
                ck_assert_int_eq(nd_ids_add(&ids, (const char *)&i, sizeof i, &got, NULL), ND_OK);
            }
            ck_assert_uint_eq(got, i);
        }
        nd_ids_release(&ids);
        ck_assert_uint_eq(s.live, 0);
    }
}
END_TEST

Suite *ids_suite(void);

Suite *ids_suite(void)
{
    Suite *suite = suite_create("ids");
    TCase *core = tcase_create("core"), *oom = tcase_create("oom");
    tcase_add_loop_test(core, numbers_are_those_of_a_plain_list, 0, UNLESS_SANITIZED(10, 2));
    tcase_add_test(oom, a_failed_allocation_changes_nothing);
    suite_add_tcase(suite, core);
    suite_add_tcase(suite, oom);
    return suite;
}
