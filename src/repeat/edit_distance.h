/* SPDX-License-Identifier: MIT
 *
 * edit_distance.h - letters to insert, drop or change to make one run into another.
 */
#ifndef ND_EDIT_DISTANCE_H
#define ND_EDIT_DISTANCE_H

#include <stdint.h>

enum { ND_EDITS_LETTERS = 512 };   /* the shorter run has no more */

/* nd_edits - the edit distance of a and b; O(n_b) for each 64 letters of the shorter. */
uint32_t nd_edits(const uint8_t *a, uint32_t n_a, const uint8_t *b, uint32_t n_b);

#endif
