/* SPDX-License-Identifier: MIT
 *
 * shelf.c - what a test of passages asks for again and again.
 */
#include "shelf.h"
#include "pairs.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static uint32_t below(uint32_t n, uint64_t *state)
{
    return (uint32_t)((random_next(state) >> 32) * n >> 32);
}

size_t shelf_add(shelf *s, const char *text, size_t len)
{
    char *copy = malloc(len + 1);
    ck_assert(copy != NULL && nd_grow(NULL, &s->books, &s->cap, s->n + 1, sizeof *s->books));
    if (len > 0)
        memcpy(copy, text, len);
    s->books[s->n] = (shelf_book){.text = copy, .len = len};
    return s->n++;
}

void shelf_release(shelf *s)
{
    for (size_t i = 0; i < s->n; i++)
        free(s->books[i].text);
    free(s->books);
    free(s->rows);
    free(s->words.bytes);
    free(s->starts);
    *s = (shelf){0};
}

/* ---- searching */

static uint64_t line_of(const shelf_book *book, size_t at)
{
    uint64_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += book->text[i] == '\n' || (book->text[i] == '\r' && book->text[i + 1] != '\n');
    return line;
}

/* Folded alone, a side has its words, from its first byte to its last; neither end is inside a word of the text. */
static void assert_side(const shelf *s, const nd_passage_side *side, nd_text *fold)
{
    const shelf_book *book = &s->books[side->text];
    nd_words words;
    ck_assert(side->at.offset <= book->len && side->at.len <= book->len - side->at.offset);
    ck_assert_uint_eq(side->at.line, line_of(book, side->at.offset));
    ck_assert_int_eq(nd_text_fold(fold, book->text + side->at.offset, side->at.len, true, &words, NULL), ND_OK);
    ck_assert_uint_eq(words.n_words, side->words);
    ck_assert_uint_gt(words.n_words, 0);
    ck_assert_uint_eq(words.spans[0].offset, 0);
    ck_assert_uint_eq(words.spans[words.n_words - 1].offset + words.spans[words.n_words - 1].len, side->at.len);
    ck_assert(side->share > 0 && side->share <= 1);
    bool begins = false, ends = false;
    ck_assert_int_eq(nd_text_fold(fold, book->text, book->len, true, &words, NULL), ND_OK);
    for (size_t i = 0; i < words.n_words; i++) {
        begins |= words.spans[i].offset == side->at.offset;
        ends |= words.spans[i].offset + words.spans[i].len == side->at.offset + side->at.len;
    }
    ck_assert(begins && ends);
}

static void assert_rows(const shelf *s, const nd_passage *rows, size_t n, uint64_t text, const nd_opts *opts,
                        nd_text *fold)
{
    double score = 0;
    for (size_t i = 0; i < n; i++) {
        const nd_passage *row = &rows[i], *last = i > 0 ? row - 1 : NULL;
        bool same = last != NULL && last->a.text == row->a.text;
        ck_assert_uint_eq(row->b.text, text);
        ck_assert_uint_lt(row->a.text, text);
        ck_assert(last == NULL || last->a.text < row->a.text ||
                  (same && last->b.at.offset <= row->b.at.offset));
        assert_side(s, &row->a, fold);
        assert_side(s, &row->b, fold);
        ck_assert(row->similarity >= 0 && row->similarity <= 1);
        ck_assert(row->longest <= row->a.words && row->longest <= row->b.words);
        score = row->score + (same ? score : 0);
        if (i + 1 == n || row[1].a.text != row->a.text)
            ck_assert_double_ge(score, opts->passage_score);
    }
}

void shelf_search(shelf *s, const nd_opts *opts)
{
    nd_passages *all;
    nd_passage_matcher *matcher;
    nd_text *fold;
    ck_assert_int_eq(nd_text_new(&fold, opts, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd_passages_new(&all, opts, NULL, NULL), ND_OK);
    for (size_t i = 0; i < s->n; i++) {
        nd_passage_text text = {s->books[i].text, s->books[i].len, s->books[i].series};
        ck_assert_int_eq(nd_passages_add(all, &text, NULL), ND_OK);
    }
    ck_assert_int_eq(nd_passages_close(all, NULL), ND_OK);
    s->noisy = nd_passages_noisy(all);
    ck_assert_int_eq(nd_passage_matcher_new(&matcher, all, NULL, NULL), ND_OK);
    s->n_rows = 0;
    for (size_t i = 0; i < s->n; i++) {
        const nd_passage *rows;
        size_t n;
        ck_assert_int_eq(nd_passages_of(matcher, i, &rows, &n, NULL), ND_OK);
        assert_rows(s, rows, n, i, opts, fold);
        ck_assert(nd_grow(NULL, &s->rows, &s->cap_rows, s->n_rows + n, sizeof *s->rows));
        if (n > 0)
            memcpy(s->rows + s->n_rows, rows, n * sizeof *rows);
        s->n_rows += n;
    }
    ck_assert_int_eq(nd_passages_forms(all, s->rows, s->n_rows, NULL), ND_OK);
    nd_passage_matcher_free(matcher);
    nd_passages_free(all);
    nd_text_free(fold);
}

size_t shelf_pair(const shelf *s, uint64_t a, uint64_t b, const nd_passage **row)
{
    size_t n = 0;
    for (size_t i = s->n_rows; i-- > 0;) {
        if (s->rows[i].a.text != a || s->rows[i].b.text != b)
            continue;
        n++;
        *row = &s->rows[i];
    }
    return n;
}

/* ---- stories */

void shelf_misread(nd_buf *to, const char *text, size_t len, uint32_t percent, uint64_t *state)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz .,";
    nd_buf_clear(to);
    for (size_t i = 0; i < len; i++) {
        char other = letters[below(sizeof letters - 1, state)];
        uint32_t how = below(100, state) < percent && text[i] != '\n' ? below(5, state) : 5;
        if (how == 5 || how == 4)
            nd_buf_add(to, &text[i], 1);
        if (how < 3 || how == 4)
            nd_buf_add(to, &other, 1);
    }
    ck_assert(!to->failed);
}

static void read_article(nd_buf *to, const char *name)
{
    char path[512], piece[4096];
    size_t n;
    snprintf(path, sizeof path, "corpus/articles/%s", name);
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s cannot be read", path);
    while ((n = fread(piece, 1, sizeof piece, file)) > 0)
        nd_buf_add(to, piece, n);
    fclose(file);
    nd_buf_puts(to, "\n");
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* The words of the English articles, each as often as it stands there. */
static void read_words(shelf *s)
{
    struct dirent **names;
    int n = scandir("corpus/articles", &names, NULL, alphasort);
    ck_assert_msg(n > 0, "corpus/articles is not there");
    for (int i = 0; i < n; i++) {
        if (names[i]->d_name[0] >= '0' && names[i]->d_name[0] <= '2')
            read_article(&s->words, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    for (size_t i = 0; i < s->words.len; i++) {
        if (is_space(s->words.bytes[i]) || (i > 0 && !is_space(s->words.bytes[i - 1])))
            continue;
        ck_assert(nd_grow(NULL, &s->starts, &s->cap_starts, s->n_starts + 1, sizeof *s->starts));
        s->starts[s->n_starts++] = i;
    }
}

void shelf_invent(shelf *s, nd_buf *to, uint32_t letters, uint64_t *state)
{
    if (s->n_starts == 0)
        read_words(s);
    nd_buf_clear(to);
    for (size_t row = 0; to->len < letters;) {
        const char *word = s->words.bytes + s->starts[below((uint32_t)s->n_starts, state)];
        size_t len = 0;
        while (!is_space(word[len]))
            len++;
        nd_buf_add(to, word, len);
        row += len + 1;
        nd_buf_add(to, row > 60 ? "\n" : " ", 1);
        row = row > 60 ? 0 : row;
    }
    to->len--;
    ck_assert(!to->failed);
}

size_t shelf_plant(shelf *s, const char *story, size_t len, uint64_t *state)
{
    nd_buf text, around;
    nd_buf_init(&text, NULL);
    nd_buf_init(&around, NULL);
    shelf_invent(s, &around, 120 + below(1500, state), state);
    nd_buf_add(&text, around.bytes, around.len);
    nd_buf_puts(&text, "\n");
    size_t from = text.len;
    nd_buf_add(&text, story, len);
    size_t to = text.len;
    nd_buf_puts(&text, "\n");
    shelf_invent(s, &around, 120 + below(1500, state), state);
    nd_buf_add(&text, around.bytes, around.len);
    ck_assert(!text.failed);
    size_t number = shelf_add(s, text.bytes, text.len);
    s->books[number].from = from;
    s->books[number].to = to;
    nd_buf_release(&text);
    nd_buf_release(&around);
    return number;
}

bool shelf_covers(const shelf *s, const nd_passage_side *side)
{
    const shelf_book *book = &s->books[side->text];
    size_t from = side->at.offset, to = from + side->at.len;
    size_t first = from > book->from ? from : book->from, last = to < book->to ? to : book->to;
    double common = last > first ? (double)(last - first) : 0;
    return common >= 0.8 * (double)(to - from) && common >= 0.8 * (double)(book->to - book->from);
}
