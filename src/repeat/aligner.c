/* SPDX-License-Identifier: MIT
 *
 * aligner.c - two texts to the blocks of words that both have.
 *
 * Each text is folded once, its words are numbered together with the other's, and
 * nd_align_words does the rest on numbers. What comes back in words is then put in
 * bytes and lines: blocks are met in order of either text, so one walk over each
 * counts its lines.
 */
#include "align.h"
#include "line_ends.h"
#include "numbers.h"

#include <xxhash.h>

typedef struct side {
    nd_text  *text;
    nd_words  words;
    uint32_t *numbers, *blocks;   /* of each word */
    uint8_t  *breaks;
    size_t    cap_numbers, cap_blocks, cap_breaks;
} side;

struct nd_aligner {
    nd_alloc        own;   /* the caller's, copied */
    const nd_alloc *alloc; /* &own, or NULL: malloc */
    side            a, b;
    nd_numbers      numbers;
    nd_word_aligner words;
    nd_block       *blocks;
    size_t          cap_blocks;
};

static void release_side(side *s, const nd_alloc *alloc)
{
    nd_text_free(s->text);
    nd_drop(alloc, s->numbers, s->cap_numbers, sizeof *s->numbers);
    nd_drop(alloc, s->blocks, s->cap_blocks, sizeof *s->blocks);
    nd_drop(alloc, s->breaks, s->cap_breaks, sizeof *s->breaks);
}

void nd_aligner_free(nd_aligner *aligner)
{
    if (aligner == NULL)
        return;
    nd_alloc own = aligner->own;
    const nd_alloc *alloc = aligner->alloc != NULL ? &own : NULL;
    release_side(&aligner->a, alloc);
    release_side(&aligner->b, alloc);
    nd_numbers_release(&aligner->numbers);
    nd_word_aligner_release(&aligner->words);
    nd_drop(alloc, aligner->blocks, aligner->cap_blocks, sizeof *aligner->blocks);
    nd_drop(alloc, aligner, 1, sizeof *aligner);
}

nd_status nd_aligner_new(nd_aligner **out, const nd_opts *opts, const nd_alloc *alloc, nd_err *err)
{
    nd_aligner *aligner = nd_get(alloc, 1, sizeof *aligner);
    if (aligner == NULL)
        return nd_no_memory(err, sizeof *aligner);
    if (alloc != NULL) {
        aligner->own = *alloc;
        aligner->alloc = &aligner->own;
    }
    nd_numbers_init(&aligner->numbers, aligner->alloc);
    nd_word_aligner_init(&aligner->words, aligner->alloc);
    nd_status st = nd_text_new(&aligner->a.text, opts, aligner->alloc, err);
    if (st == ND_OK)
        st = nd_text_new(&aligner->b.text, opts, aligner->alloc, err);
    if (st == ND_OK)
        *out = aligner;
    else
        nd_aligner_free(aligner);
    return st;
}

/* Whether a line or a sentence begins with each word, as far as the bytes before it tell. */
static void find_breaks(side *s, const char *text)
{
    size_t at = 0;
    for (size_t i = 0; i < s->words.n_words; i++) {
        uint8_t found = i == 0 ? ND_BREAK_LINE : ND_BREAK_NONE;
        for (; at < s->words.spans[i].offset && found != ND_BREAK_LINE; at++) {
            if (text[at] == '\n' || text[at] == '\r')
                found = ND_BREAK_LINE;
            else if (text[at] == '.' || text[at] == '!' || text[at] == '?')
                found = ND_BREAK_SENTENCE;
        }
        s->breaks[i] = found;
        at = s->words.spans[i].offset + s->words.spans[i].len;
    }
}

static nd_status fold(side *s, const nd_alloc *alloc, const char *text, size_t len, nd_err *err)
{
    nd_status st = nd_text_fold(s->text, text, len, true, &s->words, err);
    if (st != ND_OK)
        return st;
    if (!nd_grow(alloc, &s->numbers, &s->cap_numbers, s->words.n_words, sizeof *s->numbers) ||
        !nd_grow(alloc, &s->blocks, &s->cap_blocks, s->words.n_words, sizeof *s->blocks) ||
        !nd_grow(alloc, &s->breaks, &s->cap_breaks, s->words.n_words, sizeof *s->breaks))
        return nd_no_memory(err, s->words.n_words * sizeof *s->numbers);
    find_breaks(s, text);
    return ND_OK;
}

static nd_status number(nd_aligner *aligner, nd_err *err)
{
    side *a = &aligner->a, *b = &aligner->b;
    uint64_t seed = XXH3_64bits(a->words.folded, a->words.folded_len);
    nd_numbers_begin(&aligner->numbers, XXH3_64bits_withSeed(b->words.folded, b->words.folded_len, seed));
    nd_status st = nd_numbers_add(&aligner->numbers, &a->words, a->numbers, err);
    if (st == ND_OK)
        st = nd_numbers_add(&aligner->numbers, &b->words, b->numbers, err);
    return st;
}

/* Which block each word is in. ND_NO_BLOCK is all ones. */
static void mark(side *s, const nd_block *blocks, uint32_t n_blocks, bool of_b)
{
    if (s->words.n_words > 0)
        memset(s->blocks, 0xFF, s->words.n_words * sizeof *s->blocks);
    for (uint32_t i = 0; i < n_blocks; i++) {
        uint64_t from = of_b ? blocks[i].b_word : blocks[i].a_word;
        for (uint64_t word = from; word < from + blocks[i].words; word++)
            s->blocks[word] = i;
    }
}

/* The place of each block in one text. */
static void place(const side *s, nd_block *blocks, bool of_b, const char *text, size_t len)
{
    uint64_t line = 1;
    size_t at = 0;
    for (uint64_t word = 0; word < s->words.n_words; word++) {
        if (s->blocks[word] == ND_NO_BLOCK)
            continue;
        nd_block *block = &blocks[s->blocks[word]];
        const nd_span *first = &s->words.spans[word], *last = first + block->words - 1;
        line += nd_line_ends(text, len, at, first->offset);
        at = first->offset;
        nd_place found = {.line = line, .offset = at, .len = last->offset + last->len - at};
        *(of_b ? &block->b : &block->a) = found;
        word += block->words - 1;
    }
}

static nd_aligned_text view(const side *s)
{
    return (nd_aligned_text){.n_words = s->words.n_words, .spans = s->words.spans, .blocks = s->blocks};
}

nd_status nd_align(nd_aligner *aligner, const char *a, size_t a_len, const char *b, size_t b_len,
                   nd_alignment *out, nd_err *err)
{
    side *sa = &aligner->a, *sb = &aligner->b;
    nd_word_aligner *words = &aligner->words;
    nd_status st = fold(sa, aligner->alloc, a, a_len, err);
    if (st == ND_OK)
        st = fold(sb, aligner->alloc, b, b_len, err);
    if (st == ND_OK)
        st = number(aligner, err);
    words->breaks_a = sa->breaks;
    words->breaks_b = sb->breaks;
    if (st == ND_OK)
        st = nd_align_words(words, sa->numbers, sa->words.n_words, sb->numbers, sb->words.n_words, err);
    if (st == ND_OK && !nd_grow(aligner->alloc, &aligner->blocks, &aligner->cap_blocks, words->n_runs,
                                sizeof *aligner->blocks))
        st = nd_no_memory(err, words->n_runs * sizeof *aligner->blocks);
    if (st != ND_OK)
        return st;

    uint32_t n = (uint32_t)words->n_runs;
    nd_alignment found = {.blocks = aligner->blocks, .n_blocks = n};
    for (uint32_t i = 0; i < n; i++) {
        nd_run run = words->runs[i];
        aligner->blocks[i] = (nd_block){.a_word = run.a, .b_word = run.b, .words = run.n, .moved = run.moved};
        *(run.moved ? &found.moved_words : &found.ordered_words) += run.n;
        if (run.n > aligner->blocks[found.longest].words)
            found.longest = i;
    }
    mark(sa, aligner->blocks, n, false);
    mark(sb, aligner->blocks, n, true);
    place(sa, aligner->blocks, false, a, a_len);
    place(sb, aligner->blocks, true, b, b_len);
    found.a = view(sa);
    found.b = view(sb);
    *out = found;
    return ND_OK;
}
