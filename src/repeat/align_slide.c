/* SPDX-License-Identifier: MIT
 *
 * align_slide.c - where exactly something was put in.
 *
 * "The ships wait. [The council met.] The port is shut" and "The ships wait. The
 * [council met. The] port is shut" put the same words in and leave the same words
 * equal, since the word before the gap is also its last. Of all such places a gap goes
 * to one where a line begins, or else a sentence, as a reader would have it.
 */
#include "align_steps.h"

/* The runs on both sides of a gap, and the text that it is in; the other text has no gap there. */
typedef struct slot {
    nd_word_aligner *al;
    nd_run *before, *after;
    const uint32_t *words, *partners;
    const uint8_t  *breaks;
    uint32_t begin, end;    /* of the gap */
    bool     in_b;
} slot;

static bool may_slide_left(const slot *s, uint32_t by)
{
    return by < s->before->n && s->partners[s->end - by] == 0 &&
           s->words[s->begin - by] == s->words[s->end - by];
}

static bool may_slide_right(const slot *s, uint32_t by)
{
    return by < s->after->n && s->partners[s->begin + by - 1] == 0 &&
           s->words[s->begin + by - 1] == s->words[s->end + by - 1];
}

/* The partner of the word at from goes over to the word at to. */
static void step(const slot *s, uint32_t other, uint32_t from, uint32_t to)
{
    nd_word_aligner *al = s->al;
    if (s->in_b) {
        al->of_b[from] = 0;
        nd_pair(al, other, to);
    } else {
        al->of_a[from] = 0;
        nd_pair(al, to, other);
    }
}

static void slide_left(slot *s, uint32_t by)
{
    for (; by > 0; by--) {
        s->before->n--;
        s->after->n++;
        step(s, s->in_b ? --s->after->a : --s->after->b, --s->begin, --s->end);
    }
    *(s->in_b ? &s->after->b : &s->after->a) = s->end;
}

static void slide_right(slot *s, uint32_t by)
{
    for (; by > 0; by--) {
        s->before->n++;
        s->after->n--;
        step(s, s->in_b ? s->after->a++ : s->after->b++, s->end++, s->begin++);
    }
    *(s->in_b ? &s->after->b : &s->after->a) = s->end;
}

static void slide(slot *s)
{
    uint32_t left = 0, right = 0, by;
    uint8_t best = s->breaks[s->begin];
    for (by = 1; may_slide_left(s, by); by++) {
        if (s->breaks[s->begin - by] > best) {
            best = s->breaks[s->begin - by];
            left = by;
        }
    }
    for (by = 1; may_slide_right(s, by); by++) {
        if (s->breaks[s->begin + by] > best) {
            best = s->breaks[s->begin + by];
            right = by;
        }
    }
    if (right > 0)
        slide_right(s, right);
    else
        slide_left(s, left);
}

void nd_gaps_slide(nd_word_aligner *al)
{
    nd_run *before = NULL;
    for (size_t i = 0; al->breaks_a != NULL && i < al->n_runs; i++) {
        nd_run *run = &al->runs[i];
        if (run->moved)
            continue;
        uint32_t a = before != NULL ? before->a + before->n : run->a;
        uint32_t b = before != NULL ? before->b + before->n : run->b;
        if (a == run->a && b < run->b)
            slide(&(slot){al, before, run, al->b, al->of_b, al->breaks_b, b, run->b, true});
        else if (a < run->a && b == run->b)
            slide(&(slot){al, before, run, al->a, al->of_a, al->breaks_a, a, run->a, false});
        before = run;
    }
}
