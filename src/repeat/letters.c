/* SPDX-License-Identifier: MIT
 *
 * letters.c - folded words to letters of one byte.
 */
#include "letters.h"

#include "line_ends.h"

static uint32_t code_point(const uint8_t *p, size_t *len)
{
    if (p[0] < 0xE0) {
        *len = 2;
        return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    }
    if (p[0] < 0xF0) {
        *len = 3;
        return (p[0] & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    }
    *len = 4;
    return (p[0] & 7u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
}

/*
 * What folding gives is UTF-8, so nothing is checked again. Eight bytes are written at a
 * time where `readable` bytes are there and all are ASCII; what follows the word is written over.
 */
static size_t write_word(uint8_t *to, const uint8_t *from, size_t len, size_t readable)
{
    enum { STEP = 8 };
    size_t n = 0;
    for (size_t at = 0; at < len;) {
        uint64_t bytes = UINT64_MAX;
        if (readable - at >= STEP)
            memcpy(&bytes, from + at, STEP);
        if ((bytes & 0x8080808080808080) == 0) {
            memcpy(to + n, &bytes, STEP);
            n += len - at < STEP ? len - at : STEP;
            at += STEP;
            continue;
        }
        if (from[at] < 0x80) {
            to[n++] = from[at++];
            continue;
        }
        size_t used;
        uint32_t cp = code_point(from + at, &used);
        to[n++] = (uint8_t)(0x80 | ((cp ^ cp >> 7 ^ cp >> 14) & 0x7F));
        at += used;
    }
    return n;
}

static size_t count_letters(const uint8_t *folded, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += folded[i] != ' ' && (folded[i] & 0xC0) != 0x80;
    return n;
}

nd_status nd_letters_make(nd_letters *out, nd_text *text, nd_arena *arena, const char *bytes, size_t len,
                          nd_err *err)
{
    nd_words found;
    nd_status st = nd_text_fold(text, bytes, len, true, &found, err);
    if (st != ND_OK)
        return st;
    const uint8_t *folded = (const uint8_t *)found.folded;
    size_t n = count_letters(folded, found.folded_len);
    uint8_t *letters = nd_arena_get(arena, n + 2 * ND_LETTERS_PADDING, 1);
    nd_letter_word *words = nd_arena_get(arena, found.n_words + 1, sizeof *words);
    uint32_t *lines = nd_arena_get(arena, found.n_words / ND_LINE_STEP + 1, sizeof *lines);
    if (letters == NULL || words == NULL || lines == NULL)
        return nd_no_memory(err, n + found.n_words * sizeof *words);
    size_t at = 0;
    memset(letters, 0, ND_LETTERS_PADDING);
    letters += ND_LETTERS_PADDING;
    for (size_t i = 0; i < found.n_words; i++) {
        words[i] = (nd_letter_word){(uint32_t)at, (uint32_t)found.spans[i].offset};
        at += write_word(letters + at, folded + found.starts[i], found.starts[i + 1] - 1 - found.starts[i],
                         found.folded_len - found.starts[i]);
    }
    uint64_t line = 1;
    for (size_t i = 0, from = 0; i < found.n_words; i += ND_LINE_STEP) {
        line += nd_line_ends(bytes, len, from, words[i].offset);
        lines[i / ND_LINE_STEP] = (uint32_t)line;
        from = words[i].offset;
    }
    words[found.n_words] = (nd_letter_word){(uint32_t)n, (uint32_t)len};
    memset(letters + n, 0, ND_LETTERS_PADDING);
    *out = (nd_letters){letters, words, lines, (uint32_t)n, (uint32_t)found.n_words};
    return ND_OK;
}

uint32_t nd_word_at(const nd_letters *letters, uint32_t letter)
{
    uint32_t low = 0, high = letters->n_words;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (letters->words[middle].letter <= letter)
            low = middle;
        else
            high = middle;
    }
    return low;
}

uint64_t nd_line_of(const nd_letters *letters, uint32_t word, const char *text, size_t len)
{
    size_t from = letters->words[word / ND_LINE_STEP * ND_LINE_STEP].offset;
    return letters->lines[word / ND_LINE_STEP] + nd_line_ends(text, len, from, letters->words[word].offset);
}
