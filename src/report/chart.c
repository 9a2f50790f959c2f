/* SPDX-License-Identifier: MIT
 *
 * chart.c - numbers to SVG: presentation attributes and classes only, since the policy
 * of the page allows no style in a tag. Every picture has its numbers in a table behind
 * it, so nothing has to be read off.
 */
#include "chart.h"

#include "html.h"
#include "term.h"

#include <inttypes.h>
#include <math.h>

enum {
    WIDTH = 360, HEIGHT = 190, /* of the drawing, in its own units */
    LEFT = 44, RIGHT = 10, TOP = 18, BOTTOM = 30,
    ROW = 26,                  /* of a bar that lies */
    LABELS = 12                /* at most, below the bars */
};

static uint64_t drawn(const nd_chart *c, const nd_bar *bar)
{
    return bar->values[0] + (c->first_only ? 0 : bar->values[1]);
}

static uint64_t largest(const nd_chart *c)
{
    uint64_t most = 1;
    for (size_t i = 0; i < c->n; i++) {
        uint64_t sum = drawn(c, &c->bars[i]);
        most = sum > most ? sum : most;
    }
    return most;
}

/* A number's share of the height, 0 to 1. */
static double height(const nd_chart *c, uint64_t value, uint64_t most)
{
    if (value == 0)
        return 0;
    return c->logarithmic ? log1p((double)value) / log1p((double)most) : (double)value / (double)most;
}

static void add_label(nd_buf *to, const nd_bar *bar)
{
    if (bar->name != NULL)
        nd_html_name(to, bar->name, bar->name_len);
    else
        nd_html_text(to, bar->label, strlen(bar->label));
}

static void begin(nd_buf *to, const char *id, const char *title, unsigned high)
{
    nd_buf_printf(to,
                  "<figure class=\"chart\" id=\"chart-%s\">\n<svg role=\"img\" aria-labelledby=\"title-%s\" "
                  "viewBox=\"0 0 %d %u\" font-size=\"11\">\n<title id=\"title-%s\">%s</title>\n",
                  id, id, WIDTH, high, id, title);
}

static void end_drawing(nd_buf *to, const char *title)
{
    nd_buf_printf(to, "</svg>\n<figcaption>%s\n<details><summary>Table</summary>\n<div class=\"wide\">"
                      "<table class=\"data\">\n", title);
}

static void end(nd_buf *to)
{
    nd_buf_puts(to, "</table></div></details></figcaption></figure>\n");
}

static void add_limit(nd_buf *to, double x, const char *label)
{
    bool behind = x > (LEFT + WIDTH) / 2.0;
    nd_buf_printf(to,
                  "<line class=\"limit\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"currentColor\"/>\n"
                  "<text class=\"limit\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
                  x, TOP - 6, x, HEIGHT - BOTTOM, behind ? x - 4 : x + 4, TOP - 6, behind ? "end" : "start", label);
}

static void add_standing(nd_buf *to, const nd_chart *c)
{
    uint64_t most = largest(c);
    double step = (double)(WIDTH - LEFT - RIGHT) / (double)c->n, floor = HEIGHT - BOTTOM, room = floor - TOP;
    size_t every = (c->n + LABELS - 1) / LABELS;
    nd_buf_printf(to, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", LEFT - 6, TOP + 4);
    nd_term_number(to, most);
    nd_buf_printf(to, "</text>\n<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">0</text>\n", LEFT - 6, floor);
    for (size_t i = 0; i < c->n; i++) {
        const nd_bar *bar = &c->bars[i];
        double x = LEFT + step * (double)i, both = height(c, drawn(c, bar), most) * room;
        double first = height(c, bar->values[0], most) * room;
        if (drawn(c, bar) > bar->values[0])
            nd_buf_printf(to, "<rect class=\"bar off\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n",
                          x + 0.5, floor - both, step - 1, both - first);
        if (bar->values[0] > 0)
            nd_buf_printf(to, "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n", x + 0.5,
                          floor - first, step - 1, first);
        if (i % every == 0) {
            nd_buf_printf(to, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">", x + step / 2, HEIGHT - BOTTOM + 16);
            add_label(to, bar);
            nd_buf_puts(to, "</text>\n");
        }
    }
    nd_buf_printf(to, "<line class=\"axis\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"currentColor\"/>\n", LEFT,
                  floor, WIDTH - RIGHT, floor);
    if (c->limit >= 0)
        add_limit(to, LEFT + step * c->limit, c->limit_label);
}

/* A name of any length above its bar; SVG has no <bdi>, and none of ours stands beside it. */
static void add_lying(nd_buf *to, const nd_chart *c)
{
    uint64_t most = largest(c);
    for (size_t i = 0; i < c->n; i++) {
        const nd_bar *bar = &c->bars[i];
        double wide = height(c, drawn(c, bar), most) * (WIDTH - 90);
        double y = ROW * (double)i;
        size_t len = bar->name != NULL && bar->name_len > 48 ? 48 : bar->name_len;
        while (len > 0 && len < bar->name_len && ((unsigned char)bar->name[len] & 0xC0) == 0x80)
            len--;
        nd_buf_printf(to, "<text x=\"0\" y=\"%.1f\" unicode-bidi=\"isolate\">", y + 10);
        nd_html_text(to, bar->name != NULL ? bar->name : bar->label, bar->name != NULL ? len : strlen(bar->label));
        nd_buf_puts(to, bar->name != NULL && len < bar->name_len ? "…" : "");
        nd_buf_printf(to,
                      "</text>\n<rect class=\"bar\" x=\"0\" y=\"%.1f\" width=\"%.1f\" height=\"6\"/>\n"
                      "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">",
                      y + 16, wide, WIDTH, y + 22);
        nd_term_number(to, drawn(c, bar));
        nd_buf_puts(to, "</text>\n");
    }
}

static void add_table(nd_buf *to, const nd_chart *c)
{
    nd_buf_puts(to, "<tr>");
    for (size_t k = 0; k < ND_COUNT(c->columns) && c->columns[k] != NULL; k++)
        nd_buf_printf(to, "<th scope=\"col\">%s</th>", c->columns[k]);
    nd_buf_puts(to, "</tr>\n");
    for (size_t i = 0; i < c->n; i++) {
        const nd_bar *bar = &c->bars[i];
        nd_buf_puts(to, "<tr><td>");
        add_label(to, bar);
        for (size_t k = 0; k < ND_COUNT(bar->values) && c->columns[k + 1] != NULL; k++) {
            nd_buf_puts(to, "</td><td>");
            nd_term_number(to, bar->values[k]);
        }
        nd_buf_puts(to, "</td></tr>\n");
    }
}

void nd_chart_add(nd_buf *to, const nd_chart *c)
{
    if (c->n == 0)
        return;
    begin(to, c->id, c->title, c->lying ? (unsigned)(ROW * c->n) : HEIGHT);
    (c->lying ? add_lying : add_standing)(to, c);
    end_drawing(to, c->title);
    add_table(to, c);
    end(to);
}

/* ---- a curve */

static double curve_x(double x)
{
    return LEFT + x * (WIDTH - LEFT - RIGHT);
}

static double curve_y(double y)
{
    return TOP + (1 - y) * (HEIGHT - BOTTOM - TOP);
}

static void add_axes(nd_buf *to)
{
    for (int i = 0; i <= 5; i++)
        nd_buf_printf(to, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.1f</text>\n", curve_x(i / 5.0),
                      HEIGHT - BOTTOM + 16, i / 5.0);
    for (int i = 0; i <= 2; i++)
        nd_buf_printf(to,
                      "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d %%</text>\n"
                      "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"currentColor\" stroke-opacity=\"0.3\"/>\n",
                      LEFT - 6, curve_y(i / 2.0) + 4, i * 50, LEFT, curve_y(i / 2.0), WIDTH - RIGHT, curve_y(i / 2.0));
}

void nd_curve_add(nd_buf *to, const nd_curve *c)
{
    enum { STEPS = 100, ROWS = 20 };
    begin(to, c->id, c->title, HEIGHT);
    add_axes(to);
    nd_buf_puts(to, "<path class=\"curve\" fill=\"none\" stroke=\"currentColor\" d=\"");
    for (int i = 0; i <= STEPS; i++)
        nd_buf_printf(to, "%s%.1f %.1f", i == 0 ? "M" : "L", curve_x(i / (double)STEPS),
                      curve_y(c->y(i / (double)STEPS, c->ctx)));
    nd_buf_puts(to, "\"/>\n");
    for (size_t i = 0; i < c->n_dots; i++)
        nd_buf_printf(to, "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>\n", curve_x(c->dots[i].x),
                      curve_y(c->y(c->dots[i].x, c->ctx)), 1.5 + log10((double)c->dots[i].n + 1) * 1.5);
    add_limit(to, curve_x(c->limit), c->limit_label);
    end_drawing(to, c->title);
    nd_buf_puts(to, "<tr><th scope=\"col\">similarity</th><th scope=\"col\">share of such pairs that are compared</th></tr>\n");
    for (int i = 0; i <= ROWS; i++)
        nd_buf_printf(to, "<tr><td>%.2f</td><td>%.2f %%</td></tr>\n", i / (double)ROWS,
                      100 * c->y(i / (double)ROWS, c->ctx));
    end(to);
}
