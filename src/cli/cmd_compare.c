/* SPDX-License-Identifier: MIT
 *
 * cmd_compare.c - neardup compare: two documents side by side for people, or what
 * they share as JSON Lines.
 */
#include "commands.h"

#include "report/compare_text.h"
#include "report/rows.h"
#include "run/say.h"

enum { FLUSH = 64 << 10 };

/* There may be a million blocks: their rows go out in pieces. */
static nd_status write_rows(nd_cli *cli, nd_buf *page, const nd_compared *c, nd_err *err)
{
    nd_row_record a = {c->a.source->name, c->a.record, c->a.id, c->a.id_len};
    nd_row_record b = {c->b.source->name, c->b.record, c->b.id, c->b.id_len};
    nd_status st = ND_OK;
    nd_row_compare(page, &a, &b, &c->similarity, &c->alignment);
    for (size_t i = 0; st == ND_OK && i < c->alignment.n_blocks; i++) {
        nd_row_shared(page, &c->alignment.blocks[i]);
        if (page->len >= FLUSH) {
            st = nd_cli_out_buf(cli, page, err);
            nd_buf_clear(page);
        }
    }
    return st;
}

/* A file is shown by the path that opens it, a document in it by its number too. */
static nd_row_record shown(const nd_compared_text *text)
{
    return (nd_row_record){
        .file = nd_source_label(text->source),
        .record = text->whole_file ? 0 : text->record,
        .id = text->id,
        .id_len = text->id_len,
    };
}

static nd_status compared(void *ctx, const nd_compared *c, nd_err *err)
{
    nd_cli *cli = ctx;
    nd_status st = ND_OK;
    nd_buf page;
    nd_buf_init(&page, cli->alloc);
    if (cli->json) {
        st = write_rows(cli, &page, c, err);
    } else {
        nd_comparison comparison = {
            .a = shown(&c->a),
            .b = shown(&c->b),
            .text_a = c->a.text,
            .text_b = c->b.text,
            .len_a = c->a.len,
            .len_b = c->b.len,
            .shingle = cli->job.opts.shingle,
            .similarity = &c->similarity,
            .alignment = &c->alignment,
        };
        nd_compare_text(&page, &comparison, cli->width, cli->out_color);
    }
    if (st == ND_OK)
        st = nd_cli_out_buf(cli, &page, err);
    nd_buf_release(&page);
    return st;
}

int nd_cmd_compare(nd_cli *cli)
{
    nd_outcome outcome = {0};
    nd_err err = {.code = ND_OK};
    nd_status st = nd_run_compare(&cli->job, compared, cli, &outcome, &err);
    return nd_cli_end(cli, st, &err, &outcome, 0);
}
