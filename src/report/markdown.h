/* SPDX-License-Identifier: MIT
 *
 * markdown.h - the findings of a report for a pull request: what was done, and the pairs
 * to judge, in few bytes.
 */
#ifndef ND_MARKDOWN_H
#define ND_MARKDOWN_H

#include "group_shown.h"
#include "inspect_shown.h"
#include "passages_shown.h"

enum { ND_MARKDOWN_MOST = 65536 };  /* what GitHub takes as one comment */

/*
 * nd_markdown_text - text from an input, on one line, as a code span: no markup, link,
 * image, HTML, mention or emoji can come of it; cut behind most bytes of it.
 */
void nd_markdown_text(nd_buf *to, const char *text, size_t len, size_t most);

/* Each: at most about->max_bytes and ND_MARKDOWN_MOST; what was left out is said. */
nd_status nd_group_markdown(nd_buf *to, const nd_shown_group *group, nd_aligner *aligner, nd_err *err);
nd_status nd_inspect_markdown(nd_buf *to, const nd_shown_inspect *shown, nd_aligner *aligner, nd_err *err);
nd_status nd_passages_markdown(nd_buf *to, const nd_shown_passages *shown, nd_aligner *aligner, nd_err *err);

#endif
