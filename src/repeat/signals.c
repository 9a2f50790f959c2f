/* SPDX-License-Identifier: MIT
 *
 * signals.c - one text to the shares of it that repeat.
 *
 * Lines and paragraphs are those that nd_repeats_find tells of, grouped in the same
 * way; n-grams come from grams.c, one n after the other. What n-grams cover is
 * counted from left to right, each word once however many n-grams it is in. Every
 * share is a quotient of two whole numbers, so it is exact but for one rounding.
 */
#include "equal.h"
#include "grams.h"
#include "segment.h"

#include <xxhash.h>

struct nd_signal_meter {
    nd_alloc        own;   /* the caller's, copied */
    const nd_alloc *alloc; /* &own, or NULL: malloc */
    nd_text        *text;
    nd_segments     segments;
    nd_equal        equal;
    nd_grams        grams;
    uint32_t       *points; /* characters of the folded words before each word, and of all */
    size_t          cap_points;
};

const char *nd_signal_name(nd_signal signal)
{
    static const char *const names[] = {
        [ND_DUP_LINE_FRAC] = "dup_line_frac",
        [ND_DUP_LINE_CHAR_FRAC] = "dup_line_char_frac",
        [ND_DUP_LINE_WORD_FRAC] = "dup_line_word_frac",
        [ND_DUP_PARA_FRAC] = "dup_para_frac",
        [ND_DUP_PARA_CHAR_FRAC] = "dup_para_char_frac",
        [ND_DUP_PARA_WORD_FRAC] = "dup_para_word_frac",
        [ND_TOP_2GRAM_CHAR_FRAC] = "top_2gram_char_frac",
        [ND_TOP_3GRAM_CHAR_FRAC] = "top_3gram_char_frac",
        [ND_TOP_4GRAM_CHAR_FRAC] = "top_4gram_char_frac",
        [ND_DUP_5GRAM_CHAR_FRAC] = "dup_5gram_char_frac",
        [ND_DUP_6GRAM_CHAR_FRAC] = "dup_6gram_char_frac",
        [ND_DUP_7GRAM_CHAR_FRAC] = "dup_7gram_char_frac",
        [ND_DUP_8GRAM_CHAR_FRAC] = "dup_8gram_char_frac",
        [ND_DUP_9GRAM_CHAR_FRAC] = "dup_9gram_char_frac",
        [ND_DUP_10GRAM_CHAR_FRAC] = "dup_10gram_char_frac",
        [ND_UNIQUE_WORD_FRAC] = "unique_word_frac",
    };
    return (unsigned)signal < ND_SIGNALS ? names[signal] : NULL;
}

void nd_signal_meter_free(nd_signal_meter *meter)
{
    if (meter == NULL)
        return;
    nd_alloc own = meter->own;
    const nd_alloc *alloc = meter->alloc != NULL ? &own : NULL;
    nd_text_free(meter->text);
    nd_segments_release(&meter->segments);
    nd_equal_release(&meter->equal);
    nd_grams_release(&meter->grams);
    nd_drop(alloc, meter->points, meter->cap_points, sizeof *meter->points);
    nd_drop(alloc, meter, 1, sizeof *meter);
}

nd_status nd_signal_meter_new(nd_signal_meter **out, const nd_opts *opts, const nd_alloc *alloc, nd_err *err)
{
    nd_signal_meter *meter = nd_get(alloc, 1, sizeof *meter);
    if (meter == NULL)
        return nd_no_memory(err, sizeof *meter);
    if (alloc != NULL) {
        meter->own = *alloc;
        meter->alloc = &meter->own;
    }
    nd_segments_init(&meter->segments, meter->alloc);
    nd_equal_init(&meter->equal, meter->alloc);
    nd_grams_init(&meter->grams, meter->alloc);
    nd_status st = nd_text_new(&meter->text, opts, meter->alloc, err);
    if (st == ND_OK)
        *out = meter;
    else
        nd_signal_meter_free(meter);
    return st;
}

/* Code points of valid UTF-8; of any other bytes, those that continue none. */
static uint64_t characters(const char *bytes, size_t len)
{
    uint64_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += ((unsigned char)bytes[i] & 0xC0) != 0x80;
    return n;
}

static double share(uint64_t part, uint64_t whole)
{
    return whole > 0 ? (double)part / (double)whole : 0;
}

/* Of segments, characters and words, in this order: what stands in segments that repeat an earlier one. */
static void measure_segments(const nd_segment *segments, size_t n, const char *text, uint64_t all_characters,
                             uint64_t all_words, double *frac)
{
    uint64_t repeated = 0, in_characters = 0, in_words = 0;
    for (size_t i = 0; i < n; i++) {
        if (segments[i].first == i)
            continue;
        repeated++;
        in_characters += characters(text + segments[i].place.offset, segments[i].place.len);
        in_words += segments[i].n_words;
    }
    frac[0] = share(repeated, n);
    frac[1] = share(in_characters, all_characters);
    frac[2] = share(in_words, all_words);
}

static nd_status count_points(nd_signal_meter *meter, const nd_words *words, nd_err *err)
{
    if (!nd_grow(meter->alloc, &meter->points, &meter->cap_points, words->n_words + 1, sizeof *meter->points))
        return nd_no_memory(err, 0);
    uint32_t n = 0;
    for (size_t i = 0; i < words->n_words; i++) {
        size_t begin = words->starts[i], end = words->starts[i + 1] - 1;
        meter->points[i] = n;
        n += (uint32_t)characters(words->folded + begin, end - begin);
    }
    meter->points[words->n_words] = n;
    return ND_OK;
}

/* Characters inside n-grams that stand more than once; of the n-gram with this id where it is not 0. */
static uint64_t covered(const nd_signal_meter *meter, uint32_t only)
{
    const nd_grams *grams = &meter->grams;
    uint64_t sum = 0;
    for (size_t i = 0, done = 0; i < grams->n_words; i++) {
        if (grams->ids[i] == 0 || (only != 0 && grams->ids[i] != only))
            continue;
        size_t from = done > i ? done : i;
        done = i + grams->n;
        sum += meter->points[done] - meter->points[from];
    }
    return sum;
}

static nd_status measure_grams(nd_signal_meter *meter, const nd_words *words, nd_signals *to, nd_err *err)
{
    nd_grams *grams = &meter->grams;
    nd_status st = count_points(meter, words, err);
    if (st == ND_OK)
        st = nd_grams_begin(grams, words, err);
    if (st != ND_OK)
        return st;
    uint64_t all = meter->points[words->n_words];
    to->frac[ND_UNIQUE_WORD_FRAC] = share(grams->n_distinct, words->n_words);
    for (int signal = ND_TOP_2GRAM_CHAR_FRAC; signal <= ND_DUP_10GRAM_CHAR_FRAC; signal++) {
        st = nd_grams_lengthen(grams, err);
        if (st != ND_OK)
            return st;
        bool top = signal <= ND_TOP_4GRAM_CHAR_FRAC;
        to->frac[signal] = grams->top == 0 ? 0 : share(covered(meter, top ? grams->top : 0), all);
    }
    return ND_OK;
}

nd_status nd_signals_measure(nd_signal_meter *meter, const char *text, size_t len, nd_signals *out,
                             nd_err *err)
{
    nd_segments *segments = &meter->segments;
    nd_words words;
    nd_signals found;
    nd_status st = nd_text_fold(meter->text, text, len, true, &words, err);
    if (st == ND_OK)
        st = nd_segments_cut(segments, text, len, &words, err);
    uint64_t seed = st == ND_OK ? XXH3_64bits(words.folded, words.folded_len) : 0;
    if (st == ND_OK)
        st = nd_equal_mark(&meter->equal, &words, seed, segments->lines, segments->n_lines, 1, err);
    if (st == ND_OK)
        st = nd_equal_mark(&meter->equal, &words, seed, segments->paragraphs, segments->n_paragraphs, 1, err);
    if (st == ND_OK)
        st = measure_grams(meter, &words, &found, err);
    if (st != ND_OK)
        return st;
    uint64_t all = characters(text, len);
    measure_segments(segments->lines, segments->n_lines, text, all, words.n_words,
                     &found.frac[ND_DUP_LINE_FRAC]);
    measure_segments(segments->paragraphs, segments->n_paragraphs, text, all, words.n_words,
                     &found.frac[ND_DUP_PARA_FRAC]);
    *out = found;
    return ND_OK;
}
