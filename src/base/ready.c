/* SPDX-License-Identifier: MIT
 *
 * ready.c - poll(2) in slices. A signal wakes one thread, and which one is the
 * system's choice: a read that relies on EINTR sleeps on in another one. So nobody
 * waits for longer than a slice without a look at the flag.
 */
#include "ready.h"

#include <errno.h>
#include <poll.h>
#include <stddef.h>

enum { SLICE = 100 }; /* milliseconds */

bool nd_ready(int fd, short events, const volatile sig_atomic_t *stop)
{
    struct pollfd one = {.fd = fd, .events = events};
    int n = 0;
    while (n == 0 || (n < 0 && errno == EINTR)) {
        if (stop != NULL && *stop != 0)
            return false;
        n = poll(&one, 1, SLICE);
    }
    return true;
}
