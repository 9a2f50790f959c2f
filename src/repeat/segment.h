/* SPDX-License-Identifier: MIT
 *
 * segment.h - a text as its lines and paragraphs, each a run of its folded words.
 */
#ifndef ND_SEGMENT_H
#define ND_SEGMENT_H

#include "base/base.h"

/* As nd_place, in half the memory: a text with spans is smaller than 4 GiB. */
typedef struct nd_stretch {
    uint32_t line, offset, len;
} nd_stretch;

typedef struct nd_segment {
    nd_stretch place;
    uint32_t   word, n_words; /* its words in nd_words */
    uint32_t   n_lines;       /* 1 for a line */
    uint32_t   line;          /* its first line: index in nd_segments.lines */
    uint32_t   first;         /* index of the first segment with the same words; its own where it is that */
    uint16_t   columns;       /* of a line: nearly what it takes on a screen; of a paragraph: the width
                                 that it is wrapped at, or 0 */
    bool       in_paragraph;  /* of a block: it is a line of a paragraph of several */
    bool       verse;         /* of a line: in a paragraph of several short lines, none of them wrapped */
} nd_segment;

static inline nd_place nd_segment_place(const nd_segment *segment)
{
    return (nd_place){segment->place.line, segment->place.offset, segment->place.len};
}

/*
 * Only lines that hold a word are kept, so that a text of line ends needs no
 * memory. The paragraphs part these lines into runs, in order, and so do the
 * blocks: a block is what its writer wrote as one piece, a paragraph that is
 * wrapped at some width, and elsewhere a line.
 */
typedef struct nd_segments {
    nd_segment *lines, *paragraphs;
    const nd_segment **blocks; /* each one of these */
    size_t      n_lines, cap_lines, n_paragraphs, cap_paragraphs, n_blocks, cap_blocks;
    uint32_t    all_lines;  /* those without a word too */
    uint64_t    verse_lines; /* this and what follows: of nd_blocks_cut, as blocks, columns, verse */
    uint64_t    short_words; /* words in short lines that are not wrapped */
    const nd_alloc *alloc;
} nd_segments;

void nd_segments_init(nd_segments *segments, const nd_alloc *alloc);
void nd_segments_release(nd_segments *segments);

/*
 * nd_segments_cut - replaces what segments hold by the lines and paragraphs of text.
 *
 * @words  of the whole text, with spans
 *
 * Every segment comes back as its own first. ND_ENOMEM: what segments hold is
 * without meaning, to be cut again or released.
 */
nd_status nd_segments_cut(nd_segments *segments, const char *text, size_t len, const nd_words *words,
                          nd_err *err);

/*
 * nd_blocks_cut - lines and paragraphs to blocks: columns, what is wrapped, what is
 * verse, and how many words that is.
 *
 * @ids  of each word, equal where words are
 */
nd_status nd_blocks_cut(nd_segments *segments, const char *text, const nd_words *words, const uint32_t *ids,
                        nd_err *err);

/* nd_line_with - the line that holds a word. O(log lines). */
const nd_segment *nd_line_with(const nd_segments *segments, uint32_t word);

#endif
