/* SPDX-License-Identifier: MIT
 *
 * signals_text.h - the repetition signals of one document, for people.
 */
#ifndef ND_SIGNALS_TEXT_H
#define ND_SIGNALS_TEXT_H

#include "rows.h"

/*
 * nd_signals_text - a block of the signals, then a line a rule that would drop the
 * document; of each only what was asked for.
 *
 * @width    columns that a line may take
 */
void nd_signals_text(nd_buf *to, const nd_row_signals *more, size_t width);

#endif
