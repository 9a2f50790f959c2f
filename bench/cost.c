/* SPDX-License-Identifier: MIT
 *
 * cost.c - what one run of a command costs: cost FILE COMMAND... writes to FILE its exit
 * code, processor seconds, those of them in the kernel, seconds by the clock and peak memory in
 * MiB, of it and of all it started.
 *
 * A program of its own because of the last: Linux counts to a process what the one that
 * started it held before exec, and a Python that has read a corpus holds more than some of
 * the commands it measures.
 */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

int main(int argc, char **argv)
{
    struct rusage usage;
    int status;
    if (argc < 3) {
        fprintf(stderr, "usage: cost FILE COMMAND...\n");
        return 2;
    }
    double begin = now();
    pid_t pid = fork();
    if (pid == 0) {
        execvp(argv[2], argv + 2);
        perror(argv[2]);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &usage) != pid) {
        perror(argv[2]);
        return 1;
    }
    FILE *f = fopen(argv[1], "w");
    if (f == NULL || fprintf(f, "%d %.6f %.6f %.6f %.3f\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
                             seconds(usage.ru_utime) + seconds(usage.ru_stime), seconds(usage.ru_stime), now() - begin,
                             (double)usage.ru_maxrss / 1024) < 0 || fclose(f) != 0) {
        perror(argv[1]);
        return 1;
    }
    return 0;
}
