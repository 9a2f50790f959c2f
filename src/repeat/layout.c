/* SPDX-License-Identifier: MIT
 *
 * layout.c - what the look of a line says of it.
 *
 * Lists, tables, headings, code and questions have a frame that their writer fills anew
 * in each line, so two lines with one frame are no copy of each other. It shows in how
 * both lines begin and what stands between their words; no language has to be known.
 */
#include "layout.h"

#include "gap.h"

#include <utf8proc.h>

enum {
    SET_IN = 4,                /* columns before the first word: code, a quotation, a table */
    LABEL_WORDS = 3,           /* of an item: "84th minute.", "FID.", "Mrs Arkle:" */
    QUESTION_WORDS = 14,
    COLUMN_LINES = 4,          /* short lines below each other, at least */
    PROSE_LINE = 60            /* columns; shorter lines are prose where they end as sentences do */
};

static bool is_one_of(const char *bytes, size_t len, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strlen(list[i]) <= len && memcmp(bytes, list[i], strlen(list[i])) == 0)
            return true;
    return false;
}

/* The bytes before the first word of a line. */
static size_t lead_of(const nd_article *article, const nd_segment *line, const char **lead)
{
    *lead = article->text + line->place.offset;
    return article->words.spans[line->word].offset - line->place.offset;
}

/* The bytes behind its last word. */
static size_t rest_of(const nd_article *article, const nd_segment *line, const char **rest)
{
    const nd_span *last = &article->words.spans[line->word + line->n_words - 1];
    size_t end = line->place.offset + line->place.len, from = last->offset + last->len;
    *rest = article->text + from;
    return end > from ? end - from : 0;
}

bool nd_is_sentence(const nd_article *article, const nd_segment *line)
{
    const char *rest;
    size_t len = rest_of(article, line, &rest);
    return nd_ends_sentence(rest, len);
}

static bool ends_in_stop(const nd_article *article, const nd_segment *line)
{
    static const char *const more[] = {":", ";", "\xef\xbc\x9a", "\xef\xbc\x9b"};
    const char *rest;
    size_t len = rest_of(article, line, &rest);
    return nd_is_sentence(article, line) || is_one_of(rest, len, more, ND_COUNT(more));
}

static bool begins_small(const nd_article *article, const nd_segment *line)
{
    utf8proc_int32_t cp = 0;
    const nd_span *span = &article->words.spans[line->word];
    const utf8proc_uint8_t *word = (const utf8proc_uint8_t *)article->text + span->offset;
    return utf8proc_iterate(word, (utf8proc_ssize_t)span->len, &cp) > 0 &&
           utf8proc_category(cp) == UTF8PROC_CATEGORY_LL;
}

/* The first of two lines ends in the middle of a sentence, which the second goes on with. */
static bool is_broken_between(const nd_article *article, const nd_segment *a, const nd_segment *b)
{
    return a->place.line + 1 == b->place.line && begins_small(article, b) && !ends_in_stop(article, a);
}

bool nd_goes_on(const nd_article *article, uint32_t line)
{
    const nd_segments *segments = &article->segments;
    const nd_segment *own = &segments->lines[line];
    return (line > 0 && is_broken_between(article, own - 1, own)) ||
           (line + 1 < segments->n_lines && is_broken_between(article, own, own + 1));
}

/* ---- items */

static bool is_set_in(const nd_article *article, const nd_segment *line)
{
    const char *lead;
    size_t len = lead_of(article, line, &lead), columns = 0;
    for (size_t i = 0; i < len && (lead[i] == ' ' || lead[i] == '\t'); i++)
        columns += lead[i] == '\t' ? SET_IN : 1;
    return columns >= SET_IN;
}

static bool has_bullet(const nd_article *article, const nd_segment *line)
{
    static const char *const bullets[] = {"-", "*", "#", "|", "+", "=", "\xe2\x80\xa2", "\xc2\xb7", "\xe2\x80\xa3",
                                          "\xe2\x97\xa6", "\xe2\x96\xa0", "\xe2\x96\xaa", "\xe2\x97\x8f",
                                          "\xe2\x80\x93", "\xe2\x80\x94", "\xe3\x83\xbb", "\xe2\x97\x8b"};
    const char *lead;
    size_t len = lead_of(article, line, &lead);
    while (len > 0 && (*lead == ' ' || *lead == '\t')) {
        lead++;
        len--;
    }
    return is_one_of(lead, len, bullets, ND_COUNT(bullets));
}

static bool is_upper(const nd_article *article, uint32_t word)
{
    const nd_span *span = &article->words.spans[word];
    utf8proc_int32_t cp = 0;
    for (size_t at = 0, n; at < span->len; at += n) {
        utf8proc_ssize_t read = utf8proc_iterate((const utf8proc_uint8_t *)article->text + span->offset + at,
                                                 (utf8proc_ssize_t)(span->len - at), &cp);
        if (read <= 0 || utf8proc_category(cp) != UTF8PROC_CATEGORY_LU)
            return false;
        n = (size_t)read;
    }
    return true;
}

/* Words of a label that a line begins with: before a colon, or figures and capitals before a full stop. */
static uint32_t label_of(const nd_article *article, const nd_segment *line)
{
    bool telling = false;
    for (uint32_t k = 1; k <= LABEL_WORDS && k < line->n_words; k++) {
        size_t from, len = nd_gap_bytes(article, line->word + k, &from);
        const char *gap = article->text + from;
        uint32_t before = line->word + k - 1;
        telling |= (nd_word_traits(article, before) & ND_WORD_DIGIT) != 0 || is_upper(article, before);
        for (size_t i = 0; i < len; i++) {
            if (gap[i] == ':' || (gap[i] == '\xef' && len - i > 2 && memcmp(gap + i, "\xef\xbc\x9a", 3) == 0))
                return k;
            if ((gap[i] == '.' || gap[i] == ')') && telling)
                return k;
        }
    }
    return 0;
}

static bool begins_with_figure(const nd_article *article, const nd_segment *line)
{
    return (nd_word_traits(article, line->word) & ND_WORD_DIGIT) != 0;
}

/* "A: I don't know.": a line of an interview. */
static bool is_speech(const nd_article *article, const nd_segment *line)
{
    size_t from, len = nd_gap_bytes(article, line->word + 1, &from);
    return (nd_word_traits(article, line->word) & (ND_WORD_ONE | ND_WORD_ALONE)) == ND_WORD_ONE && len > 0 &&
           article->text[from] == ':';
}

/* Words of the line stand in columns. */
static bool is_row(const nd_article *article, const nd_segment *line)
{
    for (uint32_t w = line->word + 1; w < line->word + line->n_words; w++) {
        size_t from, len = nd_gap_bytes(article, w, &from);
        const char *gap = article->text + from;
        if (len >= 3 && (memcmp(gap, "   ", 3) == 0 || memcmp(gap + len - 3, "   ", 3) == 0))
            return true;
        if (memchr(gap, '\t', len) != NULL)
            return true;
    }
    return false;
}

static bool is_question(const nd_article *article, const nd_segment *line)
{
    static const char *const marks[] = {"?", "\xef\xbc\x9f", "\xd8\x9f"};
    const char *rest;
    size_t len = rest_of(article, line, &rest);
    return line->n_words <= QUESTION_WORDS && is_one_of(rest, len, marks, ND_COUNT(marks));
}

/* One byte in 25 is a mark that prose does without. */
static bool is_code(const nd_article *article, const nd_stretch *place)
{
    static const uint8_t is_mark[UINT8_MAX + 1] = {
        ['{'] = 1, ['}'] = 1, ['<'] = 1, ['>'] = 1, ['='] = 1, ['$'] = 1, ['\\'] = 1, ['|'] = 1, [';'] = 1,
        ['_'] = 1, ['@'] = 1, ['['] = 1, [']'] = 1,
    };
    enum { SOME = 4, ONE_IN = 25 };
    const unsigned char *bytes = (const unsigned char *)article->text + place->offset;
    size_t n = 0;
    for (size_t i = 0; i < place->len; i++)
        n += is_mark[bytes[i]];
    return n >= SOME && n * ONE_IN >= place->len;
}

/* ---- what two have in common */

enum {
    KNOWN = 1, SET_IN_LINE = 2, ROW = 4, CODE = 8, BULLET = 16, SPEECH = 32, QUESTION = 64,
    LABEL_SHIFT = 8            /* the words of its label, from there on */
};

/* How a segment looks; of a line it is kept, as the first of a group is compared with all the others. */
static unsigned look_of(const nd_article *article, const nd_segment *unit)
{
    uint16_t *kept = &article->looks[unit->line];
    if (unit->n_lines == 1 && *kept != 0)
        return *kept;
    unsigned look = KNOWN | label_of(article, unit) << LABEL_SHIFT;
    look |= is_set_in(article, unit) ? SET_IN_LINE : 0;
    look |= is_row(article, unit) ? ROW : 0;
    look |= is_code(article, &unit->place) ? CODE : 0;
    look |= has_bullet(article, unit) ? BULLET : 0;
    look |= is_speech(article, unit) ? SPEECH : 0;
    look |= is_question(article, unit) ? QUESTION : 0;
    if (unit->n_lines == 1)
        *kept = (uint16_t)look;
    return look;
}

bool nd_are_rows(const nd_article *article, const nd_segment *a, const nd_segment *b)
{
    return (look_of(article, a) & look_of(article, b) & (SET_IN_LINE | ROW | CODE)) != 0;
}

static bool have_other_labels(const nd_article *article, const nd_segment *a, const nd_segment *b)
{
    const uint32_t *x = &article->ids[a->word], *y = &article->ids[b->word];
    if (begins_with_figure(article, a) && begins_with_figure(article, b) && x[0] != y[0])
        return true;
    unsigned n_a = look_of(article, a) >> LABEL_SHIFT, n_b = look_of(article, b) >> LABEL_SHIFT;
    return n_a > 0 && n_b > 0 && (n_a != n_b || memcmp(x, y, n_a * sizeof *x) != 0);
}

bool nd_are_items(const nd_article *article, const nd_segment *a, const nd_segment *b)
{
    unsigned both = look_of(article, a) & look_of(article, b);
    return (both & (SET_IN_LINE | ROW | CODE | BULLET | SPEECH | QUESTION)) != 0 || have_other_labels(article, a, b);
}

static bool is_short(const nd_segment *line)
{
    return line->n_lines == 1 && line->columns < PROSE_LINE;
}

/* Two short lines, the second right below the first. */
static bool are_below(const nd_segment *a, const nd_segment *b)
{
    return is_short(a) && is_short(b) && a->place.line + 1 == b->place.line;
}

/* One of several short lines right below each other. */
static bool is_in_column(const nd_article *article, const nd_segment *unit)
{
    const nd_segments *segments = &article->segments;
    uint32_t first = unit->line, last = unit->line;
    if (!is_short(unit))
        return false;
    while (first > 0 && last - first < COLUMN_LINES &&
           are_below(&segments->lines[first - 1], &segments->lines[first]))
        first--;
    while (last + 1 < segments->n_lines && last - first < COLUMN_LINES &&
           are_below(&segments->lines[last], &segments->lines[last + 1]))
        last++;
    return last - first + 1 >= COLUMN_LINES;
}

bool nd_are_next(const nd_segment *at, const nd_segment *of)
{
    enum { SIDE_BY_SIDE = 2 };
    uint32_t lines = at->line - of->line;
    return is_short(at) && is_short(of) && lines <= SIDE_BY_SIDE && at->place.line - of->place.line == lines;
}

bool nd_are_in_columns(const nd_article *article, const nd_segment *a, const nd_segment *b)
{
    return is_in_column(article, a) && is_in_column(article, b);
}

bool nd_is_prose(const nd_article *article, const nd_segment *paragraph)
{
    const nd_segment *lines = &article->segments.lines[paragraph->line];
    uint64_t words = 0;
    for (uint32_t i = 0; i < paragraph->n_lines; i++)
        words += lines[i].columns >= PROSE_LINE || ends_in_stop(article, &lines[i]) ? lines[i].n_words : 0;
    return 2 * words >= paragraph->n_words && !is_code(article, &paragraph->place);
}
