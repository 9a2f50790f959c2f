/* SPDX-License-Identifier: MIT
 *
 * test_score.c - scores against a count over all pairs of all documents, against the
 * values of scikit-learn, and intervals against the equation that they solve.
 */
#include "ari_values.h"
#include "eval/score.h"
#include "naive_scores.h"
#include "sanitized.h"
#include "scarce.h"

#include <math.h>

static void no_bad_label(void *ctx, uint64_t line, const char *what)
{
    (void)ctx;
    ck_abort_msg("line %llu: %s", (unsigned long long)line, what);
}

/* ---- one random world: what was found, what is true, and both told to the room */

typedef struct told {
    nd_found  found;
    nd_labels labels;
    nd_score  score;
} told;

static void tell_found(told *t, const world *w, const nd_alloc *alloc)
{
    nd_found_init(&t->found, alloc);
    nd_labels_init(&t->labels, alloc);
    t->score = (nd_score){0};
    for (size_t i = 0; i < w->n; i++) {
        nd_found_record a = world_record(w, i), keeper = world_record(w, w->keeper[i]);
        if (w->keeper[i] != i)
            ck_assert_int_eq(nd_found_removed(&t->found, &a, &keeper, w->jaccard[i], NULL), ND_OK);
    }
    for (size_t i = 0; i < w->n_near; i++) {
        nd_found_record a = world_record(w, w->near[i].a), b = world_record(w, w->near[i].b);
        ck_assert_int_eq(nd_found_near_miss(&t->found, &a, &b, w->near[i].jaccard, NULL), ND_OK);
    }
    ck_assert_int_eq(nd_found_close(&t->found, w->n, NULL), ND_OK);
}

static void tell(told *t, const world *w, const char *path)
{
    nd_sources sources;
    nd_err err = {.text = ""};
    nd_sources_init(&sources, NULL);
    tell_found(t, w, NULL);
    ck_assert_int_eq(nd_sources_add(&sources, path, NULL), ND_OK);
    nd_status st = nd_labels_read(&t->labels, &t->found, &sources, NULL, no_bad_label, NULL, &err);
    ck_assert_msg(st == ND_OK, "%s", err.text);
    ck_assert_int_eq(nd_score_make(&t->score, &t->found, &t->labels, NULL), ND_OK);
    nd_sources_release(&sources);
}

static void forget(told *t)
{
    nd_score_release(&t->score);
    nd_labels_release(&t->labels);
    nd_found_release(&t->found);
}

/* Which document of the world an item is. */
static size_t document_of(const told *t, const world *w, uint32_t item)
{
    const nd_id *name = nd_found_name(&t->found, item);
    for (size_t i = 0; i < w->n; i++)
        if (strlen(w->name[i]) == name->len && memcmp(w->name[i], name->bytes, name->len) == 0)
            return i;
    ck_abort_msg("no document is '%s'", name->bytes);
}

static int falling(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x > y ? -1 : x < y;
}

/* worst holds real faults of that kind, each once, and no fault more alike was left out. */
static void faults_are_the_worst(const told *t, const world *w, const nd_worst *worst, bool missed, uint64_t all)
{
    static double known[MOST_DOCUMENTS * MOST_DOCUMENTS];
    size_t n = 0;
    for (size_t a = 0; a < w->n; a++)
        for (size_t b = a + 1; b < w->n; b++)
            if (is_fault(w, a, b, missed) && world_jaccard(w, a, b) >= 0)
                known[n++] = world_jaccard(w, a, b);
    qsort(known, n, sizeof *known, falling);
    ck_assert_uint_eq(worst->n, all < ND_WORST ? all : ND_WORST);
    for (size_t i = 0; i < worst->n; i++) {
        const nd_fault *f = &worst->list[i];
        size_t a = document_of(t, w, f->a), b = document_of(t, w, f->b);
        ck_assert(is_fault(w, a, b, missed));
        ck_assert_double_eq(f->jaccard, world_jaccard(w, a, b));
        ck_assert_double_eq(f->jaccard, i < n ? known[i] : ND_UNKNOWN);
        for (size_t k = 0; k < i; k++)
            ck_assert(worst->list[k].a != f->a || worst->list[k].b != f->b);
        if (missed && w->clusters) {
            const nd_id *set = &t->labels.values.list[f->label];
            char want[16];
            snprintf(want, sizeof want, "set %d", w->set[a]);
            ck_assert_str_eq(set->bytes, want);
        }
    }
}

static void close_to(double got, double want)
{
    ck_assert_msg((isnan(got) && isnan(want)) || fabs(got - want) < 1e-12, "%.17g, not %.17g", got, want);
}

START_TEST(cluster_scores_are_those_of_a_count_over_all_pairs)
{
    uint64_t seed = (uint64_t)_i + 1;
    world w;
    told t;
    make_world(&w, &seed, true);
    if (!write_clusters(&w, &seed, "labels"))
        return;
    tell(&t, &w, "labels");
    naive_score want = score_clusters_naively(&w);
    const nd_score *s = &t.score;
    ck_assert_uint_eq(s->truth, want.truth);
    ck_assert_uint_eq(s->found, want.found);
    ck_assert_uint_eq(s->both, want.both);
    ck_assert_uint_eq(s->sets, want.sets);
    ck_assert_uint_eq(s->exact, want.exact);
    close_to(s->precision.share, (double)want.both / (double)want.found);
    close_to(s->recall.share, (double)want.both / (double)want.truth);
    close_to(s->f1.share, 2 * (double)want.both / (double)(want.truth + want.found));
    close_to(s->ari, want.ari);
    close_to(s->b3_precision, want.b3_precision);
    close_to(s->b3_recall, want.b3_recall);
    close_to(s->b3, 2 * want.b3_precision * want.b3_recall / (want.b3_precision + want.b3_recall));
    ck_assert_uint_eq(s->names, want.names);
    ck_assert_uint_eq(s->named, want.named);
    ck_assert_uint_eq(s->unlabelled, want.unlabelled);
    faults_are_the_worst(&t, &w, &s->missed, true, want.truth - want.both);
    faults_are_the_worst(&t, &w, &s->wrong, false, want.found - want.both);
    forget(&t);
}
END_TEST

START_TEST(pair_scores_are_those_of_a_count_over_the_listed_pairs)
{
    uint64_t seed = (uint64_t)_i + 1;
    world w;
    told t;
    make_world(&w, &seed, false);
    if (!write_pairs(&w, &seed, "labels"))
        return;
    tell(&t, &w, "labels");
    naive_score want = score_pairs_naively(&w);
    const nd_score *s = &t.score;
    ck_assert_uint_eq(s->truth, want.truth);
    ck_assert_uint_eq(s->found, want.found);
    ck_assert_uint_eq(s->both, want.both);
    ck_assert_uint_eq(s->names, want.names);
    ck_assert_uint_eq(s->named, want.named);
    ck_assert_uint_eq(s->unlabelled, want.unlabelled);
    for (size_t i = 0; i < s->n_labels; i++) {
        int label = label_number(t.labels.values.list[i].bytes);
        ck_assert_uint_eq(s->labels[i].pairs, want.labels[label].pairs);
        ck_assert_uint_eq(s->labels[i].found, want.labels[label].found);
        ck_assert_int_eq(t.labels.copies[i], label_is_copy(label));
    }
    faults_are_the_worst(&t, &w, &s->missed, true, want.truth - want.both);
    faults_are_the_worst(&t, &w, &s->wrong, false, want.found - want.both);
    forget(&t);
}
END_TEST

/* ---- numbers */

START_TEST(the_adjusted_rand_index_is_that_of_scikit_learn)
{
    const char *x = ari_values[_i].x, *y = ari_values[_i].y;
    uint64_t n = strlen(x), in_x = 0, in_y = 0, both = 0;
    ck_assert_uint_eq(strlen(y), n);
    for (size_t a = 0; a < n; a++) {
        for (size_t b = a + 1; b < n; b++) {
            in_x += x[a] == x[b];
            in_y += y[a] == y[b];
            both += x[a] == x[b] && y[a] == y[b];
        }
    }
    ck_assert_double_eq_tol(nd_ari(n, in_x, in_y, both), ari_values[_i].ari, 1e-14);
    ck_assert_double_eq(nd_ari(n, in_y, in_x, both), nd_ari(n, in_x, in_y, both));
}
END_TEST

/* (both - e) / ((truth + found) / 2 - e), e = truth * found / all: as it is printed, in doubles */
static double ari_as_printed(double n, double truth, double found, double both)
{
    double e = truth * found / (n * (n - 1) / 2);
    return (both - e) / ((truth + found) / 2 - e);
}

START_TEST(the_adjusted_rand_index_holds_at_every_size)
{
    static const uint64_t sizes[] = {1000, 1000000, 4294967296, 4294967297, 1000000000000, 9007199254740992};
    uint64_t n = sizes[_i];
    for (uint64_t truth = 3; truth < n / 2; truth = truth * 17 + 1) {
        for (uint64_t found = 2; found < n / 2; found = found * 19 + 1) {
            uint64_t least = truth < found ? truth : found;
            for (uint64_t both = 0; both <= least; both += least / 2 + 1) {
                double want = ari_as_printed((double)n, (double)truth, (double)found, (double)both);
                ck_assert_double_eq_tol(nd_ari(n, truth, found, both), want, 1e-9);
            }
        }
    }
    ck_assert_double_eq(nd_ari(n, 5, 5, 5), 1);
    ck_assert_double_eq(nd_ari(0, 0, 0, 0), 1);
}
END_TEST

/* Wilson's interval is where |share - p| = z sqrt(p (1 - p) / n): found here by halving. */
static double end_of_interval(double share, double n, bool upper)
{
    const double z = 1.959963984540054;
    double in = share, out = upper ? 1 : 0;
    for (int i = 0; i < 200; i++) {
        double p = (in + out) / 2;
        if (fabs(share - p) <= z * sqrt(p * (1 - p) / n))
            in = p;
        else
            out = p;
    }
    return in;
}

START_TEST(intervals_solve_wilsons_equation)
{
    static const uint64_t sizes[] = {1, 2, 3, 10, 97, 1000, 123456789};
    uint64_t n = sizes[_i];
    for (uint64_t part = 0; part <= n; part += n / 7 + 1) {
        nd_share s = nd_wilson(part, n);
        double share = (double)part / (double)n;
        ck_assert_double_eq(s.share, share);
        ck_assert_double_eq_tol(s.lo, end_of_interval(share, (double)n, false), 1e-9);
        ck_assert_double_eq_tol(s.hi, end_of_interval(share, (double)n, true), 1e-9);
        ck_assert(s.lo <= share && share <= s.hi);
    }
    ck_assert_double_eq(nd_wilson(0, n).lo, 0);
    ck_assert_double_eq(nd_wilson(n, n).hi, 1);
    ck_assert(isnan(nd_wilson(0, 0).share) && isnan(nd_wilson(0, 0).lo) && isnan(nd_wilson(0, 0).hi));
}
END_TEST

/* Newcombe (1998), Statistics in Medicine 17:857, table I, method 3. */
START_TEST(intervals_are_the_published_ones)
{
    static const struct {
        uint64_t part, of;
        double lo, hi;
    } rows[] = {{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}};
    for (size_t i = 0; i < ND_COUNT(rows); i++) {
        nd_share s = nd_wilson(rows[i].part, rows[i].of);
        ck_assert_double_eq_tol(s.lo, rows[i].lo, 0.00005);
        ck_assert_double_eq_tol(s.hi, rows[i].hi, 0.00005);
    }
}
END_TEST

START_TEST(f1_and_its_interval_are_those_of_the_share_of_common_pairs)
{
    static const uint64_t rows[][3] = {{10, 20, 5}, {1, 1, 1}, {1, 1, 0}, {1000, 10, 10}, {7, 0, 0}};
    for (size_t i = 0; i < ND_COUNT(rows); i++) {
        uint64_t truth = rows[i][0], found = rows[i][1], both = rows[i][2];
        double x = (double)both / (double)(truth + found - both), n = (double)(truth + found - both);
        double lo = end_of_interval(x, n, false), hi = end_of_interval(x, n, true);
        nd_share f1 = nd_f1(truth, found, both);
        ck_assert_double_eq_tol(f1.share, 2 * (double)both / (double)(truth + found), 1e-15);
        ck_assert_double_eq_tol(f1.lo, 2 * lo / (1 + lo), 1e-9);
        ck_assert_double_eq_tol(f1.hi, 2 * hi / (1 + hi), 1e-9);
    }
    ck_assert(isnan(nd_f1(0, 0, 0).share));
}
END_TEST

/* ---- limits */

/* One found cluster of n; by the labels its halves are two sets: counted, or it would take a day. */
START_TEST(a_cluster_of_a_million_is_counted)
{
    enum { N = UNLESS_SANITIZED(1000000, 50000) };
    const uint64_t n = N, half = n / 2;
    FILE *file = fopen("labels", "w");
    told t;
    nd_sources sources;
    nd_sources_init(&sources, NULL);
    nd_found_init(&t.found, NULL);
    nd_labels_init(&t.labels, NULL);
    nd_found_record keeper = {"f", 1, 1, NULL, 0};
    for (uint64_t i = 1; i <= n; i++) {
        nd_found_record record = {"f", 1, i, NULL, 0};
        if (i > 1)
            ck_assert_int_eq(nd_found_removed(&t.found, &record, &keeper, 0.9, NULL), ND_OK);
        fprintf(file, "f:%llu\t%s\n", (unsigned long long)i, i <= half ? "a" : "b");
    }
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_int_eq(nd_found_close(&t.found, 2 * n, NULL), ND_OK);
    ck_assert_int_eq(nd_sources_add(&sources, "labels", NULL), ND_OK);
    ck_assert_int_eq(nd_labels_read(&t.labels, &t.found, &sources, NULL, no_bad_label, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_score_make(&t.score, &t.found, &t.labels, NULL), ND_OK);
    ck_assert_uint_eq(t.score.truth, half * (half - 1));
    ck_assert_uint_eq(t.score.found, n * (n - 1) / 2);
    ck_assert_uint_eq(t.score.both, half * (half - 1));
    ck_assert_double_eq_tol(t.score.b3_precision, (0.5 * N + N) / (2 * N), 1e-12);
    ck_assert_double_eq_tol(t.score.b3_recall, 1, 1e-12);
    ck_assert_uint_eq(t.score.wrong.n, ND_WORST);
    ck_assert_uint_eq(t.score.missed.n, 0);
    nd_sources_release(&sources);
    forget(&t);
}
END_TEST

START_TEST(nothing_found_and_nothing_true_is_no_share)
{
    world w = {.n = 3, .clusters = true, .keeper = {0, 1, 2}, .name = {"x", "y", "z"}};
    told t;
    file_write("labels", "x\t1\ny\t2\n", 8);
    tell(&t, &w, "labels");
    ck_assert(isnan(t.score.precision.share) && isnan(t.score.recall.share) && isnan(t.score.f1.share));
    ck_assert(isnan(t.score.exact_sets.share));
    ck_assert_double_eq(t.score.ari, 1);
    ck_assert_double_eq(t.score.b3, 1);
    forget(&t);
}
END_TEST

/* ---- oom */

/* Rows that failed are told again once there is memory: the score is the same. */
static nd_status score_in(const world *w, scarce *s, nd_score *score)
{
    const nd_alloc alloc = {scarce_fn, s};
    told t = {0};
    nd_sources sources;
    nd_status st = ND_OK;
    nd_sources_init(&sources, NULL);
    ck_assert_int_eq(nd_sources_add(&sources, "labels", NULL), ND_OK);
    nd_found_init(&t.found, &alloc);
    nd_labels_init(&t.labels, &alloc);
    for (size_t i = 0; i < w->n; i++) {
        nd_found_record a = world_record(w, i), keeper = world_record(w, w->keeper[i]);
        while (w->keeper[i] != i &&
               (st = nd_found_removed(&t.found, &a, &keeper, w->jaccard[i], NULL)) == ND_ENOMEM)
            s->left = SIZE_MAX;
        ck_assert_int_eq(st, ND_OK);
    }
    for (size_t i = 0; i < w->n_near; i++) {
        nd_found_record a = world_record(w, w->near[i].a), b = world_record(w, w->near[i].b);
        while ((st = nd_found_near_miss(&t.found, &a, &b, w->near[i].jaccard, NULL)) == ND_ENOMEM)
            s->left = SIZE_MAX;
        ck_assert_int_eq(st, ND_OK);
    }
    ck_assert_int_eq(nd_found_close(&t.found, w->n, NULL), ND_OK);
    st = nd_labels_read(&t.labels, &t.found, &sources, NULL, no_bad_label, NULL, NULL);
    if (st == ND_ENOMEM) { /* an empty one again, the found as they are */
        nd_labels_release(&t.labels);
        nd_labels_init(&t.labels, &alloc);
        s->left = SIZE_MAX;
        st = nd_labels_read(&t.labels, &t.found, &sources, NULL, no_bad_label, NULL, NULL);
    }
    ck_assert_int_eq(st, ND_OK);
    st = nd_score_make(&t.score, &t.found, &t.labels, NULL);
    *score = t.score;
    if (st == ND_ENOMEM) {
        nd_score_release(&t.score);
        s->left = SIZE_MAX;
        st = nd_score_make(&t.score, &t.found, &t.labels, NULL);
        *score = t.score;
    }
    ck_assert_int_eq(st, ND_OK);
    nd_sources_release(&sources);
    forget(&t);
    ck_assert_uint_eq(s->live, 0);
    return s->left > SIZE_MAX / 2 ? ND_ENOMEM : ND_OK;
}

START_TEST(every_allocation_may_fail)
{
    uint64_t seed = 5;
    world w;
    nd_score want = {0}, got;
    while (want.both == 0) {
        make_world(&w, &seed, _i == 0);
        bool wrote = w.n > 40 && (_i == 0 ? write_clusters(&w, &seed, "labels") : write_pairs(&w, &seed, "labels"));
        if (wrote)
            score_in(&w, &(scarce){.left = SIZE_MAX}, &want);
    }
    nd_status st = ND_ENOMEM;
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        st = score_in(&w, &(scarce){.left = n}, &got);
        ck_assert_uint_eq(got.truth, want.truth);
        ck_assert_uint_eq(got.found, want.found);
        ck_assert_uint_eq(got.both, want.both);
        ck_assert_uint_eq(got.named, want.named);
        ck_assert_uint_eq(got.missed.n, want.missed.n);
        ck_assert_uint_eq(got.wrong.n, want.wrong.n);
    }
}
END_TEST

Suite *score_suite(void);

Suite *score_suite(void)
{
    Suite *suite = suite_create("score");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits"), *oom = tcase_create("oom");
    TCase *all[] = {core, limits, oom};
    tcase_add_loop_test(core, cluster_scores_are_those_of_a_count_over_all_pairs, 0, UNLESS_SANITIZED(300, 60));
    tcase_add_loop_test(core, pair_scores_are_those_of_a_count_over_the_listed_pairs, 0, UNLESS_SANITIZED(300, 60));
    tcase_add_loop_test(core, the_adjusted_rand_index_is_that_of_scikit_learn, 0, (int)ND_COUNT(ari_values));
    tcase_add_loop_test(core, the_adjusted_rand_index_holds_at_every_size, 0, 6);
    tcase_add_loop_test(core, intervals_solve_wilsons_equation, 0, 7);
    tcase_add_test(core, intervals_are_the_published_ones);
    tcase_add_test(core, f1_and_its_interval_are_those_of_the_share_of_common_pairs);
    tcase_add_test(limits, a_cluster_of_a_million_is_counted);
    tcase_add_test(limits, nothing_found_and_nothing_true_is_no_share);
    tcase_set_timeout(limits, 30);
    tcase_set_timeout(oom, 60);
    tcase_add_loop_test(oom, every_allocation_may_fail, 0, 2);
    for (size_t i = 0; i < ND_COUNT(all); i++) {
        tcase_add_checked_fixture(all[i], scratch_enter, scratch_leave);
        suite_add_tcase(suite, all[i]);
    }
    return suite;
}
