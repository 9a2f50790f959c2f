/* SPDX-License-Identifier: MIT
 *
 * sniff.c - the first bytes of a decoded input to its format.
 *
 * A signature at a fixed place is looked up in a table; UTF-16 without a mark shows
 * by a NUL in every other byte; what is left is told by its first characters after
 * a BOM and white space. In doubt it is plain text, which any bytes may be.
 */
#include "sniff.h"

#define SIGNATURE(at, bytes, what) {at, sizeof bytes - 1, bytes, what}
#define WARC "is WARC, which this version does not read: extract its text as JSON Lines first"

/* In this order: the UTF-32 mark begins like the UTF-16 one. */
static const struct signature {
    size_t at, len;
    const char *bytes, *what;
} signatures[] = {
    SIGNATURE(0, "\xfd" "7zXZ\0", "is xz: use xz -dc FILE | neardup ... -"),
    SIGNATURE(4, "1AY&SY", "is bzip2: use bzip2 -dc FILE | neardup ... -"),
    SIGNATURE(0, "\x04\x22\x4d\x18", "is lz4: use lz4 -dc FILE | neardup ... -"),
    SIGNATURE(0, "\x1f\x8b\x08", "is packed twice: use zcat FILE | neardup ... -"),
    SIGNATURE(0, "\x28\xb5\x2f\xfd", "is packed twice: use zstd -dc FILE | neardup ... -"),
    SIGNATURE(0, "PAR1", "is Parquet: use duckdb -c \"COPY (FROM 'FILE') TO '/dev/stdout' (FORMAT json)\" "
                         "| neardup ... -"),
    SIGNATURE(0, "ARROW1", "is an Arrow file: write it as JSON Lines, as with polars: "
                           "pl.read_ipc('FILE').write_ndjson('FILE.jsonl')"),
    SIGNATURE(0, "WARC/0.", WARC),
    SIGNATURE(0, "WARC/1.", WARC),
    SIGNATURE(0, "PK\x03\x04", "is a zip archive or an office document: unpack it, "
                               "or use pandoc -t plain FILE | neardup ... -"),
    SIGNATURE(0, "%PDF-", "is PDF: use pdftotext FILE - | neardup ... -"),
    SIGNATURE(0, "{\\rtf", "is RTF: use pandoc -f rtf -t plain FILE | neardup ... -"),
    SIGNATURE(0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
              "is an old office document: use catdoc FILE | neardup ... -"),
    SIGNATURE(257, "ustar", "is a tar archive: unpack it, or use tar -xOf FILE | neardup ... -"),
    SIGNATURE(0, "\xff\xfe\0\0", "is UTF-32: use iconv -f UTF-32 -t UTF-8 FILE | neardup ... -"),
    SIGNATURE(0, "\0\0\xfe\xff", "is UTF-32: use iconv -f UTF-32 -t UTF-8 FILE | neardup ... -"),
    SIGNATURE(0, "\xff\xfe", "is UTF-16: use iconv -f UTF-16 -t UTF-8 FILE | neardup ... -"),
    SIGNATURE(0, "\xfe\xff", "is UTF-16: use iconv -f UTF-16 -t UTF-8 FILE | neardup ... -"),
};

static const char utf16le[] = "is UTF-16 without a mark: use iconv -f UTF-16LE -t UTF-8 FILE | neardup ... -";
static const char utf16be[] = "is UTF-16 without a mark: use iconv -f UTF-16BE -t UTF-8 FILE | neardup ... -";
static const char html[] = "is HTML: extract its text first, as with trafilatura < FILE | neardup ... -";
static const char array[] = "is a JSON array: use jq -c '.[]' FILE | neardup ... -";
static const char spread[] = "is JSON with an object over several lines: use jq -c . FILE | neardup ... -";

/* ASCII in UTF-16 has a NUL in the same place of every pair of bytes, and none in the other. */
static const char *utf16_without_mark(const char *bytes, size_t len)
{
    size_t pairs = (len < 512 ? len : 512) / 2, nul[2] = {0, 0};
    for (size_t i = 0; i < 2 * pairs; i++)
        nul[i % 2] += bytes[i] == '\0';
    if (pairs < 2 || (nul[0] != 0) == (nul[1] != 0) || (nul[0] + nul[1]) * 2 < pairs)
        return NULL;
    return nul[1] != 0 ? utf16le : utf16be;
}

static nd_format opaque(const char *sentence, const char **what)
{
    *what = sentence;
    return ND_OPAQUE;
}

typedef struct rest {
    const char *at, *end;
} rest;

static void skip(rest *r, const char *set)
{
    while (r->at < r->end && *r->at != '\0' && strchr(set, *r->at) != NULL)
        r->at++;
}

/* Is lower next, in any case? */
static bool next_is(const rest *r, const char *lower)
{
    size_t n = strlen(lower);
    if ((size_t)(r->end - r->at) < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = r->at[i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c) != lower[i])
            return false;
    }
    return true;
}

static bool is_html(rest r)
{
    if (next_is(&r, "<?xml")) {
        r.at = memchr(r.at, '>', (size_t)(r.end - r.at));
        if (r.at == NULL)
            return false;
        r.at++;
        skip(&r, " \t\r\n");
    }
    return next_is(&r, "<!doctype html") || next_is(&r, "<html");
}

/* What begins with a bracket: JSON Lines, or JSON of a shape that is not read. */
static nd_format json_shape(rest r, const char **what)
{
    char bracket = *r.at++;
    skip(&r, " \t\r");
    bool line_ends = r.at < r.end && *r.at == '\n';
    skip(&r, " \t\r\n");
    char next = r.at < r.end ? *r.at : '\0';
    bool object = bracket == '{' && (next == '"' || next == '}');
    if (object && !line_ends)
        return ND_JSONL;
    if (object)
        return opaque(spread, what);
    if (bracket == '[' && (next == '{' || line_ends))
        return opaque(array, what);
    return r.at < r.end ? ND_TEXT : ND_FORMAT_AUTO;
}

nd_format nd_sniff(const char *bytes, size_t len, const char **what)
{
    for (size_t i = 0; i < ND_COUNT(signatures); i++) {
        const struct signature *s = &signatures[i];
        if (len >= s->at + s->len && memcmp(bytes + s->at, s->bytes, s->len) == 0)
            return opaque(s->what, what);
    }
    const char *utf16 = utf16_without_mark(bytes, len);
    if (utf16 != NULL)
        return opaque(utf16, what);

    rest r = {bytes, bytes + len};
    if (next_is(&r, "\xef\xbb\xbf"))
        r.at += 3;
    skip(&r, " \t\r\n\f\v");
    if (r.at == r.end)
        return ND_FORMAT_AUTO;
    if (*r.at == '{' || *r.at == '[')
        return json_shape(r, what);
    return is_html(r) ? opaque(html, what) : ND_TEXT;
}
