/* SPDX-License-Identifier: MIT
 *
 * test_aligner.c - texts to blocks: that what a block names is the same words in both,
 * at the places it says, in every script and for any bytes; words are folded here a
 * second time, one block at a time, and lines counted from the beginning.
 */
#include "guard.h"

#include "base/buf.h"
#include "scarce.h"

#include <check.h>
#include <inttypes.h>

static nd_aligner *aligner;
static nd_text *fold;

static void make_aligner(void)
{
    nd_opts opts;
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_aligner_new(&aligner, &opts, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_text_new(&fold, &opts, NULL, NULL), ND_OK);
}

static void free_aligner(void)
{
    nd_aligner_free(aligner);
    nd_text_free(fold);
    aligner = NULL;
    fold = NULL;
}

/* ---- what holds of every alignment */

static uint64_t line_of(const char *text, size_t len, size_t at)
{
    uint64_t line = 1;
    for (size_t i = 0; i < at; i++) {
        bool crlf = text[i] == '\r' && i + 1 < len && text[i + 1] == '\n';
        line += text[i] == '\n' || (text[i] == '\r' && !crlf);
    }
    return line;
}

static bool place_is_sane(const nd_place *place, uint64_t word, uint64_t words, const nd_aligned_text *side,
                          const char *text, size_t len)
{
    if (word > side->n_words || words > side->n_words - word)
        return false;
    const nd_span *first = &side->spans[word], *last = first + words - 1;
    return place->offset == first->offset && place->offset + place->len == last->offset + last->len &&
           place->offset + place->len <= len && place->line == line_of(text, len, place->offset);
}

/* The words of a place as bytes that the caller releases. */
static nd_buf words_at(const char *text, const nd_place *place)
{
    nd_words words;
    nd_buf to;
    nd_buf_init(&to, NULL);
    ck_assert_int_eq(nd_text_fold(fold, text + place->offset, place->len, false, &words, NULL), ND_OK);
    nd_buf_add(&to, words.folded, words.folded_len);
    nd_buf_add(&to, "", 1);
    return to;
}

static bool marks_are_sane(const nd_alignment *al, const nd_aligned_text *side, bool of_b)
{
    uint64_t marked = 0;
    for (uint64_t i = 0; i < side->n_words; i++) {
        uint32_t block = side->blocks[i];
        if (block == ND_NO_BLOCK)
            continue;
        if (block >= al->n_blocks)
            return false;
        uint64_t from = of_b ? al->blocks[block].b_word : al->blocks[block].a_word;
        if (i < from || i >= from + al->blocks[block].words)
            return false;
        marked++;
    }
    return marked == al->ordered_words + al->moved_words;
}

static nd_alignment align(const char *a, size_t a_len, const char *b, size_t b_len)
{
    nd_alignment al;
    nd_err err;
    if (nd_align(aligner, a, a_len, b, b_len, &al, &err) != ND_OK)
        ck_abort_msg("%s", err.text);
    uint64_t ordered = 0, moved = 0, longest = 0;
    for (size_t i = 0; i < al.n_blocks; i++) {
        const nd_block *block = &al.blocks[i];
        if (!place_is_sane(&block->a, block->a_word, block->words, &al.a, a, a_len) ||
            !place_is_sane(&block->b, block->b_word, block->words, &al.b, b, b_len))
            ck_abort_msg("the place of block %zu", i);
        nd_buf of_a = words_at(a, &block->a), of_b = words_at(b, &block->b);
        ck_assert_str_eq(of_a.bytes, of_b.bytes);
        nd_buf_release(&of_a);
        nd_buf_release(&of_b);
        *(block->moved ? &moved : &ordered) += block->words;
        if (block->words > longest)
            longest = block->words;
    }
    ck_assert_uint_eq(al.ordered_words, ordered);
    ck_assert_uint_eq(al.moved_words, moved);
    ck_assert(marks_are_sane(&al, &al.a, false) && marks_are_sane(&al, &al.b, true));
    ck_assert_uint_eq(al.n_blocks > 0 ? al.blocks[al.longest].words : 0, longest);
    return al;
}

/* ---- core */

#define AB(a, b) (a), sizeof(a) - 1, (b), sizeof(b) - 1

static const struct {
    const char *a;
    size_t a_len;
    const char *b;
    size_t b_len;
    const char *blocks; /* line=line words, * moved */
} told[] = {
    {AB("", ""), ""},
    {AB("a", ""), ""},
    {AB("", "a"), ""},
    {AB("a", "a"), "1=1 1"},
    {AB("a", "b"), ""},
    {AB("... --\n", "\n"), ""},
    {AB("The port stayed shut.", "the PORT -- stayed\nshut"), "1=1 4"},
    {AB("one two three four five", "one two 3 four five"), "1=1 2 1=1 2"},
    {AB("x\r\ny\rone two three four\n", "one two\r\nthree four"), "3=1 4"},
    {AB("one two\0three \xff four", "one two three\n\xfe four"), "1=1 4"},
    /* a single word that both have is no reason to join anything */
    {AB("There is nothing here that the other one says, on the whole of its long way",
        "Quite another text speaks about some people who live by the sea since years"),
     ""},
    /* the shorter of two that changed places has moved */
    {AB("The council will meet on Wednesday.\n\nTwo ships wait in the bay with many passengers.\n",
        "Two ships wait in the bay with many passengers.\n\nThe council will meet on Wednesday.\n"),
     "1=3 6* 3=1 9"},
    /* a sentence was put in before "The port", not behind "The" */
    {AB("The ships wait\nThe port is shut", "The ships wait\nThe council met\nThe port is shut"), "1=1 3 2=3 4"},
    {AB("The ships wait\nThe council met\nThe port is shut", "The ships wait\nThe port is shut"), "1=1 3 3=2 4"},
    {AB("a b. c d e. The man. And a b", "a b. And a b"), "1=1 2 1=1 3"},
    /* Hebrew, Han, decomposed Latin */
    {AB("\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd7\xa2\xd7\x95\xd7\x9c\xd7\x9d", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd7\xa2\xd7\x95\xd7\x9c\xd7\x9d!"),
     "1=1 2"},
    {AB("\xe6\xb8\xaf\xe5\x8f\xa3\xe5\x85\xb3\xe9\x97\xad\xe4\xba\x86", "\xe6\xb8\xaf\xe5\x8f\xa3\xe5\x8f\x88\xe5\x85\xb3\xe9\x97\xad"),
     "1=1 2 1=1 2"},
    {AB("Caf\xc3\xa9 noir", "cafe\xcc\x81 NOIR"), "1=1 2"},
    /* one code point may be several words in one place */
    {AB("a \xef\xb7\xba b", "a \xef\xb7\xba b"), "1=1 6"},
};

START_TEST(blocks_are_as_listed)
{
    nd_buf line;
    nd_buf_init(&line, NULL);
    nd_alignment al = align(told[_i].a, told[_i].a_len, told[_i].b, told[_i].b_len);
    for (size_t i = 0; i < al.n_blocks; i++)
        nd_buf_printf(&line, "%s%" PRIu64 "=%" PRIu64 " %" PRIu64 "%s", i == 0 ? "" : " ", al.blocks[i].a.line,
                      al.blocks[i].b.line, al.blocks[i].words, al.blocks[i].moved ? "*" : "");
    nd_buf_add(&line, "", 1);
    ck_assert_str_eq(line.bytes, told[_i].blocks);
    nd_buf_release(&line);
}
END_TEST

START_TEST(options_fold_what_is_compared)
{
    nd_opts opts;
    nd_alignment al;
    nd_opts_init(&opts);
    opts.fold_digits = opts.strip_marks = true;
    static const char a[] = "r\xc3\xa9sum\xc3\xa9 17", b[] = "resume 99";
    ck_assert_uint_eq(align(AB(a, b)).n_blocks, 0);
    nd_aligner_free(aligner);
    ck_assert_int_eq(nd_aligner_new(&aligner, &opts, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_align(aligner, AB(a, b), &al, NULL), ND_OK);
    ck_assert_uint_eq(al.ordered_words, 2);
}
END_TEST

START_TEST(an_option_out_of_range_makes_no_aligner)
{
    nd_opts opts;
    nd_aligner *none = NULL;
    nd_opts_init(&opts);
    opts.shingle = 0;
    ck_assert_int_eq(nd_aligner_new(&none, &opts, NULL, NULL), ND_EINVAL);
    ck_assert_ptr_null(none);
}
END_TEST

/* ---- hostile */

static uint64_t seed = 7;

static size_t below(size_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(seed >> 33) % n;
}

/* Any bytes, with pieces of b's in a; the texts end where memory does. */
START_TEST(any_bytes_are_two_texts_and_nothing_is_read_behind_them)
{
    static const char some[] = "ab  \n\r.\0\xff\xc3\xa9\xe6\xb8\xaf\xd7\xa9\xcc\x81zz";
    for (int round = 0; round < 300; round++) {
        char a[400], b[400];
        size_t n_a = below(sizeof a), n_b = below(sizeof b);
        for (size_t i = 0; i < n_a; i++)
            a[i] = some[below(sizeof some - 1)];
        for (size_t i = 0; i < n_b; i++)
            b[i] = some[below(sizeof some - 1)];
        if (n_a > 80 && n_b > 80)
            memcpy(b + below(n_b - 80), a + below(n_a - 80), 80);
        char *at_a = guard_get(n_a), *at_b = guard_get(n_b);
        memcpy(at_a, a, n_a);
        memcpy(at_b, b, n_b);
        align(at_a, n_a, at_b, n_b);
        guard_drop(at_a, n_a);
        guard_drop(at_b, n_b);
    }
}
END_TEST

START_TEST(one_aligner_gives_the_same_again_whatever_was_between)
{
    static const char a[] = "It was said on Monday that the port stays shut, and the road is closed.",
                      b[] = "It was said on Sunday that the port stays shut; the road is closed too.";
    nd_alignment first = align(AB(a, b));
    nd_block blocks[8];
    ck_assert_uint_lt(first.n_blocks, ND_COUNT(blocks));
    ck_assert_uint_gt(first.n_blocks, 1);
    memcpy(blocks, first.blocks, first.n_blocks * sizeof *blocks);
    align(AB("something else", ""));
    align(AB(b, a));
    nd_alignment again = align(AB(a, b));
    ck_assert_uint_eq(again.n_blocks, first.n_blocks);
    ck_assert_mem_eq(again.blocks, blocks, first.n_blocks * sizeof *blocks);
}
END_TEST

/* ---- oom */

START_TEST(every_allocation_may_fail)
{
    nd_opts opts;
    nd_opts_init(&opts);
    nd_status st = ND_ENOMEM;
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        static const char a[] = "The council will meet on Wednesday.\nTwo ships wait in the bay with many men.",
                          b[] = "Two ships wait in the bay with some men.\nThe council will meet on Wednesday.";
        scarce s = {.left = n};
        nd_aligner *scarce_one = NULL;
        nd_alignment al;
        nd_err err = {.code = ND_OK};
        st = nd_aligner_new(&scarce_one, &opts, SCARCE(&s), &err);
        if (st == ND_OK)
            st = nd_align(scarce_one, AB(a, b), &al, &err);
        ck_assert_int_eq(err.code, st);
        if (scarce_one != NULL) {
            s.left = SIZE_MAX;
            ck_assert_int_eq(nd_align(scarce_one, AB(a, b), &al, NULL), ND_OK);
            ck_assert_uint_eq(al.ordered_words, 8);
            ck_assert_uint_eq(al.moved_words, 6);
        }
        nd_aligner_free(scarce_one);
        ck_assert_uint_eq(s.live, 0);
    }
    ck_assert_int_eq(st, ND_OK);
}
END_TEST

Suite *aligner_suite(void);
Suite *aligner_suite(void)
{
    Suite *suite = suite_create("aligner");
    TCase *core = tcase_create("core"), *hostile = tcase_create("hostile"), *oom = tcase_create("oom");

    tcase_add_checked_fixture(core, make_aligner, free_aligner);
    tcase_add_loop_test(core, blocks_are_as_listed, 0, ND_COUNT(told));
    tcase_add_test(core, options_fold_what_is_compared);
    tcase_add_test(core, an_option_out_of_range_makes_no_aligner);
    suite_add_tcase(suite, core);

    tcase_add_checked_fixture(hostile, make_aligner, free_aligner);
    tcase_set_timeout(hostile, 60);
    tcase_add_test(hostile, any_bytes_are_two_texts_and_nothing_is_read_behind_them);
    tcase_add_test(hostile, one_aligner_gives_the_same_again_whatever_was_between);
    suite_add_tcase(suite, hostile);

    tcase_set_timeout(oom, 60);
    tcase_add_test(oom, every_allocation_may_fail);
    suite_add_tcase(suite, oom);
    return suite;
}
