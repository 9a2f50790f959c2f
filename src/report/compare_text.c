/* SPDX-License-Identifier: MIT
 *
 * compare_text.c - an alignment to a page of two columns.
 *
 *     A: draft.txt                  | B: printed.txt
 *     ------------------------------+-----------------------------
 *     [1] The port stayed shut on   | [1] The port stayed shut on
 *     Monday, [-the harbour         | Monday, {+its+} master said.
 *     -]master said.                |
 *
 * Both texts are walked together, from one place where the columns run together to
 * the next; what lies between is set in either column and laid side by side, so no
 * more than that is held. Passages and moved blocks have one count, in order of the
 * left text.
 *
 * A text that runs from right to left would turn the whole line of the page on a
 * terminal that knows how: left-to-right marks around the bar keep the columns.
 */
#include "compare_text.h"

#include "column.h"
#include "joined.h"
#include "name.h"
#include "term.h"

#include <inttypes.h>
#include <stdio.h>

#define LRM "\xe2\x80\x8e"

enum {
    LEAST_COLUMN = 8,
    BAR = 3             /* " | " */
};

/* Passages are told apart by number; red and green are for what differs. */
static const char *const passage_styles[] = {"\x1b[36m", "\x1b[35m", "\x1b[33m", "\x1b[34m"};
static const char *const label_styles[] = {"\x1b[1;36m", "\x1b[1;35m", "\x1b[1;33m", "\x1b[1;34m"};

typedef struct side {
    const char *text;
    size_t      len;
    const nd_aligned_text *words;
    const char *open, *close, *only_style;  /* around words of this text only */
    nd_column   column;
    uint64_t    word;           /* the next */
    size_t      at;             /* the next byte */
    bool        is_open;
} side;

typedef struct page {
    const nd_comparison *comparison;
    const nd_block *blocks;
    nd_joined joined;
    bool      color;
    side      a, b;
} page;

/* ---- one text, from a place to another */

/* Where word i begins, with what is written right before it; of no word, the text's end. */
static size_t begin_of(const side *s, uint64_t i)
{
    if (i == s->words->n_words)
        return s->len;
    const nd_span *span = &s->words->spans[i];
    size_t least = i > 0 ? span[-1].offset + span[-1].len : 0, at = span->offset;
    while (at > least && !nd_term_is_white(s->text[at - 1]))
        at--;
    return at;
}

static bool has_line_end(const char *text, size_t len)
{
    return len > 0 && (memchr(text, '\n', len) != NULL || memchr(text, '\r', len) != NULL);
}

/* A line begins with word i. */
static bool begins_line(const side *s, uint64_t i)
{
    const nd_span *span = &s->words->spans[i];
    size_t from = i > 0 ? span[-1].offset + span[-1].len : 0;
    return i == 0 || (span->offset > from && has_line_end(s->text + from, span->offset - from));
}

/* Right behind another word, or behind a wide character: text without spaces is parted there. */
static bool may_break(const side *s, size_t at)
{
    if (at <= s->at)
        return true;
    size_t from = at - 1;
    while (from > s->at && at - from < 4 && ((unsigned char)s->text[from] & 0xC0) == 0x80)
        from--;
    return nd_term_width(s->text + from, at - from) == 2;
}

static void close_only(const page *p, side *s)
{
    if (s->is_open && !p->color)
        nd_column_text(&s->column, s->close, strlen(s->close));
    s->is_open = false;
}

static void open_only(const page *p, side *s)
{
    if (!p->color)
        nd_column_text(&s->column, s->open, strlen(s->open));
    s->is_open = true;
}

static const char *style_of(const page *p, const side *s, uint64_t word)
{
    uint32_t block = s->words->blocks[word];
    if (!p->color)
        return "";
    return block == ND_NO_BLOCK ? s->only_style : passage_styles[p->joined.numbers[block] % ND_COUNT(passage_styles)];
}

/* Text as it came, up to a byte. */
static void go_to(side *s, size_t at)
{
    if (at > s->at) {
        nd_column_text(&s->column, s->text + s->at, at - s->at);
        s->at = at;
    }
}

/* "[3]", where block is the first of passage 3 and word its first. */
static void add_label(const page *p, side *s, uint32_t block, uint64_t word)
{
    const nd_block *b = &p->blocks[block];
    uint32_t number = p->joined.numbers[block];
    if (word != (s == &p->b ? b->b_word : b->a_word) || (block > 0 && p->joined.numbers[block - 1] == number))
        return;
    char label[40];
    int len = snprintf(label, sizeof label, b->moved ? "[%" PRIu32 " moved] " : "[%" PRIu32 "] ", number);
    if (p->color)
        nd_column_style(&s->column, label_styles[number % ND_COUNT(label_styles)]);
    nd_column_break(&s->column);
    nd_column_text(&s->column, label, (size_t)len);
}

/* The next word of a text, and what stands before it. */
static void add_word(const page *p, side *s)
{
    uint64_t word = s->word++;
    const nd_span *span = &s->words->spans[word];
    uint32_t block = s->words->blocks[word];
    bool only = block == ND_NO_BLOCK;
    size_t gap = span->offset > s->at ? span->offset - s->at : 0;
    if (s->is_open && (!only || has_line_end(s->text + s->at, gap)))
        close_only(p, s);
    bool inside = s->is_open || (!only && word > 0 && s->words->blocks[word - 1] == block);
    bool breaks = may_break(s, span->offset);
    nd_column_style(&s->column, inside ? style_of(p, s, word) : "");
    go_to(s, begin_of(s, word));
    if (!only)
        add_label(p, s, block, word);
    nd_column_style(&s->column, inside ? style_of(p, s, word) : "");
    go_to(s, span->offset);
    if (breaks)
        nd_column_break(&s->column);
    if (only && !s->is_open)
        open_only(p, s);
    nd_column_style(&s->column, style_of(p, s, word));
    go_to(s, span->offset + span->len);
}

/* The words up to one (not included), and what follows the last of them. */
static void set(const page *p, side *s, uint64_t end)
{
    size_t at = begin_of(s, end);
    nd_column_clear(&s->column);
    while (s->word < end)
        add_word(p, s);
    close_only(p, s);
    nd_column_style(&s->column, "");
    go_to(s, at);
    nd_column_end(&s->column);
}

/* ---- both */

/* Both texts up to a word of each, side by side. */
static void lay(page *p, uint64_t a_end, uint64_t b_end, nd_buf *to)
{
    set(p, &p->a, a_end);
    set(p, &p->b, b_end);
    size_t n = p->a.column.n > p->b.column.n ? p->a.column.n : p->b.column.n;
    for (size_t i = 0; i < n; i++) {
        const char *mark = nd_column_rtl(&p->a.column, i) || nd_column_rtl(&p->b.column, i) ? LRM : "";
        nd_buf_puts(to, mark);
        nd_column_add(&p->a.column, i, true, to);
        bool empty = i >= p->b.column.n || p->b.column.list[i].columns == 0;
        nd_buf_printf(to, empty ? " %s|%s" : " %s|%s ", mark, mark);
        nd_column_add(&p->b.column, i, false, to);
        nd_buf_puts(to, "\n");
    }
}

/* From each place where the columns run together to the next. */
static void lay_all(page *p, nd_buf *to)
{
    for (size_t i = 0; i < p->comparison->alignment->n_blocks; i++) {
        const nd_block *block = &p->blocks[i];
        bool first = i == 0 || p->joined.numbers[i - 1] != p->joined.numbers[i];
        for (uint64_t k = 0; !block->moved && k < block->words; k++) {
            uint64_t a = block->a_word + k, b = block->b_word + k;
            if ((k == 0 && first) || (begins_line(&p->a, a) && begins_line(&p->b, b)))
                lay(p, a, b, to);
        }
    }
    lay(p, p->a.words->n_words, p->b.words->n_words, to);
}

static void rule(nd_buf *to, size_t column)
{
    for (size_t i = 0; i < 2 * column + BAR; i++)
        nd_buf_puts(to, i == column + 1 ? "+" : "-");
    nd_buf_puts(to, "\n");
}

static void add_titles(page *p, nd_buf *to)
{
    side *sides[] = {&p->a, &p->b};
    for (size_t i = 0; i < ND_COUNT(sides); i++) {
        const nd_row_record *record = i == 0 ? &p->comparison->a : &p->comparison->b;
        size_t begin = to->len, width = sides[i]->column.width;
        nd_buf_puts(to, i == 0 ? "A: " : "B: ");
        nd_record_name(to, record);
        nd_term_limit(to, begin, width);
        if (i == 0 && !to->failed)
            nd_term_pad(to, nd_term_width(to->bytes + begin, to->len - begin), width);
        nd_buf_puts(to, i == 0 ? " | " : "\n");
    }
}

/* ---- what they share, in numbers */

static double percent(uint64_t part, uint64_t all)
{
    return all > 0 ? 100 * (double)part / (double)all : 0;
}

/* A place ends with a word, so a carriage return has something behind it. */
static uint64_t last_line(const char *text, const nd_place *place)
{
    uint64_t line = place->line;
    for (size_t i = place->offset; i < place->offset + place->len; i++)
        line += text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n');
    return line;
}

static void add_lines(nd_buf *to, const char *text, const nd_place *place, const char *name)
{
    uint64_t last = last_line(text, place);
    if (last > place->line)
        nd_buf_printf(to, ", lines %" PRIu64 "-%" PRIu64 " of %s", place->line, last, name);
    else
        nd_buf_printf(to, ", line %" PRIu64 " of %s", last, name);
}

static void add_numbers(const page *p, nd_buf *to)
{
    const nd_comparison *c = p->comparison;
    const nd_alignment *al = c->alignment;
    uint64_t shared = al->ordered_words + al->moved_words;
    nd_buf_puts(to, "words        ");
    nd_term_number(to, al->a.n_words);
    nd_buf_puts(to, " | ");
    nd_term_number(to, al->b.n_words);
    nd_buf_puts(to, "\nshared       ");
    nd_term_number(to, shared);
    nd_buf_printf(to, ": %.1f %% of A, %.1f %% of B\n", percent(shared, al->a.n_words),
                  percent(shared, al->b.n_words));
    if (p->joined.passages > 0) {
        nd_buf_puts(to, "in order     ");
        nd_term_number(to, al->ordered_words);
        nd_buf_puts(to, " in ");
        nd_term_count(to, p->joined.passages, "passage");
        nd_buf_puts(to, "\n");
    }
    if (p->joined.moved > 0) {
        nd_buf_puts(to, "moved        ");
        nd_term_number(to, al->moved_words);
        nd_buf_puts(to, " in ");
        nd_term_count(to, p->joined.moved, "block");
        nd_buf_puts(to, "\n");
    }
    if (al->n_blocks > 0) {
        const nd_block *longest = &al->blocks[al->longest];
        nd_buf_puts(to, "longest run  ");
        nd_term_count(to, longest->words, "word");
        nd_buf_printf(to, " in [%" PRIu32 "]", p->joined.numbers[al->longest]);
        add_lines(to, c->text_a, &longest->a, "A");
        add_lines(to, c->text_b, &longest->b, "B");
        nd_buf_puts(to, "\n");
    }
    nd_buf_printf(to,
                  "Jaccard      %.4f of %" PRIu32 "-word shingles\n"
                  "containment  %.4f of A's are in B\n"
                  "coverage     %.4f of B's are in A\n",
                  c->similarity->jaccard, c->shingle, c->similarity->containment, c->similarity->coverage);
}

void nd_compare_text(nd_buf *to, const nd_comparison *c, size_t width, bool color)
{
    const nd_alignment *al = c->alignment;
    size_t column = width > BAR ? (width - BAR) / 2 : 0;
    if (column < LEAST_COLUMN)
        column = LEAST_COLUMN;
    page p = {
        .comparison = c,
        .blocks = al->blocks,
        .color = color,
        .a = {.text = c->text_a, .len = c->len_a, .words = &al->a, .open = "[-", .close = "-]", .only_style = "\x1b[4;31m"},
        .b = {.text = c->text_b, .len = c->len_b, .words = &al->b, .open = "{+", .close = "+}", .only_style = "\x1b[4;32m"},
    };
    nd_column_init(&p.a.column, column, to->alloc);
    nd_column_init(&p.b.column, column, to->alloc);
    if (nd_join_blocks(&p.joined, al, to->alloc)) {
        add_titles(&p, to);
        rule(to, column);
        lay_all(&p, to);
        rule(to, column);
        add_numbers(&p, to);
    } else {
        to->failed = true;
    }
    to->failed |= nd_column_failed(&p.a.column) || nd_column_failed(&p.b.column);
    nd_column_release(&p.a.column);
    nd_column_release(&p.b.column);
    nd_joined_release(&p.joined);
}
