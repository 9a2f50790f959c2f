/* SPDX-License-Identifier: MIT
 *
 * families.c - passages to families, greedily: each side of a passage may be a core, and
 * those come first that have most repeated text of their own kind over them. "Of their kind"
 * keeps a page that holds forty stories from being taken for one, and a phrase inside a
 * story from cutting it in two: a side counts for a core as far as it lies over it, and
 * not at all where that is less than a quarter.
 *
 * Values are compared in eighths of a power of two, so that of nearly equal versions the
 * earliest is the core, and what was added and cut reads as it happened.
 */
#include "family_grow.h"

enum {
    LOOKED_AT = 64             /* sides of a class that a value is made from: a sample where more pile up */
};

struct nd_families {
    nd_alloc       own;        /* the caller's, copied */
    const nd_alloc *alloc;     /* &own, or NULL: malloc */
    nd_sides       sides;
    double        *similarity; /* of each passage */
    size_t         n_passages, cap_similarity;
    nd_taken_list *taken;      /* of each text of the sides */
    nd_family_grower grower;
    nd_family     *list;
    size_t         n, cap;
    nd_family_member *members; /* of all, family by family */
    size_t         n_members;
    bool           closed;
};

nd_status nd_families_new(nd_families **out, const nd_alloc *alloc, nd_err *err)
{
    nd_families *f = nd_get(alloc, 1, sizeof *f);
    if (f == NULL)
        return nd_no_memory(err, sizeof *f);
    if (alloc != NULL) {
        f->own = *alloc;
        f->alloc = &f->own;
    }
    nd_sides_init(&f->sides, f->alloc);
    f->grower.alloc = f->alloc;
    *out = f;
    return ND_OK;
}

void nd_families_free(nd_families *f)
{
    if (f == NULL)
        return;
    nd_alloc own = f->own;
    const nd_alloc *alloc = f->alloc != NULL ? &own : NULL;
    for (size_t i = 0; f->taken != NULL && i < f->sides.n_texts; i++)
        nd_drop(alloc, f->taken[i].list, f->taken[i].cap, sizeof *f->taken[i].list);
    nd_drop(alloc, f->taken, f->sides.n_texts + 1, sizeof *f->taken);
    nd_drop(alloc, f->similarity, f->cap_similarity, sizeof *f->similarity);
    nd_drop(alloc, f->list, f->cap, sizeof *f->list);
    nd_drop(alloc, f->members, f->n_members + 1, sizeof *f->members);
    nd_family_grower_release(&f->grower);
    nd_sides_release(&f->sides);
    nd_drop(alloc, f, 1, sizeof *f);
}

static bool side_of(const nd_passage_side *from, nd_side *side)
{
    uint64_t end = (uint64_t)from->at.offset + from->at.len;
    *side = (nd_side){.text = (uint32_t)from->text, .at = {(uint32_t)from->at.offset, (uint32_t)end}};
    return from->text < UINT32_MAX && from->at.offset <= UINT32_MAX && end <= UINT32_MAX;
}

nd_status nd_families_add(nd_families *f, const nd_passage *passage, nd_err *err)
{
    nd_side a, b;
    if (f->closed)
        return nd_fail(err, ND_EINVAL, "the families are made already");
    if (!side_of(&passage->a, &a) || !side_of(&passage->b, &b))
        return nd_fail(err, ND_ELIMIT, "a passage of a text, or at a place, behind the %u that are supported", UINT32_MAX);
    if (passage->form || nd_reach_len(a.at) == 0 || nd_reach_len(b.at) == 0)
        a.at = b.at = (nd_reach){0, 0};
    if (!nd_grow(f->alloc, &f->similarity, &f->cap_similarity, f->n_passages + 1, sizeof *f->similarity))
        return nd_no_memory(err, sizeof *f->similarity);
    nd_status st = nd_sides_add(&f->sides, &a, &b, err);
    if (st == ND_OK)
        f->similarity[f->n_passages++] = passage->similarity;
    return st;
}

/* Repeated text of a side's own kind over it, its own too; bytes. */
static uint64_t value_of(const nd_sides *sides, const nd_side *side)
{
    uint32_t least = (nd_reach_len(side->at) + 3) / 4;
    nd_side_walk walk = nd_sides_walk(sides, side->text, side->at, least);
    const nd_side *other;
    uint64_t value = 0;
    walk.most = LOOKED_AT;
    while ((other = nd_sides_next(&walk)) != NULL) {
        uint32_t over = nd_reach_len(nd_reach_meet(other->at, side->at));
        value += over >= least ? over : 0;
    }
    return value;
}

/* Eight steps to a power of two. */
static uint64_t rounded(uint64_t value)
{
    uint64_t power = 0;
    for (; value >= 16; value /= 2)
        power++;
    return power * 8 + value;
}

/* Which side is tried when: | greatest value, then rank | longest, then place | */
static nd_key turn_of(const nd_sides *sides, size_t i, const uint32_t *ranks)
{
    const nd_side *side = &sides->list[i];
    uint32_t number = sides->texts[side->text].number;
    uint64_t value = UINT32_MAX - rounded(value_of(sides, side));
    return (nd_key){.hi = value << 32 | (ranks != NULL ? ranks[number] : number),
                    .lo = (uint64_t)(UINT32_MAX - nd_reach_len(side->at)) << 32 | i};
}

static nd_span span_of(nd_reach at)
{
    return (nd_span){.offset = at.begin, .len = nd_reach_len(at)};
}

static nd_status add_family(nd_families *f, uint32_t text, nd_reach core, nd_reach kernel, size_t before, nd_err *err)
{
    if (!nd_grow(f->alloc, &f->list, &f->cap, f->n + 1, sizeof *f->list))
        return nd_no_memory(err, sizeof *f->list);
    f->list[f->n++] = (nd_family){
        .text = f->sides.texts[text].number,
        .core = span_of(core),
        .kernel = span_of(kernel),
        .n_members = f->grower.n_kin - before,
    };
    return ND_OK;
}

static nd_status grow_all(nd_families *f, const uint32_t *ranks, nd_key *turns, nd_key *scratch, nd_err *err)
{
    size_t n = f->sides.n;
    nd_status st = ND_OK;
    for (size_t i = 0; i < n; i++)
        turns[i] = turn_of(&f->sides, i, ranks);
    nd_keys_sort(turns, scratch, n);
    for (size_t i = 0; st == ND_OK && i < n; i++) {
        const nd_side *side = &f->sides.list[(uint32_t)turns[i].lo];
        size_t before = f->grower.n_kin;
        nd_reach core, kernel;
        st = nd_family_grow(&f->grower, side, (uint32_t)f->n, &core, &kernel, err);
        if (st == ND_OK && nd_reach_len(core) > 0)
            st = add_family(f, side->text, core, kernel, before, err);
    }
    return st;
}

/* Each family's members by rank, then by place. */
static void order_members(nd_families *f, const uint32_t *ranks, nd_key *keys, nd_key *scratch)
{
    const nd_kin *kin = f->grower.kin;
    nd_family_member *to = f->members;
    for (size_t i = 0; i < f->n; i++) {
        nd_family *family = &f->list[i];
        for (size_t k = 0; k < family->n_members; k++) {
            uint32_t number = f->sides.texts[kin[k].text].number;
            keys[k] = (nd_key){ranks != NULL ? ranks[number] : number, (uint64_t)kin[k].at.begin << 32 | k};
        }
        nd_keys_sort(keys, scratch, family->n_members);
        for (size_t k = 0; k < family->n_members; k++) {
            const nd_kin *from = &kin[(uint32_t)keys[k].lo];
            to[k] = (nd_family_member){
                .text = f->sides.texts[from->text].number,
                .at = span_of(from->at),
                .core = span_of(from->core),
                .similarity = from->similarity,
                .links = from->links,
            };
        }
        family->members = to;
        to += family->n_members;
        kin += family->n_members;
    }
}

static nd_status make(nd_families *f, const uint32_t *ranks, nd_key *keys, nd_key *scratch, nd_err *err)
{
    f->taken = nd_get(f->alloc, f->sides.n_texts + 1, sizeof *f->taken);
    if (f->taken == NULL)
        return nd_no_memory(err, f->sides.n_texts * sizeof *f->taken);
    f->grower.sides = &f->sides;
    f->grower.taken = f->taken;
    f->grower.similarity = f->similarity;
    nd_status st = grow_all(f, ranks, keys, scratch, err);
    if (st != ND_OK)
        return st;
    f->members = nd_get(f->alloc, f->grower.n_kin + 1, sizeof *f->members);
    if (f->members == NULL)
        return nd_no_memory(err, f->grower.n_kin * sizeof *f->members);
    f->n_members = f->grower.n_kin;
    order_members(f, ranks, keys, scratch);
    nd_family_grower_release(&f->grower);
    return ND_OK;
}

nd_status nd_families_close(nd_families *f, const uint32_t *ranks, size_t n_texts, nd_err *err)
{
    if (f->closed)
        return nd_fail(err, ND_EINVAL, "the families are made already");
    nd_status st = nd_sides_sort(&f->sides, err);
    if (st != ND_OK)
        return st;
    f->closed = true;
    if (ranks != NULL && f->sides.n_texts > 0 && f->sides.texts[f->sides.n_texts - 1].number >= n_texts)
        return nd_fail(err, ND_EINVAL, "there are ranks of %zu texts, and a passage of text %u", n_texts,
                       f->sides.texts[f->sides.n_texts - 1].number);
    size_t n = f->sides.n + 1;
    nd_key *keys = nd_get(f->alloc, n, sizeof *keys), *scratch = nd_get(f->alloc, n, sizeof *keys);
    st = keys == NULL || scratch == NULL ? nd_no_memory(err, n * sizeof *keys) : make(f, ranks, keys, scratch, err);
    nd_drop(f->alloc, keys, n, sizeof *keys);
    nd_drop(f->alloc, scratch, n, sizeof *keys);
    return st;
}

const nd_family *nd_families_list(const nd_families *f, size_t *n)
{
    *n = f->n;
    return f->list;
}

size_t nd_families_of(const nd_families *f, size_t passage)
{
    if (f->taken == NULL || passage >= f->n_passages || f->sides.place[2 * passage] == ND_NO_SIDE)
        return ND_NO_FAMILY;
    const nd_side *a = &f->sides.list[f->sides.place[2 * passage]], *b = nd_sides_other(&f->sides, a);
    uint32_t family = nd_taken_most(&f->taken[a->text], a->at);
    bool both = family != ND_NO_FAMILY_YET && family == nd_taken_most(&f->taken[b->text], b->at);
    return both ? family : ND_NO_FAMILY;
}
