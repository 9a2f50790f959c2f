/* SPDX-License-Identifier: MIT
 *
 * finding.c - rows by place, and the words they cover.
 */
#include "finding.h"

void nd_findings_init(nd_findings *findings, const nd_alloc *alloc)
{
    *findings = (nd_findings){.alloc = alloc};
}

void nd_findings_release(nd_findings *findings)
{
    nd_drop(findings->alloc, findings->rows, findings->cap, sizeof *findings->rows);
    nd_drop(findings->alloc, findings->aside, findings->cap_aside, sizeof *findings->aside);
    nd_drop(findings->alloc, findings->covered, findings->cap_covered, sizeof *findings->covered);
    nd_findings_init(findings, findings->alloc);
}

nd_status nd_findings_begin(nd_findings *findings, size_t n_words, nd_err *err)
{
    size_t n = n_words / 64 + 1;
    findings->n = findings->settled = 0;
    findings->n_weak = findings->line = 0;
    if (!nd_grow(findings->alloc, &findings->covered, &findings->cap_covered, n, sizeof *findings->covered))
        return nd_no_memory(err, n * sizeof *findings->covered);
    memset(findings->covered, 0, n * sizeof *findings->covered);
    return ND_OK;
}

/* The bits of [word, word + n) in the 64 that hold word; n becomes how many they are. */
static uint64_t mask_of(uint32_t word, uint32_t *n)
{
    uint32_t at = word % 64;
    if (*n > 64 - at)
        *n = 64 - at;
    return *n == 64 ? UINT64_MAX : ((UINT64_C(1) << *n) - 1) << at;
}

static void cover(nd_findings *findings, uint32_t word, uint32_t n_words)
{
    for (uint32_t n; n_words > 0; word += n, n_words -= n) {
        n = n_words;
        findings->covered[word / 64] |= mask_of(word, &n);
    }
}

bool nd_covered(const nd_findings *findings, uint32_t word, uint32_t n_words)
{
    for (uint32_t n; n_words > 0; word += n, n_words -= n) {
        n = n_words;
        if ((findings->covered[word / 64] & mask_of(word, &n)) != 0)
            return true;
    }
    return false;
}

nd_status nd_findings_add(nd_findings *findings, const nd_article *article, const nd_repeat *row,
                          uint32_t word, uint32_t n_words, nd_err *err)
{
    const nd_segments *segments = &article->segments;
    while (findings->line + 1 < segments->n_lines && segments->lines[findings->line + 1].word <= word)
        findings->line++;
    bool weak = row->weak || (article->verse && segments->lines[findings->line].verse && !row->headline &&
                              row->kind != ND_REPEAT_PARAGRAPH);
    cover(findings, word, n_words);
    findings->n_weak += weak;
    if (weak && !findings->weak)
        return ND_OK;
    if (!nd_grow(findings->alloc, &findings->rows, &findings->cap, findings->n + 1, sizeof *findings->rows))
        return nd_no_memory(err, 0);
    nd_repeat *to = &findings->rows[findings->n++];
    *to = *row;
    to->weak = weak;
    to->words = n_words;
    to->word = word - segments->lines[findings->line].word + 1;
    return ND_OK;
}

/* From the last row to the first: the new ones are laid aside, and the old ones move up until all of these are in. */
nd_status nd_findings_settle(nd_findings *findings, nd_err *err)
{
    size_t n_old = findings->settled, n_new = findings->n - n_old;
    nd_repeat *rows = findings->rows;
    findings->settled = findings->n;
    findings->line = 0;
    if (n_old == 0 || n_new == 0)
        return ND_OK;
    if (!nd_grow(findings->alloc, &findings->aside, &findings->cap_aside, n_new, sizeof *rows))
        return nd_no_memory(err, n_new * sizeof *rows);
    const nd_repeat *aside = memcpy(findings->aside, rows + n_old, n_new * sizeof *rows);
    while (n_new > 0) {
        bool old = n_old > 0 && rows[n_old - 1].at.offset > aside[n_new - 1].at.offset;
        rows[n_old + n_new - 1] = old ? rows[n_old - 1] : aside[n_new - 1];
        n_old -= old;
        n_new -= !old;
    }
    return ND_OK;
}
