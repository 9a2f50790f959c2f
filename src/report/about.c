/* SPDX-License-Identifier: MIT
 *
 * about.c - names of records, and the small print of a report.
 */
#include "about.h"

#include "html.h"
#include "term.h"

#include <inttypes.h>

void nd_about_label(nd_buf *to, const nd_about *about, const nd_shown_record *record)
{
    const nd_about_input *input = &about->inputs[record->input];
    if (record->id != NULL) {
        nd_buf_add(to, record->id, record->id_len);
    } else {
        nd_buf_add(to, input->file, input->file_len);
        nd_buf_printf(to, ":%" PRIu64, record->record);
    }
}

void nd_about_name(nd_buf *to, const nd_about *about, const nd_shown_record *record)
{
    const nd_about_input *input = &about->inputs[record->input];
    nd_buf_puts(to, "<span class=\"name\">");
    nd_html_name(to, input->file, input->file_len);
    if (!input->whole_file)
        nd_buf_printf(to, ":%" PRIu64, record->record);
    if (record->id != NULL) {
        nd_buf_puts(to, " (");
        nd_html_name(to, record->id, record->id_len);
        nd_buf_puts(to, ")");
    }
    nd_buf_puts(to, "</span>");
}

static void add_fault(nd_buf *to, const nd_about *about, const nd_about_fault *fault)
{
    const nd_about_input *input = &about->inputs[fault->input];
    nd_buf_puts(to, "<li>");
    nd_html_name(to, input->file, input->file_len);
    if (fault->record > 0) {
        nd_buf_puts(to, ": record ");
        nd_term_number(to, fault->record);
        nd_buf_puts(to, ", byte ");
        nd_term_number(to, fault->byte);
    }
    nd_buf_puts(to, ": <bdi>");
    nd_html_text(to, fault->what, strlen(fault->what));
    nd_buf_puts(to, "</bdi></li>\n");
}

static void add_faults(nd_buf *to, const nd_about *about)
{
    uint64_t all = about->errors + about->damaged;
    if (all == 0)
        return;
    nd_buf_puts(to, "<details class=\"faults\"><summary>");
    nd_term_count(to, about->errors, "record");
    nd_buf_puts(to, " that could not be read");
    if (about->damaged > 0) {
        nd_buf_puts(to, ", ");
        nd_term_count(to, about->damaged, "damaged input");
    }
    nd_buf_puts(to, "</summary>\n<ul>\n");
    for (size_t i = 0; i < about->n_faults; i++)
        add_fault(to, about, &about->faults[i]);
    nd_buf_puts(to, "</ul>\n");
    if (all > about->n_faults) {
        nd_buf_puts(to, "<p>And ");
        nd_term_number(to, all - about->n_faults);
        nd_buf_puts(to, " more, which the result file lists.</p>\n");
    }
    nd_buf_puts(to, "</details>\n");
}

void nd_about_end(nd_buf *to, const nd_about *about, const char *errors)
{
    nd_html_count(to, errors, about->errors);
    nd_html_count(to, "inputs", about->n_inputs);
    if (about->damaged > 0)
        nd_html_count(to, "of them damaged", about->damaged);
    nd_buf_puts(to, "</dl>\n<details class=\"parameters\"><summary>Parameters</summary>\n<dl>\n");
    nd_buf_puts(to, "<dt>result</dt><dd>");
    nd_html_name(to, about->result, strlen(about->result));
    nd_buf_puts(to, "</dd>\n<dt>made by neardup</dt><dd>");
    nd_html_text(to, about->version, strlen(about->version));
    nd_buf_printf(to, "</dd>\n<dt>shown by neardup</dt><dd>%s</dd>\n", nd_version());
    for (size_t i = 0; i < about->n_params; i++) {
        nd_buf_printf(to, "<dt>%s</dt><dd>", about->params[i].name);
        nd_html_name(to, about->params[i].value, strlen(about->params[i].value));
        nd_buf_puts(to, "</dd>\n");
    }
    nd_buf_puts(to, "</dl></details>\n");
    add_faults(to, about);
    nd_buf_puts(to, "</header>\n");
}
