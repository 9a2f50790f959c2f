/* SPDX-License-Identifier: MIT
 *
 * date.h - the date that a record says it is of.
 */
#ifndef ND_DATE_H
#define ND_DATE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * nd_date_read - seconds since 1970 of a date as people and programs write it in English:
 * 2026-01-31, 2026/01/31, 20260131, 31-JAN-1987, 31 January 1987, Sat, 31 Jan 1987,
 * January 31, 1987; each with a time behind it or not (ISO 8601, RFC 5322), with a zone
 * in figures or as if of Greenwich. False: none of these.
 */
bool nd_date_read(const char *text, size_t len, double *seconds);

#endif
