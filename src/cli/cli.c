/* SPDX-License-Identifier: MIT
 *
 * cli.c - one run of the program: its defaults, and the last steps between what
 * was asked for and a job that can run.
 */
#include "cli.h"
#include "base/simd.h"
#include "commands.h"
#include "options.h"
#include "signals.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COLUMNS = 80, MOST_COLUMNS = 1000, MOST_THREADS = 256 };

void nd_cli_init(nd_cli *cli, const nd_alloc *alloc)
{
    *cli = (nd_cli){
        .alloc = alloc,
        .job = {
            .keep = ND_KEEP_FIRST,
            .keep_spec = "first",
            .fields = {.n_text = 1, .id = "id"},
            .reader = {.format = ND_FORMAT_AUTO, .max_doc = 256 * UINT64_C(1000000)},
        },
        .text_fields = {"text"},
        .max_errors = {.is_share = true, .share = 0.001},
        .fail_over = -1,
        .width = COLUMNS,
        .view = {.fd = STDERR_FILENO, .width = COLUMNS},
    };
    nd_opts_init(&cli->job.opts);
    cli->job.boilerplate = 10;
    cli->job.max_page = 10 * UINT64_C(1000000);
    cli->job.fields.text = cli->text_fields;
    cli->job.sources = &cli->sources;
    nd_sources_init(&cli->sources, alloc);
    nd_arena_init(&cli->strings, alloc);
    nd_buf_init(&cli->out, alloc);
}

void nd_cli_release(nd_cli *cli)
{
    nd_drop(cli->alloc, cli->args, cli->cap_args, sizeof *cli->args);
    nd_sources_release(&cli->sources);
    nd_arena_release(&cli->strings);
    nd_buf_release(&cli->out);
    *cli = (nd_cli){0};
}

static void watch_progress(void *ctx, const nd_progress *progress)
{
    nd_cli *cli = ctx;
    nd_progress_show(&cli->view, progress, nd_seconds());
}

static void watch_say(void *ctx, const char *line)
{
    nd_cli *cli = ctx;
    nd_cli_say(cli, "%s", line);
}

static unsigned columns(int fd)
{
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_col <= MOST_COLUMNS)
        return size.ws_col;
    return COLUMNS;
}

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && *value != '\0';
}

void nd_cli_look(nd_cli *cli)
{
    const char *term = getenv("TERM");
    bool dumb = term == NULL || strcmp(term, "") == 0 || strcmp(term, "dumb") == 0;
    cli->out_is_tty = isatty(STDOUT_FILENO) == 1;
    cli->err_is_tty = isatty(STDERR_FILENO) == 1;
    bool always = cli->color == ND_WHEN_ALWAYS;
    bool welcome = cli->color == ND_WHEN_AUTO && !dumb && !is_set("NO_COLOR");
    cli->out_color = always || (welcome && cli->out_is_tty);
    cli->err_color = always || (welcome && cli->err_is_tty);
    if (cli->out_is_tty)
        cli->width = columns(STDOUT_FILENO);
    if (cli->err_is_tty)
        cli->view.width = columns(STDERR_FILENO);

    /* on one terminal the line would stand in the middle of the data */
    const char *output = cli->job.output;
    bool data = cli->command->run == nd_cmd_inspect ||
                (output != NULL ? strcmp(output, "-") == 0 : cli->command->run == nd_cmd_passages);
    bool fits = cli->err_is_tty && !dumb && !cli->quiet && !(data && cli->out_is_tty);
    if (cli->progress_when == ND_WHEN_JSON)
        cli->view.style = ND_PROGRESS_JSON;
    else if (cli->progress_when == ND_WHEN_ALWAYS || (cli->progress_when == ND_WHEN_AUTO && fits))
        cli->view.style = ND_PROGRESS_LINE;
}

static unsigned processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > MOST_THREADS ? MOST_THREADS : (unsigned)n;
}

/* FILE:RECORD to its two parts, unless there is a file of that name. */
static nd_status part_record(nd_cli *cli, const char **path, uint64_t *record, nd_err *err)
{
    struct stat about;
    const char *colon = strrchr(*path, ':');
    if (colon == NULL || colon == *path || colon[1] < '1' || colon[1] > '9' ||
        colon[1 + strspn(colon + 1, "0123456789")] != '\0' || stat(*path, &about) == 0)
        return ND_OK;
    errno = 0;
    *record = strtoull(colon + 1, NULL, 10);
    if (errno != 0)
        return nd_fail(err, ND_EINVAL, "'%.200s': there is no record of so large a number", *path);
    size_t len = (size_t)(colon - *path);
    char *file = nd_arena_get(&cli->strings, len + 1, 1);
    if (file == NULL)
        return nd_no_memory(err, len + 1);
    memcpy(file, *path, len);
    file[len] = '\0';
    *path = file;
    return ND_OK;
}

static nd_status list_pair(nd_cli *cli, nd_err *err)
{
    nd_sources *sources = &cli->sources;
    nd_status st = ND_OK;
    for (size_t i = 0; st == ND_OK && i < cli->n_args; i++) {
        const char *path = cli->args[i];
        st = part_record(cli, &path, &cli->job.records[i], err);
        if (st == ND_OK)
            st = nd_sources_add(sources, path, err);
        size_t n = sources->n_arguments;
        if (st == ND_OK && n > 0 && sources->arguments[n - 1].folder)
            st = nd_fail(err, ND_EINVAL, "'%.200s' is a folder; two documents are compared", path);
    }
    return st;
}

static nd_status list_inputs(nd_cli *cli, nd_err *err)
{
    size_t first = 0;
    nd_operands operands = cli->command->operands;
    if (operands == ND_OPERANDS_PAIR)
        return list_pair(cli, err);
    bool may_be_none = operands == ND_OPERANDS_RESULT_MAYBE_INPUTS && cli->n_args == 1 && cli->files_from == NULL;
    if (operands == ND_OPERANDS_RESULT_INPUTS || operands == ND_OPERANDS_RESULT_LABELS ||
        operands == ND_OPERANDS_RESULT_MAYBE_INPUTS)
        cli->job.result = cli->args[first++];
    else if (operands != ND_OPERANDS_INPUTS)
        return ND_OK;
    nd_status st = ND_OK;
    for (size_t i = first; st == ND_OK && i < cli->n_args; i++)
        st = nd_sources_add(&cli->sources, cli->args[i], err);
    if (st == ND_OK && cli->files_from != NULL)
        st = nd_sources_add_list(&cli->sources, cli->files_from, cli->nul, err);
    if (st == ND_OK && cli->sources.n == 0 && !may_be_none)
        st = nd_fail(err, ND_EINVAL, "no input: the folders and lists that were given are empty");
    if (st == ND_OK && operands == ND_OPERANDS_RESULT_LABELS && cli->sources.n != 1)
        st = nd_fail(err, ND_EINVAL, "%s is a folder, not a file of labels", cli->args[first]);
    return st;
}

static nd_status no_slash(nd_cli *cli, const char **path, nd_err *err)
{
    size_t len = strlen(*path);
    while ((len > 1 && (*path)[len - 1] == '/') || (len > 2 && strncmp(*path + len - 2, "/.", 2) == 0))
        len--;
    char *copy = nd_arena_get(&cli->strings, len + 1, 1);
    if (copy == NULL)
        return nd_no_memory(err, len + 1);
    memcpy(copy, *path, len);
    copy[len] = '\0';
    *path = copy;
    return ND_OK;
}

/* OUT.neardup.jsonl, beside OUT also where OUT is "." or "..", whose own name says nothing. */
static nd_status name_result(nd_cli *cli, const char *out, nd_err *err)
{
    static const char suffix[] = ".neardup.jsonl";
    const char *slash = strrchr(out, '/'), *last = slash != NULL ? slash + 1 : out;
    char *real = strcmp(last, ".") == 0 || strcmp(last, "..") == 0 ? realpath(out, NULL) : NULL;
    if (real != NULL)
        out = real;
    size_t len = strlen(out);
    char *result = nd_arena_get(&cli->strings, len + sizeof suffix, 1);
    if (result != NULL) {
        memcpy(result, out, len);
        memcpy(result + len, suffix, sizeof suffix);
        cli->job.result = result;
    }
    free(real);
    return result != NULL ? ND_OK : nd_no_memory(err, len + sizeof suffix);
}

/* OUT without the slash that says it is a folder, and the result file beside it. */
static nd_status name_outputs(nd_cli *cli, nd_err *err)
{
    nd_job *job = &cli->job;
    uint32_t bit = nd_command_bit(cli->command);
    if ((bit & (ND_DEDUP | ND_APPLY)) == 0 || job->output == NULL || strcmp(job->output, "-") == 0)
        return ND_OK;
    nd_status st = no_slash(cli, &job->output, err);
    return st == ND_OK && bit == ND_DEDUP && job->result == NULL ? name_result(cli, job->output, err) : st;
}

/* For --verbose: what the job is about to do it with. */
static void introduce(nd_cli *cli)
{
    uint32_t bit = nd_command_bit(cli->command);
    nd_bands bands;
    if (!cli->verbose || (bit & ND_READ) == 0)
        return;
    nd_cli_say(cli, "inputs: %zu", cli->sources.n);
    if ((nd_option_find("threads")->commands & bit) != 0)
        nd_cli_say(cli, "threads: %u", cli->job.threads);
    if ((bit & ND_DECIDE) != 0 && nd_tune(&cli->job.opts, &bands, NULL) == ND_OK)
        nd_cli_say(cli, "%u bands of %u rows, which find %.2f %% of the pairs at the threshold of %g",
                   bands.bands, bands.rows, bands.recall * 100, cli->job.opts.threshold);
}

/* NEARDUP_SIMD, for those who measure or doubt one variant of the inner loops. */
static nd_status choose_simd(nd_opts *opts, nd_err *err)
{
    const char *name = is_set("NEARDUP_SIMD") ? getenv("NEARDUP_SIMD") : nd_simd_name(ND_SIMD_BEST);
    for (opts->simd = 0; opts->simd < ND_SIMDS; opts->simd++)
        if (strcmp(name, nd_simd_name((nd_simd)opts->simd)) == 0)
            return nd_opts_check(opts, err);
    return nd_fail(err, ND_EINVAL, "NEARDUP_SIMD is '%s', must be scalar, avx2, avx512 or best", name);
}

/* Asked for by name, so that a typo is known before anything is read. */
static nd_status check_work_dir(const char *path, nd_err *err)
{
    struct stat about;
    if (path == NULL || (stat(path, &about) == 0 && S_ISDIR(about.st_mode)))
        return ND_OK;
    return nd_fail(err, ND_EINVAL, "--work-dir: '%s' is not a folder", path);
}

nd_status nd_cli_connect(nd_cli *cli, nd_err *err)
{
    nd_job *job = &cli->job;
    nd_status st = choose_simd(&job->opts, err);
    if (st == ND_OK)
        st = check_work_dir(job->work_dir, err);
    if (st != ND_OK)
        return st;
    nd_cli_look(cli);
    if (job->threads == 0)
        job->threads = processors();
    if (job->work_dir == NULL)
        job->work_dir = is_set("TMPDIR") ? getenv("TMPDIR") : "/tmp";
    job->reader.stop = cli->sources.stop = nd_signals_stop();
    job->watch = (nd_watch){.ctx = cli, .say = watch_say, .stop = nd_signals_stop()};
    if (cli->view.style != ND_PROGRESS_OFF)
        job->watch.progress = watch_progress;
    st = list_inputs(cli, err);
    /* rows tell inputs apart by name */
    uint32_t bit = nd_command_bit(cli->command);
    bool rows = (bit & (ND_WRITE | ND_REPORT)) != 0 || (bit == ND_PASSAGES && (job->output != NULL || cli->json));
    if (st == ND_OK && rows)
        st = nd_sources_check(&cli->sources, err);
    if (st == ND_OK)
        st = name_outputs(cli, err);
    for (size_t i = 0; st == ND_OK && i < cli->sources.n; i++) {
        if (strcmp(cli->sources.list[i].path, "-") == 0 && isatty(STDIN_FILENO) == 1)
            nd_cli_say(cli, "reading from the terminal; an end of file (often Ctrl-D) ends it");
    }
    if (st == ND_OK)
        introduce(cli);
    return st;
}
