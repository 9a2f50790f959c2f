/* SPDX-License-Identifier: MIT
 *
 * digest.h - xxhash.h for digests of much text: with the widest instructions that the
 * processor has, where xxHash's library was built to choose them when it runs.
 */
#ifndef ND_DIGEST_H
#define ND_DIGEST_H

#ifdef ND_XXH_DISPATCH
#include <xxh_x86dispatch.h>
#else
#include <xxhash.h>
#endif

#endif
