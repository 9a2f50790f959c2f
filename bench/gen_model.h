/* SPDX-License-Identifier: MIT
 *
 * gen_model.h - what texts of one language look like: its words by rank, how long texts
 * and sentences are. Learned from a few texts, enough to invent any number.
 */
#ifndef GEN_MODEL_H
#define GEN_MODEL_H

#include "base/base.h"

enum { GEN_VOCABULARY = 1 << 18 };  /* words; a crawl has more, but a text meets the head of them */

typedef struct gen_word {
    uint32_t at;                    /* bytes into gen_model.letters */
    uint16_t len;                   /* bytes */
    bool     glued;                 /* of a script without spaces: stands against its like */
    uint32_t count;                 /* in the texts learned from; 0: invented */
} gen_word;

/* One column of Walker's alias table: this rank with chance share / 2^32, else the other. */
typedef struct gen_column {
    uint32_t share, other;
} gen_column;

typedef struct gen_model {
    const nd_alloc *alloc;
    nd_text    *text;
    char       *letters;            /* of all words, one behind the other */
    size_t      n_letters, cap_letters;
    gen_word   *words;              /* by rank, once finished */
    size_t      n_words, cap_words;
    uint32_t   *slots;              /* hash table: number of a word plus one */
    size_t      n_slots;
    gen_column *columns;            /* n_words */
    uint64_t    texts, sentences, paragraphs, commas, running;  /* met; running words */
    double      log_sum, log_squares;  /* of words a text */
    double      log_median, spread;    /* log-normal words a text; the caller may set others */
    double      stop, paragraph, comma; /* chance: a word ends a sentence; a stop ends a paragraph;
                                           a word within a sentence has a comma */
} gen_model;

/* gen_model_new, _free - an empty model. */
nd_status gen_model_new(gen_model **out, const nd_alloc *alloc, nd_err *err);
void gen_model_free(gen_model *model);

/* gen_model_learn - counts the words, stops and length of one text. */
nd_status gen_model_learn(gen_model *model, const char *text, size_t len, nd_err *err);

/*
 * gen_model_finish - ranks the words and invents more, until there are `vocabulary` or
 * no more come to mind. ND_EINVAL where no word was learned. No text may be learned after.
 *
 * An invented word is the head of one word and the tail of another. Every word, learned
 * or invented, folds to itself and is one word, so a text is known by its words' numbers.
 */
nd_status gen_model_finish(gen_model *model, size_t vocabulary, nd_err *err);

/*
 * gen_model_draw - a word, rank r (from 1) with a chance in proportion to
 * 1 / ((r + 2.7) * (1 + (r - 1) / 8000)): Zipf's law as Mandelbrot mended it for the
 * commonest words (1953), falling twice as steeply among the rare (Ferrer i Cancho and
 * Sole, "Two Regimes in the Frequency of Words", 2001).
 */
uint32_t gen_model_draw(const gen_model *model, uint64_t *state);

#endif
