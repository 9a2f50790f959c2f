/* SPDX-License-Identifier: MIT
 *
 * test_sources.c - which files are read, in which order, under which names; and
 * what is refused because two inputs, or an input and the output, would meet.
 */
#include "input/sources.h"
#include "files.h"
#include "scarce.h"

#include <limits.h>

static folder f;

static void make_folder(void)
{
    folder_make(&f);
}

static void remove_folder(void)
{
    folder_remove(&f);
}

/* A file with these bytes below the test's folder, and the folders on its way. */
static void put(const char *name, const char *bytes)
{
    char path[8192];
    in_folder(path, &f, name);
    for (char *slash = path + strlen(f.path) + 1; (slash = strchr(slash, '/')) != NULL; *slash++ = '/') {
        *slash = '\0';
        mkdir(path, 0700);
    }
    file_write(path, bytes, strlen(bytes));
}

static nd_sources added(const char *const *names, size_t n)
{
    nd_sources s;
    nd_err err = {.text = ""};
    nd_sources_init(&s, NULL);
    for (size_t i = 0; i < n; i++)
        ck_assert_msg(nd_sources_add(&s, IN(&f, names[i]), &err) == ND_OK, "%s", err.text);
    return s;
}

#define ADDED(...) added((const char *const[]){__VA_ARGS__}, ND_COUNT(((const char *const[]){__VA_ARGS__})))

static void check_list(const nd_sources *s, const char *const *names, size_t n)
{
    ck_assert_uint_eq(s->n, n);
    for (size_t i = 0; i < n; i++) {
        ck_assert_str_eq(s->list[i].name, names[i]);
        ck_assert_ptr_null(s->list[i].problem);
    }
}

/* ---- core */

START_TEST(a_folder_is_its_files_in_byte_order_of_the_path)
{
    static const char *const names[] = {"a", "a b", "a-/x", "a.txt", "b", "c/b", "sub/deep/er/z", "sub/y", "\xff"};
    for (size_t i = ND_COUNT(names); i-- > 0;) {
        char name[64];
        snprintf(name, sizeof name, "in/%s", names[i]);
        put(name, "12345");
    }
    ck_assert_int_eq(mkdir(IN(&f, "in/empty"), 0700), 0);
    for (int slash = 0; slash < 3; slash++) {
        nd_sources s = ADDED(slash == 0 ? "in" : slash == 1 ? "in/" : "in//");
        check_list(&s, names, ND_COUNT(names));
        for (size_t i = 0; i < s.n; i++) {
            char path[8192];
            snprintf(path, sizeof path, "%s/in/%s", f.path, names[i]);
            ck_assert_str_eq(s.list[i].path, path);
            ck_assert(s.list[i].regular && s.list[i].size == 5 && s.list[i].inode != 0);
        }
        ck_assert_int_eq(nd_sources_check(&s, NULL), ND_OK);
        nd_sources_release(&s);
    }
}
END_TEST

START_TEST(a_file_stands_under_its_base_name_in_the_order_given)
{
    put("x/one.txt", "");
    put("y/two.txt", "");
    nd_sources s = ADDED("y/two.txt", "x//one.txt");
    check_list(&s, (const char *const[]){"two.txt", "one.txt"}, 2);
    ck_assert_int_eq(nd_sources_check(&s, NULL), ND_OK);
    nd_sources_release(&s);
}
END_TEST

START_TEST(a_link_that_is_an_argument_is_followed_and_one_inside_is_not)
{
    put("in/a", "1");
    put("other/b", "22");
    ck_assert_int_eq(symlink("../other/b", IN(&f, "in/link")), 0);
    ck_assert_int_eq(symlink("../other", IN(&f, "in/dir")), 0);
    ck_assert_int_eq(symlink("..", IN(&f, "in/loop")), 0);
    ck_assert_int_eq(symlink("nothing", IN(&f, "in/dangling")), 0);
    ck_assert_int_eq(mkfifo(IN(&f, "in/fifo"), 0600), 0);
    nd_sources s = ADDED("in", "in/link", "in/dir");
    check_list(&s, (const char *const[]){"a", "link", "b"}, 3);
    ck_assert_uint_eq(s.list[1].size, 2);
    nd_sources_release(&s);
}
END_TEST

START_TEST(a_pipe_is_a_source_that_cannot_be_read_again)
{
    int ends[2];
    char path[32];
    ck_assert_int_eq(mkfifo(IN(&f, "fifo"), 0600), 0);
    ck_assert_int_eq(pipe(ends), 0);
    nd_sources s = ADDED("fifo");
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    ck_assert_int_eq(nd_sources_add(&s, path, NULL), ND_OK);
    ck_assert_int_eq(nd_sources_add(&s, "-", NULL), ND_OK);
    ck_assert_uint_eq(s.n, 3);
    for (size_t i = 0; i < s.n; i++)
        ck_assert(!s.list[i].regular && s.list[i].problem == NULL);
    ck_assert_str_eq(s.list[1].name, path + strlen("/dev/fd/"));
    ck_assert_str_eq(s.list[2].name, "stdin");
    ck_assert_str_eq(s.list[2].path, "-");
    nd_sources_release(&s);
    close(ends[0]);
    close(ends[1]);
}
END_TEST

START_TEST(a_second_dash_and_what_is_not_there_are_refused)
{
    nd_sources s;
    nd_err err;
    nd_sources_init(&s, NULL);
    ck_assert_int_eq(nd_sources_add(&s, "-", &err), ND_OK);
    ck_assert_int_eq(nd_sources_add(&s, "-", &err), ND_EINVAL);
    ck_assert_str_eq(err.text, "standard input ('-') can be used only once");
    ck_assert_int_eq(nd_sources_add_list(&s, "-", false, &err), ND_EINVAL);
    ck_assert_int_eq(nd_sources_add(&s, "no such file", &err), ND_EINVAL);
    ck_assert_str_eq(err.text, "cannot find 'no such file'");
    ck_assert_int_eq(nd_sources_add(&s, "", &err), ND_EINVAL);
    put("file", "");
    ck_assert_int_eq(nd_sources_add(&s, IN(&f, "file/below"), &err), ND_EINVAL);
    ck_assert_int_eq(nd_sources_add(&s, IN(&f, "file/"), &err), ND_EINVAL);
    ck_assert_int_eq(symlink("loop", IN(&f, "loop")), 0);
    ck_assert_int_eq(nd_sources_add(&s, IN(&f, "loop"), &err), ND_EINVAL);
    ck_assert_uint_eq(s.n, 1);
    nd_sources_release(&s);
}
END_TEST

static const struct {
    const char *bytes;
    size_t      len;
    bool        nul;
    const char *names[4];
    size_t      n;
} lists[] = {
    {"a\nb\n", 4, false, {"a", "b"}, 2},
    {"a\nb", 3, false, {"a", "b"}, 2},
    {"\n\na\n\n", 5, false, {"a"}, 1},
    {"", 0, false, {NULL}, 0},
    {"a\0b\0", 4, true, {"a", "b"}, 2},
    {"a\0b", 3, true, {"a", "b"}, 2},
    {"new\nline\0a", 10, true, {"new\nline", "a"}, 2},
    {"sub", 3, false, {"x", "y"}, 2},
};

START_TEST(a_list_names_one_path_a_line_or_nul_ended_ones)
{
    put("a", "");
    put("b", "");
    put("new\nline", "");
    put("sub/x", "");
    put("sub/y", "");
    file_write(IN(&f, "list"), lists[_i].bytes, lists[_i].len);
    nd_sources s;
    nd_err err = {.text = ""};
    int before = open(".", O_RDONLY);
    ck_assert(before >= 0 && chdir(f.path) == 0);
    nd_sources_init(&s, NULL);
    nd_status st = nd_sources_add_list(&s, "list", lists[_i].nul, &err);
    ck_assert_int_eq(fchdir(before), 0);
    close(before);
    ck_assert_msg(st == ND_OK, "%s", err.text);
    check_list(&s, lists[_i].names, lists[_i].n);
    nd_sources_release(&s);
}
END_TEST

START_TEST(a_list_that_is_wrong_says_where)
{
    static const struct {
        const char *bytes;
        size_t      len;
        bool        nul;
        const char *says;
    } wrong[] = {
        {"/\nno such\n", 10, true, "cannot find '/\nno such\n' (entry 1 of the list '"},
        {"/dev/null\nno such\n", 18, false, "cannot find 'no such' (entry 2 of the list '"},
        {"a\0b", 3, false, "holds NUL bytes: -0 is for"},
        {"-\n-\n", 4, false, "can be used only once (entry 2 of"},
    };
    for (size_t i = 0; i < ND_COUNT(wrong); i++) {
        nd_sources s;
        nd_err err = {.text = ""};
        file_write(IN(&f, "list"), wrong[i].bytes, wrong[i].len);
        nd_sources_init(&s, NULL);
        ck_assert_int_eq(nd_sources_add_list(&s, IN(&f, "list"), wrong[i].nul, &err), ND_EINVAL);
        ck_assert_msg(strstr(err.text, wrong[i].says) != NULL, "%s", err.text);
        nd_sources_release(&s);
    }
    nd_sources s;
    nd_err err;
    nd_sources_init(&s, NULL);
    ck_assert_int_eq(nd_sources_add_list(&s, "no such list", false, &err), ND_EINVAL);
    ck_assert_str_eq(err.text, "the list 'no such list': cannot open: No such file or directory");
    nd_sources_release(&s);
}
END_TEST

/* ---- checks */

START_TEST(the_same_file_twice_is_refused)
{
    put("in/a", "");
    put("in/b", "");
    ck_assert_int_eq(symlink("in/a", IN(&f, "link")), 0);
    ck_assert_int_eq(link(IN(&f, "in/a"), IN(&f, "hard")), 0);
    static const char *const pairs[][2] = {
        {"in/a", "in/a"}, {"in/a", "in/../in/a"}, {"in/a", "link"}, {"in", "link"}, {"in", "in"}, {"hard", "in"},
    };
    for (size_t i = 0; i < ND_COUNT(pairs); i++) {
        nd_sources s = ADDED(pairs[i][0], pairs[i][1]);
        nd_err err;
        ck_assert_int_eq(nd_sources_check(&s, &err), ND_EINVAL);
        ck_assert_ptr_nonnull(strstr(err.text, "are the same file"));
        nd_sources_release(&s);
    }
}
END_TEST

START_TEST(names_that_would_meet_are_refused)
{
    put("x/a", "");
    put("x/c", "");
    put("y/a", "");
    put("z/a/b", "");
    put("z/a.txt", "");
    put("w/a-b", "");
    put("w/a.b", "");
    put("v/p%FF", "");
    put("u/p\xff", "");
    put("t/%25\xff", "");
    put("s/%2525%FF", "");
    put("r/q/\xff", "");
    put("r2/q", "");
    static const struct {
        const char *first, *second, *says;   /* says NULL: fine together */
    } pairs[] = {
        {"x", "y", "would both be called 'a'"},
        {"x/a", "y/a", "would both be called 'a'"},
        {"y", "z", "'a' would be a file, but a folder for 'a/b'"},
        {"z", "y/a", "'a' would be a file, but a folder for 'a/b'"},
        {"x", "w", NULL},
        {"w", "z", NULL},
        {"v", "u", "would both be called 'p%FF'"},
        {"t", "s", "would both be called '%2525%FF'"},
        {"r", "r2", "'q' would be a file, but a folder for 'q/\xff'"},
        {"u", "t", NULL},
    };
    for (size_t i = 0; i < ND_COUNT(pairs); i++) {
        nd_sources s = ADDED(pairs[i].first, pairs[i].second);
        nd_err err = {.text = ""};
        ck_assert_int_eq(nd_sources_check(&s, &err), pairs[i].says != NULL ? ND_EINVAL : ND_OK);
        if (pairs[i].says != NULL)
            ck_assert_msg(strstr(err.text, pairs[i].says) != NULL, "%s", err.text);
        nd_sources_release(&s);
    }
    put("stdin", "");
    nd_sources s = ADDED("stdin");
    ck_assert_int_eq(nd_sources_add(&s, "-", NULL), ND_OK);
    ck_assert_int_eq(nd_sources_check(&s, NULL), ND_EINVAL);
    nd_sources_release(&s);
}
END_TEST

static const struct {
    const char *input, *out;
    const char *says;            /* NULL: allowed */
} outputs[] = {
    {"in", "out", NULL},
    {"in", "new", NULL},
    {"in", "new/er/est", NULL},
    {"in", "inn", NULL},
    {"in/sub", "in/other", NULL},
    {"in", "in", "lies in the input folder"},
    {"in", "in/", "lies in the input folder"},
    {"in", "in/sub", "lies in the input folder"},
    {"in", "in/new/er", "lies in the input folder"},
    {"in", "out/../in/new", "lies in the input folder"},
    {"in", "to-in/new", "lies in the input folder"},
    {"to-in", "in/new", "lies in the input folder"},
    {"in", ".", "is or holds the input"},
    {"in/sub", "in", "is or holds the input"},
    {"in/a", "in", "is or holds the input"},
    {"in/a", "in/new", NULL},
    {"in/a", "in/a", "is or holds the input"},
    {"in/a", "out", NULL},
    {"out/to-a", "out", "is or holds the input"},
    {"out/to-a", "in", "is or holds the input"},
    {"hard", "twins", "would be replaced by its own output"},
    {"in/a", "/", "is or holds the input"},
};

START_TEST(an_output_that_could_touch_an_input_is_refused)
{
    put("in/a", "");
    put("in/sub/b", "");
    put("out/c", "");
    put("hard", "");
    put("twins/x", "");
    ck_assert_int_eq(symlink("in", IN(&f, "to-in")), 0);
    ck_assert_int_eq(symlink("../in/a", IN(&f, "out/to-a")), 0);
    ck_assert_int_eq(link(IN(&f, "hard"), IN(&f, "twins/hard")), 0);
    nd_sources s = ADDED(outputs[_i].input);
    nd_err err = {.text = ""};
    const char *out = outputs[_i].out[0] == '/' ? outputs[_i].out : IN(&f, outputs[_i].out);
    nd_status st = nd_sources_check_output(&s, out, &err);
    ck_assert_msg(st == (outputs[_i].says != NULL ? ND_EINVAL : ND_OK), "%d %s", st, err.text);
    if (outputs[_i].says != NULL)
        ck_assert_msg(strstr(err.text, outputs[_i].says) != NULL, "%s", err.text);
    nd_sources_release(&s);
}
END_TEST

/* ---- limits */

START_TEST(any_bytes_and_any_length_are_a_name)
{
    static const char *const odd[] = {"new\nline", "\x01\x7f", "\xff\xfe", "\"quoted\"", "%41", " ", "-", "...", "a\tb"};
    char longest[NAME_MAX + 8] = "in/", deep[4000] = "in";
    memset(longest + 3, 'x', NAME_MAX);
    put(longest, "");
    for (size_t i = 0; i < ND_COUNT(odd); i++) {
        char name[64];
        snprintf(name, sizeof name, "in/%s", odd[i]);
        put(name, "");
    }
    for (size_t n = 2; n < 3600; n += 2)
        memcpy(deep + n, "/d", 3);
    strcat(deep, "/f");
    put(deep, "");
    nd_sources s = ADDED("in");
    ck_assert_uint_eq(s.n, ND_COUNT(odd) + 2);
    for (size_t i = 0; i < s.n; i++) {
        ck_assert_ptr_null(s.list[i].problem);
        ck_assert_int_eq(access(s.list[i].path, R_OK), 0);
    }
    ck_assert_int_eq(nd_sources_check(&s, NULL), ND_OK);
    nd_sources_release(&s);
}
END_TEST

START_TEST(what_lies_too_deep_to_open_is_a_source_with_a_problem)
{
    put("in/a", "");
    int at = open(IN(&f, "in"), O_RDONLY);
    for (int level = 0; level < 30; level++) {
        char name[200 + 1];
        memset(name, 'd', 200);
        name[200] = '\0';
        ck_assert_int_eq(mkdirat(at, name, 0700), 0);
        int next = openat(at, name, O_RDONLY);
        close(at);
        at = next;
    }
    close(at);
    nd_sources s = ADDED("in");
    ck_assert_uint_eq(s.n, 2);
    ck_assert_ptr_null(s.list[0].problem);
    ck_assert_str_eq(s.list[1].problem, "cannot list it: File name too long");
    nd_sources_release(&s);
}
END_TEST

START_TEST(many_files_are_listed_and_checked_quickly)
{
    enum { FILES = 20000 };
    ck_assert_int_eq(mkdir(IN(&f, "in"), 0700), 0);
    int at = open(IN(&f, "in"), O_RDONLY);
    for (int i = 0; i < FILES; i++) {
        char name[32];
        snprintf(name, sizeof name, "%d", i * 7919 % FILES);
        int fd = openat(at, name, O_WRONLY | O_CREAT, 0600);
        ck_assert_int_ge(fd, 0);
        close(fd);
    }
    close(at);
    nd_sources s = ADDED("in");
    ck_assert_uint_eq(s.n, FILES);
    for (size_t i = 1; i < s.n; i++)
        ck_assert_int_lt(strcmp(s.list[i - 1].name, s.list[i].name), 0);
    ck_assert_int_eq(nd_sources_check(&s, NULL), ND_OK);
    nd_sources_release(&s);
}
END_TEST

/* ---- hostile */

/* Root may read everything, so it becomes nobody for a while. */
static bool lower_rights(void)
{
    return geteuid() != 0 || (chmod(f.path, 0755) == 0 && seteuid(65534) == 0);
}

static void raise_rights(void)
{
    if (getuid() == 0)
        ck_assert_int_eq(seteuid(0), 0);
}

START_TEST(what_may_not_be_listed_or_found_is_a_source_with_a_problem)
{
    put("in/a", "");
    put("in/shut/b", "");
    put("in/z", "");
    put("barred/c", "");
    ck_assert_int_eq(chmod(IN(&f, "in"), 0755), 0);
    ck_assert_int_eq(chmod(IN(&f, "in/shut"), 0), 0);
    ck_assert_int_eq(chmod(IN(&f, "barred"), 0), 0);
    if (lower_rights()) {
        nd_sources s = ADDED("in", "barred/", "barred/c");
        raise_rights();
        ck_assert_uint_eq(s.n, 5);
        ck_assert_str_eq(s.list[1].name, "shut");
        ck_assert_str_eq(s.list[1].problem, "cannot list it: Permission denied");
        ck_assert_str_eq(s.list[2].name, "z");
        ck_assert_str_eq(s.list[3].name, "barred");
        ck_assert_str_eq(s.list[3].problem, "cannot list it: Permission denied");
        ck_assert_str_eq(s.list[4].name, "c");
        ck_assert_str_eq(s.list[4].problem, "cannot open: Permission denied");
        ck_assert_int_eq(nd_sources_check(&s, NULL), ND_OK);
        nd_sources_release(&s);
    }
    chmod(IN(&f, "in/shut"), 0700);
    chmod(IN(&f, "barred"), 0700);
}
END_TEST

START_TEST(no_file_stays_open)
{
    size_t before = open_files();
    what_may_not_be_listed_or_found_is_a_source_with_a_problem_fn(_i);
    a_list_that_is_wrong_says_where_fn(_i);
    ck_assert_uint_eq(open_files(), before);
}
END_TEST

/* ---- oom */

START_TEST(every_allocation_may_fail)
{
    put("in/a", "");
    put("in/sub/b\xff", "");
    put("in/sub/sub/c", "");
    put("d", "");
    char list[8192];
    int len = snprintf(list, sizeof list, "%s\n", IN(&f, "d"));
    file_write(IN(&f, "list"), list, (size_t)len);
    nd_status st = ND_ENOMEM;
    size_t before = open_files(), n = 0;
    for (; st == ND_ENOMEM; n++) {
        scarce s = {.left = n};
        nd_sources sources;
        nd_sources_init(&sources, SCARCE(&s));
        st = nd_sources_add(&sources, IN(&f, "in"), NULL);
        if (st == ND_OK)
            st = nd_sources_add_list(&sources, IN(&f, "list"), false, NULL);
        if (st == ND_OK)
            st = nd_sources_check(&sources, NULL);
        if (st == ND_OK)
            ck_assert_uint_eq(sources.n, 4);
        nd_sources_release(&sources);
        ck_assert_uint_eq(s.live, 0);
        ck_assert_uint_eq(open_files(), before);
    }
    ck_assert_int_eq(st, ND_OK);
    ck_assert_uint_gt(n, 6);
}
END_TEST

Suite *sources_suite(void);
Suite *sources_suite(void)
{
    Suite *suite = suite_create("sources");
    TCase *core = tcase_create("core"), *checks = tcase_create("checks"), *limits = tcase_create("limits");
    TCase *hostile = tcase_create("hostile"), *oom = tcase_create("oom");
    TCase *all[] = {core, checks, limits, hostile, oom};
    for (size_t i = 0; i < ND_COUNT(all); i++) {
        tcase_add_checked_fixture(all[i], make_folder, remove_folder);
        suite_add_tcase(suite, all[i]);
    }
    tcase_add_test(core, a_folder_is_its_files_in_byte_order_of_the_path);
    tcase_add_test(core, a_file_stands_under_its_base_name_in_the_order_given);
    tcase_add_test(core, a_link_that_is_an_argument_is_followed_and_one_inside_is_not);
    tcase_add_test(core, a_pipe_is_a_source_that_cannot_be_read_again);
    tcase_add_test(core, a_second_dash_and_what_is_not_there_are_refused);
    tcase_add_loop_test(core, a_list_names_one_path_a_line_or_nul_ended_ones, 0, ND_COUNT(lists));
    tcase_add_test(core, a_list_that_is_wrong_says_where);

    tcase_add_test(checks, the_same_file_twice_is_refused);
    tcase_add_test(checks, names_that_would_meet_are_refused);
    tcase_add_loop_test(checks, an_output_that_could_touch_an_input_is_refused, 0, ND_COUNT(outputs));

    tcase_add_test(limits, any_bytes_and_any_length_are_a_name);
    tcase_add_test(limits, what_lies_too_deep_to_open_is_a_source_with_a_problem);
    tcase_add_test(limits, many_files_are_listed_and_checked_quickly);

    tcase_add_test(hostile, what_may_not_be_listed_or_found_is_a_source_with_a_problem);
    tcase_add_test(hostile, no_file_stays_open);
    tcase_add_test(oom, every_allocation_may_fail);
    return suite;
}
