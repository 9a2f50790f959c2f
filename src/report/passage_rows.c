/* SPDX-License-Identifier: MIT
 *
 * passage_rows.c - passages and families to JSON Lines, keys left to right as they stand.
 */
#include "passage_rows.h"

#include <inttypes.h>

void nd_row_passages_header(nd_buf *to, const nd_row_passage_params *params)
{
    const nd_opts *opts = params->opts;
    nd_row_begin_header(to, "passages");
    nd_buf_printf(to, ",\"min_letters\":%" PRIu32 ",\"min_score\":", opts->passage_letters);
    nd_json_number(to, opts->passage_score);
    nd_buf_printf(to, ",\"noisy\":%s", params->noisy ? "true" : "false");
    const struct {
        const char *key, *field;
    } fields[] = {{"series", params->series}, {"date", params->date}};
    for (size_t i = 0; i < ND_COUNT(fields); i++) {
        if (fields[i].field == NULL)
            continue;
        nd_buf_printf(to, ",\"%s\":", fields[i].key);
        nd_json_string(to, fields[i].field, strlen(fields[i].field));
    }
    nd_row_end_header(to);
}

static void record_place(nd_buf *to, const char *key, const nd_row_record *record, const nd_place *at)
{
    nd_buf_printf(to, ",\"%s\":{", key);
    nd_row_record_keys(to, record);
    nd_buf_puts(to, ",");
    nd_row_place_keys(to, at);
    nd_buf_puts(to, "}");
}

void nd_row_passage(nd_buf *to, const nd_row_record *a, const nd_row_record *b, const nd_passage *passage, size_t family)
{
    nd_row_open(to, "passage");
    record_place(to, "a", a, &passage->a.at);
    record_place(to, "b", b, &passage->b.at);
    nd_buf_printf(to, ",\"words\":%" PRIu64 ",\"similarity\":%.4f,\"a_share\":%.4f,\"b_share\":%.4f,\"score\":",
                  passage->a.words, passage->similarity, passage->a.share, passage->b.share);
    nd_json_number(to, passage->score);
    if (passage->form)
        nd_buf_puts(to, ",\"template\":true");
    if (family > 0)
        nd_buf_printf(to, ",\"family\":%zu", family);
    nd_row_end(to);
}

static void member(nd_buf *to, const nd_row_member *m)
{
    nd_row_record_keys(to, &m->record);
    if (m->date != NULL) {
        nd_buf_puts(to, ",\"date\":");
        nd_buf_add(to, m->date, m->date_len);
    }
    nd_buf_puts(to, ",");
    nd_row_place_keys(to, &m->at);
    nd_buf_printf(to,
                  ",\"core_offset\":%zu,\"core_length\":%zu,\"similarity\":%.4f,\"added\":%" PRIu64 ",\"cut\":%" PRIu64
                  ",\"changed\":%" PRIu64,
                  m->core.offset, m->core.len, m->similarity, m->changes.added, m->changes.cut, m->changes.changed);
}

void nd_row_of_family(nd_buf *to, const nd_row_family *family)
{
    nd_row_open(to, "family");
    nd_buf_printf(to, ",\"family\":%zu", family->number);
    record_place(to, "core", &family->record, &family->core);
    nd_buf_printf(to, ",\"words\":%" PRIu64 ",\"likely_source\":\"%s\",\"records\":[", family->words,
                  family->by_date ? "date" : "order");
    for (size_t i = 0; i < family->n_members; i++) {
        nd_buf_puts(to, i == 0 ? "{" : ",{");
        member(to, &family->members[i]);
        nd_buf_puts(to, "}");
    }
    nd_buf_puts(to, "]");
    nd_row_end(to);
}

void nd_row_passages_summary(nd_buf *to, uint64_t documents, uint64_t passages, uint64_t templates, uint64_t families,
                             uint64_t errors)
{
    const nd_row_count counts[] = {
        {"documents", documents}, {"passages", passages}, {"templates", templates},
        {"families", families},   {"errors", errors},
    };
    nd_row_summary_of(to, counts, ND_COUNT(counts));
}
