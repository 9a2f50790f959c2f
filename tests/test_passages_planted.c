/* SPDX-License-Identifier: MIT
 *
 * test_passages_planted.c - stories planted in other text, in copies that were badly
 * read, cut, lengthened or put in another order: whether their spans come back.
 */
#include "shelf.h"

#include <check.h>
#include <stdlib.h>

enum { STORIES = 100 };

static shelf books;
static nd_opts opts;
static nd_buf story, copy;
static uint64_t state;

static void set_up(void)
{
    books = (shelf){0};
    nd_opts_init(&opts);
    nd_buf_init(&story, NULL);
    nd_buf_init(&copy, NULL);
    state = 4711;
}

static void tear_down(void)
{
    shelf_release(&books);
    nd_buf_release(&story);
    nd_buf_release(&copy);
}

static size_t off(size_t x, size_t y)
{
    return x > y ? x - y : y - x;
}

/* Bytes between the ends of a side and those of the story in its text. */
static double ends_off(const nd_passage_side *side)
{
    const shelf_book *book = &books.books[side->text];
    return (double)(off(side->at.offset, book->from) + off(side->at.offset + side->at.len, book->to));
}

static const struct {
    uint32_t letters, percent, percent_other;
    nd_noise noise;
    double   found;
} scans[] = {
    {300, 0, 0, ND_NOISE_AUTO, 0.99},    {300, 5, 0, ND_NOISE_AUTO, 0.99},    {300, 10, 0, ND_NOISE_AUTO, 0.99},
    {300, 15, 0, ND_NOISE_AUTO, 0.99},   {1000, 0, 0, ND_NOISE_AUTO, 0.99},   {1000, 5, 0, ND_NOISE_AUTO, 0.99},
    {1000, 10, 0, ND_NOISE_AUTO, 0.99},  {1000, 15, 0, ND_NOISE_AUTO, 0.99},  {1000, 15, 0, ND_NOISE_NO, 0.99},
    {200, 10, 0, ND_NOISE_YES, 0.99},    {300, 10, 10, ND_NOISE_AUTO, 0.95},  {500, 10, 10, ND_NOISE_AUTO, 0.99},
};

START_TEST(spans_come_back_from_bad_scans)
{
    size_t found = 0, rows = 0;
    double ends = 0;
    for (int i = 0; i < STORIES; i++) {
        nd_buf other;
        nd_buf_init(&other, NULL);
        shelf_invent(&books, &story, scans[_i].letters, &state);
        shelf_misread(&copy, story.bytes, story.len, scans[_i].percent, &state);
        shelf_misread(&other, story.bytes, story.len, scans[_i].percent_other, &state);
        shelf_plant(&books, other.bytes, other.len, &state);
        shelf_plant(&books, copy.bytes, copy.len, &state);
        nd_buf_release(&other);
    }
    opts.passage_noise = scans[_i].noise;
    shelf_search(&books, &opts);
    if (scans[_i].noise == ND_NOISE_AUTO)
        ck_assert(books.noisy == (scans[_i].percent > 0));
    for (size_t i = 0; i < books.n; i += 2) {
        const nd_passage *row;
        size_t n = shelf_pair(&books, i, i + 1, &row);
        rows += n;
        if (n == 0 || !shelf_covers(&books, &row->a) || !shelf_covers(&books, &row->b))
            continue;
        found++;
        ends += ends_off(&row->a) + ends_off(&row->b);
    }
    ck_assert_uint_eq(rows, books.n_rows);       /* and nothing else is alike */
    ck_assert_double_ge((double)found / STORIES, scans[_i].found);
    ck_assert_double_le(ends / (4 * (double)found), 5);
}
END_TEST

/* ---- editors */

/* A story of three parts, of which a copy has what `order` says; "-" is new text. */
static void plant_parts(const char *order)
{
    nd_buf parts[3], text;
    nd_buf_init(&text, NULL);
    for (int i = 0; i < 3; i++) {
        nd_buf_init(&parts[i], NULL);
        shelf_invent(&books, &parts[i], 400, &state);
        nd_buf_add(&text, parts[i].bytes, parts[i].len);
        nd_buf_puts(&text, "\n");
    }
    shelf_plant(&books, text.bytes, text.len - 1, &state);
    nd_buf_clear(&text);
    for (; *order != '\0'; order++) {
        nd_buf new;
        nd_buf_init(&new, NULL);
        shelf_invent(&books, &new, 300, &state);
        nd_buf *part = *order == '-' ? &new : &parts[*order - '1'];
        nd_buf_add(&text, part->bytes, part->len);
        nd_buf_puts(&text, "\n");
        nd_buf_release(&new);
    }
    shelf_plant(&books, text.bytes, text.len - 1, &state);
    nd_buf_release(&text);
    for (int i = 0; i < 3; i++)
        nd_buf_release(&parts[i]);
}

static const struct {
    const char *order;
    size_t rows;
    double of_story;               /* that is told; about a fifth of its bytes are no letters */
} edits[] = {
    {"123", 1, 1},     {"1-2-3", 1, 1},  {"12-3", 1, 1},   {"13", 1, 2.0 / 3}, {"23", 1, 2.0 / 3},
    {"2", 1, 1.0 / 3}, {"1--3", 1, 2.0 / 3}, {"213", 2, 1}, {"312", 2, 1},
};

START_TEST(edited_stories_come_back)
{
    for (int i = 0; i < 20; i++) {
        const nd_passage *row;
        shelf_release(&books);
        plant_parts(edits[_i].order);
        shelf_search(&books, &opts);
        size_t n = shelf_pair(&books, 0, 1, &row);
        ck_assert_uint_eq(n, edits[_i].rows);
        double score = 0;
        for (size_t j = 0; j < n; j++)
            score += row[j].score;
        ck_assert_double_ge(score, 1200 * edits[_i].of_story * 0.75);
        for (size_t j = 0; j < n; j++)
            ck_assert_uint_ge(row[j].b.at.offset + 8, books.books[1].from);
        ck_assert_uint_le(row[n - 1].b.at.offset + row[n - 1].b.at.len, books.books[1].to + 8);
    }
}
END_TEST

START_TEST(a_passage_in_one_text_twice_is_told_with_one_of_them)
{
    const nd_passage *row;
    shelf_invent(&books, &story, 500, &state);
    shelf_plant(&books, story.bytes, story.len, &state);
    nd_buf_add(&copy, story.bytes, story.len);
    nd_buf_puts(&copy, "\n");
    nd_buf_add(&copy, story.bytes, story.len);
    shelf_plant(&books, copy.bytes, copy.len, &state);
    shelf_search(&books, &opts);
    ck_assert_uint_eq(shelf_pair(&books, 0, 1, &row), 1);
    ck_assert(shelf_covers(&books, &row->a));
}
END_TEST

Suite *passages_planted_suite(void);
Suite *passages_planted_suite(void)
{
    Suite *suite = suite_create("passages_planted");
    TCase *core = tcase_create("core");
    tcase_add_checked_fixture(core, set_up, tear_down);
    tcase_set_timeout(core, 60);
    tcase_add_loop_test(core, spans_come_back_from_bad_scans, 0, ND_COUNT(scans));
    tcase_add_loop_test(core, edited_stories_come_back, 0, ND_COUNT(edits));
    tcase_add_test(core, a_passage_in_one_text_twice_is_told_with_one_of_them);
    suite_add_tcase(suite, core);
    return suite;
}
