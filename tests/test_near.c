/* SPDX-License-Identifier: MIT
 *
 * test_near.c - lines and paragraphs with nearly the words of an earlier one, by hand
 * and against comparing each with each, by a second computation of the similarity.
 */
#include "find_kinds.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define NEAR (KIND(NEAR_LINE) | KIND(NEAR_PARAGRAPH))

/* Lines of no interest, so that the words of the others are rare. */
#define FILLER                                                                                      \
    "The harbour master opened the gate at dawn, and the first trawlers came in with the tide.\n\n" \
    "Nobody had slept much, because the wind had torn two roofs off during the night.\n\n"          \
    "A baker gave out warm bread from the back of a van until there was none left.\n\n"

static const struct {
    const char *text, *rows;
} told[] = {
    {"", ""},
    {"word", ""},
    {"one two three four five\n\none two three four six", ""},
    /* captions, in whatever order; no line end at the end */
    {FILLER "Mayor Neve Carrick greets minister Ossian Reith outside the hall in Ostrey on Tuesday\n\n"
            "Minister Ossian Reith greets mayor Neve Carrick inside the hall in Ostrey on Tuesday",
     "near_line 9 'Minister Ossian Reith greets mayor Neve Carrick inside the hall in Ostrey on Tuesday' ~ "
     "7 'Mayor Neve Carrick greets minister Ossian Reith outside the hall in Ostrey on Tuesday'"},
    /* a group has one first; Windows line ends */
    {"Rescue divers lower a camera into the basin at Ashcombe.\r\n\r\nIt rained.\r\n\r\n"
     "Rescue divers raise a camera from the basin at Ashcombe.\r\n\r\nIt rained on, and on.\r\n\r\n"
     "At Ashcombe rescue divers raise a camera from the basin.\r\n",
     "near_line 5 'Rescue divers raise a camera from the basin at Ashcombe.' ~ "
     "1 'Rescue divers lower a camera into the basin at Ashcombe.'; "
     "near_line 9 'At Ashcombe rescue divers raise a camera from the basin.' ~ "
     "1 'Rescue divers lower a camera into the basin at Ashcombe.'"},
    /* an equal line is no near one, and what is near to both is told with the first */
    {FILLER "Two tugs towed the burnt ferry past Skarvholm pier.\n\nTwo tugs towed the burnt ferry past Skarvholm pier.\n\n"
            "Two tugs towed a burnt ferry past the Skarvholm pier.\n",
     "near_line 11 'Two tugs towed a burnt ferry past the Skarvholm pier.' ~ "
     "7 'Two tugs towed the burnt ferry past Skarvholm pier.'"},
    /* forms of a word count half: without, these would be too unlike */
    {"Мэр Олег Зимин и ректор Анна Белова открывают новую пристань\n\nШёл дождь.\n\nБыло холодно.\n\n"
     "Ректор Анна Белова и мэр Олег Зимин на открытии новой пристани\n",
     "near_line 7 'Ректор Анна Белова и мэр Олег Зимин на открытии новой пристани' ~ "
     "1 'Мэр Олег Зимин и ректор Анна Белова открывают новую пристань'"},
    /* right to left, and without spaces: 10 characters at least */
    {"حارس وادي السرجان مؤنس الطويل يرفع الكأس أمام جماهير فريقه\n\nهطل المطر\n\n"
     "مؤنس الطويل حارس وادي السرجان يرفع الكأس أمام جماهير الفريق\n",
     "near_line 5 'مؤنس الطويل حارس وادي السرجان يرفع الكأس أمام جماهير الفريق' ~ "
     "1 'حارس وادي السرجان مؤنس الطويل يرفع الكأس أمام جماهير فريقه'"},
    {"保護されたペンギンを抱いて水族館へ戻る飼育員\n\n雨が降った。\n\nペンギンを抱いて水族館へと戻る飼育員\n",
     "near_line 5 'ペンギンを抱いて水族館へと戻る飼育員' ~ 1 '保護されたペンギンを抱いて水族館へ戻る飼育員'"},
    {"県杯決勝の後\n\n雨だ。\n\n県杯決勝の前\n", ""},
};

START_TEST(a_line_with_nearly_the_words_of_an_earlier_one_is_told)
{
    finds(NEAR, false, told[_i].text, told[_i].rows);
}
END_TEST

#define LONG_A                                                                                               \
    "The provincial farm office will send assessors on Thursday. Wine growers in the next valley have "      \
    "offered to sell some of their grapes to those who lost everything, at cost, until the end of October."
#define LONG_B                                                                                               \
    "The farm office will send two assessors on Friday. Wine growers in the next valley have offered to "   \
    "sell a part of their grapes to those who lost everything, at cost, until the end of November."
#define WRAPPED_A                                                                                            \
    "The provincial farm office will send assessors on\nThursday. Wine growers in the next valley have\n"    \
    "offered to sell some of their grapes to those\nwho lost everything, at cost."
#define WRAPPED_B                                                                                            \
    "The provincial farm office will send assessors\non Friday. Wine growers in the next valley\nhave "       \
    "offered to sell some of their grapes to\npeople who lost everything, at cost."

static const struct {
    const char *text, *rows;
} paragraphs[] = {
    {FILLER LONG_A "\n\n" FILLER LONG_B "\n", "near_paragraph 15 '" LONG_B "' ~ 7 '" LONG_A "'"},
    {FILLER WRAPPED_A "\n\nIt rained.\n\n" WRAPPED_B "\n", "near_paragraph 14 '" WRAPPED_B "' ~ 7 '" WRAPPED_A "'"},
    /* the same words in another order are no copy: the alignment decides */
    {FILLER
     "To be granted faith you must read the old book and obey what is written in it, which is the way that leads "
     "the reader up the hill, past the well, into the house, and there to the table of the teacher.\n\nIt rained.\n\n"
     "Teacher the of table the to there and, house the into, well the past, hill the up reader the leads that way "
     "the is which, it in written is what obey and book old the read must you faith granted be to.\n",
     ""},
};

START_TEST(a_paragraph_keeps_the_order_of_its_words)
{
    nd_buf got;
    size_t equal = strlen(FILLER);
    find_kinds(&got, NEAR | KIND(LINE), false, paragraphs[_i].text, strlen(paragraphs[_i].text));
    const char *row = strstr(got.bytes, "near");
    ck_assert_uint_gt(equal, 0);
    ck_assert_str_eq(row != NULL ? row : "", paragraphs[_i].rows);
    nd_buf_release(&got);
}
END_TEST

/* ---- what is alike by nature: told as weak, or not at all */

static const char *const natural[] = {
    /* items: figures, labels, bullets, headings, rows, code, questions, answers */
    "1. The tenant shall keep the common stairs clean at all times\n\n2. The tenant shall keep the common yard clean "
    "at all times\n",
    "FID. A pointed tool of wood used to open the strands of rope\n\nHEAVER. A pointed tool of bone used to open the "
    "strands of rope\n",
    "84th minute: Yellow card for Teterev after a foul on Gnedykh\n\n18th minute: Yellow card for Malzev after a foul on "
    "Gnedykh\n",
    "- Deletes the word to the left of the cursor and copies it\n\n- Deletes the word to the right of the cursor and copies it\n",
    "### The assignment by subtraction operator of arrays\n\n### The assignment by addition operator of arrays\n",
    "Lund, Tam     Port Ellery Striders  did not start at all\n\nHettie, Bo     Port Ellery Striders  did not start at all\n",
    "printf(\"high %d\\n\", level[i], tide[i], hour[i]);\n\nprintf(\"low %d\\n\", level[i], tide[i], hour[i]);\n",
    "How many games has Clemens won this year?\n\nHow many games has Morris won this year?\n",
    "Q: Did you ever see the goose in the yard\n\nQ: Did you ever see the swan in the yard\n",
    "name Neve Carrick boat Merle time 44\nname Ivo Carrick boat Merle time 45\n",
    /* four short lines below each other are a list */
    "x\n\nred boats of the old harbour of Ostrey\nblue sails\ngreen nets\nred nets of the old harbour of Ostrey\n",
    /* figures fill forms: four words are none */
    "Avg shares 7,800,000 vs 6,767,143\n\nAvg shares 7,800,000 vs 7,157,143\n",
    /* a sentence that was broken into lines, and its headline */
    "Taiwan plans a further cut of tariffs within a month\n\nsaid on Sunday that Taiwan plans a further cut of tariffs\n"
    "within a month or two, to narrow its surplus.\n",
};

START_TEST(items_of_a_list_are_alike_by_nature)
{
    finds(NEAR, false, natural[_i], "");
}
END_TEST

START_TEST(words_that_every_line_has_make_no_two_alike)
{
    nd_buf text;
    nd_buf_init(&text, NULL);
    for (int i = 0; i < 40; i++)
        nd_buf_printf(&text, "The tenant of house w%cq%c shall pay what the tenant of k%cz%c owes\n\n", 'a' + i % 26,
                      'a' + i / 26, 'a' + i / 26, 'z' - i % 26);
    nd_buf_add(&text, "", 1);
    finds(NEAR, true, text.bytes, "");
    nd_buf_release(&text);
}
END_TEST

START_TEST(near_is_the_least_similarity_that_is_told)
{
    static const char text[] = "alpha bravo charlie delta echo foxtrot golf hotel\n\nrain\n\n"
                               "alpha kilo charlie delta lima foxtrot golf hotel\n\nwind\n";
    nd_repeat_finder *finder;
    nd_repeats found;
    nd_opts opts;
    nd_opts_init(&opts);
    opts.repeat_kinds = NEAR;
    for (int i = 0; i < 2; i++) {
        opts.near = i == 0 ? 0.74 : 0.76; /* six of eight words, all of one weight */
        ck_assert_int_eq(nd_repeat_finder_new(&finder, &opts, NULL, NULL), ND_OK);
        ck_assert_int_eq(nd_repeats_find(finder, text, sizeof text - 1, &found, NULL), ND_OK);
        ck_assert_uint_eq(found.n_rows, i == 0);
        if (i == 0)
            ck_assert_double_eq_tol(found.rows[0].similarity, 0.75, 1e-6);
        nd_repeat_finder_free(finder);
    }
}
END_TEST

/* ---- each with each */

enum { LINES = 50, MOST = 70, VOCABULARY = 400, PARAGRAPH = 30 };

typedef struct corpus {
    uint16_t words[LINES][MOST];
    size_t   n_words[LINES], n;
    bool     copy[LINES];      /* of an earlier line, word for word */
    unsigned with[VOCABULARY]; /* lines that have a word, copies aside */
} corpus;

static uint64_t state;

/* A number below n; xorshift (Marsaglia 2003). */
static size_t roll(size_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (size_t)(state >> 11) % n;
}

/* Letters by number; the first three tell words apart, so that none is a form of another. */
static void spell(char *to, unsigned word)
{
    snprintf(to, 8, "%c%c%c%c", 'a' + (int)(word % 20), 'a' + (int)(word / 20 % 20), 'a' + (int)(word * 7 % 23),
             'a' + (int)(word * 11 % 25));
}

static void add_line(corpus *c)
{
    size_t k = c->n++;
    if (k > 0 && roll(5) < 2) {
        size_t from = roll(k), changes = roll(1 + c->n_words[from] / 2);
        memcpy(c->words[k], c->words[from], sizeof c->words[k]);
        c->n_words[k] = c->n_words[from];
        for (; changes > 0; changes--)
            c->words[k][roll(c->n_words[k])] = (uint16_t)roll(VOCABULARY);
        for (size_t moves = roll(4); moves > 0; moves--) {
            size_t a = roll(c->n_words[k]), b = roll(c->n_words[k]);
            uint16_t w = c->words[k][a];
            c->words[k][a] = c->words[k][b];
            c->words[k][b] = w;
        }
    } else {
        c->n_words[k] = 11 + roll(MOST - 11);
        for (size_t i = 0; i < c->n_words[k]; i++)
            c->words[k][i] = (uint16_t)(roll(4) == 0 ? roll(10) : roll(VOCABULARY));
    }
    for (size_t i = 0; i < k; i++)
        c->copy[k] |= c->n_words[i] == c->n_words[k] &&
                      memcmp(c->words[i], c->words[k], c->n_words[k] * sizeof **c->words) == 0;
}

static void count_lines(corpus *c)
{
    for (size_t w = 0; w < VOCABULARY; w++)
        for (size_t k = 0; k < c->n; k++) {
            bool has = false;
            for (size_t i = 0; i < c->n_words[k]; i++)
                has |= c->words[k][i] == w;
            c->with[w] += has && !c->copy[k];
        }
}

static double weight(const corpus *c, uint16_t word, bool common)
{
    unsigned with = c->with[word];
    return log2((double)(c->n + 1) / (with > 1 && common ? with - 1 : with > 0 ? with : 1));
}

/* A longest common subsequence: its words, and the least and most that one of that length weighs. */
typedef struct lcs {
    unsigned n;
    double   least, most;
} lcs;

static lcs longer(lcs a, lcs b)
{
    if (a.n != b.n)
        return a.n > b.n ? a : b;
    return (lcs){a.n, fmin(a.least, b.least), fmax(a.most, b.most)};
}

static lcs naive_lcs(const corpus *c, size_t a, size_t b)
{
    static lcs cell[MOST + 1][MOST + 1];
    memset(cell, 0, sizeof cell);
    for (size_t i = 1; i <= c->n_words[a]; i++)
        for (size_t j = 1; j <= c->n_words[b]; j++) {
            cell[i][j] = longer(cell[i - 1][j], cell[i][j - 1]);
            if (c->words[a][i - 1] != c->words[b][j - 1])
                continue;
            lcs with = cell[i - 1][j - 1];
            double own = weight(c, c->words[a][i - 1], true);
            cell[i][j] = longer(cell[i][j], (lcs){with.n + 1, with.least + own, with.most + own});
        }
    return cell[c->n_words[a]][c->n_words[b]];
}

/* The similarity of two lines; as more than one subsequence may be longest, between two bounds. */
static void naive_similarity(const corpus *c, size_t a, size_t b, double *least, double *most)
{
    bool used[MOST] = {false};
    double common = 0, apart = 0;
    for (size_t i = 0; i < c->n_words[a]; i++) {
        size_t j = 0;
        while (j < c->n_words[b] && (used[j] || c->words[a][i] != c->words[b][j]))
            j++;
        if (j < c->n_words[b]) {
            used[j] = true;
            common += weight(c, c->words[a][i], true);
        } else {
            apart += weight(c, c->words[a][i], false);
        }
    }
    for (size_t j = 0; j < c->n_words[b]; j++)
        apart += used[j] ? 0 : weight(c, c->words[b][j], false);
    lcs order = {0, common, common};
    if (c->n_words[a] >= PARAGRAPH && c->n_words[b] >= PARAGRAPH)
        order = naive_lcs(c, a, b);
    *least = (common + order.least) / (2 * common + apart);
    *most = (common + order.most) / (2 * common + apart);
}

/* Each row's similarity is the naive one; of the lines that have a near one, `missed` were not told. */
static void check(const corpus *c, const nd_repeats *found, double near, size_t *positive, size_t *missed)
{
    bool row_of[LINES] = {false};
    double least, most;
    for (size_t i = 0; i < found->n_rows; i++) {
        const nd_repeat *r = &found->rows[i];
        size_t at = (size_t)(r->at.line - 1) / 2, of = (size_t)(r->of.line - 1) / 2;
        naive_similarity(c, at, of, &least, &most);
        if (of >= at || c->copy[at] || r->similarity < near || r->similarity < least - 1e-5 || r->similarity > most + 1e-5)
            ck_abort_msg("line %zu of %zu: %f, not %f to %f", at, of, r->similarity, least, most);
        bool paragraph = c->n_words[at] >= PARAGRAPH && c->n_words[of] >= PARAGRAPH;
        ck_assert_int_eq(r->kind, paragraph ? ND_REPEAT_NEAR_PARAGRAPH : ND_REPEAT_NEAR_LINE);
        row_of[at] = true;
    }
    for (size_t at = 0; at < c->n; at++) {
        bool near_one = false;
        for (size_t of = 0; of < at && !c->copy[at]; of++) {
            naive_similarity(c, at, of, &least, &most);
            near_one |= !c->copy[of] && least >= near + 1e-5;
        }
        *positive += near_one;
        *missed += near_one && !row_of[at];
    }
}

/* The index is asked for twelve words of each line: at most one near line in 100 may be lost by that. */
START_TEST(random_lines_agree_with_comparing_each_with_each)
{
    size_t positive = 0, missed = 0;
    nd_opts opts;
    nd_repeat_finder *finder;
    nd_repeats found;
    nd_buf text;
    nd_opts_init(&opts);
    opts.repeat_kinds = NEAR;
    opts.weak_repeats = true;
    nd_buf_init(&text, NULL);
    ck_assert_int_eq(nd_repeat_finder_new(&finder, &opts, NULL, NULL), ND_OK);
    state = 20250521;
    for (int round = 0; round < 150; round++) {
        static corpus c;
        memset(&c, 0, sizeof c);
        while (c.n < LINES)
            add_line(&c);
        count_lines(&c);
        nd_buf_clear(&text);
        for (size_t k = 0; k < c.n; k++) {
            for (size_t i = 0; i < c.n_words[k]; i++) {
                char word[8];
                spell(word, c.words[k][i]);
                nd_buf_printf(&text, "%s%s", i > 0 ? " " : "", word);
            }
            nd_buf_puts(&text, "\n\n");
        }
        ck_assert(!text.failed);
        ck_assert_int_eq(nd_repeats_find(finder, text.bytes, text.len, &found, NULL), ND_OK);
        check(&c, &found, opts.near, &positive, &missed);
    }
    ck_assert_uint_gt(positive, 1000);
    ck_assert_msg(missed * 100 <= positive, "%zu of %zu were missed", missed, positive);
    nd_buf_release(&text);
    nd_repeat_finder_free(finder);
}
END_TEST

/* ---- limits */

/* A number as a word of letters, the last digit first. */
static void add_number(nd_buf *text, size_t number)
{
    do {
        char letter = (char)('a' + number % 20);
        nd_buf_add(text, &letter, 1);
        number /= 20;
    } while (number > 0);
}

/* n times a form, in which % is the number of the line, and # one of a thousand. */
static void make(nd_buf *text, const char *form, size_t n)
{
    nd_buf_init(text, NULL);
    for (size_t i = 0; i < n; i++)
        for (const char *p = form; *p != '\0'; p++) {
            if (*p == '%')
                add_number(text, i);
            else if (*p == '#')
                add_number(text, i * 7919 % 1009);
            else
                nd_buf_add(text, p, 1);
        }
    ck_assert(!text->failed);
}

static const struct {
    const char *form;
    size_t      times;
} huge[] = {
    {"The tenant n% shall pay the sum of k# crowns to the office of lot l#\n", 300000},
    {"the word number w% stands in line w% of the text\n\n", 300000},
    {"a# b# c# d# e# f# g# h# i# j# k# l#\n\n", 100000},
    {"w% w# ", 1000000},
    {"a% b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l m n o p q r s t u v w x y z\n\n", 30000},
    {"\xe6\xbc\xa2\xe5\xad\x97#\xe3\x81\xae\xe9\xa0\x81 ", 300000},
};

START_TEST(the_work_for_a_line_has_a_bound)
{
    nd_buf text;
    nd_repeats found;
    make(&text, huge[_i].form, huge[_i].times);
    nd_repeat_finder *finder = finder_of(NEAR, false, NULL);
    ck_assert_int_eq(nd_repeats_find(finder, text.bytes, text.len, &found, NULL), ND_OK);
    nd_repeat_finder_free(finder);
    nd_buf_release(&text);
}
END_TEST

START_TEST(two_lines_of_megabytes_are_compared_without_order)
{
    nd_buf text, half;
    nd_buf_init(&text, NULL);
    make(&half, "w% v# ", 150000);
    nd_buf_add(&text, half.bytes, half.len);
    nd_buf_puts(&text, "\n\nand the end of it\n\n");
    nd_buf_add(&text, half.bytes, half.len);
    nd_buf_puts(&text, "and more\n");
    nd_repeats found;
    nd_repeat_finder *finder = finder_of(NEAR, false, NULL);
    for (int again = 0; again < 2; again++) {
        ck_assert_int_eq(nd_repeats_find(finder, text.bytes, text.len, &found, NULL), ND_OK);
        ck_assert_uint_eq(found.n_rows, 1);
        ck_assert_int_eq(found.rows[0].kind, ND_REPEAT_NEAR_PARAGRAPH);
        ck_assert_double_gt(found.rows[0].similarity, 0.99);
    }
    nd_repeat_finder_free(finder);
    nd_buf_release(&text);
    nd_buf_release(&half);
}
END_TEST

START_TEST(a_group_larger_than_the_index_keeps_is_told_with_its_first)
{
    nd_buf text;
    nd_repeats found;
    nd_buf_init(&text, NULL);
    for (size_t i = 0; i < 3000; i++) {
        for (size_t k = 0; k < 12; k++) {
            nd_buf_puts(&text, k > 0 ? " q" : "q");
            add_number(&text, i * 12 + k);
        }
        nd_buf_puts(&text, "\n\n");
        if (i % 50 != 0)
            continue;
        nd_buf_puts(&text, "Rescue divers lower a yellow camera into the basin of Ashcombe harbour at dusk number ");
        add_number(&text, i);
        nd_buf_puts(&text, "\n\n");
    }
    nd_repeat_finder *finder = finder_of(NEAR, false, NULL);
    ck_assert_int_eq(nd_repeats_find(finder, text.bytes, text.len, &found, NULL), ND_OK);
    ck_assert_uint_eq(found.n_rows, 59);
    for (size_t i = 0; i < found.n_rows; i++)
        ck_assert_uint_eq(found.rows[i].of.line, 3);
    nd_repeat_finder_free(finder);
    nd_buf_release(&text);
}
END_TEST

/* ---- hostile, oom */

START_TEST(any_bytes_are_searched)
{
    static const char bytes[] = "aabbccddeefg    \n\n\n\r\t.:-|\xc3\xa9\xcc\x81\x80\xff\xe6\xb1\x89\0\xe0\xb9\x80?";
    nd_repeats found;
    nd_repeat_finder *finder = finder_of(ND_REPEATS_ALL, true, NULL);
    state = 5;
    for (int round = 0; round < 3000; round++) {
        size_t len = roll(400);
        char *text = malloc(len + 1);
        for (size_t i = 0; i < len; i++)
            text[i] = i > 60 && roll(4) > 0 ? text[i - 60] : bytes[roll(sizeof bytes - 1)];
        ck_assert_int_eq(nd_repeats_find(finder, text, len, &found, NULL), ND_OK);
        for (size_t i = 0; i < found.n_rows; i++) {
            const nd_repeat *r = &found.rows[i];
            if (r->at.offset + r->at.len > len || r->of.offset > r->at.offset || !(r->similarity > 0 && r->similarity <= 1))
                ck_abort_msg("round %d, row %zu", round, i);
        }
        free(text);
    }
    nd_repeat_finder_free(finder);
}
END_TEST

START_TEST(every_allocation_may_fail)
{
    static const char text[] = FILLER LONG_A "\n\n" LONG_B "\n\nRescue divers lower a camera into the basin\n\n"
                                             "It rained.\nRescue divers raise a camera from the basin\n";
    finds_when_allocations_fail(NEAR, text, sizeof text - 1, 2, 10);
}
END_TEST

Suite *near_suite(void);
Suite *near_suite(void)
{
    Suite *suite = suite_create("near");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits"), *hostile = tcase_create("hostile");
    tcase_add_loop_test(core, a_line_with_nearly_the_words_of_an_earlier_one_is_told, 0, ND_COUNT(told));
    tcase_add_loop_test(core, a_paragraph_keeps_the_order_of_its_words, 0, ND_COUNT(paragraphs));
    tcase_add_loop_test(core, items_of_a_list_are_alike_by_nature, 0, ND_COUNT(natural));
    tcase_add_test(core, words_that_every_line_has_make_no_two_alike);
    tcase_add_test(core, near_is_the_least_similarity_that_is_told);
    tcase_add_test(core, random_lines_agree_with_comparing_each_with_each);
    tcase_set_timeout(core, 60);
    suite_add_tcase(suite, core);
    tcase_set_timeout(limits, 120);
    tcase_add_loop_test(limits, the_work_for_a_line_has_a_bound, 0, ND_COUNT(huge));
    tcase_add_test(limits, two_lines_of_megabytes_are_compared_without_order);
    tcase_add_test(limits, a_group_larger_than_the_index_keeps_is_told_with_its_first);
    suite_add_tcase(suite, limits);
    tcase_add_test(hostile, any_bytes_are_searched);
    tcase_add_test(hostile, every_allocation_may_fail);
    tcase_set_timeout(hostile, 60);
    suite_add_tcase(suite, hostile);
    return suite;
}
