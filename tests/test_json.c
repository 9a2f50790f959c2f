/* SPDX-License-Identifier: MIT
 *
 * test_json.c - chosen fields of a line are what JSON says they are, a broken line
 * is told as such; and what a record's text, id and keep value are.
 */
#include "guard.h"

#include "input/json.h"
#include "input/parser.h"
#include "naive_json.h"
#include "scarce.h"

#include <check.h>
#include <math.h>
#include <stdio.h>

static nd_json *json;

static void make_json(void)
{
    ck_assert_int_eq(nd_json_new(&json, NULL, NULL), ND_OK);
}

static void free_json(void)
{
    nd_json_free(json);
}

/* A copy of line whose padding ends where nothing can be read. */
typedef struct guarded {
    char  *bytes;
    size_t len;
} guarded;

static guarded guard_line(const char *line, size_t len)
{
    guarded g = {guard_get(len + ND_JSON_PADDING), len};
    memcpy(g.bytes, line, len);
    memset(g.bytes + len, '}', ND_JSON_PADDING);  /* the next line, as bad as can be */
    g.bytes[len] = '\n';
    return g;
}

static void drop_line(guarded *g)
{
    guard_drop(g->bytes, g->len + ND_JSON_PADDING);
}

/* ---- core */

#define S(text) ND_JSON_STRING, text, sizeof text - 1
#define BAD ND_JSON_NONE, NULL, 0

/* The value at "text" (or, where the line is bad, what is said of it and the byte). */
static const struct {
    const char  *line;
    nd_json_kind kind;
    const char  *text;
    size_t       len;
    const char  *says;    /* of a bad line */
    size_t       at;
} rows[] = {
    {"{\"text\":\"hello\"}", S("hello"), NULL, 0},
    {"  {  \"text\"  :  \"hello\"  }  ", S("hello"), NULL, 0},
    {"\xef\xbb\xbf{\"text\":\"hello\"}", S("hello"), NULL, 0},
    {"{\"text\":\"hello\"}\r", S("hello"), NULL, 0},
    {"\t{\"text\":\"hello\"}\n", S("hello"), NULL, 0},
    {"{\"text\":\"\"}", S(""), NULL, 0},
    {"{}", ND_JSON_NONE, NULL, 0, NULL, 0},
    {"{\"id\":1}", ND_JSON_NONE, NULL, 0, NULL, 0},
    {"{\"text\":null}", ND_JSON_NULL, NULL, 0, NULL, 0},
    {"{\"text\":17}", ND_JSON_NUMBER, NULL, 0, NULL, 0},
    {"{\"text\":true}", ND_JSON_OTHER, NULL, 0, NULL, 0},
    {"{\"text\":false}", ND_JSON_OTHER, NULL, 0, NULL, 0},
    {"{\"text\":[\"a\"]}", ND_JSON_OTHER, NULL, 0, NULL, 0},
    {"{\"text\":{\"text\":\"a\"}}", ND_JSON_OTHER, NULL, 0, NULL, 0},
    {"{\"text\":{}}", ND_JSON_OTHER, NULL, 0, NULL, 0},
    {"{\"text\":[]}", ND_JSON_OTHER, NULL, 0, NULL, 0},
    {"{\"meta\":{\"text\":\"a\"},\"text\":\"b\"}", S("b"), NULL, 0},
    {"{\"text\":\"a\",\"text\":\"b\"}", S("b"), NULL, 0},
    {"{\"text\":\"a\",\"text\":null}", ND_JSON_NULL, NULL, 0, NULL, 0},
    {"{\"Text\":\"a\",\"text \":\"b\",\"tex\":\"c\",\"textt\":\"d\"}", ND_JSON_NONE, NULL, 0, NULL, 0},
    {"{\"t\\u0065xt\":\"a\"}", S("a"), NULL, 0},
    {"{\"t\\\\ext\":\"a\"}", ND_JSON_NONE, NULL, 0, NULL, 0},
    {"{\"text\":\"a\\nb\\t\\\"\\\\\\/\\b\\f\\r\"}", S("a\nb\t\"\\/\b\f\r"), NULL, 0},
    {"{\"text\":\"nul \\u0000 inside\"}", S("nul \0 inside"), NULL, 0},
    {"{\"text\":\"\\u00e9\\u20AC\\ud83d\\ude00\"}", S("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"), NULL, 0},
    {"{\"text\":\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\x7f\"}", S("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\x7f"), NULL, 0},
    {"{\"text\":\"\\ud800\"}", S("\xef\xbf\xbd"), NULL, 0},
    {"{\"text\":\"\\udc00\"}", S("\xef\xbf\xbd"), NULL, 0},
    {"{\"text\":\"a\\uD800b\\uDFFFc\"}", S("a\xef\xbf\xbd" "b\xef\xbf\xbd" "c"), NULL, 0},
    {"{\"text\":\"\\ud800\\ud83d\\ude00\"}", S("\xef\xbf\xbd\xf0\x9f\x98\x80"), NULL, 0},
    {"{\"text\":\"\\ud83d\\ude00\\ude00\"}", S("\xf0\x9f\x98\x80\xef\xbf\xbd"), NULL, 0},
    {"{\"text\":\"\\ude00\\ud83d\"}", S("\xef\xbf\xbd\xef\xbf\xbd"), NULL, 0},
    {"{\"text\":\"\\\\ud800 \\ud800\"}", S("\\ud800 \xef\xbf\xbd"), NULL, 0},
    {"{\"text\":\"\\\\\\ud800\"}", S("\\\xef\xbf\xbd"), NULL, 0},
    {"{\"text\":\"\\ud800\\\\udc00\"}", S("\xef\xbf\xbd\\udc00"), NULL, 0},
    {"{\"other\":\"\\ud800\",\"text\":\"a\"}", S("a"), NULL, 0},
    {"{\"\\udfff\":1,\"text\":\"a\"}", S("a"), NULL, 0},
    {"{\"n\":123456789012345678901234567890,\"text\":\"a\"}", S("a"), NULL, 0},
    {"{\"n\":1e999,\"m\":-0.0,\"text\":\"a\"}", S("a"), NULL, 0},
    {"{\"a\":[1,[2,{\"b\":[]}],\"]}\"],\"text\":\"a\"}", S("a"), NULL, 0},
    {"{\"text\":\"{\\\"text\\\":\\\"b\\\"}\"}", S("{\"text\":\"b\"}"), NULL, 0},

    {"", BAD, "is empty", 0},
    {"   ", BAD, "is empty", 0},
    {"\xef\xbb\xbf", BAD, "is empty", 3},
    {"[]", BAD, "is not a JSON object", 0},
    {"  [{\"text\":\"a\"}]", BAD, "is not a JSON object", 2},
    {"\"text\"", BAD, "is not a JSON object", 0},
    {"17", BAD, "is not a JSON object", 0},
    {"null", BAD, "is not a JSON object", 0},
    {"just some text", BAD, "is not a JSON object", 0},
    {"{", BAD, "is not valid JSON (unclosed object or array)", 1},
    {"{\"text\"", BAD, "is not valid JSON (unclosed object or array)", 7},
    {"{\"text\":", BAD, "is not valid JSON (unclosed object or array)", 8},
    {"{\"text\":\"a\"", BAD, "is not valid JSON (unclosed object or array)", 11},
    {"{\"text\":\"a\",", BAD, "is not valid JSON (unclosed object or array)", 12},
    {"{\"text\":\"a\",\"b\":[1,2", BAD, "is not valid JSON (unclosed object or array)", 20},
    {"{\"text\":\"a\",\"b\":{\"c\":1}", BAD, "is not valid JSON", 23},
    {"{\"text\":\"a\",\"b\":{\"c\":{}", BAD, "is not valid JSON", 22},
    {"{\"text\":\"a", BAD, "is not valid JSON (unclosed string)", 8},
    {"{\"id\":\"x\",\"text\":\"a\\\"}", BAD, "is not valid JSON (unclosed string)", 17},
    {"{\"text\":\"a\tb\"}", BAD, "is not valid JSON (control character in a string)", 10},
    {"{\"text\":\"a\x01\"}", BAD, "is not valid JSON (control character in a string)", 10},
    {"{\"b\":\"\x1f\",\"text\":\"a\"}", BAD, "is not valid JSON (control character in a string)", 6},
    {"{\"text\":\"a\"}{\"text\":\"b\"}", BAD, "is not valid JSON (more behind the object)", 12},
    {"{\"text\":\"a\"} x", BAD, "is not valid JSON (more behind the object)", 13},
    {"{\"text\":\"a}\"},", BAD, "is not valid JSON (more behind the object)", 13},
    {"{\"text\":\"a\"}}", BAD, "is not valid JSON (more behind the object)", 12},
    {"{\"text\":\"a\",}", BAD, "is not valid JSON", 12},
    {"{,\"text\":\"a\"}", BAD, "is not valid JSON", 1},
    {"{\"text\" \"a\"}", BAD, "is not valid JSON", 8},
    {"{\"text\":\"a\" \"b\":1}", BAD, "is not valid JSON", 12},
    {"{\"text\"::\"a\"}", BAD, "is not valid JSON (bad value)", 8},
    {"{\"text\":}", BAD, "is not valid JSON (bad value)", 8},
    {"{\"b\":}", BAD, "is not valid JSON", 5},
    {"{\"b\":,\"text\":\"a\"}", BAD, "is not valid JSON", 5},
    {"{\"text\":\"a\",\"b\":}}", BAD, "is not valid JSON", 16},
    {"{text:\"a\"}", BAD, "is not valid JSON", 1},
    {"{'text':'a'}", BAD, "is not valid JSON", 1},
    {"{\"text\":'a'}", BAD, "is not valid JSON (bad value)", 8},
    {"{\"text\":nul}", BAD, "is not valid JSON (bad value)", 8},
    {"{\"text\":nulll}", BAD, "is not valid JSON (bad value)", 8},
    {"{\"text\":True}", BAD, "is not valid JSON (bad value)", 8},
    {"{\"text\":NaN}", BAD, "is not valid JSON (bad value)", 8},
    {"{\"text\":012}", BAD, "is not valid JSON (bad number)", 8},
    {"{\"text\":-}", BAD, "is not valid JSON (bad number)", 8},
    {"{\"text\":1.}", BAD, "is not valid JSON (bad number)", 8},
    {"{\"text\":1e}", BAD, "is not valid JSON (bad number)", 8},
    {"{\"text\":+1}", BAD, "is not valid JSON (bad value)", 8},
    {"{\"text\":.5}", BAD, "is not valid JSON (bad value)", 8},
    {"{\"text\":1 2}", BAD, "is not valid JSON", 10},
    {"{\"text\":\"a\"\"b\"}", BAD, "is not valid JSON", 11},
    {"{\"text\":\"\\x41\"}", BAD, "is not valid JSON (bad escape in a string)", 8},
    {"{\"text\":\"\\u12g4\"}", BAD, "is not valid JSON (bad escape in a string)", 8},
    {"{\"text\":\"\\u12\"}", BAD, "is not valid JSON (bad escape in a string)", 8},
    {"{\"text\":\"\\ud800\\ud8zz\"}", BAD, "is not valid JSON (bad escape in a string)", 8},
    {"{\"t\\qxt\":\"a\"}", BAD, "is not valid JSON (bad escape in a string)", 1},
    {"{\"text\":\"a\xff\"}", BAD, "holds bytes that are not UTF-8", 10},
    {"\xef\xbb\xbf{\"text\":\"a\xff\"}", BAD, "holds bytes that are not UTF-8", 13},
    {"{\"other\":\"\xc3\",\"text\":\"a\"}", BAD, "holds bytes that are not UTF-8", 10},
    {"{\"text\":\"\xed\xa0\x80\"}", BAD, "holds bytes that are not UTF-8", 9},
    {"{\"text\":\"\xc0\x80\"}", BAD, "holds bytes that are not UTF-8", 9},
    {"{\"text\":\"\xf4\x90\x80\x80\"}", BAD, "holds bytes that are not UTF-8", 9},
    {"{\"text\":\"a\"}\xff", BAD, "holds bytes that are not UTF-8", 12},
};

START_TEST(a_line_is_what_json_says_it_is)
{
    static const char *const path[] = {"text"};
    guarded g = guard_line(rows[_i].line, strlen(rows[_i].line));
    nd_json_value value;
    nd_err err;
    size_t at = 99;
    nd_status st = nd_json_read(json, g.bytes, g.len, path, 1, &value, &at, &err);
    if (rows[_i].says != NULL) {
        ck_assert_int_eq(st, ND_EFORMAT);
        ck_assert_str_eq(err.text, rows[_i].says);
        ck_assert_uint_eq(at, rows[_i].at);
    } else {
        ck_assert_msg(st == ND_OK, "%s", err.text);
        ck_assert_int_eq(value.kind, rows[_i].kind);
        ck_assert_uint_eq(value.len, rows[_i].len);
        if (rows[_i].len > 0)
            ck_assert(memcmp(value.text, rows[_i].text, value.len) == 0);
        ck_assert_int_eq(value.text != NULL, value.kind == ND_JSON_STRING);
    }
    for (size_t i = 0; i < 7; i++) {
        g.bytes[g.len] = "}]\",:{["[i];  /* whatever follows the line, it is not looked at */
        ck_assert_int_eq(nd_json_read(json, g.bytes, g.len, path, 1, &value, &at, NULL), st);
    }
    drop_line(&g);
}
END_TEST

static const struct {
    const char *path, *line, *raw;   /* raw NULL: nothing there */
} paths[] = {
    {"id", "{\"id\":\"a9\"}", "\"a9\""},
    {"id", "{\"id\" : \"a\\u0039\\\"\" }", "\"a\\u0039\\\"\""},
    {"id", "{\"id\":\"\\ud800\",\"z\":1}", "\"\\ud800\""},
    {"id", "{\"id\":  123456789012345678901234567890  ,\"z\":1}", "123456789012345678901234567890"},
    {"id", "{\"id\":-0.5E+10}", "-0.5E+10"},
    {"id", "{\"id\":[1, {\"a\":2} ] , \"b\":1}", "[1, {\"a\":2} ]"},
    {"id", "{\"id\":{\"a\": 2 } }", "{\"a\": 2 }"},
    {"id", "{\"id\":true }", "true"},
    {"meta.id", "{\"meta\":{\"id\":7}}", "7"},
    {"meta.id", "{\"meta\":{\"x\":[{\"id\":1}],\"id\":7},\"id\":8}", "7"},
    {"meta.id", "{\"meta\":{\"id\":7},\"meta\":{\"x\":1}}", NULL},
    {"meta.id", "{\"meta\":{\"id\":7},\"meta\":null}", NULL},
    {"meta.id", "{\"meta\":{\"x\":1},\"meta\":{\"id\":7}}", "7"},
    {"meta.id", "{\"meta\":{\"id\":6,\"id\":7}}", "7"},
    {"meta.id", "{\"meta.id\":7}", "7"},
    {"meta.id", "{\"meta\":[{\"id\":7}]}", NULL},
    {"meta.id", "{\"meta\":{\"idx\":7}}", NULL},
    {"meta.id", "{\"metax\":{\"id\":7},\"met\":{\"id\":7}}", NULL},
    {"meta.id", "{\"m\\u0065ta\":{\"\\u0069d\":7}}", "7"},
    {"a.b.c.d", "{\"a\":{\"b\":{\"c\":{\"d\":\"x\"},\"d\":1},\"c\":2}}", "\"x\""},
    {"a.b.c.d", "{\"a\":{\"b.c\":{\"d\":\"x\"}}}", "\"x\""},
    {"a", "{\"a\":{\"b\":1 }\t}", "{\"b\":1 }"},
    {"", "{\"\":1}", "1"},
    {"a.", "{\"a\":{\"\":1}}", "1"},
};

START_TEST(a_path_leads_to_the_last_value_as_it_stands)
{
    guarded g = guard_line(paths[_i].line, strlen(paths[_i].line));
    nd_json_value value;
    size_t at;
    nd_err err = {.text = ""};
    ck_assert_msg(nd_json_read(json, g.bytes, g.len, &paths[_i].path, 1, &value, &at, &err) == ND_OK, "%s", err.text);
    if (paths[_i].raw == NULL) {
        ck_assert_int_eq(value.kind, ND_JSON_NONE);
    } else {
        ck_assert(value.raw >= g.bytes && value.raw + value.raw_len <= g.bytes + g.len);
        ck_assert_uint_eq(value.raw_len, strlen(paths[_i].raw));
        ck_assert(memcmp(value.raw, paths[_i].raw, value.raw_len) == 0);
    }
    drop_line(&g);
}
END_TEST

START_TEST(many_paths_are_found_in_one_walk)
{
    static const char *const asked[] = {"a", "b.c", "b", "a", "b.c", "x", "d.e.f"};
    nd_json_value v[ND_COUNT(asked)];
    size_t at;
    const char *line = "{\"d\":{\"e\":{\"f\":\"F\\n\"}},\"b\":{\"z\":0,\"c\":\"C\"},\"a\":\"A\\t\"}";
    guarded g = guard_line(line, strlen(line));
    ck_assert_int_eq(nd_json_read(json, g.bytes, g.len, asked, ND_COUNT(asked), v, &at, NULL), ND_OK);
    ck_assert(v[0].len == 2 && memcmp(v[0].text, "A\t", 2) == 0);
    ck_assert(v[3].len == 2 && memcmp(v[3].text, "A\t", 2) == 0);
    ck_assert(v[1].len == 1 && *v[1].text == 'C' && v[4].len == 1 && *v[4].text == 'C');
    ck_assert_int_eq(v[2].kind, ND_JSON_OTHER);
    ck_assert_uint_eq(v[2].raw_len, strlen("{\"z\":0,\"c\":\"C\"}"));
    ck_assert_int_eq(v[5].kind, ND_JSON_NONE);
    ck_assert(v[6].len == 2 && memcmp(v[6].text, "F\n", 2) == 0);
    drop_line(&g);
}
END_TEST

START_TEST(numbers_have_the_value_that_strtod_gives_them)
{
    static const char *const numbers[] = {
        "0", "-0", "1", "-1", "17.25", "1e3", "1E-3", "123456789012345678901234567890", "0.1", "5e-324", "1e-999",
        "1e999", "-1e999", "1.7976931348623157e308", "1.8e308", "9007199254740993", "18446744073709551616",
        "-9223372036854775809", "0.000000000000000000000000000001", "1e-400", "123e400",
    };
    static const char *const path[] = {"n"};
    for (size_t i = 0; i < ND_COUNT(numbers); i++) {
        char line[100];
        nd_json_value value;
        size_t at;
        int len = snprintf(line, sizeof line, "{\"n\":%s}", numbers[i]);
        guarded g = guard_line(line, (size_t)len);
        ck_assert_int_eq(nd_json_read(json, g.bytes, g.len, path, 1, &value, &at, NULL), ND_OK);
        ck_assert_int_eq(value.kind, ND_JSON_NUMBER);
        ck_assert_msg(value.number == strtod(numbers[i], NULL), "%s: %g", numbers[i], value.number);
        drop_line(&g);
    }
}
END_TEST

typedef struct pair {
    char   names[8][8];
    double values[8];
    size_t n, stop_at;
} pair;

static nd_status take_pair(void *ctx, const nd_json_value *values, nd_err *err)
{
    pair *p = ctx;
    if (p->n == p->stop_at)
        return nd_fail(err, ND_ELIMIT, "enough");
    memcpy(p->names[p->n], values[0].kind == ND_JSON_STRING ? values[0].text : "-", values[0].len);
    p->values[p->n++] = values[1].kind == ND_JSON_NUMBER ? values[1].number : -1;
    return ND_OK;
}

START_TEST(each_object_of_an_array_is_given_in_order)
{
    static const char *const asked[] = {"file", "bytes"};
    static const struct {
        const char *line;
        nd_status   status;
        size_t      n;
        const char *says;
    } lists[] = {
        {"{\"v\":1,\"inputs\":[{\"file\":\"a\\n\",\"bytes\":1},{\"bytes\":2},{}],\"z\":[]}", ND_OK, 3, NULL},
        {"{\"inputs\":[]}", ND_OK, 0, NULL},
        {"{\"v\":1}", ND_OK, 0, NULL},
        {"{\"inputs\":[{\"file\":\"old\"}],\"inputs\":[{\"file\":\"a\\n\",\"bytes\":1}]}", ND_OK, 1, NULL},
        {"{\"inputs\":3}", ND_EFORMAT, 0, "field \"inputs\" is not an array"},
        {"{\"inputs\":{\"file\":\"a\"}}", ND_EFORMAT, 0, "field \"inputs\" is not an array"},
        {"{\"inputs\":[{\"file\":\"a\\n\",\"bytes\":1},7]}", ND_EFORMAT, 1, "field \"inputs\" holds what is no object"},
        {"{\"inputs\":[{\"file\":\"a\\n\",\"bytes\":1},{\"file\":}]}", ND_EFORMAT, 1, "is not valid JSON (bad value)"},
        {"{\"inputs\":[{\"file\":\"a\\n\",\"bytes\":1} {}]}", ND_EFORMAT, 1, "is not valid JSON"},
        {"{\"inputs\":[{\"file\":\"a\\n\",\"bytes\":1},{},{},{},{}]}", ND_ELIMIT, 4, "enough"},
        {"[]", ND_EFORMAT, 0, "is not a JSON object"},
    };
    for (size_t i = 0; i < ND_COUNT(lists); i++) {
        pair p = {.stop_at = 4};
        nd_err err = {.text = ""};
        guarded g = guard_line(lists[i].line, strlen(lists[i].line));
        nd_status st = nd_json_each(json, g.bytes, g.len, "inputs", asked, 2, take_pair, &p, &err);
        ck_assert_msg(st == lists[i].status, "%s: %d %s", lists[i].line, st, err.text);
        ck_assert_uint_eq(p.n, lists[i].n);
        if (p.n > 0)
            ck_assert(strcmp(p.names[0], "a\n") == 0 && p.values[0] == 1);
        if (lists[i].says != NULL)
            ck_assert_str_eq(err.text, lists[i].says);
        drop_line(&g);
    }
}
END_TEST

/* ---- limits */

START_TEST(every_escape_of_a_code_unit_is_its_character)
{
    static const char *const path[] = {"text"};
    for (unsigned code = 0; code < 0x10000; code++) {
        char line[32];
        utf8proc_uint8_t bytes[4];
        bool surrogate = code >= 0xd800 && code < 0xe000;
        int len = snprintf(line, sizeof line, code % 2 ? "{\"text\":\"\\u%04x\"}" : "{\"text\":\"\\u%04X\"}", code);
        char padded[32 + ND_JSON_PADDING] = {0};
        memcpy(padded, line, (size_t)len);
        nd_json_value value;
        size_t at, n = (size_t)utf8proc_encode_char(surrogate ? 0xfffd : (utf8proc_int32_t)code, bytes);
        if (nd_json_read(json, padded, (size_t)len, path, 1, &value, &at, NULL) != ND_OK || value.len != n ||
            memcmp(value.text, bytes, n) != 0)
            ck_abort_msg("U+%04X", code);
    }
}
END_TEST

/* {"x":[[[...]]],"text":"a"}, deep levels. */
static size_t deep_line(char *to, size_t levels, const char *key, const char *open, const char *close)
{
    size_t n = strlen(open), m = strlen(close);
    char *at = to + sprintf(to, "{\"%s\":", key);
    for (size_t i = 0; i < levels; i++, at += n)
        memcpy(at, open, n);
    at += sprintf(at, "1");
    for (size_t i = 0; i < levels; i++, at += m)
        memcpy(at, close, m);
    at += sprintf(at, ",\"text\":\"a\"}");
    return (size_t)(at - to);
}

START_TEST(deep_nesting_is_an_error_and_not_a_crash)
{
    static const struct {
        const char *key, *open, *close;
    } shapes[] = {
        {"x", "[", "]"}, {"x", "{\"a\":", "}"}, {"x", "[{\"a\":", "}]"}, {"text", "[", "]"}, {"b", "{\"c\":", "}"},
        {"x", "[", ""}, {"x", "{\"a\":", "]"},
    };
    static const char *const asked[] = {"text", "b.c.c.c"};
    enum { DEEP = 100000 };
    char *line = malloc(DEEP * 10 + 100);
    for (size_t i = 0; i < ND_COUNT(shapes); i++) {
        for (size_t levels = 10; levels <= DEEP; levels *= 10) {
            nd_json_value values[2];
            nd_err err;
            size_t at, len = deep_line(line, levels, shapes[i].key, shapes[i].open, shapes[i].close);
            guarded g = guard_line(line, len);
            nd_status st = nd_json_read(json, g.bytes, g.len, asked, 2, values, &at, &err);
            if (i < 5)
                ck_assert_int_eq(st, levels < 1000 ? ND_OK : levels > 1000 ? ND_EFORMAT : st);
            if (i < 5 && st != ND_OK)
                ck_assert_str_eq(err.text, "is nested too deep");
            if (i == 5)
                ck_assert_int_eq(st, ND_EFORMAT);
            drop_line(&g);
        }
    }
    free(line);
}
END_TEST

START_TEST(brackets_in_strings_are_not_nesting)
{
    enum { MANY = 50000 };
    static const char *const path[] = {"text"};
    char *line = malloc(2 * MANY + 200);
    char *at = line + sprintf(line, "{\"x\":[\"\\\"");
    memset(at, '[', MANY);
    at += MANY;
    at += sprintf(at, "\",{}");
    for (int i = 0; i < 1000; i++)
        at += sprintf(at, ",[[]]");
    at += sprintf(at, "],\"text\":\"a\"}");
    guarded g = guard_line(line, (size_t)(at - line));
    nd_json_value value;
    size_t where;
    ck_assert_int_eq(nd_json_read(json, g.bytes, g.len, path, 1, &value, &where, NULL), ND_OK);
    ck_assert(value.len == 1 && *value.text == 'a');
    drop_line(&g);
    free(line);
}
END_TEST

START_TEST(a_string_of_50_mb_is_read_whole)
{
    enum { LARGE = 50 << 20 };
    static const char *const path[] = {"text"};
    char *line = malloc(LARGE + 100 + ND_JSON_PADDING);
    for (int escaped = 0; escaped < 2; escaped++) {
        size_t n = (size_t)sprintf(line, "{\"text\":\"");
        for (size_t i = 0; i < LARGE; i += 2)
            memcpy(line + n + i, escaped ? "\\n" : "ab", 2);
        n += LARGE;
        n += (size_t)sprintf(line + n, "\"}");
        memset(line + n, 0, ND_JSON_PADDING);
        nd_json_value value;
        size_t at;
        ck_assert_int_eq(nd_json_read(json, line, n, path, 1, &value, &at, NULL), ND_OK);
        ck_assert_uint_eq(value.len, escaped ? LARGE / 2 : LARGE);
        ck_assert(value.text[0] == (escaped ? '\n' : 'a') && value.text[value.len - 1] == (escaped ? '\n' : 'b'));
    }
    free(line);
}
END_TEST

START_TEST(more_paths_than_there_is_room_for_are_refused)
{
    const char *asked[ND_JSON_PATHS + 1];
    nd_json_value values[ND_JSON_PATHS + 1];
    size_t at;
    for (size_t i = 0; i < ND_COUNT(asked); i++)
        asked[i] = "a";
    guarded g = guard_line("{\"a\":1}", 7);
    ck_assert_int_eq(nd_json_read(json, g.bytes, g.len, asked, ND_JSON_PATHS, values, &at, NULL), ND_OK);
    ck_assert_int_eq(values[ND_JSON_PATHS - 1].kind, ND_JSON_NUMBER);
    ck_assert_int_eq(nd_json_read(json, g.bytes, g.len, asked, ND_JSON_PATHS + 1, values, &at, NULL), ND_EINVAL);
    drop_line(&g);
}
END_TEST

/* ---- hostile */

static uint32_t random_next(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

/* A record of fields that are all asked for; where it is flat, nothing is skipped unseen. */
static size_t random_record(char *to, uint64_t *seed)
{
    static const char *const values[] = {
        "\"\"", "\"plain\"", "\"a\\nb\"", "\"\\u00e9\\ud83d\\ude00\"", "\"\\ud800\"", "\"\\udc00x\\\\ud800\"",
        "\"\xc3\xa9\xf0\x9f\x98\x80\"", "17", "-0.5e-7", "0", "true", "false", "null", "\"{[,:\\\"\"",
        "[]", "{}", "[1, [\"]\",{\"text\":[]}] ]", "{ \"text\" :\"no\",\"b\":[{},{\"}\":1}]}",
    };
    static const char *const keys[] = {"text", "id", "a", "b", "c"};
    char *at = to + sprintf(to, "%s{", random_next(seed) % 4 == 0 ? " " : "");
    size_t n = random_next(seed) % 6;
    for (size_t i = 0; i < n; i++)
        at += sprintf(at, "%s\"%s\"%s:%s%s", i > 0 ? "," : "", keys[random_next(seed) % 5],
                      random_next(seed) % 5 == 0 ? " " : "", random_next(seed) % 5 == 0 ? "\t" : "",
                      values[random_next(seed) % ND_COUNT(values)]);
    return (size_t)(at + sprintf(at, "}") - to);
}

static size_t mutate(char *line, size_t len, uint64_t *seed)
{
    static const char bytes[] = "\"\\{}[]:, \t0189eE.+-tfnu\x80\xc3\xff\x01";
    size_t at = random_next(seed) % len;
    char byte = bytes[random_next(seed) % (sizeof bytes - 1)];
    switch (random_next(seed) % 4) {
    case 0:
        line[at] = byte;
        return len;
    case 1:
        memmove(line + at, line + at + 1, len - at - 1);
        return len - 1;
    case 2:
        memmove(line + at + 1, line + at, len - at);
        line[at] = byte;
        return len + 1;
    default:
        return at;
    }
}

/* No array or object inside, no key that is not asked for: what they hold is skipped unseen. */
static bool nothing_unseen(const char *line, size_t len)
{
    size_t known = 0, colons = 0, brackets = 0;
    static const char *const keys[] = {"\"text\"", "\"id\"", "\"a\"", "\"b\"", "\"c\""};
    for (size_t i = 0; i < len; i++) {
        colons += line[i] == ':';
        brackets += line[i] == '[' || line[i] == '{';
        for (size_t k = 0; k < ND_COUNT(keys); k++)
            known += len - i > strlen(keys[k]) && memcmp(line + i, keys[k], strlen(keys[k])) == 0;
    }
    return known >= colons && brackets <= 1;
}

START_TEST(a_strict_reader_agrees_on_mutated_records)
{
    static const char *const asked[] = {"text", "id", "a", "b", "c"};
    size_t accepted = 0, refused = 0;
    uint64_t seed = (uint64_t)_i;
    for (int round = 0; round < 20000; round++) {
        char line[512 + ND_JSON_PADDING] = {0};
        size_t len = random_record(line, &seed);
        if (round % 8 > 0)
            len = mutate(line, len, &seed);
        memset(line + len, 0, ND_JSON_PADDING);
        naive oracle;
        nd_json_value values[5];
        nd_err err = {.text = ""};
        size_t at;
        bool valid = naive_read(&oracle, line, len, "text");
        nd_status st = nd_json_read(json, line, len, asked, 5, values, &at, &err);
        ck_assert(st == ND_OK || st == ND_EFORMAT);
        if (st != ND_OK)
            ck_assert_uint_le(at, len);
        if (valid || nothing_unseen(line, len))
            ck_assert_msg((st == ND_OK) == valid, "%.*s: %d %s", (int)len, line, valid, err.text);
        if (valid) {
            ck_assert_int_eq(values[0].kind == ND_JSON_STRING, oracle.is_string);
            if (oracle.is_string)
                ck_assert(values[0].len == oracle.value.len &&
                          (values[0].len == 0 || memcmp(values[0].text, oracle.value.bytes, values[0].len) == 0));
            accepted++;
        } else {
            refused++;
        }
        nd_buf_release(&oracle.value);
    }
    ck_assert_uint_gt(accepted, 2000);
    ck_assert_uint_gt(refused, 2000);
}
END_TEST

/* ---- parser */

/* One record in a batch of its own. */
typedef struct one {
    nd_batch  batch;
    nd_record record;
} one;

static one make_one(const char *bytes, size_t len, nd_format format, nd_record_kind kind)
{
    one o = {.record = {.len = len, .number = 1, .at = 1000, .kind = kind}};
    nd_batch_init(&o.batch, NULL);
    ck_assert(nd_grow(NULL, &o.batch.bytes, &o.batch.cap, len + ND_PADDING, 1));
    memcpy(o.batch.bytes, bytes, len);
    memset(o.batch.bytes + len, 0, ND_PADDING);
    o.batch.len = len;
    o.batch.format = format;
    return o;
}

static const char *const one_field[] = {"text"}, *const three_fields[] = {"title", "body.text", "end"};

static const struct {
    const char *bytes;
    size_t      n_text;      /* 1, or 3: title, body.text, end */
    const char *text, *id;   /* text NULL: bad */
    double      keep;        /* NAN: none */
    const char *says;
    uint64_t    byte;
} records[] = {
    {"{\"id\":\"a9\",\"text\":\"hello\",\"score\":2.5}\n", 1, "hello", "\"a9\"", 2.5, NULL, 0},
    {"{\"id\":17,\"text\":\"hello\",\"score\":\"2.5\"}\r\n", 1, "hello", "17", NAN, NULL, 0},
    {"{\"id\":null,\"text\":\"hello\",\"score\":1e999}", 1, "hello", NULL, NAN, NULL, 0},
    {"{\"id\":[1],\"text\":\"\",\"score\":-3}", 1, "", NULL, -3, NULL, 0},
    {"{\"text\":\"caf\\u00e9\\r\\n\"}\n", 1, "caf\xc3\xa9\r\n", NULL, NAN, NULL, 0},
    {"{\"id\":1}\n", 1, NULL, NULL, NAN, "has no field \"text\"", 1000},
    {"{\"id\":1,\"text\":null}\n", 1, NULL, NULL, NAN, "has no field \"text\"", 1000},
    {"{\"id\":1,\"text\":17}\n", 1, NULL, NULL, NAN, "field \"text\" is not a string", 1015},
    {"{\"id\":1,\"text\":[\"a\"]}\n", 1, NULL, NULL, NAN, "field \"text\" is not a string", 1015},
    {"{\"id\":1,\"text\":\"a}\n", 1, NULL, NULL, NAN, "is not valid JSON (unclosed string)", 1015},
    {"not json\n", 1, NULL, NULL, NAN, "is not a JSON object", 1000},
    {"{\"text\":\"\xff\"}\n", 1, NULL, NULL, NAN, "holds bytes that are not UTF-8", 1009},
    {"{\"title\":\"A\",\"body\":{\"text\":\"B\"},\"end\":\"C\"}", 3, "A\nB\nC", NULL, NAN, NULL, 0},
    {"{\"end\":\"C\",\"title\":\"A\"}", 3, "A\n\nC", NULL, NAN, NULL, 0},
    {"{\"body\":{\"text\":\"B\"},\"title\":null}", 3, "\nB\n", NULL, NAN, NULL, 0},
    {"{\"title\":\"\"}", 3, "\n\n", NULL, NAN, NULL, 0},
    {"{\"id\":1}", 3, NULL, NULL, NAN, "has none of the 3 text fields (\"title\", ...)", 1000},
    {"{\"title\":\"A\",\"body\":{\"text\":5}}", 3, NULL, NULL, NAN, "field \"body.text\" is not a string", 1028},
};

START_TEST(a_json_record_is_its_text_its_id_and_its_keep_value)
{
    nd_parser *parser;
    bool three = records[_i].n_text == 3;
    nd_fields fields = {three ? three_fields : one_field, records[_i].n_text, "id", "score", NULL, NULL};
    ck_assert_int_eq(nd_parser_new(&parser, &fields, NULL, NULL), ND_OK);
    one o = make_one(records[_i].bytes, strlen(records[_i].bytes), ND_JSONL, ND_RECORD);
    nd_parsed parsed;
    nd_err err = {.text = ""};
    uint64_t byte = 0;
    nd_status st = nd_parser_read(parser, &o.batch, &o.record, &parsed, &byte, &err);
    if (records[_i].text == NULL) {
        ck_assert_int_eq(st, ND_EFORMAT);
        ck_assert_str_eq(err.text, records[_i].says);
        ck_assert_uint_eq(byte, records[_i].byte);
    } else {
        ck_assert_msg(st == ND_OK, "%s", err.text);
        ck_assert_uint_eq(parsed.len, strlen(records[_i].text));
        ck_assert(memcmp(parsed.text, records[_i].text, parsed.len) == 0);
        ck_assert_int_eq(parsed.id != NULL, records[_i].id != NULL);
        if (parsed.id != NULL)
            ck_assert(parsed.id_len == strlen(records[_i].id) && memcmp(parsed.id, records[_i].id, parsed.id_len) == 0);
        ck_assert_int_eq(parsed.has_keep, !isnan(records[_i].keep));
        if (parsed.has_keep)
            ck_assert(parsed.keep == records[_i].keep);
    }
    nd_batch_release(&o.batch);
    nd_parser_free(parser);
}
END_TEST

START_TEST(plain_text_is_its_bytes_and_a_line_loses_its_end)
{
    static const struct {
        const char    *bytes;
        nd_format      format;
        size_t         len;
    } plain[] = {
        {"a line\n", ND_LINES, 6}, {"a line\r\n", ND_LINES, 6}, {"a line", ND_LINES, 6}, {"a line\r", ND_LINES, 7},
        {"a \xff\n", ND_LINES, 3}, {"\n", ND_LINES, 0}, {"two\nlines\r\n", ND_TEXT, 11}, {"\xef\xbb\xbfx\n", ND_TEXT, 5},
    };
    nd_parser *parser;
    nd_fields fields = {.text = one_field, .n_text = 1};
    ck_assert_int_eq(nd_parser_new(&parser, &fields, NULL, NULL), ND_OK);
    for (size_t i = 0; i < ND_COUNT(plain); i++) {
        one o = make_one(plain[i].bytes, strlen(plain[i].bytes), plain[i].format, ND_RECORD);
        nd_parsed parsed;
        uint64_t byte;
        ck_assert_int_eq(nd_parser_read(parser, &o.batch, &o.record, &parsed, &byte, NULL), ND_OK);
        ck_assert_uint_eq(parsed.len, plain[i].len);
        ck_assert(memcmp(parsed.text, plain[i].bytes, parsed.len) == 0);
        ck_assert(parsed.id == NULL && !parsed.has_keep);
        nd_batch_release(&o.batch);
    }
    nd_parser_free(parser);
}
END_TEST

START_TEST(an_oversize_record_is_bad_whatever_it_holds)
{
    nd_parser *parser;
    nd_fields fields = {.text = one_field, .n_text = 1, .id = "id"};
    ck_assert_int_eq(nd_parser_new(&parser, &fields, NULL, NULL), ND_OK);
    for (int format = ND_JSONL; format <= ND_TEXT; format++) {
        one o = make_one("{\"text\":\"a\"}\n", 13, (nd_format)format, ND_OVERSIZE);
        nd_parsed parsed;
        nd_err err;
        uint64_t byte = 0;
        ck_assert_int_eq(nd_parser_read(parser, &o.batch, &o.record, &parsed, &byte, &err), ND_EFORMAT);
        ck_assert_str_eq(err.text, "is larger than --max-doc");
        ck_assert_uint_eq(byte, 1000);
        nd_batch_release(&o.batch);
    }
    nd_parser_free(parser);
}
END_TEST

START_TEST(the_number_of_text_fields_is_checked)
{
    nd_parser *parser = NULL;
    nd_fields none = {.text = one_field}, many = {.text = one_field, .n_text = ND_TEXT_FIELDS + 1};
    ck_assert_int_eq(nd_parser_new(&parser, &none, NULL, NULL), ND_EINVAL);
    ck_assert_int_eq(nd_parser_new(&parser, &many, NULL, NULL), ND_EINVAL);
    ck_assert_ptr_null(parser);
}
END_TEST

/* ---- oom */

START_TEST(every_allocation_may_fail)
{
    const char *line = "{\"title\":\"\\ud800\",\"body\":{\"text\":\"B\"}}";
    nd_fields fields = {.text = three_fields, .n_text = 3, .id = "id"};
    one o = make_one(line, strlen(line), ND_JSONL, ND_RECORD);
    nd_status st = ND_ENOMEM;
    size_t n = 0;
    for (; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        nd_parser *parser = NULL;
        nd_parsed parsed;
        nd_err err;
        uint64_t byte;
        st = nd_parser_new(&parser, &fields, SCARCE(&s), &err);
        if (st == ND_OK)
            st = nd_parser_read(parser, &o.batch, &o.record, &parsed, &byte, &err);
        if (st == ND_OK)
            ck_assert(parsed.len == 6 && memcmp(parsed.text, "\xef\xbf\xbd\nB\n", 6) == 0);
        nd_parser_free(parser);
        ck_assert_uint_eq(s.live, 0);
    }
    ck_assert_int_eq(st, ND_OK);
    ck_assert_uint_ge(n, 5);
    nd_batch_release(&o.batch);
}
END_TEST

Suite *json_suite(void);
Suite *json_suite(void)
{
    Suite *suite = suite_create("json");
    TCase *core = tcase_create("core"), *limits = tcase_create("limits"), *hostile = tcase_create("hostile");
    TCase *parser = tcase_create("parser"), *oom = tcase_create("oom");
    TCase *with_json[] = {core, limits, hostile};
    for (size_t i = 0; i < ND_COUNT(with_json); i++)
        tcase_add_checked_fixture(with_json[i], make_json, free_json);

    tcase_add_loop_test(core, a_line_is_what_json_says_it_is, 0, ND_COUNT(rows));
    tcase_add_loop_test(core, a_path_leads_to_the_last_value_as_it_stands, 0, ND_COUNT(paths));
    tcase_add_test(core, many_paths_are_found_in_one_walk);
    tcase_add_test(core, numbers_have_the_value_that_strtod_gives_them);
    tcase_add_test(core, each_object_of_an_array_is_given_in_order);
    suite_add_tcase(suite, core);

    tcase_add_test(limits, every_escape_of_a_code_unit_is_its_character);
    tcase_add_test(limits, deep_nesting_is_an_error_and_not_a_crash);
    tcase_add_test(limits, brackets_in_strings_are_not_nesting);
    tcase_add_test(limits, a_string_of_50_mb_is_read_whole);
    tcase_add_test(limits, more_paths_than_there_is_room_for_are_refused);
    suite_add_tcase(suite, limits);

    tcase_add_loop_test(hostile, a_strict_reader_agrees_on_mutated_records, 0, 4);
    suite_add_tcase(suite, hostile);

    tcase_add_loop_test(parser, a_json_record_is_its_text_its_id_and_its_keep_value, 0, ND_COUNT(records));
    tcase_add_test(parser, plain_text_is_its_bytes_and_a_line_loses_its_end);
    tcase_add_test(parser, an_oversize_record_is_bad_whatever_it_holds);
    tcase_add_test(parser, the_number_of_text_fields_is_checked);
    suite_add_tcase(suite, parser);

    tcase_add_test(oom, every_allocation_may_fail);
    suite_add_tcase(suite, oom);
    return suite;
}
