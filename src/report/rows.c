/* SPDX-License-Identifier: MIT
 *
 * rows.c - results to JSON Lines. Keys and their order are a promise to other
 * programs, so each row is written out here once, left to right as it stands.
 *
 * Numbers are the same bytes everywhere: the program never leaves the "C" locale.
 */
#include "rows.h"

#include "input/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define REPLACEMENT "\xef\xbf\xbd"

static bool stands_as_it_is(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* Bytes from text on that a JSON string holds unchanged; '%' is not among them where percent. */
static size_t unchanged(const char *text, size_t len, bool percent)
{
    size_t i = 0;
    while (i < len) {
        size_t n = stands_as_it_is((unsigned char)text[i]) && !(percent && text[i] == '%');
        if (n == 0 && (unsigned char)text[i] >= 0x80)
            n = nd_utf8_character(text + i, len - i);
        if (n == 0)
            break;
        i += n;
    }
    return i;
}

static void string(nd_buf *to, const char *text, size_t len, bool percent)
{
    nd_buf_puts(to, "\"");
    for (size_t i = 0; i < len; i++) {
        size_t run = unchanged(text + i, len - i, percent);
        nd_buf_add(to, text + i, run);
        i += run;
        if (i == len)
            break;
        unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\')
            nd_buf_printf(to, "\\%c", c);
        else if (c < 0x20)
            nd_buf_printf(to, "\\u%04x", c);
        else if (percent)
            nd_buf_printf(to, "%%%02X", c);
        else
            nd_buf_puts(to, REPLACEMENT);
    }
    nd_buf_puts(to, "\"");
}

void nd_json_string(nd_buf *to, const char *text, size_t len)
{
    string(to, text, len, false);
}

void nd_json_file_name(nd_buf *to, const char *name)
{
    size_t len = strlen(name);
    string(to, name, len, nd_utf8_valid(name, len) < len);
}

const char *nd_kind_name(nd_kind kind)
{
    static const char *const names[] = {
        [ND_KEPT] = "kept",
        [ND_IDENTICAL] = "identical",
        [ND_SAME_WORDS] = "same_words",
        [ND_NEAR] = "near",
    };
    return names[kind];
}

void nd_json_number(nd_buf *to, double value)
{
    char digits[32];
    /* 80, not 8e+01 */
    snprintf(digits, sizeof digits, "%.0f", value < 1e15 && value > -1e15 ? value : 0);
    for (int precision = 1; strtod(digits, NULL) != value && precision <= 17; precision++)
        snprintf(digits, sizeof digits, "%.*g", precision, value);
    nd_buf_puts(to, digits);
}

void nd_row_open(nd_buf *to, const char *type)
{
    nd_buf_printf(to, "{\"type\":\"%s\",\"v\":1", type);
}

static void begin(nd_buf *to, const char *type)
{
    nd_row_open(to, type);
    nd_buf_puts(to, ",");
}

void nd_row_end(nd_buf *to)
{
    nd_buf_puts(to, "}\n");
}

static void file_key(nd_buf *to, const char *file)
{
    nd_buf_puts(to, "\"file\":");
    nd_json_file_name(to, file);
}

void nd_row_record_keys(nd_buf *to, const nd_row_record *record)
{
    file_key(to, record->file);
    nd_buf_printf(to, ",\"record\":%" PRIu64, record->record);
    if (record->id != NULL) {
        nd_buf_puts(to, ",\"id\":");
        nd_buf_add(to, record->id, record->id_len);
    }
}

static void open_record(nd_buf *to, const char *key, const nd_row_record *record)
{
    nd_buf_printf(to, ",\"%s\":{", key);
    nd_row_record_keys(to, record);
}

static void record_object(nd_buf *to, const char *key, const nd_row_record *record)
{
    open_record(to, key, record);
    nd_buf_puts(to, "}");
}

void nd_row_place_keys(nd_buf *to, const nd_place *place)
{
    nd_buf_printf(to, "\"line\":%" PRIu64 ",\"offset\":%zu,\"length\":%zu", place->line, place->offset, place->len);
}

static void place_object(nd_buf *to, const char *key, const nd_place *place)
{
    nd_buf_printf(to, ",\"%s\":{", key);
    nd_row_place_keys(to, place);
    nd_buf_puts(to, "}");
}

void nd_row_begin_header(nd_buf *to, const char *command)
{
    begin(to, "header");
    nd_buf_printf(to, "\"neardup\":\"%s\",\"command\":\"%s\",\"params\":{\"text\":%d,\"unicode\":\"%s\"",
                  nd_version(), command, ND_TEXT_VERSION, nd_unicode_version());
}

void nd_row_end_header(nd_buf *to)
{
    nd_buf_puts(to, "}");
    nd_row_end(to);
}

static void input_keys(nd_buf *to, const nd_row_input *input)
{
    file_key(to, input->file);
    nd_buf_printf(to, ",\"bytes\":%" PRIu64 ",\"xxh3\":\"%016" PRIx64 "%016" PRIx64 "\"", input->bytes,
                  input->digest.hi, input->digest.lo);
    if (input->format != NULL)
        nd_buf_printf(to, ",\"format\":\"%s\"", input->format);
}

void nd_row_of_input(nd_buf *to, const nd_row_input *input)
{
    begin(to, "input");
    input_keys(to, input);
    nd_row_end(to);
}

static void folding_keys(nd_buf *to, const nd_opts *opts)
{
    if (opts->fold_digits)
        nd_buf_puts(to, ",\"fold_digits\":true");
    if (opts->strip_marks)
        nd_buf_puts(to, ",\"strip_marks\":true");
}

void nd_row_header(nd_buf *to, const nd_opts *opts, const nd_bands *bands, const char *keep,
                   const nd_row_input *inputs, size_t n_inputs)
{
    begin(to, "header");
    nd_buf_printf(to, "\"neardup\":\"%s\",\"params\":{\"threshold\":", nd_version());
    nd_json_number(to, opts->threshold);
    nd_buf_puts(to, ",\"recall\":");
    nd_json_number(to, opts->recall);
    nd_buf_printf(to,
                  ",\"bands\":%" PRIu32 ",\"rows\":%" PRIu32 ",\"shingle\":%" PRIu32 ",\"perms\":%" PRIu32
                  ",\"seed\":%" PRIu64 ",\"keep\":",
                  bands->bands, bands->rows, opts->shingle, opts->perms, opts->seed);
    nd_json_string(to, keep, strlen(keep));
    nd_buf_printf(to, ",\"bucket_cap\":%" PRIu32 ",\"text\":%d,\"unicode\":\"%s\"", opts->bucket_cap,
                  ND_TEXT_VERSION, nd_unicode_version());
    folding_keys(to, opts);
    nd_buf_puts(to, "},\"inputs\":[");
    for (size_t i = 0; i < n_inputs; i++) {
        nd_buf_puts(to, i == 0 ? "{" : ",{");
        input_keys(to, &inputs[i]);
        nd_buf_puts(to, "}");
    }
    nd_buf_puts(to, "]");
    nd_row_end(to);
}

void nd_row_removed(nd_buf *to, const nd_row_record *record, const nd_row_record *keeper,
                    const nd_verdict *verdict)
{
    const nd_similarity *likeness = &verdict->similarity;
    begin(to, "removed");
    nd_row_record_keys(to, record);
    record_object(to, "keeper", keeper);
    nd_buf_printf(to, ",\"kind\":\"%s\",\"jaccard\":%.4f,\"containment\":%.4f,\"coverage\":%.4f",
                  nd_kind_name(verdict->kind), likeness->jaccard, likeness->containment,
                  likeness->coverage);
    nd_row_end(to);
}

void nd_row_near_miss(nd_buf *to, const nd_row_record *record, const nd_row_record *other, double jaccard)
{
    begin(to, "near_miss");
    nd_row_record_keys(to, record);
    record_object(to, "other", other);
    nd_buf_printf(to, ",\"jaccard\":%.4f", jaccard);
    nd_row_end(to);
}

void nd_row_error(nd_buf *to, const char *file, uint64_t record, uint64_t byte, const char *what)
{
    begin(to, "error");
    file_key(to, file);
    nd_buf_printf(to, ",\"record\":%" PRIu64 ",\"byte\":%" PRIu64 ",\"what\":", record, byte);
    nd_json_string(to, what, strlen(what));
    nd_row_end(to);
}

void nd_row_damaged(nd_buf *to, const char *file, const char *what)
{
    begin(to, "damaged");
    file_key(to, file);
    nd_buf_puts(to, ",\"what\":");
    nd_json_string(to, what, strlen(what));
    nd_row_end(to);
}

void nd_row_summary_of(nd_buf *to, const nd_row_count *counts, size_t n)
{
    nd_row_open(to, "summary");
    for (size_t i = 0; i < n; i++)
        nd_buf_printf(to, ",\"%s\":%" PRIu64, counts[i].key, counts[i].value);
    nd_row_end(to);
}

void nd_row_summary(nd_buf *to, const nd_counts *counts, uint64_t restored, uint64_t errors)
{
    const nd_row_count all[] = {
        {"documents", counts->documents},   {"kept", counts->kept},
        {"identical", counts->identical},   {"same_words", counts->same_words},
        {"near", counts->near},             {"candidates", counts->candidates},
        {"rejected", counts->rejected},     {"capped", counts->capped},
        {"wordless", counts->wordless},     {"restored", restored},
        {"errors", errors},
    };
    nd_row_summary_of(to, all, ND_COUNT(all));
}

void nd_row_inspect_header(nd_buf *to, const nd_opts *opts)
{
    nd_row_begin_header(to, "inspect");
    nd_buf_puts(to, ",\"near\":");
    nd_json_number(to, opts->near);
    nd_buf_puts(to, ",\"kinds\":[");
    for (unsigned kind = 0, n = 0; kind < ND_REPEAT_KINDS; kind++)
        if ((opts->repeat_kinds >> kind & 1) != 0)
            nd_buf_printf(to, "%s\"%s\"", n++ == 0 ? "" : ",", nd_repeat_name((nd_repeat_kind)kind));
    nd_buf_printf(to, "],\"all\":%s", opts->weak_repeats ? "true" : "false");
    folding_keys(to, opts);
    nd_row_end_header(to);
}

void nd_row_repeat(nd_buf *to, const nd_row_record *record, const nd_repeat *repeat)
{
    begin(to, "repeat");
    nd_row_record_keys(to, record);
    nd_buf_printf(to, ",\"kind\":\"%s\"", nd_repeat_name(repeat->kind));
    place_object(to, "at", &repeat->at);
    place_object(to, "of", &repeat->of);
    nd_buf_printf(to, ",\"words\":%" PRIu64 ",\"similarity\":%.4f", repeat->words, repeat->similarity);
    if (repeat->headline)
        nd_buf_puts(to, ",\"name\":\"headline\"");
    if (repeat->weak)
        nd_buf_puts(to, ",\"weak\":true");
    nd_row_end(to);
}

static void signal_keys(nd_buf *to, const nd_row_signals *more)
{
    for (int i = 0; more->signals != NULL && i < ND_SIGNALS; i++)
        nd_buf_printf(to, "%s\"%s\":%.4f", i == 0 ? ",\"signals\":{" : ",", nd_signal_name((nd_signal)i),
                      more->signals->frac[i]);
    if (more->signals != NULL)
        nd_buf_puts(to, "}");
    if (more->broken == NULL)
        return;
    nd_buf_puts(to, ",\"drops\":[");
    for (size_t i = 0; i < more->n_broken; i++)
        nd_buf_printf(to, "%s\"%s\"", i == 0 ? "" : ",", nd_signal_name(more->broken[i].signal));
    nd_buf_puts(to, "]");
}

void nd_row_article(nd_buf *to, const nd_row_record *record, const nd_repeats *repeats,
                    const nd_row_signals *more)
{
    begin(to, "article");
    nd_row_record_keys(to, record);
    nd_buf_printf(to,
                  ",\"words\":%" PRIu64 ",\"lines\":%" PRIu64 ",\"paragraphs\":%" PRIu64
                  ",\"repeats\":%zu,\"repeated\":%.4f",
                  repeats->words, repeats->lines, repeats->paragraphs, repeats->n_rows, nd_repeats_share(repeats));
    if (more != NULL)
        signal_keys(to, more);
    nd_row_end(to);
}

void nd_row_boilerplate(nd_buf *to, const nd_row_record *first, const nd_recurring *unit)
{
    begin(to, "boilerplate");
    nd_buf_printf(to, "\"documents\":%" PRIu64 ",", unit->documents);
    if (unit->missed > 0)
        nd_buf_printf(to, "\"at_most\":%" PRIu64 ",", unit->documents + unit->missed);
    nd_buf_puts(to, "\"text\":");
    nd_json_string(to, unit->text, unit->len);
    nd_buf_printf(to, ",\"words\":%" PRIu64, unit->words);
    open_record(to, "first", first);
    nd_buf_printf(to, ",\"line\":%" PRIu64 "}", unit->line);
    nd_row_end(to);
}

void nd_row_compare(nd_buf *to, const nd_row_record *a, const nd_row_record *b,
                    const nd_similarity *similarity, const nd_alignment *alignment)
{
    const nd_alignment *al = alignment;
    nd_row_open(to, "compare");
    record_object(to, "a", a);
    record_object(to, "b", b);
    nd_buf_printf(to,
                  ",\"words_a\":%" PRIu64 ",\"words_b\":%" PRIu64
                  ",\"jaccard\":%.4f,\"containment\":%.4f,\"coverage\":%.4f",
                  al->a.n_words, al->b.n_words, similarity->jaccard, similarity->containment,
                  similarity->coverage);
    nd_buf_printf(to, ",\"aligned\":%" PRIu64 ",\"moved\":%" PRIu64 ",\"blocks\":%zu,\"longest\":%" PRIu64,
                  al->ordered_words + al->moved_words, al->moved_words, al->n_blocks,
                  al->n_blocks > 0 ? al->blocks[al->longest].words : 0);
    nd_row_end(to);
}

void nd_row_shared(nd_buf *to, const nd_block *block)
{
    nd_row_open(to, "shared");
    place_object(to, "a", &block->a);
    place_object(to, "b", &block->b);
    nd_buf_printf(to, ",\"words\":%" PRIu64 ",\"moved\":%s", block->words, block->moved ? "true" : "false");
    nd_row_end(to);
}
