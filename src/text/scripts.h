/* SPDX-License-Identifier: MIT
 *
 * scripts.h - which letters and numbers are words of their own.
 */
#ifndef ND_SCRIPTS_H
#define ND_SCRIPTS_H

#include "base/base.h"

/* nd_stands_alone - whether cp, a normalised letter or number, belongs to a script without spaces. */
bool nd_stands_alone(uint32_t cp);

#endif
