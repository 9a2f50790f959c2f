/* SPDX-License-Identifier: MIT
 *
 * html_frame.c - what stands around every page: policy, style and script, which are
 * files of page/ that the Makefile made arrays of.
 */
#include "html.h"

#include <inttypes.h>
#include <page.h>              /* the Makefile makes it */

void nd_html_begin(nd_buf *to, const char *what, const char *title, nd_digest key)
{
    nd_buf_puts(to, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    nd_buf_printf(to,
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '%s'; "
                  "script-src '%s'; base-uri 'none'; form-action 'none'\">\n",
                  page_css_hash, page_js_hash);
    nd_buf_printf(to,
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"color-scheme\" content=\"light dark\">\n<title>%s</title>\n<style>",
                  title);
    nd_buf_add(to, page_css, sizeof page_css - 1);
    nd_buf_printf(to,
                  "</style>\n</head>\n<body data-report=\"%s\" data-key=\"%016" PRIx64 "%016" PRIx64 "\">\n"
                  "<a class=\"skip\" href=\"#list\">Skip to the list</a>\n",
                  what, key.hi, key.lo);
}

void nd_html_end(nd_buf *to)
{
    nd_buf_puts(to, "<script>");
    nd_buf_add(to, page_js, sizeof page_js - 1);
    nd_buf_puts(to, "</script>\n</body>\n</html>\n");
}
