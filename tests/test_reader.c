/* SPDX-License-Identifier: MIT
 *
 * test_reader.c - records are the input's lines, whatever the batches; every byte
 * comes once; a bad file says so and stops nobody.
 */
#include "input/reader.h"
#include "files.h"
#include "scarce.h"

/* One record as it came, pieces included. */
typedef struct seen {
    nd_record record;
    size_t    source;
} seen;

typedef struct reading {
    nd_status status;       /* ND_END where all was read */
    nd_err    why;
    nd_buf    bytes;        /* all records, one after the other */
    seen     *list;
    size_t    n, cap;
    nd_source_end ends[64];
    nd_format formats[64];
    nd_packing packings[64];
    size_t    n_sources, n_batches;
    size_t    most_cap;     /* the largest batch buffer */
} reading;

/* What holds for every batch. */
static void check_batch(const nd_batch *b, const reading *r)
{
    size_t at = 0;
    ck_assert_uint_eq(b->source, r->n_sources - (b->begins ? 0 : 1));
    for (size_t i = 0; i < b->n_records; i++) {
        const nd_record *record = &b->records[i];
        ck_assert_uint_eq(record->offset, at);
        ck_assert(record->len > 0 || record->kind == ND_OVERSIZE);
        ck_assert_int_eq(record->number == 0, record->kind == ND_PIECE);
        at += record->len;
    }
    ck_assert_uint_eq(at, b->len);
    ck_assert_uint_le(b->len + ND_PADDING, b->cap);
    for (size_t i = 0; i < ND_PADDING; i++)
        ck_assert_int_eq(b->bytes[b->len + i], 0);
    ck_assert(b->n_records > 0 || b->ends);
}

static void keep_batch(reading *r, const nd_batch *b)
{
    check_batch(b, r);
    if (b->begins) {
        ck_assert_uint_lt(b->source, ND_COUNT(r->ends));
        r->n_sources++;
    }
    nd_buf_add(&r->bytes, b->bytes, b->len);
    for (size_t i = 0; i < b->n_records; i++) {
        ck_assert(nd_grow(NULL, &r->list, &r->cap, r->n + 1, sizeof *r->list));
        r->list[r->n++] = (seen){b->records[i], b->source};
    }
    r->formats[b->source] = b->format;
    r->packings[b->source] = b->packing;
    if (b->ends)
        r->ends[b->source] = b->end;
    if (b->cap > r->most_cap)
        r->most_cap = b->cap;
    r->n_batches++;
}

static reading read_sources(const nd_sources *sources, const nd_reader_opts *opts, const nd_alloc *alloc)
{
    reading r = {.status = ND_OK};
    nd_reader *reader = NULL;
    nd_batch batch;
    uint64_t raw = 0;
    nd_buf_init(&r.bytes, NULL);
    nd_batch_init(&batch, alloc);
    r.status = nd_reader_new(&reader, sources, opts, alloc, &r.why);
    bool ended = true;
    while (r.status == ND_OK) {
        r.status = nd_reader_next(reader, &batch, &r.why);
        if (r.status != ND_OK)
            break;
        ck_assert_int_eq(batch.begins, ended);
        ended = batch.ends;
        keep_batch(&r, &batch);
        ck_assert_uint_ge(batch.raw_total, raw);
        raw = batch.raw_total;
    }
    if (r.status == ND_END) {
        uint64_t total = 0;
        for (size_t i = 0; i < r.n_sources; i++)
            total += r.ends[i].bytes;
        ck_assert_uint_eq(total, raw);
        ck_assert(ended && r.n_sources == sources->n);
    }
    if (reader != NULL)
        ck_assert_int_eq(nd_reader_next(reader, &batch, NULL), r.status);  /* it sticks */
    nd_batch_release(&batch);
    nd_reader_free(reader);
    return r;
}

static reading read_path(const char *path, const nd_reader_opts *opts, const nd_alloc *alloc)
{
    nd_sources sources;
    nd_sources_init(&sources, NULL);
    ck_assert_int_eq(nd_sources_add(&sources, path, NULL), ND_OK);
    reading r = read_sources(&sources, opts, alloc);
    nd_sources_release(&sources);
    return r;
}

static reading read_bytes(const void *bytes, size_t len, const nd_reader_opts *opts)
{
    folder f;
    folder_make(&f);
    file_write(IN(&f, "x"), bytes, len);
    reading r = read_path(IN(&f, "x"), opts, NULL);
    folder_remove(&f);
    return r;
}

static void release(reading *r)
{
    nd_buf_release(&r->bytes);
    nd_drop(NULL, r->list, r->cap, sizeof *r->list);
}

/* ---- the oracle: a whole input cut by the book */

static bool is_blank(const char *bytes, size_t len, bool first)
{
    size_t i = first && len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    for (; i < len; i++)
        if (strchr(" \t\r\n", bytes[i]) == NULL || bytes[i] == '\0')
            return false;
    return true;
}

/* Merges the pieces of one record, then compares with the lines (or the whole) of bytes. */
static void check_records(const reading *r, const nd_buf *bytes, bool lines, uint64_t max_doc)
{
    size_t at = 0, i = 0;
    uint64_t number = 0;
    while (at < bytes->len) {
        const char *lf = lines ? memchr(bytes->bytes + at, '\n', bytes->len - at) : NULL;
        size_t content = lf != NULL ? (size_t)(lf - bytes->bytes) - at : bytes->len - at;
        size_t len = content + (lf != NULL), got = 0;
        nd_record_kind kind = is_blank(bytes->bytes + at, len, at == 0) ? ND_BLANK : ND_RECORD;
        if (content > max_doc)
            kind = ND_OVERSIZE;
        for (; i < r->n && r->list[i].record.kind == ND_PIECE; i++) {
            ck_assert_int_eq(kind, ND_OVERSIZE);
            ck_assert_uint_eq(r->list[i].record.at, at + got);
            got += r->list[i].record.len;
        }
        ck_assert_uint_lt(i, r->n);
        const nd_record *last = &r->list[i++].record;
        ck_assert_int_eq(last->kind, kind);
        ck_assert_uint_eq(last->number, ++number);
        ck_assert_uint_eq(last->at, at);
        ck_assert_uint_eq(got + last->len, len);
        at += len;
    }
    ck_assert_uint_eq(i, r->n);
}

/* ---- core */

/* Lines of all lengths, some blank, some ended by CRLF, perhaps a BOM, perhaps no last LF. */
static void random_lines(nd_buf *to, uint64_t *seed)
{
    static const char *const blanks[] = {"", " ", "\t\t", "\r", "   \r"};
    size_t n = random_below(seed, 60);
    if (random_below(seed, 4) == 0)
        nd_buf_puts(to, "\xef\xbb\xbf");
    for (size_t i = 0; i < n; i++) {
        size_t kind = random_below(seed, 10);
        if (kind < 2)
            nd_buf_puts(to, blanks[random_below(seed, ND_COUNT(blanks))]);
        else
            random_text(to, seed, kind == 9 ? random_below(seed, 9000) : random_below(seed, 80));
        if (i + 1 < n || random_below(seed, 2) == 0)
            nd_buf_puts(to, random_below(seed, 3) == 0 ? "\r\n" : "\n");
    }
}

static void pack(nd_buf *to, const nd_buf *bytes, nd_packing packing)
{
    const char *from = bytes->len > 0 ? bytes->bytes : "";
    if (packing == ND_GZIP)
        gzip_add(to, from, bytes->len, 1);
    else if (packing == ND_ZSTD)
        zstd_add(to, from, bytes->len, 1, 1);
    else
        nd_buf_add(to, from, bytes->len);
}

START_TEST(records_are_the_lines_whatever_the_batches)
{
    uint64_t seed = (uint64_t)_i;
    nd_buf bytes, packed;
    nd_buf_init(&bytes, NULL);
    nd_buf_init(&packed, NULL);
    random_lines(&bytes, &seed);
    nd_packing packing = (nd_packing)random_below(&seed, 3);
    pack(&packed, &bytes, packing);
    for (int round = 0; round < 4; round++) {
        bool lines = random_below(&seed, 4) > 0;
        nd_reader_opts opts = {
            .format = !lines ? ND_TEXT : random_below(&seed, 2) == 0 ? ND_JSONL : ND_LINES,
            .max_doc = random_below(&seed, 3) == 0 ? 1 << 20 : 1 + random_below(&seed, 200),
            .batch_bytes = random_below(&seed, 4) == 0 ? 0 : 1 + random_below(&seed, 5000),
        };
        reading r = read_bytes(packed.bytes, packed.len, &opts);
        ck_assert_int_eq(r.status, ND_END);
        ck_assert_int_eq(r.ends[0].status, ND_OK);
        ck_assert_uint_eq(r.ends[0].bytes, packed.len);
        ck_assert_int_eq(r.formats[0], opts.format);
        ck_assert_uint_eq(r.bytes.len, bytes.len);
        ck_assert(bytes.len == 0 || memcmp(r.bytes.bytes, bytes.bytes, bytes.len) == 0);
        check_records(&r, &bytes, lines, opts.max_doc);
        release(&r);
    }
    nd_buf_release(&bytes);
    nd_buf_release(&packed);
}
END_TEST

START_TEST(without_a_forced_format_the_content_decides)
{
    static const struct {
        const char *bytes;
        bool        lines;
        nd_format   format;
        size_t      records, documents;
    } rows[] = {
        {"{\"a\":1}\n{\"a\":2}\n", false, ND_JSONL, 2, 2},
        {"{\"a\":1}\n\n{\"a\":2}", true, ND_JSONL, 3, 2},
        {"\xef\xbb\xbf \n\n{\"a\":1}\n", false, ND_JSONL, 3, 1},
        {"one\ntwo\n", false, ND_TEXT, 1, 1},
        {"one\ntwo\n\nthree", true, ND_LINES, 4, 3},
        {"", false, ND_TEXT, 0, 0},
        {"", true, ND_LINES, 0, 0},
        {" \n\t\r\n", false, ND_TEXT, 1, 0},
        {" \n\t\r\n", true, ND_LINES, 2, 0},
        {"\xef\xbb\xbf", false, ND_TEXT, 1, 0},
        {"\xef\xbb\xbf\n", true, ND_LINES, 1, 0},
        {"\n\xef\xbb\xbf\n", true, ND_LINES, 2, 1},
    };
    for (size_t i = 0; i < ND_COUNT(rows); i++) {
        nd_reader_opts opts = {.lines = rows[i].lines, .max_doc = 100};
        reading r = read_bytes(rows[i].bytes, strlen(rows[i].bytes), &opts);
        size_t documents = 0;
        for (size_t k = 0; k < r.n; k++)
            documents += r.list[k].record.kind == ND_RECORD;
        ck_assert_int_eq(r.formats[0], rows[i].format);
        ck_assert_uint_eq(r.n, rows[i].records);
        ck_assert_uint_eq(documents, rows[i].documents);
        ck_assert_uint_eq(r.n_batches, 1);
        release(&r);
    }
}
END_TEST

START_TEST(the_format_does_not_depend_on_the_batch_size)
{
    nd_buf bytes;
    nd_buf_init(&bytes, NULL);
    for (int i = 0; i < 3000; i++)
        nd_buf_puts(&bytes, " \n");
    nd_buf_puts(&bytes, "{\"text\":\"x\"}\n");
    for (size_t batch = 1; batch < 1 << 20; batch *= 30) {
        nd_reader_opts opts = {.max_doc = 1000, .batch_bytes = batch};
        reading r = read_bytes(bytes.bytes, bytes.len, &opts);
        ck_assert_int_eq(r.formats[0], ND_JSONL);
        check_records(&r, &bytes, true, opts.max_doc);
        release(&r);
    }
    nd_buf_release(&bytes);
}
END_TEST

START_TEST(an_unknown_format_is_passed_on_in_pieces_and_says_what_it_is)
{
    for (int forced = 0; forced < 2; forced++) {
        nd_buf bytes;
        uint64_t seed = 9;
        nd_buf_init(&bytes, NULL);
        nd_buf_puts(&bytes, "%PDF-1.4\n");
        random_text(&bytes, &seed, 300000);
        nd_reader_opts opts = {.max_doc = 10, .batch_bytes = 10000, .format = forced ? ND_OPAQUE : ND_FORMAT_AUTO};
        reading r = read_bytes(bytes.bytes, bytes.len, &opts);
        ck_assert_int_eq(r.status, ND_END);
        ck_assert_int_eq(r.formats[0], ND_OPAQUE);
        ck_assert_uint_eq(r.bytes.len, bytes.len);
        ck_assert(memcmp(r.bytes.bytes, bytes.bytes, bytes.len) == 0);
        for (size_t i = 0; i < r.n; i++)
            ck_assert_int_eq(r.list[i].record.kind, ND_PIECE);
        ck_assert_int_eq(r.ends[0].status, forced ? ND_OK : ND_EFORMAT);
        ck_assert_str_eq(r.ends[0].what, forced ? "" : "is PDF: use pdftotext FILE - | neardup ... -");
        ck_assert_uint_eq(r.ends[0].bytes, bytes.len);
        release(&r);
        nd_buf_release(&bytes);
    }
}
END_TEST

START_TEST(many_sources_come_in_order_each_with_its_own_numbers)
{
    folder f;
    nd_sources sources;
    folder_make(&f);
    nd_sources_init(&sources, NULL);
    enum { FILES = 60 };
    for (int i = 0; i < FILES; i++) {
        char name[32], text[64];
        snprintf(name, sizeof name, "%03d", i);
        snprintf(text, sizeof text, "{\"id\":%d}\n{\"id\":%d}\n", i, i);
        file_write(IN(&f, name), text, i % 7 == 3 ? 0 : strlen(text));
    }
    ck_assert_int_eq(nd_sources_add(&sources, f.path, NULL), ND_OK);
    nd_reader_opts opts = {.max_doc = 1000};
    reading r = read_sources(&sources, &opts, NULL);
    ck_assert_int_eq(r.status, ND_END);
    ck_assert_uint_eq(r.n_sources, FILES);
    size_t k = 0;
    for (size_t i = 0; i < FILES; i++) {
        for (uint64_t n = 1; i % 7 != 3 && n <= 2; n++, k++) {
            ck_assert_uint_eq(r.list[k].source, i);
            ck_assert_uint_eq(r.list[k].record.number, n);
        }
        ck_assert_int_eq(r.ends[i].status, ND_OK);
    }
    ck_assert_uint_eq(k, r.n);
    release(&r);
    nd_sources_release(&sources);
    folder_remove(&f);
}
END_TEST

START_TEST(the_digest_and_size_are_those_of_the_raw_bytes)
{
    nd_buf bytes, packed;
    uint64_t seed = 4;
    for (int packing = ND_PLAIN; packing <= ND_ZSTD; packing++) {
        nd_buf_init(&bytes, NULL);
        nd_buf_init(&packed, NULL);
        random_text(&bytes, &seed, 200000);
        pack(&packed, &bytes, (nd_packing)packing);
        nd_reader_opts opts = {.max_doc = 1 << 20};
        reading r = read_bytes(packed.bytes, packed.len, &opts);
        nd_digest whole = nd_digest_bytes(packed.bytes, packed.len);
        ck_assert_int_eq(r.packings[0], (nd_packing)packing);
        ck_assert_uint_eq(r.ends[0].bytes, packed.len);
        ck_assert(r.ends[0].digest.lo == whole.lo && r.ends[0].digest.hi == whole.hi);
        release(&r);
        nd_buf_release(&bytes);
        nd_buf_release(&packed);
    }
}
END_TEST

/* ---- limits */

START_TEST(a_giant_record_does_not_stay_in_memory)
{
    enum { GIANT = 20 << 20, MOST = 1 << 20 };
    char *bytes = malloc(GIANT);
    memset(bytes, 'x', GIANT);
    memcpy(bytes, "{\"a\":1}\n{\"", 10);
    memcpy(bytes + GIANT - 9, "\n{\"a\":2}\n", 9);
    nd_reader_opts opts = {.max_doc = MOST};
    reading r = read_bytes(bytes, GIANT, &opts);
    ck_assert_int_eq(r.status, ND_END);
    ck_assert_int_eq(r.ends[0].status, ND_OK);
    ck_assert_uint_lt(r.most_cap, 4 * MOST);
    ck_assert_int_eq(r.list[r.n - 1].record.kind, ND_RECORD);
    ck_assert_uint_eq(r.list[r.n - 1].record.number, 3);
    ck_assert_int_eq(r.list[r.n - 2].record.kind, ND_OVERSIZE);
    ck_assert_uint_eq(r.list[r.n - 2].record.at, 8);
    ck_assert_uint_eq(r.bytes.len, GIANT);
    release(&r);
    free(bytes);
}
END_TEST

START_TEST(a_record_of_just_max_doc_bytes_is_one)
{
    for (size_t len = 98; len <= 102; len++) {
        char line[104];
        memset(line, 'x', sizeof line);
        line[len] = '\n';
        for (size_t end = 0; end < 2; end++) {
            nd_reader_opts opts = {.format = ND_LINES, .max_doc = 100, .batch_bytes = 7};
            reading r = read_bytes(line, len + end, &opts);
            ck_assert_int_eq(r.list[r.n - 1].record.kind, len <= 100 ? ND_RECORD : ND_OVERSIZE);
            ck_assert_uint_eq(r.list[r.n - 1].record.number, 1);
            release(&r);
        }
    }
}
END_TEST

/* ---- hostile */

static const char three_lines[] = "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n";

START_TEST(of_a_damaged_file_whole_lines_are_records_and_the_rest_a_piece)
{
    for (int packing = ND_GZIP; packing <= ND_ZSTD; packing++) {
        nd_buf packed, bytes;
        nd_buf_init(&packed, NULL);
        nd_buf_init(&bytes, NULL);
        nd_buf_add(&bytes, three_lines, 21);  /* ends in the third line */
        pack(&packed, &bytes, (nd_packing)packing);
        packed.bytes[packed.len - (packing == ND_GZIP ? 5 : 1)] ^= 1;
        nd_reader_opts opts = {.max_doc = 1000};
        reading r = read_bytes(packed.bytes, packed.len, &opts);
        nd_digest whole = nd_digest_bytes(packed.bytes, packed.len);
        ck_assert_int_eq(r.status, ND_END);
        ck_assert_int_eq(r.ends[0].status, ND_EFORMAT);
        ck_assert_ptr_nonnull(strstr(r.ends[0].what, "does not match at byte"));
        ck_assert(r.ends[0].bytes == packed.len && r.ends[0].digest.hi == whole.hi);
        ck_assert_uint_eq(r.n, 3);
        ck_assert_int_eq(r.list[1].record.kind, ND_RECORD);
        ck_assert_int_eq(r.list[2].record.kind, ND_PIECE);
        ck_assert_uint_eq(r.bytes.len, 21);
        release(&r);
        opts.format = ND_TEXT;
        r = read_bytes(packed.bytes, packed.len, &opts);
        ck_assert_uint_eq(r.n, 1);
        ck_assert_int_eq(r.list[0].record.kind, ND_PIECE);
        ck_assert_int_eq(r.ends[0].status, ND_EFORMAT);
        release(&r);
        nd_buf_release(&packed);
        nd_buf_release(&bytes);
    }
}
END_TEST

START_TEST(a_source_that_cannot_be_read_is_an_empty_batch_and_the_others_come)
{
    folder f;
    nd_sources sources;
    folder_make(&f);
    nd_sources_init(&sources, NULL);
    file_write(IN(&f, "a"), "a text", 6);
    file_write(IN(&f, "b"), "gone", 4);
    file_write(IN(&f, "c"), "another text", 12);
    ck_assert_int_eq(nd_sources_add(&sources, IN(&f, "b"), NULL), ND_OK);
    ck_assert_int_eq(nd_sources_add(&sources, f.path, NULL), ND_OK);
    sources.list[3].problem = "cannot list it: Permission denied";
    ck_assert_int_eq(unlink(IN(&f, "b")), 0);
    ck_assert_int_eq(mkdir(IN(&f, "b"), 0700), 0);
    nd_reader_opts opts = {.max_doc = 1000};
    reading r = read_sources(&sources, &opts, NULL);
    ck_assert_int_eq(r.status, ND_END);
    ck_assert_uint_eq(r.n_sources, 4);
    ck_assert_uint_eq(r.n, 1);
    ck_assert(r.bytes.len == 6 && memcmp(r.bytes.bytes, "a text", 6) == 0);
    ck_assert_int_eq(r.ends[0].status, ND_EIO);
    ck_assert_str_eq(r.ends[0].what, "cannot read: Is a directory");
    ck_assert_int_eq(r.ends[1].status, ND_OK);
    ck_assert_int_eq(r.ends[2].status, ND_EIO);
    ck_assert_int_eq(r.ends[3].status, ND_EIO);
    ck_assert_str_eq(r.ends[3].what, "cannot list it: Permission denied");
    release(&r);
    nd_sources_release(&sources);
    folder_remove(&f);
}
END_TEST

START_TEST(a_bomb_is_read_in_little_memory)
{
    enum { ZEROS = 50 << 20 };
    nd_buf packed;
    char *zeros = calloc(1, ZEROS);
    for (int packing = ND_GZIP; packing <= ND_ZSTD; packing++) {
        nd_buf_init(&packed, NULL);
        if (packing == ND_GZIP)
            gzip_add(&packed, zeros, ZEROS, 6);
        else
            zstd_add(&packed, zeros, ZEROS, 6, 1);
        ck_assert_uint_lt(packed.len, 100000);
        folder f;
        folder_make(&f);
        file_write(IN(&f, "x"), packed.bytes, packed.len);
        nd_sources sources;
        nd_sources_init(&sources, NULL);
        ck_assert_int_eq(nd_sources_add(&sources, IN(&f, "x"), NULL), ND_OK);
        nd_reader_opts opts = {.max_doc = 1 << 20, .format = ND_JSONL};
        nd_reader *reader = NULL;
        nd_batch batch;
        nd_batch_init(&batch, NULL);
        ck_assert_int_eq(nd_reader_new(&reader, &sources, &opts, NULL, NULL), ND_OK);
        uint64_t bytes = 0;
        while (nd_reader_next(reader, &batch, NULL) == ND_OK)
            bytes += batch.len;
        ck_assert_uint_eq(bytes, ZEROS);
        ck_assert_uint_lt(batch.cap, 4 << 20);
        nd_batch_release(&batch);
        nd_reader_free(reader);
        nd_sources_release(&sources);
        folder_remove(&f);
        nd_buf_release(&packed);
    }
    free(zeros);
}
END_TEST

START_TEST(stop_ends_the_reading)
{
    folder f;
    folder_make(&f);
    file_write(IN(&f, "x"), three_lines, strlen(three_lines));
    volatile sig_atomic_t stop = 1;
    nd_reader_opts opts = {.max_doc = 1000, .stop = &stop};
    reading r = read_path(IN(&f, "x"), &opts, NULL);
    ck_assert_int_eq(r.status, ND_ESTOP);
    release(&r);
    folder_remove(&f);
}
END_TEST

START_TEST(no_file_stays_open)
{
    size_t before = open_files();
    many_sources_come_in_order_each_with_its_own_numbers_fn(_i);
    of_a_damaged_file_whole_lines_are_records_and_the_rest_a_piece_fn(_i);
    a_source_that_cannot_be_read_is_an_empty_batch_and_the_others_come_fn(_i);
    stop_ends_the_reading_fn(_i);
    ck_assert_uint_eq(open_files(), before);
}
END_TEST

/* ---- oom */

START_TEST(every_allocation_may_fail)
{
    folder f;
    nd_sources sources;
    nd_buf packed;
    folder_make(&f);
    nd_sources_init(&sources, NULL);
    nd_buf_init(&packed, NULL);
    gzip_add(&packed, three_lines, strlen(three_lines), 6);
    file_write(IN(&f, "a"), three_lines, strlen(three_lines));
    file_write(IN(&f, "b"), packed.bytes, packed.len);
    file_write(IN(&f, "c"), "a text", 6);
    ck_assert_int_eq(nd_sources_add(&sources, f.path, NULL), ND_OK);
    nd_status st = ND_ENOMEM;
    size_t before = open_files(), n = 0;
    for (; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        nd_reader_opts opts = {.max_doc = 1000, .batch_bytes = 5};
        reading r = read_sources(&sources, &opts, SCARCE(&s));
        st = r.status;
        ck_assert_uint_eq(s.live, 0);
        ck_assert_uint_eq(open_files(), before);
        if (st == ND_END)
            ck_assert_uint_eq(r.n, 7);
        release(&r);
    }
    ck_assert_int_eq(st, ND_END);
    ck_assert_uint_gt(n, 8);
    nd_buf_release(&packed);
    nd_sources_release(&sources);
    folder_remove(&f);
}
END_TEST

Suite *reader_suite(void);
Suite *reader_suite(void)
{
    Suite *suite = suite_create("reader");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits"), *hostile = tcase_create("hostile");
    TCase *oom = tcase_create("oom");

    tcase_add_loop_test(core, records_are_the_lines_whatever_the_batches, 0, 200);
    tcase_add_test(core, without_a_forced_format_the_content_decides);
    tcase_add_test(core, the_format_does_not_depend_on_the_batch_size);
    tcase_add_test(core, an_unknown_format_is_passed_on_in_pieces_and_says_what_it_is);
    tcase_add_test(core, many_sources_come_in_order_each_with_its_own_numbers);
    tcase_add_test(core, the_digest_and_size_are_those_of_the_raw_bytes);
    suite_add_tcase(suite, core);

    tcase_add_test(limits, a_giant_record_does_not_stay_in_memory);
    tcase_add_test(limits, a_record_of_just_max_doc_bytes_is_one);
    suite_add_tcase(suite, limits);

    tcase_add_test(hostile, of_a_damaged_file_whole_lines_are_records_and_the_rest_a_piece);
    tcase_add_test(hostile, a_source_that_cannot_be_read_is_an_empty_batch_and_the_others_come);
    tcase_add_test(hostile, a_bomb_is_read_in_little_memory);
    tcase_add_test(hostile, stop_ends_the_reading);
    tcase_add_test(hostile, no_file_stays_open);
    suite_add_tcase(suite, hostile);

    tcase_add_test(oom, every_allocation_may_fail);
    suite_add_tcase(suite, oom);
    return suite;
}
