/* SPDX-License-Identifier: MIT
 *
 * report_group.h - a result of group or dedup to what a report shows of it.
 */
#ifndef ND_REPORT_GROUP_H
#define ND_REPORT_GROUP_H

#include "reporting.h"

#include "report/group_shown.h"

/*
 * nd_report_group - reads the rows twice; group->texts is what to read then.
 *
 * @group  out: to be released, also after a failure
 *
 * ND_EINVAL where a row is not as it must be or contradicts another. Memory grows with
 * the number of clusters (about 60 bytes each), not with that of rows.
 */
nd_status nd_report_group(nd_reporting *reporting, nd_shown_group *group, nd_err *err);
void nd_shown_group_release(nd_shown_group *group, const nd_alloc *alloc);

#endif
