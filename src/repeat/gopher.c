/* SPDX-License-Identifier: MIT
 *
 * gopher.c - repetition signals to the rules that would drop the text: table A1 of
 * Rae et al., "Scaling Language Models: Methods, Analysis & Insights from Training
 * Gopher", 2021. A share on the limit passes.
 */
#include "base/base.h"

static const struct {
    nd_signal signal;
    double    limit;
} rules[ND_GOPHER_RULES] = {
    {ND_DUP_LINE_FRAC, 0.30},
    {ND_DUP_PARA_FRAC, 0.30},
    {ND_DUP_LINE_CHAR_FRAC, 0.20},
    {ND_DUP_PARA_CHAR_FRAC, 0.20},
    {ND_TOP_2GRAM_CHAR_FRAC, 0.20},
    {ND_TOP_3GRAM_CHAR_FRAC, 0.18},
    {ND_TOP_4GRAM_CHAR_FRAC, 0.16},
    {ND_DUP_5GRAM_CHAR_FRAC, 0.15},
    {ND_DUP_6GRAM_CHAR_FRAC, 0.14},
    {ND_DUP_7GRAM_CHAR_FRAC, 0.13},
    {ND_DUP_8GRAM_CHAR_FRAC, 0.12},
    {ND_DUP_9GRAM_CHAR_FRAC, 0.11},
    {ND_DUP_10GRAM_CHAR_FRAC, 0.10},
};

size_t nd_gopher_drops(const nd_signals *signals, nd_broken_rule *broken)
{
    size_t n = 0;
    for (size_t i = 0; i < ND_COUNT(rules); i++) {
        double value = signals->frac[rules[i].signal];
        if (value > rules[i].limit)
            broken[n++] = (nd_broken_rule){rules[i].signal, value, rules[i].limit};
    }
    return n;
}
