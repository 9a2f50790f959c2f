/* SPDX-License-Identifier: MIT
 *
 * test_stream.c - what zlib and zstd packed comes back, however it is cut; what is
 * broken is said to be, after all that stands before the break.
 */
#include "input/stream.h"
#include "files.h"
#include "scarce.h"

#include <pthread.h>
#include <time.h>

typedef struct outcome {
    nd_status  status;    /* of the read that ended it, or of open */
    nd_packing packing;
    nd_buf     decoded;
    nd_err     why;
    nd_status  finished;
    uint64_t   bytes;
    nd_digest  digest;
} outcome;

/* Reads path to its end, caps bytes (0: random) at a time. */
static outcome read_path(const char *path, size_t caps, const nd_alloc *alloc)
{
    outcome o = {.status = ND_OK, .finished = ND_OK};
    nd_stream *stream = NULL;
    uint64_t seed = 3;
    size_t most = caps != 0 ? caps : 10000, got;
    char *room = malloc(most);
    nd_buf_init(&o.decoded, NULL);
    o.status = nd_stream_open(&stream, path, NULL, alloc, &o.why);
    bool opened = o.status == ND_OK;
    if (opened)
        o.packing = nd_stream_packing(stream);
    while (o.status == ND_OK) {
        size_t cap = caps != 0 ? caps : 1 + random_below(&seed, most);
        o.status = nd_stream_read(stream, room, cap, &got, &o.why);
        ck_assert_uint_le(got, cap);
        ck_assert_int_eq(got > 0, o.status == ND_OK);
        nd_buf_add(&o.decoded, room, got);
    }
    if (opened) {
        ck_assert_int_eq(nd_stream_read(stream, room, 1, &got, NULL), o.status); /* it sticks */
        o.finished = nd_stream_finish(stream, &o.bytes, &o.digest, &o.why);
        ck_assert_uint_eq(nd_stream_raw(stream), o.bytes);
    }
    nd_stream_close(stream);
    free(room);
    return o;
}

static outcome read_bytes(const void *bytes, size_t len, size_t caps)
{
    folder f;
    folder_make(&f);
    char *path = IN(&f, "x");
    file_write(path, bytes, len);
    outcome o = read_path(path, caps, NULL);
    folder_remove(&f);
    ck_assert_int_eq(o.finished, ND_OK);
    ck_assert_uint_eq(o.bytes, len);
    nd_digest whole = nd_digest_bytes(bytes, len);
    ck_assert(o.digest.lo == whole.lo && o.digest.hi == whole.hi);
    return o;
}

typedef struct pipe_job {
    int    fd;
    const nd_buf *bytes;
    size_t most;          /* bytes a write */
} pipe_job;

static void *write_in_pieces(void *arg)
{
    pipe_job *job = arg;
    uint64_t seed = job->most;
    for (size_t at = 0, n; at < job->bytes->len; at += n) {
        n = 1 + random_below(&seed, job->most);
        if (n > job->bytes->len - at)
            n = job->bytes->len - at;
        ssize_t written = write(job->fd, job->bytes->bytes + at, n);
        n = written > 0 ? (size_t)written : job->bytes->len - at;
    }
    close(job->fd);
    return NULL;
}

/* The same through a pipe, as /dev/fd/N. */
static outcome read_pipe(const nd_buf *bytes, size_t most)
{
    int ends[2];
    char path[32];
    pthread_t writer;
    ck_assert_int_eq(pipe(ends), 0);
    pipe_job job = {ends[1], bytes, most};
    ck_assert_int_eq(pthread_create(&writer, NULL, write_in_pieces, &job), 0);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    outcome o = read_path(path, 0, NULL);
    close(ends[0]);
    pthread_join(writer, NULL);
    return o;
}

static void check_intact(outcome *o, nd_packing packing, const void *bytes, size_t len)
{
    ck_assert_msg(o->status == ND_END, "%s", o->why.text);
    ck_assert_int_eq(o->packing, packing);
    ck_assert_uint_eq(o->decoded.len, len);
    if (len > 0)
        ck_assert(memcmp(o->decoded.bytes, bytes, len) == 0);
    nd_buf_release(&o->decoded);
}

/* ---- core */

/* 1 to 5 members or frames of a random text, some of them empty. */
static void pack_randomly(nd_packing packing, uint64_t *seed, nd_buf *text, nd_buf *packed)
{
    size_t parts = 1 + random_below(seed, 5);
    for (size_t i = 0; i < parts; i++) {
        size_t from = text->len, len = random_below(seed, 5) == 0 ? 0 : random_below(seed, 60000);
        int level = 1 + (int)random_below(seed, 9);
        random_text(text, seed, len);
        const char *bytes = len > 0 ? text->bytes + from : "";
        if (packing == ND_GZIP)
            gzip_add(packed, bytes, len, random_below(seed, 6) == 0 ? 0 : level);
        else
            zstd_add(packed, bytes, len, level, random_below(seed, 2) == 0);
        if (packing == ND_ZSTD && random_below(seed, 2) == 0)
            nd_buf_add(packed, "\x53\x2a\x4d\x18\x05\0\0\0skip!", 13);
    }
}

static void check_random(nd_packing packing, uint64_t seed)
{
    nd_buf text, packed;
    nd_buf_init(&text, NULL);
    nd_buf_init(&packed, NULL);
    if (packing == ND_ZSTD && seed % 2 == 0)
        nd_buf_add(&packed, "\x50\x2a\x4d\x18\x00\0\0\0", 8);
    pack_randomly(packing, &seed, &text, &packed);
    outcome o = read_pipe(&packed, 1 + random_below(&seed, 5000));
    check_intact(&o, packing, text.bytes, text.len);
    o = read_bytes(packed.bytes, packed.len, 1 + random_below(&seed, 100000));
    check_intact(&o, packing, text.bytes, text.len);
    nd_buf_release(&text);
    nd_buf_release(&packed);
}

START_TEST(gzip_members_come_back_whatever_the_cut)
{
    check_random(ND_GZIP, (uint64_t)_i);
}
END_TEST

START_TEST(zstd_frames_come_back_whatever_the_cut)
{
    check_random(ND_ZSTD, (uint64_t)_i);
}
END_TEST

static const struct {
    const char *bytes;
    size_t len;
} plains[] = {
    {"", 0}, {"a", 1}, {"\x1f", 1}, {"\x1f\x8a", 2}, {"\x28\xb5\x2f", 3}, {"\x28\xb5\x2f\xfc", 4},
    {"\x4f\x2a\x4d\x18", 4}, {"\x60\x2a\x4d\x18", 4}, {"\x50\x2a\x4d\x19", 4}, {"{\"id\":1}\n", 9},
    {"\0\0\0\0\0", 5}, {"BZh9", 4},
};

START_TEST(what_has_no_magic_is_plain_and_comes_as_it_is)
{
    for (size_t caps = 1; caps < 6; caps++) {
        outcome o = read_bytes(plains[_i].bytes, plains[_i].len, caps);
        check_intact(&o, ND_PLAIN, plains[_i].bytes, plains[_i].len);
    }
}
END_TEST

START_TEST(a_large_plain_file_comes_as_it_is)
{
    nd_buf text;
    uint64_t seed = 1;
    nd_buf_init(&text, NULL);
    random_text(&text, &seed, 1 << 20);
    outcome o = read_bytes(text.bytes, text.len, 0);
    check_intact(&o, ND_PLAIN, text.bytes, text.len);
    o = read_pipe(&text, 5000);
    check_intact(&o, ND_PLAIN, text.bytes, text.len);
    nd_buf_release(&text);
}
END_TEST

START_TEST(zero_bytes_after_gzip_are_an_end)
{
    nd_buf packed;
    nd_buf_init(&packed, NULL);
    gzip_add(&packed, "hello", 5, 6);
    for (size_t i = 0; i < 70000; i++) {
        nd_buf_add(&packed, "", 1);
        if (i > 20 && i < 69990)
            continue;
        outcome o = read_bytes(packed.bytes, packed.len, 3);
        check_intact(&o, ND_GZIP, "hello", 5);
    }
    nd_buf_release(&packed);
}
END_TEST

START_TEST(a_dash_is_standard_input)
{
    folder f;
    folder_make(&f);
    char *path = IN(&f, "-");
    file_write(path, "from stdin", 10);
    int kept = dup(STDIN_FILENO), fd = open(path, O_RDONLY);
    dup2(fd, STDIN_FILENO);
    close(fd);
    outcome o = read_path("-", 4, NULL);
    dup2(kept, STDIN_FILENO);
    close(kept);
    check_intact(&o, ND_PLAIN, "from stdin", 10);
    folder_remove(&f);
}
END_TEST

START_TEST(a_non_blocking_standard_input_is_waited_for)
{
    int ends[2], kept = dup(STDIN_FILENO);
    pthread_t writer;
    nd_buf text;
    uint64_t seed = 6;
    nd_buf_init(&text, NULL);
    random_text(&text, &seed, 50000);
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    pipe_job job = {ends[1], &text, 3000};
    ck_assert_int_eq(pthread_create(&writer, NULL, write_in_pieces, &job), 0);
    outcome o = read_path("-", 0, NULL);
    dup2(kept, STDIN_FILENO);
    close(kept);
    pthread_join(writer, NULL);
    check_intact(&o, ND_PLAIN, text.bytes, text.len);
    nd_buf_release(&text);
}
END_TEST

START_TEST(what_cannot_be_opened_or_read_is_an_io_error)
{
    folder f;
    folder_make(&f);
    outcome o = read_path(IN(&f, "nothing"), 1, NULL);
    ck_assert_int_eq(o.status, ND_EIO);
    ck_assert_str_eq(o.why.text, "cannot open: No such file or directory");
    o = read_path(f.path, 1, NULL);
    ck_assert_int_eq(o.status, ND_EIO);
    ck_assert_str_eq(o.why.text, "cannot read: Is a directory");
    folder_remove(&f);
}
END_TEST

/* ---- stopping */

static volatile sig_atomic_t stop;

static void on_signal(int number)
{
    (void)number;
    stop = 1;
}

static void on_signal_nothing(int number)
{
    (void)number;
}

typedef struct poke {
    pthread_t reader;
    int fd;          /* written to at the end, or -1 */
} poke;

static void *poke_reader(void *arg)
{
    poke *p = arg;
    for (int i = 0; i < 10; i++) {
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
        pthread_kill(p->reader, SIGUSR1);
    }
    if (p->fd >= 0) {
        ck_assert_int_eq(write(p->fd, "late", 4), 4);
        close(p->fd);
    }
    return NULL;
}

/* Opens a pipe, reads from it while signals come, and says how that ended. */
static nd_status read_under_signals(void (*handler)(int), const volatile sig_atomic_t *flag, bool late)
{
    int ends[2];
    char path[32], room[16];
    size_t got = 0;
    pthread_t poker;
    struct sigaction action = {.sa_handler = handler}, before;
    sigaction(SIGUSR1, &action, &before);
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(write(ends[1], "early", 5), 5);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    nd_stream *stream = NULL;
    nd_status st = nd_stream_open(&stream, path, flag, NULL, NULL);
    for (size_t n = 0; st == ND_OK && n < 5; n += got)
        st = nd_stream_read(stream, room, sizeof room, &got, NULL);
    poke p = {pthread_self(), late ? ends[1] : -1};
    ck_assert_int_eq(pthread_create(&poker, NULL, poke_reader, &p), 0);
    if (st == ND_OK)
        st = nd_stream_read(stream, room, sizeof room, &got, NULL);
    if (st == ND_OK)
        ck_assert(got == 4 && memcmp(room, "late", 4) == 0);
    pthread_join(poker, NULL);
    if (st == ND_ESTOP) {
        uint64_t bytes;
        nd_digest digest;
        ck_assert_int_eq(nd_stream_read(stream, room, 1, &got, NULL), ND_ESTOP);
        ck_assert_int_eq(nd_stream_finish(stream, &bytes, &digest, NULL), ND_ESTOP);
        ck_assert_uint_eq(bytes, 5);
    }
    nd_stream_close(stream);
    close(ends[0]);
    if (!late)
        close(ends[1]);
    sigaction(SIGUSR1, &before, NULL);
    return st;
}

START_TEST(a_signal_alone_does_not_end_a_read)
{
    stop = 0;
    ck_assert_int_eq(read_under_signals(on_signal_nothing, NULL, true), ND_OK);
    ck_assert_int_eq(read_under_signals(on_signal_nothing, &stop, true), ND_OK);
}
END_TEST

START_TEST(a_wait_ends_when_stop_is_set)
{
    stop = 0;
    ck_assert_int_eq(read_under_signals(on_signal, &stop, false), ND_ESTOP);
    stop = 0;
}
END_TEST

START_TEST(nothing_is_opened_or_read_once_stop_is_set)
{
    stop = 1;
    nd_stream *stream = NULL;
    ck_assert_int_eq(nd_stream_open(&stream, "/dev/null", &stop, NULL, NULL), ND_ESTOP);
    ck_assert_ptr_null(stream);
    stop = 0;
}
END_TEST

/* ---- hostile */

enum { SAMPLE = 700 };

static void sample_text(nd_buf *to)
{
    uint64_t seed = 77;
    nd_buf_init(to, NULL);
    random_text(to, &seed, SAMPLE);
}

/* A change to a packed sample: bytes are counted from the end where negative. */
typedef struct edit {
    const char *name;
    int         keep;          /* bytes that stay; 0: all */
    int         at;            /* where flip is xored in */
    unsigned char flip;
    const char *more;          /* appended */
    size_t      n_more;
    const char *says;          /* NULL: intact */
    bool        whole;         /* the whole sample is delivered, else a prefix of it */
} edit;

static void apply(const edit *e, const nd_buf *packed, nd_buf *to)
{
    int len = (int)packed->len;
    nd_buf_clear(to);
    nd_buf_add(to, packed->bytes, (size_t)(e->keep > 0 ? e->keep : len + e->keep));
    to->bytes[e->at >= 0 ? e->at : len + e->at] ^= (char)e->flip;
    nd_buf_add(to, e->more, e->n_more);
}

static void check_edit(const edit *e, nd_packing packing, const nd_buf *packed, const nd_buf *text)
{
    nd_buf bytes;
    nd_buf_init(&bytes, NULL);
    apply(e, packed, &bytes);
    for (size_t caps = 1; caps <= 4096; caps *= 16) {
        outcome o = read_bytes(bytes.bytes, bytes.len, caps);
        ck_assert_msg(o.packing == packing, "%s", e->name);
        ck_assert_msg(o.status == (e->says != NULL ? ND_EFORMAT : ND_END), "%s: %d", e->name, o.status);
        if (e->says != NULL)
            ck_assert_msg(strstr(o.why.text, e->says) != NULL, "%s: %s", e->name, o.why.text);
        ck_assert_msg(o.decoded.len <= text->len && (!e->whole || o.decoded.len == text->len), "%s: %zu",
                      e->name, o.decoded.len);
        if (o.decoded.len > 0 && (e->whole || e->flip == 0))
            ck_assert(memcmp(o.decoded.bytes, text->bytes, o.decoded.len) == 0);
        nd_buf_release(&o.decoded);
    }
    nd_buf_release(&bytes);
}

#define MORE(bytes) bytes, sizeof bytes - 1
#define EMPTY_MEMBER "\x1f\x8b\x08\0\0\0\0\0\0\x03\x03\0\0\0\0\0\0\0\0\0"

static const edit gzips[] = {
    {"untouched", 0, 0, 0, NULL, 0, NULL, true},
    {"only the magic", 2, 0, 0, NULL, 0, "gzip: data ends in the middle of a member at byte 2", false},
    {"three bytes", 3, 0, 0, NULL, 0, "ends in the middle of a member at byte 3", false},
    {"a cut header", 9, 0, 0, NULL, 0, "ends in the middle of a member at byte 9", false},
    {"only a header", 10, 0, 0, NULL, 0, "ends in the middle of a member at byte 10", false},
    {"cut in the data", 200, 0, 0, NULL, 0, "ends in the middle of a member at byte 200", false},
    {"no trailer", -8, 0, 0, NULL, 0, "ends in the middle of a member", true},
    {"half a trailer", -4, 0, 0, NULL, 0, "ends in the middle of a member", true},
    {"one byte short", -1, 0, 0, NULL, 0, "ends in the middle of a member", true},
    {"an unknown method", 0, 2, 0x01, NULL, 0, "gzip: unknown compression method at byte 4", false},
    {"reserved flags", 0, 3, 0xe0, NULL, 0, "gzip: unknown header flags set at byte 4", false},
    {"a header CRC that is none", 0, 3, 0x02, NULL, 0, "gzip: header CRC does not match at byte 12", false},
    {"an extra field that is none", 0, 3, 0x04, NULL, 0, "gzip: ", false},
    {"another time and system", 0, 9, 0x08, NULL, 0, NULL, true},
    {"a reserved block type", 0, 10, 0x06, NULL, 0, "gzip: ", false},
    {"a wrong CRC", 0, -8, 0xff, NULL, 0, "gzip: CRC does not match at byte ", true},
    {"a wrong CRC, last byte", 0, -5, 0x01, NULL, 0, "gzip: CRC does not match at byte ", true},
    {"a wrong length", 0, -4, 0x01, NULL, 0, "gzip: length does not match at byte ", true},
    {"a wrong length, last byte", 0, -1, 0x80, NULL, 0, "gzip: length does not match at byte ", true},
    {"one zero byte", 0, 0, 0, MORE("\0"), NULL, true},
    {"a newline", 0, 0, 0, MORE("\n"), "gzip: junk after the last gzip member at byte ", true},
    {"text", 0, 0, 0, MORE("some text"), "junk after the last gzip member", true},
    {"zero bytes, then text", 0, 0, 0, MORE("\0\0\0x"), "junk after the last gzip member", true},
    {"zero bytes, then a member", 0, 0, 0, MORE("\0" EMPTY_MEMBER), "junk after the last gzip member", true},
    {"half a magic", 0, 0, 0, MORE("\x1f"), "ends in the middle of a member", true},
    {"a second magic", 0, 0, 0, MORE("\x1f\x8b"), "ends in the middle of a member", true},
    {"a cut second header", 0, 0, 0, MORE("\x1f\x8b\x08\0\0"), "ends in the middle of a member", true},
    {"nearly a magic", 0, 0, 0, MORE("\x1f\x8c\x08\0"), "junk after the last gzip member", true},
    {"an empty member", 0, 0, 0, MORE(EMPTY_MEMBER), NULL, true},
    {"two empty members and zeros", 0, 0, 0, MORE(EMPTY_MEMBER EMPTY_MEMBER "\0\0"), NULL, true},
    {"a second member of bad data", 0, 0, 0, MORE("\x1f\x8b\x08\0\0\0\0\0\0\x03\x07"), "gzip: invalid block type", true},
    {"a stored block of bad length", 0, 0, 0, MORE("\x1f\x8b\x08\0\0\0\0\0\0\x03\x01\x05\0\0\0hello"),
     "gzip: invalid stored block lengths", true},
    {"a second member of another CRC", 0, 0, 0, MORE("\x1f\x8b\x08\0\0\0\0\0\0\x03\x03\0\x01\0\0\0\0\0\0\0"),
     "gzip: CRC does not match", true},
    {"a zstd frame", 0, 0, 0, MORE("\x28\xb5\x2f\xfd\x20\0\x01\0\0"), "junk after the last gzip member", true},
};

START_TEST(damage_in_gzip_is_said_and_nothing_before_it_is_lost)
{
    nd_buf text, packed;
    sample_text(&text);
    nd_buf_init(&packed, NULL);
    gzip_add(&packed, text.bytes, text.len, 9);
    check_edit(&gzips[_i], ND_GZIP, &packed, &text);
    nd_buf_release(&packed);
    nd_buf_release(&text);
}
END_TEST

static const edit zstds[] = {
    {"untouched", 0, 0, 0, NULL, 0, NULL, true},
    {"only the magic", 4, 0, 0, NULL, 0, "zstd: data ends in the middle of a frame at byte 4", false},
    {"a cut header", 5, 0, 0, NULL, 0, "ends in the middle of a frame at byte 5", false},
    {"cut in the data", 100, 0, 0, NULL, 0, "ends in the middle of a frame at byte 100", false},
    {"no checksum", -4, 0, 0, NULL, 0, "ends in the middle of a frame", true},
    {"one byte short", -1, 0, 0, NULL, 0, "ends in the middle of a frame", true},
    {"a wrong checksum", 0, -1, 0x01, NULL, 0, "zstd: checksum does not match at byte ", true},
    {"broken data", 0, 40, 0xff, NULL, 0, "zstd: ", false},
    {"a reserved bit", 0, 4, 0x08, NULL, 0, "zstd: ", false},
    {"text", 0, 0, 0, MORE("some text"), "zstd: junk that is no frame at byte ", true},
    {"a newline", 0, 0, 0, MORE("\n"), "zstd: ", true},
    {"a gzip member", 0, 0, 0, MORE(EMPTY_MEMBER), "zstd: junk that is no frame at byte ", true},
    {"an empty frame", 0, 0, 0, MORE("\x28\xb5\x2f\xfd\x20\0\x01\0\0"), NULL, true},
    {"a skippable frame", 0, 0, 0, MORE("\x5f\x2a\x4d\x18\x03\0\0\0abc"), NULL, true},
    {"a cut skippable frame", 0, 0, 0, MORE("\x5f\x2a\x4d\x18\x03\0\0\0ab"), "ends in the middle of a frame", true},
    {"a window of 256 MiB", 0, 0, 0, MORE("\x28\xb5\x2f\xfd\0\x90\x29\0\0hello"),
     "needs a window over 128 MiB: use zstd -dc --long=31 FILE | neardup ... -", true},
    {"a dictionary", 0, 0, 0, MORE("\x28\xb5\x2f\xfd\x01\x50\x07\x29\0\0hello"), "was packed with a dictionary", true},
};

START_TEST(damage_in_zstd_is_said_and_nothing_before_it_is_lost)
{
    nd_buf text, packed;
    sample_text(&text);
    nd_buf_init(&packed, NULL);
    zstd_add(&packed, text.bytes, text.len, 19, 1);
    check_edit(&zstds[_i], ND_ZSTD, &packed, &text);
    nd_buf_release(&packed);
    nd_buf_release(&text);
}
END_TEST

/* Decoded bytes are a prefix of text, or the input is taken for a plain one. */
static void check_broken(const nd_buf *bytes, const nd_buf *text)
{
    outcome o = read_bytes(bytes->bytes, bytes->len, 333);
    const nd_buf *expect = o.packing == ND_PLAIN ? bytes : text;
    ck_assert(o.status == ND_END || o.status == ND_EFORMAT);
    if (o.status == ND_END) {
        ck_assert_uint_eq(o.decoded.len, expect->len);
        ck_assert(o.decoded.len == 0 || memcmp(o.decoded.bytes, expect->bytes, expect->len) == 0);
    }
    nd_buf_release(&o.decoded);
}

static void break_everywhere(nd_packing packing)
{
    nd_buf text, packed, broken;
    nd_buf_init(&packed, NULL);
    nd_buf_init(&broken, NULL);
    nd_buf_init(&text, NULL);
    nd_buf_puts(&text, "the quick brown fox and the quick brown dog and the lazy brown fox");
    for (int part = 0; part < 2; part++) {
        if (packing == ND_GZIP)
            gzip_add(&packed, text.bytes + part * 30, part == 0 ? 30 : text.len - 30, 9);
        else
            zstd_add(&packed, text.bytes + part * 30, part == 0 ? 30 : text.len - 30, 3, 1);
    }
    for (size_t n = 0; n < packed.len; n++) {
        outcome o = read_bytes(packed.bytes, n, 100);
        if (n >= 4)
            ck_assert_int_eq(o.packing, packing);
        if (o.packing == packing && o.status == ND_END)
            ck_assert_uint_eq(o.decoded.len, 30); /* cut between the two */
        if (o.packing == packing && o.decoded.len > 0)
            ck_assert(memcmp(o.decoded.bytes, text.bytes, o.decoded.len) == 0);
        nd_buf_release(&o.decoded);
    }
    for (size_t i = 0; i < packed.len; i++) {
        for (int bit = 0; bit < 9; bit++) {
            nd_buf_clear(&broken);
            nd_buf_add(&broken, packed.bytes, packed.len);
            broken.bytes[i] ^= (char)(bit < 8 ? 1 << bit : 0xff);
            check_broken(&broken, &text);
        }
    }
    nd_buf_release(&text);
    nd_buf_release(&packed);
    nd_buf_release(&broken);
}

START_TEST(every_cut_and_every_flip_of_gzip_is_damage_or_harmless)
{
    break_everywhere(ND_GZIP);
}
END_TEST

START_TEST(every_cut_and_every_flip_of_zstd_is_damage_or_harmless)
{
    break_everywhere(ND_ZSTD);
}
END_TEST

START_TEST(all_blocks_before_damage_are_delivered)
{
    enum { LARGE = 3 << 20 };
    nd_buf text, packed;
    uint64_t seed = 5;
    nd_buf_init(&text, NULL);
    nd_buf_init(&packed, NULL);
    random_text(&text, &seed, LARGE);
    if (_i == ND_GZIP)
        gzip_add(&packed, text.bytes, text.len, 1);
    else
        zstd_add(&packed, text.bytes, text.len, 1, 1);
    packed.bytes[packed.len - (_i == ND_GZIP ? 5 : 1)] ^= 1;
    for (size_t caps = 1000; caps <= 10 << 20; caps *= 100) {
        outcome o = read_bytes(packed.bytes, packed.len, caps);
        ck_assert_int_eq(o.status, ND_EFORMAT);
        ck_assert_uint_eq(o.decoded.len, LARGE);
        ck_assert(memcmp(o.decoded.bytes, text.bytes, LARGE) == 0);
        nd_buf_release(&o.decoded);
        packed.bytes[packed.len / 2] ^= 0x55;
        o = read_bytes(packed.bytes, packed.len, caps);
        packed.bytes[packed.len / 2] ^= 0x55;
        ck_assert_int_eq(o.status, ND_EFORMAT);
        ck_assert_uint_ge(o.decoded.len, LARGE / 3);
        nd_buf_release(&o.decoded);
    }
    nd_buf_release(&text);
    nd_buf_release(&packed);
}
END_TEST

START_TEST(no_file_stays_open)
{
    size_t before = open_files();
    damage_in_gzip_is_said_and_nothing_before_it_is_lost_fn(_i);
    what_cannot_be_opened_or_read_is_an_io_error_fn(_i);
    nothing_is_opened_or_read_once_stop_is_set_fn(_i);
    ck_assert_uint_eq(open_files(), before);
}
END_TEST

/* ---- oom */

START_TEST(every_allocation_may_fail)
{
    folder f;
    nd_buf packed;
    folder_make(&f);
    char *path = IN(&f, "x");
    nd_buf_init(&packed, NULL);
    if (_i == ND_GZIP)
        gzip_add(&packed, "hello", 5, 6);
    else if (_i == ND_ZSTD)
        zstd_add(&packed, "hello", 5, 6, 1);
    else
        nd_buf_puts(&packed, "hello");
    file_write(path, packed.bytes, packed.len);
    nd_status st = ND_ENOMEM;
    size_t before = open_files();
    for (size_t n = 0; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        outcome o = read_path(path, 100, SCARCE(&s));
        st = o.status;
        ck_assert_uint_eq(s.live, 0);
        ck_assert_uint_eq(open_files(), before);
        if (st != ND_ENOMEM)
            check_intact(&o, (nd_packing)_i, "hello", 5);
    }
    nd_buf_release(&packed);
    folder_remove(&f);
}
END_TEST

Suite *stream_suite(void);
Suite *stream_suite(void)
{
    Suite *suite = suite_create("stream");
    TCase *core = tcase_create("core"), *hostile = tcase_create("hostile"), *oom = tcase_create("oom");

    tcase_add_loop_test(core, gzip_members_come_back_whatever_the_cut, 0, 30);
    tcase_add_loop_test(core, zstd_frames_come_back_whatever_the_cut, 0, 30);
    tcase_add_loop_test(core, what_has_no_magic_is_plain_and_comes_as_it_is, 0, ND_COUNT(plains));
    tcase_add_test(core, a_large_plain_file_comes_as_it_is);
    tcase_add_test(core, zero_bytes_after_gzip_are_an_end);
    tcase_add_test(core, a_dash_is_standard_input);
    tcase_add_test(core, a_non_blocking_standard_input_is_waited_for);
    tcase_add_test(core, what_cannot_be_opened_or_read_is_an_io_error);
    tcase_add_test(core, a_signal_alone_does_not_end_a_read);
    tcase_add_test(core, a_wait_ends_when_stop_is_set);
    tcase_add_test(core, nothing_is_opened_or_read_once_stop_is_set);
    suite_add_tcase(suite, core);

    tcase_add_loop_test(hostile, damage_in_gzip_is_said_and_nothing_before_it_is_lost, 0, ND_COUNT(gzips));
    tcase_add_loop_test(hostile, damage_in_zstd_is_said_and_nothing_before_it_is_lost, 0, ND_COUNT(zstds));
    tcase_add_test(hostile, every_cut_and_every_flip_of_gzip_is_damage_or_harmless);
    tcase_add_test(hostile, every_cut_and_every_flip_of_zstd_is_damage_or_harmless);
    tcase_add_loop_test(hostile, all_blocks_before_damage_are_delivered, ND_GZIP, ND_ZSTD + 1);
    tcase_add_test(hostile, no_file_stays_open);
    suite_add_tcase(suite, hostile);

    tcase_add_loop_test(oom, every_allocation_may_fail, ND_PLAIN, ND_ZSTD + 1);
    suite_add_tcase(suite, oom);
    return suite;
}
