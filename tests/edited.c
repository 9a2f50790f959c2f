/* SPDX-License-Identifier: MIT
 *
 * edited.c - a text is cut at white space into tokens, an edit takes and puts tokens,
 * and they are joined again. A sentence ends with a token that ends in . ! or ?, after
 * twelve tokens at the latest in a text that has hardly any such.
 */
#include "edited.h"
#include "pairs.h"

#include <check.h>
#include <stdlib.h>

enum { MOST_TOKENS = 8192, OCTAVES = 15, FOOTER = 30, BOILERPLATE = 80 };

typedef struct token {
    const char *at;
    size_t      len;
} token;

typedef struct tokens {
    token    all[MOST_TOKENS];
    uint32_t n;
    char     invented[512][8];     /* words that were no token of the text */
    uint32_t n_invented;
} tokens;

static uint32_t below(uint32_t n, uint64_t *state)
{
    return (uint32_t)((random_next(state) >> 32) * n >> 32);
}

const char *edit_name(int edit)
{
    static const char *const names[EDITS] = {
        "a sentence of 8-20 words prepended", "a footer of 30 words",
        "one word in 100 replaced",           "one word in 30 replaced",
        "three sentences deleted",            "one word inserted near the start",
        "blocks of sentences reordered",      "80 words of boilerplate around",
    };
    return names[edit];
}

/* ---- words ------------------------------------------------------------- */

/* Three syllables that spell a number; no word of a natural text looks like this for long. */
static void spell(char *to, uint32_t number)
{
    static const char consonants[] = "bdfghjklmnprstvz", vowels[] = "aeiouy";
    for (int i = 0; i < 3; i++, number /= 96) {
        *to++ = consonants[number % 16];
        *to++ = vowels[number / 16 % 6];
    }
    *to = '\0';
}

/* Rank r with a chance of about 1 / r: an octave at random, then a rank in it. */
static uint32_t zipf(uint64_t *state)
{
    uint32_t first = 1u << below(OCTAVES, state);
    return first + below(first, state);
}

void invent_text(nd_buf *to, uint32_t n, uint64_t *state)
{
    nd_buf_clear(to);
    for (uint32_t left = 0; n > 0; n--, left--) {
        char word[8];
        if (left == 0)
            left = 5 + below(20, state);
        spell(word, zipf(state));
        nd_buf_puts(to, word);
        nd_buf_puts(to, left == 1 ? ". " : " ");
    }
}

static token invent(tokens *t, uint64_t *state)
{
    ck_assert_uint_lt(t->n_invented, sizeof t->invented / sizeof t->invented[0]);
    char *word = t->invented[t->n_invented++];
    spell(word, zipf(state));
    return (token){word, strlen(word)};
}

/* ---- tokens ------------------------------------------------------------ */

static void cut(tokens *t, const char *text, size_t len)
{
    t->n = t->n_invented = 0;
    for (size_t at = 0, end; at < len; at = end + 1) {
        end = at;
        while (end < len && strchr(" \n\t\r\f\v", text[end]) == NULL)
            end++;
        if (end == at)
            continue;
        ck_assert_uint_lt(t->n, MOST_TOKENS / 2);
        t->all[t->n++] = (token){text + at, end - at};
    }
}

static void put(tokens *t, uint32_t at, uint32_t n, uint64_t *state)
{
    memmove(t->all + at + n, t->all + at, (t->n - at) * sizeof *t->all);
    for (uint32_t i = 0; i < n; i++)
        t->all[at + i] = invent(t, state);
    t->n += n;
}

static void take(tokens *t, uint32_t at, uint32_t n)
{
    memmove(t->all + at, t->all + at + n, (t->n - at - n) * sizeof *t->all);
    t->n -= n;
}

static void replace_one_in(tokens *t, uint32_t every, uint64_t *state)
{
    uint32_t n = t->n / every > 0 ? t->n / every : 1;
    while (n-- > 0)
        t->all[below(t->n, state)] = invent(t, state);
}

/* The first tokens of sentences, and the end; how many sentences. */
static uint32_t find_sentences(const tokens *t, uint32_t *starts)
{
    uint32_t n = 0, stops = 0;
    for (uint32_t i = 0; i < t->n; i++)
        stops += strchr(".!?", t->all[i].at[t->all[i].len - 1]) != NULL;
    for (uint32_t i = 0, from = 0; i < t->n; i++) {
        bool stop = strchr(".!?", t->all[i].at[t->all[i].len - 1]) != NULL;
        if (i == from)
            starts[n++] = i;
        if (stop || (stops < 8 && i - from == 11))
            from = i + 1;
    }
    starts[n] = t->n;
    return n;
}

static void delete_sentences(tokens *t, uint32_t n, uint64_t *state)
{
    static uint32_t starts[MOST_TOKENS + 1];
    for (; n > 0; n--) {
        uint32_t sentences = find_sentences(t, starts), which = below(sentences, state);
        if (sentences > 1)
            take(t, starts[which], starts[which + 1] - starts[which]);
    }
}

/* Blocks of whole sentences, in turned order: the last goes first, and so on. */
static void reorder(tokens *t, uint32_t blocks, uint64_t *state)
{
    static uint32_t starts[MOST_TOKENS + 1];
    static token all[MOST_TOKENS];
    uint32_t sentences = find_sentences(t, starts), n = 0, turn = 1 + below(blocks - 1, state);
    for (uint32_t b = 0; b < blocks; b++) {
        uint32_t block = (b + turn) % blocks, from = starts[block * sentences / blocks],
                 to = starts[(block + 1) * sentences / blocks];
        memcpy(all + n, t->all + from, (to - from) * sizeof *all);
        n += to - from;
    }
    ck_assert_uint_eq(n, t->n);
    memcpy(t->all, all, n * sizeof *all);
}

void edit_text(nd_buf *to, const char *text, size_t len, int edit, uint64_t *state)
{
    static tokens t;
    uint64_t same_for_all = 4711;
    cut(&t, text, len);
    switch (edit) {
    case 0:
        put(&t, 0, 8 + below(13, state), state);
        break;
    case 1:
        put(&t, t.n, FOOTER, &same_for_all);
        break;
    case 2:
        replace_one_in(&t, 100, state);
        break;
    case 3:
        replace_one_in(&t, 30, state);
        break;
    case 4:
        delete_sentences(&t, 3, state);
        break;
    case 5:
        put(&t, below(13, state), 1, state);
        break;
    case 6:
        reorder(&t, 3 + below(3, state), state);
        break;
    default:
        put(&t, 0, BOILERPLATE / 2, &same_for_all);
        put(&t, t.n, BOILERPLATE / 2, &same_for_all);
    }
    nd_buf_clear(to);
    for (uint32_t i = 0; i < t.n; i++) {
        nd_buf_add(to, t.all[i].at, t.all[i].len);
        nd_buf_puts(to, " ");
    }
    ck_assert(!to->failed);
}
