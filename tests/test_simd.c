/* SPDX-License-Identifier: MIT
 *
 * test_simd.c - the variants of the inner loops against portable C: the same words,
 * places of words, invalid bytes, shingle hashes and signatures, for random bytes of
 * every kind; shingle hashes against xxHash. (That portable C is right is
 * for test_unicode.c and test_signature.c.) FUZZ_TEXTS=N in the environment: so many texts
 * for each of the four combinations of options and each variant; a failure says from which
 * seed of draw() its text came.
 */
#include "guard.h"
#include "pairs.h"
#include "text/shingles.h"
#include "text/text.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>
#include <xxhash.h>

enum { TEXTS = 15000, LONG_TEXTS = 100, MOST = 400, MOST_LONG = 200000 };

/* What a text is drawn from: ranges of code points, in words of some length. */
static const struct range {
    uint32_t first, last;
} ranges[] = {
    {'a', 'z'}, {'A', 'Z'}, {'0', '9'}, {1, 127}, {' ', ' '}, {' ', '/'}, {0, 0},
    {0xA0, 0xFF}, {0xC0, 0x24F}, {0x300, 0x36F}, {0x370, 0x3FF}, {0x400, 0x52F}, {0x410, 0x44F}, {0x410, 0x44F},
    {0x590, 0x5FF}, {0x600, 0x6FF}, {0x621, 0x64A}, {0x621, 0x64A}, {0x780, 0x7FF}, {0x900, 0x97F},
    {0xE00, 0xE5F}, {0xE01, 0xE2E}, {0xE30, 0xE4E}, {0xE80, 0xEFF}, {0x1000, 0x109F}, {0x1E00, 0x1FFF},
    {0x2010, 0x2027}, {0x2000, 0x206F}, {0x3000, 0x303F}, {0x3040, 0x30FF}, {0x3040, 0x30FF}, {0x4DB0, 0x4E10},
    {0x4E00, 0x9FFF}, {0x4E00, 0x9FFF}, {0x9FA0, 0xA010}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE00, 0xFFEF},
    {0x1F300, 0x1F6FF}, {0x20000, 0x2FFFF}, {0x80, 0x10FFFF},
};

static size_t put(char *to, uint32_t cp)
{
    if (cp >= 0xD800 && cp < 0xE000)
        cp = '-';
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)cp, (utf8proc_uint8_t *)to);
}

/* A text of up to most bytes: words from one to three ranges, now and then a byte that is none, cut anywhere. */
static size_t draw(char *to, size_t most, uint64_t *seed)
{
    struct range mix[3];
    uint64_t kinds = 1 + random_next(seed) % 3, breaks = 1 + random_next(seed) % 12, len = 0;
    bool broken = random_next(seed) % 4 == 0;
    most = random_next(seed) % (most - 8);
    for (uint64_t k = 0; k < kinds; k++)
        mix[k] = ranges[random_next(seed) % ND_COUNT(ranges)];
    struct range r = mix[0];
    while (len < most) {
        uint64_t x = random_next(seed);
        if (x % breaks == 0) {
            to[len++] = (x >> 8) % 8 == 0 ? '\n' : ' ';
            r = mix[(x >> 16) % kinds];
        }
        if (broken && (x >> 24) % 16 == 0)
            to[len++] = (char)(x >> 32);
        else if (broken && (x >> 24) % 16 == 1) { /* overlong, or half of a pair of UTF-16 */
            uint32_t cp = (x >> 28) % 2 == 0 ? (uint32_t)(x >> 32) % 0x800 : 0xD800 + (uint32_t)(x >> 32) % 0x800;
            to[len++] = (char)(0xE0 | cp >> 12);
            to[len++] = (char)(0x80 | (cp >> 6 & 0x3F));
            to[len++] = (char)(0x80 | (cp & 0x3F));
        }
        else
            len += put(to + len, r.first + (uint32_t)((x >> 32) % (r.last - r.first + 1)));
    }
    return most;
}

typedef struct variant {
    nd_text     *text;
    nd_sketcher *sketcher;
} variant;

static void variant_init(variant *v, nd_simd simd, int combination)
{
    nd_opts opts;
    nd_opts_init(&opts);
    opts.simd = simd;
    opts.fold_digits = combination & 1;
    opts.strip_marks = combination & 2;
    opts.shingle = combination == 3 ? 1 : 5;
    opts.perms = combination == 2 ? 1000 : 128;
    ck_assert_int_eq(nd_text_new(&v->text, &opts, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_sketcher_new(&v->sketcher, &opts, NULL, NULL), ND_OK);
}

static void variant_release(variant *v)
{
    nd_text_free(v->text);
    nd_sketcher_free(v->sketcher);
}

static size_t no_run(const nd_run *run, nd_word_writer *w, size_t at, size_t limit)
{
    (void)run, (void)w, (void)limit;
    return at;
}

/* A text that is folded character by character. */
static void take_no_runs(nd_text *text)
{
    static nd_run_loops loops;
    loops = (nd_run_loops){.write = no_run, .starts = nd_run_loops_of(ND_SIMD_SCALAR)->starts};
    text->loops = &loops;
}

/* The words of a, whose text takes no runs, and with and without spans those of b. */
static bool same_words(variant *a, variant *b, const char *bytes, size_t len)
{
    nd_words x, y;
    ck_assert_int_eq(nd_text_fold(a->text, bytes, len, true, &x, NULL), ND_OK);
    for (int spans = 0; spans < 2; spans++) {
        ck_assert_int_eq(nd_text_fold(b->text, bytes, len, spans == 1, &y, NULL), ND_OK);
        if (x.n_words != y.n_words || x.folded_len != y.folded_len || x.invalid_bytes != y.invalid_bytes ||
            memcmp(x.folded, y.folded, x.folded_len) != 0 ||
            memcmp(x.starts, y.starts, (x.n_words + 1) * sizeof *x.starts) != 0)
            return false;
    }
    return x.n_words == 0 || memcmp(x.spans, y.spans, x.n_words * sizeof *x.spans) == 0;
}

static bool same_sketch(variant *a, variant *b, const char *bytes, size_t len, uint32_t perms)
{
    nd_doc x, y;
    ck_assert_int_eq(nd_sketch(a->sketcher, bytes, len, &x, NULL), ND_OK);
    ck_assert_int_eq(nd_sketch(b->sketcher, bytes, len, &y, NULL), ND_OK);
    return x.n_shingles == y.n_shingles && x.same_words.lo == y.same_words.lo && x.same_words.hi == y.same_words.hi &&
           (x.n_shingles == 0 || (memcmp(x.shingles, y.shingles, x.n_shingles * sizeof *x.shingles) == 0 &&
                                  memcmp(x.signature, y.signature, perms * sizeof *x.signature) == 0));
}

static void differ(const char *what, uint64_t seed, const char *bytes, size_t len)
{
    char hex[3 * 200 + 1] = "";
    for (size_t i = 0; i < len && i < 200; i++)
        snprintf(hex + 3 * i, 4, " %02X", (unsigned)(unsigned char)bytes[i]);
    ck_abort_msg("%s, seed %llu, %zu bytes:%s", what, (unsigned long long)seed, len, hex);
}

/* _i: the combination of options, and the variant. The text ends at a page that cannot be read. */
static void compare(int row, size_t texts, size_t most)
{
    nd_simd simd = ND_SIMD_SCALAR + (nd_simd)row / 4;
    int combination = row % 4;
    variant scalar, other;
    if (!nd_simd_there(simd))
        return;
    variant_init(&scalar, ND_SIMD_SCALAR, combination);
    take_no_runs(scalar.text);
    variant_init(&other, simd, combination);
    uint64_t seed = 1916 + (uint64_t)row;
    char *drawn = malloc(most), *room = guard_get(most);
    for (size_t i = 0; i < texts; i++) {
        uint64_t from = seed;
        size_t len = draw(drawn, most, &seed);
        char *bytes = room + most - len;
        memcpy(bytes, drawn, len);
        if (!same_words(&scalar, &other, bytes, len))
            differ("other words", from, bytes, len);
        if (!same_sketch(&scalar, &other, bytes, len, combination == 2 ? 1000 : 128))
            differ("another sketch", from, bytes, len);
    }
    guard_drop(room, most);
    free(drawn);
    variant_release(&scalar);
    variant_release(&other);
}

START_TEST(random_texts_have_the_same_words_and_sketch)
{
    const char *wanted = getenv("FUZZ_TEXTS");
    compare(_i, wanted != NULL ? strtoull(wanted, NULL, 10) : TEXTS, MOST);
}
END_TEST

START_TEST(long_random_texts_have_the_same_words_and_sketch)
{
    compare(_i, LONG_TEXTS, MOST_LONG);
}
END_TEST

/* n words of random lengths, most short, each array ending at its guard. */
static nd_words guarded_words(size_t n, uint64_t *seed)
{
    uint32_t *starts = guard_get((n + 1) * sizeof *starts);
    uint64_t longest = 1 + random_next(seed) % (random_next(seed) % 4 == 0 ? 90 : 9);
    for (size_t i = 0; i < n; i++)
        starts[i + 1] = starts[i] + 2 + (uint32_t)(random_next(seed) % longest);
    size_t len = n == 0 ? 0 : starts[n] - 1;
    char *folded = guard_get(len);
    for (size_t i = 0; i < len; i++)
        folded[i] = (char)('a' + random_next(seed) % 26);
    for (size_t i = 1; i < n; i++)
        folded[starts[i] - 1] = ' ';
    return (nd_words){.folded = folded, .folded_len = len, .n_words = n, .starts = starts};
}

START_TEST(shingle_hashes_are_xxh3_at_every_length_and_read_nothing_else)
{
    nd_simd simd = ND_SIMD_SCALAR + (nd_simd)_i;
    uint64_t seed = 7 + (uint64_t)_i;
    for (int trial = 0; trial < 4000 && nd_simd_there(simd); trial++) {
        size_t n_words = random_next(&seed) % (trial % 50 == 0 ? 2000 : 60);
        uint32_t n = trial % 3 == 0 ? 5 : 1 + (uint32_t)(random_next(&seed) % 64);
        nd_words w = guarded_words(n_words, &seed);
        size_t count = nd_shingle_count(n_words, n), width = n_words < n ? n_words : n;
        uint64_t *hashes = guard_get(count * sizeof *hashes);
        nd_shingle_hashes_by(simd, &w, n, hashes);
        for (size_t i = 0; i < count; i++) {
            uint32_t from = w.starts[i], len = w.starts[i + width] - 1 - from;
            if (hashes[i] != XXH3_64bits(w.folded + from, len))
                ck_abort_msg("shingle %zu of %zu, %u bytes", i, count, len);
        }
        guard_drop(hashes, count * sizeof *hashes);
        guard_drop((void *)w.folded, w.folded_len);
        guard_drop((void *)w.starts, (n_words + 1) * sizeof *w.starts);
    }
}
END_TEST

START_TEST(random_sets_have_the_same_signature)
{
    static const uint32_t perms[] = {16, 17, 31, 100, 128, 129, 1000, 1024};
    nd_simd simd = ND_SIMD_AVX2 + (nd_simd)_i;
    uint64_t seed = 5, hashes[3000];
    for (size_t p = 0; p < ND_COUNT(perms) && nd_simd_there(simd); p++) {
        nd_sketcher *one, *other;
        nd_opts opts;
        nd_opts_init(&opts);
        opts.perms = perms[p];
        opts.simd = ND_SIMD_SCALAR;
        ck_assert_int_eq(nd_sketcher_new(&one, &opts, NULL, NULL), ND_OK);
        opts.simd = simd;
        ck_assert_int_eq(nd_sketcher_new(&other, &opts, NULL, NULL), ND_OK);
        for (int trial = 0; trial < 400; trial++) {
            size_t n = 1 + random_next(&seed) % (trial % 10 == 0 ? ND_COUNT(hashes) : 2 * perms[p] % ND_COUNT(hashes));
            uint32_t *a = guard_get(perms[p] * sizeof *a), *b = guard_get(perms[p] * sizeof *b);
            random_hashes(hashes, n, &seed);
            ck_assert_int_eq(nd_signature(one, hashes, n, a, NULL), ND_OK);
            ck_assert_int_eq(nd_signature(other, hashes, n, b, NULL), ND_OK);
            ck_assert_mem_eq(a, b, perms[p] * sizeof *a);
            guard_drop(a, perms[p] * sizeof *a);
            guard_drop(b, perms[p] * sizeof *b);
        }
        nd_sketcher_free(one);
        nd_sketcher_free(other);
    }
}
END_TEST

START_TEST(what_the_processor_lacks_is_refused)
{
    for (nd_simd simd = 0; simd < ND_SIMDS; simd++) {
        nd_opts opts;
        nd_err err;
        nd_opts_init(&opts);
        opts.simd = simd;
        nd_status st = nd_opts_check(&opts, &err);
        ck_assert_int_eq(st, nd_simd_there(simd) ? ND_OK : ND_EINVAL);
        if (st != ND_OK)
            ck_assert_ptr_nonnull(strstr(err.text, nd_simd_name(simd)));
        if (st == ND_OK && simd != ND_SIMD_BEST)
            ck_assert_int_eq(nd_simd_use(simd), simd);
    }
    ck_assert(nd_simd_there(ND_SIMD_BEST) && nd_simd_there(ND_SIMD_SCALAR));
    ck_assert(nd_simd_use(ND_SIMD_BEST) != ND_SIMD_BEST && nd_simd_there(nd_simd_use(ND_SIMD_BEST)));
}
END_TEST

Suite *simd_suite(void);
Suite *simd_suite(void)
{
    Suite *s = suite_create("simd");
    TCase *t = tcase_create("core");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, what_the_processor_lacks_is_refused);
    tcase_add_loop_test(t, random_texts_have_the_same_words_and_sketch, 0, 12);
    tcase_add_loop_test(t, long_random_texts_have_the_same_words_and_sketch, 0, 12);
    tcase_add_loop_test(t, shingle_hashes_are_xxh3_at_every_length_and_read_nothing_else, 0, 3);
    tcase_add_loop_test(t, random_sets_have_the_same_signature, 0, 2);
    suite_add_tcase(s, t);
    return s;
}
