/* SPDX-License-Identifier: MIT
 *
 * sharing.c - which documents share passages.
 *
 * Three steps. All inputs are read and held. Each document is compared with those before
 * it, on all threads, and what was found is put together in input order; all of it tells
 * which passages are forms. Then the collection is given back, the others make families, and
 * both are told.
 */
#include "sharing.h"

#include "base/pipe.h"
#include "begin_file.h"
#include "held.h"
#include "say.h"
#include "sharing_told.h"

enum { BATCH = 256 << 10 };    /* bytes of text that a thread takes at once, about */

/* Documents that one thread asks about. */
typedef struct load {
    size_t      first, n;
    nd_passage *found;
    size_t      n_found, cap_found;
} load;

typedef struct matching {
    nd_sharing *sharing;
    nd_passage_matcher **matchers; /* one a thread */
    size_t      next;          /* document that no thread has taken yet */
    uint64_t    done;          /* bytes of text */
} matching;

static nd_status take(void *ctx, void *batch, nd_err *err)
{
    matching *m = ctx;
    load *l = batch;
    const nd_holding *texts = &m->sharing->texts;
    const nd_watch *watch = &m->sharing->job->watch;
    nd_status st = nd_stopped(watch, err);
    if (st != ND_OK)
        return st;
    l->first = m->next;
    for (size_t bytes = 0; m->next < texts->n && bytes < BATCH; m->next++)
        bytes += texts->list[m->next].len;
    l->n = m->next - l->first;
    return l->n > 0 ? ND_OK : ND_END;
}

static nd_status match(void *ctx, void *batch, unsigned thread, nd_err *err)
{
    matching *m = ctx;
    load *l = batch;
    const nd_alloc *alloc = m->sharing->texts.alloc;
    nd_status st = ND_OK;
    l->n_found = 0;
    for (size_t i = 0; st == ND_OK && i < l->n; i++) {
        const nd_passage *found;
        size_t n;
        st = nd_passages_of(m->matchers[thread], l->first + i, &found, &n, err);
        if (st == ND_OK && !nd_grow(alloc, &l->found, &l->cap_found, l->n_found + n, sizeof *found))
            st = nd_no_memory(err, n * sizeof *found);
        if (st != ND_OK || n == 0)
            continue;
        memcpy(&l->found[l->n_found], found, n * sizeof *found);
        l->n_found += n;
    }
    return st;
}

static nd_status collect(void *ctx, void *batch, nd_err *err)
{
    matching *m = ctx;
    const load *l = batch;
    nd_sharing *s = m->sharing;
    const nd_watch *watch = &s->job->watch;
    if (!nd_grow(s->texts.alloc, &s->passages, &s->cap_passages, s->n_passages + l->n_found, sizeof *s->passages))
        return nd_no_memory(err, l->n_found * sizeof *s->passages);
    if (l->n_found > 0)
        memcpy(&s->passages[s->n_passages], l->found, l->n_found * sizeof *s->passages);
    s->n_passages += l->n_found;
    for (size_t i = 0; i < l->n; i++)
        m->done += s->texts.list[l->first + i].len;
    if (watch->progress != NULL)
        watch->progress(watch->ctx, &(nd_progress){"match", m->done, s->ledger.outcome.text, m->done});
    return ND_OK;
}

static nd_status match_all(nd_sharing *s, const nd_passages *collection, nd_err *err)
{
    static const nd_pipe_ops ops = {take, match, collect};
    const nd_alloc *alloc = s->texts.alloc;
    unsigned n_threads = s->job->threads, n = nd_pipe_batches(n_threads);
    matching m = {.sharing = s};
    nd_status st = ND_ENOMEM;
    load *loads = nd_get(alloc, n, sizeof *loads);
    m.matchers = nd_get(alloc, n_threads, sizeof *m.matchers);
    if (loads == NULL || m.matchers == NULL) {
        nd_no_memory(err, 0);
        goto done;
    }
    st = ND_OK;
    for (unsigned t = 0; st == ND_OK && t < n_threads; t++)
        st = nd_passage_matcher_new(&m.matchers[t], collection, alloc, err);
    if (st == ND_OK)
        st = nd_pipe_run(&ops, &m, loads, sizeof *loads, n, n_threads, err);
done:
    for (unsigned t = 0; m.matchers != NULL && t < n_threads; t++)
        nd_passage_matcher_free(m.matchers[t]);
    for (unsigned i = 0; loads != NULL && i < n; i++)
        nd_drop(alloc, loads[i].found, loads[i].cap_found, sizeof *loads[i].found);
    nd_drop(alloc, m.matchers, n_threads, sizeof *m.matchers);
    nd_drop(alloc, loads, n, sizeof *loads);
    return st;
}

/* The collection lives only here. */
static nd_status find(nd_sharing *s, nd_err *err)
{
    nd_passages *collection = NULL;
    nd_status st = nd_passages_new(&collection, &s->job->opts, s->texts.alloc, err);
    for (size_t i = 0; st == ND_OK && i < s->texts.n; i++) {
        const nd_held *held = &s->texts.list[i];
        st = nd_stopped(&s->job->watch, err);
        if (st == ND_OK)
            st = nd_passages_add(collection, &(nd_passage_text){held->text, held->len, held->series}, err);
    }
    if (st == ND_OK)
        st = nd_passages_close(collection, err);
    if (st == ND_OK) {
        s->noisy = nd_passages_noisy(collection);
        st = match_all(s, collection, err);
    }
    if (st == ND_OK)
        st = nd_passages_forms(collection, s->passages, s->n_passages, err);
    nd_passages_free(collection);
    return st;
}

static nd_status make_families(nd_sharing *s, nd_err *err)
{
    const nd_alloc *alloc = s->texts.alloc;
    uint32_t *ranks = nd_get(alloc, s->texts.n + 1, sizeof *ranks);
    if (ranks == NULL)
        return nd_no_memory(err, s->texts.n * sizeof *ranks);
    nd_status st = nd_held_order(&s->texts, ranks, err);
    for (size_t i = 0; st == ND_OK && i < s->n_passages; i++) {
        s->n_templates += s->passages[i].form;
        st = nd_families_add(s->families, &s->passages[i], err);
    }
    if (st == ND_OK)
        st = nd_families_close(s->families, ranks, s->texts.n, err);
    nd_drop(alloc, ranks, s->texts.n + 1, sizeof *ranks);
    return st;
}

nd_status nd_run_passages(const nd_job *job, const nd_passages_to *to, nd_outcome *outcome, nd_err *err)
{
    nd_outputs *outputs = NULL;
    nd_sink *result = NULL;
    nd_sharing s = {.job = job};
    nd_holding_init(&s.texts, job->sources->alloc);
    nd_status st = nd_ledger_init(&s.ledger, job, job->sources, err);
    if (st == ND_OK)
        st = nd_outputs_new(&outputs, job->force, NULL, err);
    if (st == ND_OK && job->output != NULL)
        st = nd_begin_file(job, outputs, job->output, NULL, true, &result, err);
    if (st == ND_OK)
        st = nd_families_new(&s.families, job->sources->alloc, err);
    if (st == ND_OK)
        st = nd_hold(&s.texts, job, &s.ledger, err);
    if (st == ND_OK)
        st = find(&s, err);
    if (st == ND_OK)
        st = make_families(&s, err);
    if (st == ND_OK)
        st = result != NULL ? nd_sharing_write(&s, result, err) : nd_sharing_tell(&s, to, err);
    *outcome = s.ledger.outcome;
    outcome->passages = s.n_passages;
    outcome->templates = s.n_templates;
    outcome->families = s.n_families;
    if (st == ND_OK)
        st = nd_finish_file(job, outcome, outputs, result, err);
    nd_sink_free(result);
    nd_outputs_free(outputs);
    nd_families_free(s.families);
    nd_drop(s.texts.alloc, s.passages, s.cap_passages, sizeof *s.passages);
    nd_holding_release(&s.texts);
    nd_ledger_release(&s.ledger);
    return st;
}
