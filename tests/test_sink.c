/* SPDX-License-Identifier: MIT
 *
 * test_sink.c - what is packed unpacks to the same bytes, by zlib and libzstd
 * themselves and by our own reader; and the packed bytes are the same every time.
 */
#include "output/sink.h"
#include "scarce.h"
#include "scratch.h"

#include <check.h>
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

enum { MIB = 1 << 20, PACKINGS = 3, BUFFER = 256 << 10 /* of the sink */ };

typedef enum matter { NOISE, WORDS, ZEROS, MATTERS } matter;

static char *make(matter kind, size_t len)
{
    static const char *const words[] = {"harbour ", "storm ", "ferry ", "port ", "the ", "of ", "closed ", "\n"};
    uint64_t seed = 5;
    char *bytes = malloc(len + 16);
    ck_assert_ptr_nonnull(bytes);
    memset(bytes, 0, len + 16);
    for (size_t i = 0; kind == NOISE && i < len; i++)
        bytes[i] = (char)random_next(&seed);
    for (size_t i = 0, n; kind == WORDS && i < len; i += n) {
        const char *word = words[random_below(&seed, ND_COUNT(words))];
        n = strlen(word);
        memcpy(bytes + i, word, n);
    }
    return bytes;
}

/* One file by the sink, in pieces; most_piece 0: in one. */
static nd_status pack(nd_sink *sink, nd_outputs *o, const char *path, nd_packing packing, const char *bytes, size_t len,
                      uint64_t seed, size_t most_piece, nd_err *err)
{
    nd_outfile *file;
    nd_status st = nd_outputs_begin(o, path, false, &file, err);
    if (st == ND_OK)
        st = nd_sink_begin(sink, file, packing, err);
    for (size_t done = 0, n; st == ND_OK && done < len; done += n) {
        n = most_piece == 0 ? len : random_below(&seed, most_piece + 1);
        n = n < len - done ? n : len - done;
        st = nd_sink_write(sink, bytes + done, n, err);
    }
    return st == ND_OK ? nd_sink_end(sink, err) : st;
}

/* Exactly one member or frame that holds len bytes and nothing behind it. */
static bool gunzips_to(const char *packed, size_t packed_len, const char *bytes, size_t len)
{
    char *to = malloc(len + 1);
    z_stream z = {.next_in = (Bytef *)(uintptr_t)packed, .avail_in = (uInt)packed_len, .next_out = (Bytef *)to,
                  .avail_out = (uInt)len + 1};
    bool ok = inflateInit2(&z, MAX_WBITS + 16) == Z_OK && inflate(&z, Z_FINISH) == Z_STREAM_END;
    ok = ok && z.avail_in == 0 && z.total_out == len && memcmp(to, bytes, len) == 0;
    inflateEnd(&z);
    free(to);
    return ok;
}

static bool unzstds_to(const char *packed, size_t packed_len, const char *bytes, size_t len)
{
    char *to = malloc(len + 1);
    ZSTD_DCtx *d = ZSTD_createDCtx();
    ZSTD_inBuffer in = {packed, packed_len, 0};
    ZSTD_outBuffer out = {to, len + 1, 0};
    bool ok = ZSTD_decompressStream(d, &out, &in) == 0 && in.pos == in.size && out.pos == len &&
              memcmp(to, bytes, len) == 0;
    ZSTD_freeDCtx(d);
    free(to);
    return ok;
}

static bool streams_to(const char *path, nd_packing packing, const char *bytes, size_t len)
{
    nd_stream *stream = NULL;
    char *to = malloc(len + 1);
    size_t done = 0, got;
    nd_status st = nd_stream_open(&stream, path, NULL, NULL, NULL);
    bool ok = st == ND_OK && nd_stream_packing(stream) == packing;
    while (st == ND_OK && (st = nd_stream_read(stream, to + done, len + 1 - done, &got, NULL)) == ND_OK)
        done += got;
    ok = ok && st == ND_END && done == len && memcmp(to, bytes, len) == 0;
    nd_stream_close(stream);
    free(to);
    return ok;
}

static void comes_back(const char *path, nd_packing packing, const char *bytes, size_t len)
{
    size_t packed_len;
    char *packed = scratch_read(path, &packed_len);
    bool ok = false;
    ck_assert_ptr_nonnull(packed);
    if (packing == ND_PLAIN)
        ok = packed_len == len && memcmp(packed, bytes, len) == 0;
    else if (packing == ND_GZIP)
        ok = gunzips_to(packed, packed_len, bytes, len);
    else
        ok = unzstds_to(packed, packed_len, bytes, len);
    free(packed);
    ck_assert_msg(ok, "%s: %zu bytes, packing %d", path, len, (int)packing);
    if (len == 0 || packing != ND_PLAIN)
        ck_assert(streams_to(path, packing, bytes, len));
}

/* ---- core */

static const size_t sizes[] = {0, 1, 100, BUFFER - 1, BUFFER, BUFFER + 1, 2 * BUFFER, MIB + 777};
static const size_t pieces[] = {0, 3, 500, 70000, BUFFER + 1000};

START_TEST(packed_in_any_pieces_it_unpacks_to_the_same)
{
    nd_packing packing = (nd_packing)(_i % PACKINGS);
    matter kind = (matter)(_i / PACKINGS);
    nd_outputs *o = NULL;
    nd_sink *sink = NULL;
    char path[40];
    ck_assert_int_eq(nd_outputs_new(&o, false, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_sink_new(&sink, NULL, NULL), ND_OK);
    char *bytes = make(kind, sizes[ND_COUNT(sizes) - 1]);
    for (size_t s = 0; s < ND_COUNT(sizes); s++)
        for (size_t p = 0; p < ND_COUNT(pieces); p++) {
            snprintf(path, sizeof path, "%zu-%zu", s, p);
            ck_assert_int_eq(pack(sink, o, path, packing, bytes, sizes[s], 9, pieces[p], NULL), ND_OK);
        }
    ck_assert_int_eq(nd_outputs_commit(o, NULL), ND_OK);
    for (size_t s = 0; s < ND_COUNT(sizes); s++)
        for (size_t p = 0; p < ND_COUNT(pieces); p++) {
            snprintf(path, sizeof path, "%zu-%zu", s, p);
            comes_back(path, packing, bytes, sizes[s]);
        }
    free(bytes);
    nd_sink_free(sink);
    nd_outputs_free(o);
}
END_TEST

START_TEST(twenty_megabytes_too)
{
    enum { LEN = 20000000 };
    nd_packing packing = (nd_packing)(_i % PACKINGS);
    nd_outputs *o = NULL;
    nd_sink *sink = NULL;
    char *bytes = make(_i < PACKINGS ? NOISE : WORDS, LEN);
    ck_assert_int_eq(nd_outputs_new(&o, false, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_sink_new(&sink, NULL, NULL), ND_OK);
    ck_assert_int_eq(pack(sink, o, "a", packing, bytes, LEN, 1, 20000, NULL), ND_OK);
    ck_assert_int_eq(nd_outputs_commit(o, NULL), ND_OK);
    comes_back("a", packing, bytes, LEN);
    struct stat st;
    ck_assert_int_eq(stat("a", &st), 0);
    if (packing != ND_PLAIN)
        ck_assert_int_lt(st.st_size, _i < PACKINGS ? LEN + LEN / 1000 : LEN / 3);
    free(bytes);
    nd_sink_free(sink);
    nd_outputs_free(o);
}
END_TEST

START_TEST(the_same_text_is_packed_to_the_same_bytes)
{
    enum { ROUNDS = 6 };
    nd_packing packing = (nd_packing)(_i % PACKINGS);
    char *bytes = make((matter)(_i / PACKINGS), MIB), *first = NULL;
    size_t first_len = 0;
    nd_sink *kept = NULL;
    ck_assert_int_eq(nd_sink_new(&kept, NULL, NULL), ND_OK);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        /* by a sink that has served before and by a new one, after another packing and after a file broken off */
        nd_outputs *o = NULL;
        nd_sink *sink = kept;
        nd_outfile *broken;
        size_t len;
        ck_assert_int_eq(nd_outputs_new(&o, true, NULL, NULL), ND_OK);
        if (round == 2)
            ck_assert_int_eq(pack(sink, o, "other", (packing + 1) % PACKINGS, bytes, 1000, 1, 10, NULL), ND_OK);
        if (round == 3) {
            ck_assert_int_eq(nd_outputs_begin(o, "broken", false, &broken, NULL), ND_OK);
            ck_assert_int_eq(nd_sink_begin(sink, broken, packing, NULL), ND_OK);
            ck_assert_int_eq(nd_sink_write(sink, bytes + 77, 99999, NULL), ND_OK);
        }
        if (round == 5)
            ck_assert_int_eq(nd_sink_new(&sink, NULL, NULL), ND_OK);
        ck_assert_int_eq(pack(sink, o, "a", packing, bytes, MIB, round, 300 + 20000 * round, NULL), ND_OK);
        ck_assert_int_eq(nd_outputs_commit(o, NULL), ND_OK);
        nd_outputs_free(o);
        char *packed = scratch_read("a", &len);
        ck_assert(round == 0 || (len == first_len && memcmp(packed, first, len) == 0));
        if (round == 0) {
            first = packed;
            first_len = len;
        } else {
            free(packed);
        }
        if (sink != kept)
            nd_sink_free(sink);
    }
    nd_sink_free(kept);
    free(first);
    free(bytes);
}
END_TEST

START_TEST(headers_hold_no_time_and_frames_a_checksum)
{
    nd_outputs *o = NULL;
    nd_sink *sink = NULL;
    size_t len;
    ck_assert_int_eq(nd_outputs_new(&o, false, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_sink_new(&sink, NULL, NULL), ND_OK);
    ck_assert_int_eq(pack(sink, o, "a.gz", ND_GZIP, "text", 4, 1, 0, NULL), ND_OK);
    ck_assert_int_eq(pack(sink, o, "a.zst", ND_ZSTD, "text", 4, 1, 0, NULL), ND_OK);
    ck_assert_int_eq(nd_outputs_commit(o, NULL), ND_OK);
    char *gzip = scratch_read("a.gz", &len);
    ck_assert_uint_gt(len, 18);
    ck_assert_mem_eq(gzip, "\x1f\x8b\x08\0\0\0\0\0", 8); /* deflate, no name, no time (RFC 1952) */
    char *zstd = scratch_read("a.zst", &len);
    ck_assert_uint_gt(len, 9);
    ck_assert_mem_eq(zstd, "\x28\xb5\x2f\xfd", 4);
    ck_assert_int_eq(zstd[4] & 4, 4); /* Content_Checksum_flag (RFC 8878) */
    free(gzip);
    free(zstd);
    nd_sink_free(sink);
    nd_outputs_free(o);
}
END_TEST

/* ---- hostile */

START_TEST(a_write_that_fails_is_told_and_the_sink_serves_the_next_file)
{
    nd_packing packing = (nd_packing)_i;
    struct rlimit before, tight;
    nd_outputs *o = NULL;
    nd_sink *sink = NULL;
    nd_err err = {.text = ""};
    char *bytes = make(NOISE, MIB);
    ck_assert_int_eq(nd_outputs_new(&o, false, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_sink_new(&sink, NULL, NULL), ND_OK);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    tight = before;
    tight.rlim_cur = MIB / 2;
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &tight), 0);
    nd_status large = pack(sink, o, "large", packing, bytes, MIB, 1, 5000, &err);
    nd_status small = pack(sink, o, "small", packing, bytes, MIB / 4, 1, 5000, NULL);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    ck_assert_int_eq(large, ND_EWRITE);
    ck_assert_ptr_nonnull(strstr(err.text, "large"));
    ck_assert_ptr_nonnull(strstr(err.text, strerror(EFBIG)));
    ck_assert_int_eq(small, ND_OK);
    ck_assert_int_eq(nd_outputs_commit(o, NULL), ND_OK);
    comes_back("small", packing, bytes, MIB / 4);
    nd_sink_free(sink);
    nd_outputs_free(o);
    ck_assert_uint_eq(scratch_count("."), 1);
    free(bytes);
}
END_TEST

/* ---- oom */

START_TEST(every_allocation_may_fail)
{
    nd_status st = ND_ENOMEM;
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        nd_sink *sink = NULL;
        st = nd_sink_new(&sink, SCARCE(&s), NULL);
        ck_assert(st == ND_OK || sink == NULL);
        nd_sink_free(sink);
        ck_assert_uint_eq(s.live, 0);
    }
    ck_assert_int_eq(st, ND_OK);
}
END_TEST

Suite *sink_suite(void);

Suite *sink_suite(void)
{
    Suite *suite = suite_create("sink");
    TCase *core = tcase_create("core"), *hostile = tcase_create("hostile"), *oom = tcase_create("oom");
    TCase *all[] = {core, hostile, oom};
    tcase_set_timeout(core, 60);
    tcase_add_loop_test(core, packed_in_any_pieces_it_unpacks_to_the_same, 0, PACKINGS * MATTERS);
    tcase_add_loop_test(core, twenty_megabytes_too, 0, 2 * PACKINGS);
    tcase_add_loop_test(core, the_same_text_is_packed_to_the_same_bytes, 0, PACKINGS * MATTERS);
    tcase_add_test(core, headers_hold_no_time_and_frames_a_checksum);
    tcase_add_loop_test(hostile, a_write_that_fails_is_told_and_the_sink_serves_the_next_file, 0, PACKINGS);
    tcase_add_test(oom, every_allocation_may_fail);
    for (size_t i = 0; i < ND_COUNT(all); i++) {
        tcase_add_checked_fixture(all[i], scratch_enter, scratch_leave);
        suite_add_tcase(suite, all[i]);
    }
    return suite;
}
