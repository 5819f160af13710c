/* compare.c
 * Times commands against each other, in turn, and prints the ratios
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *     bench-compare ROUNDS START_A START_B COMMAND_A -- COMMAND_B
 *
 * Each round runs A, B and A again, after one of each that is not counted, so
 * that B stands against its neighbours in time and A against itself: what the
 * second ratio differs from 1 by is the machine's noise. Time is that of the
 * processor, user and system, as the kernel accounts for the finished process,
 * less START, the seconds that the command takes for nothing.
 *
 * Prints one line, tabs between: median seconds of A, of B; median, lower and
 * upper quartile of B/A (A is the mean of the two); median, lower and upper
 * quartile of A/A; largest memory of A, of B in bytes.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS_MAX = 1000 };

typedef struct {
    double seconds;
    long long memory;
} cost;

static _Noreturn void
fail(const char *what)
{
    perror(what);
    exit(1);
}

static cost
run(char *const *command)
{
    struct rusage usage;
    int status;
    const pid_t child = fork();

    if (child < 0)
        fail("bench-compare: fork");
    if (child == 0) {
        const int null = open("/dev/null", O_RDWR);

        dup2(null, STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        execvp(command[0], command);
        _exit(127);
    }
    if (wait4(child, &status, 0, &usage) < 0)
        fail("bench-compare: wait4");
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "bench-compare: %s failed\n", command[0]);
        exit(1);
    }
    return (cost){
        .seconds = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                   (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6,
        .memory = usage.ru_maxrss * 1024LL,
    };
}

static int
order(const void *a, const void *b)
{
    const double left = *(const double *)a;
    const double right = *(const double *)b;

    return (left > right) - (left < right);
}

/* Sorts the values; part is 0.5 for the median. */
static double
quantile(double *values, int count, double part)
{
    qsort(values, (size_t)count, sizeof *values, order);

    const double at = part * (count - 1);
    const int below = (int)at;
    const int above = below + 1 < count ? below + 1 : below;

    return values[below] + (at - below) * (values[above] - values[below]);
}

static void
print_spread(double *values, int count)
{
    printf("\t%.4f\t%.4f\t%.4f", quantile(values, count, 0.5), quantile(values, count, 0.25),
           quantile(values, count, 0.75));
}

static void
compare(int rounds, const double start[2], char *const *a, char *const *b)
{
    static double seconds[2][ROUNDS_MAX], ratio[ROUNDS_MAX], noise[ROUNDS_MAX];
    long long memory[2] = {0, 0};

    run(a);
    run(b);
    for (int i = 0; i < rounds; i++) {
        const cost before = run(a);
        const cost other = run(b);
        const cost after = run(a);

        seconds[0][i] = (before.seconds + after.seconds) / 2 - start[0];
        seconds[1][i] = other.seconds - start[1];
        ratio[i] = seconds[1][i] / seconds[0][i];
        noise[i] = (after.seconds - start[0]) / (before.seconds - start[0]);
        if (before.memory > memory[0])
            memory[0] = before.memory;
        if (other.memory > memory[1])
            memory[1] = other.memory;
    }
    printf("%.4f\t%.4f", quantile(seconds[0], rounds, 0.5), quantile(seconds[1], rounds, 0.5));
    print_spread(ratio, rounds);
    print_spread(noise, rounds);
    printf("\t%lld\t%lld\n", memory[0], memory[1]);
}

int
main(int argc, char **argv)
{
    int dashes = 5;

    while (dashes < argc && strcmp(argv[dashes], "--") != 0)
        dashes++;

    const int rounds = dashes + 1 < argc ? atoi(argv[1]) : 0;

    if (rounds < 1 || rounds > ROUNDS_MAX) {
        fprintf(stderr, "usage: bench-compare ROUNDS START_A START_B COMMAND_A -- COMMAND_B\n");
        return 2;
    }

    const double start[2] = {atof(argv[2]), atof(argv[3])};

    argv[dashes] = NULL;
    compare(rounds, start, argv + 4, argv + dashes + 1);
    return 0;
}
