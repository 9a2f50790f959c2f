/* SPDX-License-Identifier: MIT
 *
 * values.c - the text of one option's value to its place in nd_cli, and back to
 * text for help.
 *
 * A number is read whole and checked before it is stored: no sign that wraps, no
 * NaN, no hexadecimal, no rest after it. Integers of 64 bits never pass through a
 * double.
 */
#include "options.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const struct {
    const char *suffix;
    uint64_t factor;
} units[] = {
    {"", 1},
    {"K", UINT64_C(1000)},
    {"M", UINT64_C(1000000)},
    {"G", UINT64_C(1000000000)},
    {"Ki", UINT64_C(1) << 10},
    {"Mi", UINT64_C(1) << 20},
    {"Gi", UINT64_C(1) << 30},
};

/* What an option's place holds, by its type. */
typedef union place {
    void *any;
    bool *flag;
    uint32_t *u32;
    uint64_t *u64;
    double *real;
    nd_allowance *allowance;
    const char **text;
} place;

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static nd_status whole(const char *text, uint64_t *value, const char **rest, nd_err *err)
{
    char *end;
    if (!digit(text[0]))
        return nd_fail(err, ND_EINVAL, "'%s' is not a whole number", text);
    errno = 0;
    unsigned long long v = strtoull(text, &end, 10);
    if (errno == ERANGE || v > UINT64_MAX)
        return nd_fail(err, ND_EINVAL, "'%s' is too large", text);
    *value = v;
    *rest = end;
    return ND_OK;
}

static nd_status integer(const nd_option *o, const char *text, uint64_t *value, nd_err *err)
{
    const char *rest;
    uint64_t v;
    nd_status st = whole(text, &v, &rest, err);
    if (st != ND_OK)
        return st;
    if (*rest != '\0')
        return nd_fail(err, ND_EINVAL, "'%s' is not a whole number", text);
    if (v < o->least || v > o->most)
        return nd_fail(err, ND_EINVAL, "%s is out of range, must be %" PRIu64 " to %" PRIu64, text, o->least,
                       o->most);
    *value = v;
    return ND_OK;
}

static nd_status size(const nd_option *o, const char *text, uint64_t *value, nd_err *err)
{
    const char *rest;
    uint64_t v;
    nd_status st = whole(text, &v, &rest, err);
    if (st != ND_OK)
        return st;
    for (size_t i = 0; i < ND_COUNT(units); i++) {
        if (strcmp(rest, units[i].suffix) != 0)
            continue;
        if (v > o->most / units[i].factor || v * units[i].factor < o->least)
            return nd_fail(err, ND_EINVAL, "%s is out of range, must be %" PRIu64 " to %" PRIu64 " bytes",
                           text, o->least, o->most);
        *value = v * units[i].factor;
        return ND_OK;
    }
    return nd_fail(err, ND_EINVAL,
                   "'%s' has no unit that is known: K, M, G are powers of 1000, Ki, Mi, Gi of 1024", text);
}

/* A plain decimal number from o->least to o->most, and what stands after it. */
static nd_status decimal(const nd_option *o, const char *text, double *value, const char **rest, nd_err *err)
{
    size_t len = strspn(text, "0123456789.eE+-");
    char *end = NULL;
    double v = 0;
    if (digit(text[0]) || (text[0] == '.' && digit(text[1])))
        v = strtod(text, &end);
    if (end != text + len)
        return nd_fail(err, ND_EINVAL, "'%s' is not a number", text);
    if (!(v >= (double)o->least && v <= (double)o->most))
        return nd_fail(err, ND_EINVAL, "%s is out of range, must be %" PRIu64 " to %" PRIu64, text, o->least,
                       o->most);
    *value = v;
    *rest = end;
    return ND_OK;
}

static nd_status ratio(const nd_option *o, const char *text, double *value, nd_err *err)
{
    const char *rest;
    double v;
    nd_status st = decimal(o, text, &v, &rest, err);
    if (st != ND_OK)
        return st;
    if (*rest != '\0')
        return nd_fail(err, ND_EINVAL, "'%s' is not a number", text);
    *value = v;
    return ND_OK;
}

static nd_status percent(const nd_option *o, const char *text, double *share, nd_err *err)
{
    const char *rest;
    double v;
    nd_status st = decimal(o, text, &v, &rest, err);
    if (st != ND_OK)
        return st;
    if (strcmp(rest, "") != 0 && strcmp(rest, "%") != 0)
        return nd_fail(err, ND_EINVAL, "'%s' is not a percentage", text);
    *share = v / 100;
    return ND_OK;
}

static nd_status allowance(const char *text, nd_allowance *to, nd_err *err)
{
    static const nd_option share = {.most = 100}, count = {.most = UINT64_MAX};
    size_t len = strlen(text);
    nd_allowance v = {.is_share = len > 0 && text[len - 1] == '%'};
    nd_status st = v.is_share ? percent(&share, text, &v.share, err) : integer(&count, text, &v.count, err);
    if (st == ND_OK)
        *to = v;
    return st;
}

static nd_status choice(const nd_option *o, const char *text, void *to, nd_err *err)
{
    char list[160] = "";
    size_t len = 0;
    for (int i = 0; o->choices[i] != NULL; i++) {
        if (strcmp(o->choices[i], text) == 0) {
            memcpy(to, &i, sizeof i);
            return ND_OK;
        }
        len += (size_t)snprintf(list + len, sizeof list - len, "%s%s", i > 0 ? ", " : "", o->choices[i]);
    }
    return nd_fail(err, ND_EINVAL, "'%s' is none of %s", text, list);
}

static nd_status keep_rule(nd_cli *cli, const char *text, nd_err *err)
{
    static const struct {
        const char *name;
        nd_keep_rule rule;
    } rules[] = {
        {"first", ND_KEEP_FIRST},       {"last", ND_KEEP_LAST}, {"longest", ND_KEEP_LONGEST},
        {"shortest", ND_KEEP_SHORTEST}, {"max:", ND_KEEP_MAX},  {"min:", ND_KEEP_MIN},
    };
    for (size_t i = 0; i < ND_COUNT(rules); i++) {
        size_t len = strlen(rules[i].name);
        bool field = rules[i].name[len - 1] == ':';
        if (field ? strncmp(text, rules[i].name, len) != 0 : strcmp(text, rules[i].name) != 0)
            continue;
        if (field && text[len] == '\0')
            return nd_fail(err, ND_EINVAL, "'%s' names no field", text);
        cli->job.keep = rules[i].rule;
        cli->job.keep_spec = text;
        cli->job.fields.keep = field ? text + len : NULL;
        return ND_OK;
    }
    return nd_fail(err, ND_EINVAL, "'%s' is none of first, last, longest, shortest, max:FIELD, min:FIELD",
                   text);
}

/* The kind that n bytes name, or ND_REPEAT_KINDS. */
static nd_repeat_kind kind_named(const char *name, size_t n)
{
    unsigned kind = 0;
    while (kind < ND_REPEAT_KINDS && (strlen(nd_repeat_name((nd_repeat_kind)kind)) != n ||
                                      strncmp(nd_repeat_name((nd_repeat_kind)kind), name, n) != 0))
        kind++;
    return (nd_repeat_kind)kind;
}

static nd_status kinds(const char *text, bool again, uint32_t *bits, nd_err *err)
{
    uint32_t v = again ? *bits : 0;
    if (strcmp(text, "all") == 0) {
        *bits = ND_REPEATS_ALL;
        return ND_OK;
    }
    for (const char *name = text; name != NULL;) {
        size_t n = strcspn(name, ",");
        nd_repeat_kind kind = kind_named(name, n);
        if ((unsigned)kind == ND_REPEAT_KINDS) {
            nd_fail(err, ND_EINVAL, "'%.*s' is none of", n < 40 ? (int)n : 40, name);
            for (unsigned i = 0; err != NULL && i < ND_REPEAT_KINDS; i++) {
                size_t len = strlen(err->text);
                snprintf(err->text + len, sizeof err->text - len, "%s %s", i == 0 ? "" : ",",
                         nd_repeat_name((nd_repeat_kind)i));
            }
            return ND_EINVAL;
        }
        v |= 1U << kind;
        name = name[n] == ',' ? name + n + 1 : NULL;
    }
    *bits = v;
    return ND_OK;
}

static nd_status text_fields(nd_cli *cli, const char *text, bool again, nd_err *err)
{
    size_t len = strlen(text), n = again ? cli->job.fields.n_text : 0;
    char *names = nd_arena_get(&cli->strings, len + 1, 1);
    if (names == NULL)
        return nd_no_memory(err, len + 1);
    memcpy(names, text, len + 1);
    for (char *comma = names; comma != NULL; n++) {
        char *name = comma;
        comma = strchr(name, ',');
        if (comma != NULL)
            *comma++ = '\0';
        if (*name == '\0')
            return nd_fail(err, ND_EINVAL, "'%s' has an empty name in it", text);
        if (n == ND_TEXT_FIELDS)
            return nd_fail(err, ND_EINVAL, "more than %d fields", ND_TEXT_FIELDS);
        cli->text_fields[n] = name;
    }
    cli->job.fields.n_text = n;
    return ND_OK;
}

nd_status nd_option_set(nd_cli *cli, const nd_option *o, const char *text, bool again, nd_err *err)
{
    place at = {.any = (char *)cli + o->at};
    uint64_t v;
    nd_status st;
    switch (o->type) {
    case ND_OPT_FLAG:
        if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
            return nd_fail(err, ND_EINVAL, "'%s' is neither true nor false", text);
        *at.flag = text[0] == 't';
        return ND_OK;
    case ND_OPT_U32:
        if ((st = integer(o, text, &v, err)) == ND_OK)
            *at.u32 = (uint32_t)v;
        return st;
    case ND_OPT_U64:
        return integer(o, text, at.u64, err);
    case ND_OPT_SIZE:
        return size(o, text, at.u64, err);
    case ND_OPT_RATIO:
        return ratio(o, text, at.real, err);
    case ND_OPT_PERCENT:
        return percent(o, text, at.real, err);
    case ND_OPT_ALLOWANCE:
        return allowance(text, at.allowance, err);
    case ND_OPT_CHOICE:
        return choice(o, text, at.any, err);
    case ND_OPT_KEEP:
        return keep_rule(cli, text, err);
    case ND_OPT_KINDS:
        return kinds(text, again, at.u32, err);
    case ND_OPT_FIELDS:
        return text_fields(cli, text, again, err);
    case ND_OPT_TEXT:
    case ND_OPT_FILE:
    case ND_OPT_FOLDER:
        break;
    }
    if (*text == '\0')
        return nd_fail(err, ND_EINVAL, "the value is empty");
    *at.text = text;
    return ND_OK;
}

static void size_text(uint64_t v, char *to, size_t cap)
{
    size_t best = 0;
    for (size_t i = 0; i < ND_COUNT(units); i++) {
        if (v >= units[i].factor && v % units[i].factor == 0 && units[i].factor >= units[best].factor)
            best = i;
    }
    snprintf(to, cap, "%" PRIu64 "%s", v / units[best].factor, units[best].suffix);
}

void nd_option_default(const nd_cli *fresh, const nd_option *o, char *to, size_t cap)
{
    /* the union is of places to write to; this one is only read */
    const place at = {.any = (char *)(uintptr_t)fresh + o->at};
    const char *text = "";
    int i;
    switch (o->type) {
    case ND_OPT_FLAG:
        break;
    case ND_OPT_U32:
        snprintf(to, cap, "%" PRIu32, *at.u32);
        return;
    case ND_OPT_U64:
        snprintf(to, cap, "%" PRIu64, *at.u64);
        return;
    case ND_OPT_SIZE:
        size_text(*at.u64, to, cap);
        return;
    case ND_OPT_RATIO:
        snprintf(to, cap, "%g", *at.real);
        return;
    case ND_OPT_PERCENT:
        if (*at.real < 0)
            break;
        snprintf(to, cap, "%g%%", *at.real * 100);
        return;
    case ND_OPT_ALLOWANCE:
        if (at.allowance->is_share)
            snprintf(to, cap, "%g%%", at.allowance->share * 100);
        else
            snprintf(to, cap, "%" PRIu64, at.allowance->count);
        return;
    case ND_OPT_CHOICE:
        memcpy(&i, at.any, sizeof i);
        text = o->choices[i];
        break;
    case ND_OPT_KINDS:
        text = *at.u32 == ND_REPEATS_ALL ? "all" : "";
        break;
    case ND_OPT_FIELDS:
        text = fresh->job.fields.text[0];
        break;
    case ND_OPT_KEEP:
    case ND_OPT_TEXT:
    case ND_OPT_FILE:
    case ND_OPT_FOLDER:
        if (*at.text != NULL)
            text = *at.text;
        break;
    }
    snprintf(to, cap, "%s", text);
}
