/* SPDX-License-Identifier: MIT
 *
 * sync.h - bytes to the disk itself, of one file or of a whole file system.
 */
#ifndef ND_SYNC_H
#define ND_SYNC_H

#include <stdbool.h>

/* nd_sync - fsync(2), whatever signals come. False and errno where it failed. */
bool nd_sync(int fd);

/*
 * nd_sync_system - everything written to the file system that holds fd: one call for
 * any number of files, where each fsync waits for the disk by itself. It tells of
 * writes that failed since fd was opened, not before.
 */
bool nd_sync_system(int fd);

#endif
