/* SPDX-License-Identifier: MIT
 *
 * speak.c - all that the program writes to standard output and standard error.
 *
 * Bytes go out by write(2), whole or with the errno that stopped them; the first
 * failure of standard output sticks, so nothing after a hole is ever written.
 * That standard error cannot be written changes nothing: the exit code tells.
 */
#include "cli.h"
#include "commands.h"
#include "base/ready.h"
#include "wrap.h"
#include "report/term.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum {
    BUFFER = 64 << 10, /* bytes of standard output that are written at once */
    SENTENCE = 8192    /* bytes of one said line, before escapes: two paths and some words */
};

/* errno, or 0. Gives up where a signal came and *stop is set. */
static int write_all(int fd, const char *bytes, size_t len, const volatile sig_atomic_t *stop)
{
    while (len > 0) {
        if (!nd_ready(fd, POLLOUT, stop))
            return EINTR;
        ssize_t n = write(fd, bytes, len < PIPE_BUF ? len : PIPE_BUF); /* so much a ready pipe takes at once */
        if (n < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (n < 0)
            return errno;
        bytes += n;
        len -= (size_t)n;
    }
    return 0;
}

void nd_cli_tell(nd_cli *cli, const char *bytes, size_t len)
{
    nd_progress_hide(&cli->view);
    write_all(STDERR_FILENO, bytes, len, NULL);
}

void nd_cli_tell_line(nd_cli *cli, const char *label, nd_buf *line)
{
    enum { INDENT = 10 };
    bool bold = cli->err_color && *label != '\0';
    nd_buf page;
    nd_buf_init(&page, cli->alloc);
    if (line->len > 0) {
        nd_buf_add(line, "", 1);
        nd_buf_printf(&page, bold ? "\x1b[1m%-*s\x1b[0m" : "%-*s", INDENT, label);
        if (!line->failed)
            nd_wrap(&page, line->bytes, INDENT, INDENT, cli->err_is_tty ? cli->view.width : SIZE_MAX);
        if (!line->failed && !page.failed)
            nd_cli_tell(cli, page.bytes, page.len);
    }
    nd_buf_clear(line);
    nd_buf_release(&page);
}

void nd_cli_say(nd_cli *cli, const char *format, ...)
{
    char text[SENTENCE];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n < 0)
        return;
    size_t len = (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;

    nd_buf line;
    nd_buf_init(&line, cli->alloc);
    nd_buf_puts(&line, cli->err_color ? "\x1b[1mneardup:\x1b[0m " : "neardup: ");
    nd_term_text(&line, text, len);
    nd_buf_puts(&line, "\n");
    if (line.failed) {
        static const char plain[] = "neardup: out of memory\n";
        nd_cli_tell(cli, plain, sizeof plain - 1);
    } else {
        nd_cli_tell(cli, line.bytes, line.len);
    }
    nd_buf_release(&line);
}

static nd_status out_failure(nd_cli *cli, nd_err *err)
{
    const char *why = cli->out_errno == EPIPE ? "closed pipe: " : "";
    if (cli->out_status == ND_ENOMEM)
        return nd_no_memory(err, 0);
    if (cli->out_status == ND_ESTOP)
        return nd_fail(err, ND_ESTOP, "interrupted");
    return nd_fail(err, ND_EWRITE, "%sstandard output: %s", why, strerror(cli->out_errno));
}

nd_status nd_cli_out_flush(nd_cli *cli, nd_err *err)
{
    const volatile sig_atomic_t *stop = cli->job.watch.stop;
    if (cli->out_status == ND_OK && cli->out.len > 0) {
        if (cli->out_is_tty)
            nd_progress_hide(&cli->view);
        cli->out_used = true;
        cli->out_errno = write_all(STDOUT_FILENO, cli->out.bytes, cli->out.len, stop);
        if (cli->out_errno == EINTR)
            cli->out_status = ND_ESTOP;
        else if (cli->out_errno != 0)
            cli->out_status = ND_EWRITE;
        nd_buf_clear(&cli->out);
    }
    return cli->out_status == ND_OK ? ND_OK : out_failure(cli, err);
}

nd_status nd_cli_out(nd_cli *cli, const void *bytes, size_t len, nd_err *err)
{
    if (cli->out_status == ND_OK) {
        nd_buf_add(&cli->out, bytes, len);
        if (cli->out.failed)
            cli->out_status = ND_ENOMEM;
    }
    if (cli->out_status != ND_OK || cli->out.len >= BUFFER || cli->out_is_tty)
        return nd_cli_out_flush(cli, err);
    return ND_OK;
}

nd_status nd_cli_out_buf(nd_cli *cli, const nd_buf *buf, nd_err *err)
{
    if (buf->failed) {
        cli->out_status = cli->out_status == ND_OK ? ND_ENOMEM : cli->out_status;
        return out_failure(cli, err);
    }
    return nd_cli_out(cli, buf->bytes, buf->len, err);
}

static bool too_many_errors(const nd_cli *cli, const nd_outcome *outcome)
{
    if (cli->max_errors.is_share)
        return (double)outcome->errors > cli->max_errors.share * (double)outcome->counts.documents;
    return outcome->errors > cli->max_errors.count;
}

static int exit_of_failure(const nd_cli *cli, nd_status st)
{
    const volatile sig_atomic_t *stop = cli->job.watch.stop;
    switch (st) {
    case ND_EWRITE:
        return 4;
    case ND_ENOMEM:
        return 5;
    case ND_ESTOP:
        return 128 + (stop != NULL && *stop != 0 ? (int)*stop : SIGINT);
    default:
        return 2;
    }
}

int nd_cli_end(nd_cli *cli, nd_status st, nd_err *err, const nd_outcome *outcome, double found)
{
    if (st == ND_OK)
        st = nd_cli_out_flush(cli, err);
    nd_progress_hide(&cli->view);
    if (st == ND_EWRITE && strncmp(err->text, "closed pipe", strlen("closed pipe")) == 0)
        return 128 + SIGPIPE;
    if (st != ND_OK) {
        nd_cli_say(cli, "%s", err->text);
        return exit_of_failure(cli, st);
    }
    if (outcome != NULL && (outcome->bad_files > 0 || too_many_errors(cli, outcome)))
        return 3;
    return cli->fail_over >= 0 && found > cli->fail_over ? 1 : 0;
}
