/* SPDX-License-Identifier: MIT
 *
 * gen_text.h - a text as the numbers of its words, so that how alike two of them are is
 * known without a look at any letter; how it is invented, copied with an edit, compared
 * and written out.
 */
#ifndef GEN_TEXT_H
#define GEN_TEXT_H

#include "base/buf.h"
#include "gen_model.h"

enum { GEN_LEAST_TOKENS = 12, GEN_MOST_TOKENS = 1 << 16 };

/*
 *   bit  31         30     29      28 .. 0
 *      paragraph   stop   comma   number of the word
 *        ends      ends
 */
typedef uint32_t gen_token;
static const gen_token GEN_PARAGRAPH = 1u << 31, GEN_STOP = 1u << 30, GEN_COMMA = 1u << 29, GEN_WORD = (1u << 29) - 1;

typedef struct gen_text {
    gen_token *tokens;              /* room for GEN_MOST_TOKENS */
    uint32_t   n;
    bool       loud;                /* written in capitals, without marks */
} gen_text;

/* What a scraper or an editor makes of a text. */
typedef enum gen_edit {
    GEN_IDENTICAL,                  /* the same bytes */
    GEN_RECASED,                    /* the same words, otherwise written */
    GEN_PREPEND,                    /* a sentence of 8 to 20 words put first */
    GEN_FOOTER,                     /* 30 words behind, the same for all texts */
    GEN_REPLACE_100,                /* one word in 100 replaced */
    GEN_REPLACE_30,                 /* one word in 30 replaced */
    GEN_DELETE,                     /* three sentences taken out */
    GEN_INSERT,                     /* a word put among the first twelve */
    GEN_REORDER,                    /* three to five blocks of sentences in turned order */
    GEN_WRAP,                       /* 40 words in front and 40 behind, the same for all texts */
    GEN_CUT                         /* the first 40 to 97 % */
} gen_edit;

enum { GEN_EDITS = GEN_CUT + 1 };

/* gen_edit_name - "prepend", "footer", ...; gen_edit_named - the other way, -1 for none. */
const char *gen_edit_name(int edit);
int gen_edit_named(const char *name, size_t len);

/* gen_text_init, _release - room for the longest text. */
nd_status gen_text_init(gen_text *text, const nd_alloc *alloc, nd_err *err);
void gen_text_release(gen_text *text, const nd_alloc *alloc);

/* gen_text_invent - a new text: log-normal length, words by Zipf's law. */
void gen_text_invent(gen_text *text, const gen_model *model, uint64_t *state);

/*
 * gen_text_edit - a copy of `from` with one edit at random places.
 *
 * @seed   of the corpus: footer and wrapping are the same for all its texts
 *
 * A text less than twice as long as what it would share with all others gets one word in
 * 30 replaced instead, or strangers with the same footer would be alike. Returns the edit
 * that was made.
 */
int gen_text_edit(gen_text *to, const gen_text *from, const gen_model *model, int edit, uint64_t seed, uint64_t *state);

/* gen_text_write - appends the text to a buffer, paragraphs parted by `between`. */
void gen_text_write(const gen_text *text, const gen_model *model, const char *between, nd_buf *to);

/* ---- how alike two texts are: exact Jaccard similarity of their shingle sets */

typedef struct gen_slot {
    uint64_t key;
    uint32_t stamp;                 /* of the set it belongs to: earlier ones are forgotten at no cost */
} gen_slot;

typedef struct gen_set {
    gen_slot *slots;
    uint32_t *used;                 /* n slots, as they were filled */
    uint32_t  stamp, mask, n;       /* n distinct shingles, in the first mask + 1 slots */
} gen_set;

nd_status gen_set_init(gen_set *set, const nd_alloc *alloc, nd_err *err);
void gen_set_release(gen_set *set, const nd_alloc *alloc);

/* gen_set_of - the set of the text's runs of `shingle` words; a shorter text is one run. */
void gen_set_of(gen_set *set, const gen_text *text, uint32_t shingle);

/* gen_set_jaccard - shared over all. O(the second). */
double gen_set_jaccard(const gen_set *a, const gen_set *b);

#endif
