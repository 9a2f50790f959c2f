/* SPDX-License-Identifier: MIT
 *
 * progress.h - how far a job is, shown on standard error: one line that is drawn
 * over, or JSON Lines.
 */
#ifndef ND_PROGRESS_H
#define ND_PROGRESS_H

#include "run/job.h"

typedef enum nd_progress_style { ND_PROGRESS_OFF = 0, ND_PROGRESS_LINE, ND_PROGRESS_JSON } nd_progress_style;

typedef struct nd_progress_view {
    nd_progress_style style;
    unsigned    width;       /* columns of the terminal */
    int         fd;          /* where it is drawn */
    const char *stage;       /* being shown; NULL before the first */
    double      began;       /* seconds, when the stage began */
    double      last;        /* seconds, when it was last shown, or the stage began */
    unsigned    drawn;       /* columns that the line on the screen takes; 0: no line there */
} nd_progress_view;

/* nd_progress_show - called as often as one likes; draws at most ten times a second. now in seconds. */
void nd_progress_show(nd_progress_view *view, const nd_progress *progress, double now);

/* nd_progress_hide - the line is wiped, so that other text can take its place. */
void nd_progress_hide(nd_progress_view *view);

/*
 * nd_progress_line - "read      [####----]  63 %  258 GB  1.9 GB/s  time left 1:20",
 * at most width columns (the bar gives way first), NUL-ended. Returns its length.
 */
size_t nd_progress_line(char *to, size_t cap, const nd_progress *progress, double seconds, unsigned width);

/* nd_bytes_text - "258 GB", "1.9 GB", "812 B"; units of 1000. */
void nd_bytes_text(char *to, size_t cap, double bytes);

/* nd_seconds - a clock that never goes back. */
double nd_seconds(void);

#endif
