/* SPDX-License-Identifier: MIT
 *
 * test_unpack.c - ISA-L against zlib: on gzip of every making, cut into any pieces and
 * damaged in any way, the fast unpacker gives the bytes that zlib gives and ends well
 * where zlib does; and a file that is read by both ends as zlib alone ends it, with its
 * bytes and its words. The one exception is told apart by zlib's words (lenient).
 */
#include "input/stream.h"
#include "input/unpack.h"
#include "files.h"
#include "scarce.h"

typedef struct outcome {
    nd_status status;
    nd_buf    given;
    nd_err    why;
} outcome;

/* One unpacker over bytes that come and go in pieces of at most `most` bytes. */
static outcome unpack(const nd_unpacker *unpacker, const nd_buf *bytes, uint64_t seed, size_t most, const nd_alloc *alloc)
{
    outcome o = {.status = ND_OK};
    void *state = NULL;
    char *room = malloc(most), *piece = NULL;
    size_t fed = 0;
    nd_buf_init(&o.given, NULL);
    nd_flow flow = {.in_len = 0};
    o.status = unpacker->open(&state, alloc, &o.why);
    while (o.status == ND_OK) {
        if (flow.in_len == 0 && !flow.last) {
            /* a piece of memory of its own, so that a sanitizer sees what looks beyond it */
            size_t n = random_below(&seed, most + 1);
            n = n < bytes->len - fed ? n : bytes->len - fed;
            free(piece);
            piece = malloc(n + 1);
            memcpy(piece + 1, bytes->bytes + fed, n);
            flow.in = (const unsigned char *)piece + 1;
            flow.in_len = n;
            fed += n;
            flow.last = fed == bytes->len && random_below(&seed, 2) == 0;
        }
        size_t cap = 1 + random_below(&seed, most);
        flow.out = room;
        flow.out_len = cap;
        o.status = unpacker->step(state, &flow, &o.why);
        if (o.status != ND_EFORMAT || unpacker->judge == NULL)
            nd_buf_add(&o.given, room, cap - flow.out_len);
    }
    ck_assert(!o.given.failed);
    unpacker->close(state);
    free(piece);
    free(room);
    return o;
}

/* ---- gzip of every making */

static void member(nd_buf *to, uint64_t *seed, const char *bytes, size_t len)
{
    static const int strategies[] = {Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_FILTERED};
    char extra[70] = "of our own", name[] = "a name", comment[] = "a comment";
    gz_header header = {.hcrc = (int)random_below(seed, 2), .text = (int)random_below(seed, 2), .time = 77};
    header.extra = random_below(seed, 2) == 0 ? (Bytef *)extra : NULL;
    header.extra_len = (uInt)random_below(seed, sizeof extra);
    header.name = random_below(seed, 2) == 0 ? (Bytef *)name : NULL;
    header.comment = random_below(seed, 2) == 0 ? (Bytef *)comment : NULL;
    z_stream z = {0};
    int level = (int)random_below(seed, 10), window = 9 + (int)random_below(seed, 7);
    ck_assert_int_eq(deflateInit2(&z, level, Z_DEFLATED, window + 16, 1 + (int)random_below(seed, 9),
                                  strategies[random_below(seed, ND_COUNT(strategies))]), Z_OK);
    if (random_below(seed, 2) == 0)
        ck_assert_int_eq(deflateSetHeader(&z, &header), Z_OK);
    size_t most = deflateBound(&z, len) + 4096;
    unsigned char *out = malloc(most);
    z.next_out = out;
    z.avail_out = (uInt)most;
    for (size_t at = 0, n; at < len; at += n) {
        n = len - at > 4000 ? 4000 : len - at;
        z.next_in = (z_const Bytef *)(uintptr_t)(bytes + at);
        z.avail_in = (uInt)n;
        int flush = random_below(seed, 8) == 0 ? Z_FULL_FLUSH : Z_NO_FLUSH;
        ck_assert_int_eq(deflate(&z, flush), Z_OK);
        ck_assert_uint_eq(z.avail_in, 0);
    }
    ck_assert_int_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    nd_buf_add(to, out, most - z.avail_out);
    deflateEnd(&z);
    free(out);
}

/* 1 to 4 members of text, noise or one letter; now and then zero bytes behind them. */
static void make(uint64_t *seed, size_t most, nd_buf *text, nd_buf *packed)
{
    nd_buf_init(text, NULL);
    nd_buf_init(packed, NULL);
    for (size_t n = 1 + random_below(seed, 4); n > 0; n--) {
        size_t from = text->len, len = random_below(seed, 6) == 0 ? 0 : random_below(seed, most);
        size_t kind = random_below(seed, 4);
        if (kind > 1)
            random_text(text, seed, len);
        for (size_t i = 0; kind < 2 && i < len; i++)
            nd_buf_add(text, &(char){kind == 0 ? (char)random_next(seed) : 'a'}, 1);
        member(packed, seed, len > 0 ? text->bytes + from : "", len);
    }
    for (size_t n = random_below(seed, 8) == 0 ? random_below(seed, 30) : 0; n > 0; n--)
        nd_buf_add(packed, "", 1);
}

/* A few bits flipped, bytes set, a piece gone or there twice, an end cut off, junk behind. */
static void damage(nd_buf *bytes, uint64_t *seed)
{
    for (size_t n = 1 + random_below(seed, 3); n > 0; n--) {
        size_t at = random_below(seed, bytes->len), end = at + random_below(seed, 40);
        /* headers and trailers are short: they are struck as often as the data */
        if (random_below(seed, 3) == 0)
            at = random_below(seed, bytes->len < 200 ? bytes->len : 200);
        if (random_below(seed, 5) == 0)
            at = bytes->len - 1 - random_below(seed, bytes->len < 12 ? bytes->len : 12);
        end = end < bytes->len ? end : bytes->len;
        switch (random_below(seed, 6)) {
        case 0:
        case 1:
            bytes->bytes[at] ^= (char)(1 << random_below(seed, 8));
            break;
        case 2:
            bytes->bytes[at] = (char)random_next(seed);
            break;
        case 3:
            if (at < end && end - at < bytes->len) {
                memmove(bytes->bytes + at, bytes->bytes + end, bytes->len - end);
                bytes->len -= end - at;
            }
            break;
        case 4:
            bytes->len = at + 1;
            break;
        default:
            nd_buf_add(bytes, random_below(seed, 2) == 0 ? "\0\0junk" : "\x1f\x8b\x08\0\0", 1 + random_below(seed, 5));
            break;
        }
        ck_assert_uint_gt(bytes->len, 0);
    }
}

/* ---- core */

enum { ROUNDS = 20, GOOD_TURNS = 10, BAD_TURNS = 250 };

static const nd_unpacker *const gunzips[] = {
    &nd_unpacker_gzip,
#ifdef ND_ISAL
    &nd_unpacker_isal,
#endif
};

START_TEST(good_gzip_comes_back_from_each_in_any_pieces)
{
    uint64_t seed = 1000 + (uint64_t)_i;
    for (int turn = 0; turn < GOOD_TURNS; turn++) {
        nd_buf text, packed;
        make(&seed, turn == 0 ? 300000 : 9000, &text, &packed);
        for (size_t u = 0; u < ND_COUNT(gunzips); u++) {
            static const size_t pieces[] = {3, 70, 5000, 200000};
            size_t most = pieces[random_below(&seed, ND_COUNT(pieces))];
            outcome o = unpack(gunzips[u], &packed, seed, most, NULL);
            ck_assert_msg(o.status == ND_END, "unpacker %zu: %s", u, o.why.text);
            ck_assert_uint_eq(o.given.len, text.len);
            ck_assert(text.len == 0 || memcmp(o.given.bytes, text.bytes, text.len) == 0);
            nd_buf_release(&o.given);
        }
        nd_buf_release(&text);
        nd_buf_release(&packed);
    }
}
END_TEST

/* ---- hostile */

/* zlib refused a code that leaves bit patterns without a meaning; ISA-L goes on until it meets one. */
static bool lenient(const outcome *judge)
{
    return judge->status == ND_EFORMAT && (strstr(judge->why.text, "invalid distances set") != NULL ||
                                           strstr(judge->why.text, "invalid literal/lengths set") != NULL ||
                                           strstr(judge->why.text, "invalid code lengths set") != NULL);
}

static bool same_start(const outcome *a, const outcome *b)
{
    size_t len = a->given.len < b->given.len ? a->given.len : b->given.len;
    return len == 0 || memcmp(a->given.bytes, b->given.bytes, len) == 0;
}

START_TEST(the_fast_one_ends_well_where_zlib_does_and_gives_nothing_that_zlib_does_not)
{
    uint64_t seed = 2000 + (uint64_t)_i;
    size_t n_damaged = 0, n_lenient = 0;
    for (int turn = 0; turn < BAD_TURNS; turn++) {
        nd_buf text, packed;
        make(&seed, 5000, &text, &packed);
        damage(&packed, &seed);
        size_t most = random_below(&seed, 2) == 0 ? 20 : 3000;
        outcome judge = unpack(gunzips[0], &packed, seed, 1 + random_below(&seed, 20000), NULL);
        outcome fast = unpack(gunzips[ND_COUNT(gunzips) - 1], &packed, seed, most, NULL);
        ck_assert(same_start(&fast, &judge));
        if (fast.status != judge.status || fast.given.len > judge.given.len) {
            ck_assert_msg(lenient(&judge), "%d, not %d: %s", fast.status, judge.status, judge.why.text);
            n_lenient++;
        }
        n_damaged += judge.status != ND_END;
        nd_buf_release(&judge.given);
        nd_buf_release(&fast.given);
        nd_buf_release(&text);
        nd_buf_release(&packed);
    }
    ck_assert_uint_gt(n_damaged, BAD_TURNS / 2);
    ck_assert_uint_lt(n_lenient, BAD_TURNS / 20);
}
END_TEST

static outcome read_file(const char *path, uint64_t seed, size_t most)
{
    outcome o = {.status = ND_OK};
    nd_stream *stream = NULL;
    char *room = malloc(most);
    size_t got;
    nd_buf_init(&o.given, NULL);
    o.status = nd_stream_open(&stream, path, NULL, NULL, &o.why);
    while (o.status == ND_OK) {
        o.status = nd_stream_read(stream, room, 1 + random_below(&seed, most), &got, &o.why);
        nd_buf_add(&o.given, room, got);
    }
    nd_stream_close(stream);
    free(room);
    return o;
}

START_TEST(a_damaged_file_ends_as_zlib_ends_it)
{
    uint64_t seed = 3000 + (uint64_t)_i;
    folder f;
    folder_make(&f);
    char *path = IN(&f, "x");
    for (int turn = 0; turn < BAD_TURNS / 5; turn++) {
        nd_buf text, packed;
        make(&seed, turn % 10 == 0 ? 400000 : 5000, &text, &packed);
        if (turn > 0)
            damage(&packed, &seed);
        bool gzip = packed.len >= 2 && memcmp(packed.bytes, "\x1f\x8b", 2) == 0;
        file_write(path, packed.bytes, packed.len);
        outcome judge = unpack(&nd_unpacker_gzip, &packed, seed, 1 + random_below(&seed, 20000), NULL);
        outcome file = read_file(path, seed, random_below(&seed, 2) == 0 ? 100 : 300000);
        if (gzip) {
            ck_assert(same_start(&file, &judge));
            ck_assert(file.given.len == judge.given.len || (lenient(&judge) && file.given.len > judge.given.len));
            ck_assert(file.status == judge.status || (lenient(&judge) && file.status == ND_END));
            if (file.status != ND_END)
                ck_assert_str_eq(file.why.text, judge.why.text);
        }
        nd_buf_release(&judge.given);
        nd_buf_release(&file.given);
        nd_buf_release(&text);
        nd_buf_release(&packed);
    }
    folder_remove(&f);
}
END_TEST

START_TEST(an_input_that_starts_within_its_file_is_read_again_from_there)
{
    folder f;
    nd_buf file;
    folder_make(&f);
    char *path = IN(&f, "x");
    nd_buf_init(&file, NULL);
    nd_buf_puts(&file, "not ours");
    size_t origin = file.len;
    gzip_add(&file, "one", 3, 6);
    gzip_add(&file, "two", 3, 6);
    file.len -= 3;
    file_write(path, file.bytes, file.len);
    int kept = dup(STDIN_FILENO), fd = open(path, O_RDONLY);
    ck_assert_int_eq(lseek(fd, (off_t)origin, SEEK_SET), (off_t)origin);
    dup2(fd, STDIN_FILENO);
    close(fd);
    outcome o = read_file("-", 1, 2);
    dup2(kept, STDIN_FILENO);
    close(kept);
    char says[100];
    snprintf(says, sizeof says, "gzip: data ends in the middle of a member at byte %zu", file.len - origin);
    ck_assert_int_eq(o.status, ND_EFORMAT);
    ck_assert_str_eq(o.why.text, says);
    ck_assert_uint_eq(o.given.len, 6);
    ck_assert_mem_eq(o.given.bytes, "onetwo", 6);
    nd_buf_release(&o.given);
    nd_buf_release(&file);
    folder_remove(&f);
}
END_TEST

#ifdef ND_ISAL
/* What is said of a file of LEN bytes with a wrong CRC that becomes another one before its last byte is read. */
static void check_changed(const nd_buf *other, const char *says)
{
    enum { LEN = 3 << 20 };
    folder f;
    nd_buf text, packed;
    nd_stream *stream = NULL;
    nd_err why;
    uint64_t seed = 8;
    size_t got;
    folder_make(&f);
    char *path = IN(&f, "x"), *room = malloc(LEN);
    nd_buf_init(&text, NULL);
    nd_buf_init(&packed, NULL);
    random_text(&text, &seed, LEN);
    gzip_add(&packed, text.bytes, text.len, 1);
    packed.bytes[packed.len - 5] ^= 1;
    file_write(path, packed.bytes, packed.len);
    ck_assert_int_eq(nd_stream_open(&stream, path, NULL, NULL, NULL), ND_OK);
    for (size_t done = 0; done < LEN - 1; done += got)
        ck_assert_int_eq(nd_stream_read(stream, room, LEN - 1 - done, &got, NULL), ND_OK);
    file_write(path, other->bytes, other->len);
    nd_status st = ND_OK;
    while (st == ND_OK)
        st = nd_stream_read(stream, room, LEN, &got, &why);
    ck_assert_int_eq(st, ND_EFORMAT);
    ck_assert_ptr_nonnull(strstr(why.text, says));
    nd_stream_close(stream);
    nd_buf_release(&text);
    nd_buf_release(&packed);
    free(room);
    folder_remove(&f);
}

START_TEST(a_file_that_changes_meanwhile_is_damaged)
{
    nd_buf other;
    nd_buf_init(&other, NULL);
    gzip_add(&other, "hello", 5, 6);
    check_changed(&other, "the file has changed while it was read");
    other.len -= 3;
    check_changed(&other, "gzip: data ends in the middle of a member at byte ");
    other.len = 0;
    check_changed(&other, "the file has changed while it was read");
    nd_buf_release(&other);
}
END_TEST
#endif

/* ---- oom */

START_TEST(every_allocation_may_fail)
{
    folder f;
    nd_buf packed;
    folder_make(&f);
    char *path = IN(&f, "x"), room[10];
    nd_buf_init(&packed, NULL);
    gzip_add(&packed, "hello", 5, 6);
    packed.bytes[packed.len - 1] ^= 1; /* so that the judge is asked */
    file_write(path, packed.bytes, packed.len);
    nd_status st = ND_ENOMEM;
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        nd_stream *stream = NULL;
        nd_err why = {.text = ""};
        size_t got;
        st = nd_stream_open(&stream, path, NULL, SCARCE(&s), &why);
        while (st == ND_OK)
            st = nd_stream_read(stream, room, sizeof room, &got, &why);
        if (stream != NULL)
            ck_assert_int_eq(nd_stream_read(stream, room, sizeof room, &got, NULL), st);
        nd_stream_close(stream);
        ck_assert_uint_eq(s.live, 0);
        if (st != ND_ENOMEM)
            ck_assert_ptr_nonnull(strstr(why.text, "length does not match"));
    }
    ck_assert_int_eq(st, ND_EFORMAT);
    nd_buf_release(&packed);
    folder_remove(&f);
}
END_TEST

Suite *unpack_suite(void);
Suite *unpack_suite(void)
{
    Suite *suite = suite_create("unpack");
    TCase *core = tcase_create("core"), *hostile = tcase_create("hostile"), *oom = tcase_create("oom");
    tcase_set_timeout(core, 60);
    tcase_set_timeout(hostile, 60);
    tcase_add_loop_test(core, good_gzip_comes_back_from_each_in_any_pieces, 0, ROUNDS);
    suite_add_tcase(suite, core);
    tcase_add_loop_test(hostile, the_fast_one_ends_well_where_zlib_does_and_gives_nothing_that_zlib_does_not, 0, ROUNDS);
    tcase_add_loop_test(hostile, a_damaged_file_ends_as_zlib_ends_it, 0, ROUNDS);
    tcase_add_test(hostile, an_input_that_starts_within_its_file_is_read_again_from_there);
#ifdef ND_ISAL
    tcase_add_test(hostile, a_file_that_changes_meanwhile_is_damaged);
#endif
    suite_add_tcase(suite, hostile);
    tcase_add_test(oom, every_allocation_may_fail);
    suite_add_tcase(suite, oom);
    return suite;
}
