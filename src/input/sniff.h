/* SPDX-License-Identifier: MIT
 *
 * sniff.h - what decoded bytes are, told by their beginning.
 */
#ifndef ND_SNIFF_H
#define ND_SNIFF_H

#include "reader.h"

/* Bytes that are enough, unless white space fills them. */
#define ND_SNIFF_BYTES 4096

/*
 * nd_sniff - ND_JSONL, ND_TEXT, or ND_OPAQUE with one sentence in *what (else
 * untouched): what it is, and which pipe makes it readable. ND_FORMAT_AUTO where
 * these bytes do not tell yet; at the end of the input that is plain text.
 */
nd_format nd_sniff(const char *bytes, size_t len, const char **what);

#endif
