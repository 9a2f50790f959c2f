/* SPDX-License-Identifier: MIT
 *
 * excerpt.c - marked pieces of a text to one line.
 *
 * The line is built from atoms, runs of bytes without white space under one mark, each
 * made harmless and measured before it goes in; so nothing is taken back but where the
 * first atom alone is too wide. No more of a text is read than may show.
 */
#include "excerpt.h"

#include "term.h"

static const struct {
    const char *open, *close;  /* without colour */
    const char *on;            /* escape sequence that colour begins with */
} marks[] = {
    [ND_MARK_NONE] = {"", "", ""},
    [ND_MARK_SAME] = {"{=", "=}", "\x1b[1m"},
    [ND_MARK_ADDED] = {"{+", "+}", "\x1b[1;32m"},
    [ND_MARK_REMOVED] = {"[-", "-]", "\x1b[1;31m"},
};

static const char off[] = "\x1b[0m", cut_mark[] = " ...";

enum {
    BYTES_PER_COLUMN = 16,     /* of one atom at most: a pile of combining marks */
    LONG_WORD = 20             /* columns */
};

typedef struct line {
    nd_buf *to;
    nd_buf  atom;
    size_t  room;              /* columns left, the end mark's aside */
    nd_mark mark;              /* that is open */
    bool    color, empty, space, full;
} line;

static size_t columns_of(const line *l, nd_mark mark)
{
    return l->color ? 0 : strlen(marks[mark].open) + strlen(marks[mark].close);
}

static void close_mark(line *l)
{
    if (l->mark != ND_MARK_NONE)
        nd_buf_puts(l->to, l->color ? off : marks[l->mark].close);
    l->mark = ND_MARK_NONE;
}

static void open_mark(line *l, nd_mark mark)
{
    if (mark != ND_MARK_NONE)
        nd_buf_puts(l->to, l->color ? marks[mark].on : marks[mark].open);
    l->mark = mark;
}

static void add_atom(line *l, const char *bytes, size_t len, nd_mark mark)
{
    size_t shown_len = len;
    if (len / BYTES_PER_COLUMN > l->room) {
        shown_len = l->room * BYTES_PER_COLUMN;
        for (int i = 0; i < 3 && shown_len > 0 && ((unsigned char)bytes[shown_len] & 0xC0) == 0x80; i++)
            shown_len--;
    }
    nd_buf_clear(&l->atom);
    nd_term_text(&l->atom, bytes, shown_len);
    bool same = mark == l->mark;
    size_t space = l->space && !l->empty, extra = same ? 0 : columns_of(l, mark);
    size_t wide = nd_term_width(l->atom.bytes, l->atom.len);
    size_t n = l->atom.len;
    if (space + extra + wide > l->room || shown_len < len) {
        l->full = true;
        /* only a very long word, or text without spaces, is cut inside */
        if (l->room < space + extra + 1 || (wide <= LONG_WORD && !l->empty))
            return;
        n = nd_term_cut(l->atom.bytes, l->atom.len, l->room - space - extra);
        wide = nd_term_width(l->atom.bytes, n);
        if (n == 0)
            return;
    }
    if (!same)
        close_mark(l);
    if (space)
        nd_buf_puts(l->to, " ");
    if (!same)
        open_mark(l, mark);
    nd_buf_add(l->to, l->atom.bytes, n);
    l->room -= space + extra + wide;
    l->empty = l->space = false;
}

/* Whether all pieces went in. */
static bool build(line *l, const nd_marked *pieces, size_t n)
{
    for (size_t p = 0; p < n && !l->full; p++) {
        const char *bytes = pieces[p].bytes;
        for (size_t i = 0, len; i < pieces[p].len && !l->full; i += len) {
            for (len = 0; i + len < pieces[p].len && nd_term_is_white(bytes[i + len]); len++)
                l->space = true;
            if (len > 0)
                continue;
            while (i + len < pieces[p].len && !nd_term_is_white(bytes[i + len]))
                len++;
            add_atom(l, bytes + i, len, pieces[p].mark);
        }
    }
    close_mark(l);
    return !l->full;
}

void nd_excerpt(nd_buf *to, const nd_marked *pieces, size_t n, bool before, bool after, size_t columns, bool color)
{
    size_t begin = to->len, room = columns - 2 - (before ? 4 : 0);
    bool whole = false;
    nd_buf atom;
    nd_buf_init(&atom, to->alloc);
    /* all of it, or again with room for what says that it is not */
    for (int attempt = after; attempt < 2 && !whole; attempt++) {
        line l = {.to = to, .atom = atom, .color = color, .empty = true};
        l.room = attempt == 0 ? room : room - strlen(cut_mark);
        to->len = begin;
        nd_buf_puts(to, before ? "\"... " : "\"");
        whole = build(&l, pieces, n);
        atom = l.atom;
    }
    nd_buf_puts(to, whole && !after ? "\"" : " ...\"");
    to->failed |= atom.failed;
    nd_buf_release(&atom);
}
