/* SPDX-License-Identifier: MIT
 *
 * man.c - the tables as one manual page, in mdoc. A new sentence begins a new
 * line, as mdoc wants it; nothing of a text is ever read as a request or a macro.
 */
#include "commands.h"
#include "options.h"
#include "wrap.h"

#include <stdio.h>

enum { WIDTH = 78 }; /* of the source's lines */

static const char page_date[] = "November 24, 2026"; /* of the last change to what the page says */

static const struct {
    const char *name, *what;
} environment[] = {
    {"NEARDUP_CONFIG",
     "A configuration file, where --config names none. Nothing is read from the current folder."},
    {"NEARDUP_SIMD", "The instructions that the inner loops use: scalar, avx2, avx512, or best, the widest that the "
                     "processor has. The results are the same."},
    {"NO_COLOR", "Where it is set and not empty, no colour unless --color always asks for it."},
    {"TERM", "Where it is unset or dumb, no colour and no progress line unless they are asked for."},
    {"TMPDIR", "The folder for temporary files, where --work-dir names none."},
};

static bool part_of_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Text as roff reads it as itself. */
static void escape(nd_buf *to, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        char before = i > 0 ? text[i - 1] : ' ';
        if (text[i] == '\\')
            nd_buf_puts(to, "\\e");
        else if (text[i] == '\'')
            nd_buf_puts(to, "\\(aq");
        else if (text[i] == '~')
            nd_buf_puts(to, "\\(ti");
        else if (text[i] == '-' && !part_of_word(before))
            nd_buf_puts(to, "\\-");
        else if (text[i] == '.' && before == ' ')
            nd_buf_puts(to, "\\&.");
        else
            nd_buf_add(to, text + i, 1);
    }
}

/* Bytes of the first sentence of text, its full stop included; dots in a row end none. */
static size_t sentence(const char *text)
{
    const char *stop = text;
    while ((stop = strstr(stop, ". ")) != NULL && stop > text && stop[-1] == '.')
        stop++;
    return stop != NULL ? (size_t)(stop - text) + 1 : strlen(text);
}

/* Sentences, each on lines of its own. tail stands right after the last. */
static void prose(nd_buf *to, const char *text, const char *tail)
{
    nd_buf line;
    nd_buf_init(&line, to->alloc);
    while (*text != '\0') {
        size_t len = sentence(text);
        escape(&line, text, len);
        text += len;
        text += *text == ' ';
        if (*text == '\0')
            nd_buf_puts(&line, tail);
        nd_buf_add(&line, "", 1);
        if (line.failed)
            break;
        if (line.bytes[0] >= 'a' && line.bytes[0] <= 'z')
            line.bytes[0] = (char)(line.bytes[0] - 'a' + 'A');
        nd_wrap(to, line.bytes, 0, 0, WIDTH);
        nd_buf_clear(&line);
    }
    to->failed = to->failed || line.failed;
    nd_buf_release(&line);
}

/* "IN... -o OUT/" as arguments of a macro: flags and arguments told apart. */
static void usage_words(nd_buf *to, const char *usage)
{
    while (*(usage += strspn(usage, " ")) != '\0') {
        size_t len = strcspn(usage, " ");
        bool flag = *usage == '-' && len > 1;
        nd_buf_puts(to, flag ? " Fl " : " Ar ");
        nd_buf_add(to, usage + flag, len - flag);
        usage += len;
    }
}

static void commands(nd_buf *to)
{
    nd_buf_puts(to, ".Sh COMMANDS\n.Bl -tag -width Ds\n");
    for (size_t i = 0; i < nd_n_commands; i++) {
        nd_buf_printf(to, ".It Cm %s", nd_commands[i].name);
        usage_words(to, nd_commands[i].usage);
        nd_buf_puts(to, "\n");
        prose(to, nd_commands[i].about, "");
    }
    nd_buf_puts(to, ".El\n");
}

static void takers(nd_buf *to, const nd_option *o)
{
    const char *between = "Commands: ";
    if (o->commands == ND_EVERY)
        return;
    for (size_t i = 0; i < nd_n_commands; i++) {
        if ((o->commands & nd_command_bit(&nd_commands[i])) == 0)
            continue;
        nd_buf_printf(to, "%s%s", between, nd_commands[i].name);
        between = ", ";
    }
    nd_buf_puts(to, ".\n");
}

static void options(nd_buf *to)
{
    nd_cli fresh;
    nd_cli_init(&fresh, to->alloc);
    nd_buf_puts(to, ".Sh OPTIONS\n");
    for (int group = 0; group < ND_GROUPS; group++) {
        nd_buf_printf(to, ".Ss %s\n.Bl -tag -width Ds\n", nd_group_titles[group]);
        for (size_t i = 0; i < nd_n_options; i++) {
            const nd_option *o = &nd_options[i];
            char value[80], tail[90];
            if ((int)o->group != group)
                continue;
            nd_buf_puts(to, ".It ");
            if (o->letter != '\0')
                nd_buf_printf(to, "Fl %c , ", o->letter);
            nd_buf_printf(to, "Fl -%s", o->name);
            if (o->metavar != NULL)
                nd_buf_printf(to, " Ar %s", o->metavar);
            nd_buf_puts(to, "\n");
            nd_option_default(&fresh, o, value, sizeof value);
            snprintf(tail, sizeof tail, *value != '\0' ? " [%s]." : ".%s", value);
            prose(to, o->help, tail);
            takers(to, o);
        }
        nd_buf_puts(to, ".El\n");
    }
    nd_cli_release(&fresh);
}

static void surroundings(nd_buf *to)
{
    nd_buf_puts(to, ".Sh CONFIGURATION\n");
    prose(to,
          "A configuration file has lines of the form name = value, where name is the long name of an "
          "option; an option without a value takes true or false. Lines that begin with # are comments. "
          "The command line wins over the file. Options of other commands are skipped, unknown names are "
          "refused.",
          "");
    nd_buf_puts(to, ".Sh ENVIRONMENT\n.Bl -tag -width Ds\n");
    for (size_t i = 0; i < ND_COUNT(environment); i++) {
        nd_buf_printf(to, ".It Ev %s\n", environment[i].name);
        prose(to, environment[i].what, "");
    }
    nd_buf_puts(to, ".El\n.Sh EXIT STATUS\n.Bl -tag -width Ds\n");
    for (size_t i = 0; i < nd_n_exits; i++) {
        nd_buf_printf(to, ".It %s\n", nd_exits[i].code);
        prose(to, nd_exits[i].when, ".");
    }
    nd_buf_puts(to, ".El\n.Sh EXAMPLES\n.Bl -tag -width Ds\n");
    for (size_t i = 0; i < nd_n_commands; i++) {
        for (size_t k = 0; k < ND_EXAMPLES && nd_commands[i].examples[k].line != NULL; k++) {
            nd_buf_puts(to, ".It Li neardup ");
            escape(to, nd_commands[i].examples[k].line, strlen(nd_commands[i].examples[k].line));
            nd_buf_puts(to, "\n");
            prose(to, nd_commands[i].examples[k].what, ".");
        }
    }
    nd_buf_puts(to, ".El\n");
}

void nd_man_page(nd_buf *to)
{
    nd_buf_printf(to,
                  ".Dd %s\n.Dt NEARDUP 1\n.Os\n.Sh NAME\n.Nm neardup\n.Nd find text that is there twice\n"
                  ".Sh SYNOPSIS\n.Nm\n.Ar command\n.Op Ar option ...\n.Op Ar argument ...\n.Sh DESCRIPTION\n",
                  page_date);
    prose(to,
          "The program finds text that is there twice: inside one article, and as near-copies in a "
          "collection of any size. What is alike is told by words, five in a row, that two documents share: "
          "their Jaccard similarity. Candidates come from MinHash signatures; every one is verified before "
          "anything is called a copy.",
          "");
    nd_buf_puts(to, ".Pp\n");
    prose(to,
          "Inputs are files, folders (recursive, in byte order of the path, symbolic links not followed) or "
          "- for standard input. Their format is told by content: plain text, where a file is a document; "
          "JSON Lines; either packed by gzip or zstd. Outputs are packed as their inputs were; a file that loses "
          "nothing is copied byte for byte. Inputs are never changed. Data goes to standard "
          "output, everything else to standard error.",
          "");
    commands(to);
    options(to);
    surroundings(to);
}
