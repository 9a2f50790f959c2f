/* SPDX-License-Identifier: MIT
 *
 * ledger.c - rows into spools while the run decides, out of them once it is known
 * which sources are intact.
 *
 * A removal in its spool: struct fixed, then both ids. An error: its finished row.
 */
#include "ledger.h"

#include "report/rows.h"
#include "result.h"
#include "say.h"

enum { SAID_AT_MOST = 100, FLUSH = 64 << 10 };

typedef struct fixed {
    uint64_t   record, keeper_record;
    uint32_t   source, keeper_source, id_len, keeper_id_len;
    bool       has_id, keeper_has_id;
    nd_verdict verdict;
} fixed;

void nd_names_init(nd_names *names)
{
    *names = (nd_names){0};
    nd_arena_init(&names->ids, NULL);
}

void nd_names_release(nd_names *names)
{
    nd_drop(NULL, names->list, names->cap, sizeof *names->list);
    nd_arena_release(&names->ids);
    nd_names_init(names);
}

nd_status nd_names_add(nd_names *names, const nd_name *name, nd_err *err)
{
    nd_name copy = *name;
    if (name->id != NULL) {
        char *id = nd_arena_get(&names->ids, name->id_len, 1);
        if (id == NULL)
            return nd_no_memory(err, name->id_len);
        copy.id = memcpy(id, name->id, name->id_len);
    }
    if (!nd_grow(NULL, &names->list, &names->cap, names->n + 1, sizeof copy))
        return nd_no_memory(err, sizeof copy);
    names->list[names->n++] = copy;
    return ND_OK;
}

nd_status nd_ledger_init(nd_ledger *l, const nd_job *job, const nd_sources *sources, nd_err *err)
{
    *l = (nd_ledger){.job = job, .sources = sources};
    nd_spool_init(&l->removals, job->work_dir, NULL);
    nd_spool_init(&l->errors, job->work_dir, NULL);
    nd_buf_init(&l->scratch, NULL);
    l->fates = nd_get(NULL, sources->n + 1, sizeof *l->fates);
    return l->fates == NULL ? nd_no_memory(err, sources->n * sizeof *l->fates) : ND_OK;
}

void nd_ledger_release(nd_ledger *l)
{
    if (l->sources == NULL)
        return;
    nd_spool_release(&l->removals);
    nd_spool_release(&l->errors);
    nd_buf_release(&l->scratch);
    nd_drop(NULL, l->fates, l->sources->n + 1, sizeof *l->fates);
    *l = (nd_ledger){0};
}

nd_status nd_ledger_removed(nd_ledger *l, const nd_name *record, const nd_name *keeper,
                            const nd_verdict *verdict, nd_err *err)
{
    fixed f;
    memset(&f, 0, sizeof f); /* padding goes to the spool too */
    f.record = record->record;
    f.source = record->source;
    f.id_len = record->id_len;
    f.has_id = record->id != NULL;
    f.keeper_record = keeper->record;
    f.keeper_source = keeper->source;
    f.keeper_id_len = keeper->id_len;
    f.keeper_has_id = keeper->id != NULL;
    f.verdict = *verdict;
    nd_status st = nd_spool_add(&l->removals, &f, sizeof f, err);
    if (st == ND_OK)
        st = nd_spool_add(&l->removals, record->id, record->id_len, err);
    return st == ND_OK ? nd_spool_add(&l->removals, keeper->id, keeper->id_len, err) : st;
}

nd_status nd_ledger_error(nd_ledger *l, uint32_t source, uint64_t record, uint64_t byte, const char *what,
                          nd_err *err)
{
    const nd_source *from = &l->sources->list[source];
    const nd_watch *watch = &l->job->watch;
    l->outcome.errors++;
    if (l->outcome.errors <= SAID_AT_MOST)
        nd_say(watch, "%s: record %llu, byte %llu: %s", nd_source_label(from), (unsigned long long)record,
               (unsigned long long)byte, what);
    else if (l->outcome.errors == SAID_AT_MOST + 1)
        nd_say(watch, "more records that cannot be read follow; a result file lists all");
    nd_buf_clear(&l->scratch);
    nd_row_error(&l->scratch, from->name, record, byte, what);
    if (l->scratch.failed)
        return nd_no_memory(err, 0);
    return nd_spool_add(&l->errors, l->scratch.bytes, l->scratch.len, err);
}

void nd_ledger_end(nd_ledger *l, const nd_batch *last)
{
    nd_fate *fate = &l->fates[last->source];
    fate->end = last->end;
    fate->format = last->format;
    l->outcome.files++;
    if (last->end.status == ND_OK)
        return;
    fate->damaged = true;
    l->outcome.bad_files++;
    nd_say(&l->job->watch, "%s: %s", nd_source_label(&l->sources->list[last->source]), last->end.what);
}

/* The next removal, cancelled or not. */
static nd_status read_removal(nd_ledger *l, nd_removal *removal, nd_err *err)
{
    fixed f;
    nd_status st = nd_spool_read(&l->removals, &f, sizeof f, err);
    if (st != ND_OK)
        return st;
    size_t ids = (size_t)f.id_len + f.keeper_id_len;
    if (!nd_grow(NULL, &l->scratch.bytes, &l->scratch.cap, ids + 1, 1))
        return nd_no_memory(err, ids);
    if ((st = nd_spool_read(&l->removals, l->scratch.bytes, ids, err)) != ND_OK)
        return st;
    const char *id = l->scratch.bytes;
    *removal = (nd_removal){
        .record = {f.record, f.has_id ? id : NULL, f.id_len, f.source},
        .keeper = {f.keeper_record, f.keeper_has_id ? id + f.id_len : NULL, f.keeper_id_len, f.keeper_source},
        .verdict = f.verdict,
    };
    return ND_OK;
}

static bool doubtful(const nd_ledger *l, const nd_removal *r)
{
    return l->fates[r->record.source].damaged || l->fates[r->keeper.source].damaged;
}

nd_status nd_ledger_rewind(nd_ledger *l, nd_err *err)
{
    return nd_spool_rewind(&l->removals, err);
}

nd_status nd_ledger_next(nd_ledger *l, nd_removal *removal, nd_err *err)
{
    nd_status st;
    do
        st = read_removal(l, removal, err);
    while (st == ND_OK && doubtful(l, removal) && !l->fates[removal->record.source].settled);
    return st;
}

nd_status nd_ledger_close(nd_ledger *l, const nd_counts *counts, nd_err *err)
{
    nd_removal r;
    nd_outcome *o = &l->outcome;
    uint64_t documents = o->counts.documents;
    o->counts = *counts;
    o->counts.documents = o->counts.kept = documents;
    o->counts.identical = o->counts.same_words = o->counts.near = 0;
    for (size_t i = 0; i < l->sources->n; i++)
        l->fates[i].rewrite = l->fates[i].unwritten || (l->fates[i].damaged && !l->fates[i].settled);
    nd_status st = nd_ledger_rewind(l, err);
    while (st == ND_OK && (st = read_removal(l, &r, err)) == ND_OK) {
        nd_fate *fate = &l->fates[r.record.source];
        if (doubtful(l, &r) && !fate->settled) {
            fate->rewrite = true;
            o->restored += !fate->damaged;
            continue;
        }
        l->lost += doubtful(l, &r);
        o->counts.kept--;
        o->counts.identical += r.verdict.kind == ND_IDENTICAL;
        o->counts.same_words += r.verdict.kind == ND_SAME_WORDS;
        o->counts.near += r.verdict.kind == ND_NEAR;
    }
    return st == ND_END ? ND_OK : st;
}

nd_status nd_ledger_say_lost(nd_ledger *l, bool listed, nd_err *err)
{
    nd_removal r = {0};
    const nd_watch *watch = &l->job->watch;
    if (l->lost == 0)
        return ND_OK;
    nd_say(watch, "%llu records were dropped before the damage showed, and stay dropped%s",
           (unsigned long long)l->lost, listed ? "; the result file lists them" : "");
    nd_status st = listed ? ND_END : nd_ledger_rewind(l, err);
    while (st == ND_OK && (st = nd_ledger_next(l, &r, err)) == ND_OK)
        if (doubtful(l, &r))
            nd_say(watch, "%s: record %llu was dropped as a copy of %s: record %llu",
                   nd_source_label(&l->sources->list[r.record.source]), (unsigned long long)r.record.record,
                   nd_source_label(&l->sources->list[r.keeper.source]), (unsigned long long)r.keeper.record);
    return st == ND_END ? ND_OK : st;
}

static nd_row_record row_of(const nd_ledger *l, const nd_name *name)
{
    return (nd_row_record){l->sources->list[name->source].name, name->record, name->id, name->id_len};
}

nd_status nd_rows_pour(nd_buf *rows, bool all, nd_sink *to, nd_err *err)
{
    if (rows->failed)
        return nd_no_memory(err, 0);
    if (!all && rows->len < FLUSH)
        return ND_OK;
    nd_status st = nd_sink_write(to, rows->bytes, rows->len, err);
    nd_buf_clear(rows);
    return st;
}

static nd_row_input input_row(const nd_ledger *l, size_t i)
{
    const nd_fate *fate = &l->fates[i];
    return (nd_row_input){l->sources->list[i].name, fate->end.bytes, fate->end.digest, nd_format_name(fate->format)};
}

static void add_damaged(const nd_ledger *l, nd_buf *rows)
{
    for (size_t i = 0; i < l->sources->n; i++)
        if (l->fates[i].damaged)
            nd_row_damaged(rows, l->sources->list[i].name, l->fates[i].end.what);
}

static nd_status write_header(nd_ledger *l, nd_buf *rows, nd_sink *to, nd_err *err)
{
    nd_bands bands;
    nd_status st = nd_tune(&l->job->opts, &bands, err);
    size_t n = l->sources->n;
    nd_row_input *inputs = nd_get(NULL, n + 1, sizeof *inputs);
    if (st == ND_OK && inputs == NULL)
        st = nd_no_memory(err, n * sizeof *inputs);
    for (size_t i = 0; st == ND_OK && i < n; i++)
        inputs[i] = input_row(l, i);
    if (st == ND_OK) {
        nd_row_header(rows, &l->job->opts, &bands, l->job->keep_spec, inputs, n);
        st = nd_rows_pour(rows, true, to, err);
    }
    nd_drop(NULL, inputs, n + 1, sizeof *inputs);
    return st;
}

static nd_status write_removals(nd_ledger *l, nd_buf *rows, nd_sink *to, nd_err *err)
{
    nd_removal r;
    nd_status st = nd_ledger_rewind(l, err);
    while (st == ND_OK && (st = nd_ledger_next(l, &r, err)) == ND_OK) {
        nd_row_record record = row_of(l, &r.record), keeper = row_of(l, &r.keeper);
        nd_row_removed(rows, &record, &keeper, &r.verdict);
        st = nd_rows_pour(rows, false, to, err);
    }
    return st == ND_END ? ND_OK : st;
}

static nd_status copy_errors(nd_ledger *l, nd_sink *to, nd_err *err)
{
    const char *bytes;
    size_t len;
    nd_status st = nd_spool_rewind(&l->errors, err);
    while (st == ND_OK && (st = nd_spool_read_some(&l->errors, &bytes, &len, err)) == ND_OK)
        st = nd_sink_write(to, bytes, len, err);
    return st == ND_END ? ND_OK : st;
}

nd_status nd_ledger_write(nd_ledger *l, const nd_near_miss *misses, size_t n_misses, const nd_names *names,
                          nd_sink *to, nd_err *err)
{
    nd_buf rows;
    nd_buf_init(&rows, NULL);
    nd_status st = write_header(l, &rows, to, err);
    if (st == ND_OK)
        st = write_removals(l, &rows, to, err);
    if (st == ND_OK) {
        for (size_t i = 0; i < n_misses; i++) {
            nd_row_record record = row_of(l, &names->list[misses[i].id]);
            nd_row_record other = row_of(l, &names->list[misses[i].other]);
            nd_row_near_miss(&rows, &record, &other, misses[i].jaccard);
        }
        add_damaged(l, &rows);
        st = nd_rows_pour(&rows, true, to, err);
    }
    if (st == ND_OK)
        st = copy_errors(l, to, err);
    if (st == ND_OK) {
        nd_row_summary(&rows, &l->outcome.counts, l->outcome.restored, l->outcome.errors);
        st = nd_rows_pour(&rows, true, to, err);
    }
    nd_buf_release(&rows);
    return st;
}

nd_status nd_ledger_write_ends(nd_ledger *l, nd_sink *to, nd_err *err)
{
    nd_buf rows;
    nd_buf_init(&rows, NULL);
    for (size_t i = 0; i < l->sources->n; i++) {
        nd_row_input input = input_row(l, i);
        nd_row_of_input(&rows, &input);
    }
    add_damaged(l, &rows);
    nd_status st = nd_rows_pour(&rows, true, to, err);
    if (st == ND_OK)
        st = copy_errors(l, to, err);
    nd_buf_release(&rows);
    return st;
}
