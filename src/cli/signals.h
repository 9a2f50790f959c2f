/* SPDX-License-Identifier: MIT
 *
 * signals.h - what the terminal and the system tell a running program.
 */
#ifndef ND_SIGNALS_H
#define ND_SIGNALS_H

#include <signal.h>

/*
 * nd_signals_catch - SIGINT, SIGTERM and SIGHUP set a flag (unless ignored, as
 * under nohup); SIGPIPE and SIGXFSZ are ignored, so that a write fails instead.
 */
void nd_signals_catch(void);

/* nd_signals_stop - the signal that asked to stop, 0 while none has. */
const volatile sig_atomic_t *nd_signals_stop(void);

/* nd_signals_die - ends the program by the signal, as if it had not been caught. Returns where it cannot. */
void nd_signals_die(int signal_number);

#endif
