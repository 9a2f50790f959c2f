/* SPDX-License-Identifier: MIT
 *
 * finder.c - one text to the places that repeat an earlier one.
 *
 * Fold once, cut into lines and paragraphs, group those that are equal, then walk
 * the text and tell each place once: the largest finding that covers it has the
 * word, and what lies inside it is passed over. So rows come out by place, no two
 * of them overlap, and their words add up to the repeated words. A further kind
 * of finding is one more question in tell_paragraph or tell_line, after the larger.
 */
#include "equal.h"
#include "segment.h"

/* A headline that a scraper took twice comes back right away: the head is this many lines with words. */
static const uint32_t head_lines = 5;

/* A paragraph of one line is told as that line. */
static const uint32_t paragraph_lines = 2;

struct nd_repeat_finder {
    nd_alloc        own;   /* the caller's, copied */
    const nd_alloc *alloc; /* &own, or NULL: malloc */
    nd_text        *text;
    nd_segments     segments;
    nd_equal        equal;
    nd_repeat      *rows;
    size_t          n_rows, cap_rows;
};

void nd_repeat_finder_free(nd_repeat_finder *finder)
{
    if (finder == NULL)
        return;
    nd_alloc own = finder->own;
    const nd_alloc *alloc = finder->alloc != NULL ? &own : NULL;
    nd_text_free(finder->text);
    nd_segments_release(&finder->segments);
    nd_equal_release(&finder->equal);
    nd_drop(alloc, finder->rows, finder->cap_rows, sizeof *finder->rows);
    nd_drop(alloc, finder, 1, sizeof *finder);
}

nd_status nd_repeat_finder_new(nd_repeat_finder **out, const nd_opts *opts, const nd_alloc *alloc,
                               nd_err *err)
{
    nd_repeat_finder *finder = nd_get(alloc, 1, sizeof *finder);
    if (finder == NULL)
        return nd_no_memory(err, sizeof *finder);
    if (alloc != NULL) {
        finder->own = *alloc;
        finder->alloc = &finder->own;
    }
    nd_segments_init(&finder->segments, finder->alloc);
    nd_equal_init(&finder->equal, finder->alloc);
    nd_status st = nd_text_new(&finder->text, opts, finder->alloc, err);
    if (st == ND_OK)
        *out = finder;
    else
        nd_repeat_finder_free(finder);
    return st;
}

static nd_status tell(nd_repeat_finder *finder, nd_repeat_kind kind, const nd_segment *at,
                      const nd_segment *of, nd_err *err)
{
    if (!nd_grow(finder->alloc, &finder->rows, &finder->cap_rows, finder->n_rows + 1,
                 sizeof *finder->rows))
        return nd_no_memory(err, 0);
    finder->rows[finder->n_rows++] = (nd_repeat){
        .kind = kind,
        .at = at->place,
        .of = of->place,
        .words = at->n_words,
        .similarity = 1,
    };
    return ND_OK;
}

static nd_status tell_line(nd_repeat_finder *finder, uint32_t i, nd_err *err)
{
    const nd_segment *lines = finder->segments.lines;
    uint32_t first = lines[i].first;
    if (first == i)
        return ND_OK;
    nd_status st = tell(finder, ND_REPEAT_LINE, &lines[i], &lines[first], err);
    if (st == ND_OK)
        finder->rows[finder->n_rows - 1].headline = first == 0 && i < head_lines;
    return st;
}

static nd_status tell_paragraph(nd_repeat_finder *finder, uint32_t i, uint32_t line, nd_err *err)
{
    const nd_segment *paragraphs = finder->segments.paragraphs;
    uint32_t first = paragraphs[i].first;
    if (first != i)
        return tell(finder, ND_REPEAT_PARAGRAPH, &paragraphs[i], &paragraphs[first], err);
    nd_status st = ND_OK;
    for (uint32_t end = line + paragraphs[i].n_lines; st == ND_OK && line < end; line++)
        st = tell_line(finder, line, err);
    return st;
}

nd_status nd_repeats_find(nd_repeat_finder *finder, const char *text, size_t len, nd_repeats *out,
                          nd_err *err)
{
    nd_segments *segments = &finder->segments;
    nd_words words;
    nd_status st = nd_text_fold(finder->text, text, len, true, &words, err);
    if (st == ND_OK)
        st = nd_segments_cut(segments, text, len, &words, err);
    if (st == ND_OK)
        st = nd_equal_mark(&finder->equal, &words, segments->lines, segments->n_lines, 1, err);
    if (st == ND_OK)
        st = nd_equal_mark(&finder->equal, &words, segments->paragraphs, segments->n_paragraphs,
                           paragraph_lines, err);

    finder->n_rows = 0;
    for (uint32_t i = 0, line = 0; st == ND_OK && i < segments->n_paragraphs; i++) {
        st = tell_paragraph(finder, i, line, err);
        line += segments->paragraphs[i].n_lines;
    }
    if (st != ND_OK)
        return st;

    *out = (nd_repeats){
        .rows = finder->rows,
        .n_rows = finder->n_rows,
        .words = words.n_words,
        .lines = segments->all_lines,
        .paragraphs = segments->n_paragraphs,
    };
    for (size_t i = 0; i < finder->n_rows; i++)
        out->repeated_words += finder->rows[i].words;
    return ND_OK;
}
