/* SPDX-License-Identifier: MIT
 *
 * sync.c - syncfs(2) is Linux's own; it reports what could not be written since 5.8.
 * Elsewhere sync(2) stands in, which waits but does not tell.
 */
#define _GNU_SOURCE
#include "sync.h"

#include <errno.h>
#include <unistd.h>

bool nd_sync(int fd)
{
    int rc;
    do
        rc = fsync(fd);
    while (rc != 0 && errno == EINTR);
    return rc == 0;
}

bool nd_sync_system(int fd)
{
#ifdef __linux__
    int rc;
    do
        rc = syncfs(fd);
    while (rc != 0 && errno == EINTR);
    return rc == 0;
#else
    (void)fd;
    sync();
    return true;
#endif
}
