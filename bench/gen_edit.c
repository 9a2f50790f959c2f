/* SPDX-License-Identifier: MIT
 *
 * gen_edit.c - the edits by which copies differ in practice, on the words of a text: the
 * eight that tests/edited.c makes on the letters of real texts, and a cut.
 */
#include "gen_text.h"
#include "random.h"

enum { FOOTER = 30, HALF_WRAP = 40, NEAR_START = 12, LEAST_CUT = 8 };

static const char *const names[GEN_EDITS] = {
    "identical", "recased", "prepend", "footer", "replace100", "replace30", "delete", "insert", "reorder", "wrap", "cut",
};

const char *gen_edit_name(int edit)
{
    return names[edit];
}

int gen_edit_named(const char *name, size_t len)
{
    for (int e = 0; e < GEN_EDITS; e++) {
        if (strlen(names[e]) == len && memcmp(names[e], name, len) == 0)
            return e;
    }
    return -1;
}

/* n new words at a place, the last of them ending a sentence where there are many. */
static void put(gen_text *t, const gen_model *m, uint32_t at, uint32_t n, uint64_t *state)
{
    memmove(t->tokens + at + n, t->tokens + at, (t->n - at) * sizeof *t->tokens);
    for (uint32_t i = 0; i < n; i++)
        t->tokens[at + i] = gen_model_draw(m, state) | (n > 1 && i + 1 == n ? GEN_STOP : 0);
    t->n += n;
}

static void replace_one_in(gen_text *t, const gen_model *m, uint32_t every, uint64_t *state)
{
    uint32_t n = t->n / every > 0 ? t->n / every : 1;
    while (n-- > 0) {
        gen_token *token = t->tokens + random_below(t->n, state);
        *token = (*token & ~GEN_WORD) | gen_model_draw(m, state);
    }
}

static uint32_t count_sentences(const gen_text *t)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->n; i++)
        n += (t->tokens[i] & GEN_STOP) != 0 || i + 1 == t->n;
    return n;
}

/* The first token of a sentence, from 0; the end of the text for a later one. */
static uint32_t sentence_at(const gen_text *t, uint32_t which)
{
    uint32_t i = 0;
    for (; which > 0 && i < t->n; i++)
        which -= (t->tokens[i] & GEN_STOP) != 0;
    return i;
}

/* Three, but never the last of a text. */
static void delete_sentences(gen_text *t, uint64_t *state)
{
    for (int k = 0; k < 3; k++) {
        uint32_t n = count_sentences(t), which = random_below(n, state);
        if (n == 1)
            return;
        uint32_t from = sentence_at(t, which), to = sentence_at(t, which + 1);
        memmove(t->tokens + from, t->tokens + to, (t->n - to) * sizeof *t->tokens);
        t->n -= to - from;
    }
}

static void reverse(gen_token *tokens, uint32_t n)
{
    for (uint32_t i = 0; i < n / 2; i++) {
        gen_token own = tokens[i];
        tokens[i] = tokens[n - 1 - i];
        tokens[n - 1 - i] = own;
    }
}

/* Blocks of whole sentences, the last first: all reversed, then each turned back. */
static void reorder(gen_text *t, uint64_t *state)
{
    uint32_t blocks = 3 + random_below(3, state), n = count_sentences(t), end = t->n;
    t->tokens[t->n - 1] |= GEN_STOP;
    uint32_t starts[6] = {0};
    for (uint32_t b = 1; b < blocks; b++)
        starts[b] = sentence_at(t, b * n / blocks);
    starts[blocks] = end;
    reverse(t->tokens, t->n);
    for (uint32_t b = 0; b < blocks; b++)
        reverse(t->tokens + end - starts[b + 1], starts[b + 1] - starts[b]);
}

static void cut(gen_text *t, uint64_t *state)
{
    uint32_t rest = (uint32_t)(t->n * (.40 + .57 * random_unit(state)));
    t->n = rest > LEAST_CUT ? rest : LEAST_CUT;
    t->tokens[t->n - 1] |= GEN_STOP;
}

int gen_text_edit(gen_text *to, const gen_text *from, const gen_model *m, int edit, uint64_t seed, uint64_t *state)
{
    uint64_t same_for_all = random_seed(seed, GEN_EDITS, 0);
    uint32_t shared = edit == GEN_FOOTER ? FOOTER : edit == GEN_WRAP ? 2 * HALF_WRAP : 0;
    if (from->n < 2 * shared)
        edit = GEN_REPLACE_30;
    to->n = from->n;
    to->loud = edit == GEN_RECASED;
    memcpy(to->tokens, from->tokens, from->n * sizeof *from->tokens);
    switch (edit) {
    case GEN_PREPEND:
        put(to, m, 0, 8 + random_below(13, state), state);
        break;
    case GEN_FOOTER:
        put(to, m, to->n, FOOTER, &same_for_all);
        break;
    case GEN_REPLACE_100:
        replace_one_in(to, m, 100, state);
        break;
    case GEN_REPLACE_30:
        replace_one_in(to, m, 30, state);
        break;
    case GEN_DELETE:
        delete_sentences(to, state);
        break;
    case GEN_INSERT:
        put(to, m, 1 + random_below(NEAR_START - 1, state), 1, state);
        break;
    case GEN_REORDER:
        reorder(to, state);
        break;
    case GEN_WRAP:
        put(to, m, 0, HALF_WRAP, &same_for_all);
        put(to, m, to->n, HALF_WRAP, &same_for_all);
        break;
    case GEN_CUT:
        cut(to, state);
        break;
    default:
        break;
    }
    return edit;
}
