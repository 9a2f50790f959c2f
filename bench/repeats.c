/* SPDX-License-Identifier: MIT
 *
 * repeats.c - what does it cost to inspect one article? repeats FILE [BYTES...]
 * prints one TSV row for each set of kinds and each size (the first BYTES of the
 * file; all of it where none is given): kinds, bytes, rows, MB/s of the first run
 * with a new finder and of the best of three more, on one thread. The time is the
 * library's alone: the file is in memory.
 */
#include "neardup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BIT(kind) (1U << ND_REPEAT_##kind)

static const struct {
    const char *name;
    uint32_t kinds;
} sets[] = {
    {"line+paragraph", BIT(LINE) | BIT(PARAGRAPH)},
    {"line+paragraph+template+stutter+punctuation",
     BIT(LINE) | BIT(PARAGRAPH) | BIT(TEMPLATE) | BIT(STUTTER) | BIT(PUNCTUATION)},
    {"near", BIT(NEAR_LINE) | BIT(NEAR_PARAGRAPH)},
    {"phrase", BIT(PHRASE)},
    {"all", ND_REPEATS_ALL},
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static char *read_file(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    char *text = NULL;
    size_t cap = 0, n = 1;
    for (*len = 0; f != NULL && n > 0; *len += n) {
        if (*len == cap && (text = realloc(text, cap = cap * 2 + (1 << 20))) == NULL)
            exit(1);
        n = fread(text + *len, 1, cap - *len, f);
    }
    if (f == NULL || ferror(f)) {
        perror(path);
        exit(1);
    }
    fclose(f);
    return text;
}

static double seconds(nd_repeat_finder *finder, const char *text, size_t len, nd_repeats *repeats)
{
    nd_err err;
    double begin = now();
    if (nd_repeats_find(finder, text, len, repeats, &err) != ND_OK) {
        fprintf(stderr, "repeats: %s\n", err.text);
        exit(1);
    }
    return now() - begin;
}

static void measure(uint32_t kinds, const char *name, const char *text, size_t len)
{
    nd_opts opts;
    nd_repeat_finder *finder;
    nd_repeats repeats;
    nd_opts_init(&opts);
    opts.repeat_kinds = kinds;
    if (nd_repeat_finder_new(&finder, &opts, NULL, NULL) != ND_OK)
        exit(1);
    double first = seconds(finder, text, len, &repeats), best = first;
    for (int i = 0; i < 3; i++) {
        double own = seconds(finder, text, len, &repeats);
        best = own < best ? own : best;
    }
    printf("%s\t%zu\t%zu\t%.0f\t%.0f\n", name, len, repeats.n_rows, (double)len / first * 1e-6,
           (double)len / best * 1e-6);
    fflush(stdout);
    nd_repeat_finder_free(finder);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    size_t len;
    char *text = read_file(argv[1], &len);
    for (int a = 2; a < argc || a == 2; a++) {
        size_t own = a < argc ? (size_t)strtoull(argv[a], NULL, 10) : len;
        for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
            measure(sets[i].kinds, sets[i].name, text, own < len ? own : len);
    }
    free(text);
    return 0;
}
