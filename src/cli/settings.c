/* SPDX-License-Identifier: MIT
 *
 * settings.c - a list of options with their values, and their way into nd_cli.
 *
 * The command line and the configuration file are first read into lists, then
 * the file's is applied, then the command line's: the later value wins, a list
 * of fields of the command line replaces that of the file, and the file may be
 * named anywhere on the command line.
 */
#include "options.h"

#include <inttypes.h>

nd_status nd_settings_add(nd_settings *settings, const nd_setting *setting, const nd_alloc *alloc,
                          nd_err *err)
{
    if (!nd_grow(alloc, &settings->list, &settings->cap, settings->n + 1, sizeof *settings->list))
        return nd_no_memory(err, 0);
    settings->list[settings->n++] = *setting;
    return ND_OK;
}

void nd_settings_release(nd_settings *settings, const nd_alloc *alloc)
{
    nd_drop(alloc, settings->list, settings->cap, sizeof *settings->list);
    *settings = (nd_settings){0};
}

static bool seen_before(const nd_settings *settings, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (settings->list[k].option == settings->list[i].option)
            return true;
    }
    return false;
}

nd_status nd_settings_apply(nd_cli *cli, const nd_settings *settings, const char *file, nd_err *err)
{
    for (size_t i = 0; i < settings->n; i++) {
        const nd_setting *s = &settings->list[i];
        nd_err why = {.code = ND_OK};
        nd_status st = nd_option_set(cli, s->option, s->value, seen_before(settings, i), &why);
        if (st == ND_OK)
            continue;
        if (file == NULL)
            return nd_fail(err, st, "--%s: %s", s->option->name, why.text);
        return nd_fail(err, st, "%s:%" PRIu32 ": %s: %s", file, s->line, s->option->name, why.text);
    }
    return ND_OK;
}
