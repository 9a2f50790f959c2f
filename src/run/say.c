/* SPDX-License-Identifier: MIT */
#include "say.h"

#include <stdarg.h>
#include <stdio.h>

void nd_say(const nd_watch *watch, const char *format, ...)
{
    char line[8192]; /* a path and a sentence; longer ones are cut */
    va_list args;
    if (watch->say == NULL)
        return;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    watch->say(watch->ctx, line);
}

const char *nd_source_label(const nd_source *source)
{
    /* the path of a pipe may be that of its copy by now */
    bool as_found = source->regular || (source->problem != NULL && strcmp(source->path, "-") != 0);
    return as_found ? source->path : source->name;
}
