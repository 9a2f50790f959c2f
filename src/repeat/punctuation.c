/* SPDX-License-Identifier: MIT
 *
 * punctuation.c - a mark that stands twice where one belongs.
 *
 * Only marks that no one doubles on purpose: not "!!" or "??", not "..." and longer
 * rows of dots, not the ASCII quotes and colons of code. Spaces between the two do not
 * count, and line ends only where the line was wrapped. Where a writer does it throughout ("well.. I think"), or
 * writes rows of the same mark too, it is a habit, and weak. A double danda ends a verse.
 */
#include "punctuation.h"

typedef enum nd_mark_use {
    ONCE = 0,
    DOTS,                      /* three are an ellipsis, two may be a path or a range */
    PAIRS                      /* two side by side are another mark: a space must stand between */
} nd_mark_use;

static const struct {
    char        bytes[4];
    uint8_t     len;
    nd_mark_use use;
} marks[] = {
    {",", 1, ONCE}, {";", 1, ONCE}, {".", 1, DOTS},
    {"\xe2\x80\x9d", 3, ONCE}, {"\xe2\x80\x9c", 3, ONCE}, {"\xe2\x80\x9e", 3, ONCE}, /* double quotes */
    {"\xc2\xbb", 2, ONCE}, {"\xc2\xab", 2, ONCE},                                      /* guillemets */
    {"\xe3\x80\x8c", 3, ONCE}, {"\xe3\x80\x8d", 3, ONCE},                            /* corner brackets */
    {"\xe3\x80\x81", 3, ONCE}, {"\xe3\x80\x82", 3, DOTS},                            /* ideographic , . */
    {"\xef\xbc\x8c", 3, ONCE}, {"\xef\xbc\x9b", 3, ONCE},                            /* full-width , ; */
    {"\xd8\x8c", 2, ONCE}, {"\xd8\x9b", 2, ONCE}, {"\xe0\xa5\xa4", 3, PAIRS},        /* Arabic , ; danda */
};

enum { N_MARKS = ND_COUNT(marks), HABIT = 3, MANY = 5 };

/* Two or more of one mark. */
struct nd_mark_run {
    size_t   first, second, end;
    uint32_t n, mark, word;    /* the word before it, or the text's first */
};

void nd_marks_init(nd_marks *found, const nd_alloc *alloc)
{
    *found = (nd_marks){.alloc = alloc};
}

void nd_marks_release(nd_marks *found)
{
    nd_drop(found->alloc, found->runs, found->cap, sizeof *found->runs);
    nd_marks_init(found, found->alloc);
}

/* The mark that bytes begin with, or N_MARKS. */
static uint32_t mark_at(const char *bytes, size_t len)
{
    uint32_t m = 0;
    while (m < N_MARKS && (marks[m].bytes[0] != bytes[0] || marks[m].len > len ||
                           memcmp(bytes, marks[m].bytes, marks[m].len) != 0))
        m++;
    return m;
}

/* Bytes of a space at text, or 0: French sets quotes off by no-break spaces. */
static size_t space_at(const char *text, size_t len, bool wrapped)
{
    static const char *const spaces[] = {" ", "\xc2\xa0", "\xe2\x80\xaf", "\xe3\x80\x80"};
    if (*text == '\n' || *text == '\r')
        return wrapped;
    for (size_t i = 0; i < ND_COUNT(spaces); i++) {
        size_t n = strlen(spaces[i]);
        if (n <= len && memcmp(text, spaces[i], n) == 0)
            return n;
    }
    return 0;
}

/* @wrapped  whether a line end between two marks is only the page's */
static nd_mark_run run_at(const char *text, size_t at, size_t end, uint32_t m, bool wrapped)
{
    nd_mark_run r = {.first = at, .end = at + marks[m].len, .n = 1, .mark = m};
    for (size_t next = r.end; next < end;) {
        size_t space = space_at(text + next, end - next, wrapped);
        if (space > 0) {
            next += space;
            continue;
        }
        if (end - next < marks[m].len || memcmp(text + next, marks[m].bytes, marks[m].len) != 0)
            break;
        if (r.n++ == 1)
            r.second = next;
        r.end = next += marks[m].len;
    }
    return r;
}

/* Most gaps are a space, or a mark and a space: no mark stands twice there. */
static bool may_double(const char *bytes, size_t len)
{
    if (len > 3)
        return true;
    return (len > 1 && bytes[0] == bytes[1]) || (len > 2 && (bytes[1] == bytes[2] || bytes[0] == bytes[2]));
}

/* The runs between from and end, in the gap behind a word. */
static nd_status search_gap(nd_marks *found, const char *text, size_t from, size_t end, uint32_t word, bool wrapped,
                            nd_err *err)
{
    for (size_t at = from; at < end;) {
        uint32_t m = (unsigned char)text[at] <= ' ' ? N_MARKS : mark_at(text + at, end - at);
        if (m == N_MARKS) {
            at++;
            continue;
        }
        nd_mark_run r = run_at(text, at, end, m, wrapped);
        at = r.end;
        if (r.n < 2)
            continue;
        r.word = word;
        if (!nd_grow(found->alloc, &found->runs, &found->cap, found->n + 1, sizeof *found->runs))
            return nd_no_memory(err, 0);
        found->runs[found->n++] = r;
    }
    return ND_OK;
}

/* Marks stand between words, so only the gaps are looked at. */
static nd_status search(nd_marks *found, const nd_article *article, nd_err *err)
{
    const nd_segments *segments = &article->segments;
    const nd_span *spans = article->words.spans;
    const char *text = article->text;
    size_t n_words = article->words.n_words, from = 0, block = 0;
    nd_status st = ND_OK;
    found->n = 0;
    for (size_t w = 0; st == ND_OK && n_words > 0 && w <= n_words; w++) {
        size_t begin = from, end = w < n_words ? spans[w].offset : article->len;
        from = w < n_words ? end + spans[w].len : end;
        if (end <= begin + 1 || !may_double(text + begin, end - begin))
            continue;
        while (block + 1 < segments->n_blocks && segments->blocks[block + 1]->word < w)
            block++;
        /* between two words of one block */
        const nd_segment *in = segments->blocks[block];
        bool wrapped = w > in->word && w < in->word + in->n_words;
        st = search_gap(found, text, begin, end, (uint32_t)(w > 0 ? w - 1 : 0), wrapped, err);
    }
    return st;
}

/* Two dots that end no word, or end and go on at once, belong to a range, a path, code, or stand for a pause. */
static bool is_no_stop(const nd_article *article, const nd_mark_run *r)
{
    static const char opening[] = " \n\r\t`/(>", closing[] = " \n\r\"')]>*_";
    const char *text = article->text;
    char before = r->first > 0 ? text[r->first - 1] : ' ', behind = r->end < article->len ? text[r->end] : ' ';
    return memchr(opening, before, sizeof opening - 1) != NULL ||
           ((unsigned char)behind < 0x80 && memchr(closing, behind, sizeof closing - 1) == NULL);
}

/* A place, and the line it is in. */
typedef struct cursor {
    size_t   at;
    uint64_t line;
} cursor;

/* The line of a byte in the gap behind a word; no byte that comes before the last one asked for. */
static uint64_t line_at(const nd_article *article, cursor *c, uint32_t word, size_t at)
{
    const nd_span *span = &article->words.spans[word];
    size_t end = span->offset + span->len;
    if (c->at < end && end <= at)
        *c = (cursor){end, nd_line_with(&article->segments, word)->place.line};
    for (const char *text = article->text; c->at < at; c->at++)
        c->line += text[c->at] == '\n' || (text[c->at] == '\r' && text[c->at + 1] != '\n');
    return c->line;
}

static nd_status tell(const nd_article *article, const nd_mark_run *r, cursor *c, bool habit, nd_findings *to,
                      nd_err *err)
{
    uint64_t of_line = line_at(article, c, r->word, r->first), line = line_at(article, c, r->word, r->second);
    size_t len = marks[r->mark].len;
    nd_repeat row = {
        .kind = ND_REPEAT_PUNCTUATION,
        .at = {line, r->second, len},
        .of = {of_line, r->first, len},
        .similarity = 1,
        .weight = 1,
        .weak = article->natural || habit,
    };
    return nd_findings_add(to, article, &row, r->word, 0, err);
}

nd_status nd_find_punctuation(nd_marks *found, const nd_article *article, nd_findings *to, nd_err *err)
{
    struct {
        uint32_t pairs, rows;  /* runs of two, and of more */
    } uses[N_MARKS] = {{0}};
    cursor c = {0, 1};
    nd_status st = search(found, article, err);
    for (size_t i = 0; st == ND_OK && i < found->n; i++) {
        const nd_mark_run *r = &found->runs[i];
        if (r->n == 2)
            uses[r->mark].pairs++;
        else
            uses[r->mark].rows++;
    }
    for (size_t i = 0, larger = 0; st == ND_OK && i < found->n; i++) {
        const nd_mark_run *r = &found->runs[i];
        bool dots = marks[r->mark].use == DOTS;
        if (r->n != 2 || (dots && is_no_stop(article, r)) ||
            (marks[r->mark].use == PAIRS && r->second == r->first + marks[r->mark].len))
            continue;
        while (larger < to->settled && to->rows[larger].at.offset + to->rows[larger].at.len <= r->second)
            larger++;
        if (larger < to->settled && to->rows[larger].at.offset <= r->second)
            continue;          /* inside a larger finding */
        bool habit = dots ? uses[r->mark].pairs >= HABIT : uses[r->mark].rows > 0 || uses[r->mark].pairs >= MANY;
        st = tell(article, r, &c, habit, to, err);
    }
    return st;
}
