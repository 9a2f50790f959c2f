/* SPDX-License-Identifier: MIT
 *
 * sharing_told.c - passages, each with its family, and families with
 * what each member changed. That is found out only here: the core is aligned, word by word,
 * with what stands at each member's place.
 */
#include "sharing_told.h"

#include "say.h"

/* One of the two ends of the job at work. */
typedef struct telling {
    nd_sharing    *sharing;
    nd_sink       *sink;       /* rows go there, or */
    const nd_passages_to *to;  /* somebody is told */
    nd_buf         rows;
    nd_aligner    *aligner;
    nd_row_member *members;
    size_t         cap_members;
} telling;

/* A record as rows have it; for people by the path that opens it, and without a number where it is all of the file. */
static nd_row_record name_of(const telling *t, uint64_t text)
{
    const nd_held *held = &t->sharing->texts.list[text];
    const nd_source *source = &t->sharing->job->sources->list[held->source];
    bool people = t->sink == NULL;
    return (nd_row_record){
        .file = people ? nd_source_label(source) : source->name,
        .record = people && held->whole_file ? 0 : held->record,
        .id = held->id,
        .id_len = held->id_len,
    };
}

/* ---- passages */

static nd_status tell_passage(telling *t, const nd_passage *passage, size_t family, nd_err *err)
{
    nd_row_record a = name_of(t, passage->a.text), b = name_of(t, passage->b.text);
    if (t->sink != NULL) {
        nd_row_passage(&t->rows, &a, &b, passage, family);
        return nd_rows_pour(&t->rows, false, t->sink, err);
    }
    nd_told_passage told = {a, b, passage, t->sharing->texts.list[passage->a.text].text, family};
    return t->to->passage(t->to->ctx, &told, err);
}

static nd_status tell_passages(telling *t, nd_err *err)
{
    const nd_sharing *s = t->sharing;
    nd_status st = ND_OK;
    for (size_t i = 0; st == ND_OK && i < s->n_passages; i++) {
        size_t family = nd_families_of(s->families, i);
        st = tell_passage(t, &s->passages[i], family != ND_NO_FAMILY ? family + 1 : 0, err);
    }
    return st;
}

/* ---- families */

/* Words of the core that lie in a part of it, by their places in the core's stretch. */
static uint64_t words_in(const nd_aligned_text *core, size_t from, size_t to)
{
    uint64_t n = 0;
    for (uint64_t i = 0; i < core->n_words; i++)
        n += core->spans[i].offset >= from && core->spans[i].offset < to;
    return n;
}

/*
 * A member against the core. In noisy texts few words are equal letter for letter, so there
 * the likeness is that of the passages which link it.
 */
static nd_status measure(telling *t, const nd_family *family, const nd_place *core, const nd_family_member *member,
                         nd_row_member *to, uint64_t *words, nd_err *err)
{
    const nd_held *texts = t->sharing->texts.list, *held = &texts[member->text];
    nd_alignment al;
    *to = (nd_row_member){
        .record = name_of(t, member->text),
        .date = held->date,
        .date_len = held->date_len,
        .at = nd_place_of(held->text, held->len, member->at),
        .core = member->core,
        .similarity = member->similarity,
    };
    nd_status st = nd_align(t->aligner, texts[family->text].text + core->offset, core->len, held->text + to->at.offset,
                            to->at.len, &al, err);
    if (st != ND_OK)
        return st;
    nd_changes_of(&al, &to->changes);
    *words = al.a.n_words;
    if (!t->sharing->noisy && member->links > 0) {
        size_t from = member->core.offset - (core->offset < member->core.offset ? core->offset : member->core.offset);
        uint64_t part = words_in(&al.a, from, from + member->core.len);
        uint64_t longer = part > al.b.n_words ? part : al.b.n_words, shared = al.ordered_words + al.moved_words;
        to->similarity = longer == 0 ? 0 : shared < longer ? (double)shared / (double)longer : 1;
    }
    return ND_OK;
}

static nd_status tell_family(telling *t, const nd_family *family, size_t number, nd_err *err)
{
    const nd_held *held = &t->sharing->texts.list[family->text];
    nd_row_family row = {
        .number = number,
        .record = name_of(t, family->text),
        .core = nd_place_of(held->text, held->len, family->core),
        .by_date = t->sharing->texts.list[family->members[0].text].date != NULL,
        .n_members = family->n_members,
    };
    nd_status st = ND_OK;
    if (!nd_grow(t->sharing->texts.alloc, &t->members, &t->cap_members, family->n_members, sizeof *t->members))
        return nd_no_memory(err, family->n_members * sizeof *t->members);
    for (size_t i = 0; st == ND_OK && i < family->n_members; i++)
        st = measure(t, family, &row.core, &family->members[i], &t->members[i], &row.words, err);
    if (st != ND_OK)
        return st;
    row.members = t->members;
    if (t->sink == NULL)
        return t->to->family(t->to->ctx, &(nd_told_family){&row, held->text}, err);
    nd_row_of_family(&t->rows, &row);
    return nd_rows_pour(&t->rows, false, t->sink, err);
}

static nd_status tell_families(telling *t, size_t most, nd_err *err)
{
    size_t n;
    const nd_family *families = nd_families_list(t->sharing->families, &n);
    nd_status st = ND_OK;
    for (size_t i = 0; st == ND_OK && i < n && i < most; i++) {
        st = nd_stopped(&t->sharing->job->watch, err);
        if (st == ND_OK)
            st = tell_family(t, &families[i], i + 1, err);
    }
    return st;
}

/* ---- both ends */

static nd_status begin(telling *t, nd_err *err)
{
    nd_sharing *s = t->sharing;
    size_t n;
    nd_buf_init(&t->rows, s->texts.alloc);
    nd_families_list(s->families, &n);
    s->n_families = n;
    return nd_aligner_new(&t->aligner, &s->job->opts, s->texts.alloc, err);
}

static void release(telling *t)
{
    nd_aligner_free(t->aligner);
    nd_drop(t->sharing->texts.alloc, t->members, t->cap_members, sizeof *t->members);
    nd_buf_release(&t->rows);
}

nd_status nd_sharing_write(nd_sharing *s, nd_sink *to, nd_err *err)
{
    telling t = {.sharing = s, .sink = to};
    nd_status st = begin(&t, err);
    if (st == ND_OK) {
        nd_row_passages_header(&t.rows, &(nd_row_passage_params){
            &s->job->opts, s->noisy, s->job->fields.series, s->job->fields.date});
        st = tell_passages(&t, err);
    }
    if (st == ND_OK)
        st = tell_families(&t, SIZE_MAX, err);
    if (st == ND_OK)
        st = nd_rows_pour(&t.rows, true, to, err);
    if (st == ND_OK)
        st = nd_ledger_write_ends(&s->ledger, to, err);
    if (st == ND_OK) {
        nd_row_passages_summary(&t.rows, s->ledger.outcome.counts.documents, s->n_passages, s->n_templates,
                                s->n_families, s->ledger.outcome.errors);
        st = nd_rows_pour(&t.rows, true, to, err);
    }
    release(&t);
    return st;
}

nd_status nd_sharing_tell(nd_sharing *s, const nd_passages_to *to, nd_err *err)
{
    telling t = {.sharing = s, .to = to};
    nd_status st = begin(&t, err);
    if (st == ND_OK)
        st = tell_families(&t, to->most, err);
    if (st == ND_OK)
        st = tell_passages(&t, err);
    release(&t);
    return st;
}
