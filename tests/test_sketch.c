/* SPDX-License-Identifier: MIT
 *
 * test_sketch.c - from a text's bytes to digests, shingles and signature: that the
 * parts are put together as neardup.h says, for any bytes and any little memory.
 */
#include "guard.h"
#include "neardup.h"
#include "scarce.h"

#include <check.h>
#include <string.h>
#include <xxhash.h>

static nd_sketcher *sketcher_of(uint32_t shingle)
{
    nd_opts opts;
    nd_sketcher *sketcher = NULL;
    nd_opts_init(&opts);
    opts.shingle = shingle;
    ck_assert_int_eq(nd_sketcher_new(&sketcher, &opts, NULL, NULL), ND_OK);
    return sketcher;
}

static const char fox[] = "The quick brown fox jumps over the lazy dog. The dog sleeps!";

/* The words of `fox`, folded; computed by hand. */
static const char fox_words[] = "the quick brown fox jumps over the lazy dog the dog sleeps";
enum { FOX_WORDS = 12, FOX_SHINGLES = 8 };

static void assert_digest(nd_digest digest, const void *bytes, size_t len)
{
    XXH128_hash_t hash = XXH3_128bits(bytes, len);
    ck_assert_uint_eq(digest.lo, hash.low64);
    ck_assert_uint_eq(digest.hi, hash.high64);
}

START_TEST(a_digest_is_xxh3_of_128_bits)
{
    char bytes[600];
    memset(bytes, 'x', sizeof bytes);
    for (size_t len = 0; len <= sizeof bytes; len++)
        assert_digest(nd_digest_bytes(bytes, len), bytes, len);
    nd_digest abc = nd_digest_bytes("abc", 3); /* as xxh128sum prints it */
    ck_assert_uint_eq(abc.hi, 0x06b05ab6733a6185);
    ck_assert_uint_eq(abc.lo, 0x78af5f94892f3950);
}
END_TEST

START_TEST(a_text_becomes_digests_shingles_and_a_signature)
{
    nd_doc doc;
    uint32_t from_text[128], from_hashes[128];
    uint64_t hashes[FOX_SHINGLES];
    const char *words[FOX_WORDS + 1] = {fox_words};
    nd_sketcher *sketcher = sketcher_of(5);
    ck_assert_int_eq(nd_sketch(sketcher, fox, strlen(fox), &doc, NULL), ND_OK);
    ck_assert_uint_eq(doc.id, 0);
    ck_assert_uint_eq(doc.n_words, FOX_WORDS);
    ck_assert_uint_eq(doc.invalid_bytes, 0);
    ck_assert_uint_eq(doc.n_shingles, FOX_SHINGLES);
    assert_digest(doc.identical, fox, strlen(fox));
    assert_digest(doc.same_words, fox_words, strlen(fox_words));
    for (int w = 1; w < FOX_WORDS; w++)
        words[w] = strchr(words[w - 1], ' ') + 1;
    words[FOX_WORDS] = fox_words + sizeof fox_words;
    for (int i = 0; i < FOX_SHINGLES; i++) {
        hashes[i] = XXH3_64bits(words[i], (size_t)(words[i + 5] - 1 - words[i]));
        ck_assert_uint_eq(doc.shingles[i], hashes[i] & UINT32_MAX);
    }
    memcpy(from_text, doc.signature, sizeof from_text);
    ck_assert_int_eq(nd_signature(sketcher, hashes, FOX_SHINGLES, from_hashes, NULL), ND_OK);
    ck_assert_mem_eq(from_text, from_hashes, sizeof from_text);
    nd_sketcher_free(sketcher);
}
END_TEST

START_TEST(equal_words_are_equal_but_for_the_bytes)
{
    static const char other[] = "the QUICK brown... fox jumps (over) the lazy dog;\nThe dog sleeps";
    nd_doc a, b;
    nd_sketcher *first = sketcher_of(5), *second = sketcher_of(5);
    ck_assert_int_eq(nd_sketch(first, fox, strlen(fox), &a, NULL), ND_OK);
    ck_assert_int_eq(nd_sketch(second, other, strlen(other), &b, NULL), ND_OK);
    ck_assert_uint_ne(a.identical.lo, b.identical.lo);
    ck_assert_uint_eq(a.same_words.lo, b.same_words.lo);
    ck_assert_uint_eq(a.same_words.hi, b.same_words.hi);
    ck_assert_mem_eq(a.signature, b.signature, 128 * sizeof *a.signature);
    nd_sketcher_free(first);
    nd_sketcher_free(second);
}
END_TEST

START_TEST(a_text_of_few_words_is_one_shingle)
{
    nd_doc doc;
    for (uint32_t shingle = 1; shingle <= 64; shingle++) {
        nd_sketcher *sketcher = sketcher_of(shingle);
        ck_assert_int_eq(nd_sketch(sketcher, fox, strlen(fox), &doc, NULL), ND_OK);
        ck_assert_uint_eq(doc.n_shingles, shingle < FOX_WORDS ? FOX_WORDS + 1 - shingle : 1);
        if (shingle >= FOX_WORDS)
            ck_assert_uint_eq(doc.shingles[0], XXH3_64bits(fox_words, strlen(fox_words)) & UINT32_MAX);
        ck_assert_int_eq(nd_sketch(sketcher, "Hello", 5, &doc, NULL), ND_OK);
        ck_assert_uint_eq(doc.n_words, 1);
        ck_assert_uint_eq(doc.n_shingles, 1);
        ck_assert_uint_eq(doc.shingles[0], XXH3_64bits("hello", 5) & UINT32_MAX);
        ck_assert_ptr_nonnull(doc.signature);
        nd_sketcher_free(sketcher);
    }
}
END_TEST

static const struct {
    const char *text;
    size_t len;
    uint64_t invalid;
} wordless[] = {{"", 0, 0}, {" ...\n!? - ", 10, 0}, {"\xff\xfe \0 ,", 6, 3}};

START_TEST(a_text_without_words_has_no_digest_no_shingle_and_no_signature)
{
    nd_doc doc;
    nd_sketcher *sketcher = sketcher_of(5);
    ck_assert_int_eq(nd_sketch(sketcher, fox, strlen(fox), &doc, NULL), ND_OK); /* leaves something */
    ck_assert_int_eq(nd_sketch(sketcher, wordless[_i].text, wordless[_i].len, &doc, NULL), ND_OK);
    ck_assert_uint_eq(doc.n_words, 0);
    ck_assert_uint_eq(doc.n_shingles, 0);
    ck_assert_uint_eq(doc.invalid_bytes, wordless[_i].invalid);
    ck_assert_uint_eq(doc.identical.lo | doc.identical.hi | doc.same_words.lo | doc.same_words.hi, 0);
    ck_assert_ptr_null(doc.signature);
    ck_assert_ptr_null(doc.shingles);
    nd_sketcher_free(sketcher);
}
END_TEST

/* n words of three letters, all different below 17,576. */
static void write_words(char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        text[4 * i] = (char)('a' + i % 26);
        text[4 * i + 1] = (char)('a' + i / 26 % 26);
        text[4 * i + 2] = (char)('a' + i / 676 % 26);
        text[4 * i + 3] = ' ';
    }
}

START_TEST(a_sketcher_forgets_the_text_before)
{
    enum { WORDS = 5000 };
    static char text[4 * WORDS];
    nd_doc fresh, reused;
    write_words(text, WORDS);
    nd_sketcher *worn = sketcher_of(5);
    for (size_t n = WORDS; n > 0; n = n * 2 / 3) {
        nd_sketcher *new = sketcher_of(5);
        ck_assert_int_eq(nd_sketch(new, text, 4 * n, &fresh, NULL), ND_OK);
        ck_assert_int_eq(nd_sketch(worn, text, 4 * n, &reused, NULL), ND_OK);
        ck_assert_uint_eq(reused.n_words, n);
        ck_assert_uint_eq(reused.n_shingles, fresh.n_shingles);
        ck_assert_mem_eq(reused.shingles, fresh.shingles, fresh.n_shingles * sizeof *fresh.shingles);
        ck_assert_mem_eq(reused.signature, fresh.signature, 128 * sizeof *fresh.signature);
        nd_sketcher_free(new);
    }
    nd_sketcher_free(worn);
}
END_TEST

START_TEST(options_out_of_range_make_no_sketcher)
{
    nd_opts opts;
    nd_err err;
    nd_sketcher *sketcher = NULL;
    nd_opts_init(&opts);
    opts.perms = 8;
    ck_assert_int_eq(nd_sketcher_new(&sketcher, &opts, NULL, &err), ND_EINVAL);
    ck_assert_str_eq(err.text, "perms is 8, must be 16 to 1024");
    ck_assert_ptr_null(sketcher);
    nd_sketcher_free(NULL);
}
END_TEST

START_TEST(a_text_is_not_read_behind_its_end)
{
    nd_doc doc;
    nd_sketcher *sketcher = sketcher_of(5);
    for (size_t len = 0; len < sizeof fox; len++) {
        char *text = guard_get(len);
        memcpy(text, fox, len);
        ck_assert_int_eq(nd_sketch(sketcher, text, len, &doc, NULL), ND_OK);
        guard_drop(text, len);
    }
    nd_sketcher_free(sketcher);
}
END_TEST

START_TEST(every_allocation_may_fail)
{
    enum { WORDS = 600 };
    char text[4 * WORDS];
    nd_status st = ND_ENOMEM;
    nd_opts opts;
    nd_err err;
    nd_opts_init(&opts);
    write_words(text, WORDS);
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        nd_sketcher *sketcher = NULL;
        nd_doc doc = {.id = 99};
        err.text[0] = '\0';
        st = nd_sketcher_new(&sketcher, &opts, SCARCE(&s), &err);
        if (st == ND_OK)
            st = nd_sketch(sketcher, text, sizeof text, &doc, &err);
        if (st == ND_ENOMEM) {
            ck_assert_msg(strstr(err.text, "out of memory") == err.text, "%s", err.text);
            ck_assert_uint_eq(doc.id, 99);
        }
        if (st == ND_ENOMEM && sketcher != NULL) { /* it stays usable */
            s.left = SIZE_MAX;
            ck_assert_int_eq(nd_sketch(sketcher, text, sizeof text, &doc, &err), ND_OK);
            ck_assert_uint_eq(doc.n_shingles, WORDS - 4);
        }
        nd_sketcher_free(sketcher);
        ck_assert_uint_eq(s.live, 0);
    }
    ck_assert_int_eq(st, ND_OK);
}
END_TEST

Suite *sketch_suite(void);
Suite *sketch_suite(void)
{
    Suite *suite = suite_create("sketch");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits"), *hostile = tcase_create("hostile"),
          *oom = tcase_create("oom");
    tcase_add_test(core, a_digest_is_xxh3_of_128_bits);
    tcase_add_test(core, a_text_becomes_digests_shingles_and_a_signature);
    tcase_add_test(core, equal_words_are_equal_but_for_the_bytes);
    tcase_add_test(core, a_sketcher_forgets_the_text_before);
    tcase_add_test(limits, a_text_of_few_words_is_one_shingle);
    tcase_add_loop_test(limits, a_text_without_words_has_no_digest_no_shingle_and_no_signature, 0,
                        sizeof wordless / sizeof wordless[0]);
    tcase_add_test(limits, options_out_of_range_make_no_sketcher);
    tcase_add_test(hostile, a_text_is_not_read_behind_its_end);
    tcase_add_test(oom, every_allocation_may_fail);
    suite_add_tcase(suite, core);
    suite_add_tcase(suite, limits);
    suite_add_tcase(suite, hostile);
    suite_add_tcase(suite, oom);
    return suite;
}
