/* SPDX-License-Identifier: MIT
 *
 * report_passages.h - a result of passages to what a report shows of it.
 */
#ifndef ND_REPORT_PASSAGES_H
#define ND_REPORT_PASSAGES_H

#include "reporting.h"

#include "report/passages_shown.h"

/* nd_report_passages - as nd_report_group; memory grows with the number of families, 16 bytes each. */
nd_status nd_report_passages(nd_reporting *reporting, nd_shown_passages *shown, nd_err *err);
void nd_shown_passages_release(nd_shown_passages *shown, const nd_alloc *alloc);

#endif
