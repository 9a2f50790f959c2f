/* SPDX-License-Identifier: MIT
 *
 * corpora.c - files of real sets, unpacked whole by zlib and zstd themselves, lines
 * read by the tests' own JSON reader.
 */
#include "corpora.h"
#include "naive_json.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

const char *corpora_folder(void)
{
    const char *folder = getenv("NEARDUP_DATA");
    return folder != NULL && folder[0] != '\0' ? folder : NULL;
}

bool corpora_are_there(const char *suite)
{
    if (corpora_folder() != NULL)
        return true;
    printf("%s: NEARDUP_DATA names no folder of real texts, skipped\n", suite);
    fflush(stdout);
    return false;
}

/* ---- files ------------------------------------------------------------- */

enum { PIECE = 1 << 17 };

/* gzread reads what is not gzip as it is. */
static bool read_plain_or_gzip(const char *path, nd_buf *to)
{
    char piece[PIECE];
    int n;
    gzFile file = gzopen(path, "rb");
    if (file == NULL)
        return false;
    while ((n = gzread(file, piece, sizeof piece)) > 0)
        nd_buf_add(to, piece, (size_t)n);
    return gzclose(file) == Z_OK && n == 0;
}

static bool read_zstd(const char *path, nd_buf *to)
{
    char piece[PIECE];
    nd_buf packed;
    nd_buf_init(&packed, NULL);
    if (!read_plain_or_gzip(path, &packed))
        return false;
    ZSTD_DCtx *context = ZSTD_createDCtx();
    ZSTD_inBuffer in = {packed.bytes, packed.len, 0};
    size_t left = 1;
    while (in.pos < in.size && !ZSTD_isError(left)) {
        ZSTD_outBuffer out = {piece, sizeof piece, 0};
        left = ZSTD_decompressStream(context, &out, &in);
        nd_buf_add(to, piece, out.pos);
    }
    ZSTD_freeDCtx(context);
    nd_buf_release(&packed);
    return left == 0;
}

/* The first there is of SET/NAME, .gz and .zst. */
static void read_file(const char *set, const char *name, nd_buf *to)
{
    char path[1024];
    static const char *const endings[] = {"", ".gz", ".zst"};
    nd_buf_init(to, NULL);
    for (size_t e = 0; e < ND_COUNT(endings); e++) {
        snprintf(path, sizeof path, "%s/%s/%s%s", corpora_folder(), set, name, endings[e]);
        if (e < 2 ? read_plain_or_gzip(path, to) : read_zstd(path, to))
            break;
        if (e == 2)
            ck_abort_msg("%s cannot be read", path);
    }
    nd_buf_add(to, "", 1);
    ck_assert(!to->failed);
    to->len--;
}

/* ---- documents --------------------------------------------------------- */

static size_t add_field(nd_buf *to, const char *line, size_t len, const char *key, size_t *value_len)
{
    naive json;
    size_t at = to->len;
    if (!naive_read(&json, line, len, key) || !json.is_string)
        ck_abort_msg("not an object with a string \"%s\": %.60s", key, line);
    nd_buf_add(to, json.value.bytes, json.value.len);
    nd_buf_add(to, "", 1);
    *value_len = json.value.len;
    nd_buf_release(&json.value);
    return at;
}

static const char *id_of(const corpus *c, size_t i)
{
    return c->bytes.bytes + c->docs[i].id;
}

/* Heap sort: qsort has no context, and ids are places in the corpus. */
static void sift(const corpus *c, size_t root, size_t n)
{
    for (size_t child; (child = 2 * root + 1) < n; root = child) {
        if (child + 1 < n && strcmp(id_of(c, c->by_id[child]), id_of(c, c->by_id[child + 1])) < 0)
            child++;
        if (strcmp(id_of(c, c->by_id[root]), id_of(c, c->by_id[child])) >= 0)
            return;
        size_t swapped = c->by_id[root];
        c->by_id[root] = c->by_id[child];
        c->by_id[child] = swapped;
    }
}

static void sort_by_id(corpus *c)
{
    c->by_id = calloc(c->n + 1, sizeof *c->by_id);
    for (size_t i = 0; i < c->n; i++)
        c->by_id[i] = i;
    for (size_t i = c->n / 2; i-- > 0;)
        sift(c, i, c->n);
    for (size_t n = c->n; n-- > 1;) {
        size_t last = c->by_id[n];
        c->by_id[n] = c->by_id[0];
        c->by_id[0] = last;
        sift(c, 0, n);
    }
}

void corpus_read(corpus *c, const char *set, size_t limit)
{
    nd_buf lines;
    size_t cap = 0, id_len;
    *c = (corpus){0};
    nd_buf_init(&c->bytes, NULL);
    read_file(set, "docs.jsonl", &lines);
    for (const char *line = lines.bytes, *end; c->n < limit && *line != '\0'; line = end + 1) {
        end = line + strcspn(line, "\n");
        ck_assert(nd_grow(NULL, &c->docs, &cap, c->n + 1, sizeof *c->docs));
        corpus_doc *d = &c->docs[c->n++];
        d->id = add_field(&c->bytes, line, (size_t)(end - line), "id", &id_len);
        d->text = add_field(&c->bytes, line, (size_t)(end - line), "text", &d->len);
        if (*end == '\0')
            break;
    }
    ck_assert(!c->bytes.failed);
    nd_buf_release(&lines);
    sort_by_id(c);
}

void corpus_release(corpus *c)
{
    nd_buf_release(&c->bytes);
    free(c->docs);
    free(c->by_id);
    *c = (corpus){0};
}

/* ---- pairs ------------------------------------------------------------- */

/* The number of the document with this id; false where it was not read. */
static bool find_id(const corpus *c, const char *id, size_t *number)
{
    size_t from = 0, to = c->n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = strcmp(id, id_of(c, c->by_id[middle]));
        *number = c->by_id[middle];
        if (order == 0)
            return true;
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return false;
}

corpus_pair *corpus_pairs(const corpus *c, const char *set, size_t *n)
{
    nd_buf rows;
    corpus_pair *pairs = NULL;
    size_t cap = 0;
    *n = 0;
    read_file(set, "pairs_jaccard_w5.tsv", &rows);
    for (char *row = strtok(rows.bytes, "\n"); row != NULL; row = strtok(NULL, "\n")) {
        char *a = row, *b = strchr(a, '\t'), *jaccard = b != NULL ? strchr(b + 1, '\t') : NULL;
        if (jaccard == NULL)
            ck_abort_msg("not a pair: %s", row);
        *b++ = *jaccard++ = '\0';
        corpus_pair pair = {.jaccard = strtod(jaccard, NULL)};
        if (!find_id(c, a, &pair.a) || !find_id(c, b, &pair.b))
            continue;
        ck_assert(nd_grow(NULL, &pairs, &cap, *n + 1, sizeof *pairs));
        pairs[(*n)++] = pair;
    }
    nd_buf_release(&rows);
    return pairs;
}
