/* SPDX-License-Identifier: MIT
 *
 * naive_scores.h - a small world of documents, some removed on the word of others and
 * some labelled, and its scores by going through all pairs.
 */
#ifndef NAIVE_SCORES_H
#define NAIVE_SCORES_H

#include "eval/found.h"
#include "scratch.h"

enum { MOST_DOCUMENTS = 70, MOST_NEAR = 30, N_LABELS = 6 };

typedef struct world_near {
    size_t a, b;
    double jaccard;
} world_near;

typedef struct world {
    bool   clusters;                       /* how it is labelled */
    size_t n;
    bool   has_id[MOST_DOCUMENTS];         /* else its name is its place */
    char   name[MOST_DOCUMENTS][24];
    size_t keeper[MOST_DOCUMENTS];         /* itself where it was kept */
    double jaccard[MOST_DOCUMENTS];        /* with the keeper; negative: the row has none */
    world_near near[MOST_NEAR];
    size_t n_near;
    int    set[MOST_DOCUMENTS];            /* clusters: its set; negative: no label */
    int    label[MOST_DOCUMENTS][MOST_DOCUMENTS]; /* pairs: number of its label, a < b; negative: none */
} world;

/* Labels, three of which say that a pair is no copy. */
static const char *const label_names[N_LABELS] = {"0", "1", "story", "0.0", "2", "-0"};

static inline int label_number(const char *text)
{
    for (int i = 0; i < N_LABELS; i++)
        if (strcmp(label_names[i], text) == 0)
            return i;
    ck_abort_msg("no label is '%s'", text);
}

static inline bool label_is_copy(int label)
{
    return label == 1 || label == 2 || label == 4;
}

static inline nd_found_record world_record(const world *w, size_t i)
{
    nd_found_record record = {.file = i % 2 == 0 ? "a.jsonl" : "sub/b\xc3\xa9", .record = 1 + i / 2};
    record.file_len = strlen(record.file);
    if (w->has_id[i]) {
        record.id = w->name[i];
        record.id_len = strlen(w->name[i]);
    }
    return record;
}

static inline double random_jaccard(uint64_t *seed)
{
    return random_below(seed, 5) == 0 ? ND_UNKNOWN : (double)random_below(seed, 10001) / 10000;
}

static inline void make_near(world *w, uint64_t *seed)
{
    size_t wanted = w->n < 3 ? 0 : random_below(seed, MOST_NEAR + 1);
    for (size_t i = 0; i < wanted; i++) {
        size_t a = random_below(seed, w->n), b = random_below(seed, w->n);
        bool again = a == b || w->keeper[a] != a || w->keeper[b] != b;
        for (size_t k = 0; k < w->n_near; k++)
            again |= (w->near[k].a == a && w->near[k].b == b) || (w->near[k].a == b && w->near[k].b == a);
        if (!again)
            w->near[w->n_near++] = (world_near){a, b, random_jaccard(seed)};
    }
}

/* Few or many clusters, few or many mistakes; documents of both kinds of name. */
static inline void make_world(world *w, uint64_t *seed, bool clusters)
{
    *w = (world){.clusters = clusters, .n = 1 + random_below(seed, MOST_DOCUMENTS)};
    size_t groups = 1 + random_below(seed, w->n), wrong = 1 + random_below(seed, 10);
    size_t first[MOST_DOCUMENTS], group[MOST_DOCUMENTS];
    for (size_t g = 0; g < groups; g++)
        first[g] = SIZE_MAX;
    for (size_t i = 0; i < w->n; i++) {
        w->has_id[i] = random_below(seed, 4) > 0;
        group[i] = random_below(seed, groups);
        w->set[i] = random_below(seed, wrong) == 0 ? (int)random_below(seed, groups) : (int)group[i];
        if (random_below(seed, 6) == 0)
            w->set[i] = -1;
        nd_found_record place = world_record(&(world){0}, i);
        if (w->has_id[i])
            snprintf(w->name[i], sizeof w->name[i], i % 3 == 0 ? "%zu" : "\xd7\x90%zu \xe6\xbc\xa2", i);
        else
            snprintf(w->name[i], sizeof w->name[i], "%s:%d", place.file, (int)place.record);
        bool alone = first[group[i]] == SIZE_MAX || random_below(seed, 5) == 0;
        w->keeper[i] = alone ? i : first[group[i]];
        if (first[group[i]] == SIZE_MAX)
            first[group[i]] = i;
        w->jaccard[i] = random_jaccard(seed);
    }
    make_near(w, seed);
}

/* ---- its labels as a file; false where there would be none */

static inline bool write_clusters(const world *w, uint64_t *seed, const char *path)
{
    FILE *file = fopen(path, "w");
    size_t lines = 0;
    if (random_below(seed, 2) == 0)
        fprintf(file, "id\tcluster\n");
    for (size_t i = 0; i < w->n; i++) {
        for (size_t again = 0; w->set[i] >= 0 && again < 1 + (random_below(seed, 8) == 0); again++, lines++)
            fprintf(file, "%s\tset %d%s\n", w->name[i], w->set[i], lines > 0 && i % 5 == 0 ? "\tmore\tcolumns" : "");
    }
    ck_assert_int_eq(fclose(file), 0);
    return lines > 0;
}

static inline bool write_pairs(world *w, uint64_t *seed, const char *path)
{
    FILE *file = fopen(path, "w");
    size_t lines = 0, one_in = 1 + random_below(seed, 20);
    bool named = random_below(seed, 2) == 0;
    if (named)
        fprintf(file, "ID1\tid2\tnoise\tLabel\n");
    for (size_t a = 0; a < w->n; a++) {
        for (size_t b = a + 1; b < w->n; b++) {
            w->label[a][b] = random_below(seed, one_in) == 0 ? (int)random_below(seed, N_LABELS) : -1;
            bool swapped = random_below(seed, 2) == 0;
            for (size_t again = 0; w->label[a][b] >= 0 && again < 1 + (random_below(seed, 8) == 0); again++, lines++)
                fprintf(file, "%s\t%s\t%s%s%s\n", w->name[swapped ? b : a], w->name[swapped ? a : b], named ? "x\t" : "",
                        label_names[w->label[a][b]], random_below(seed, 4) == 0 ? "\t0.5" : "");
        }
    }
    ck_assert_int_eq(fclose(file), 0);
    return lines > 0;
}

/* ---- and its scores */

static inline bool together(const world *w, size_t a, size_t b)
{
    return w->keeper[a] == w->keeper[b];
}

static inline bool same_set(const world *w, size_t a, size_t b)
{
    return a == b || (w->set[a] >= 0 && w->set[a] == w->set[b]);
}

/* A pair a < b that is missed, or found and false. */
static inline bool is_fault(const world *w, size_t a, size_t b, bool missed)
{
    size_t first = a < b ? a : b, second = a < b ? b : a;
    if (w->clusters)
        return together(w, a, b) != missed && same_set(w, a, b) == missed;
    int label = w->label[first][second];
    return label >= 0 && together(w, a, b) != missed && label_is_copy(label) == missed;
}

/* Of two documents, where a row has it. */
static inline double world_jaccard(const world *w, size_t a, size_t b)
{
    for (size_t i = 0; i < w->n_near; i++)
        if ((w->near[i].a == a && w->near[i].b == b) || (w->near[i].a == b && w->near[i].b == a))
            return w->near[i].jaccard;
    if (w->keeper[a] == b)
        return w->jaccard[a];
    return w->keeper[b] == a ? w->jaccard[b] : ND_UNKNOWN;
}

typedef struct naive_score {
    uint64_t truth, found, both, sets, exact, names, named, unlabelled;
    double   ari, b3_precision, b3_recall;
    struct {
        uint64_t pairs, found;
    } labels[N_LABELS];
} naive_score;

static inline bool in_result(const world *w, size_t i)
{
    bool named = w->keeper[i] != i;
    for (size_t k = 0; k < w->n; k++)
        named |= w->keeper[k] == i && k != i;
    for (size_t k = 0; k < w->n_near; k++)
        named |= w->near[k].a == i || w->near[k].b == i;
    return named;
}

static inline void count_names_naively(naive_score *s, const world *w, const bool *labelled)
{
    for (size_t i = 0; i < w->n; i++) {
        s->names += labelled[i];
        s->named += labelled[i] && in_result(w, i);
        s->unlabelled += !labelled[i] && in_result(w, i);
    }
}

static inline naive_score score_clusters_naively(const world *w)
{
    naive_score s = {0};
    bool labelled[MOST_DOCUMENTS];
    for (size_t a = 0; a < w->n; a++) {
        size_t cluster = 0, set = 0, both = 0, earlier = 0;
        labelled[a] = w->set[a] >= 0;
        for (size_t b = 0; b < w->n; b++) {
            cluster += together(w, a, b);
            set += same_set(w, a, b);
            both += together(w, a, b) && same_set(w, a, b);
            earlier += b < a && same_set(w, a, b);
            s.found += b > a && together(w, a, b);
            s.truth += b > a && same_set(w, a, b);
            s.both += b > a && together(w, a, b) && same_set(w, a, b);
        }
        s.b3_precision += (double)both / (double)cluster / (double)w->n;
        s.b3_recall += (double)both / (double)set / (double)w->n;
        s.sets += earlier == 0 && set > 1;
        s.exact += earlier == 0 && set > 1 && set == cluster && set == both;
    }
    double all = (double)w->n * (double)(w->n - 1) / 2, expected = (double)s.truth * (double)s.found / all;
    double most = (double)(s.truth + s.found) / 2;
    s.ari = s.truth == s.both && s.found == s.both ? 1 : ((double)s.both - expected) / (most - expected);
    count_names_naively(&s, w, labelled);
    return s;
}

static inline naive_score score_pairs_naively(const world *w)
{
    naive_score s = {0};
    bool labelled[MOST_DOCUMENTS] = {false};
    for (size_t a = 0; a < w->n; a++) {
        for (size_t b = a + 1; b < w->n; b++) {
            int label = w->label[a][b];
            if (label < 0)
                continue;
            labelled[a] = labelled[b] = true;
            s.labels[label].pairs++;
            s.labels[label].found += together(w, a, b);
            s.truth += label_is_copy(label);
            s.found += together(w, a, b);
            s.both += label_is_copy(label) && together(w, a, b);
        }
    }
    count_names_naively(&s, w, labelled);
    return s;
}

#endif
