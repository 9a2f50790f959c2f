/* SPDX-License-Identifier: MIT
 *
 * lines.c - lines and paragraphs that are there again, word for word.
 *
 * What repeats by nature is told as weak: an answer ("Yes."), the stanzas of a song and
 * the rows of a table, and all of a text that is made of short lines, or of lines at
 * many depths, as code and manuals are.
 * Such a text has many lines, and most of them stand there once: one with
 * more repeats than that is broken, whatever it was meant to be.
 */
#include "questions.h"

/* A headline that a scraper took twice comes back right away: the head is this many lines with words. */
static const uint32_t head_lines = 5;

/* A paragraph of one line is told as that line. */
static const uint32_t paragraph_lines = 2;

/* Fewer lines, or fewer words in them, are no proof of any habit. */
static const size_t natural_lines = 16, natural_words = 3, verse_lines = 12;

/* An answer has no more words; characters where there are no spaces. */
static const uint32_t answer_words = 3, answer_characters = 5;

static bool ends_in_stop(const nd_article *article, const nd_segment *line)
{
    static const char *const stops[] = {".", "!", "?", "\xe3\x80\x82", "\xef\xbc\x81", "\xef\xbc\x9f",
                                        "\xe0\xa5\xa4", "\xd8\x9f"};
    const nd_span *last = &article->words.spans[line->word + line->n_words - 1];
    const char *rest = article->text + last->offset + last->len;
    size_t len = line->place.offset + line->place.len - (last->offset + last->len);
    for (size_t i = 0; i < ND_COUNT(stops); i++) {
        size_t n = strlen(stops[i]);
        if (len >= n && memcmp(rest, stops[i], n) == 0)
            return len == n || memcmp(rest + n, ".", 1) != 0; /* "Read on..." is no answer */
    }
    return false;
}

static bool is_answer(const nd_article *article, const nd_segment *line)
{
    bool alone = (nd_word_traits(article, line->word) & ND_WORD_ALONE) != 0;
    return article->segments.n_lines >= natural_lines &&
           line->n_words <= (alone ? answer_characters : answer_words) && ends_in_stop(article, line);
}

/*
 * Code and manuals: many lines begin at some depth, and the depths differ, which those
 * of indented paragraphs do not.
 */
static bool is_indented(const nd_article *article)
{
    enum { DEPTHS = 64 };
    const nd_segments *segments = &article->segments;
    size_t lines_at[DEPTHS] = {0}, indented = 0, most = 0;
    for (size_t i = 0; i < segments->n_lines; i++) {
        const nd_stretch *place = &segments->lines[i].place;
        size_t depth = 0;
        while (depth < place->len && depth < DEPTHS - 1 &&
               (article->text[place->offset + depth] == ' ' || article->text[place->offset + depth] == '\t'))
            depth++;
        indented += depth > 1 || (depth == 1 && article->text[place->offset] == '\t');
        if (depth > 0 && ++lines_at[depth] > most)
            most = lines_at[depth];
    }
    return 10 * indented >= 4 * segments->n_lines && 10 * (indented - (most < indented ? most : indented)) >= 2 * indented;
}

/* A glossary, a ticker: most words stand in items of a sentence or two, not in paragraphs. */
static bool is_list(const nd_article *article)
{
    enum { ITEM_WORDS = 22, ITEM_CHARACTERS = 30 };
    const nd_segments *segments = &article->segments;
    uint64_t words = 0;
    for (size_t i = 0; i < segments->n_blocks; i++) {
        const nd_segment *block = segments->blocks[i];
        bool alone = article->alone && (nd_word_traits(article, block->word) & ND_WORD_ALONE) != 0;
        if (block->n_lines == 1 && block->n_words <= (uint32_t)(alone ? ITEM_CHARACTERS : ITEM_WORDS))
            words += block->n_words;
    }
    return segments->n_lines >= natural_lines && 4 * words >= 3 * article->words.n_words;
}

static bool repeats_by_nature(const nd_article *article, size_t again)
{
    const nd_segments *segments = &article->segments;
    if (segments->n_lines < natural_lines || 10 * again > 6 * segments->n_lines)
        return false;
    return is_indented(article) || (article->words.n_words >= natural_words * segments->n_lines &&
                                    3 * segments->short_words >= 2 * article->words.n_words);
}

static nd_status tell(const nd_article *article, nd_repeat row, const nd_segment *at, const nd_segment *of,
                      nd_findings *to, nd_err *err)
{
    row.at = nd_segment_place(at);
    row.of = nd_segment_place(of);
    row.similarity = 1;
    row.weight = nd_words_bits(article, at->word, at->n_words);
    return nd_findings_add(to, article, &row, at->word, at->n_words, err);
}

/* The whole of a stanza again is a refrain; of an ingredient list or a box, with its figures, it is not. */
static bool is_refrain(const nd_article *article, const nd_segment *paragraph)
{
    enum { ONE_IN = 3 };
    uint32_t figures = 0;
    for (uint32_t w = paragraph->word; w < paragraph->word + paragraph->n_words; w++)
        figures += (nd_word_traits(article, w) & ND_WORD_DIGIT) != 0;
    return article->verse && article->segments.lines[paragraph->line].verse && figures * ONE_IN < paragraph->n_lines;
}

static nd_status tell_line(const nd_article *article, uint32_t i, nd_findings *to, nd_err *err)
{
    const nd_segment *lines = article->segments.lines;
    uint32_t first = lines[i].first;
    nd_repeat row = {.kind = ND_REPEAT_LINE, .headline = first == 0 && i < head_lines};
    row.weak = !row.headline && (article->natural || is_answer(article, &lines[i]));
    return tell(article, row, &lines[i], &lines[first], to, err);
}

nd_status nd_find_paragraphs(nd_equal *equal, nd_article *article, uint32_t kinds, nd_findings *to, nd_err *err)
{
    nd_segments *segments = &article->segments;
    const nd_segment *paragraphs = segments->paragraphs;
    nd_status st = nd_equal_mark(equal, &article->words, article->seed, segments->lines, segments->n_lines, 1, err);
    if (st == ND_OK)
        st = nd_equal_mark(equal, &article->words, article->seed, segments->paragraphs, segments->n_paragraphs,
                           paragraph_lines, err);
    size_t again = 0;
    for (size_t i = 0; i < segments->n_lines; i++)
        again += segments->lines[i].first != i;
    article->natural = repeats_by_nature(article, again);
    article->verse = segments->verse_lines >= verse_lines && 10 * again <= 6 * segments->n_lines;
    article->list = article->natural || is_list(article);
    for (uint32_t i = 0; st == ND_OK && i < segments->n_paragraphs; i++) {
        if (paragraphs[i].first == i || (kinds & 1U << ND_REPEAT_PARAGRAPH) == 0)
            continue;
        nd_repeat row = {.kind = ND_REPEAT_PARAGRAPH, .weak = article->natural || is_refrain(article, &paragraphs[i])};
        st = tell(article, row, &paragraphs[i], &paragraphs[paragraphs[i].first], to, err);
    }
    return st;
}

nd_status nd_find_lines(const nd_article *article, nd_findings *to, nd_err *err)
{
    const nd_segments *segments = &article->segments;
    nd_status st = ND_OK;
    for (uint32_t i = 0; st == ND_OK && i < segments->n_lines; i++)
        if (segments->lines[i].first != i && !nd_covered(to, segments->lines[i].word, segments->lines[i].n_words))
            st = tell_line(article, i, to, err);
    return st;
}
