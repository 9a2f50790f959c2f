/* SPDX-License-Identifier: MIT
 *
 * name.h - what a document is called, for people.
 */
#ifndef ND_NAME_H
#define ND_NAME_H

#include "rows.h"

/* nd_record_name - "crawl.jsonl:12 (a9)", made harmless; without a number where record is 0. */
void nd_record_name(nd_buf *to, const nd_row_record *record);

#endif
