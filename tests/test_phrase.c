/* SPDX-License-Identifier: MIT
 *
 * test_phrase.c - runs of words that stood before, against looking everywhere.
 */
#include "find_kinds.h"

#include <stdlib.h>

enum { GRAM = 5 };

static const struct {
    const char *text, *rows;
} told[] = {
    {"You need a stiff drink and then a rest.\n\nHe said: you need a stiff drink and then sleep.\n",
     "phrase 3 'you need a stiff drink and then' = 1 'You need a stiff drink and then'"},
    /* not over the end of a line that is no wrapped one */
    {"a b c d\ne f g h\n\na b c d x\ne f g h x\n", ""},
    /* the longest place wins, and the first of equal ones */
    {"a b c d e 1\n\nz a b c d e f g 2\n\ny a b c d e f g 3\n\nw a b c d e 4\n",
     "phrase* 3 'a b c d e' = 1 'a b c d e'; phrase 5 'a b c d e f g' = 3 'a b c d e f g'; "
     "phrase* 7 'a b c d e' = 1 'a b c d e'"},
    /* a longer match that begins inside a shorter one wins */
    {"a b c d e 1\n\nq c d e f g h i j 2\n\nx a b c d e f g h i j 3\n",
     "phrase 5 'c d e f g h i j' = 3 'c d e f g h i j'"},
    {"a b c d\n\na b c d\n\nb c d\n", ""},
};

START_TEST(a_run_of_five_words_or_more_is_told_as_long_as_it_is)
{
    finds(KIND(PHRASE), true, told[_i].text, told[_i].rows);
}
END_TEST

START_TEST(names_and_set_phrases_are_weak)
{
    static const char text[] =
        "The Ministry of Food and Agriculture of Varnby decided late on Monday to close the old dairy for good.\n\n"
        "Nobody at the Ministry of Food and Agriculture of Varnby would say why the trout had left the lake.\n";
    finds(KIND(PHRASE), false, text, "");
    finds(KIND(PHRASE), true, text,
          "phrase* 3 'the Ministry of Food and Agriculture of Varnby' = 1 'The Ministry of Food and Agriculture of "
          "Varnby'");
}
END_TEST

/* ---- against looking everywhere: lines of few letters, each a word */

typedef struct checked {
    const char *text;
    size_t len;
    bool covered[2048];        /* by byte */
} checked;

static bool is_line_end(char c)
{
    return c == '\n';
}

/* Words (single letters, every second byte) that stand from a and from b on, in one line each. */
static size_t equal_words(const checked *c, size_t a, size_t b)
{
    size_t n = 0;
    while (a + 2 * n < c->len && b + 2 * n < a && c->text[a + 2 * n] == c->text[b + 2 * n] && !c->covered[a + 2 * n]) {
        n++;
        if (a + 2 * n < c->len && (is_line_end(c->text[a + 2 * n - 1]) || is_line_end(c->text[b + 2 * n - 1])))
            break;
    }
    return n;
}

static void check(const char *text, size_t len, const nd_repeats *found)
{
    checked c = {.text = text, .len = len};
    ck_assert_uint_lt(len, sizeof c.covered);
    for (size_t i = 0; i < found->n_rows; i++) {
        const nd_repeat *r = &found->rows[i];
        if (r->words < GRAM || r->at.len != r->of.len || r->of.offset + r->of.len > r->at.offset ||
            memcmp(text + r->at.offset, text + r->of.offset, r->at.len) != 0 || memchr(text + r->at.offset, '\n', r->at.len))
            ck_abort_msg("row %zu of '%.*s'", i, (int)len, text);
        size_t longest = equal_words(&c, r->at.offset, r->of.offset);
        if (longest != r->words)
            ck_abort_msg("row %zu has %d words, not %zu: '%.*s'", i, (int)r->words, longest, (int)len, text);
        memset(c.covered + r->at.offset, true, r->at.len);
    }
    /* nothing was left: no gram of five uncovered words stood before */
    for (size_t a = 0; a < len; a += 2) {
        for (size_t b = 0; b < a; b += 2) {
            size_t n = 0;
            while (n < GRAM && a + 2 * n < len && b + 2 * n + 1 <= a && text[a + 2 * n] == text[b + 2 * n] &&
                   !c.covered[a + 2 * n] && (n == 0 || (text[a + 2 * n - 1] == ' ' && text[b + 2 * n - 1] == ' ')))
                n++;
            if (n == GRAM)
                ck_abort_msg("'%.*s' at %zu stood at %zu: '%.*s'", 2 * GRAM - 1, text + a, a, b, (int)len, text);
        }
    }
}

static uint64_t state;

/* A number below n; xorshift (Marsaglia 2003). */
static size_t roll(size_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (size_t)(state >> 11) % n;
}

START_TEST(random_texts_keep_no_phrase_back)
{
    nd_opts opts;
    nd_repeat_finder *finder;
    nd_repeats found;
    nd_opts_init(&opts);
    opts.repeat_kinds = KIND(PHRASE);
    opts.weak_repeats = true;
    ck_assert_int_eq(nd_repeat_finder_new(&finder, &opts, NULL, NULL), ND_OK);
    state = 11;
    for (int round = 0; round < 3000; round++) {
        char text[512];
        size_t n = 20 + roll(200), letters = 2 + roll(6);
        for (size_t i = 0; i < n; i++) {
            text[2 * i] = (char)('A' + roll(letters)); /* a small letter would go on a wrapped line */
            text[2 * i + 1] = roll(12) == 0 ? '\n' : ' ';
        }
        ck_assert_int_eq(nd_repeats_find(finder, text, 2 * n, &found, NULL), ND_OK);
        check(text, 2 * n, &found);
    }
    nd_repeat_finder_free(finder);
}
END_TEST

/* ---- limits: bounded work, whatever repeats */

static const struct {
    const char *unit;
    size_t times;
} huge[] = {
    {"a ", 5000000}, {"a b ", 2000000}, {"the same line again and again, and again\n", 1000000}, {"ab", 5000000},
    {"one two three four five six seven ", 300000}, {"\xe6\xbc\xa2", 3000000},
};

START_TEST(what_repeats_without_end_ends)
{
    size_t unit = strlen(huge[_i].unit), len = unit * huge[_i].times;
    char *text = malloc(len);
    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < huge[_i].times; i++)
        memcpy(text + i * unit, huge[_i].unit, unit);
    nd_repeats found;
    nd_repeat_finder *finder = finder_of(ND_REPEATS_ALL, true, NULL);
    ck_assert_int_eq(nd_repeats_find(finder, text, len, &found, NULL), ND_OK);
    ck_assert_uint_le(found.repeated_words, found.words);
    nd_repeat_finder_free(finder);
    free(text);
}
END_TEST

Suite *phrase_suite(void);
Suite *phrase_suite(void)
{
    Suite *suite = suite_create("phrase");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits");
    tcase_add_loop_test(core, a_run_of_five_words_or_more_is_told_as_long_as_it_is, 0, ND_COUNT(told));
    tcase_add_test(core, names_and_set_phrases_are_weak);
    tcase_add_test(core, random_texts_keep_no_phrase_back);
    tcase_set_timeout(core, 60);
    suite_add_tcase(suite, core);
    tcase_set_timeout(limits, 120);
    tcase_add_loop_test(limits, what_repeats_without_end_ends, 0, ND_COUNT(huge));
    suite_add_tcase(suite, limits);
    return suite;
}
