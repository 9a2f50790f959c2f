/* SPDX-License-Identifier: MIT
 *
 * signals.c - a signal to a flag that jobs look at.
 *
 * The one variable of the program that outlives its function: a handler has no
 * other way to speak. No SA_RESTART, so that a read that waits for a pipe wakes
 * up. Once everything is put away the program ends by the very signal: a shell
 * then sees 130 or 143, and a loop in a script stops, which it would not do for
 * a plain exit code.
 */
#include "signals.h"

#include <stddef.h>

static volatile sig_atomic_t stop;

static void on_signal(int signal_number)
{
    stop = signal_number;
}

void nd_signals_catch(void)
{
    static const int asks[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction act = {.sa_handler = on_signal}, before;
    sigemptyset(&act.sa_mask);
    for (size_t i = 0; i < sizeof asks / sizeof asks[0]; i++) {
        if (sigaction(asks[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(asks[i], &act, NULL);
    }
    act.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &act, NULL);
    sigaction(SIGXFSZ, &act, NULL);
}

const volatile sig_atomic_t *nd_signals_stop(void)
{
    return &stop;
}

void nd_signals_die(int signal_number)
{
    struct sigaction act = {.sa_handler = SIG_DFL};
    sigemptyset(&act.sa_mask);
    sigaction(signal_number, &act, NULL);
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, signal_number);
    sigprocmask(SIG_UNBLOCK, &only, NULL);
    raise(signal_number);
}
