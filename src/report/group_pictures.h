/* SPDX-License-Identifier: MIT
 *
 * group_pictures.h - the pictures of a result of group.
 */
#ifndef ND_GROUP_PICTURES_H
#define ND_GROUP_PICTURES_H

#include "group_shown.h"

nd_status nd_group_pictures(nd_buf *to, const nd_shown_group *group, nd_err *err);

/* nd_sizes_picture - clusters, or what they are called, by size. */
void nd_sizes_picture(nd_buf *to, const nd_tally *tally, const char *title, const char *what);

/* nd_sources_picture - rows by input, the most first; the rest as one. ND_ENOMEM. */
nd_status nd_sources_picture(nd_buf *to, const nd_about *about, const char *title, const char *what, nd_err *err);

#endif
