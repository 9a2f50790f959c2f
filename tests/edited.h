/* SPDX-License-Identifier: MIT
 *
 * edited.h - a text and what an editor, a scraper or a second publisher makes of it:
 * the eight edits by which copies differ in practice.
 */
#ifndef EDITED_H
#define EDITED_H

#include "base/buf.h"

enum { EDITS = 8 };

/* edit_name - "a footer of 30 words", for edit 0 to EDITS - 1. */
const char *edit_name(int edit);

/*
 * edit_text - one edit at random places of a text, its white space becoming single
 * spaces. @to is cleared first.
 */
void edit_text(nd_buf *to, const char *text, size_t len, int edit, uint64_t *state);

/* invent_text - n words by Zipf's law in sentences of 5 to 24. @to is cleared first. */
void invent_text(nd_buf *to, uint32_t n, uint64_t *state);

#endif
