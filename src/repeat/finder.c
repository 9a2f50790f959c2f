/* SPDX-License-Identifier: MIT
 *
 * finder.c - one text to the places that repeat an earlier one.
 *
 * Fold once, cut into lines, paragraphs and blocks, number the words, then ask one
 * question after the other, the one about the largest places first: the finding that
 * covers a place has the word, and what lies inside it is passed over. So rows come
 * out by place, no two of them cover one word, and their words add up to the repeated
 * words. A further kind of finding is one more question.
 */
#include "near.h"
#include "phrase.h"
#include "punctuation.h"
#include "questions.h"
#include "template.h"

struct nd_repeat_finder {
    nd_alloc        own;       /* the caller's, copied */
    const nd_alloc *alloc;     /* &own, or NULL: malloc */
    nd_opts         opts;
    nd_article      article;
    nd_findings     findings;
    nd_equal        equal;
    nd_near         near;
    nd_templates    templates;
    nd_phrases      phrases;
    nd_marks        marks;
    nd_unit        *units;
    size_t          n_units, cap_units;
};

const char *nd_repeat_name(nd_repeat_kind kind)
{
    static const char *const names[ND_REPEAT_KINDS] = {
        [ND_REPEAT_LINE] = "line",
        [ND_REPEAT_NEAR_LINE] = "near_line",
        [ND_REPEAT_TEMPLATE] = "template",
        [ND_REPEAT_PARAGRAPH] = "paragraph",
        [ND_REPEAT_NEAR_PARAGRAPH] = "near_paragraph",
        [ND_REPEAT_PHRASE] = "phrase",
        [ND_REPEAT_STUTTER] = "stutter",
        [ND_REPEAT_PUNCTUATION] = "punctuation",
    };
    return (unsigned)kind < ND_REPEAT_KINDS ? names[kind] : NULL;
}

void nd_repeat_finder_free(nd_repeat_finder *finder)
{
    if (finder == NULL)
        return;
    nd_alloc own = finder->own;
    const nd_alloc *alloc = finder->alloc != NULL ? &own : NULL;
    nd_article_release(&finder->article);
    nd_findings_release(&finder->findings);
    nd_equal_release(&finder->equal);
    nd_near_release(&finder->near);
    nd_templates_release(&finder->templates);
    nd_phrases_release(&finder->phrases);
    nd_marks_release(&finder->marks);
    nd_drop(alloc, finder->units, finder->cap_units, sizeof *finder->units);
    nd_drop(alloc, finder, 1, sizeof *finder);
}

nd_status nd_repeat_finder_new(nd_repeat_finder **out, const nd_opts *opts, const nd_alloc *alloc,
                               nd_err *err)
{
    nd_status st = nd_opts_check(opts, err);
    if (st != ND_OK)
        return st;
    nd_repeat_finder *finder = nd_get(alloc, 1, sizeof *finder);
    if (finder == NULL)
        return nd_no_memory(err, sizeof *finder);
    if (alloc != NULL) {
        finder->own = *alloc;
        finder->alloc = &finder->own;
    }
    finder->opts = *opts;
    nd_findings_init(&finder->findings, finder->alloc);
    finder->findings.weak = opts->weak_repeats;
    nd_equal_init(&finder->equal, finder->alloc);
    nd_near_init(&finder->near, finder->alloc);
    nd_templates_init(&finder->templates, finder->alloc);
    nd_phrases_init(&finder->phrases, finder->alloc);
    nd_marks_init(&finder->marks, finder->alloc);
    st = nd_article_init(&finder->article, opts, finder->alloc, err);
    if (st == ND_OK)
        *out = finder;
    else
        nd_repeat_finder_free(finder);
    return st;
}

static nd_status ask_paragraphs(nd_repeat_finder *f, nd_err *err)
{
    return nd_find_paragraphs(&f->equal, &f->article, f->opts.repeat_kinds, &f->findings, err);
}

static nd_status ask_lines(nd_repeat_finder *f, nd_err *err)
{
    return nd_find_lines(&f->article, &f->findings, err);
}

static nd_status ask_near(nd_repeat_finder *f, nd_err *err)
{
    return nd_find_near(&f->near, &f->article, f->opts.repeat_kinds, f->opts.near, &f->findings, err);
}

static nd_status ask_templates(nd_repeat_finder *f, nd_err *err)
{
    return nd_find_templates(&f->templates, &f->article, &f->findings, err);
}

static nd_status ask_phrases(nd_repeat_finder *f, nd_err *err)
{
    return nd_find_phrases(&f->phrases, &f->article, &f->findings, err);
}

static nd_status ask_stutters(nd_repeat_finder *f, nd_err *err)
{
    return nd_find_stutters(&f->article, &f->findings, err);
}

static nd_status ask_punctuation(nd_repeat_finder *f, nd_err *err)
{
    return nd_find_punctuation(&f->marks, &f->article, &f->findings, err);
}

static nd_status ask(nd_repeat_finder *finder, nd_err *err)
{
    static const struct {
        uint32_t kinds;
        nd_status (*ask)(nd_repeat_finder *finder, nd_err *err);
    } questions[] = {
        {ND_REPEATS_ALL, ask_paragraphs},
        {1U << ND_REPEAT_NEAR_LINE | 1U << ND_REPEAT_NEAR_PARAGRAPH, ask_near},
        {1U << ND_REPEAT_LINE, ask_lines},
        {1U << ND_REPEAT_TEMPLATE, ask_templates},
        {1U << ND_REPEAT_PHRASE, ask_phrases},
        {1U << ND_REPEAT_STUTTER, ask_stutters},
        {1U << ND_REPEAT_PUNCTUATION, ask_punctuation},
    };
    nd_status st = nd_findings_begin(&finder->findings, finder->article.words.n_words, err);
    for (size_t i = 0; st == ND_OK && i < ND_COUNT(questions); i++) {
        if ((finder->opts.repeat_kinds & questions[i].kinds) == 0)
            continue;
        st = questions[i].ask(finder, err);
        if (st == ND_OK)
            st = nd_findings_settle(&finder->findings, err);
    }
    return st;
}

nd_status nd_repeats_find(nd_repeat_finder *finder, const char *text, size_t len, nd_repeats *out,
                          nd_err *err)
{
    const nd_article *article = &finder->article;
    nd_status st = nd_article_read(&finder->article, text, len, err);
    if (st == ND_OK)
        st = ask(finder, err);
    if (st != ND_OK)
        return st;
    *out = (nd_repeats){
        .rows = finder->findings.rows,
        .n_rows = finder->findings.n,
        .words = article->words.n_words,
        .lines = article->segments.all_lines,
        .paragraphs = article->segments.n_paragraphs,
        .weak = finder->findings.n_weak,
    };
    for (size_t i = 0; i < out->n_rows; i++)
        out->repeated_words += (uint64_t)((double)out->rows[i].words * out->rows[i].similarity + 0.5);
    return ND_OK;
}

static nd_status add_units(nd_repeat_finder *finder, const nd_segment *segments, size_t n, uint32_t min_lines,
                           nd_err *err)
{
    const nd_words *words = &finder->article.words;
    for (size_t i = 0; i < n; i++) {
        const nd_segment *segment = &segments[i];
        if (segment->n_lines < min_lines || segment->first != i)
            continue;
        if (!nd_grow(finder->alloc, &finder->units, &finder->cap_units, finder->n_units + 1, sizeof *finder->units))
            return nd_no_memory(err, 0);
        uint32_t begin = words->starts[segment->word], end = words->starts[segment->word + segment->n_words] - 1;
        finder->units[finder->n_units++] = (nd_unit){
            .digest = nd_digest_bytes(words->folded + begin, end - begin),
            .place = nd_segment_place(segment),
            .words = segment->n_words,
            .n_lines = segment->n_lines,
        };
    }
    return ND_OK;
}

nd_status nd_repeats_units(nd_repeat_finder *finder, const nd_unit **out, size_t *n, nd_err *err)
{
    const nd_segments *segments = &finder->article.segments;
    finder->n_units = 0;
    nd_status st = add_units(finder, segments->lines, segments->n_lines, 1, err);
    if (st == ND_OK)
        st = add_units(finder, segments->paragraphs, segments->n_paragraphs, 2, err);
    if (st != ND_OK)
        return st;
    *out = finder->units;
    *n = finder->n_units;
    return ND_OK;
}
