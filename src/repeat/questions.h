/* SPDX-License-Identifier: MIT
 *
 * questions.h - what is asked of a text, one function a kind of finding, in the order
 * that finder.c asks: from the largest place to the smallest.
 *
 * Each adds its rows by place, skips words that are covered already, and takes from
 * finder's scratch what it needs; after ND_ENOMEM the findings are without meaning.
 */
#ifndef ND_QUESTIONS_H
#define ND_QUESTIONS_H

#include "equal.h"
#include "finding.h"

/* Paragraphs equal to an earlier one; marks equal lines, and tells what kind of text this is: asked always, and first. */
nd_status nd_find_paragraphs(nd_equal *equal, nd_article *article, uint32_t kinds, nd_findings *to, nd_err *err);

/* Lines equal to an earlier one. */
nd_status nd_find_lines(const nd_article *article, nd_findings *to, nd_err *err);

/* A word or a short group of words twice in a row. */
nd_status nd_find_stutters(const nd_article *article, nd_findings *to, nd_err *err);

#endif
