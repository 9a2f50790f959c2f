/* SPDX-License-Identifier: MIT
 *
 * ready.h - waiting for a pipe in a program of several threads that can be asked to stop.
 */
#ifndef ND_READY_H
#define ND_READY_H

#include <signal.h>
#include <stdbool.h>

/*
 * nd_ready - waits until fd will not block (events: POLLIN or POLLOUT of poll(2)).
 * False where *stop (may be NULL) was set instead. What cannot be waited for is
 * ready: the read or write then tells why.
 */
bool nd_ready(int fd, short events, const volatile sig_atomic_t *stop);

#endif
