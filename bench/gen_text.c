/* SPDX-License-Identifier: MIT
 *
 * gen_text.c - invents texts and writes them. A word ends a sentence with one chance, a
 * sentence a paragraph with another: lengths are geometric, as the model learned them.
 */
#include "gen_text.h"

#include "random.h"

nd_status gen_text_init(gen_text *t, const nd_alloc *alloc, nd_err *err)
{
    *t = (gen_text){.tokens = nd_get(alloc, GEN_MOST_TOKENS, sizeof *t->tokens)};
    return t->tokens != NULL ? ND_OK : nd_no_memory(err, GEN_MOST_TOKENS * sizeof *t->tokens);
}

void gen_text_release(gen_text *t, const nd_alloc *alloc)
{
    nd_drop(alloc, t->tokens, GEN_MOST_TOKENS, sizeof *t->tokens);
    *t = (gen_text){0};
}

void gen_text_invent(gen_text *t, const gen_model *m, uint64_t *state)
{
    double wanted = exp(m->log_median + m->spread * random_normal(state));
    /* half the room is left for what edits add */
    t->n = (uint32_t)fmin(fmax(wanted, GEN_LEAST_TOKENS), GEN_MOST_TOKENS / 2);
    t->loud = false;
    uint32_t stop = (uint32_t)(m->stop * 0x1p16), comma = stop + (uint32_t)(m->comma * 0x1p16);
    for (uint32_t i = 0; i < t->n; i++) {
        uint32_t chance = (uint32_t)(random_step(state) >> 32);
        gen_token mark = 0;
        if ((chance & 0xffff) < stop)
            mark = (chance >> 16) < m->paragraph * 0x1p16 ? GEN_STOP | GEN_PARAGRAPH : GEN_STOP;
        else if ((chance & 0xffff) < comma)
            mark = GEN_COMMA;
        t->tokens[i] = gen_model_draw(m, state) | mark;
    }
    t->tokens[t->n - 1] |= GEN_STOP;
}

static void write_word(const gen_model *m, const gen_word *w, bool first, bool loud, nd_buf *to)
{
    size_t at = to->len;
    nd_buf_add(to, m->letters + w->at, w->len);
    for (size_t i = at; i < to->len && (loud || (first && i == at)); i++) {
        if (to->bytes[i] >= 'a' && to->bytes[i] <= 'z')
            to->bytes[i] = (char)(to->bytes[i] - 'a' + 'A');
    }
}

void gen_text_write(const gen_text *t, const gen_model *m, const char *between, nd_buf *to)
{
    bool first = true;
    for (uint32_t i = 0; i < t->n; i++) {
        gen_token token = t->tokens[i], stop = token & GEN_STOP;
        const gen_word *word = m->words + (token & GEN_WORD);
        write_word(m, word, first, t->loud, to);
        if (!t->loud && (token & (GEN_STOP | GEN_COMMA)) != 0)
            nd_buf_add(to, stop != 0 ? "." : ",", 1);
        first = stop != 0;
        if (i + 1 == t->n)
            break;
        bool glued = !t->loud && word->glued && m->words[t->tokens[i + 1] & GEN_WORD].glued;
        if (!t->loud && (token & GEN_PARAGRAPH) != 0)
            nd_buf_puts(to, between);
        else if (!glued || (token & (GEN_STOP | GEN_COMMA)) != 0)
            nd_buf_add(to, " ", 1);
    }
}
