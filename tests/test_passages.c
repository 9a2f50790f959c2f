/* SPDX-License-Identifier: MIT
 *
 * test_passages.c - collections of texts and their matchers: every script, any bytes,
 * crowds of copies, and what happens without memory.
 */
#include "shelf.h"
#include "scarce.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static shelf books;
static nd_opts opts;
static nd_buf story, other;
static uint64_t state;

static void set_up(void)
{
    books = (shelf){0};
    nd_opts_init(&opts);
    nd_buf_init(&story, NULL);
    nd_buf_init(&other, NULL);
    state = 1916;
}

static void tear_down(void)
{
    shelf_release(&books);
    nd_buf_release(&story);
    nd_buf_release(&other);
}

static void add(const nd_buf *text)
{
    shelf_add(&books, text->bytes, text->len);
}

/* ---- one pair */

START_TEST(equal_texts_share_all_they_have)
{
    const nd_passage *row;
    shelf_invent(&books, &story, 900, &state);
    add(&story);
    add(&story);
    shelf_search(&books, &opts);
    ck_assert_uint_eq(books.n_rows, 1);
    ck_assert_uint_eq(shelf_pair(&books, 0, 1, &row), 1);
    ck_assert(row->similarity == 1 && row->a.share == 1 && row->b.share == 1 && !row->form);
    ck_assert_uint_eq(row->longest, row->a.words);
    ck_assert_uint_eq(row->changed + row->misread, 0);
}
END_TEST

START_TEST(texts_of_one_series_are_not_compared)
{
    const nd_passage *row;
    shelf_invent(&books, &story, 900, &state);
    for (int i = 0; i < 4; i++)
        add(&story);
    books.books[0].series = books.books[2].series = 7;
    books.books[1].series = 8;
    shelf_search(&books, &opts);
    ck_assert_uint_eq(books.n_rows, 5);
    ck_assert_uint_eq(shelf_pair(&books, 0, 2, &row), 0);
    ck_assert_uint_eq(shelf_pair(&books, 0, 3, &row), 1);
}
END_TEST

static const struct {
    const char *name, *text;
} scripts[] = {
    {"Cyrillic", "Ледоход на реке начался раньше обычного, сообщили вчера в городской управе. Мост закрыт для повозок, "
                 "паром будет ходить с понедельника, если вода не поднимется выше отметки прошлого года."},
    {"Chinese", "昨天下午三点左右，伦渡码头因强风停航，两百多名旅客滞留在候船室。港务局表示，风力减弱之后将立即恢复航班，"
                "并为旅客准备了热水和毛毯。据老船工说，这样的大风二十年来还是第一次遇到。"},
    {"Thai", "เมื่อวานนี้ตลาดเช้าของเมืองเปิดช้ากว่าปกติเพราะฝนตกหนักตลอดคืน พ่อค้าแม่ค้าหลายคนบอกว่าไม่เคยเห็นน้ำสูงเท่านี้มาก่อน "
             "เทศบาลจะส่งเรือมาช่วยขนของในตอนบ่าย"},
    {"Arabic", "أعلنت إدارة الميناء أمس أن العبارة ستتوقف عن العمل ثلاثة أيام بسبب الرياح الشديدة، وأن الركاب يستطيعون "
               "استعادة ثمن التذاكر من المكتب القريب من الجسر القديم حتى نهاية الأسبوع."},
    {"Korean", "어제 오후 시장에서 불이 나 가게 열두 곳이 탔다. 소방서는 두 시간 만에 불을 껐으며 다친 사람은 없다고 밝혔다. "
               "상인들은 다음 주부터 임시 건물에서 장사를 다시 시작할 예정이며, 시청은 새 지붕을 올리는 값을 내기로 했다."},
};

START_TEST(every_script_is_compared_letter_by_letter)
{
    const nd_passage *row;
    size_t len = strlen(scripts[_i].text);
    shelf_invent(&books, &other, 500, &state);
    for (int i = 0; i < 2; i++) {
        nd_buf_clear(&story);
        if (i == 1)
            nd_buf_add(&story, other.bytes, other.len);
        nd_buf_puts(&story, "\n");
        nd_buf_add(&story, scripts[_i].text, len);
        add(&story);
    }
    shelf_search(&books, &opts);
    ck_assert_uint_eq(shelf_pair(&books, 0, 1, &row), 1);
    ck_assert_uint_eq(row->a.at.offset, 1);
    ck_assert_uint_eq(row->b.at.offset, other.len + 1);
    ck_assert_uint_le(len - row->a.at.len, 3);  /* the full stop is no letter */
    ck_assert(row->similarity == 1);
}
END_TEST

START_TEST(what_is_too_short_or_has_no_letters_shares_nothing)
{
    static const char *const texts[] = {"", " \n", "...", "a", "the mayor", "\xff\xfe\x80", "the mayor"};
    for (size_t i = 0; i < ND_COUNT(texts); i++)
        shelf_add(&books, texts[i], strlen(texts[i]));
    shelf_search(&books, &opts);
    ck_assert_uint_eq(books.n_rows, 0);
    shelf_release(&books);
    shelf_search(&books, &opts);
    ck_assert_uint_eq(books.n_rows, 0);
}
END_TEST

START_TEST(any_bytes_are_texts)
{
    for (int i = 0; i < 40; i++) {
        nd_buf_clear(&story);
        for (uint32_t n = 0; n < 2000; n++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            char byte = i % 2 == 0 ? (char)(state >> 56) : "\r\nab \xcc\x81"[state >> 61];
            nd_buf_add(&story, &byte, 1);
        }
        add(&story);
        if (i % 4 == 3)
            add(&story);
    }
    shelf_search(&books, &opts);
    ck_assert_uint_ge(books.n_rows, 10);
}
END_TEST

/* Longer than what is aligned at once: what is told is the same, wherever the windows end. */
START_TEST(a_long_passage_is_told_as_if_it_were_short)
{
    enum { STEP = 3000, LONG_WORD = 9 };
    const nd_passage *row;
    uint64_t words = 0, since = 0, longest = 0, replaced = 0;
    shelf_invent(&books, &story, 500000, &state);
    add(&story);
    for (size_t at = 0, next = STEP; at < story.len;) {
        size_t end = at;
        while (end < story.len && story.bytes[end] >= 'a' && story.bytes[end] <= 'z')
            end++;
        bool replace = at > next && end - at >= LONG_WORD && at > 0 && story.bytes[at - 1] == ' ' &&
                       end < story.len && story.bytes[end] == ' ';
        if (replace) {
            memset(story.bytes + at, 'q', end - at);
            next = at + STEP;
            replaced++;
        }
        at = end > at ? end : at + 1;
    }
    add(&story);
    shelf_search(&books, &opts);
    ck_assert_uint_eq(shelf_pair(&books, 0, 1, &row), 1);
    ck_assert_uint_gt(row->a.words, 70000);
    ck_assert_uint_gt(replaced, 100);
    ck_assert_uint_eq(row->changed, replaced);
    ck_assert_uint_eq(row->misread, 0);
    words = row->a.words;
    ck_assert_double_eq_tol(row->similarity, (double)(words - replaced) / (double)words, 1e-9);
    nd_text *text = NULL;
    nd_words found;
    ck_assert_int_eq(nd_text_new(&text, &opts, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_text_fold(text, story.bytes, story.len, false, &found, NULL), ND_OK);
    for (size_t i = 0; i < found.n_words; i++) {
        since = strncmp(found.folded + found.starts[i], "qqqqqqqqq", LONG_WORD) == 0 ? 0 : since + 1;
        longest = since > longest ? since : longest;
    }
    nd_text_free(text);
    ck_assert_uint_eq(row->longest, longest);
}
END_TEST

/* ---- forms */

/* Alone, and with a notice behind it that always stands there. */
START_TEST(a_form_filled_in_anew_is_told_from_a_story)
{
    nd_buf notice;
    nd_buf_init(&notice, NULL);
    if (_i > 0)
        shelf_invent(&books, &notice, 700, &state);
    for (unsigned day = 0; day < 6; day++) {
        nd_buf_clear(&story);
        nd_buf_printf(&story, "Rates of the day at the harbour exchange. Wheat closed at %u cents a bushel, rye at %u, "
                      "barley at %u and oats at %u, with %u bags sold before noon and %u after it; wool was %u a pound "
                      "at the opening and %u at the close.\n", 100 + 37 * day, 81 + 13 * day, 60 + 17 * day,
                      44 + 11 * day, 900 + 171 * day, 300 + 77 * day, 20 + 7 * day, 31 + 3 * day);
        nd_buf_add(&story, notice.bytes, notice.len);
        add(&story);
    }
    shelf_invent(&books, &story, 1500, &state);
    for (int i = 0; i < 4; i++) {
        shelf_misread(&other, story.bytes, story.len, 1, &state);
        add(&other);
    }
    nd_buf_release(&notice);
    shelf_search(&books, &opts);
    ck_assert_uint_eq(books.n_rows, 15 + 6);
    for (size_t i = 0; i < books.n_rows; i++)
        ck_assert(books.rows[i].form == (books.rows[i].b.text < 6));
}
END_TEST

/* ---- crowds */

static size_t find_root(size_t *parents, size_t i)
{
    while (parents[i] != i)
        i = parents[i] = parents[parents[i]];
    return i;
}

/* Groups that passages join texts to. */
static size_t groups(void)
{
    size_t *parents = calloc(books.n, sizeof *parents), n = books.n;
    for (size_t i = 0; i < books.n; i++)
        parents[i] = i;
    for (size_t i = 0; i < books.n_rows; i++) {
        size_t a = find_root(parents, books.rows[i].a.text), b = find_root(parents, books.rows[i].b.text);
        n -= a != b;
        parents[a] = b;
    }
    free(parents);
    return n;
}

START_TEST(equal_texts_in_a_crowd_hang_together_at_few_pairs_each)
{
    shelf_invent(&books, &story, 600, &state);
    for (int i = 0; i < 400; i++)
        add(&story);
    shelf_search(&books, &opts);
    ck_assert_uint_eq(groups(), 1);
    ck_assert_uint_le(books.n_rows, 6 * books.n);
}
END_TEST

START_TEST(noisy_copies_of_one_story_all_hang_together)
{
    shelf_invent(&books, &story, 800, &state);
    for (int i = 0; i < 400; i++) {
        shelf_misread(&other, story.bytes, story.len, 8, &state);
        shelf_plant(&books, other.bytes, other.len, &state);
    }
    shelf_search(&books, &opts);
    ck_assert_uint_eq(groups(), 1);
    ck_assert_uint_le(books.n_rows, 30 * books.n);
}
END_TEST

START_TEST(a_phrase_on_every_page_joins_none_of_them)
{
    static const char phrase[] = "All rights reserved, no part may be printed anew.";
    for (int i = 0; i < 1000; i++)
        shelf_plant(&books, phrase, sizeof phrase - 1, &state);
    shelf_search(&books, &opts);
    ck_assert_uint_eq(books.n_rows, 0);
}
END_TEST

START_TEST(texts_that_repeat_themselves_take_bounded_time)
{
    for (int i = 0; i < 2; i++) {
        nd_buf_clear(&story);
        for (int n = 0; n < 40000; n++)
            nd_buf_puts(&story, i == 0 ? "round and round the bell " : "and round the bell round ");
        add(&story);
        add(&story);
    }
    shelf_search(&books, &opts);
    ck_assert_uint_eq(groups(), 1);
    ck_assert_uint_le(books.n_rows, 60000);
}
END_TEST

/* ---- order of calls, and memory */

START_TEST(a_collection_is_closed_once_and_then_asked)
{
    nd_passages *all;
    nd_passage_matcher *matcher;
    nd_err err;
    const nd_passage *rows;
    size_t n;
    nd_passage_text text = {"some words", 10, 0};
    opts.passage_score = 1;
    ck_assert_int_eq(nd_passages_new(&all, &opts, NULL, &err), ND_EINVAL);
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_passages_new(&all, &opts, NULL, &err), ND_OK);
    ck_assert_int_eq(nd_passages_add(all, &text, &err), ND_OK);
    ck_assert_int_eq(nd_passage_matcher_new(&matcher, all, NULL, &err), ND_EINVAL);
    ck_assert_int_eq(nd_passages_close(all, &err), ND_OK);
    ck_assert_int_eq(nd_passages_close(all, &err), ND_OK);
    ck_assert_int_eq(nd_passages_add(all, &text, &err), ND_EINVAL);
    ck_assert_int_eq(nd_passage_matcher_new(&matcher, all, NULL, &err), ND_OK);
    ck_assert_int_eq(nd_passages_of(matcher, 0, &rows, &n, &err), ND_OK);
    ck_assert_uint_eq(n, 0);
    ck_assert_int_eq(nd_passages_of(matcher, 1, &rows, &n, &err), ND_EINVAL);
    ck_assert_int_eq(nd_passages_forms(all, &(nd_passage){.b = {.text = 1}}, 1, &err), ND_EINVAL);
    nd_passage_matcher_free(matcher);
    nd_passages_free(all);
    nd_passages_free(NULL);
    nd_passage_matcher_free(NULL);
}
END_TEST

/* Everything, going on after each failure where an object says that it is usable. */
static nd_status search(const nd_alloc *alloc, scarce *s, uint64_t *score)
{
    nd_passages *all = NULL;
    nd_passage_matcher *matcher = NULL;
    nd_status st = nd_passages_new(&all, &opts, alloc, NULL);
    for (size_t i = 0; i < books.n && st == ND_OK; i++)
        st = nd_passages_add(all, &(nd_passage_text){books.books[i].text, books.books[i].len, 0}, NULL);
    if (st == ND_OK && (st = nd_passages_close(all, NULL)) == ND_ENOMEM) {
        s->left = SIZE_MAX;
        ck_assert_int_eq(nd_passages_close(all, NULL), ND_OK);
        s->left = 0;
    }
    if (st == ND_OK)
        st = nd_passage_matcher_new(&matcher, all, alloc, NULL);
    *score = 0;
    for (size_t i = 0; i < books.n && st == ND_OK; i++) {
        const nd_passage *rows;
        size_t n;
        st = nd_passages_of(matcher, i, &rows, &n, NULL);
        if (st == ND_ENOMEM) {
            s->left = SIZE_MAX;
            ck_assert_int_eq(nd_passages_of(matcher, i, &rows, &n, NULL), ND_OK);
            s->left = 0;
        }
        for (size_t j = 0; j < n; j++)
            *score = *score * 31 + (uint64_t)rows[j].score + rows[j].b.at.offset;
    }
    nd_passage_matcher_free(matcher);
    nd_passages_free(all);
    return st;
}

START_TEST(every_allocation_may_fail)
{
    opts.passage_noise = (uint32_t)_i;
    shelf_invent(&books, &story, 2500, &state);
    for (int i = 0; i < 4; i++) {
        shelf_misread(&other, story.bytes, story.len, 4, &state);
        add(&other);
    }
    uint64_t wanted, score = 0;
    scarce plenty = {.left = SIZE_MAX};
    ck_assert_int_eq(search(SCARCE(&plenty), &plenty, &wanted), ND_OK);
    nd_status st = ND_ENOMEM;
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        st = search(SCARCE(&s), &s, &score);
        ck_assert_uint_eq(s.live, 0);
    }
    ck_assert_int_eq(st, ND_OK);
    ck_assert_uint_eq(score, wanted);
}
END_TEST

Suite *passages_suite(void);
Suite *passages_suite(void)
{
    Suite *suite = suite_create("passages");
    TCase *core = tcase_create("core"), *crowds = tcase_create("crowds"), *oom = tcase_create("oom");

    tcase_add_checked_fixture(core, set_up, tear_down);
    tcase_set_timeout(core, 60);
    tcase_add_test(core, equal_texts_share_all_they_have);
    tcase_add_test(core, texts_of_one_series_are_not_compared);
    tcase_add_loop_test(core, every_script_is_compared_letter_by_letter, 0, ND_COUNT(scripts));
    tcase_add_test(core, what_is_too_short_or_has_no_letters_shares_nothing);
    tcase_add_test(core, any_bytes_are_texts);
    tcase_add_test(core, a_long_passage_is_told_as_if_it_were_short);
    tcase_add_loop_test(core, a_form_filled_in_anew_is_told_from_a_story, 0, 2);
    tcase_add_test(core, a_collection_is_closed_once_and_then_asked);
    suite_add_tcase(suite, core);

    tcase_add_checked_fixture(crowds, set_up, tear_down);
    tcase_set_timeout(crowds, 120);
    tcase_add_test(crowds, equal_texts_in_a_crowd_hang_together_at_few_pairs_each);
    tcase_add_test(crowds, noisy_copies_of_one_story_all_hang_together);
    tcase_add_test(crowds, a_phrase_on_every_page_joins_none_of_them);
    tcase_add_test(crowds, texts_that_repeat_themselves_take_bounded_time);
    suite_add_tcase(suite, crowds);

    tcase_add_checked_fixture(oom, set_up, tear_down);
    tcase_set_timeout(oom, 120);
    tcase_add_loop_test(oom, every_allocation_may_fail, 0, ND_NOISES);
    suite_add_tcase(suite, oom);
    return suite;
}
