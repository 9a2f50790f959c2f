/* SPDX-License-Identifier: MIT
 *
 * blocks.c - which lines were written as one piece.
 *
 * A paragraph was wrapped by a program where nearly all its lines are full: the first
 * word of the next line would not have fitted. That alone would also take two credit
 * lines of one length, so a line must also go on in the middle of a sentence: with a
 * small letter, or, in a script that has none, after a line that ends in no stop.
 *
 * Verse can look so too, but its last lines are as long as the others, where the last
 * line of a paragraph ends anywhere: narrow paragraphs whose last lines are mostly full
 * were broken by hand.
 *
 * Columns are counted nearly: a code point is one, from U+3000 on (and Hangul) two.
 */
#include "segment.h"

#include <utf8proc.h>

enum {
    BROKEN_BY_HAND = 7,        /* paragraphs whose last lines are looked at, at least */
    STANZA = 3, VERSE_WORDS = 2, /* lines, and words a line, of a stanza or a table, at least */
    LEAST_CASELESS = 48,       /* columns; where no small letter shows that a line goes on */
    LEAST_WIDTH = 24,          /* columns; narrower columns than a newspaper's are verse or a table */
    VERSE_LINE = 72,           /* columns; long verse */
    SHORT_LINE = 60,           /* columns; a line of prose is longer, or wrapped */
    SHORT_CASELESS = 40,       /* likewise, where a column holds more of a word */
    LONG_LINE = 1 << 10        /* bytes; no one wraps there, so no one counts its columns */
};

static bool is_ascii(const char *text, size_t len)
{
    uint64_t all = 0, eight = 0;
    size_t i = 0;
    for (; i + sizeof eight <= len; i += sizeof eight) {
        memcpy(&eight, text + i, sizeof eight);
        all |= eight;
    }
    for (eight = 0; i < len; i++)
        eight |= (unsigned char)text[i];
    return ((all | eight) & UINT64_C(0x8080808080808080)) == 0;
}

static uint16_t columns(const char *text, size_t len)
{
    unsigned n = 0;
    if (len > LONG_LINE)
        return LONG_LINE + 1;
    while (len > 0 && (unsigned char)text[len - 1] <= ' ')
        len--;
    if (is_ascii(text, len))
        return (uint16_t)len;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        n += (unsigned)((c & 0xC0) != 0x80) + (unsigned)(c >= 0xE3 && c <= 0xED);
    }
    return (uint16_t)n;
}

typedef enum nd_letter { NO_LETTER, SMALL, LARGE, CASELESS } nd_letter;

/* What the line begins with. */
static nd_letter begins_with(const char *text, const nd_segment *line)
{
    utf8proc_int32_t cp = 0;
    const char *at = text + line->place.offset;
    size_t len = line->place.len;
    while (len > 0 && (*at == ' ' || *at == '\t')) {
        at++;
        len--;
    }
    if (len > 0 && (unsigned char)*at < 0x80)
        return *at >= 'a' && *at <= 'z' ? SMALL : *at >= 'A' && *at <= 'Z' ? LARGE : NO_LETTER;
    if (len == 0 || utf8proc_iterate((const utf8proc_uint8_t *)at, (utf8proc_ssize_t)len, &cp) <= 0)
        return NO_LETTER;
    switch (utf8proc_category(cp)) {
    case UTF8PROC_CATEGORY_LL: return SMALL;
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT: return LARGE;
    case UTF8PROC_CATEGORY_LO: return CASELESS;
    default: return NO_LETTER;
    }
}

/* Whether the line ends as a sentence does. */
static bool ends_in_stop(const char *text, const nd_segment *line)
{
    static const char *const stops[] = {".", "!", "?", ":", ";", "\"", "\xe2\x80\x9d", "\xc2\xbb", "\xe3\x80\x82",
                                        "\xef\xbc\x81", "\xef\xbc\x9f", "\xe0\xa5\xa4", "\xd8\x9f", "\xe3\x80\x8d"};
    const char *begin = text + line->place.offset;
    size_t len = line->place.len;
    while (len > 0 && (unsigned char)begin[len - 1] <= ' ')
        len--;
    for (size_t i = 0; i < ND_COUNT(stops); i++) {
        size_t n = strlen(stops[i]);
        if (len >= n && memcmp(begin + len - n, stops[i], n) == 0)
            return true;
    }
    return false;
}

static size_t width_of(const nd_segment *lines, size_t n)
{
    size_t width = 0;
    for (size_t i = 0; i < n; i++)
        width = lines[i].columns > width ? lines[i].columns : width;
    return width;
}

/* @width, @most  the widest line of these, and of the text's paragraphs of several lines */
static bool is_wrapped(const char *text, const nd_words *words, const uint32_t *ids, const nd_segment *lines, size_t n,
                       size_t width, size_t most)
{
    size_t full = 0, goes_on = 0, alike = 0;
    if (width < LEAST_WIDTH || width > LONG_LINE)
        return false;
    for (size_t i = 0; i + 1 < n; i++) {
        const nd_span *next = &words->spans[lines[i + 1].word];
        size_t with_next = (size_t)lines[i].columns + 1 + columns(text + next->offset, next->len);
        full += 100 * with_next >= 85 * width;
        const uint32_t *first = ids + lines[i].word, *below = ids + lines[i + 1].word;
        alike += first[0] == below[0] || first[lines[i].n_words - 1] == below[lines[i + 1].n_words - 1];
        nd_letter letter = begins_with(text, &lines[i + 1]);
        goes_on += letter == SMALL ||
                   (letter == CASELESS && width >= LEAST_CASELESS && 10 * width >= 7 * most &&
                    !ends_in_stop(text, &lines[i]));
    }
    return 10 * full >= 7 * (n - 1) && goes_on > 0 && 4 * goes_on >= n - 1 && 2 * alike < n - 1 + (alike == 0);
}

static bool add_block(nd_segments *to, const nd_segment *segment)
{
    if (!nd_grow(to->alloc, &to->blocks, &to->cap_blocks, to->n_blocks + 1, sizeof *to->blocks))
        return false;
    to->blocks[to->n_blocks++] = segment;
    return true;
}

/* Marks the paragraphs that are wrapped, by their width; says whether the narrow ones were broken by hand. */
static bool mark_wrapped(nd_segments *segments, const char *text, const nd_words *words, const uint32_t *ids)
{
    size_t wrapped = 0, most = 0;
    double last = 0, least = 1; /* the last line's share of the width: its sum over them, the least */
    for (size_t i = 0; i < segments->n_lines; i++) {
        nd_segment *line = &segments->lines[i];
        line->columns = columns(text + line->place.offset, line->place.len);
    }
    for (size_t i = 0; i < segments->n_paragraphs; i++) {
        nd_segment *paragraph = &segments->paragraphs[i];
        size_t n = paragraph->n_lines, width = n > 1 ? width_of(&segments->lines[paragraph->line], n) : 0;
        paragraph->columns = (uint16_t)width;
        most = width > most && width <= LONG_LINE ? width : most;
    }
    for (size_t i = 0; i < segments->n_paragraphs; i++) {
        nd_segment *paragraph = &segments->paragraphs[i];
        const nd_segment *lines = &segments->lines[paragraph->line];
        size_t n = paragraph->n_lines, width = paragraph->columns;
        bool wrapped_here = n > 1 && is_wrapped(text, words, ids, lines, n, width, most);
        paragraph->columns = wrapped_here ? (uint16_t)width : 0;
        if (!wrapped_here || width >= SHORT_LINE)
            continue;
        double share = (double)lines[n - 1].columns / (double)width;
        last += share;
        least = share < least ? share : least;
        wrapped++;
    }
    return wrapped >= BROKEN_BY_HAND && least > 0.6 && last >= 0.8 * (double)wrapped;
}

nd_status nd_blocks_cut(nd_segments *segments, const char *text, const nd_words *words, const uint32_t *ids,
                        nd_err *err)
{
    bool by_hand = mark_wrapped(segments, text, words, ids);
    segments->n_blocks = 0;
    segments->short_words = segments->verse_lines = 0;
    for (size_t i = 0; i < segments->n_paragraphs; i++) {
        const nd_segment *paragraph = &segments->paragraphs[i];
        nd_segment *lines = &segments->lines[paragraph->line];
        if (paragraph->columns > 0 && !(by_hand && paragraph->columns < SHORT_LINE)) {
            if (!add_block(segments, paragraph))
                return nd_no_memory(err, 0);
            continue;
        }
        bool cased = begins_with(text, lines) != CASELESS;
        bool verse = paragraph->n_lines >= STANZA &&
                     width_of(lines, paragraph->n_lines) < (cased ? VERSE_LINE : SHORT_CASELESS) &&
                     paragraph->n_words >= VERSE_WORDS * paragraph->n_lines;
        segments->verse_lines += verse ? paragraph->n_lines : 0;
        for (size_t k = 0; k < paragraph->n_lines; k++) {
            lines[k].verse = verse;
            lines[k].in_paragraph = paragraph->n_lines > 1;
            if (!add_block(segments, &lines[k]))
                return nd_no_memory(err, 0);
            uint32_t shortest = begins_with(text, &lines[k]) == CASELESS ? SHORT_CASELESS : SHORT_LINE;
            segments->short_words += lines[k].columns < shortest ? lines[k].n_words : 0;
        }
    }
    return ND_OK;
}
