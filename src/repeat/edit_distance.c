/* SPDX-License-Identifier: MIT
 *
 * edit_distance.c - 64 rows of the matrix at a time.
 *
 * Myers, "A Fast Bit-Vector Algorithm for Approximate String Matching Based on Dynamic
 * Programming", 1999, with Hyyro's horizontal carry between blocks: bit i of up and
 * down says that row i of a column is one more, or one less, than the row above it.
 */
#include "edit_distance.h"

#include <stdbool.h>
#include <string.h>

enum { BLOCKS = ND_EDITS_LETTERS / 64 };

/*
 * One block, one column. in is the difference that enters above the first row, -1 to 1;
 * the difference along row `last` comes back.
 */
static inline int step(uint64_t *up, uint64_t *down, uint64_t equal, int in, uint32_t last)
{
    uint64_t vp = *up, vn = *down, negative = in < 0;
    uint64_t xv = equal | vn;
    equal |= negative;
    uint64_t xh = (((equal & vp) + vp) ^ vp) | equal;
    uint64_t hp = vn | ~(xh | vp), hn = vp & xh;
    int out = (int)(hp >> last & 1) - (int)(hn >> last & 1);
    hp = hp << 1 | (uint64_t)(in > 0);
    hn = hn << 1 | negative;
    *up = hn | ~(xv | hp);
    *down = hp & xv;
    return out;
}

uint32_t nd_edits(const uint8_t *a, uint32_t n_a, const uint8_t *b, uint32_t n_b)
{
    while (n_a > 0 && n_b > 0 && *a == *b) {
        a++, b++;
        n_a--, n_b--;
    }
    while (n_a > 0 && n_b > 0 && a[n_a - 1] == b[n_b - 1])
        n_a--, n_b--;
    if (n_a > n_b) {
        const uint8_t *other = a;
        a = b;
        b = other;
        uint32_t n = n_a;
        n_a = n_b;
        n_b = n;
    }
    if (n_a == 0)
        return n_b;

    uint32_t blocks = (n_a + 63) / 64;
    uint64_t equal[256][BLOCKS], up[BLOCKS], down[BLOCKS];
    for (uint32_t i = 0; i < n_b; i++)
        memset(equal[b[i]], 0, blocks * sizeof equal[0][0]);
    for (uint32_t i = 0; i < n_a; i++)
        memset(equal[a[i]], 0, blocks * sizeof equal[0][0]);
    for (uint32_t i = 0; i < n_a; i++)
        equal[a[i]][i / 64] |= UINT64_C(1) << i % 64;
    memset(up, 0xFF, sizeof up);
    memset(down, 0, sizeof down);

    int edits = (int)n_a;
    for (uint32_t j = 0; j < n_b; j++) {
        int in = 1;
        for (uint32_t block = 0; block + 1 < blocks; block++)
            in = step(&up[block], &down[block], equal[b[j]][block], in, 63);
        edits += step(&up[blocks - 1], &down[blocks - 1], equal[b[j]][blocks - 1], in, (n_a - 1) % 64);
    }
    return (uint32_t)edits;
}
