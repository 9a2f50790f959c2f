/* SPDX-License-Identifier: MIT
 *
 * gen_model.c - texts to ranked words and rates. Words are those of nd_text_fold; what
 * stands between two of them tells whether a sentence, a paragraph or a clause ended.
 * Ranks are drawn by Walker's alias method (as Vose, 1991): one table look-up a word,
 * however long the vocabulary.
 */
#include "gen_model.h"

#include "random.h"

#include <stdlib.h>

enum { MOST_LETTERS = 48, FEW_SLOTS = 1 << 12, TRIES = 40, COMMON = 8000 };

nd_status gen_model_new(gen_model **out, const nd_alloc *alloc, nd_err *err)
{
    nd_opts opts;
    nd_opts_init(&opts);
    *out = nd_get(alloc, 1, sizeof **out);
    if (*out == NULL)
        return nd_no_memory(err, sizeof **out);
    (*out)->alloc = alloc;
    nd_status st = nd_text_new(&(*out)->text, &opts, alloc, err);
    if (st != ND_OK) {
        gen_model_free(*out);
        *out = NULL;
    }
    return st;
}

void gen_model_free(gen_model *m)
{
    if (m == NULL)
        return;
    nd_text_free(m->text);
    nd_drop(m->alloc, m->letters, m->cap_letters, 1);
    nd_drop(m->alloc, m->words, m->cap_words, sizeof *m->words);
    nd_drop(m->alloc, m->slots, m->n_slots, sizeof *m->slots);
    nd_drop(m->alloc, m->columns, m->n_words, sizeof *m->columns);
    nd_drop(m->alloc, m, 1, sizeof *m);
}

/* ---- the words, each once ---------------------------------------------- */

static uint32_t *slot_of(const gen_model *m, const char *word, size_t len)
{
    uint64_t at = nd_digest_bytes(word, len).lo;
    for (;; at++) {
        uint32_t *slot = &m->slots[at & (m->n_slots - 1)];
        if (*slot == 0)
            return slot;
        const gen_word *w = m->words + *slot - 1;
        if (w->len == len && memcmp(m->letters + w->at, word, len) == 0)
            return slot;
    }
}

static nd_status widen(gen_model *m, nd_err *err)
{
    size_t n = m->n_slots > 0 ? 2 * m->n_slots : FEW_SLOTS;
    uint32_t *slots = nd_get(m->alloc, n, sizeof *slots);
    if (slots == NULL)
        return nd_no_memory(err, n * sizeof *slots);
    nd_drop(m->alloc, m->slots, m->n_slots, sizeof *m->slots);
    m->slots = slots;
    m->n_slots = n;
    for (size_t i = 0; i < m->n_words; i++)
        *slot_of(m, m->letters + m->words[i].at, m->words[i].len) = (uint32_t)i + 1;
    return ND_OK;
}

/* The slot of a word that is there, or was put there. */
static nd_status add_word(gen_model *m, const char *word, size_t len, gen_word **out, nd_err *err)
{
    if (2 * m->n_words >= m->n_slots) {
        nd_status st = widen(m, err);
        if (st != ND_OK)
            return st;
    }
    uint32_t *slot = slot_of(m, word, len);
    if (*slot == 0) {
        if (!nd_grow(m->alloc, &m->letters, &m->cap_letters, m->n_letters + len, 1) ||
            !nd_grow(m->alloc, &m->words, &m->cap_words, m->n_words + 1, sizeof *m->words))
            return nd_no_memory(err, 0);
        memcpy(m->letters + m->n_letters, word, len);
        m->words[m->n_words] = (gen_word){.at = (uint32_t)m->n_letters, .len = (uint16_t)len};
        m->n_letters += len;
        *slot = (uint32_t)++m->n_words;
    }
    *out = m->words + *slot - 1;
    return ND_OK;
}

/* ---- learning ---------------------------------------------------------- */

/* Whether one of the marks stands in the bytes between two words. */
static bool has(const char *gap, size_t len, const char *const *marks)
{
    for (; *marks != NULL; marks++) {
        size_t mark = strlen(*marks);
        for (size_t i = 0; i + mark <= len; i++) {
            if (memcmp(gap + i, *marks, mark) == 0)
                return true;
        }
    }
    return false;
}

static void learn_gap(gen_model *m, const char *gap, size_t len)
{
    static const char *const stops[] = {".", "!", "?", "。", "！", "？", "؟", "।", "\n", NULL};
    static const char *const breaks[] = {"\n", NULL};
    static const char *const commas[] = {",", ";", ":", "，", "、", "،", "；", NULL};
    bool stop = has(gap, len, stops);
    m->sentences += stop;
    m->paragraphs += stop && has(gap, len, breaks);
    m->commas += !stop && has(gap, len, commas);
}

nd_status gen_model_learn(gen_model *m, const char *text, size_t len, nd_err *err)
{
    nd_words words;
    nd_status st = nd_text_fold(m->text, text, len, true, &words, err);
    if (st != ND_OK || words.n_words == 0)
        return st;
    for (size_t i = 0; i < words.n_words && st == ND_OK; i++) {
        gen_word *word;
        size_t own = words.starts[i + 1] - 1 - words.starts[i];
        if (own <= MOST_LETTERS && (st = add_word(m, words.folded + words.starts[i], own, &word, err)) == ND_OK)
            word->count++;
        size_t end = words.spans[i].offset + words.spans[i].len;
        if (i + 1 < words.n_words && end <= words.spans[i + 1].offset)
            learn_gap(m, text + end, words.spans[i + 1].offset - end);
    }
    if (st != ND_OK)
        return st;
    double log_words = log((double)words.n_words);
    m->texts++;
    m->sentences++;
    m->running += words.n_words;
    m->log_sum += log_words;
    m->log_squares += log_words * log_words;
    return ND_OK;
}

/* ---- ranking and inventing --------------------------------------------- */

/* Whether these bytes fold to themselves, as so many words. */
static nd_status folds_to(gen_model *m, const char *bytes, size_t len, size_t n_words, bool *yes, nd_err *err)
{
    nd_words words;
    nd_status st = nd_text_fold(m->text, bytes, len, false, &words, err);
    *yes = st == ND_OK && words.n_words == n_words &&
           (n_words != 1 || (words.folded_len == len && memcmp(words.folded, bytes, len) == 0));
    return st;
}

static nd_status is_glued(gen_model *m, gen_word *w, nd_err *err)
{
    char twice[2 * MOST_LETTERS];
    memcpy(twice, m->letters + w->at, w->len);
    memcpy(twice + w->len, m->letters + w->at, w->len);
    return folds_to(m, twice, 2u * w->len, 2, &w->glued, err);
}

/* Drops what is not one word that folds to itself; ranks the rest. */
static int by_count(const void *a, const void *b)
{
    const gen_word *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return x->at < y->at ? -1 : 1;
}

static nd_status rank(gen_model *m, nd_err *err)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n_words; i++) {
        bool sound;
        gen_word *w = m->words + i;
        nd_status st = folds_to(m, m->letters + w->at, w->len, 1, &sound, err);
        if (st == ND_OK && sound && (st = is_glued(m, w, err)) == ND_OK)
            m->words[n++] = *w;
        if (st != ND_OK)
            return st;
    }
    m->n_words = n;
    qsort(m->words, n, sizeof *m->words, by_count);
    memset(m->slots, 0, m->n_slots * sizeof *m->slots);
    for (size_t i = 0; i < n; i++)
        *slot_of(m, m->letters + m->words[i].at, m->words[i].len) = (uint32_t)i + 1;
    return ND_OK;
}

/* A place between two code points of a word, its ends included. */
static size_t cut_place(const gen_model *m, const gen_word *w, uint64_t *state)
{
    const unsigned char *letters = (const unsigned char *)m->letters + w->at;
    size_t at = random_below(w->len + 1u, state);
    while (at < w->len && at > 0 && (letters[at] & 0xc0) == 0x80)
        at--;
    return at;
}

static size_t splice(const gen_model *m, size_t learned, char *to, uint64_t *state)
{
    const gen_word *a = m->words + random_below((uint32_t)learned, state);
    const gen_word *b = m->words + random_below((uint32_t)learned, state);
    size_t head = cut_place(m, a, state), tail = cut_place(m, b, state), len = head + b->len - tail;
    if (len == 0 || len > MOST_LETTERS / 2)
        return 0;
    memcpy(to, m->letters + a->at, head);
    memcpy(to + head, m->letters + b->at + tail, b->len - tail);
    return len;
}

static nd_status invent(gen_model *m, size_t vocabulary, nd_err *err)
{
    uint64_t state = 1;
    size_t learned = m->n_words;
    nd_status st = ND_OK;
    for (int tries = 0; st == ND_OK && m->n_words < vocabulary && tries < TRIES; tries++) {
        char word[MOST_LETTERS];
        bool sound = false;
        gen_word *added;
        size_t len = splice(m, learned, word, &state), before = m->n_words;
        if (len > 0 && *slot_of(m, word, len) == 0)
            st = folds_to(m, word, len, 1, &sound, err);
        if (!sound || (st = add_word(m, word, len, &added, err)) != ND_OK)
            continue;
        if ((st = is_glued(m, added, err)) == ND_OK && m->n_words > before)
            tries = 0;
    }
    return st;
}

/* ---- drawing ----------------------------------------------------------- */

/* Vose's two piles in one array: ranks with too small a share from below, too large from above. */
static nd_status fill_columns(gen_model *m, nd_err *err)
{
    size_t n = m->n_words, small = 0, large = n;
    gen_column *columns = nd_get(m->alloc, n, sizeof *columns);
    double *share = nd_get(m->alloc, n, sizeof *share), sum = 0;
    uint32_t *piles = nd_get(m->alloc, n, sizeof *piles);
    nd_status st = columns != NULL && share != NULL && piles != NULL ? ND_OK : nd_no_memory(err, 0);
    if (st != ND_OK)
        goto done;
    for (size_t i = 0; i < n; i++)
        sum += share[i] = 1 / (((double)i + 3.7) * (1 + (double)i / COMMON));
    for (size_t i = 0; i < n; i++) {
        share[i] *= (double)n / sum;
        piles[share[i] < 1 ? small++ : --large] = (uint32_t)i;
    }
    while (small > 0 && large < n) {
        uint32_t i = piles[--small], other = piles[large];
        columns[i] = (gen_column){(uint32_t)(share[i] * 4294967295.0), other};
        share[other] -= 1 - share[i];
        if (share[other] < 1) {
            large++;
            piles[small++] = other;
        }
    }
    while (small > 0)
        columns[piles[small - 1]] = (gen_column){UINT32_MAX, piles[small - 1]}, small--;
    for (; large < n; large++)
        columns[piles[large]] = (gen_column){UINT32_MAX, piles[large]};
    m->columns = columns;
    columns = NULL;
done:
    nd_drop(m->alloc, columns, n, sizeof *columns);
    nd_drop(m->alloc, share, n, sizeof *share);
    nd_drop(m->alloc, piles, n, sizeof *piles);
    return st;
}

nd_status gen_model_finish(gen_model *m, size_t vocabulary, nd_err *err)
{
    nd_status st;
    if (m->n_words == 0)
        return nd_fail(err, ND_EINVAL, "no word in the texts of the model");
    if ((st = rank(m, err)) != ND_OK)
        return st;
    if (m->n_words == 0)
        return nd_fail(err, ND_EINVAL, "no word in the texts of the model folds to itself");
    if ((st = invent(m, vocabulary, err)) != ND_OK)
        return st;
    double texts = (double)m->texts, running = (double)m->running, sentences = (double)m->sentences;
    m->log_median = m->log_sum / texts;
    m->spread = sqrt(fmax(0, m->log_squares / texts - m->log_median * m->log_median));
    m->stop = sentences / running;
    m->paragraph = (double)m->paragraphs / sentences;
    m->comma = (double)m->commas / fmax(1, running - sentences);
    return fill_columns(m, err);
}

uint32_t gen_model_draw(const gen_model *m, uint64_t *state)
{
    uint64_t x = random_step(state);
    uint32_t i = (uint32_t)((x >> 32) * m->n_words >> 32);
    return (uint32_t)x < m->columns[i].share ? i : m->columns[i].other;
}
