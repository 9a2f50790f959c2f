/* SPDX-License-Identifier: MIT
 *
 * passage_words.c - two runs of letters, parted into words again, to what nd_align_words
 * says of them.
 */
#include "passage_words.h"

#include <xxhash.h>

void nd_passage_words_init(nd_passage_words *w, const nd_alloc *alloc)
{
    *w = (nd_passage_words){.alloc = alloc};
    nd_buf_init(&w->a.joined, alloc);
    nd_buf_init(&w->b.joined, alloc);
    nd_numbers_init(&w->numbers, alloc);
    nd_word_aligner_init(&w->aligner, alloc);
}

static void release_side(nd_side_words *s, const nd_alloc *alloc)
{
    nd_buf_release(&s->joined);
    nd_drop(alloc, s->starts, s->cap_starts, sizeof *s->starts);
    nd_drop(alloc, s->numbers, s->cap_numbers, sizeof *s->numbers);
}

void nd_passage_words_release(nd_passage_words *w)
{
    release_side(&w->a, w->alloc);
    release_side(&w->b, w->alloc);
    nd_numbers_release(&w->numbers);
    nd_word_aligner_release(&w->aligner);
}

static nd_status join(nd_side_words *s, const nd_alloc *alloc, const nd_letters *text, nd_word_range of, nd_err *err)
{
    size_t n = of.end - of.first;
    if (!nd_grow(alloc, &s->starts, &s->cap_starts, n + 1, sizeof *s->starts) ||
        !nd_grow(alloc, &s->numbers, &s->cap_numbers, n, sizeof *s->numbers))
        return nd_no_memory(err, n * sizeof *s->starts);
    nd_buf_clear(&s->joined);
    for (size_t i = 0; i < n; i++) {
        const nd_letter_word *word = &text->words[of.first + i];
        s->starts[i] = (uint32_t)s->joined.len;
        nd_buf_add(&s->joined, text->bytes + word[0].letter, word[1].letter - word[0].letter);
        nd_buf_add(&s->joined, " ", 1);
    }
    s->starts[n] = (uint32_t)s->joined.len;
    if (s->joined.failed) {
        nd_buf_release(&s->joined);
        nd_buf_init(&s->joined, alloc);
        return nd_no_memory(err, 0);
    }
    return ND_OK;
}

static nd_words view(const nd_side_words *s, size_t n)
{
    return (nd_words){.folded = s->joined.bytes, .folded_len = s->joined.len - 1, .n_words = n, .starts = s->starts};
}

/* Words with a digit that are in no run. */
static uint64_t changed_numbers(const nd_side_words *s, const uint32_t *partner, size_t n)
{
    uint64_t found = 0;
    for (size_t i = 0; i < n; i++) {
        bool digit = false;
        for (uint32_t at = s->starts[i]; partner[i] == 0 && at < s->starts[i + 1]; at++)
            digit |= s->joined.bytes[at] >= '0' && s->joined.bytes[at] <= '9';
        found += digit;
    }
    return found;
}

nd_status nd_passage_words_compare(nd_passage_words *w, const nd_letters *a, nd_word_range of_a, const nd_letters *b,
                                   nd_word_range of_b, nd_word_likeness *out, nd_err *err)
{
    size_t n_a = of_a.end - of_a.first, n_b = of_b.end - of_b.first;
    nd_status st = join(&w->a, w->alloc, a, of_a, err);
    if (st == ND_OK)
        st = join(&w->b, w->alloc, b, of_b, err);
    if (st != ND_OK)
        return st;
    nd_words words_a = view(&w->a, n_a), words_b = view(&w->b, n_b);
    uint64_t seed = XXH3_64bits(words_a.folded, words_a.folded_len);
    nd_numbers_begin(&w->numbers, XXH3_64bits_withSeed(words_b.folded, words_b.folded_len, seed));
    st = nd_numbers_add(&w->numbers, &words_a, w->a.numbers, err);
    if (st == ND_OK)
        st = nd_numbers_add(&w->numbers, &words_b, w->b.numbers, err);
    if (st == ND_OK)
        st = nd_align_words(&w->aligner, w->a.numbers, n_a, w->b.numbers, n_b, err);
    if (st != ND_OK)
        return st;
    nd_word_likeness found = {0};
    for (size_t i = 0; i < w->aligner.n_runs; i++) {
        nd_run run = w->aligner.runs[i];
        found.equal += run.moved ? 0 : run.n;
        found.longest = run.n > found.longest ? run.n : found.longest;
    }
    uint64_t of_one = changed_numbers(&w->a, w->aligner.of_a, n_a), of_other = changed_numbers(&w->b, w->aligner.of_b, n_b);
    found.numbers = of_one > of_other ? of_one : of_other;
    *out = found;
    return ND_OK;
}
