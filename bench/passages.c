/* SPDX-License-Identifier: MIT
 *
 * passages.c - what does it cost to find the passages that texts share?
 * passages FILE [auto|yes|no [SCORE [rows]]]: FILE holds id NUL text NUL for each text.
 * Prints one TSV row: texts, MB, passages, pairs, noisy, MB/s in all, seconds to fold,
 * close and match, and the most bytes that the collection and the matcher had, for each
 * byte of text. With rows, one for each passage before it. One thread; the time is the
 * library's alone.
 */
#include "neardup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Counts what is out. */
typedef struct meter {
    size_t live, most;
} meter;

static void *metered(void *ctx, void *p, size_t old_size, size_t new_size)
{
    meter *m = ctx;
    m->live += new_size - old_size;
    m->most = m->live > m->most ? m->live : m->most;
    if (new_size == 0) {
        free(p);
        return NULL;
    }
    return realloc(p, new_size);
}

static void check(nd_status st, const nd_err *err)
{
    if (st == ND_OK)
        return;
    fprintf(stderr, "passages: %s\n", err->text);
    exit(1);
}

static char *read_file(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL || fseek(f, 0, SEEK_END) != 0) {
        perror(path);
        exit(1);
    }
    *len = (size_t)ftell(f);
    rewind(f);
    char *bytes = malloc(*len + 1);
    if (bytes == NULL || fread(bytes, 1, *len, f) != *len)
        exit(1);
    fclose(f);
    return bytes;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    nd_opts opts;
    nd_err err;
    meter mem = {0};
    nd_alloc alloc = {metered, &mem};
    nd_opts_init(&opts);
    if (argc > 2)
        opts.passage_noise = argv[2][0] == 'y' ? ND_NOISE_YES : argv[2][0] == 'n' ? ND_NOISE_NO : ND_NOISE_AUTO;
    if (argc > 3)
        opts.passage_score = atof(argv[3]);
    bool print = argc > 4;

    size_t len, n = 0, total = 0;
    char *file = read_file(argv[1], &len), *end = file + len;
    const char **ids = malloc((len + 1) * sizeof *ids);
    nd_passages *all;
    nd_passage_matcher *matcher;
    double t0 = now();
    check(nd_passages_new(&all, &opts, &alloc, &err), &err);
    for (char *p = file; p < end; n++) {
        ids[n] = p;
        char *text = p + strlen(p) + 1;
        size_t text_len = strlen(text);
        total += text_len;
        check(nd_passages_add(all, &(nd_passage_text){.text = text, .len = text_len}, &err), &err);
        p = text + text_len + 1;
    }
    double t1 = now();
    check(nd_passages_close(all, &err), &err);
    double t2 = now(), printing = 0;
    check(nd_passage_matcher_new(&matcher, all, &alloc, &err), &err);
    size_t passages = 0, pairs = 0;
    for (size_t i = 0; i < n; i++) {
        const nd_passage *rows;
        size_t n_rows;
        check(nd_passages_of(matcher, i, &rows, &n_rows, &err), &err);
        passages += n_rows;
        for (size_t j = 0; j < n_rows; j++)
            pairs += j == 0 || rows[j].a.text != rows[j - 1].a.text;
        double p0 = now();
        for (size_t j = 0; print && j < n_rows; j++) {
            const nd_passage *r = &rows[j];
            printf("%s\t%s\t%.1f\t%.3f\t%d\t%zu\t%zu\t%zu\t%zu\t%llu\t%llu\t%.3f\t%.3f\t%llu\t%llu\n", ids[r->a.text], ids[r->b.text],
                   r->score, r->similarity, r->form, r->a.at.offset, r->a.at.len, r->b.at.offset, r->b.at.len,
                   (unsigned long long)r->a.words, (unsigned long long)r->b.words, r->a.share, r->b.share,
                   (unsigned long long)r->longest, (unsigned long long)r->numbers);
        }
        printing += now() - p0;
    }
    double t3 = now() - printing;
    fflush(stdout);
    fprintf(stderr, "%zu\t%.2f\t%zu\t%zu\t%s\t%.1f\t%.3f\t%.3f\t%.3f\t%.2f\n", n, (double)total * 1e-6, passages, pairs,
           nd_passages_noisy(all) ? "yes" : "no", (double)total * 1e-6 / (t3 - t0), t1 - t0, t2 - t1, t3 - t2,
           (double)(mem.most + total) / (double)total);
    nd_passage_matcher_free(matcher);
    nd_passages_free(all);
    free(ids);
    free(file);
    return mem.live != 0;
}
