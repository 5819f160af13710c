/* measure.c
 * Runs a program and says what it cost: processor seconds and peak MiB, on stderr
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * usage: measure FILE PROGRAM [ARGUMENT ...]
 *
 * FILE receives "SECONDS MIB". Memory is limited to 12 GiB, so that what has
 * no bound fails and does not take the machine with it. Status: the program's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define MEMORY_MAX (12ULL << 30)

static double
seconds(const struct timeval *time)
{
    return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

int
main(int argc, char **argv)
{
    const struct rlimit most = {MEMORY_MAX, MEMORY_MAX};
    struct rusage usage;
    FILE *out = argc > 2 ? fopen(argv[1], "w") : NULL;
    pid_t child;
    int status;

    if (!out) {
        fprintf(stderr, "usage: measure FILE PROGRAM [ARGUMENT ...]\n");
        return EXIT_FAILURE;
    }
    child = fork();
    if (child == 0) {
        setrlimit(RLIMIT_AS, &most);
        execvp(argv[2], argv + 2);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) < 0)
        return EXIT_FAILURE;
    fprintf(out, "%.2f %ld\n", seconds(&usage.ru_utime) + seconds(&usage.ru_stime),
            usage.ru_maxrss / 1024);
    fclose(out);
    return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}
