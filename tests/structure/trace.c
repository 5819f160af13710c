/* trace.c
 * What a plugin built with -finstrument-functions calls, in order
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * callpath.sh preloads it. One line a call: the depth among the plugin's own functions, and the
 * function's address in the plugin's file, for addr2line. TRACE names the file to write.
 */
#define _GNU_SOURCE

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void __cyg_profile_func_enter(void *function, void *caller);
void __cyg_profile_func_exit(void *function, void *caller);

static FILE *trace;
static unsigned depth;

void
__cyg_profile_func_enter(void *function, void *caller)
{
    Dl_info info;
    const char *name = getenv("TRACE");

    (void)caller;
    if (!trace && name)
        trace = fopen(name, "w");
    if (trace && dladdr(function, &info))
        fprintf(trace, "%u %#tx\n", depth, (char *)function - (char *)info.dli_fbase);
    depth++;
}

void
__cyg_profile_func_exit(void *function, void *caller)
{
    (void)function;
    (void)caller;
    depth--;
}
