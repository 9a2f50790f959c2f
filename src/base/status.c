/* SPDX-License-Identifier: MIT */
#include "base.h"

#include <stdarg.h>
#include <stdio.h>

nd_status nd_fail(nd_err *err, nd_status code, const char *format, ...)
{
    if (err != NULL) {
        va_list args;
        va_start(args, format);
        err->code = code;
        vsnprintf(err->text, sizeof err->text, format, args);
        va_end(args);
    }
    return code;
}

nd_status nd_no_memory(nd_err *err, size_t size)
{
    if (size == 0)
        return nd_fail(err, ND_ENOMEM, "out of memory");
    return nd_fail(err, ND_ENOMEM, "out of memory: %zu bytes more were needed", size);
}
