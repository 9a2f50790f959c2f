/* SPDX-License-Identifier: MIT
 *
 * name.c - the id of a record is a JSON token as it stands in the input: a string is
 * shown without its quotes, its escapes are left as they are.
 */
#include "name.h"

#include "term.h"

#include <inttypes.h>

void nd_record_name(nd_buf *to, const nd_row_record *record)
{
    nd_term_text(to, record->file, strlen(record->file));
    if (record->record != 0)
        nd_buf_printf(to, ":%" PRIu64, record->record);
    if (record->id != NULL) {
        bool quoted = record->id_len >= 2 && record->id[0] == '"';
        nd_buf_puts(to, " (");
        nd_term_text(to, record->id + quoted, record->id_len - 2 * (size_t)quoted);
        nd_buf_puts(to, ")");
    }
}
