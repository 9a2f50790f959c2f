/* SPDX-License-Identifier: MIT
 *
 * find_kinds.h - a text to what a finder of some kinds says of it, as one line.
 */
#ifndef FIND_KINDS_H
#define FIND_KINDS_H

#include "base/buf.h"
#include "scarce.h"

#include <check.h>
#include <inttypes.h>

#define KIND(name) (1U << ND_REPEAT_##name)

static inline nd_repeat_finder *finder_of(uint32_t kinds, bool weak, const nd_alloc *alloc)
{
    nd_opts opts;
    nd_repeat_finder *finder;
    nd_opts_init(&opts);
    opts.repeat_kinds = kinds;
    opts.weak_repeats = weak;
    ck_assert_int_eq(nd_repeat_finder_new(&finder, &opts, alloc, NULL), ND_OK);
    return finder;
}

/* "stutter 1 'the' = 1 'the'; near_line 5 'b' ~ 2 'a' 0.71": rows in order, weak ones with a star. */
static inline void find_kinds(nd_buf *to, uint32_t kinds, bool weak, const char *text, size_t len)
{
    nd_repeat_finder *finder = finder_of(kinds, weak, NULL);
    nd_repeats found;
    nd_err err = {.code = ND_OK};
    if (nd_repeats_find(finder, text, len, &found, &err) != ND_OK)
        ck_abort_msg("%s", err.text);
    nd_buf_init(to, NULL);
    for (size_t i = 0; i < found.n_rows; i++) {
        const nd_repeat *r = &found.rows[i];
        nd_buf_printf(to, "%s%s%s %" PRIu64 " '%.*s' %s %" PRIu64 " '%.*s'", i == 0 ? "" : "; ",
                      nd_repeat_name(r->kind), r->weak ? "*" : "", r->at.line, (int)r->at.len, text + r->at.offset,
                      r->similarity < 1 ? "~" : "=", r->of.line, (int)r->of.len, text + r->of.offset);
    }
    nd_buf_add(to, "", 1);
    ck_assert(!to->failed);
    nd_repeat_finder_free(finder);
}

static inline void finds(uint32_t kinds, bool weak, const char *text, const char *rows)
{
    nd_buf got;
    find_kinds(&got, kinds, weak, text, strlen(text));
    ck_assert_str_eq(got.bytes, rows);
    nd_buf_release(&got);
}

/* Of the allocations of a search, of which there are more than least, each fails once; then it works on. */
static inline void finds_when_allocations_fail(uint32_t kinds, const char *text, size_t len, size_t rows, size_t least)
{
    scarce s = {.left = 1000};
    nd_repeats found;
    nd_status st = ND_ENOMEM;
    size_t failures = 0;
    for (; st == ND_ENOMEM; failures++) {
        s.left = 1000;
        nd_repeat_finder *finder = finder_of(kinds, false, SCARCE(&s));
        s.left = failures;
        st = nd_repeats_find(finder, text, len, &found, NULL);
        s.left = 1000;
        ck_assert_int_eq(nd_repeats_find(finder, text, len, &found, NULL), ND_OK);
        ck_assert_uint_eq(found.n_rows, rows);
        nd_repeat_finder_free(finder);
        ck_assert_uint_eq(s.live, 0);
    }
    ck_assert_int_eq(st, ND_OK);
    ck_assert_uint_gt(failures, least);
}

#endif
