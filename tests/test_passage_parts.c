/* SPDX-License-Identifier: MIT
 *
 * test_passage_parts.c - the steps from seeds to passages against plain matrices: edit
 * distance, extension, and the best local alignment of two texts.
 */
#include "pairs.h"
#include "shelf.h"

#include "repeat/edit_distance.h"
#include "repeat/letters.h"
#include "repeat/passage_extend.h"
#include "repeat/sort_keys.h"

#include <check.h>
#include <stdlib.h>

enum { PAD = ND_LETTERS_PADDING };

static uint64_t state;

static uint32_t below(uint32_t n)
{
    return (uint32_t)((random_next(&state) >> 32) * n >> 32);
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* The matrix, a row at a time. */
static uint32_t naive_edits(const uint8_t *a, uint32_t n_a, const uint8_t *b, uint32_t n_b)
{
    uint32_t *row = malloc((n_b + 1) * sizeof *row);
    for (uint32_t j = 0; j <= n_b; j++)
        row[j] = j;
    for (uint32_t i = 1; i <= n_a; i++) {
        uint32_t corner = row[0];
        row[0] = i;
        for (uint32_t j = 1; j <= n_b; j++) {
            uint32_t up = row[j];
            row[j] = least(least(up, row[j - 1]) + 1, corner + (a[i - 1] != b[j - 1]));
            corner = up;
        }
    }
    uint32_t edits = row[n_b];
    free(row);
    return edits;
}

/* b: a with some letters changed, put in and left out. */
static uint32_t edited(uint8_t *b, uint32_t cap, const uint8_t *a, uint32_t n_a, uint32_t percent, uint32_t alphabet)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < n_a && n + 2 < cap; i++) {
        uint32_t how = below(100) < percent ? below(3) : 3;
        if (how == 1 || how == 3)
            b[n++] = a[i];
        if (how == 0 || how == 1)
            b[n++] = (uint8_t)('a' + below(alphabet));
    }
    return n;
}

START_TEST(edits_are_those_of_the_matrix)
{
    uint8_t a[ND_EDITS_LETTERS], b[2 * ND_EDITS_LETTERS];
    state = (uint64_t)_i;
    for (int round = 0; round < 500; round++) {
        uint32_t alphabet = 1 + below(20), n_a = below(round % 20 == 0 ? ND_EDITS_LETTERS + 1 : 140);
        for (uint32_t i = 0; i < n_a; i++)
            a[i] = (uint8_t)('a' + below(alphabet));
        uint32_t n_b = edited(b, sizeof b, a, n_a, below(100), alphabet);
        uint32_t edits = naive_edits(a, n_a, b, n_b);
        ck_assert_uint_eq(nd_edits(a, n_a, b, n_b), edits);
        ck_assert_uint_eq(nd_edits(b, n_b, a, n_a), edits);
    }
}
END_TEST

/* ---- extension */

static nd_extension extend(const uint8_t *a, uint32_t n_a, const uint8_t *b, uint32_t n_b, int step)
{
    nd_extender x;
    nd_extension out;
    nd_extender_init(&x, NULL);
    ck_assert_int_eq(nd_extend(&x, a, n_a, b, n_b, 1000, step, &out, NULL), ND_OK);
    nd_extender_release(&x);
    return out;
}

START_TEST(extensions_are_what_they_say_and_hardly_less_than_the_best)
{
    uint8_t bytes_a[PAD + 200 + PAD] = {0}, bytes_b[PAD + 400 + PAD] = {0}, *a = bytes_a + PAD, *b = bytes_b + PAD;
    int64_t found = 0, best = 0;
    state = 99;
    for (int round = 0; round < 300; round++) {
        uint32_t n_a = below(200);
        for (uint32_t i = 0; i < n_a; i++)
            a[i] = (uint8_t)('a' + below(20));
        uint32_t n_b = edited(b, 400, a, n_a, below(30), 20);
        nd_extension on = extend(a, n_a, b, n_b, 1), back = extend(a + n_a, n_a, b + n_b, n_b, -1);
        ck_assert(on.a <= n_a && on.b <= n_b && back.a <= n_a && back.b <= n_b);
        ck_assert_uint_eq(on.edits, naive_edits(a, on.a, b, on.b));
        ck_assert_uint_eq(back.edits, naive_edits(a + n_a - back.a, back.a, b + n_b - back.b, back.b));
        int64_t score = (int64_t)on.a + on.b - ND_EDIT_COST * (int64_t)on.edits, most = 0;
        for (uint32_t i = 0; i <= n_a; i += 7) {
            for (uint32_t j = i < 10 ? 0 : i - 10; j <= n_b && j < i + 10; j++) {
                int64_t other = (int64_t)i + j - ND_EDIT_COST * (int64_t)naive_edits(a, i, b, j);
                most = other > most ? other : most;
            }
        }
        found += score;
        best += most > score ? most : score;
    }
    ck_assert_double_ge((double)found, 0.97 * (double)best);
}
END_TEST

START_TEST(keys_are_sorted)
{
    uint64_t keys[1000], spare[1000];
    state = 3;
    for (uint32_t n = 0; n < 1000; n += n < 40 ? 1 : 37) {
        uint64_t sum = 0, after = 0;
        for (uint32_t i = 0; i < n; i++)
            sum += keys[i] = below(n % 3 == 0 ? 5 : 1u << 31);
        nd_sort_keys(keys, spare, n);
        for (uint32_t i = 0; i < n; i++) {
            ck_assert(i == 0 || keys[i - 1] <= keys[i]);
            after += keys[i];
        }
        ck_assert_uint_eq(sum, after);
    }
}
END_TEST

/* ---- two texts, against Smith and Waterman */

static size_t letters_of(uint8_t *to, const char *text, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        if ((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= '0' && text[i] <= '9'))
            to[n++] = (uint8_t)text[i];
    return n;
}

/* The best score of a local alignment: 2 for a letter, -3 for another, -4 for one alone. */
static int best_local(const uint8_t *a, size_t n_a, const uint8_t *b, size_t n_b)
{
    int *row = calloc(n_b + 1, sizeof *row), best = 0;
    for (size_t i = 1; i <= n_a; i++) {
        int corner = 0;
        for (size_t j = 1; j <= n_b; j++) {
            int up = row[j], here = corner + (a[i - 1] == b[j - 1] ? 2 : -3);
            here = up - 4 > here ? up - 4 : here;
            here = row[j - 1] - 4 > here ? row[j - 1] - 4 : here;
            row[j] = here > 0 ? here : 0;
            corner = up;
            best = row[j] > best ? row[j] : best;
        }
    }
    free(row);
    return best;
}

/* Lower case words of two to nine letters, all of them rare. */
static void rare_text(nd_buf *to, uint32_t letters)
{
    nd_buf_clear(to);
    for (uint32_t n = 0; n < letters;) {
        for (uint32_t len = 2 + below(8); len > 0; len--, n++) {
            char letter = (char)('a' + below(26));
            nd_buf_add(to, &letter, 1);
        }
        nd_buf_puts(to, n % 5 == 0 ? "\n" : " ");
    }
}

START_TEST(what_is_found_is_the_best_local_alignment)
{
    shelf books = {0};
    nd_opts opts;
    nd_buf story, text, copy;
    nd_opts_init(&opts);
    opts.passage_noise = _i % 2 == 0 ? ND_NOISE_NO : ND_NOISE_YES;
    nd_buf_init(&story, NULL);
    nd_buf_init(&text, NULL);
    nd_buf_init(&copy, NULL);
    state = 50 + (uint64_t)_i;
    size_t wanted = 0, missed = 0;
    double score = 0, best = 0;
    for (int round = 0; round < 60; round++) {
        uint8_t a[2000], b[2000];
        rare_text(&story, 20 + below(250));
        for (int side = 0; side < 2; side++) {
            rare_text(&text, below(150));
            shelf_misread(&copy, story.bytes, story.len, side == 0 ? 0 : below(16), &state);
            nd_buf_add(&text, copy.bytes, copy.len);
            nd_buf_puts(&text, "\n");
            rare_text(&copy, below(150));
            nd_buf_add(&text, copy.bytes, copy.len);
            shelf_add(&books, text.bytes, text.len);
        }
        shelf_search(&books, &opts);
        size_t n_a = letters_of(a, books.books[0].text, books.books[0].len);
        size_t n_b = letters_of(b, books.books[1].text, books.books[1].len);
        double local = 0.5 * best_local(a, n_a, b, n_b);
        ck_assert(books.n_rows <= 1);
        double told = books.n_rows == 1 ? books.rows[0].score : 0;
        ck_assert_double_le(told, local);
        if (local >= opts.passage_score + 5) {
            wanted++;
            missed += told == 0;
            score += told;
            best += told > 0 ? local : 0;
        }
        shelf_release(&books);
    }
    ck_assert_uint_ge(wanted, 15);
    ck_assert_uint_le(missed, 1);
    ck_assert_double_ge(score, 0.98 * best);
    nd_buf_release(&story);
    nd_buf_release(&text);
    nd_buf_release(&copy);
}
END_TEST

Suite *passage_parts_suite(void);
Suite *passage_parts_suite(void)
{
    Suite *suite = suite_create("passage_parts");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, 60);
    tcase_add_loop_test(core, edits_are_those_of_the_matrix, 0, 4);
    tcase_add_test(core, extensions_are_what_they_say_and_hardly_less_than_the_best);
    tcase_add_test(core, keys_are_sorted);
    tcase_add_loop_test(core, what_is_found_is_the_best_local_alignment, 0, 4);
    suite_add_tcase(suite, core);
    return suite;
}
