/* SPDX-License-Identifier: MIT
 *
 * wrap.h - words to lines.
 */
#ifndef ND_WRAP_H
#define ND_WRAP_H

#include "base/buf.h"

/*
 * nd_wrap - the words of text, broken so that no line passes width columns.
 *
 * @column  where the cursor stands
 * @indent  columns in front of every further line
 *
 * Ends with a line feed. A word longer than a line stands alone; "7.8 %" stays together.
 */
void nd_wrap(nd_buf *to, const char *text, size_t column, size_t indent, size_t width);

#endif
