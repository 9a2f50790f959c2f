/* SPDX-License-Identifier: MIT
 *
 * html.h - text that strangers wrote to HTML that only shows it, and the frame of a
 * report's page.
 */
#ifndef ND_HTML_H
#define ND_HTML_H

#include "base/buf.h"

/*
 * nd_html_text - text between tags, for people: markup is escaped, line ends become LF,
 * and what could turn the reading direction, or is a control or no UTF-8, is spelled out
 * as nd_term_text does.
 */
void nd_html_text(nd_buf *to, const char *text, size_t len);

/*
 * nd_html_value - text between the quotes of an attribute, for programs: they read back
 * the very characters. NUL and bytes that are not UTF-8 become U+FFFD.
 */
void nd_html_value(nd_buf *to, const char *text, size_t len);

/* nd_html_name - a name from an input, in <bdi> so that it turns nothing around it. */
void nd_html_name(nd_buf *to, const char *text, size_t len);

/* nd_html_fact - a term and its description, for a <dl>; the value is text of ours. */
void nd_html_fact(nd_buf *to, const char *name, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* nd_html_count - likewise, of a number. */
void nd_html_count(nd_buf *to, const char *name, uint64_t n);

/*
 * nd_html_begin, nd_html_end - all before and behind what the body of a page holds.
 *
 * @what   what the page is of: "group", "passages", "inspect"
 * @title  text of ours
 * @key    tells this result from others
 *
 * The page loads nothing and runs no script but its own, whatever stands in it: its
 * Content-Security-Policy knows style and script by their hashes.
 */
void nd_html_begin(nd_buf *to, const char *what, const char *title, nd_digest key);
void nd_html_end(nd_buf *to);

#endif
