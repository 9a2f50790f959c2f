/* SPDX-License-Identifier: MIT
 *
 * date.c - dates in strings. strptime knows the names of months and days; the program
 * never sets a locale, so they are English ones.
 */
#include "date.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LONGEST = 63 };

static const char *first_of(const char *const *formats, size_t n, const char *text, struct tm *tm)
{
    const char *end = NULL;
    for (size_t i = 0; end == NULL && i < n; i++) {
        end = strptime(text, formats[i], tm);
        if (end != NULL && isdigit((unsigned char)*end))
            end = NULL;    /* the beginning of a longer number is no date */
    }
    return end;
}

/* Days since 1970 in the Gregorian calendar; years begin in March, so that a leap day comes last. */
static long days_of(const struct tm *tm)
{
    long year = tm->tm_year + 1900L - (tm->tm_mon < 2), month = (tm->tm_mon + 10) % 12;
    long era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + (month * 153 + 2) / 5 + tm->tm_mday - 1 - 719468;
}

/* "+02:00", "-0500": seconds to take off. */
static double zone_of(const char *text)
{
    if ((*text != '+' && *text != '-') || strspn(text + 1, "0123456789") < 2)
        return 0;
    int hours = (text[1] - '0') * 10 + text[2] - '0';
    const char *rest = text + 3 + (text[3] == ':');
    int minutes = strspn(rest, "0123456789") >= 2 ? (rest[0] - '0') * 10 + rest[1] - '0' : 0;
    return (*text == '-' ? -60.0 : 60.0) * (hours * 60 + minutes);
}

bool nd_date_read(const char *text, size_t len, double *seconds)
{
    static const char *const days[] = {"%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d-%b-%Y", "%d %b %Y", "%a, %d %b %Y", "%b %d, %Y"};
    static const char *const times[] = {"%H:%M:%S", "%H:%M", "%H%M%S"};
    char copy[LONGEST + 1];
    struct tm tm = {0};
    while (len > 0 && *text == ' ') {
        text++;
        len--;
    }
    if (len > LONGEST)
        return false;
    memcpy(copy, text, len);
    copy[len] = '\0';
    const char *at = first_of(days, sizeof days / sizeof *days, copy, &tm);
    if (at == NULL)
        return false;
    at += strspn(at, " ,Tt");
    const char *time = first_of(times, sizeof times / sizeof *times, at, &tm);
    char *end = (char *)(time != NULL ? time : at);
    double fraction = *end == '.' ? strtod(end, &end) : 0;
    end += strspn(end, " ");
    *seconds = (double)days_of(&tm) * 86400 + tm.tm_hour * 3600.0 + tm.tm_min * 60.0 + tm.tm_sec + fraction - zone_of(end);
    return true;
}
