/* SPDX-License-Identifier: MIT
 *
 * stages.c - what does each step of the library cost? stages NAME FILE.jsonl
 * prints one TSV row a stage and variant of the inner loops: name, variant, stage,
 * items, ns an item, MB/s of text.
 *
 * The texts are taken a batch at a time, each several times over, so that they are in
 * cache as they are in the program, where they were parsed just before.
 */
#include "base/simd.h"
#include "input/parser.h"
#include "text/shingles.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MOST_TEXT = 64 << 20, BATCH = 256 << 10, TURNS = 4, RUNS = 3 };

typedef struct texts {
    char   *bytes;
    size_t *ends;      /* text i is bytes[ends[i-1] .. ends[i]) */
    size_t  n, cap, len, cap_bytes;
} texts;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void must(nd_status st, const nd_err *err)
{
    if (st == ND_OK)
        return;
    fprintf(stderr, "stages: %s\n", err->text);
    exit(1);
}

static void add_text(texts *t, const nd_parsed *parsed)
{
    if (t->len + parsed->len > MOST_TEXT)
        return;
    if (!nd_grow(NULL, &t->bytes, &t->cap_bytes, t->len + parsed->len, 1) ||
        !nd_grow(NULL, &t->ends, &t->cap, t->n + 1, sizeof *t->ends))
        exit(1);
    memcpy(t->bytes + t->len, parsed->text, parsed->len);
    t->ends[t->n++] = t->len += parsed->len;
}

static void read_texts(texts *t, const char *path)
{
    static const char *const text_field[] = {"text"};
    const nd_fields fields = {.text = text_field, .n_text = 1, .id = "id"};
    const nd_reader_opts opts = {.max_doc = 256 << 20};
    nd_err err;
    nd_sources sources;
    nd_reader *reader;
    nd_parser *parser;
    nd_batch batch;
    nd_sources_init(&sources, NULL);
    nd_batch_init(&batch, NULL);
    must(nd_sources_add(&sources, path, &err), &err);
    must(nd_reader_new(&reader, &sources, &opts, NULL, &err), &err);
    must(nd_parser_new(&parser, &fields, NULL, &err), &err);
    while (nd_reader_next(reader, &batch, &err) == ND_OK) {
        for (size_t i = 0; i < batch.n_records; i++) {
            nd_parsed parsed;
            uint64_t byte;
            if (batch.records[i].kind == ND_RECORD &&
                nd_parser_read(parser, &batch, &batch.records[i], &parsed, &byte, &err) == ND_OK)
                add_text(t, &parsed);
        }
    }
    nd_parser_free(parser);
    nd_reader_free(reader);
    nd_batch_release(&batch);
    nd_sources_release(&sources);
}

static const char *text_at(const texts *t, size_t i, size_t *len)
{
    size_t from = i == 0 ? 0 : t->ends[i - 1];
    *len = t->ends[i] - from;
    return t->bytes + from;
}

/* A stage runs over all texts and says how many items it met, and a checksum. */
typedef struct result {
    uint64_t items, sum;
} result;

typedef struct bench {
    const char  *name;
    const texts *texts;
    nd_opts      opts;
    nd_text     *text;
    nd_sketcher *sketcher;
    uint64_t    *hashes;
    size_t       n;    /* shingles a set, for the signature */
} bench;

/* One pass over all texts, batch by batch, TURNS times each. */
static result each_text(bench *b, void (*one)(bench *b, const char *text, size_t len, result *r))
{
    result r = {0, 0};
    const texts *t = b->texts;
    for (size_t from = 0, to; from < t->n; from = to) {
        size_t len;
        const char *first = text_at(t, from, &len);
        for (to = from + 1; to < t->n && t->bytes + t->ends[to] - first <= BATCH;)
            to++;
        for (int turn = 0; turn < TURNS; turn++) {
            for (size_t i = from; i < to; i++) {
                const char *text = text_at(t, i, &len);
                one(b, text, len, &r);
            }
        }
    }
    r.items /= TURNS;
    return r;
}

static void fold_one(bench *b, const char *text, size_t len, result *r)
{
    nd_words words;
    nd_err err;
    must(nd_text_fold(b->text, text, len, false, &words, &err), &err);
    r->items += words.n_words;
    r->sum += words.folded_len;
}

static void fold_and_hash_one(bench *b, const char *text, size_t len, result *r)
{
    nd_words words;
    nd_err err;
    must(nd_text_fold(b->text, text, len, false, &words, &err), &err);
    size_t n = nd_shingle_count(words.n_words, b->opts.shingle);
    nd_shingle_hashes_by((nd_simd)b->opts.simd, &words, b->opts.shingle, b->hashes);
    r->items += n;
    r->sum += n > 0 ? b->hashes[n - 1] : 0;
}

static void sketch_one(bench *b, const char *text, size_t len, result *r)
{
    nd_doc doc;
    nd_err err;
    must(nd_sketch(b->sketcher, text, len, &doc, &err), &err);
    r->items += doc.n_shingles;
    r->sum += doc.n_shingles > 0 ? doc.signature[0] : 0;
}

static result fold(bench *b)
{
    return each_text(b, fold_one);
}

static result fold_and_hash(bench *b)
{
    return each_text(b, fold_and_hash_one);
}

static result sketch(bench *b)
{
    return each_text(b, sketch_one);
}

static result sketch_and_decide(bench *b)
{
    result r = {0, 0};
    nd_index *index;
    nd_doc doc;
    nd_verdict verdict;
    nd_err err;
    must(nd_index_new(&index, &b->opts, NULL, &err), &err);
    for (size_t i = 0, len; i < b->texts->n; i++) {
        const char *text = text_at(b->texts, i, &len);
        must(nd_sketch(b->sketcher, text, len, &doc, &err), &err);
        doc.id = i;
        must(nd_index_decide(index, &doc, &verdict, &err), &err);
        r.items++;
        r.sum += verdict.kind == ND_KEPT;
    }
    nd_index_free(index);
    return r;
}

static result signature(bench *b)
{
    result r = {0, 0};
    uint32_t values[1024];
    nd_err err;
    for (size_t i = 0; i < (2u << 20) / b->n; i++) {
        must(nd_signature(b->sketcher, b->hashes + i % 7, b->n, values, &err), &err);
        r.items += b->n;
        r.sum += values[i % b->opts.perms];
    }
    return r;
}

/*
 * n documents that are like nothing are asked about, as the program does it on one thread,
 * and kept: what the index costs alone. Each differs from the one before in every band.
 */
static result ask_and_fill(bench *b)
{
    enum { AT_ONCE = 256 };
    result r = {0, 0};
    uint32_t values[1024] = {0};
    nd_index *index;
    nd_questions *questions;
    nd_bands bands;
    nd_verdict verdict;
    nd_err err;
    must(nd_tune(&b->opts, &bands, &err), &err);
    must(nd_index_new(&index, &b->opts, NULL, &err), &err);
    must(nd_questions_new(&questions, index, &err), &err);
    while (r.items < b->n) {
        nd_questions_clear(questions);
        for (uint64_t i = 0, x; i < AT_ONCE; i++) {
            uint32_t shingle = (uint32_t)(r.items + i);
            x = (r.items + i + 1) * 0x9e3779b97f4a7c15u;
            for (uint32_t band = 0; band < bands.bands; band++)
                values[band * bands.rows] = (uint32_t)(x >> 32) + band;
            must(nd_questions_add(questions, &(nd_doc){.identical = {x, i}, .same_words = {i, x}, .signature = values,
                                                       .shingles = &shingle, .n_shingles = 1}, &err), &err);
        }
        nd_index_expect(index, b->n);
        for (size_t i = 0; i < AT_ONCE; i++, r.items++) {
            must(nd_index_settle(index, questions, i, r.items, &verdict, &err), &err);
            r.sum += verdict.kind == ND_KEPT;
        }
    }
    nd_questions_free(questions);
    nd_index_free(index);
    return r;
}

/* turns: how often a run does what it counts once. */
static void run(bench *b, const char *stage, result (*once)(bench *), bool of_text, int turns)
{
    double best = 1e9, spent = 0;
    result first = once(b);
    for (int i = 0; i < RUNS || spent < 1; i++) {
        double from = now();
        result r = once(b);
        double took = now() - from;
        spent += took;
        best = took < best ? took : best;
        if (r.items != first.items || r.sum != first.sum) {
            fprintf(stderr, "stages: %s gave another answer\n", stage);
            exit(1);
        }
    }
    best /= turns;
    printf("%s\t%s\t%s\t%llu\t%.2f\t", b->name, nd_simd_name((nd_simd)b->opts.simd), stage,
           (unsigned long long)first.items, best / (double)first.items * 1e9);
    if (of_text)
        printf("%.0f\n", (double)b->texts->len / best / 1e6);
    else
        printf("-\n");
    fflush(stdout);
}

/* What does not depend on texts nor variants. */
static void run_index(bench *b)
{
    static const size_t sizes[] = {10000, 100000, 1000000};
    nd_opts_init(&b->opts);
    for (size_t i = 0; i < ND_COUNT(sizes); i++) {
        char stage[64];
        b->n = sizes[i];
        snprintf(stage, sizeof stage, "index of %zu, ns a document", b->n);
        run(b, stage, ask_and_fill, false, 1);
    }
}

/* All stages with one variant of the inner loops. */
static void run_stages(bench *b, nd_simd simd)
{
    static const size_t sizes[] = {10, 50, 200, 1000, 10000};
    size_t n = b->texts->len + 10007;
    nd_err err;
    nd_opts_init(&b->opts);
    b->opts.simd = simd;
    must(nd_text_new(&b->text, &b->opts, NULL, &err), &err);
    must(nd_sketcher_new(&b->sketcher, &b->opts, NULL, &err), &err);
    run(b, "fold, ns a word", fold, true, TURNS);
    run(b, "+ shingle hashes, ns a shingle", fold_and_hash, true, TURNS);
    run(b, "sketch, ns a shingle", sketch, true, TURNS);
    run(b, "+ decision, texts from memory, ns a document", sketch_and_decide, true, 1);
    for (size_t i = 0; i < n; i++)
        b->hashes[i] = (uint64_t)(i + 1) * 0x9e3779b97f4a7c15u ^ (uint64_t)(i + 1) << 17;
    for (size_t i = 0; i < ND_COUNT(sizes); i++) {
        char stage[64];
        b->n = sizes[i];
        snprintf(stage, sizeof stage, "signature of %zu, ns a shingle", b->n);
        run(b, stage, signature, false, 1);
    }
    nd_sketcher_free(b->sketcher);
    nd_text_free(b->text);
}

int main(int argc, char **argv)
{
    texts t = {0};
    if (argc != 3) {
        fprintf(stderr, "usage: stages NAME FILE.jsonl\n");
        return 2;
    }
    read_texts(&t, argv[2]);
    bench b = {.name = argv[1], .texts = &t, .hashes = calloc(t.len + 10007, sizeof *b.hashes)};
    if (b.hashes == NULL)
        return 1;
    run_index(&b);
    for (nd_simd simd = ND_SIMD_SCALAR; simd < ND_SIMDS; simd++)
        if (nd_simd_there(simd))
            run_stages(&b, simd);
    free(b.hashes);
    nd_drop(NULL, t.bytes, t.cap_bytes, 1);
    nd_drop(NULL, t.ends, t.cap, sizeof *t.ends);
    return 0;
}
