/* SPDX-License-Identifier: MIT
 *
 * report_inspect.h - rows of inspect --json to what a report shows of them.
 */
#ifndef ND_REPORT_INSPECT_H
#define ND_REPORT_INSPECT_H

#include "reporting.h"

#include "report/inspect_shown.h"

/* nd_report_inspect - as nd_report_group; memory is bounded. */
nd_status nd_report_inspect(nd_reporting *reporting, nd_shown_inspect *shown, nd_err *err);

/* nd_report_inspect_check - once the texts are there: ND_EINVAL where a repeat is at no place of its text. */
nd_status nd_report_inspect_check(const nd_reporting *reporting, const nd_shown_inspect *shown, nd_err *err);
void nd_shown_inspect_release(nd_shown_inspect *shown, const nd_alloc *alloc);

#endif
