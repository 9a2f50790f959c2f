/* SPDX-License-Identifier: MIT
 *
 * fold_table.c - code point to folded form, made from utf8proc itself.
 *
 * utf8proc maps a text in three steps: every code point is replaced by its
 * decomposition (folded, ignorables dropped), runs of marks are put in the order of
 * their combining classes, then a starter (class 0) and a later code point compose
 * where nothing in between blocks it. So the mapping of a + b is that of a, then that
 * of b, wherever the decomposition of b begins with a starter that is the second of no
 * composition: no mark moves over it and nothing composes with it. Such a b has
 * ND_STARTS. All other code points (combining marks, Hangul vowels and finals, those
 * that fold to nothing) belong to the segment before them.
 *
 * Within a segment the forms still stand one after the other if nothing composes and
 * nothing moves: if each code point after the first is ND_INERT, a mark that is no
 * second, and no combining class is less than that of the one before it.
 *
 * The seconds are the last code points of the decompositions that compose again,
 * looked up in utf8proc when the first block beyond ASCII is made (half a
 * millisecond), so that the table is right for whatever Unicode version is linked.
 */
#include "fold_table.h"

#include "scripts.h"

#include <utf8proc.h>

enum {
    JAMO_FIRST = 0x1160, JAMO_LAST = 0x11FF, /* vowels and finals: syllables compose by arithmetic */
    COMPOSITES_END = 0x20000                 /* beyond: ideographs, tags, private use */
};

void nd_fold_table_init(nd_fold_table *table, const nd_opts *opts, const nd_alloc *alloc)
{
    nd_arena_init(&table->blocks, alloc);
    table->fold_digits = opts->fold_digits;
    table->options = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE;
    table->options |= UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    if (opts->strip_marks)
        table->options |= UTF8PROC_STRIPMARK;
}

void nd_fold_table_release(nd_fold_table *table)
{
    const nd_alloc *alloc = table->blocks.alloc;
    nd_drop(alloc, table->parts, table->cap_parts, sizeof *table->parts);
    nd_drop(alloc, table->seconds, table->cap_seconds, sizeof *table->seconds);
    nd_arena_release(&table->blocks);
}

static size_t place_of_second(const nd_fold_table *table, uint32_t cp)
{
    size_t low = 0, high = table->n_seconds;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (table->seconds[middle] < cp)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_second(const nd_fold_table *table, uint32_t cp)
{
    size_t i = place_of_second(table, cp);
    return (i < table->n_seconds && table->seconds[i] == cp) || (JAMO_FIRST <= cp && cp <= JAMO_LAST);
}

static bool add_second(nd_fold_table *table, uint32_t cp)
{
    size_t i = place_of_second(table, cp);
    if (i < table->n_seconds && table->seconds[i] == cp)
        return true;
    if (!nd_grow(table->blocks.alloc, &table->seconds, &table->cap_seconds, table->n_seconds + 1,
                 sizeof *table->seconds))
        return false;
    memmove(table->seconds + i + 1, table->seconds + i, (table->n_seconds - i) * sizeof *table->seconds);
    table->seconds[i] = cp;
    table->n_seconds++;
    return true;
}

static bool gather_seconds(nd_fold_table *table)
{
    const utf8proc_option_t nfc = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    for (utf8proc_int32_t cp = 0x80; cp < COMPOSITES_END; cp++) {
        const utf8proc_property_t *property = utf8proc_get_property(cp);
        if (property->decomp_seqindex == UINT16_MAX || property->decomp_type != 0)
            continue;
        utf8proc_int32_t d[ND_MOST_PARTS];
        int unused = 0;
        utf8proc_ssize_t n = utf8proc_decompose_char(cp, d, ND_MOST_PARTS, nfc, &unused);
        if (n < 2 || n > ND_MOST_PARTS)
            continue;
        uint32_t last = (uint32_t)d[n - 1];
        if (utf8proc_normalize_utf32(d, n, nfc) == 1 && !add_second(table, last)) {
            table->n_seconds = 0;
            return false;
        }
    }
    return true;
}

nd_form nd_folded_form(const nd_fold_table *table, uint32_t cp)
{
    static const uint8_t kinds[] = {
        [UTF8PROC_CATEGORY_LU] = ND_LETTER, [UTF8PROC_CATEGORY_LL] = ND_LETTER,
        [UTF8PROC_CATEGORY_LT] = ND_LETTER, [UTF8PROC_CATEGORY_LM] = ND_LETTER,
        [UTF8PROC_CATEGORY_LO] = ND_LETTER, [UTF8PROC_CATEGORY_MN] = ND_MARK,
        [UTF8PROC_CATEGORY_MC] = ND_MARK,   [UTF8PROC_CATEGORY_ME] = ND_MARK,
        [UTF8PROC_CATEGORY_ND] = ND_LETTER, [UTF8PROC_CATEGORY_NL] = ND_LETTER,
        [UTF8PROC_CATEGORY_NO] = ND_LETTER, [UTF8PROC_CATEGORY_CO] = ND_BREAK,
    };
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)cp);
    if (category == UTF8PROC_CATEGORY_ND && table->fold_digits)
        cp = '0';
    nd_form form = {.kind = kinds[category]};
    if (form.kind == ND_LETTER && nd_stands_alone(cp))
        form.kind = ND_ALONE;
    if (form.kind != ND_BREAK)
        form.len = (uint8_t)utf8proc_encode_char((utf8proc_int32_t)cp, form.bytes);
    return form;
}

static uint8_t combining_class(utf8proc_int32_t cp)
{
    return (uint8_t)utf8proc_get_property(cp)->combining_class;
}

/* When the forms before and after stay as they are: see the top. d is a decomposition of n > 0. */
static uint8_t flags_of(const nd_fold_table *table, const utf8proc_int32_t *d, size_t n)
{
    if (is_second(table, (uint32_t)d[0]))
        return 0;
    if (combining_class(d[0]) != 0)
        return n == 1 ? ND_INERT : 0;
    utf8proc_category_t category = utf8proc_category(d[0]);
    bool closed = n == 1 && ((category >= UTF8PROC_CATEGORY_ZS && category <= UTF8PROC_CATEGORY_ZP) ||
                             category == UTF8PROC_CATEGORY_CC);
    return closed ? ND_STARTS | ND_CLOSED : ND_STARTS;
}

static nd_form make_form(nd_fold_table *table, uint32_t cp)
{
    uint8_t bytes[4];
    utf8proc_int32_t d[ND_MOST_PARTS];
    utf8proc_ssize_t n_bytes = utf8proc_encode_char((utf8proc_int32_t)cp, bytes);
    utf8proc_ssize_t n = utf8proc_decompose(bytes, n_bytes, d, ND_MOST_PARTS, table->options);
    if (n == 0)
        return (nd_form){.len = 0};
    if (n < 0 || n > ND_MOST_PARTS) { /* a surrogate, never asked for; or some Unicode to come */
        d[0] = (utf8proc_int32_t)cp;
        n = 1;
    }
    uint8_t flags = flags_of(table, d, (size_t)n);
    uint8_t last_class = combining_class(d[n - 1]);
    n = utf8proc_normalize_utf32(d, n, table->options);

    nd_form form = nd_folded_form(table, (uint32_t)d[0]);
    size_t parts = table->n_parts;
    bool breaks = form.kind == ND_BREAK;
    table->parts[parts] = form;
    for (utf8proc_ssize_t i = 1; i < n; i++) {
        nd_form part = nd_folded_form(table, (uint32_t)d[i]);
        breaks = breaks && part.kind == ND_BREAK;
        table->parts[parts + (size_t)i] = part;
    }
    if (n > 1 && !breaks) {
        table->n_parts += (size_t)n;
        form = (nd_form){.at = (uint32_t)parts, .len = (uint8_t)n};
        flags |= ND_PARTS;
    }
    form.last_class = last_class;
    form.flags = flags;
    return form;
}

nd_status nd_fold_table_make(nd_fold_table *table, uint32_t cp, nd_err *err)
{
    uint32_t block = cp / ND_FORM_BLOCK;
    if (block > 0 && table->n_seconds == 0 && !gather_seconds(table))
        return nd_no_memory(err, 0);
    if (!nd_grow(table->blocks.alloc, &table->parts, &table->cap_parts,
                 table->n_parts + (size_t)ND_FORM_BLOCK * ND_MOST_PARTS, sizeof *table->parts))
        return nd_no_memory(err, 0);
    nd_form *forms = nd_arena_get(&table->blocks, ND_FORM_BLOCK, sizeof *forms);
    if (forms == NULL)
        return nd_no_memory(err, 0);
    for (uint32_t i = 0; i < ND_FORM_BLOCK; i++)
        forms[i] = make_form(table, block * ND_FORM_BLOCK + i);
    table->block_of[block] = forms;
    return ND_OK;
}
