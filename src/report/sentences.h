/* SPDX-License-Identifier: MIT
 *
 * sentences.h - a text to sentences, as well as can be told without knowing its language.
 */
#ifndef ND_SENTENCES_H
#define ND_SENTENCES_H

#include "base/base.h"

/*
 * nd_sentence_end - bytes of the sentence that text begins with, the white space behind it too.
 *
 * It ends behind a mark that ends one, or at an empty line; or at white space, once it is
 * longer than anyone writes, as badly scanned text is. At least 1 where len is not 0.
 */
size_t nd_sentence_end(const char *text, size_t len);

#endif
