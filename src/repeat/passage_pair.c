/* SPDX-License-Identifier: MIT
 *
 * passage_pair.c - chains are aligned, extended, and joined.
 *
 * Chains come best first. One most of which lies in pieces that are there already, on
 * either side, tells nothing new and is dropped before any work is done on it: that
 * bounds the work on texts that repeat themselves.
 */
#include "passage_pair.h"

#include "edit_distance.h"
#include "sort_keys.h"

enum {
    GRAIN = 8,         /* letters that share a mark in covered_ */
    IDENTITY = 60,     /* of 100 letters, at least so many of a piece are the same */
    JOIN = 600         /* letters between two pieces of one stretch, in either text */
};

void nd_pair_finder_init(nd_pair_finder *f, const nd_alloc *alloc)
{
    *f = (nd_pair_finder){.alloc = alloc};
    nd_chainer_init(&f->chainer, alloc);
    nd_extender_init(&f->extender, alloc);
}

void nd_pair_finder_release(nd_pair_finder *f)
{
    nd_chainer_release(&f->chainer);
    nd_extender_release(&f->extender);
    nd_drop(f->alloc, f->found, f->cap_found, sizeof *f->found);
    nd_drop(f->alloc, f->unsorted, f->cap_unsorted, sizeof *f->unsorted);
    nd_drop(f->alloc, f->keys, f->cap_keys, sizeof *f->keys);
    nd_drop(f->alloc, f->spare, f->cap_spare, sizeof *f->spare);
    nd_drop(f->alloc, f->covered_a, f->cap_a, 1);
    nd_drop(f->alloc, f->covered_b, f->cap_b, 1);
}

/* ---- what is covered */

static bool room_for_marks(const nd_alloc *alloc, uint8_t **marks, size_t *cap, size_t n)
{
    size_t before = *cap;
    if (!nd_grow(alloc, marks, cap, n / GRAIN + 1, 1))
        return false;
    memset(*marks + before, 0, *cap - before);
    return true;
}

static void mark(uint8_t *marks, uint32_t from, uint32_t to, uint8_t value)
{
    memset(marks + from / GRAIN, value, (to - 1) / GRAIN + 1 - from / GRAIN);
}

static bool mostly_covered(const uint8_t *marks, uint32_t from, uint32_t to)
{
    uint32_t n = 0, first = from / GRAIN, end = (to - 1) / GRAIN + 1;
    for (uint32_t i = first; i < end; i++)
        n += marks[i];
    return 2 * n > end - first;
}

static bool known(const nd_pair_finder *f, const nd_stretch *s)
{
    return mostly_covered(f->covered_a, s->a, s->a_end) || mostly_covered(f->covered_b, s->b, s->b_end);
}

/* ---- one chain to pieces */

static int64_t score_of(const nd_stretch *s)
{
    return (int64_t)s->letters_a + s->letters_b - ND_EDIT_COST * (int64_t)s->edits;
}

static nd_stretch stretch_of(const nd_equal_run *run)
{
    return (nd_stretch){run->a, run->a + run->n, run->b, run->b + run->n, run->n, run->n, 0, 2 * (int64_t)run->n};
}

/* Takes off what stands before a place in either text. False: nothing is left. */
static bool cut_front(nd_equal_run *run, uint32_t floor_a, uint32_t floor_b)
{
    uint32_t over_a = run->a < floor_a ? floor_a - run->a : 0, over_b = run->b < floor_b ? floor_b - run->b : 0;
    uint32_t over = over_a > over_b ? over_a : over_b;
    if (over >= run->n)
        return false;
    run->a += over;
    run->b += over;
    run->n -= over;
    return true;
}

/* The run behind s, with the gap between them; they may overlap, then it is cut. False: it adds nothing. */
static bool add_run(nd_stretch *s, const nd_letters *a, const nd_letters *b, nd_equal_run run)
{
    if (!cut_front(&run, s->a_end, s->b_end))
        return false;
    s->edits += nd_edits(a->bytes + s->a_end, run.a - s->a_end, b->bytes + s->b_end, run.b - s->b_end);
    s->a_end = run.a + run.n;
    s->b_end = run.b + run.n;
    s->letters_a = s->a_end - s->a;
    s->letters_b = s->b_end - s->b;
    s->score = score_of(s);
    return true;
}

static nd_status extend(nd_pair_finder *f, nd_stretch *s, const nd_letters *a, const nd_letters *b,
                        uint32_t floor_a, uint32_t floor_b, nd_err *err)
{
    nd_extension back, on;
    nd_status st = nd_extend(&f->extender, a->bytes + s->a_end, a->n - s->a_end, b->bytes + s->b_end, b->n - s->b_end,
                             s->score, 1, &on, err);
    int64_t score = st != ND_OK ? 0 : s->score + on.a + on.b - ND_EDIT_COST * (int64_t)on.edits;
    if (st == ND_OK)
        st = nd_extend(&f->extender, a->bytes + s->a, s->a - floor_a, b->bytes + s->b, s->b - floor_b, score, -1,
                       &back, err);
    if (st != ND_OK)
        return st;
    s->a -= back.a;
    s->b -= back.b;
    s->a_end += on.a;
    s->b_end += on.b;
    s->letters_a += back.a + on.a;
    s->letters_b += back.b + on.b;
    s->edits += back.edits + on.edits;
    s->score = score_of(s);
    return ND_OK;
}

static nd_status add_piece(nd_pair_finder *f, const nd_stretch *piece, const nd_letters *a, const nd_letters *b,
                           uint32_t *floor_a, uint32_t *floor_b, nd_err *err)
{
    nd_stretch s = *piece;
    nd_status st = extend(f, &s, a, b, *floor_a, *floor_b, err);
    if (st != ND_OK)
        return st;
    if (known(f, &s))
        return ND_OK;
    if (!nd_grow(f->alloc, &f->found, &f->cap_found, f->n_found + 1, sizeof *f->found))
        return nd_no_memory(err, f->n_found * sizeof *f->found);
    f->found[f->n_found++] = s;
    mark(f->covered_a, s.a, s.a_end, 1);
    mark(f->covered_b, s.b, s.b_end, 1);
    *floor_a = s.a_end;
    *floor_b = s.b_end;
    return ND_OK;
}

/* The best local alignments along a chain: it is cut where the score falls ND_X_DROP below its best. */
static nd_status align_chain(nd_pair_finder *f, const nd_chain *chain, const nd_letters *a, const nd_letters *b,
                             nd_err *err)
{
    const nd_chainer *c = &f->chainer;
    const uint32_t *links = c->links + chain->first;
    const nd_equal_run *first = &c->runs[links[0]], *last = &c->runs[links[chain->n - 1]];
    nd_stretch whole = {.a = first->a, .a_end = last->a + last->n, .b = first->b, .b_end = last->b + last->n};
    if (known(f, &whole))
        return ND_OK;
    uint32_t floor_a = 0, floor_b = 0;    /* where the piece before ends */
    nd_stretch now = stretch_of(first), best = now;
    for (uint32_t i = 1; i < chain->n; i++) {
        nd_equal_run run = c->runs[links[i]];
        if (best.score == 0) {
            if (cut_front(&run, floor_a, floor_b))
                now = best = stretch_of(&run);
            continue;
        }
        if (!add_run(&now, a, b, run))
            continue;
        if (now.score < best.score - ND_X_DROP) {
            nd_status st = add_piece(f, &best, a, b, &floor_a, &floor_b, err);
            if (st != ND_OK)
                return st;
            best.score = 0;
            i--;
        } else if (now.score > best.score) {
            best = now;
        }
    }
    return best.score == 0 ? ND_OK : add_piece(f, &best, a, b, &floor_a, &floor_b, err);
}

/* ---- the pieces of a pair to stretches */

static bool follows(const nd_stretch *s, const nd_stretch *next)
{
    int64_t gap_a = (int64_t)next->a - s->a_end, gap_b = (int64_t)next->b - s->b_end;
    return gap_a >= -GRAIN && gap_b >= -GRAIN && gap_a <= JOIN && gap_b <= JOIN;
}

static void join(nd_stretch *s, const nd_stretch *next)
{
    s->a_end = next->a_end;
    s->b_end = next->b_end;
    s->letters_a += next->letters_a;
    s->letters_b += next->letters_b;
    s->edits += next->edits;
    s->score += next->score;
}

static nd_status sort_by_place(nd_pair_finder *f, nd_err *err)
{
    size_t n = f->n_found;
    if (!nd_grow(f->alloc, &f->keys, &f->cap_keys, n, sizeof *f->keys) ||
        !nd_grow(f->alloc, &f->spare, &f->cap_spare, n, sizeof *f->spare) ||
        !nd_grow(f->alloc, &f->unsorted, &f->cap_unsorted, n, sizeof *f->unsorted))
        return nd_no_memory(err, n * sizeof *f->found);
    for (size_t i = 0; i < n; i++) {
        f->keys[i] = (uint64_t)f->found[i].b << 32 | i;
        f->unsorted[i] = f->found[i];
    }
    nd_sort_keys(f->keys, f->spare, n);
    for (size_t i = 0; i < n; i++)
        f->found[i] = f->unsorted[(uint32_t)f->keys[i]];
    return ND_OK;
}

static void join_all(nd_pair_finder *f)
{
    size_t kept = 0;
    for (size_t i = 0; i < f->n_found; i++) {
        if (kept > 0 && follows(&f->found[kept - 1], &f->found[i]))
            join(&f->found[kept - 1], &f->found[i]);
        else
            f->found[kept++] = f->found[i];
    }
    f->n_found = kept;
}

/* Drops what is too short or too unlike to count, and everything where the rest is too little together. */
static void cut(nd_pair_finder *f, const nd_pair_rules *rules)
{
    int64_t sum = 0;
    size_t kept = 0;
    for (size_t i = 0; i < f->n_found; i++) {
        nd_stretch s = f->found[i];
        uint32_t least = s.letters_a < s.letters_b ? s.letters_a : s.letters_b;
        uint32_t most = s.letters_a < s.letters_b ? s.letters_b : s.letters_a;
        if (least < rules->letters || 100 * (uint64_t)s.edits > (100 - IDENTITY) * (uint64_t)most ||
            (double)s.score < rules->score)
            continue;
        sum += s.score;
        f->found[kept++] = s;
    }
    f->n_found = (double)sum >= 2 * rules->score ? kept : 0;
}

nd_status nd_pair_find(nd_pair_finder *f, const nd_pair_rules *rules, const nd_letters *a, const nd_letters *b,
                       nd_hit *hits, size_t n_hits, nd_err *err)
{
    f->n_found = 0;
    nd_status st = nd_chain_hits(&f->chainer, a, b, hits, n_hits, rules->k, rules->chain, err);
    if (st != ND_OK)
        return st;
    if (!room_for_marks(f->alloc, &f->covered_a, &f->cap_a, a->n) ||
        !room_for_marks(f->alloc, &f->covered_b, &f->cap_b, b->n))
        return nd_no_memory(err, a->n / GRAIN);
    for (size_t i = 0; i < f->chainer.n_chains && st == ND_OK; i++)
        st = align_chain(f, &f->chainer.chains[i], a, b, err);
    for (size_t i = 0; i < f->n_found; i++) {
        mark(f->covered_a, f->found[i].a, f->found[i].a_end, 0);
        mark(f->covered_b, f->found[i].b, f->found[i].b_end, 0);
    }
    if (st == ND_OK)
        st = sort_by_place(f, err);
    if (st != ND_OK)
        return st;
    cut(f, rules);
    join_all(f);
    return ND_OK;
}
