/* SPDX-License-Identifier: MIT
 *
 * test_eval.c - figures of clusterings against counting every pair, labels line by
 * line, and the cases that are shown.
 */
#include "eval/eval_report.h"
#include "scarce.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

static uint64_t state;

static uint32_t roll(uint32_t n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % n;
}

/* ---- figures */

enum { MOST = 60 };

/* All that nd_score_clusters tells, by the definitions, pair by pair and record by record. */
static void agrees_with_all_pairs(const uint32_t *truth, const uint32_t *found, uint32_t n)
{
    nd_score s;
    uint64_t tp = 0, fp = 0, fn = 0, tn = 0, sets = 0, exact = 0;
    double precision = 0, recall = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t same_truth = 0, same_found = 0, both = 0;
        bool first = true;
        for (uint32_t k = 0; k < n; k++) {
            bool t = truth[i] == truth[k], f = found[i] == found[k];
            first &= !(t && k < i);
            same_truth += t;
            same_found += f;
            both += t && f;
            if (k <= i)
                continue;
            tp += t && f;
            fp += !t && f;
            fn += t && !f;
            tn += !t && !f;
        }
        precision += (double)both / same_found;
        recall += (double)both / same_truth;
        sets += first && same_truth > 1;
        exact += first && same_truth > 1 && both == same_truth && both == same_found;
    }
    ck_assert_int_eq(nd_score_clusters(&s, truth, found, n, NULL, NULL), ND_OK);
    ck_assert_uint_eq(s.pairs_both, tp);
    ck_assert_uint_eq(s.pairs_found, tp + fp);
    ck_assert_uint_eq(s.pairs_true, tp + fn);
    ck_assert_uint_eq(s.sets, sets);
    if (n == 0)
        return;
    ck_assert_double_eq_tol(s.b3_precision, precision / n, 1e-12);
    ck_assert_double_eq_tol(s.b3_recall, recall / n, 1e-12);
    ck_assert_double_eq_tol(s.exact_sets.value, sets > 0 ? (double)exact / (double)sets : 0, 1e-12);
    /* the pair confusion form of the index, as scikit-learn computes it */
    double ari = 1, a = (double)tp, b = (double)fp, c = (double)fn, d = (double)tn;
    if (fp + fn > 0)
        ari = 2 * (a * d - c * b) / ((a + c) * (c + d) + (a + b) * (b + d));
    ck_assert_double_eq_tol(s.ari, ari, 1e-12);
}

START_TEST(clusterings_have_the_figures_that_all_pairs_give)
{
    state = 5;
    for (int round = 0; round < 3000; round++) {
        uint32_t truth[MOST], found[MOST], n = roll(MOST + 1), t = 1 + roll(20), f = 1 + roll(20);
        bool near = roll(2) == 0; /* found is truth with some records moved */
        for (uint32_t i = 0; i < n; i++) {
            truth[i] = roll(t);
            found[i] = near && roll(8) > 0 ? truth[i] : roll(f);
        }
        agrees_with_all_pairs(truth, found, n);
    }
}
END_TEST

#include "ari_table.h"

START_TEST(the_rand_index_is_that_of_scikit_learn)
{
    const ari_case *c = &ari_cases[_i];
    uint32_t truth[sizeof c->truth], found[sizeof c->found], n = (uint32_t)strlen(c->truth);
    nd_score s;
    for (uint32_t i = 0; i < n; i++) {
        truth[i] = (uint32_t)c->truth[i];
        found[i] = (uint32_t)c->found[i];
    }
    ck_assert_int_eq(nd_score_clusters(&s, truth, found, n, NULL, NULL), ND_OK);
    ck_assert_double_eq_tol(s.ari, c->ari, 1e-12);
}
END_TEST

START_TEST(a_million_records_of_one_cluster_are_counted)
{
    size_t n = 1000000;
    uint32_t *same = calloc(n, sizeof *same), *alone = calloc(n, sizeof *alone);
    nd_score s;
    ck_assert(same != NULL && alone != NULL);
    for (uint32_t i = 0; i < n; i++)
        alone[i] = i;
    ck_assert_int_eq(nd_score_clusters(&s, same, same, n, NULL, NULL), ND_OK);
    ck_assert_uint_eq(s.pairs_both, 499999500000u);
    ck_assert_double_eq(s.ari, 1);
    ck_assert_double_eq(s.exact_sets.value, 1);
    ck_assert_int_eq(nd_score_clusters(&s, same, alone, n, NULL, NULL), ND_OK);
    ck_assert_uint_eq(s.pairs_both, 0);
    ck_assert_double_eq(s.ari, 0);
    free(same);
    free(alone);
}
END_TEST

START_TEST(the_interval_is_wilsons)
{
    /* the roots of (p - 0.8)^2 = z^2 p (1 - p) / 10; where all hit, n / (n + z^2) */
    nd_interval i = nd_wilson(8, 10);
    ck_assert_double_eq_tol(i.lo, 0.4901625, 1e-7);
    ck_assert_double_eq_tol(i.hi, 0.9433178, 1e-7);
    i = nd_wilson(20, 20);
    ck_assert_double_eq_tol(i.lo, 0.838874842, 1e-7);
    ck_assert_double_eq_tol(i.hi, 1, 1e-12);
    i = nd_wilson(0, 0);
    ck_assert(i.value == 0 && i.lo == 0 && i.hi == 1);
}
END_TEST

/* ---- labels and cases */

static nd_status add(nd_labels *labels, const char *line, nd_err *err)
{
    return nd_labels_add(labels, line, strlen(line), err);
}

START_TEST(bad_lines_of_labels_are_as_if_they_were_not_there)
{
    nd_ids ids;
    nd_labels labels;
    nd_err err;
    nd_ids_init(&ids, NULL);
    nd_labels_init(&labels, &ids, NULL);
    ck_assert_int_eq(add(&labels, "x\tid2\tid1\ttype", &err), ND_OK);
    ck_assert_int_eq(add(&labels, ".\tb\ta\tstory", &err), ND_OK);
    ck_assert_int_eq(add(&labels, ".\tb\ta", &err), ND_EFORMAT);
    ck_assert_str_eq(err.text, "has no column 4");
    ck_assert_int_eq(add(&labels, ".\ta\ta\t1", &err), ND_EFORMAT);
    ck_assert_str_eq(err.text, "a pair of one record with itself");
    ck_assert_int_eq(add(&labels, "", &err), ND_EFORMAT);
    ck_assert_int_eq(add(&labels, ".\tc\ta\t0", &err), ND_OK);
    ck_assert(labels.pairs);
    ck_assert_uint_eq(labels.n, 2);
    ck_assert(labels.list[0].copy && !labels.list[1].copy);
    ck_assert_str_eq(ids.names[labels.list[0].a], "a");
    nd_labels_release(&labels);
    nd_labels_init(&labels, &ids, NULL);
    ck_assert_int_eq(add(&labels, "a\tone", &err), ND_OK);
    ck_assert_int_eq(add(&labels, "a\tone", &err), ND_OK);
    ck_assert_int_eq(add(&labels, "a\ttwo", &err), ND_EFORMAT);
    ck_assert_str_eq(err.text, "the record is in another cluster already");
    ck_assert(!labels.pairs);
    ck_assert_uint_eq(labels.n_labelled, 1);
    nd_labels_release(&labels);
    nd_ids_release(&ids);
}
END_TEST

/* Records a b c d e: b and c removed for a, e for d; a and d nearly alike. */
static nd_status judge(const char *const *lines, size_t n, nd_buf *to, bool rows, const nd_alloc *alloc)
{
    static const char names[] = "abcdef";
    static const nd_found_row result[] = {
        {1, 0, 0.9, true}, {2, 0, 0.85, true}, {4, 3, 0.95, true}, {3, 0, 0.79, false}};
    nd_ids ids;
    nd_labels labels;
    nd_judgement judgement = {.alloc = alloc};
    nd_found found = {.ids = &ids, .n = ND_COUNT(result)};
    nd_status st = ND_OK;
    uint32_t number;
    nd_found_row list[ND_COUNT(result)];
    memcpy(list, result, sizeof list);
    found.rows = list;
    nd_ids_init(&ids, alloc);
    nd_labels_init(&labels, &ids, alloc);
    for (uint32_t i = 0; st == ND_OK && i < 5; i++)
        st = nd_ids_number(&ids, names + i, 1, &number, NULL);
    for (size_t i = 0; st == ND_OK && i < n; i++)
        st = nd_labels_add(&labels, lines[i], strlen(lines[i]), NULL);
    if (st == ND_OK)
        st = nd_judge(&judgement, &found, &labels, alloc, NULL);
    if (st == ND_OK && rows)
        nd_eval_rows(to, &judgement, &ids);
    else if (st == ND_OK)
        nd_eval_text(to, &judgement, &ids);
    if (st == ND_OK)
        nd_buf_add(to, "", 1);
    st = st == ND_OK && to->failed ? ND_ENOMEM : st;
    nd_judgement_release(&judgement);
    nd_labels_release(&labels);
    nd_ids_release(&ids);
    return st;
}

static const char *const pair_lines[] = {"a\tb\t2", "b\tc\t0", "d\ta\t1", "f\ta\t1", "d\te\t2"};
static const char *const cluster_lines[] = {"id\tcluster", "a\tx", "b\tx", "c\ty", "d\tx", "e\tz", "f\ty"};

START_TEST(pairs_are_judged_and_the_worst_are_shown)
{
    nd_buf to;
    nd_buf_init(&to, NULL);
    ck_assert_int_eq(judge(pair_lines, ND_COUNT(pair_lines), &to, false, NULL), ND_OK);
    ck_assert_str_eq(to.bytes, "labelled pairs only\n"
                               "4 true pairs, 3 found, 2 of them true\n"
                               "  precision    0.6667   (0.2077 to 0.9385)\n"
                               "  recall       0.5000   (0.1500 to 0.8500)\n"
                               "  F1           0.5714   (0.1742 to 0.8920)\n"
                               "\nby label\n"
                               "  2: 2 of 2 found, 1.0000   (0.3424 to 1.0000)\n"
                               "  0: 1 of 1 found, 1.0000   (0.2065 to 1.0000)\n"
                               "  1: 0 of 2 found, 0.0000   (0.0000 to 0.6576)\n"
                               "\nmissed, most alike first: 2 pairs\n"
                               "  0.7900  d  a\n"
                               "       -  f  a\n"
                               "\nfalse, least alike first: 1 pair\n"
                               "       -  b  c\n");
    nd_buf_release(&to);
}
END_TEST

START_TEST(clusters_are_judged_and_the_worst_are_shown)
{
    nd_buf to;
    nd_buf_init(&to, NULL);
    ck_assert_int_eq(judge(cluster_lines, ND_COUNT(cluster_lines), &to, true, NULL), ND_OK);
    ck_assert_str_eq(
        to.bytes,
        "{\"type\":\"eval\",\"v\":1,\"pairs\":{\"true\":4,\"found\":4,\"both\":1},\"precision\":0.2500,"
        "\"precision_lo\":0.0456,\"precision_hi\":0.6994,\"recall\":0.2500,\"recall_lo\":0.0456,\"recall_hi\":0.6994,"
        "\"f1\":0.2500,\"f1_lo\":0.0456,\"f1_hi\":0.6994,\"ari\":-0.0227,\"b3\":0.6111,\"b3_precision\":0.6111,"
        "\"b3_recall\":0.6111,\"exact_sets\":0.0000,\"exact_sets_lo\":0.0000,\"exact_sets_hi\":0.6576}\n"
        "{\"type\":\"miss\",\"v\":1,\"a\":\"d\",\"b\":\"a\",\"jaccard\":0.7900}\n"
        "{\"type\":\"miss\",\"v\":1,\"a\":\"c\",\"b\":\"f\"}\n"
        "{\"type\":\"false\",\"v\":1,\"a\":\"c\",\"b\":\"a\",\"jaccard\":0.8500}\n"
        "{\"type\":\"false\",\"v\":1,\"a\":\"e\",\"b\":\"d\",\"jaccard\":0.9500}\n");
    nd_buf_release(&to);
}
END_TEST

START_TEST(every_allocation_may_fail)
{
    for (int clusters = 0; clusters < 2; clusters++) {
        nd_status st = ND_ENOMEM;
        for (size_t left = 0; st == ND_ENOMEM; left++) {
            scarce s = {.left = left};
            nd_buf to;
            nd_buf_init(&to, SCARCE(&s));
            st = judge(clusters ? cluster_lines : pair_lines, clusters ? ND_COUNT(cluster_lines) : ND_COUNT(pair_lines),
                       &to, clusters, SCARCE(&s));
            nd_buf_release(&to);
            ck_assert_uint_eq(s.live, 0);
            ck_assert_uint_lt(left, 200);
        }
        ck_assert_int_eq(st, ND_OK);
    }
}
END_TEST

Suite *eval_suite(void);
Suite *eval_suite(void)
{
    Suite *suite = suite_create("eval");
    TCase *core = tcase_create("core"), *oom = tcase_create("oom");
    tcase_add_test(core, clusterings_have_the_figures_that_all_pairs_give);
    tcase_add_loop_test(core, the_rand_index_is_that_of_scikit_learn, 0, ND_COUNT(ari_cases));
    tcase_add_test(core, a_million_records_of_one_cluster_are_counted);
    tcase_add_test(core, the_interval_is_wilsons);
    tcase_add_test(core, bad_lines_of_labels_are_as_if_they_were_not_there);
    tcase_add_test(core, pairs_are_judged_and_the_worst_are_shown);
    tcase_add_test(core, clusters_are_judged_and_the_worst_are_shown);
    tcase_set_timeout(core, 60);
    suite_add_tcase(suite, core);
    tcase_add_test(oom, every_allocation_may_fail);
    suite_add_tcase(suite, oom);
    return suite;
}
