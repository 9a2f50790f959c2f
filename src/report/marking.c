/* SPDX-License-Identifier: MIT
 *
 * marking.c - which words of a finding to mark.
 */
#include "marking.h"

#include "term.h"

enum { COMPARED = 4 << 10 };   /* bytes of a place that are compared */

void nd_marking_init(nd_marking *marking, nd_text *folder, const nd_alloc *alloc)
{
    *marking = (nd_marking){.folder = folder, .alloc = alloc};
}

void nd_marking_release(nd_marking *marking)
{
    nd_drop(marking->alloc, marking->pieces, marking->cap, sizeof *marking->pieces);
    nd_drop(marking->alloc, marking->words, marking->cap_words, 1);
    nd_drop(marking->alloc, marking->spans, marking->cap_spans, sizeof *marking->spans);
    nd_drop(marking->alloc, marking->missing, marking->cap_missing, sizeof *marking->missing);
    nd_marking_init(marking, marking->folder, marking->alloc);
}

static bool add_piece(nd_marking *m, const char *bytes, size_t len, nd_mark mark)
{
    if (len == 0)
        return true;
    if (m->n > 0 && m->pieces[m->n - 1].mark == mark && m->pieces[m->n - 1].bytes + m->pieces[m->n - 1].len == bytes) {
        m->pieces[m->n - 1].len += len;
        return true;
    }
    if (!nd_grow(m->alloc, &m->pieces, &m->cap, m->n + 1, sizeof *m->pieces))
        return false;
    m->pieces[m->n++] = (nd_marked){bytes, len, mark};
    return true;
}

/* Bytes of a place that are looked at, cut at a space or between characters. */
static size_t looked_at(const char *text, const nd_place *place)
{
    size_t len = place->len;
    if (len <= COMPARED)
        return len;
    for (len = COMPARED; len > COMPARED / 2 && !nd_term_is_white(text[place->offset + len]); len--)
        ;
    while (len > 0 && ((unsigned char)text[place->offset + len] & 0xC0) == 0x80)
        len--;
    return len;
}

/* The words of own are copied, for the folder has one text at a time. */
static bool copy_words(nd_marking *m, const nd_words *words)
{
    m->n_words = words->n_words;
    if (!nd_grow(m->alloc, &m->words, &m->cap_words, words->folded_len + 1, 1) ||
        !nd_grow(m->alloc, &m->spans, &m->cap_spans, words->n_words + 1, sizeof *m->spans) ||
        !nd_grow(m->alloc, &m->missing, &m->cap_missing, words->n_words + 1, sizeof *m->missing))
        return false;
    if (words->n_words == 0)
        return true;
    memcpy(m->words, words->folded, words->folded_len);
    m->words[words->folded_len] = '\0';
    memcpy(m->spans, words->spans, words->n_words * sizeof *m->spans);
    for (size_t i = 0; i < words->n_words; i++) {
        m->missing[i] = true;
        m->words[words->starts[i + 1] - 1] = '\0';
    }
    return true;
}

/* Each word of other takes one equal word of own off the list: the nearest one by order, then any. */
static void cross_off(nd_marking *m, const nd_words *other)
{
    size_t from = 0, from_at = 0;
    for (size_t i = 0; i < other->n_words; i++) {
        const char *word = other->folded + other->starts[i];
        size_t len = other->starts[i + 1] - other->starts[i] - 1, at = from_at, k = from;
        for (size_t seen = 0; seen < m->n_words; seen++) {
            if (k == m->n_words)
                k = at = 0;
            size_t own = strlen(m->words + at);
            if (m->missing[k] && own == len && memcmp(m->words + at, word, len) == 0) {
                m->missing[k] = false;
                from = k + 1;
                from_at = at + own + 1;
                break;
            }
            at += own + 1;
            k++;
        }
    }
}

/* The word to begin with: some before the first marked one, where that would not show. */
static size_t first_shown(const nd_marking *m, size_t columns)
{
    enum { LEAD = 3 };
    size_t first = 0;
    while (first < m->n_words && !m->missing[first])
        first++;
    if (first == m->n_words || first <= LEAD || m->spans[first].offset + m->spans[first].len < columns * 2 / 3)
        return 0;
    return first - LEAD;
}

bool nd_mark_different(nd_marking *m, const char *text, const nd_place *own, const nd_place *other, nd_mark mark,
                       size_t columns)
{
    const char *bytes = text + own->offset;
    size_t len = looked_at(text, own);
    nd_words words;
    m->n = 0;
    if (nd_text_fold(m->folder, bytes, len, true, &words, NULL) != ND_OK || !copy_words(m, &words) ||
        nd_text_fold(m->folder, text + other->offset, looked_at(text, other), true, &words, NULL) != ND_OK)
        return false;
    cross_off(m, &words);
    size_t from = first_shown(m, columns), at = from > 0 ? m->spans[from].offset : 0;
    m->before = at > 0;
    m->after = len < own->len;
    bool open = false;
    for (size_t i = from; i < m->n_words; i++) {
        const nd_span *span = &m->spans[i];
        size_t end = span->offset + span->len;
        if (span->offset < at)
            continue;          /* two words of one code point */
        if (!add_piece(m, bytes + at, span->offset - at, open && m->missing[i] ? mark : ND_MARK_NONE) ||
            !add_piece(m, bytes + span->offset, span->len, m->missing[i] ? mark : ND_MARK_NONE))
            return false;
        open = m->missing[i];
        at = end;
    }
    return add_piece(m, bytes + at, len - at, ND_MARK_NONE);
}

bool nd_mark_in_line(nd_marking *m, const char *text, size_t len, size_t begin, size_t end, size_t columns)
{
    size_t lead = columns / 3, from = begin, to = end;
    while (from > 0 && text[from - 1] != '\n' && text[from - 1] != '\r' && begin - from < 4 * lead)
        from--;
    m->before = false;
    if (begin - from > lead) { /* from a word on, or at least a character */
        from = begin - lead;
        size_t word = from;
        while (word < begin && !nd_term_is_white(text[word]))
            word++;
        while (from < begin && ((unsigned char)text[from] & 0xC0) == 0x80)
            from++;
        from = word < begin ? word : from;
        m->before = true;
    }
    while (to < len && text[to] != '\n' && text[to] != '\r' && to - end < 4 * columns)
        to++;
    m->after = to < len && text[to] != '\n' && text[to] != '\r';
    while (m->after && to > end && ((unsigned char)text[to] & 0xC0) == 0x80)
        to--;
    m->n = 0;
    return add_piece(m, text + from, begin - from, ND_MARK_NONE) &&
           add_piece(m, text + begin, end - begin, ND_MARK_SAME) && add_piece(m, text + end, to - end, ND_MARK_NONE);
}
