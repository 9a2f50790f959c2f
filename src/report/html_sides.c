/* SPDX-License-Identifier: MIT
 *
 * html_sides.c - an alignment to two columns of marked text.
 *
 * A text is a row of runs: words of one block, or words that are in none. What stands
 * between two runs (spaces, line ends, marks) belongs to neither, so nothing of the text
 * is lost and no mark begins or ends with a space.
 */
#include "html_sides.h"

#include "html.h"
#include "joined.h"
#include "term.h"

#include <inttypes.h>

enum {
    SHARED_EDGE = 16,          /* words of a shared run that are shown before and behind what is left out */
    OWN_EDGE = 120,            /* of a run that only one side has */
    SPARED = 12                /* fewer than so many are not worth leaving out */
};

typedef struct side {
    const nd_html_side    *in;
    const nd_aligned_text *words;
    char                   letter, twin;
    const char            *tag;        /* of words that only it has */
    size_t                 at;         /* the next byte */
} side;

typedef struct page {
    nd_buf             *to;
    const nd_alignment *alignment;
    nd_joined           joined;
    uint64_t            number;
} page;

static void go_to(nd_buf *to, side *s, size_t at)
{
    if (at > s->at) {
        nd_html_text(to, s->in->text + s->at, at - s->at);
        s->at = at;
    }
}

/* Words [from, end), with what stands between them. */
static void add_words(nd_buf *to, side *s, uint64_t from, uint64_t end)
{
    if (from == end)
        return;
    const nd_span *last = &s->words->spans[end - 1];
    go_to(to, s, s->words->spans[from].offset);
    go_to(to, s, last->offset + last->len);
}

static void add_run(nd_buf *to, side *s, uint64_t from, uint64_t end, uint64_t edge)
{
    if (end - from <= 2 * edge + SPARED) {
        add_words(to, s, from, end);
        return;
    }
    add_words(to, s, from, from + edge);
    nd_buf_puts(to, " <span class=\"cut\">… ");
    nd_term_count(to, end - from - 2 * edge, "word");
    nd_buf_puts(to, " …</span> ");
    s->at = s->words->spans[end - edge].offset;
    add_words(to, s, end - edge, end);
}

static void add_shared(page *p, side *s, uint32_t block, uint64_t from, uint64_t end)
{
    bool moved = p->alignment->blocks[block].moved;
    nd_buf_printf(p->to, "<a class=\"%s\" id=\"p%" PRIu64 "%c%" PRIu32 "\" href=\"#p%" PRIu64 "%c%" PRIu32 "\">",
                  moved ? "shared moved" : "shared", p->number, s->letter, block, p->number, s->twin, block);
    if (nd_joined_first(&p->joined, block))
        nd_buf_printf(p->to, "<span class=\"nr\">%" PRIu32 "%s</span>", p->joined.numbers[block], moved ? " moved" : "");
    add_run(p->to, s, from, end, SHARED_EDGE);
    nd_buf_puts(p->to, "</a>");
}

static void add_own(page *p, side *s, uint64_t from, uint64_t end)
{
    nd_buf_printf(p->to, "<%s class=\"only\">", s->tag);
    add_run(p->to, s, from, end, OWN_EDGE);
    nd_buf_printf(p->to, "</%s>", s->tag);
}

static void add_more(nd_buf *to, bool more)
{
    if (more)
        nd_buf_puts(to, "<span class=\"cut\"> … </span>");
}

static void add_side(page *p, side *s)
{
    const nd_aligned_text *words = s->words;
    nd_buf_puts(p->to, "<div class=\"side\" dir=\"auto\">");
    add_more(p->to, s->in->more_before);
    for (uint64_t from = 0, end; from < words->n_words; from = end) {
        uint32_t block = words->blocks[from];
        for (end = from + 1; end < words->n_words && words->blocks[end] == block; end++)
            ;
        go_to(p->to, s, words->spans[from].offset);
        if (block == ND_NO_BLOCK)
            add_own(p, s, from, end);
        else
            add_shared(p, s, block, from, end);
    }
    go_to(p->to, s, s->in->len);
    add_more(p->to, s->in->more_behind);
    nd_buf_puts(p->to, "</div>\n");
}

nd_status nd_html_sides(nd_buf *to, nd_aligner *aligner, uint64_t number, const nd_html_side *a,
                        const nd_html_side *b, nd_err *err)
{
    nd_alignment al;
    nd_status st = nd_align(aligner, a->text, a->len, b->text, b->len, &al, err);
    if (st != ND_OK)
        return st;
    page p = {.to = to, .alignment = &al, .number = number};
    if (nd_join_blocks(&p.joined, &al, to->alloc)) {
        side left = {a, &al.a, 'a', 'b', "del", 0}, right = {b, &al.b, 'b', 'a', "ins", 0};
        nd_buf_puts(to, "<div class=\"sides\">\n");
        add_side(&p, &left);
        add_side(&p, &right);
        nd_buf_puts(to, "</div>\n");
    } else {
        st = nd_no_memory(err, al.n_blocks * sizeof *p.joined.numbers);
    }
    nd_joined_release(&p.joined);
    return st;
}
