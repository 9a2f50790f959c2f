/* SPDX-License-Identifier: MIT
 *
 * measure.c - what does a whole command cost? measure NAME BYTES RUNS COMMAND...
 * runs it once for warmth and RUNS times for the figure, standard output to
 * /dev/null, and prints one TSV row: name, bytes, least processor seconds, MB/s
 * of BYTES, greatest peak memory in MiB.
 */
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

static int run(char **command, double *cpu, double *peak)
{
    int status;
    struct rusage usage;
    pid_t pid = fork();
    if (pid == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, STDOUT_FILENO);
        execvp(command[0], command);
        perror(command[0]);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &usage) != pid)
        return -1;
    *cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    *peak = (double)usage.ru_maxrss / 1024;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fprintf(stderr, "usage: measure NAME BYTES RUNS COMMAND...\n");
        return 2;
    }
    double bytes = strtod(argv[2], NULL), best = 1e9, most = 0;
    int runs = atoi(argv[3]);
    for (int i = -1; i < runs; i++) {
        double cpu = 0, peak = 0;
        if (run(argv + 4, &cpu, &peak) != 0) {
            fprintf(stderr, "measure: %s failed\n", argv[4]);
            return 1;
        }
        if (i < 0)
            continue;
        best = cpu < best ? cpu : best;
        most = peak > most ? peak : most;
    }
    printf("%s\t%.0f\t%.3f\t%.0f\t%.0f\n", argv[1], bytes, best, bytes / best / 1e6, most);
    return 0;
}
