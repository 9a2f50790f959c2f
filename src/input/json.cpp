/* SPDX-License-Identifier: MIT
 *
 * json.cpp - the walk over one object with simdjson On-Demand; the only C++ file.
 *
 * Fields are visited once, in order; of each, the paths that its key can still
 * belong to are looked up, a nested object with paths left in it is walked the same
 * way, everything else is skipped. Strings are unescaped into one buffer of the
 * line's size, which always suffices, so a record costs no allocation.
 *
 * simdjson refuses a lone surrogate escape. Web text has them, so such a line is
 * read again from a copy in which each is \ufffd, which is as long.
 *
 * On-Demand skips without recursion, so depth is no danger here; but a record that
 * other programs cannot read is an error, hence the limit. No exception leaves
 * simdjson's noexcept calls. simdjson allocates its index for itself.
 */
#include "json.h"
#include "json_line.h"
#include "utf8.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <new>
#include <simdjson.h>
#include <string_view>
#include <utility>

using namespace simdjson;
using std::string_view;

static_assert(ND_JSON_PADDING >= SIMDJSON_PADDING, "simdjson reads behind the line");

namespace {

constexpr size_t least_capacity = 64 << 10;
constexpr size_t most_depth = 1024;

#define TRY(expression)                                \
    do {                                               \
        error_code try_code = (expression);            \
        if (try_code != SUCCESS)                       \
            return try_code;                           \
    } while (0)

/* One reading of a line, or of its copy. */
struct walk {
    const ondemand::parser &parser;
    const char *line;          /* what the caller knows */
    const char *from, *end;    /* what is read: line or its copy */
    const string_view *paths;
    size_t n;
    nd_json_value *values;
    uint8_t *to;               /* where the next string is unescaped to */
    const char *at;            /* the value that is looked at, for errors */
};

bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

string_view trimmed(string_view token)
{
    while (!token.empty() && is_space(token.back()))
        token.remove_suffix(1);
    return token;
}

/* A key without a backslash stands in the line as it is. */
error_code read_key(walk &w, ondemand::raw_json_string raw, string_view &key)
{
    const char *end = raw.raw();
    while (*end != '"' && *end != '\\')
        end++;
    key = string_view(raw.raw(), static_cast<size_t>(end - raw.raw()));
    if (*end == '"')
        return SUCCESS;
    uint8_t *to = w.to;
    return w.parser.unescape(raw, to).get(key);
}

error_code read_scalar(walk &w, ondemand::value &value, string_view token, nd_json_value &out)
{
    if (token[0] == '"') {
        ondemand::raw_json_string raw;
        string_view text;
        TRY(value.get_raw_json_string().get(raw));
        TRY(w.parser.unescape(raw, w.to).get(text));
        out.kind = ND_JSON_STRING;
        out.text = text.data();
        out.len = text.size();
    } else if (nd_json_is_number(token.data(), token.size())) {
        out.kind = ND_JSON_NUMBER;
        if (value.get_double().get(out.number) != SUCCESS)
            out.number = token[0] == '-' ? -HUGE_VAL : HUGE_VAL;
    } else if (token == "null") {
        out.kind = ND_JSON_NULL;
    } else if (token == "true" || token == "false") {
        out.kind = ND_JSON_OTHER;
    } else {
        return token[0] == '-' || (token[0] >= '0' && token[0] <= '9') ? NUMBER_ERROR : T_ATOM_ERROR;
    }
    return SUCCESS;
}

/* Which of the wanted paths, behind prefix bytes, are this key (here) or go on below it (deeper)? */
void match(const walk &w, string_view key, size_t prefix, uint64_t wanted, uint64_t &here, uint64_t &deeper)
{
    here = deeper = 0;
    for (size_t i = 0; i < w.n; i++) {
        string_view path = w.paths[i];
        if ((wanted >> i & 1) == 0 || path.size() - prefix < key.size() ||
            path.compare(prefix, key.size(), key) != 0)
            continue;
        if (path.size() == prefix + key.size())
            here |= uint64_t{1} << i;
        else if (path[prefix + key.size()] == '.')
            deeper |= uint64_t{1} << i;
    }
}

void set_values(walk &w, uint64_t which, const nd_json_value &value)
{
    for (size_t i = 0; i < w.n && which != 0; i++)
        if (which >> i & 1)
            w.values[i] = value;
}

error_code read_object(walk &w, ondemand::object &object, size_t prefix, uint64_t wanted);

/*
 * A field that begins: its value goes to found, to be stored for the paths in here.
 * Of an object or array only the first byte of raw is known yet.
 */
error_code read_field(walk &w, ondemand::field &field, size_t prefix, uint64_t wanted, uint64_t &here,
                      nd_json_value &found)
{
    string_view key, token = trimmed(field.value().raw_json_token());
    uint64_t deeper;
    w.at = field.key().raw() - 1;
    TRY(read_key(w, field.key(), key));
    w.at = token.data();
    match(w, key, prefix, wanted, here, deeper);
    set_values(w, here | deeper, {});  /* the last of equal keys wins, with all below it */
    found.raw = token.data();
    found.raw_len = token.size();
    if (token[0] == '{' && deeper != 0) {
        ondemand::object object;
        TRY(field.value().get_object().get(object));
        TRY(read_object(w, object, prefix + key.size() + 1, deeper));
    }
    if (token[0] == '{' || token[0] == '[')
        found.kind = ND_JSON_OTHER;
    else if (here != 0)
        TRY(read_scalar(w, field.value(), token, found));
    else if (string_view("}],:").find(token[0]) != string_view::npos)
        return TAPE_ERROR;
    return SUCCESS;
}

/* An object or array that was passed: it ends before rest, with a comma or bracket between. */
error_code end_container(const char *rest, nd_json_value &found)
{
    if (rest <= found.raw)
        return TAPE_ERROR;
    string_view raw = trimmed(string_view(found.raw, static_cast<size_t>(rest - found.raw)));
    raw.remove_suffix(1);
    raw = trimmed(raw);
    found.raw_len = raw.size();
    return nd_json_is_deep(raw.data(), raw.size(), most_depth) ? DEPTH_ERROR : SUCCESS;
}

/*
 * Only ++ skips a value right: object.raw_json() loses count of brackets where an
 * object begins with what is no key.
 */
error_code read_object(walk &w, ondemand::object &object, size_t prefix, uint64_t wanted)
{
    auto it = object.begin(), end = object.end();
    while (it != end) {
        ondemand::field field;
        nd_json_value found = {};
        uint64_t here;
        w.at = nullptr;
        TRY((*it).get(field));
        TRY(read_field(w, field, prefix, wanted, here, found));
        ++it;  /* a failure is told by the next *it */
        if (*found.raw == '{' || *found.raw == '[') {
            const char *rest = w.end;
            if (field.value().current_location().get(rest) != SUCCESS)
                rest = w.end;
            w.at = found.raw;
            TRY(end_container(rest, found));
        }
        found.raw = w.line + (found.raw - w.from);
        set_values(w, here, found);
    }
    w.at = nullptr;
    return SUCCESS;
}

/* What is told of an error, and where simdjson does not know, where it is. */
struct wording {
    error_code code;
    const char *text;
};

const wording wordings[] = {
    {CAPACITY, "is larger than 4 GiB"},
    {EMPTY, "is empty"},
    {UTF8_ERROR, "holds bytes that are not UTF-8"},
    {INCORRECT_TYPE, "is not a JSON object"},
    {DEPTH_ERROR, "is nested too deep"},
    {UNCLOSED_STRING, "is not valid JSON (unclosed string)"},
    {UNESCAPED_CHARS, "is not valid JSON (control character in a string)"},
    {STRING_ERROR, "is not valid JSON (bad escape in a string)"},
    {NUMBER_ERROR, "is not valid JSON (bad number)"},
    {T_ATOM_ERROR, "is not valid JSON (bad value)"},
    {INCOMPLETE_ARRAY_OR_OBJECT, "is not valid JSON (unclosed object or array)"},
    {TRAILING_CONTENT, "is not valid JSON (more behind the object)"},
};

const char *text_of(error_code code)
{
    for (const wording &w : wordings)
        if (w.code == code)
            return w.text;
    return "is not valid JSON";
}

size_t place_of(error_code code, string_view text, const char *at)
{
    switch (code) {
    case UTF8_ERROR:
        return nd_utf8_valid(text.data(), text.size());
    case UNESCAPED_CHARS:
    case UNCLOSED_STRING:
        return nd_json_string_fault(text.data(), text.size());
    case INCOMPLETE_ARRAY_OR_OBJECT:
        return text.size();
    default:
        return at != nullptr ? static_cast<size_t>(at - text.data()) : 0;
    }
}

} // namespace

struct nd_json {
    ondemand::parser parser;
    size_t capacity;      /* of the parser: bytes of the longest line it can take */
    char  *strings;       /* unescaped strings of the last line */
    size_t cap_strings;
    char  *copy;          /* of a line with lone surrogates */
    size_t cap_copy;
    const nd_alloc *alloc;
};

/* Room to index a text of len bytes, and to unescape all its strings. */
static bool make_room(nd_json *json, size_t len)
{
    if (len > json->capacity && len <= SIMDJSON_MAXSIZE_BYTES) {
        size_t want = json->capacity + json->capacity / 2;
        if (want < len)
            want = len;
        if (want < least_capacity)
            want = least_capacity;
        if (want > SIMDJSON_MAXSIZE_BYTES)
            want = SIMDJSON_MAXSIZE_BYTES;
        json->capacity = 0;
        if (json->parser.allocate(want) != SUCCESS)
            return false;
        json->capacity = want;
    }
    return len <= SIZE_MAX / 2 &&
           nd_grow(json->alloc, &json->strings, &json->cap_strings, len + SIMDJSON_PADDING, 1);
}

/* Reads the object that text is. text lies in a line, or is the copy of one. */
static error_code read_text(nd_json *json, string_view text, walk &w)
{
    ondemand::document document;
    ondemand::object object;
    const char *rest;
    set_values(w, ~uint64_t{0}, {});
    w.from = text.data();
    w.end = text.data() + text.size();
    w.to = reinterpret_cast<uint8_t *>(json->strings);
    w.at = nullptr;
    TRY(json->parser.iterate(text.data(), text.size(), text.size() + SIMDJSON_PADDING).get(document));
    error_code code = document.get_object().get(object);
    if (code == SUCCESS)
        code = read_object(w, object, 0, ~uint64_t{0});
    error_code end = document.current_location().get(rest);
    if (code == SUCCESS && end == SUCCESS)
        code = TRAILING_CONTENT;
    if (code != SUCCESS && w.at == nullptr)
        w.at = end == SUCCESS ? rest : w.end;
    return code;
}

static nd_status list_paths(const char *const *paths, size_t n, string_view *list, nd_err *err)
{
    if (n > ND_JSON_PATHS)
        return nd_fail(err, ND_EINVAL, "%zu fields, must be at most %d", n, ND_JSON_PATHS);
    for (size_t i = 0; i < n; i++)
        list[i] = paths[i];
    return ND_OK;
}

static nd_status told(error_code code, nd_err *err)
{
    if (code == MEMALLOC)
        return nd_no_memory(err, 0);
    return nd_fail(err, ND_EFORMAT, "%s", text_of(code));
}

nd_status nd_json_new(nd_json **out, const nd_alloc *alloc, nd_err *err)
{
    void *room = nd_get(alloc, 1, sizeof(nd_json));
    if (room == nullptr)
        return nd_no_memory(err, sizeof(nd_json));
    nd_json *json = new (room) nd_json();
    json->alloc = alloc;
    *out = json;
    return ND_OK;
}

void nd_json_free(nd_json *json)
{
    if (json == nullptr)
        return;
    const nd_alloc *alloc = json->alloc;
    nd_drop(alloc, json->strings, json->cap_strings, 1);
    nd_drop(alloc, json->copy, json->cap_copy, 1);
    json->~nd_json();
    nd_drop(alloc, json, 1, sizeof(nd_json));
}

nd_status nd_json_read(nd_json *json, const char *line, size_t len, const char *const *paths, size_t n,
                       nd_json_value *values, size_t *at, nd_err *err)
{
    string_view list[ND_JSON_PATHS], text(line, len);
    nd_status st = list_paths(paths, n, list, err);
    *at = 0;
    if (st != ND_OK)
        return st;
    if (text.substr(0, 3) == "\xef\xbb\xbf")
        text.remove_prefix(3);
    if (!make_room(json, text.size()))
        return nd_no_memory(err, text.size());

    walk w = {json->parser, text.data(), nullptr, nullptr, list, n, values, nullptr, nullptr};
    string_view read = text;
    error_code code = read_text(json, read, w);
    if (code == STRING_ERROR) {
        if (!nd_grow(json->alloc, &json->copy, &json->cap_copy, text.size() + SIMDJSON_PADDING, 1))
            return nd_no_memory(err, text.size());
        std::memcpy(json->copy, text.data(), text.size());
        std::memset(json->copy + text.size(), 0, SIMDJSON_PADDING);
        if (nd_json_mend_surrogates(json->copy, text.size()) > 0) {
            read = string_view(json->copy, text.size());
            code = read_text(json, read, w);
        }
    }
    if (code == SUCCESS)
        return ND_OK;
    /* simdjson looks at the last character: what stands behind a whole object it calls an open one */
    size_t end = code == INCOMPLETE_ARRAY_OR_OBJECT ? nd_json_object_end(read.data(), read.size()) : read.size();
    if (end < read.size()) {
        code = TRAILING_CONTENT;
        w.at = read.data() + end;
    }
    *at = place_of(code, read, w.at) + (len - text.size());
    return told(code, err);
}

nd_status nd_json_each(nd_json *json, const char *line, size_t len, const char *key,
                       const char *const *paths, size_t n,
                       nd_status (*each)(void *ctx, const nd_json_value *values, nd_err *err), void *ctx,
                       nd_err *err)
{
    string_view list[ND_JSON_PATHS];
    nd_json_value found, values[ND_JSON_PATHS];
    size_t at;
    nd_status st = list_paths(paths, n, list, err);
    if (st == ND_OK)
        st = nd_json_read(json, line, len, &key, 1, &found, &at, err);
    if (st != ND_OK || found.kind == ND_JSON_NONE)
        return st;
    if (found.raw[0] != '[')
        return nd_fail(err, ND_EFORMAT, "field \"%s\" is not an array", key);

    ondemand::document document;
    ondemand::array array;
    const char *raw = found.raw;
    size_t raw_len = found.raw_len;
    walk w = {json->parser, raw, raw, raw + raw_len, list, n, values, nullptr, nullptr};
    error_code code = json->parser.iterate(raw, raw_len, raw_len + SIMDJSON_PADDING).get(document);
    if (code == SUCCESS)
        code = document.get_array().get(array);
    if (code != SUCCESS)
        return told(code, err);
    for (auto next : array) {
        ondemand::object object;
        set_values(w, ~uint64_t{0}, {});
        w.to = reinterpret_cast<uint8_t *>(json->strings);
        code = next.get_object().get(object);
        if (code == SUCCESS)
            code = read_object(w, object, 0, ~uint64_t{0});
        if (code != SUCCESS)
            return code == INCORRECT_TYPE
                       ? nd_fail(err, ND_EFORMAT, "field \"%s\" holds what is no object", key)
                       : told(code, err);
        st = each(ctx, values, err);
        if (st != ND_OK)
            return st;
    }
    return ND_OK;
}
