/* SPDX-License-Identifier: MIT
 *
 * test_edits.c - texts and one edited copy of each: by how alike the two are, exactly
 * and by brute force, how many copies go. A fair index takes all above its threshold
 * and none below.
 *
 * The texts are those of real sets where NEARDUP_DATA names some, else invented.
 */
#include "corpora.h"
#include "edited.h"
#include "exact.h"
#include "oracle_words.h"
#include "pairs.h"
#include "sanitized.h"

#include <check.h>

enum { BASES = UNLESS_SANITIZED(4000, 400), LEAST_WORDS = 60, MOST_WORDS = 400, TIMEOUT = 300 };

/* Least Jaccard of a band; the threshold is the least of one of them. */
static const double bands[] = {.95, .9, .8, .7, .5, 0};
enum { BANDS = ND_COUNT(bands), FIRST_BELOW = 3 };

typedef struct tally {
    uint32_t copies, removed;
} tally;

typedef struct texts {
    char  *text[BASES];
    size_t len[BASES];
    size_t n;
} texts;

/* ---- the base texts: of a few hundred words, and not alike among themselves */

static nd_index *new_index(double threshold)
{
    nd_opts opts;
    nd_index *index = NULL;
    nd_opts_init(&opts);
    opts.threshold = threshold;
    ck_assert_int_eq(nd_index_new(&index, &opts, NULL, NULL), ND_OK);
    return index;
}

static nd_verdict decide(nd_index *index, nd_sketcher *sketcher, uint64_t id, const char *text, size_t len)
{
    nd_doc doc;
    nd_verdict v;
    ck_assert_int_eq(nd_sketch(sketcher, text, len, &doc, NULL), ND_OK);
    doc.id = id;
    ck_assert_int_eq(nd_index_decide(index, &doc, &v, NULL), ND_OK);
    return v;
}

static void take_text(texts *t, nd_index *index, nd_sketcher *sketcher, const char *text, size_t len)
{
    nd_doc doc;
    ck_assert_int_eq(nd_sketch(sketcher, text, len, &doc, NULL), ND_OK);
    if (doc.n_words < LEAST_WORDS || doc.n_words > MOST_WORDS || len > 20000 ||
        decide(index, sketcher, 0, text, len).kind != ND_KEPT)
        return;
    t->text[t->n] = memcpy(malloc(len), text, len);
    t->len[t->n++] = len;
}

static void take_texts(texts *t, nd_sketcher *sketcher)
{
    static const char *const sets[] = {"reuters", "news20"};
    nd_index *index = new_index(.5);
    uint64_t state = 1;
    for (size_t s = 0; s < 2 && corpora_folder() != NULL; s++) {
        corpus c;
        corpus_read(&c, sets[s], 3 * BASES);
        for (size_t i = 0; i < c.n && t->n < BASES / 2 * (s + 1); i++)
            take_text(t, index, sketcher, corpus_text(&c, i), c.docs[i].len);
        corpus_release(&c);
    }
    nd_buf invented;
    nd_buf_init(&invented, NULL);
    while (t->n < BASES) {
        uint32_t more = (uint32_t)(random_next(&state) % (MOST_WORDS - LEAST_WORDS));
        invent_text(&invented, LEAST_WORDS + more, &state);
        take_text(t, index, sketcher, invented.bytes, invented.len);
    }
    nd_buf_release(&invented);
    nd_index_free(index);
}

/* ---- the copies -------------------------------------------------------- */

static double exact_jaccard(const bool *alone, const char *a, size_t n_a, const char *b, size_t n_b)
{
    exact_text x, y;
    exact_make(&x, alone, a, n_a, 5);
    exact_make(&y, alone, b, n_b, 5);
    double jaccard = exact_compare(&x, &y).jaccard;
    exact_release(&x);
    exact_release(&y);
    return jaccard;
}

static void print_table(tally table[EDITS][BANDS], const tally *sums)
{
    printf("edits: removed of all copies, by exact Jaccard\n%-36s", "");
    for (size_t b = 0; b < BANDS; b++)
        printf("  %9s%.2f", "from ", bands[b]);
    for (int e = 0; e <= EDITS; e++) {
        printf("\n  %-34s", e < EDITS ? edit_name(e) : "all");
        for (size_t b = 0; b < BANDS; b++) {
            const tally *cell = e < EDITS ? &table[e][b] : &sums[b];
            printf("  %6u/%6u", cell->removed, cell->copies);
        }
    }
    printf("\n");
    fflush(stdout);
}

static void judge_copies(const texts *t, nd_index *index, nd_sketcher *sketcher, const bool *alone,
                         tally table[EDITS][BANDS])
{
    uint64_t state = 2;
    nd_buf copy;
    nd_buf_init(&copy, NULL);
    for (size_t i = 0; i < t->n; i++) {
        int edit = (int)(i % EDITS);
        edit_text(&copy, t->text[i], t->len[i], edit, &state);
        double jaccard = exact_jaccard(alone, copy.bytes, copy.len, t->text[i], t->len[i]);
        nd_verdict v = decide(index, sketcher, BASES + i, copy.bytes, copy.len);
        size_t band = 0;
        while (jaccard < bands[band])
            band++;
        table[edit][band].copies++;
        table[edit][band].removed += v.kind != ND_KEPT;
        if (v.kind != ND_KEPT && v.keeper != i)
            ck_abort_msg("the copy of %zu went on the word of %zu", i, (size_t)v.keeper);
    }
    nd_buf_release(&copy);
}

START_TEST(edited_copies_above_the_threshold_go_and_those_below_stay)
{
    static texts t;
    static tally table[EDITS][BANDS];
    tally sums[BANDS] = {{0}};
    nd_opts opts;
    nd_sketcher *sketcher = NULL;
    nd_index *index = new_index(.8);
    bool *alone = oracle_scripts();
    if (alone == NULL) {
        printf("edits: the Unicode files are not there, skipped\n");
        nd_index_free(index);
        return;
    }
    nd_opts_init(&opts);
    ck_assert_int_eq(nd_sketcher_new(&sketcher, &opts, NULL, NULL), ND_OK);
    take_texts(&t, sketcher);
    for (size_t i = 0; i < t.n; i++)
        ck_assert_int_eq(decide(index, sketcher, i, t.text[i], t.len[i]).kind, ND_KEPT);
    judge_copies(&t, index, sketcher, alone, table);
    for (int e = 0; e < EDITS; e++)
        for (size_t b = 0; b < BANDS; b++) {
            sums[b].copies += table[e][b].copies;
            sums[b].removed += table[e][b].removed;
        }
    print_table(table, sums);
    for (size_t b = 0; b < BANDS; b++) {
        ck_assert_uint_gt(sums[b].copies, BASES / 200);
        if (bands[b] >= .9)
            ck_assert_uint_eq(sums[b].removed, sums[b].copies);
        else if (b < FIRST_BELOW)
            ck_assert(sums[b].removed >= .99 * sums[b].copies);
        else
            ck_assert_uint_eq(sums[b].removed, 0);
    }
    for (size_t i = 0; i < t.n; i++)
        free(t.text[i]);
    free(alone);
    nd_index_free(index);
    nd_sketcher_free(sketcher);
}
END_TEST

Suite *edits_suite(void);

Suite *edits_suite(void)
{
    Suite *suite = suite_create("edits");
    TCase *core = tcase_create("core");
    tcase_set_timeout(core, TIMEOUT);
    tcase_add_test(core, edited_copies_above_the_threshold_go_and_those_below_stay);
    suite_add_tcase(suite, core);
    return suite;
}
