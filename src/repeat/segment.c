/* SPDX-License-Identifier: MIT
 *
 * segment.c - text and its folded words to lines and paragraphs.
 *
 * A line ends at LF, CRLF or CR. The text is folded once, as a whole, and not line
 * by line: LF and CR are control characters, which no word holds and no mark joins
 * over, so a line's words are those that begin before its end, and the folded
 * words of any segment lie side by side, ready to be compared as bytes.
 *
 * The next LF and the next CR are both remembered, each looked for again only once
 * it is passed: two memchr scans over the text in all, whatever its line ends are.
 */
#include "segment.h"

void nd_segments_init(nd_segments *segments, const nd_alloc *alloc)
{
    *segments = (nd_segments){.alloc = alloc};
}

void nd_segments_release(nd_segments *segments)
{
    nd_drop(segments->alloc, segments->lines, segments->cap_lines, sizeof *segments->lines);
    nd_drop(segments->alloc, segments->paragraphs, segments->cap_paragraphs, sizeof *segments->paragraphs);
    nd_drop(segments->alloc, segments->blocks, segments->cap_blocks, sizeof *segments->blocks);
    nd_segments_init(segments, segments->alloc);
}

static size_t find(const char *text, size_t len, size_t from, char wanted)
{
    const char *at = from < len ? memchr(text + from, wanted, len - from) : NULL;
    return at != NULL ? (size_t)(at - text) : len;
}

/* The line joins the paragraph of the line right above it, or begins one. */
static bool add_line(nd_segments *to, const nd_segment *line)
{
    if (!nd_grow(to->alloc, &to->lines, &to->cap_lines, to->n_lines + 1, sizeof *to->lines) ||
        !nd_grow(to->alloc, &to->paragraphs, &to->cap_paragraphs, to->n_paragraphs + 1,
                 sizeof *to->paragraphs))
        return false;
    bool joins = to->n_lines > 0 && to->lines[to->n_lines - 1].place.line + 1 == line->place.line;
    nd_segment *own = &to->lines[to->n_lines];
    *own = *line;
    own->first = own->line = (uint32_t)to->n_lines++;
    if (joins) {
        nd_segment *paragraph = &to->paragraphs[to->n_paragraphs - 1];
        paragraph->place.len = line->place.offset + line->place.len - paragraph->place.offset;
        paragraph->n_words += line->n_words;
        paragraph->n_lines++;
    } else {
        nd_segment *paragraph = &to->paragraphs[to->n_paragraphs];
        *paragraph = *own;
        paragraph->first = (uint32_t)to->n_paragraphs++;
    }
    return true;
}

nd_status nd_segments_cut(nd_segments *segments, const char *text, size_t len, const nd_words *words,
                          nd_err *err)
{
    segments->n_lines = segments->n_paragraphs = 0;
    segments->all_lines = 0;
    size_t lf = find(text, len, 0, '\n'), cr = find(text, len, 0, '\r'), word = 0;
    for (size_t at = 0; at < len;) {
        size_t end = lf < cr ? lf : cr, first_word = word;
        while (word < words->n_words && words->spans[word].offset < end)
            word++;
        segments->all_lines++;
        if (word > first_word) {
            nd_segment line = {
                .place = {segments->all_lines, (uint32_t)at, (uint32_t)(end - at)},
                .word = (uint32_t)first_word,
                .n_words = (uint32_t)(word - first_word),
                .n_lines = 1,
            };
            if (!add_line(segments, &line))
                return nd_no_memory(err, 0);
        }
        at = end + (end == cr && lf == cr + 1 ? 2 : 1);
        if (lf < at)
            lf = find(text, len, at, '\n');
        if (cr < at)
            cr = find(text, len, at, '\r');
    }
    return ND_OK;
}

const nd_segment *nd_line_with(const nd_segments *segments, uint32_t word)
{
    size_t first = 0, n = segments->n_lines;
    while (n > 1) {
        size_t half = n / 2;
        if (segments->lines[first + half].word <= word)
            first += half;
        n -= half;
    }
    return &segments->lines[first];
}
