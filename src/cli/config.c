/* SPDX-License-Identifier: MIT
 *
 * config.c - a configuration file to settings.
 *
 * A line is "name = value", a comment ("#" first), or blank; names are long
 * option names, flags take true or false. No sections, no quotes, no includes:
 * a value is what stands between the equals sign and the end of the line, white
 * space around it apart. One file may serve every command, so what belongs to
 * another command is skipped; what belongs to none is a mistake.
 */
#include "commands.h"
#include "options.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

enum { LARGEST = 1 << 20 }; /* bytes; a configuration file is written by hand */

static nd_status read_all(nd_cli *cli, const char *path, char **text, size_t *len, nd_err *err)
{
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return nd_fail(err, ND_EINVAL, "%s: %s", path, strerror(errno));
    nd_status st = ND_OK;
    char *bytes = nd_arena_get(&cli->strings, LARGEST + 2, 1);
    if (bytes == NULL) {
        st = nd_no_memory(err, LARGEST + 2);
        goto done;
    }
    *len = fread(bytes, 1, LARGEST + 1, file);
    if (ferror(file))
        st = nd_fail(err, ND_EINVAL, "%s: %s", path, strerror(errno));
    else if (*len > LARGEST)
        st = nd_fail(err, ND_EINVAL, "%s: larger than %d bytes; is it a configuration file?", path, LARGEST);
    bytes[*len] = '\0';
    *text = bytes;
done:
    fclose(file);
    return st;
}

static char *trim(char *text)
{
    static const char blank[] = " \t\r\v\f";
    text += strspn(text, blank);
    size_t len = strlen(text);
    while (len > 0 && strchr(blank, text[len - 1]) != NULL)
        len--;
    text[len] = '\0';
    return text;
}

static nd_status one_line(nd_cli *cli, const char *path, uint32_t number, char *line, nd_settings *settings,
                          nd_err *err)
{
    char *name = trim(line);
    if (*name == '\0' || *name == '#')
        return ND_OK;
    char *value = strchr(name, '=');
    if (value == NULL)
        return nd_fail(err, ND_EINVAL, "%s:%" PRIu32 ": '%s' is not 'name = value'", path, number, name);
    *value++ = '\0';
    name = trim(name);

    const nd_option *option = nd_option_find(name);
    if (option == NULL) {
        char before[200];
        snprintf(before, sizeof before, "%s:%" PRIu32 ": ", path, number);
        return nd_fail_unknown_option(err, before, "", name, ND_EVERY);
    }
    if (!nd_option_configurable(option))
        return nd_fail(err, ND_EINVAL, "%s:%" PRIu32 ": '%s' is for the command line only", path, number,
                       name);
    if ((option->commands & nd_command_bit(cli->command)) == 0)
        return ND_OK;
    return nd_settings_add(settings, &(nd_setting){option, trim(value), number}, cli->alloc, err);
}

nd_status nd_config_read(nd_cli *cli, const char *path, nd_settings *settings, nd_err *err)
{
    char *text = NULL;
    size_t len = 0;
    nd_status st = read_all(cli, path, &text, &len, err);
    if (st == ND_OK && memchr(text, '\0', len) != NULL)
        st = nd_fail(err, ND_EINVAL, "%s: has a NUL byte in it; is it a configuration file?", path);
    uint32_t number = 0;
    while (st == ND_OK && text != NULL) {
        char *line = text;
        text = strchr(line, '\n');
        if (text != NULL)
            *text++ = '\0';
        st = one_line(cli, path, ++number, line, settings, err);
    }
    return st;
}
