/* SPDX-License-Identifier: MIT
 *
 * template.c - lines of furniture that begin or end alike.
 *
 * Each short line offers ends that it may share: its label, the words in front of the
 * first mark that sets them off; its tail, those behind the last one; and, without any
 * mark, its first and last words. Ends with the same words are a group. A line is told
 * with the first of its groups that is one of furniture.
 *
 * People's words have labels too: "Q:" and "A:", the speakers of a play, the hours of
 * a ticker. There what follows the label are sentences, or the labels take turns.
 */
#include "template.h"

#include "gap.h"
#include "layout.h"
#include "surprise.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

enum {
    MOST_WORDS = 24, MOST_CHARACTERS = 60, /* of a line */
    LABEL_WORDS = 5, LABEL_CHARACTERS = 10, SYLLABLES = 2,
    BARE_WORDS = 2, BARE_CHARACTERS = 5,   /* a group without a mark shares these */
    LEAST_BARE = 3, LEAST_BARE_CHARACTERS = 7 /* and two of its lines so many, at both ends together */
};

struct nd_template_slot {
    uint32_t hash;
    uint32_t end;              /* the first of a group, + 1; 0: free */
};

void nd_templates_init(nd_templates *templates, const nd_alloc *alloc)
{
    *templates = (nd_templates){.alloc = alloc};
}

void nd_templates_release(nd_templates *t)
{
    nd_drop(t->alloc, t->ends, t->cap_ends, sizeof *t->ends);
    nd_drop(t->alloc, t->groups, t->cap_groups, sizeof *t->groups);
    nd_drop(t->alloc, t->sieve, t->cap_sieve, 1);
    nd_drop(t->alloc, t->slots, t->cap_slots, sizeof *t->slots);
    nd_templates_init(t, t->alloc);
}

/* Marks that set a label off; the first needs no space. Those of the second list do so only between spaces. */
static const char *const marks[] = {"=", ":", "\xef\xbc\x9a" /* full-width : */, "|",
                                    "\xe3\x80\x91" /* ] */, "]", "\xef\xbd\x9c" /* full-width | */,
                                    "\xe2\x96\xb6", "\xe2\x96\xb8", "\xe2\x86\x92", "\xe2\x80\xa2", "\xef\xbc\x8f",
                                    "\xef\xbc\x9d" /* full-width = */};
static const char *const spaced_marks[] = {">", "-", "\xe2\x80\x93", "\xe2\x80\x94", "/", "\xc2\xb7", "\xc2\xbb",
                                           "\xe2\x80\xba"};

/* The first marks have a label before them, and what it is for behind, no tail; brackets are around a tail. */
enum { COLONS = 3, BRACKETS = UINT8_MAX };

/* Which mark of these bytes sets a label off, + 1; 0: none. */
static uint8_t sets_off(const char *bytes, size_t len, bool alone)
{
    bool asked = false, spaced = false; /* most gaps hold no mark, and are not asked for spaces */
    for (size_t at = 0; at < len; at++) {
        unsigned char c = (unsigned char)bytes[at];
        if (c < 0x80 && c != '=' && c != ':' && c != '|' && c != '>' && c != ']' && c != '-' && c != '/')
            continue;
        if (!asked)
            spaced = memchr(bytes, ' ', len) != NULL || memchr(bytes, '\t', len) != NULL;
        asked = true;
        for (size_t m = 0; m < ND_COUNT(marks); m++) {
            if (marks[m][0] != bytes[at])
                continue;
            size_t n = strlen(marks[m]);
            /* "10:15", "a::b": no space, no label; a full-width mark needs none */
            if (n <= len - at && memcmp(bytes + at, marks[m], n) == 0 &&
                (m == 0 ? len == n : spaced || n == 3 || alone))
                return (uint8_t)(m + 1);
        }
        for (size_t m = 0; m < ND_COUNT(spaced_marks) && at > 0 && bytes[at - 1] == ' '; m++) {
            size_t n = strlen(spaced_marks[m]);
            if (n < len - at && memcmp(bytes + at, spaced_marks[m], n) == 0 && bytes[at + n] == ' ')
                return (uint8_t)(ND_COUNT(marks) + m + 1);
        }
    }
    return 0;
}

/* Which mark in the gap before a word sets off what stands on either side, or 0. Most are a space. */
static inline uint8_t mark_before(const nd_article *article, uint32_t word)
{
    size_t from, len = nd_gap_bytes(article, word, &from);
    const char *gap = article->text + from;
    if (len == 0 || (len == 1 && *gap == ' ') || (len == 3 && memcmp(gap, "://", 3) == 0))
        return 0;
    bool alone = article->alone && word > 0 && word < article->words.n_words &&
                 (nd_word_traits(article, word - 1) & nd_word_traits(article, word) & ND_WORD_ALONE) != 0;
    return sets_off(gap, len, alone);
}

/* A label is made of words: no time of day, no item number, no initials. */
static bool is_wordy(const nd_article *article, uint32_t word, uint32_t n)
{
    enum { INITIALS = 2 };
    bool wordy = false;
    for (uint32_t w = word; w < word + n; w++) {
        uint8_t traits = nd_word_traits(article, w);
        uint32_t len = article->words.starts[w + 1] - article->words.starts[w] - 1;
        if ((traits & ND_WORD_DIGIT) != 0)
            return false;
        wordy |= len > INITIALS || (traits & ND_WORD_ALONE) != 0;
    }
    return wordy;
}

/* A tail in brackets: "... (subscribers only)". The word that it begins with, or the line's end. */
static uint32_t bracketed(const nd_article *article, const nd_segment *line, uint32_t most)
{
    uint32_t end = line->word + line->n_words;
    size_t from, len = nd_gap_bytes(article, end, &from);
    if (len == 0 || (article->text[from] != ')' && article->text[from] != ']'))
        return end;
    for (uint32_t w = end - 1; w > line->word && end - w <= most; w--) {
        len = nd_gap_bytes(article, w, &from);
        if (len > 1 && (article->text[from + len - 1] == '(' || article->text[from + len - 1] == '['))
            return w;
    }
    return end;
}

static nd_status offer(nd_templates *t, const nd_article *article, nd_template_end end, nd_err *err)
{
    for (uint32_t w = end.word; w < end.word + end.n_words; w++)
        if (article->counts[article->ids[w]] < 2)
            return ND_OK;      /* a word that stands nowhere else: no other line has this end */
    if (!is_wordy(article, end.word, end.n_words))
        return ND_OK;
    if (!nd_grow(t->alloc, &t->ends, &t->cap_ends, t->n_ends + 1, sizeof *t->ends))
        return nd_no_memory(err, 0);
    t->ends[t->n_ends++] = end;
    return ND_OK;
}

/* The ends that a line may share with others: label, tail, first words, last words. */
static nd_status offer_ends(nd_templates *t, const nd_article *article, uint32_t i, nd_err *err)
{
    const nd_segment *line = &article->segments.lines[i];
    uint32_t n = line->n_words, label = 0, tail = 0;
    uint8_t traits = article->alone ? nd_word_traits(article, line->word) : 0, label_mark = 0, tail_mark = 0;
    bool alone = (traits & ND_WORD_ALONE) != 0;
    uint32_t times = (traits & ND_WORD_THAI) != 0 ? SYLLABLES : 1; /* letters of which a word takes more */
    uint32_t most = alone ? LABEL_CHARACTERS * times : LABEL_WORDS, bare = alone ? BARE_CHARACTERS : BARE_WORDS;
    if (n < 2 || n > (alone ? MOST_CHARACTERS * times : MOST_WORDS))
        return ND_OK;
    if (article->counts[article->ids[line->word]] < 2 && article->counts[article->ids[line->word + n - 1]] < 2)
        return ND_OK;          /* no other line begins or ends so */
    for (uint32_t k = 1; k <= most && k < n && label == 0; k++)
        label = (label_mark = mark_before(article, line->word + k)) != 0 ? k : 0;
    for (uint32_t k = 1; k <= most && k < n && tail == 0; k++)
        tail = (tail_mark = mark_before(article, line->word + n - k)) > COLONS ? k : 0;
    if (tail == 0 && (tail = line->word + n - bracketed(article, line, most)) > 0)
        tail_mark = BRACKETS;
    bool sentence = nd_is_sentence(article, line);
    nd_status st = ND_OK;
    if (label > 0)
        st = offer(t, article, (nd_template_end){i, line->word, (uint8_t)label, label_mark, true, sentence, 0, 0}, err);
    if (st == ND_OK && tail > 0)
        st = offer(t, article, (nd_template_end){i, line->word + n - tail, (uint8_t)tail, tail_mark, false, sentence, 0, 0}, err);
    if (sentence)
        return st;
    if (st == ND_OK && label == 0 && n > bare)
        st = offer(t, article, (nd_template_end){i, line->word, (uint8_t)bare, 0, true, false, 0, 0}, err);
    if (st == ND_OK && tail == 0 && n > bare)
        st = offer(t, article, (nd_template_end){i, line->word + n - bare, (uint8_t)bare, 0, false, false, 0, 0}, err);
    return st;
}

/* ---- groups */

static bool same_end(const nd_article *article, const nd_template_end *a, const nd_template_end *b)
{
    return a->n_words == b->n_words && a->mark == b->mark && a->front == b->front &&
           memcmp(&article->ids[a->word], &article->ids[b->word], a->n_words * sizeof *article->ids) == 0;
}

/*
 * Most ends are no other line's. They are sifted out first, by a byte an end, which
 * stays in cache where a table of them all would not; what is left behind by chance
 * becomes a group of one.
 */
static nd_status sift(nd_templates *t, const nd_article *article, nd_err *err)
{
    size_t size = 64, n = 0;
    while (size / 2 < t->n_ends)
        size *= 2;
    if (!nd_grow(t->alloc, &t->sieve, &t->cap_sieve, size, 1))
        return nd_no_memory(err, size);
    memset(t->sieve, 0, size);
    for (size_t e = 0; e < t->n_ends; e++) {
        nd_template_end *end = &t->ends[e];
        end->hash = (uint32_t)XXH3_64bits_withSeed(&article->ids[end->word], end->n_words * sizeof *article->ids,
                                                   article->seed + 2 * end->mark + end->front);
        uint8_t *at = &t->sieve[end->hash & (size - 1)];
        *at = (uint8_t)(*at == 0 ? 1 : 2);
    }
    for (size_t e = 0; e < t->n_ends; e++)
        if (t->sieve[t->ends[e].hash & (size - 1)] > 1)
            t->ends[n++] = t->ends[e];
    t->n_ends = n;
    return ND_OK;
}

static nd_status make_groups(nd_templates *t, const nd_article *article, nd_err *err)
{
    enum { AHEAD = 8 };
    size_t n_slots = 4;
    t->n_groups = 0;
    while (n_slots / 2 < t->n_ends)
        n_slots *= 2;
    if (!nd_grow(t->alloc, &t->slots, &t->cap_slots, n_slots, sizeof *t->slots) ||
        !nd_grow(t->alloc, &t->groups, &t->cap_groups, t->n_ends + 1, sizeof *t->groups))
        return nd_no_memory(err, n_slots * sizeof *t->slots);
    memset(t->slots, 0, n_slots * sizeof *t->slots);
    for (size_t e = 0; e < t->n_ends; e++) {
        if (e + AHEAD < t->n_ends)
            __builtin_prefetch(&t->slots[t->ends[e + AHEAD].hash & (n_slots - 1)]);
        nd_template_end *end = &t->ends[e];
        size_t at = end->hash & (n_slots - 1);
        while (t->slots[at].end != 0 &&
               (t->slots[at].hash != end->hash || !same_end(article, &t->ends[t->slots[at].end - 1], end)))
            at = (at + 1) & (n_slots - 1);
        if (t->slots[at].end == 0) {
            t->slots[at] = (nd_template_slot){end->hash, (uint32_t)e + 1};
            end->group = (uint32_t)t->n_groups;
            t->groups[t->n_groups++] = (nd_template_group){.first = (uint32_t)e};
        }
        end->group = t->ends[t->slots[at].end - 1].group;
        nd_template_group *group = &t->groups[end->group];
        group->n++;
        group->sentences += end->sentence;
    }
    return ND_OK;
}

static void count_neighbour(nd_template_neighbour *neighbour, uint32_t group)
{
    if (neighbour->n == 0)
        neighbour->group = group;
    neighbour->n += neighbour->group == group;
}

/* The labelled line before this one, if it has another label and stands right above it or both are sentences. */
static const nd_template_end *label_before(const nd_templates *t, const nd_article *article, size_t e, size_t before)
{
    const nd_template_end *a = &t->ends[before], *b = &t->ends[e];
    const nd_segment *x = &article->segments.lines[a->line], *y = &article->segments.lines[b->line];
    if (before == e || a->line + 1 != b->line || a->group == b->group)
        return NULL;
    return x->place.line + 1 == y->place.line || (a->sentence && b->sentence) ? a : NULL;
}

/* Speakers take turns, and the fields of a form stand in one order, below each other. */
static void count_neighbours(nd_templates *t, const nd_article *article)
{
    size_t before = t->n_ends, counted = t->n_ends; /* the last label; and the last that beside was counted of */
    for (size_t e = 0; e < t->n_ends; e++) {
        const nd_template_end *end = &t->ends[e], *other;
        if (!end->front || end->mark == 0 || end->mark > COLONS ||
            article->segments.lines[end->line].first != end->line)
            continue;          /* equal lines are furniture already */
        if (before < t->n_ends && (other = label_before(t, article, e, before)) != NULL) {
            nd_template_group *own = &t->groups[end->group], *others = &t->groups[other->group];
            count_neighbour(&others->behind, end->group);
            count_neighbour(&own->before, other->group);
            if (own->n > 1 && others->n > 1) {
                others->beside += counted != before;
                own->beside++;
                counted = e;
            }
        }
        before = e;
    }
}

/* Half of the lines with this label stand next to one other label, or, of several, next to any. */
static bool has_its_place(const nd_template_group *group)
{
    enum { SEVERAL = 3 };
    uint32_t n = group->before.n > group->behind.n ? group->before.n : group->behind.n;
    return (n > 1 && 2 * n >= group->n) || (group->n >= SEVERAL && 2 * group->beside >= group->n);
}

/* How many words two lines share at their begins, and behind these at their ends. */
typedef struct shared {
    uint32_t front, back, all;
} shared;

static shared shared_by(const nd_article *article, const nd_segment *a, const nd_segment *b)
{
    shared s = {0, 0, 0};
    const uint32_t *x = &article->ids[a->word], *y = &article->ids[b->word];
    uint32_t most = a->n_words < b->n_words ? a->n_words : b->n_words;
    while (s.front < most && x[s.front] == y[s.front])
        s.front++;
    while (s.front + s.back < most && x[a->n_words - 1 - s.back] == y[b->n_words - 1 - s.back])
        s.back++;
    s.all = s.front + s.back;
    return s;
}

/* An address, "name@site.example", is no first words of a line: spaces stand between these. */
static bool is_address(const nd_article *article, const nd_segment *line, const nd_template_end *end)
{
    uint32_t first = end->front ? line->word : line->word + line->n_words - end->n_words;
    for (uint32_t w = first + 1; w < first + end->n_words; w++) {
        size_t from, len = nd_gap_bytes(article, w, &from);
        if (len == 0 || memchr(article->text + from, ' ', len) != NULL)
            return false;
    }
    return true;
}

/* Of lines without a label: pieces of a sentence, items of a list; and the first line of a text is its title. */
static bool is_no_line_of_its_own(const nd_article *article, const nd_template_end *end, const nd_template_end *first)
{
    const nd_segment *line = &article->segments.lines[end->line], *of = &article->segments.lines[first->line];
    return first->line == 0 || is_address(article, line, end) || nd_goes_on(article, end->line) ||
           nd_goes_on(article, first->line) || nd_are_items(article, line, of);
}

/* Whether a line that shares this end with the first of its group is furniture. */
static bool is_furniture(const nd_templates *t, const nd_article *article, const nd_template_end *end, const shared *s)
{
    const nd_template_group *group = &t->groups[end->group];
    const nd_segment *line = &article->segments.lines[end->line];
    bool alone = (nd_word_traits(article, line->word) & ND_WORD_ALONE) != 0;
    uint32_t least = alone ? LEAST_BARE_CHARACTERS : LEAST_BARE;
    if (s->all == line->n_words)
        return false;          /* no rest */
    if (end->mark != 0 ? 2 * group->sentences > group->n || has_its_place(group) /* people speak, or it is a form */
        : group->n > 2 && (end->front || alone) ? 3 * s->all < line->n_words
                                                : 2 * s->all < line->n_words || s->all < least)
        return false;
    if (nd_are_rows(article, line, &article->segments.lines[t->ends[group->first].line]))
        return false;          /* of a table or of code */
    if (end->mark != 0)
        return true;
    if (is_no_line_of_its_own(article, end, &t->ends[group->first]))
        return false;
    /* the first word of a line has a capital anyhow */
    return end->front ? !nd_is_name(article, line->word + 1, s->front - 1)
                      : !nd_is_name(article, line->word + line->n_words - s->back, s->back);
}

static nd_status tell(nd_templates *t, const nd_article *article, const nd_template_end *end, nd_findings *to,
                      nd_err *err)
{
    const nd_template_end *first = &t->ends[t->groups[end->group].first];
    const nd_segment *line = &article->segments.lines[end->line];
    shared s = shared_by(article, line, &article->segments.lines[first->line]);
    if (!is_furniture(t, article, end, &s))
        return ND_OK;
    nd_repeat row = {
        .kind = ND_REPEAT_TEMPLATE,
        .at = nd_segment_place(line),
        .of = nd_segment_place(&article->segments.lines[first->line]),
        .similarity = (double)s.all / line->n_words,
        .weight = nd_words_bits(article, end->word, end->n_words),
        .weak = article->natural,
    };
    return nd_findings_add(to, article, &row, line->word, line->n_words, err);
}

nd_status nd_find_templates(nd_templates *t, const nd_article *article, nd_findings *to, nd_err *err)
{
    const nd_segments *segments = &article->segments;
    nd_status st = ND_OK;
    t->n_ends = 0;
    for (size_t b = 0; st == ND_OK && b < segments->n_blocks; b++)
        if (segments->blocks[b]->n_lines == 1)
            st = offer_ends(t, article, segments->blocks[b]->line, err);
    if (st == ND_OK)
        st = sift(t, article, err);
    if (st == ND_OK)
        st = make_groups(t, article, err);
    if (st == ND_OK)
        count_neighbours(t, article);
    for (size_t e = 0; st == ND_OK && e < t->n_ends; e++) {
        const nd_template_end *end = &t->ends[e];
        const nd_template_group *group = &t->groups[end->group];
        if (group->n == 1)
            continue;
        const nd_segment *line = &segments->lines[end->line];
        if (!nd_covered(to, line->word, line->n_words) && t->ends[group->first].line != end->line)
            st = tell(t, article, end, to, err);
    }
    return st;
}
