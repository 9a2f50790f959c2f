/* SPDX-License-Identifier: MIT
 *
 * oracle_words.h - the words of a text, the slow and plain way: utf8proc maps all
 * that lies between invalid bytes at once, runs of letters, marks and numbers are
 * cut out by category, and cut again before and after each letter whose script (the
 * Unicode files say which) has no spaces.
 */
#ifndef ORACLE_WORDS_H
#define ORACLE_WORDS_H

#include "neardup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { CODE_POINTS = 0x110000 };

/* Where Debian's unicode-data puts the files of unicode.org. */
static inline FILE *unicode_open(const char *name)
{
    const char *folder = getenv("UNICODE_DATA");
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder != NULL ? folder : "/usr/share/unicode", name);
    return fopen(path, "r");
}

/* Whether every name in value, separated by spaces, is one of names. */
static inline bool all_in(char *value, const char *const *names)
{
    bool all = true;
    for (char *name = strtok(value, " \t"); name != NULL; name = strtok(NULL, " \t")) {
        size_t i = 0;
        while (names[i] != NULL && strcmp(names[i], name) != 0)
            i++;
        all = all && names[i] != NULL;
    }
    return all;
}

/* Sets alone[cp] for each "first..last ; value # comment" whose values are all in names. */
static inline bool read_scripts(const char *file, const char *const *names, bool *alone)
{
    FILE *f = unicode_open(file);
    if (f == NULL)
        return false;
    char line[512];
    while (fgets(line, sizeof line, f) != NULL) {
        line[strcspn(line, "#\n")] = '\0';
        char *value = strchr(line, ';'), *end;
        if (value == NULL)
            continue;
        unsigned long first = strtoul(line, &end, 16), last = first;
        if (strncmp(end, "..", 2) == 0)
            last = strtoul(end + 2, NULL, 16);
        if (all_in(value + 1, names))
            for (unsigned long cp = first; cp <= last && cp < CODE_POINTS; cp++)
                alone[cp] = true;
    }
    fclose(f);
    return true;
}

/* The code points whose letters stand alone; NULL where the files are not there. The caller's. */
static inline bool *oracle_scripts(void)
{
    static const char *const scripts[] = {"Han", "Hiragana", "Katakana", "Thai",
                                          "Lao", "Khmer", "Myanmar", NULL};
    static const char *const extensions[] = {"Hani", "Hira", "Kana", "Thai", "Laoo", "Khmr", "Mymr", NULL};
    bool *alone = calloc(CODE_POINTS, sizeof *alone);
    if (alone != NULL && read_scripts("Scripts.txt", scripts, alone) &&
        read_scripts("ScriptExtensions.txt", extensions, alone))
        return alone;
    fprintf(stderr, "no Unicode files (Debian: unicode-data): words are not compared with utf8proc's\n");
    free(alone);
    return NULL;
}

/* 'L' a letter or number, 'A' one that stands alone, 'M' a mark, ' ' none of these. */
static inline char oracle_kind(const bool *alone, utf8proc_int32_t cp)
{
    char major = utf8proc_category_string(cp)[0];
    if (major == 'L' || major == 'N')
        return alone[cp] ? 'A' : 'L';
    return major == 'M' ? 'M' : ' ';
}

/* Words joined by one space, each added with its space; the last is taken off at the end. */
typedef struct oracle {
    const bool *alone;
    const nd_opts *opts;
    char  *words;
    size_t len, n;
    size_t invalid_bytes;
} oracle;

/* One run of letters, marks and numbers, cut at those that stand alone. */
static inline void oracle_run(oracle *o, const utf8proc_int32_t *cps, const char *kinds, size_t n)
{
    for (size_t at = 0, end; at < n; at = end) {
        bool based = kinds[at] != 'M';
        for (end = at + 1; end < n && kinds[end] != 'A' && !(kinds[at] == 'A' && kinds[end] == 'L'); end++)
            based = based || kinds[end] != 'M';
        if (!based)
            continue;
        for (size_t i = at; i < end; i++)
            o->len += (size_t)utf8proc_encode_char(cps[i], (utf8proc_uint8_t *)o->words + o->len);
        o->words[o->len++] = ' ';
        o->n++;
    }
}

static inline void oracle_valid(oracle *o, const char *text, size_t len)
{
    unsigned options = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD |
                       UTF8PROC_IGNORE;
    if (o->opts->strip_marks)
        options |= UTF8PROC_STRIPMARK;
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t n_mapped = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len, &mapped,
                                             options);
    if (n_mapped < 0)
        abort();
    size_t n = 0;
    utf8proc_int32_t *cps = malloc(((size_t)n_mapped + 1) * sizeof *cps);
    char *kinds = malloc((size_t)n_mapped + 1);
    for (utf8proc_ssize_t at = 0; at < n_mapped; n++) {
        at += utf8proc_iterate(mapped + at, n_mapped - at, &cps[n]);
        if (o->opts->fold_digits && utf8proc_category(cps[n]) == UTF8PROC_CATEGORY_ND)
            cps[n] = '0';
        kinds[n] = oracle_kind(o->alone, cps[n]);
    }
    for (size_t at = 0, end; at < n; at = end + 1) {
        for (end = at; end < n && kinds[end] != ' '; end++)
            continue;
        oracle_run(o, cps + at, kinds + at, end - at);
    }
    free(kinds);
    free(cps);
    free(mapped);
}

/* The words of a text; o->words has room for 18 code points, and spaces, for each byte. */
static inline void oracle_words(oracle *o, const char *text, size_t len)
{
    o->len = o->n = o->invalid_bytes = 0;
    for (size_t at = 0, end; at < len; at = end + 1) {
        for (end = at; end < len;) {
            utf8proc_int32_t cp;
            utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text + end,
                                                  (utf8proc_ssize_t)(len - end), &cp);
            if (n <= 0 || cp <= 0)
                break;
            end += (size_t)n;
        }
        oracle_valid(o, text + at, end - at);
        o->invalid_bytes += end < len;
    }
    o->len -= o->len > 0;
}

#endif
