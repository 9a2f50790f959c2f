/* SPDX-License-Identifier: MIT
 *
 * test_unicode.c - folding by table gives what utf8proc gives for the whole text: on
 * every code point, in context, on Unicode's own test file, and on random texts of
 * the code points that are hard.
 */
#include "agree.h"
#include "pairs.h"
#include "text/text.h"

static bool *alone; /* NULL: no Unicode files here */

static void read_unicode(void)
{
    alone = oracle_scripts();
}

static void drop_unicode(void)
{
    free(alone);
    alone = NULL;
}

static bool surrogate(utf8proc_int32_t cp)
{
    return cp >= 0xD800 && cp < 0xE000;
}

static size_t put(char *to, const utf8proc_int32_t *cps, size_t n)
{
    size_t len = 0;
    for (size_t i = 0; i < n; i++)
        len += (size_t)utf8proc_encode_char(cps[i], (utf8proc_uint8_t *)to + len);
    return len;
}

START_TEST(every_code_point_alone_folds_as_utf8proc_says)
{
    if (alone == NULL)
        return;
    both b;
    both_init(&b, 3 * _i, alone);
    for (utf8proc_int32_t cp = 1; cp < CODE_POINTS; cp++) {
        char bytes[4];
        if (!surrogate(cp))
            agree(&b, bytes, put(bytes, &cp, 1));
    }
    both_release(&b);
}
END_TEST

/* In front of each, behind each: a space, letters, marks that compose, reorder, and do neither; jamo. */
static size_t contexts(char *to, utf8proc_int32_t c)
{
    const utf8proc_int32_t cps[] = {
        c, '\n', 'a', c, 'b', ' ', c, 0x301, ' ', 0x915, c, 0x94D, c, ' ', c, c, ' ', 0x1112, c, 0x11A8, ' ',
        'e', 0x316, c, 0x323, 0x345, '=', c, 0x338, 0xAD, c, 0x200D, c, ' ', 0x0E01, c, 0x0E49, 0x301, c, 'z'
    };
    return put(to, cps, ND_COUNT(cps));
}

START_TEST(every_code_point_in_context_folds_as_utf8proc_says)
{
    if (alone == NULL)
        return;
    both b;
    both_init(&b, 3 * _i, alone);
    for (utf8proc_int32_t cp = 1; cp < CODE_POINTS; cp++) {
        char bytes[256];
        utf8proc_category_t category = utf8proc_category(cp);
        bool plain = category == UTF8PROC_CATEGORY_CN || category == UTF8PROC_CATEGORY_CO;
        if (!surrogate(cp) && (!plain || cp % 61 == 0)) {
            size_t len = contexts(bytes, cp);
            nd_words w = agree(&b, bytes, len);
            spans_give_words(&b, &w, bytes, len);
        }
    }
    both_release(&b);
}
END_TEST

/* Of all of Unicode, Hangul too: the code points that may compose with one before them; how many. */
static size_t all_seconds(bool *second, utf8proc_int32_t *list)
{
    const utf8proc_option_t nfc = UTF8PROC_COMPOSE | UTF8PROC_STABLE;
    size_t n_seconds = 0;
    for (utf8proc_int32_t cp = 0; cp < CODE_POINTS; cp++) {
        utf8proc_int32_t d[32], composed[32];
        int unused = 0;
        utf8proc_ssize_t n = utf8proc_decompose_char(cp, d, 32, UTF8PROC_DECOMPOSE, &unused);
        memcpy(composed, d, sizeof d);
        if (n < 2 || utf8proc_normalize_utf32(composed, n, nfc) != 1)
            continue;
        for (utf8proc_ssize_t i = 1; i < n; i++) {
            if (!second[d[i]])
                list[n_seconds++] = d[i];
            second[d[i]] = true;
        }
    }
    return n_seconds;
}

static const nd_form *form_of(nd_fold_table *table, uint32_t cp)
{
    if (table->block_of[cp / ND_FORM_BLOCK] == NULL && nd_fold_table_make(table, cp, NULL) != ND_OK)
        ck_abort_msg("no block");
    return &table->block_of[cp / ND_FORM_BLOCK][cp % ND_FORM_BLOCK];
}

/* What a form's flags claim (see fold_table.c) and is not so; NULL: nothing. */
static const char *wrong_flags(const nd_fold_table *table, const nd_form *form, utf8proc_int32_t cp,
                               const bool *second, const utf8proc_int32_t *list, size_t n_list)
{
    utf8proc_int32_t d[32];
    int unused = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(cp, d, 32, table->options, &unused);
    int class = n > 0 ? utf8proc_get_property(d[0])->combining_class : 0;
    if ((form->flags & ND_STARTS) && (n == 0 || class != 0 || second[d[0]]))
        return "may not start a segment";
    if ((form->flags & ND_INERT) && (n != 1 || class == 0 || second[d[0]]))
        return "may compose";
    for (size_t i = 0; i < n_list && (form->flags & ND_CLOSED); i++) {
        utf8proc_int32_t two[] = {d[0], list[i]};
        if (n != 1 || utf8proc_normalize_utf32(two, 2, UTF8PROC_COMPOSE | UTF8PROC_STABLE) != 2)
            return "is not closed";
    }
    return NULL;
}

START_TEST(nothing_composes_with_a_code_point_that_starts_a_segment)
{
    both b;
    both_init(&b, 0, NULL);
    nd_fold_table *table = &b.text->table;
    bool *second = calloc(CODE_POINTS, sizeof *second);
    utf8proc_int32_t *list = calloc(CODE_POINTS, sizeof *list);
    size_t n_list = all_seconds(second, list), starts = 0, inert = 0, closed = 0;
    for (utf8proc_int32_t cp = 0; cp < CODE_POINTS; cp++) {
        if (surrogate(cp))
            continue;
        const nd_form *form = form_of(table, (uint32_t)cp);
        const char *wrong = wrong_flags(table, form, cp, second, list, n_list);
        if (wrong != NULL)
            ck_abort_msg("U+%04X %s", (unsigned)cp, wrong);
        starts += (form->flags & ND_STARTS) != 0;
        inert += (form->flags & ND_INERT) != 0;
        closed += (form->flags & ND_CLOSED) != 0;
    }
    ck_assert_uint_ge(n_list, 63 + 21 + 27);
    ck_assert_uint_gt(starts, 1000000);
    ck_assert_uint_gt(inert, 500);
    ck_assert_uint_gt(closed, 65);
    free(list);
    free(second);
    both_release(&b);
}
END_TEST

typedef struct range {
    utf8proc_int32_t first, last;
} range;

/* Where the trouble is; the first and the last are most of Unicode. */
static const range hard[] = {
    {1, 0x7F}, {' ', ' '}, {'a', 'z'}, {'0', '9'}, {0xA0, 0x24F}, {0xAD, 0xAD}, {0x300, 0x36F},
    {0x300, 0x345}, {0x370, 0x3FF}, {0x400, 0x52F}, {0x590, 0x5FF}, {0x600, 0x6FF}, {0x900, 0x97F},
    {0x980, 0x9FF}, {0xB00, 0xC7F}, {0xE00, 0xEFF}, {0xF00, 0xFDA}, {0x1000, 0x109F}, {0x1100, 0x11FF},
    {0x1160, 0x11FF}, {0x1780, 0x17FF}, {0x1DC0, 0x1DFF}, {0x1E00, 0x1FFF}, {0x2000, 0x206F},
    {0x200B, 0x200F}, {0x20D0, 0x20F0}, {0x2100, 0x218F}, {0x2460, 0x24FF}, {0x3000, 0x30FF},
    {0x3099, 0x309A}, {0x3130, 0x318F}, {0x3200, 0x33FF}, {0x4E00, 0x9FFF}, {0xAC00, 0xD7FF},
    {0xF900, 0xFAFF}, {0xFB00, 0xFDFF}, {0xFE00, 0xFE2F}, {0xFE70, 0xFFFF}, {0x110B0, 0x110BF},
    {0x11300, 0x114FF}, {0x1D150, 0x1D1FF}, {0x1D400, 0x1D7FF}, {0x1F100, 0x1F2FF}, {0xE0000, 0xE01EF},
    {1, 0x1FFFF},
};

START_TEST(random_texts_fold_as_utf8proc_says)
{
    enum { TEXTS = 50000, MOST = 24 };
    if (alone == NULL)
        return;
    uint64_t seed = 1916 + (uint64_t)_i;
    both b;
    both_init(&b, _i, alone);
    for (int i = 0; i < TEXTS; i++) {
        utf8proc_int32_t cps[MOST];
        char bytes[4 * MOST];
        size_t n = 1 + random_next(&seed) % MOST;
        uint64_t kinds = 1 + random_next(&seed) % 3;
        range mix[3];
        for (uint64_t k = 0; k < kinds; k++)
            mix[k] = hard[random_next(&seed) % ND_COUNT(hard)];
        for (size_t c = 0; c < n; c++) {
            range r = mix[random_next(&seed) % kinds];
            cps[c] = r.first + (utf8proc_int32_t)(random_next(&seed) % (uint64_t)(r.last - r.first + 1));
            if (surrogate(cps[c]))
                cps[c] = 0x301;
        }
        size_t len = put(bytes, cps, n);
        nd_words w = agree(&b, bytes, len);
        if (!has_jamo(bytes, len))
            spans_give_words(&b, &w, bytes, len);
    }
    both_release(&b);
}
END_TEST

/* "0041 030A" as UTF-8; the place behind its semicolon. */
static const char *column(const char *at, char *to, size_t *len)
{
    *len = 0;
    while (*at != ';' && *at != '\0') {
        char *end;
        utf8proc_int32_t cp = (utf8proc_int32_t)strtol(at, &end, 16);
        *len += put(to + *len, &cp, 1);
        at = end + strspn(end, " ");
    }
    return *at == ';' ? at + 1 : at;
}

#define IOTA "\xCD\x85" /* U+0345, the subscript */

/*
 * Columns: source, NFC, NFD, NFKC, NFKD; the first three are the same text and must
 * have the same words, but for the iota subscript U+0345, a mark that folds to a letter:
 * utf8proc strips and orders it as what it is at the moment.
 */
static size_t normalization_lines(both *b, FILE *f)
{
    char line[4096], bytes[1024], first[1024];
    size_t lines = 0;
    while (fgets(line, sizeof line, f) != NULL) {
        if (line[0] == '#' || line[0] == '@')
            continue;
        const char *at = line;
        size_t len, first_len = 0;
        for (int c = 0; c < 5; c++) {
            at = column(at, bytes, &len);
            bytes[len] = '\0';
            nd_words w = agree(b, bytes, len);
            if (c == 0)
                memcpy(first, w.folded, first_len = w.folded_len);
            bool same = w.folded_len == first_len && memcmp(first, w.folded, first_len) == 0;
            if (c < 3 && !same && strstr(bytes, IOTA) == NULL)
                differ(b, "a canonical form has other words", bytes, len);
        }
        lines++;
    }
    return lines;
}

START_TEST(every_line_of_the_normalization_test_folds_as_utf8proc_says)
{
    FILE *f = unicode_open("NormalizationTest.txt"), *packed = NULL;
    if (f == NULL && (packed = unicode_open("NormalizationTest.txt.bz2")) != NULL) {
        fclose(packed);
        f = popen("bzcat \"${UNICODE_DATA:-/usr/share/unicode}/NormalizationTest.txt.bz2\"", "r");
    }
    if (alone == NULL || f == NULL) {
        fprintf(stderr, "no NormalizationTest.txt: not compared\n");
        return;
    }
    both b;
    both_init(&b, _i, alone);
    ck_assert_uint_gt(normalization_lines(&b, f), 15000);
    both_release(&b);
    if (packed != NULL)
        pclose(f);
    else
        fclose(f);
}
END_TEST

Suite *unicode_suite(void);
Suite *unicode_suite(void)
{
    Suite *s = suite_create("unicode");
    TCase *t = tcase_create("core");
    tcase_add_unchecked_fixture(t, read_unicode, drop_unicode);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, nothing_composes_with_a_code_point_that_starts_a_segment);
    tcase_add_loop_test(t, every_code_point_alone_folds_as_utf8proc_says, 0, 2);
    tcase_add_loop_test(t, every_code_point_in_context_folds_as_utf8proc_says, 0, 2);
    tcase_add_loop_test(t, every_line_of_the_normalization_test_folds_as_utf8proc_says, 0, 4);
    tcase_add_loop_test(t, random_texts_fold_as_utf8proc_says, 0, 4);
    suite_add_tcase(s, t);
    return s;
}
