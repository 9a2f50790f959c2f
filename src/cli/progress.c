/* SPDX-License-Identifier: MIT
 *
 * progress.c - stage, share, bytes, rate and time left, at most ten times a second.
 *
 * The line is drawn over by "\r" and spaces, which any terminal knows. The rate is
 * that of the stage so far: time left then moves little, and with inputs of mixed
 * packing a short window would be no better a guess.
 */
#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static const double interval = 0.1; /* seconds between two drawings */
enum { STAGE = 10, BAR_MOST = 22, BAR_LEAST = 6, BAR_FRAME = 4, LINE = 256 };

double nd_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void nd_bytes_text(char *to, size_t cap, double bytes)
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB", "PB"};
    size_t u = 0;
    for (; bytes >= 999.5 && u + 1 < ND_COUNT(units); u++)
        bytes /= 1000;
    snprintf(to, cap, u > 0 && bytes < 9.95 ? "%.1f %s" : "%.0f %s", bytes, units[u]);
}

static void duration(char *to, size_t cap, double seconds)
{
    uint64_t s = seconds < 1e9 ? (uint64_t)(seconds + 0.5) : UINT64_C(1000000000);
    if (s < 3600)
        snprintf(to, cap, "%" PRIu64 ":%02" PRIu64, s / 60, s % 60);
    else
        snprintf(to, cap, "%" PRIu64 ":%02" PRIu64 ":%02" PRIu64, s / 3600, s / 60 % 60, s % 60);
}

/* "[####----]  " in at most room columns; nothing where too few are left. */
static void bar(char *to, double share, size_t room)
{
    *to = '\0';
    if (room < BAR_LEAST + BAR_FRAME)
        return;
    size_t width = room < BAR_MOST + BAR_FRAME ? room - BAR_FRAME : BAR_MOST;
    size_t full = (size_t)(share * (double)width);
    *to++ = '[';
    for (size_t i = 0; i < width; i++)
        *to++ = i < full ? '#' : '-';
    memcpy(to, "]  ", sizeof "]  ");
}

size_t nd_progress_line(char *to, size_t cap, const nd_progress *p, double seconds, unsigned width)
{
    char done[32], rate[48] = "", left[64] = "", part[16] = "", rest[192];
    char hashes[BAR_MOST + BAR_FRAME + 1] = "";
    double bytes = p->text > 0 ? (double)p->text : (double)p->done;
    nd_bytes_text(done, sizeof done, bytes);
    if (seconds > 0) {
        char each[32];
        nd_bytes_text(each, sizeof each, bytes / seconds);
        snprintf(rate, sizeof rate, "  %s/s", each);
    }
    double share = -1;
    if (p->total > 0) {
        share = p->done < p->total ? (double)p->done / (double)p->total : 1;
        snprintf(part, sizeof part, "%2u %%  ", (unsigned)(share * 100));
    }
    if (share > 0 && share < 1 && seconds > 0) {
        char time[40];
        duration(time, sizeof time, seconds * (1 - share) / share);
        snprintf(left, sizeof left, "  time left %s", time);
    }
    size_t n = (size_t)snprintf(rest, sizeof rest, "%s%s%s%s", part, done, rate, left);
    size_t room = width > 0 ? width - 1 : 0; /* the last column would wrap on some terminals */
    if (share >= 0 && room > STAGE + n)
        bar(hashes, share, room - STAGE - n);
    int len = snprintf(to, cap, "%-*s%s%s", STAGE, p->stage, hashes, rest);
    if (len < 0 || cap == 0)
        return 0;
    size_t shown = (size_t)len < cap ? (size_t)len : cap - 1;
    if (shown > room)
        shown = room;
    to[shown] = '\0';
    return shown;
}

static void put(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, bytes, len);
        if (n <= 0)
            return; /* nobody is there to see it */
        bytes += n;
        len -= (size_t)n;
    }
}

static void draw(nd_progress_view *view, const nd_progress *p, double seconds)
{
    char line[LINE + 2];
    line[0] = '\r';
    size_t n = nd_progress_line(line + 1, LINE, p, seconds, view->width);
    size_t cells = n;
    for (; cells < view->drawn && cells < LINE; cells++)
        line[1 + cells] = ' ';
    put(view->fd, line, 1 + cells);
    view->drawn = (unsigned)n;
}

static void tell(const nd_progress_view *view, const nd_progress *p, double seconds)
{
    char line[LINE];
    int n = snprintf(line, sizeof line,
                     "{\"type\":\"progress\",\"v\":1,\"stage\":\"%s\",\"done\":%" PRIu64 ",\"total\":%" PRIu64
                     ",\"text\":%" PRIu64 ",\"seconds\":%.1f}\n",
                     p->stage, p->done, p->total, p->text, seconds);
    if (n > 0 && (size_t)n < sizeof line)
        put(view->fd, line, (size_t)n);
}

void nd_progress_show(nd_progress_view *view, const nd_progress *p, double now)
{
    if (view->style == ND_PROGRESS_OFF)
        return;
    bool begins = view->stage == NULL || strcmp(view->stage, p->stage) != 0;
    if (begins) {
        view->stage = p->stage;
        view->began = now;
        view->last = now;
    }
    /* programs are told of every stage; for eyes, one that is over at once is not worth a line */
    if (now - view->last < interval && !(begins && view->style == ND_PROGRESS_JSON))
        return;
    view->last = now;
    if (view->style == ND_PROGRESS_LINE)
        draw(view, p, now - view->began);
    else
        tell(view, p, now - view->began);
}

void nd_progress_hide(nd_progress_view *view)
{
    char blank[LINE + 2];
    if (view->drawn == 0)
        return;
    size_t n = view->drawn < LINE ? view->drawn : LINE;
    memset(blank, ' ', sizeof blank);
    blank[0] = '\r';
    blank[n + 1] = '\r';
    put(view->fd, blank, n + 2);
    view->drawn = 0;
}
