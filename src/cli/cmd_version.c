/* SPDX-License-Identifier: MIT
 *
 * cmd_version.c - neardup version: all that must be equal for two runs to agree.
 */
#include "commands.h"

int nd_cmd_version(nd_cli *cli)
{
    nd_err err = {.code = ND_OK};
    nd_buf page;
    nd_buf_init(&page, cli->alloc);
    nd_buf_printf(&page,
                  cli->json
                      ? "{\"type\":\"version\",\"v\":1,\"neardup\":\"%s\",\"text\":%d,\"unicode\":\"%s\"}\n"
                      : "neardup %s (text %d, Unicode %s)\n",
                  nd_version(), ND_TEXT_VERSION, nd_unicode_version());
    nd_status st = nd_cli_out_buf(cli, &page, &err);
    nd_buf_release(&page);
    return nd_cli_end(cli, st, &err, NULL, 0);
}
