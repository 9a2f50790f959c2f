/* SPDX-License-Identifier: MIT
 *
 * punctuation.c - a mark that stands twice where one belongs.
 *
 * Only marks that no one doubles on purpose: not "!!" or "??", not "..." and longer
 * rows of dots, not the ASCII quotes and colons of code. Spaces between the two do not
 * count, a line end does. Where a writer does it throughout ("well.. I think"), or
 * writes rows of the same mark too, it is a habit, and weak.
 */
#include "questions.h"

static const struct mark {
    const char *bytes;
    bool dots;                 /* three are an ellipsis, two may be a path or a range */
} marks[] = {
    {",", false}, {";", false}, {".", true},
    {"\xe2\x80\x9d", false}, {"\xe2\x80\x9c", false}, {"\xe2\x80\x9e", false},   /* double quotes */
    {"\xc2\xbb", false}, {"\xc2\xab", false},                                     /* guillemets */
    {"\xe3\x80\x8c", false}, {"\xe3\x80\x8d", false},                             /* corner brackets */
    {"\xe3\x80\x81", false}, {"\xe3\x80\x82", true},                              /* ideographic , . */
    {"\xef\xbc\x8c", false}, {"\xef\xbc\x9b", false},                             /* full-width , ; */
    {"\xd8\x8c", false}, {"\xd8\x9b", false}, {"\xe0\xa5\xa4", false},            /* Arabic , ; danda */
};

enum { HABIT = 3, MANY = 5 };

typedef struct habit {
    uint32_t pairs, rows;      /* runs of two, and of more */
} habit;

/* The mark that bytes begin with, or ND_COUNT(marks). */
static size_t mark_at(const char *bytes, size_t len)
{
    size_t m = 0;
    for (; m < ND_COUNT(marks); m++) {
        size_t n = strlen(marks[m].bytes);
        if (n <= len && marks[m].bytes[0] == bytes[0] && memcmp(bytes, marks[m].bytes, n) == 0)
            break;
    }
    return m;
}

/* A run of one mark: where its first and second stand, and how many there are. */
typedef struct run {
    size_t first, second, end, n;
} run;

static run run_at(const char *text, size_t at, size_t end, size_t m)
{
    size_t len = strlen(marks[m].bytes);
    run r = {.first = at, .end = at + len, .n = 1};
    for (size_t next = r.end; next < end;) {
        if (text[next] == ' ') {
            next++;
            continue;
        }
        if (end - next < len || memcmp(text + next, marks[m].bytes, len) != 0)
            break;
        if (r.n++ == 1)
            r.second = next;
        r.end = next += len;
    }
    return r;
}

/* Two dots that end no word, or end and go on at once, belong to a range, a path, code, or stand for a pause. */
static bool is_no_stop(const char *text, const run *r, size_t text_end)
{
    static const char closing[] = " \n\r\"')]>*_";
    char before = r->first > 0 ? text[r->first - 1] : ' ', behind = r->end < text_end ? text[r->end] : ' ';
    return memchr(" \n\r\t`/(>", before, 9) != NULL ||
           ((unsigned char)behind < 0x80 && memchr(closing, behind, sizeof closing - 1) == NULL);
}

typedef nd_status on_run(void *ctx, const run *r, size_t m, uint32_t word, nd_err *err);

/* Every run of two or more marks: they stand between words, so only the gaps are looked at. */
static nd_status each_run(const nd_article *article, on_run *tell, void *ctx, nd_err *err)
{
    const nd_words *words = &article->words;
    const char *text = article->text;
    nd_status st = ND_OK;
    for (size_t w = 0, from = 0; st == ND_OK && w <= words->n_words; w++) {
        size_t end = w < words->n_words ? words->spans[w].offset : article->len;
        for (size_t at = from; st == ND_OK && end > at + 1 && at < end;) {
            size_t m = mark_at(text + at, end - at);
            if (m == ND_COUNT(marks)) {
                at++;
                continue;
            }
            run r = run_at(text, at, end, m);
            if (r.n > 1)
                st = tell(ctx, &r, m, (uint32_t)(w > 0 ? w - 1 : 0), err);
            at = r.end;
        }
        if (w < words->n_words)
            from = words->spans[w].offset + words->spans[w].len;
    }
    return st;
}

typedef struct search {
    const nd_article *article;
    nd_findings *to;
    size_t larger;             /* the first of its rows that does not end before the run at hand */
    habit habits[ND_COUNT(marks)];
} search;

/* The line of a byte in the gap behind a word. */
static uint64_t line_at(const nd_article *article, uint32_t word, size_t at)
{
    const nd_span *span = &article->words.spans[word];
    size_t from = span->offset + span->len <= at ? span->offset + span->len : 0;
    uint64_t line = from > 0 ? nd_line_with(&article->segments, word)->place.line : 1;
    for (const char *p = article->text + from; p < article->text + at; p++)
        line += *p == '\n' || (*p == '\r' && p[1] != '\n');
    return line;
}

static bool is_inside_a_larger(search *s, size_t at)
{
    const nd_repeat *rows = s->to->rows;
    while (s->larger < s->to->settled && rows[s->larger].at.offset + rows[s->larger].at.len <= at)
        s->larger++;
    return s->larger < s->to->settled && rows[s->larger].at.offset <= at;
}

static nd_status count(void *ctx, const run *r, size_t m, uint32_t word, nd_err *err)
{
    search *s = ctx;
    (void)word, (void)err;
    if (r->n > 2)
        s->habits[m].rows++;
    else
        s->habits[m].pairs++;
    return ND_OK;
}

static nd_status tell(void *ctx, const run *r, size_t m, uint32_t word, nd_err *err)
{
    search *s = ctx;
    const habit *h = &s->habits[m];
    size_t len = strlen(marks[m].bytes);
    if (r->n != 2 || (marks[m].dots && is_no_stop(s->article->text, r, s->article->len)) || s->article->words.n_words == 0 || is_inside_a_larger(s, r->second))
        return ND_OK;
    uint64_t line = line_at(s->article, word, r->second);
    nd_repeat row = {
        .kind = ND_REPEAT_PUNCTUATION,
        .at = {line, r->second, len},
        .of = {line, r->first, len},
        .similarity = 1,
        .weight = 1,
        .weak = s->article->natural || (marks[m].dots ? h->pairs >= HABIT : h->rows > 0 || h->pairs >= MANY),
    };
    return nd_findings_add(s->to, s->article, &row, word, 0, err);
}

nd_status nd_find_punctuation(const nd_article *article, nd_findings *to, nd_err *err)
{
    search s = {.article = article, .to = to};
    nd_status st = each_run(article, count, &s, err);
    return st == ND_OK ? each_run(article, tell, &s, err) : st;
}
