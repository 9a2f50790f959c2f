/* SPDX-License-Identifier: MIT
 *
 * gen.c - a corpus of any size, with known copies: gen [OPTION]... TEXT...
 *
 * Learns from the TEXT files what texts look like (a line that begins with === parts two
 * texts of a file) and writes JSON Lines of invented ones, and beside them the truth: one
 * row for each copy, with its exact Jaccard similarity. A document depends on the seed and
 * its number alone, so memory does not grow with the corpus; the same options make the
 * same bytes.
 *
 * A copy is made from the first document of its clique by one edit. The row tells also
 * the nearest of all earlier ones of the clique: two copies may be more alike than either
 * and the original.
 */
#include "gen_cliques.h"
#include "gen_text.h"
#include "random.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { SAMPLE = 2000, SHINGLE = 5, PURPOSE_TEXT = 1, PURPOSE_EDIT = 2, PURPOSE_KIND = 3 };

static const char usage[] =
    "usage: gen [OPTION]... TEXT...\n"
    "  -n N        documents\n"
    "  -b SIZE     or bytes, about (K, M, G, T: powers of 1000)\n"
    "  -s N        seed [1]\n"
    "  -c SPEC     cliques: size:percent of the documents,... [2:16,4:8,16:4,100:2]\n"
    "  -e NAMES    edits, each as often as another [all]: identical recased prepend footer\n"
    "              replace100 replace30 delete insert reorder wrap cut\n"
    "  -w N        median of the words of a text [as learned]\n"
    "  -d X        deviation of the logarithm of that [as learned]\n"
    "  -p PREFIX   of ids [none]\n"
    "  -o FILE     the corpus [standard output]\n"
    "  -l FILE     the truth, TSV [none]\n";

typedef struct corpus {
    uint64_t   seed, n;
    double     bytes, median, spread;
    const char *spec, *prefix, *out, *labels;
    int        edits[GEN_EDITS];
    uint32_t   n_edits;
    gen_model  *model;
    gen_cliques cliques;
    gen_text   original, copy, other;
    gen_set    of_original, of_copy, of_other;
    nd_buf     line;
    FILE       *corpus_file, *labels_file;
} corpus;

static void fail(const char *what, const char *which)
{
    fprintf(stderr, "gen: %s%s\n", what, which);
    exit(1);
}

static void must(nd_status st, const nd_err *err)
{
    if (st != ND_OK)
        fail(err->text, "");
}

/* ---- options ----------------------------------------------------------- */

static double read_number(const char *text, const char *option)
{
    static const char units[] = "KMGT";
    char *end;
    double x = strtod(text, &end);
    const char *unit = *end != '\0' ? strchr(units, *end) : NULL;
    for (long i = unit != NULL ? unit - units : -1; i >= 0; i--)
        x *= 1000;
    if (end == text || (*end != '\0' && (unit == NULL || end[1] != '\0')) || !(x >= 0 && x < 1e18))
        fail("not a number: ", option);
    return x;
}

static void read_edits(corpus *c, const char *names)
{
    for (c->n_edits = 0; *names != '\0' && c->n_edits < GEN_EDITS;) {
        size_t len = strcspn(names, ",");
        int edit = gen_edit_named(names, len);
        if (edit < 0)
            fail("no such edit: ", names);
        c->edits[c->n_edits++] = edit;
        names += names[len] == ',' ? len + 1 : len;
    }
    if (*names != '\0' || c->n_edits == 0)
        fail("not a list of edits: ", names);
}

static void read_option(corpus *c, int option)
{
    switch (option) {
    case 'n':
        c->n = (uint64_t)read_number(optarg, optarg);
        break;
    case 'b':
        c->bytes = read_number(optarg, optarg);
        break;
    case 's':
        c->seed = (uint64_t)read_number(optarg, optarg);
        break;
    case 'c':
        c->spec = optarg;
        break;
    case 'e':
        read_edits(c, optarg);
        break;
    case 'w':
        c->median = read_number(optarg, optarg);
        break;
    case 'd':
        c->spread = read_number(optarg, optarg);
        break;
    case 'p':
        c->prefix = optarg;
        break;
    case 'o':
        c->out = optarg;
        break;
    case 'l':
        c->labels = optarg;
        break;
    default:
        fputs(usage, stderr);
        exit(2);
    }
}

/* ---- what it learns from ----------------------------------------------- */

static void learn(corpus *c, const char *path)
{
    FILE *f = fopen(path, "rb");
    nd_buf all;
    nd_err err;
    char some[65536];
    nd_buf_init(&all, NULL);
    if (f == NULL)
        fail("cannot open ", path);
    for (size_t n; (n = fread(some, 1, sizeof some, f)) > 0;)
        nd_buf_add(&all, some, n);
    nd_buf_add(&all, "", 1);
    if (ferror(f) || all.failed)
        fail("cannot read ", path);
    fclose(f);
    for (char *text = all.bytes, *next; text != NULL; text = next) {
        next = strstr(text, "\n===");
        must(gen_model_learn(c->model, text, next != NULL ? (size_t)(next - text) : strlen(text), &err), &err);
        if (next != NULL)
            next += strcspn(next + 1, "\n") + 1;
    }
    nd_buf_release(&all);
}

/* ---- documents --------------------------------------------------------- */

static void invent(corpus *c, gen_text *to, uint64_t clique)
{
    uint64_t state = random_seed(c->seed, clique, PURPOSE_TEXT);
    gen_text_invent(to, c->model, &state);
}

static int edit(corpus *c, gen_text *to, uint64_t clique, uint64_t member)
{
    uint64_t kind = random_seed(c->seed, random_seed(clique, member, 0), PURPOSE_KIND);
    uint64_t state = random_seed(c->seed, random_seed(clique, member, 0), PURPOSE_EDIT);
    return gen_text_edit(to, &c->original, c->model, c->edits[random_below(c->n_edits, &kind)], c->seed, &state);
}

static void write_labels(corpus *c, const gen_place *place, int kind)
{
    gen_set_of(&c->of_original, &c->original, SHINGLE);
    gen_set_of(&c->of_copy, &c->copy, SHINGLE);
    double jaccard = gen_set_jaccard(&c->of_original, &c->of_copy), best = jaccard;
    uint64_t nearest = 0;
    for (uint64_t i = 1; i < place->member && best < 1; i++) {
        edit(c, &c->other, place->clique, i);
        gen_set_of(&c->of_other, &c->other, SHINGLE);
        double own = gen_set_jaccard(&c->of_copy, &c->of_other);
        nearest = own > best ? i : nearest;
        best = own > best ? own : best;
    }
    fprintf(c->labels_file, "%s%" PRIu64 ".0\t%s%" PRIu64 ".%" PRIu64 "\t%d\t%.6f\t%s\t%s%" PRIu64 ".%" PRIu64 "\t%.6f\n",
            c->prefix, place->clique, c->prefix, place->clique, place->member, jaccard >= .8, jaccard,
            gen_edit_name(kind), c->prefix, place->clique, nearest, best);
}

static void write_document(corpus *c, uint64_t position)
{
    gen_place place = gen_cliques_at(&c->cliques, position);
    invent(c, &c->original, place.clique);
    int kind = place.member > 0 ? edit(c, &c->copy, place.clique, place.member) : 0;
    nd_buf_clear(&c->line);
    nd_buf_printf(&c->line, "{\"id\":\"%s%" PRIu64 ".%" PRIu64 "\",\"text\":\"", c->prefix, place.clique, place.member);
    gen_text_write(place.member > 0 ? &c->copy : &c->original, c->model, "\\n\\n", &c->line);
    nd_buf_puts(&c->line, "\"}\n");
    if (c->line.failed)
        fail("no memory", "");
    fwrite(c->line.bytes, 1, c->line.len, c->corpus_file);
    if (c->labels_file != NULL && place.member > 0)
        write_labels(c, &place, kind);
}

/* Documents for so many bytes, from the mean of some. */
static uint64_t documents_for(corpus *c)
{
    nd_buf_clear(&c->line);
    for (uint64_t i = 0; i < SAMPLE; i++) {
        invent(c, &c->original, i);
        gen_text_write(&c->original, c->model, "\\n\\n", &c->line);
        nd_buf_puts(&c->line, "{\"id\":\"1234567.0\",\"text\":\"\"}\n");
    }
    if (c->line.failed)
        fail("no memory", "");
    return (uint64_t)(c->bytes * SAMPLE / (double)c->line.len) + 1;
}

static FILE *open_file(const char *path)
{
    FILE *f = fopen(path, "wb");
    if (f == NULL)
        fail("cannot write ", path);
    setvbuf(f, NULL, _IOFBF, 1 << 20);
    return f;
}

static void set_up(corpus *c, char **texts)
{
    nd_err err;
    must(gen_model_new(&c->model, NULL, &err), &err);
    for (; *texts != NULL; texts++)
        learn(c, *texts);
    must(gen_model_finish(c->model, GEN_VOCABULARY, &err), &err);
    if (c->median > 0)
        c->model->log_median = log(c->median);
    if (c->spread >= 0)
        c->model->spread = c->spread;
    gen_text *const all_texts[] = {&c->original, &c->copy, &c->other};
    gen_set *const all_sets[] = {&c->of_original, &c->of_copy, &c->of_other};
    for (size_t i = 0; i < ND_COUNT(all_texts); i++) {
        must(gen_text_init(all_texts[i], NULL, &err), &err);
        must(gen_set_init(all_sets[i], NULL, &err), &err);
    }
    nd_buf_init(&c->line, NULL);
    if (c->n == 0)
        c->n = documents_for(c);
    if (!gen_cliques_init(&c->cliques, c->n, c->spec, c->seed))
        fail("cannot lay out cliques: ", c->spec);
    c->corpus_file = c->out != NULL ? open_file(c->out) : stdout;
    if (c->labels != NULL) {
        c->labels_file = open_file(c->labels);
        fputs("id1\tid2\tlabel\tjaccard\tedit\tnearest\tnearest_jaccard\n", c->labels_file);
    }
}

static void close_file(FILE *f, const char *path)
{
    if (f != NULL && (ferror(f) | (fclose(f) != 0)))
        fail("cannot write ", path != NULL ? path : "standard output");
}

int main(int argc, char **argv)
{
    corpus c = {.seed = 1, .spread = -1, .spec = "2:16,4:8,16:4,100:2", .prefix = ""};
    for (int e = 0; e < GEN_EDITS; e++)
        c.edits[c.n_edits++] = e;
    for (int option; (option = getopt(argc, argv, "n:b:s:c:e:w:d:p:o:l:")) != -1;)
        read_option(&c, option);
    if (optind == argc || (c.n == 0) == (c.bytes == 0))
        read_option(&c, '?');
    set_up(&c, argv + optind);
    for (uint64_t i = 0; i < c.n && !ferror(c.corpus_file); i++)
        write_document(&c, i);
    close_file(c.corpus_file, c.out);
    close_file(c.labels_file, c.labels);
    gen_text_release(&c.original, NULL);
    gen_text_release(&c.copy, NULL);
    gen_text_release(&c.other, NULL);
    gen_set_release(&c.of_original, NULL);
    gen_set_release(&c.of_copy, NULL);
    gen_set_release(&c.of_other, NULL);
    nd_buf_release(&c.line);
    gen_model_free(c.model);
    return 0;
}
