/* SPDX-License-Identifier: MIT
 *
 * near.c - blocks with nearly the words of an earlier one.
 *
 * A word weighs log2((blocks + 1) / blocks that have it): what every line has does not
 * make two lines alike. An inverted index of the words that few blocks have names the
 * candidates: a block asks it for its rarest words, and those earlier blocks that share
 * most weight are compared in full. A block that is like one that was itself like an
 * earlier one belongs to that one's group, if it is like the first of it.
 */
#include "near.h"

#include "gap.h"

#include <math.h>

enum {
    LEAST_WORDS = 5, LEAST_CHARACTERS = 10,
    LONG_WORDS = 30, LONG_CHARACTERS = 60, /* a line of more is a paragraph */
    ASKED = 12,                /* of a block's words, the rarest */
    RARE = 64,                 /* blocks that a word may stand in and still be asked for */
    COMPARED = 4,              /* candidates in full */
    MOST_CELLS = 1 << 24       /* of an alignment; larger pairs are compared without order */
};

/* In a list only what is so alike is no item like the others. */
static const double certain = 0.85;

/* A candidate has so much of the weight that is asked for. */
static const float least_shared = 0.3f;

void nd_near_init(nd_near *near, const nd_alloc *alloc)
{
    *near = (nd_near){.alloc = alloc};
}

void nd_near_release(nd_near *near)
{
    const nd_alloc *alloc = near->alloc;
    nd_drop(alloc, near->blocks_with, near->cap_with, sizeof *near->blocks_with);
    nd_drop(alloc, near->postings, near->cap_postings, sizeof *near->postings);
    nd_drop(alloc, near->posting_at, near->cap_at, sizeof *near->posting_at);
    nd_drop(alloc, near->seen, near->cap_seen, sizeof *near->seen);
    nd_drop(alloc, near->shared, near->cap_shared, sizeof *near->shared);
    nd_drop(alloc, near->touched, near->cap_touched, sizeof *near->touched);
    nd_drop(alloc, near->roots, near->cap_roots, sizeof *near->roots);
    nd_drop(alloc, near->left, near->cap_left, sizeof *near->left);
    nd_drop(alloc, near->weights, near->cap_weights, sizeof *near->weights);
    nd_drop(alloc, near->block_weights, near->cap_block_weights, sizeof *near->block_weights);
    nd_drop(alloc, near->masks, near->cap_masks, sizeof *near->masks);
    nd_near_init(near, alloc);
}

typedef struct search {
    nd_near          *near;
    const nd_article *article;
    const nd_segment *blocks;
    uint32_t          n_blocks;
    double            least;
} search;

static bool is_alone(const search *s, const nd_segment *block)
{
    return (nd_word_traits(s->article, block->word + block->n_words / 2) & ND_WORD_ALONE) != 0;
}

static bool is_compared(const search *s, const nd_segment *block)
{
    return block->n_words >= LEAST_WORDS && (block->n_words >= LEAST_CHARACTERS || !is_alone(s, block));
}

static bool is_paragraph(const search *s, const nd_segment *block)
{
    return block->n_lines > 1 || block->n_words >= (uint32_t)(is_alone(s, block) ? LONG_CHARACTERS : LONG_WORDS);
}

static float weight(const search *s, uint32_t id)
{
    return s->near->weights[id];
}

/* Sum of the words' weights. */
static double weight_of(const search *s, const nd_segment *block)
{
    double sum = 0;
    for (uint32_t w = block->word, end = w + block->n_words; w < end; w++)
        sum += (double)weight(s, s->article->ids[w]);
    return sum;
}

/* Counts of blocks by word, and the postings of the words that few blocks have. */
static nd_status make_index(search *s, nd_err *err)
{
    nd_near *near = s->near;
    const nd_article *article = s->article;
    uint32_t n_ids = article->n_ids, n = 0;
    if (!nd_grow(near->alloc, &near->blocks_with, &near->cap_with, n_ids, sizeof *near->blocks_with) ||
        !nd_grow(near->alloc, &near->posting_at, &near->cap_at, n_ids + 1, sizeof *near->posting_at) ||
        !nd_grow(near->alloc, &near->seen, &near->cap_seen, n_ids, sizeof *near->seen) ||
        !nd_grow(near->alloc, &near->weights, &near->cap_weights, n_ids, sizeof *near->weights) ||
        !nd_grow(near->alloc, &near->left, &near->cap_left, n_ids, sizeof *near->left))
        return nd_no_memory(err, n_ids * sizeof *near->seen);
    memset(near->blocks_with, 0, n_ids * sizeof *near->blocks_with);
    memset(near->seen, 0, n_ids * sizeof *near->seen);
    memset(near->left, 0, n_ids * sizeof *near->left);
    for (uint32_t b = 0; b < s->n_blocks; b++) {
        for (uint32_t w = s->blocks[b].word, end = w + s->blocks[b].n_words; w < end; w++) {
            uint32_t id = article->ids[w];
            near->blocks_with[id] += near->seen[id] != b + 1;
            near->seen[id] = b + 1;
        }
    }
    for (uint32_t id = 0; id < n_ids; id++) {
        near->weights[id] = log2f((float)(s->n_blocks + 1) / (float)near->blocks_with[id]);
        near->posting_at[id] = n;
        n += near->blocks_with[id] > 1 && near->blocks_with[id] <= RARE ? near->blocks_with[id] : 0;
    }
    for (uint32_t b = 0; b < s->n_blocks; b++)
        near->block_weights[b] = (float)weight_of(s, &s->blocks[b]);
    if (!nd_grow(near->alloc, &near->postings, &near->cap_postings, n + 1, sizeof *near->postings))
        return nd_no_memory(err, n * sizeof *near->postings);
    memset(near->seen, 0, n_ids * sizeof *near->seen);
    for (uint32_t b = 0; b < s->n_blocks; b++) {
        for (uint32_t w = s->blocks[b].word, end = w + s->blocks[b].n_words; w < end; w++) {
            uint32_t id = article->ids[w], with = near->blocks_with[id];
            if (with > 1 && with <= RARE && near->seen[id] != b + 1)
                near->postings[near->posting_at[id]++] = b;
            near->seen[id] = b + 1;
        }
    }
    for (uint32_t id = 0; id < n_ids; id++)
        near->posting_at[id] -= near->blocks_with[id] > 1 && near->blocks_with[id] <= RARE ? near->blocks_with[id] : 0;
    return ND_OK;
}

/* ---- similarity */

/* Weight of the words of a that b has too, each as often as both have it. */
static double shared_weight(search *s, const nd_segment *a, const nd_segment *b)
{
    uint32_t *left = s->near->left;
    const uint32_t *ids = s->article->ids;
    double sum = 0;
    for (uint32_t w = b->word, end = w + b->n_words; w < end; w++)
        left[ids[w]]++;
    for (uint32_t w = a->word, end = w + a->n_words; w < end; w++) {
        if (left[ids[w]] == 0)
            continue;
        left[ids[w]]--;
        sum += (double)weight(s, ids[w]);
    }
    for (uint32_t w = b->word, end = w + b->n_words; w < end; w++)
        left[ids[w]] = 0;
    return sum;
}

/*
 * Weight of the words that stand in the same order in both: of a longest common
 * subsequence. Rows are the words of a, a bit for each of b: bit-parallel (Hyyro 2004),
 * and each row kept, so that the subsequence can be read back.
 */
static nd_status ordered_weight(search *s, const nd_segment *a, const nd_segment *b, double *sum, nd_err *err)
{
    nd_near *near = s->near;
    const uint32_t *ids = s->article->ids;
    size_t n_a = a->n_words, n_b = b->n_words, n_words = n_b / 64 + 1, n_masks = 0;
    if (!nd_grow(near->alloc, &near->masks, &near->cap_masks, (n_a + 1 + n_b) * n_words, sizeof *near->masks))
        return nd_no_memory(err, 0);
    uint64_t *rows = near->masks, *masks = rows + (n_a + 1) * n_words;
    /* left holds, while this runs, which mask a word of b has, + 1 */
    for (size_t j = 0; j < n_b; j++) {
        uint32_t *mask = &near->left[ids[b->word + j]];
        if (*mask == 0) {
            *mask = (uint32_t)++n_masks;
            memset(masks + (n_masks - 1) * n_words, 0, n_words * sizeof *masks);
        }
        masks[(*mask - 1) * n_words + j / 64] |= UINT64_C(1) << j % 64;
    }
    memset(rows, 0xFF, n_words * sizeof *rows);
    for (size_t i = 0; i < n_a; i++) {
        uint64_t *row = rows + i * n_words, *next = row + n_words, carry = 0;
        uint32_t mask = near->left[ids[a->word + i]];
        for (size_t k = 0; k < n_words; k++) {
            uint64_t m = mask != 0 ? masks[(mask - 1) * n_words + k] : 0, u = row[k] & m;
            uint64_t t = row[k] + u, t2 = t + carry;
            carry = (uint64_t)(t < u) | (uint64_t)(t2 < t);
            next[k] = t2 | (row[k] & ~m);
        }
    }
    *sum = 0;
    for (size_t i = n_a, j = n_b; i > 0 && j > 0;) {
        /* a zero bit: the subsequence of rows up to i grows at word j */
        const uint64_t *row = rows + i * n_words, *above = row - n_words;
        bool here = (row[(j - 1) / 64] >> (j - 1) % 64 & 1) == 0, there = (above[(j - 1) / 64] >> (j - 1) % 64 & 1) == 0;
        if (!here) {
            j--;
        } else if (there) {
            i--;
        } else {
            *sum += (double)weight(s, ids[a->word + i - 1]);
            i--;
            j--;
        }
    }
    for (size_t j = 0; j < n_b; j++)
        near->left[ids[b->word + j]] = 0;
    return ND_OK;
}

static nd_status similarity_of(search *s, uint32_t a, uint32_t b, double *similarity, nd_err *err)
{
    const nd_segment *x = &s->blocks[a], *y = &s->blocks[b];
    double own = (double)s->near->block_weights[a], other = (double)s->near->block_weights[b], all = own + other;
    nd_status st = ND_OK;
    *similarity = 0;
    if (2 * (own < other ? own : other) < s->least * all || all <= 0)
        return ND_OK;          /* too unlike in length */
    double shared = shared_weight(s, x, y), ordered = shared;
    *similarity = 2 * shared / all;
    if (*similarity < s->least || !is_paragraph(s, x) || !is_paragraph(s, y) ||
        (uint64_t)x->n_words * (y->n_words + 64) > MOST_CELLS)
        return ND_OK;
    st = ordered_weight(s, x, y, &ordered, err);
    *similarity = (shared + ordered) / all;
    return st;
}

/* ---- candidates */

typedef struct asked {
    float weight;
    uint32_t id;
} asked;

/* The block's rarest words that other blocks have, at most ASKED. */
static size_t rarest(search *s, uint32_t b, asked *words)
{
    const nd_near *near = s->near;
    size_t n = 0;
    for (uint32_t w = s->blocks[b].word, end = w + s->blocks[b].n_words; w < end; w++) {
        uint32_t id = s->article->ids[w], with = near->blocks_with[id];
        if (with < 2 || with > RARE)
            continue;
        float own = weight(s, id);
        size_t at = n;
        bool known = false;
        for (size_t i = 0; i < n; i++)
            known |= words[i].id == id;
        if (known)
            continue;
        while (at > 0 && own > words[at - 1].weight)
            at--;
        if (at == ASKED)
            continue;
        n += n < ASKED;
        memmove(&words[at + 1], &words[at], (n - 1 - at) * sizeof *words);
        words[at] = (asked){own, id};
    }
    return n;
}

/* The earlier blocks that share most weight with b in its rarest words, most first. */
static size_t candidates_of(search *s, uint32_t b, uint32_t *best)
{
    nd_near *near = s->near;
    asked words[ASKED];
    size_t n_words = rarest(s, b, words), n_touched = 0, n = 0;
    float all = 0;
    for (size_t i = 0; i < n_words; i++) {
        all += words[i].weight;
        const uint32_t *posting = &near->postings[near->posting_at[words[i].id]];
        for (uint32_t k = 0; k < near->blocks_with[words[i].id] && posting[k] < b; k++) {
            if (near->shared[posting[k]] == 0)
                near->touched[n_touched++] = posting[k];
            near->shared[posting[k]] += words[i].weight;
        }
    }
    for (size_t i = 0; i < n_touched; i++) {
        uint32_t other = near->touched[i];
        size_t at = n;
        if (near->shared[other] < all * least_shared)
            continue;
        while (at > 0 && (near->shared[other] > near->shared[best[at - 1]] ||
                          (near->shared[other] == near->shared[best[at - 1]] && other < best[at - 1])))
            at--;
        if (at == COMPARED)
            continue;
        n += n < COMPARED;
        memmove(&best[at + 1], &best[at], (n - 1 - at) * sizeof *best);
        best[at] = other;
    }
    for (size_t i = 0; i < n_touched; i++)
        near->shared[near->touched[i]] = 0;
    return n;
}

/* The block that b is like, or b. */
static nd_status like(search *s, uint32_t b, uint32_t *of, double *similarity, nd_err *err)
{
    uint32_t best[COMPARED];
    size_t n = candidates_of(s, b, best);
    nd_status st = ND_OK;
    *of = b;
    *similarity = 0;
    for (size_t i = 0; st == ND_OK && i < n; i++) {
        double own;
        if (!is_compared(s, &s->blocks[best[i]]))
            continue;
        st = similarity_of(s, b, best[i], &own, err);
        if (st == ND_OK && own >= s->least && own > *similarity) {
            *of = best[i];
            *similarity = own;
        }
    }
    uint32_t root = s->near->roots[*of];
    if (st != ND_OK || *of == b || root == *of)
        return st;
    double with_root;
    st = similarity_of(s, b, root, &with_root, err);
    if (st == ND_OK && with_root >= s->least) {
        *of = root;
        *similarity = with_root;
    }
    return st;
}

/* Short lines right below each other are items of a list, which differ in a number or a name. */
static bool is_list(const nd_segment *a, const nd_segment *b)
{
    enum { SHORT_LINE = 60, SIDE_BY_SIDE = 2 };
    return a->n_lines == 1 && b->n_lines == 1 && a->columns < SHORT_LINE && b->columns < SHORT_LINE &&
           a->line - b->line <= SIDE_BY_SIDE && a->place.line - b->place.line == a->line - b->line;
}

/* "Read more about floods", "Read more about fairs": a template, and told as one. */
static bool is_template(const search *s, const nd_segment *a, const nd_segment *b)
{
    enum { TEMPLATE_WORDS = 8, LONG_TEMPLATE = 10, BOTH_ENDS = 3, REST = 2 };
    const uint32_t *x = &s->article->ids[a->word], *y = &s->article->ids[b->word];
    uint32_t n = a->n_words < b->n_words ? a->n_words : b->n_words, front = 0, back = 0;
    if (a->n_lines > 1 || a->n_words > LONG_TEMPLATE || is_alone(s, a))
        return false;
    while (front < n && x[front] == y[front])
        front++;
    while (front + back < n && x[a->n_words - 1 - back] == y[b->n_words - 1 - back])
        back++;
    for (uint32_t i = front; i < a->n_words - back; i++)
        for (uint32_t k = front; k < b->n_words - back; k++)
            if (x[i] == y[k])
                return false;
    if (front + back == n)
        return false;          /* one has only more words than the other */
    if (a->n_words <= TEMPLATE_WORDS)
        return front > 1 && (front < BOTH_ENDS || back < BOTH_ENDS);
    return front > 1 && back == 0 && n - front >= REST;
}

/* "A: I don't know.": a line of an interview. */
static bool is_speech(const search *s, const nd_segment *line)
{
    size_t from, len = nd_gap_bytes(s->article, line->word + 1, &from);
    return (nd_word_traits(s->article, line->word) & (ND_WORD_ONE | ND_WORD_ALONE)) == ND_WORD_ONE && len > 0 &&
           s->article->text[from] == ':';
}

static nd_status tell(search *s, uint32_t b, uint32_t of, double similarity, nd_findings *to, nd_err *err)
{
    const nd_segment *at = &s->blocks[b], *from = &s->blocks[of];
    nd_repeat row = {
        .kind = is_paragraph(s, at) ? ND_REPEAT_NEAR_PARAGRAPH : ND_REPEAT_NEAR_LINE,
        .at = at->place,
        .of = from->place,
        .similarity = similarity,
        .weight = similarity * nd_words_bits(s->article, at->word, at->n_words),
        .weak = s->article->natural || (s->article->list && similarity < certain) || is_list(at, from) ||
                (is_speech(s, at) && is_speech(s, from)),
    };
    return nd_findings_add(to, s->article, &row, at->word, at->n_words, err);
}

/* The units [0, n), each with those before it. Told are those of which wanted says so. */
static nd_status search_units(search *s, bool (*wanted)(const search *s, const nd_segment *unit), uint32_t kinds,
                              nd_findings *to, nd_err *err)
{
    nd_near *near = s->near;
    if (!nd_grow(near->alloc, &near->shared, &near->cap_shared, s->n_blocks, sizeof *near->shared) ||
        !nd_grow(near->alloc, &near->block_weights, &near->cap_block_weights, s->n_blocks,
                 sizeof *near->block_weights) ||
        !nd_grow(near->alloc, &near->touched, &near->cap_touched, s->n_blocks, sizeof *near->touched) ||
        !nd_grow(near->alloc, &near->roots, &near->cap_roots, s->n_blocks, sizeof *near->roots))
        return nd_no_memory(err, s->n_blocks * sizeof *near->roots);
    memset(near->shared, 0, s->n_blocks * sizeof *near->shared);
    nd_status st = make_index(s, err);
    for (uint32_t b = 0; st == ND_OK && b < s->n_blocks; b++) {
        const nd_segment *block = &s->blocks[b];
        uint32_t of = b;
        double similarity = 0;
        if (is_compared(s, block) && wanted(s, block) && !nd_covered(to, block->word, block->n_words))
            st = like(s, b, &of, &similarity, err);
        if (of != b && is_template(s, block, &s->blocks[of]))
            of = b;
        near->roots[b] = of == b ? b : near->roots[of];
        unsigned kind = is_paragraph(s, block) ? ND_REPEAT_NEAR_PARAGRAPH : ND_REPEAT_NEAR_LINE;
        if (st == ND_OK && of != b && (kinds & 1U << kind) != 0)
            st = tell(s, b, of, similarity, to, err);
    }
    return st;
}

/* A paragraph; one of a single line only where the line is not equal to another. */
static bool is_new_paragraph(const search *s, const nd_segment *unit)
{
    return unit->n_lines > 1 || s->article->segments.lines[unit->line].first == unit->line;
}

/* A line of an unwrapped paragraph of several; the others were asked for as paragraphs. */
static bool is_new_line(const search *s, const nd_segment *unit)
{
    return unit->n_lines == 1 && unit->in_paragraph && s->article->segments.lines[unit->line].first == unit->line;
}

nd_status nd_find_near(nd_near *near, const nd_article *article, uint32_t kinds, double least, nd_findings *to,
                       nd_err *err)
{
    const nd_segments *segments = &article->segments;
    search paragraphs = {near, article, segments->paragraphs, (uint32_t)segments->n_paragraphs, least};
    search blocks = {near, article, segments->blocks, (uint32_t)segments->n_blocks, least};
    nd_status st = ND_OK;
    if (paragraphs.n_blocks > 1)
        st = search_units(&paragraphs, is_new_paragraph, kinds, to, err);
    if (st == ND_OK)
        st = nd_findings_settle(to, err);
    if (st == ND_OK && blocks.n_blocks > paragraphs.n_blocks)
        st = search_units(&blocks, is_new_line, kinds, to, err);
    return st;
}
