/* SPDX-License-Identifier: MIT
 *
 * cmd_tune.c - neardup tune: what a threshold finds, misses and costs, before a run.
 *
 * A pair is compared where it shares a band (chance b) and its signatures do not
 * rule it out (chance 1 - r). The two are not independent, so bounds are shown that
 * hold whatever binds them: found at least b - r, compared in vain at most the
 * lesser of b and 1 - r.
 */
#include "commands.h"

static const double curve_from = 0.5, curve_step = 0.05;
enum { CURVE_STEPS = 10 };

/* Of a kept document in memory; src/lsh/kept.h draws the record. 4 more a shingle. */
enum { RECORD_BYTES = 64, VALUE_BYTES = 4, BUCKET_BYTES = 15, DIGESTS = 2 };

typedef struct tuned {
    const nd_opts *opts;
    nd_bands bands;
    uint32_t bytes; /* of index a kept document takes, its shingles apart */
} tuned;

typedef struct point {
    double jaccard, found, in_vain;
} point;

static point point_at(const tuned *t, double jaccard)
{
    double share = nd_band_probability(jaccard, t->bands.bands, t->bands.rows);
    double ruled_out = nd_ruled_out_probability(jaccard, t->bands.min_matches, t->opts->perms);
    point p = {.jaccard = jaccard};
    if (jaccard >= t->opts->threshold)
        p.found = share > ruled_out ? share - ruled_out : 0;
    else
        p.in_vain = share < 1 - ruled_out ? share : 1 - ruled_out;
    return p;
}

/* The curve at .5, .55, ... 1, and at the threshold; how many points. */
static size_t curve(const tuned *t, point points[CURVE_STEPS + 2])
{
    const double threshold = t->opts->threshold, rounding = 1e-9;
    bool shown = false;
    size_t n = 0;
    for (int i = 0; i <= CURVE_STEPS; i++) {
        double j = curve_from + curve_step * i;
        if (!shown && j > threshold - rounding) {
            shown = true;
            points[n++] = point_at(t, threshold);
            if (j < threshold + rounding)
                continue;
        }
        points[n++] = point_at(t, j);
    }
    return n;
}

static void json(nd_buf *to, const tuned *t, const point *points, size_t n)
{
    nd_buf_printf(
        to,
        "{\"type\":\"tune\",\"v\":1,\"threshold\":%g,\"recall\":%g,\"perms\":%u,\"bands\":%u,\"rows\":%u,"
        "\"min_matches\":%u,\"found\":%.4f,\"index_bytes\":%u}\n",
        t->opts->threshold, t->opts->recall, t->opts->perms, t->bands.bands, t->bands.rows,
        t->bands.min_matches, t->bands.recall, t->bytes);
    for (size_t i = 0; i < n; i++)
        nd_buf_printf(to, "{\"type\":\"curve\",\"v\":1,\"jaccard\":%.4f,\"found\":%.4f,\"in_vain\":%.4f}\n",
                      points[i].jaccard, points[i].found, points[i].in_vain);
}

static void table(nd_buf *to, const tuned *t, const point *points, size_t n, bool bold)
{
    const nd_bands *b = &t->bands;
    nd_buf_printf(to, "%u bands of %u rows (%u of %u values)\n\n", b->bands, b->rows, b->bands * b->rows,
                  t->opts->perms);
    nd_buf_puts(to, "similarity   found, at least   missed, at most   checked in vain, at most\n");
    for (size_t i = 0; i < n; i++) {
        const point *p = &points[i];
        bool here = p->jaccard == t->opts->threshold;
        nd_buf_puts(to, here && bold ? "\x1b[1m" : "");
        if (p->jaccard < t->opts->threshold)
            nd_buf_printf(to, "%10.4g %17s %17s %24.2f %%", p->jaccard, "-", "-", p->in_vain * 100);
        else
            nd_buf_printf(to, "%10.4g %15.2f %% %15.2f %% %26s", p->jaccard, p->found * 100,
                          (1 - p->found) * 100, here ? "the threshold" : "-");
        nd_buf_puts(to, here && bold ? "\x1b[0m\n" : "\n");
    }
}

static void words(nd_buf *to, const tuned *t)
{
    nd_buf_printf(to,
                  "\nA pair that is missed stays, both of it, among the kept documents: at most %.2f %% of\n"
                  "the pairs right at %g, fewer of those more alike. A comparison in vain only costs time:\n"
                  "nothing below the threshold is ever removed, and signatures that agree in fewer than\n"
                  "%u of %u values are not compared. A kept document takes at most %u bytes of index,\n"
                  "and 4 more for each of its shingles.\n",
                  (1 - t->bands.recall) * 100, t->opts->threshold, t->bands.min_matches, t->opts->perms,
                  t->bytes);
}

int nd_cmd_tune(nd_cli *cli)
{
    nd_err err = {.code = ND_OK};
    nd_buf page;
    point points[CURVE_STEPS + 2];
    tuned t = {.opts = &cli->job.opts};
    nd_buf_init(&page, cli->alloc);
    nd_status st = nd_tune(t.opts, &t.bands, &err);
    if (st != ND_OK)
        goto done;
    t.bytes = RECORD_BYTES + VALUE_BYTES * (t.opts->perms + t.bands.bands) +
              BUCKET_BYTES * (t.bands.bands + DIGESTS);
    size_t n = curve(&t, points);
    if (cli->json) {
        json(&page, &t, points, n);
    } else {
        table(&page, &t, points, n, cli->out_color);
        words(&page, &t);
    }
    st = nd_cli_out_buf(cli, &page, &err);
done:
    nd_buf_release(&page);
    return nd_cli_end(cli, st, &err, NULL, 0);
}
