/* SPDX-License-Identifier: MIT
 *
 * main.c - argv in, exit code out.
 */
#include "cli.h"
#include "commands.h"
#include "signals.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/*
 * A standard stream that was closed is opened in the direction that makes its use
 * fail. Else the first data file would become standard output, and a message land in it.
 */
static bool open_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) != -1 || errno != EBADF)
            continue;
        if (open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            return false;
    }
    return true;
}

static int run(nd_cli *cli, int argc, char **argv)
{
    nd_err err = {.code = ND_OK};
    nd_status st = nd_cli_parse(cli, argc, argv, &err);
    if (st == ND_OK && cli->help) {
        nd_cli_look(cli);
        return nd_cmd_help(cli);
    }
    if (st == ND_OK)
        st = nd_cli_connect(cli, &err);
    if (st == ND_OK)
        return cli->command->run(cli);

    int code = nd_cli_end(cli, st, &err, NULL, 0);
    if (cli->usage) {
        nd_buf line;
        nd_buf_init(&line, cli->alloc);
        nd_usage_line(&line, cli->command);
        if (!line.failed)
            nd_cli_tell(cli, line.bytes, line.len);
        nd_buf_release(&line);
    }
    return code;
}

int main(int argc, char **argv)
{
    nd_cli cli;
    if (!open_streams())
        return 4;
    nd_signals_catch();
    nd_cli_init(&cli, NULL);
    int code = run(&cli, argc, argv);

    /* some file systems tell only here that there was no room */
    if (close(STDOUT_FILENO) != 0 && errno != EBADF && errno != EINTR && cli.out_used && code < 4) {
        nd_cli_say(&cli, "standard output: %s", strerror(errno));
        code = 4;
    }
    nd_cli_release(&cli);
    if (code > 128)
        nd_signals_die(code - 128);
    return code;
}
