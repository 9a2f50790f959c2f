/* SPDX-License-Identifier: MIT
 *
 * neardup.h - find text that is there twice.
 *
 * A text becomes folded words (nd_text), words become shingles and a MinHash
 * signature (nd_sketch), an index of kept documents names candidates (nd_index),
 * and exact comparison of shingle sets decides (nd_index_decide). Repeats inside
 * one text are found without an index (nd_repeats) and measured (nd_signals), and so
 * are the words that two texts share (nd_align) and the passages that many do (nd_passages).
 *
 * Rules that hold for every function here:
 *   - Nothing prints, exits, opens files or keeps global state.
 *   - Objects are made by _new, given back by _free; _free accepts NULL.
 *   - One object serves one thread at a time; different objects share nothing, but
 *     for an index and its questions (nd_questions_ask).
 *   - On failure out-parameters are untouched unless said otherwise, the object
 *     stays usable, and *err (may be NULL) holds one sentence.
 *   - Input bytes are never trusted: any bytes are a valid text.
 */
#ifndef NEARDUP_H
#define NEARDUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ND_VERSION "0.1.0"
#define ND_TEXT_VERSION 1          /* the normal form; written in every result */
#define ND_API __attribute__((visibility("default")))

/* ---- status and error -------------------------------------------------- */

typedef enum nd_status {
    ND_OK = 0,
    ND_END = 1,                    /* nothing more to read; not a failure */
    ND_EINVAL = -1,                /* an option or argument is out of range */
    ND_ENOMEM = -2,                /* the allocator said no */
    ND_EFORMAT = -3,               /* bytes that are not what they claim to be */
    ND_EIO = -4,                   /* a read failed */
    ND_EWRITE = -5,                /* a write, flush, rename or close failed */
    ND_ELIMIT = -6,                /* a text or count is larger than is supported */
    ND_ESTOP = -7                  /* the caller asked to stop (signal) */
} nd_status;

typedef struct nd_err {
    nd_status code;
    char      text[320];           /* one line, lower case, no full stop */
} nd_err;                          /* caller's, may be NULL, written only on failure */

/* ---- allocator --------------------------------------------------------- */

/*
 * One function allocates (p NULL, old_size 0), resizes and frees (new_size 0,
 * returns NULL). It is called only from the thread that uses the object, and the
 * struct is copied. NULL in place of an nd_alloc means malloc.
 */
typedef struct nd_alloc {
    void *(*fn)(void *ctx, void *p, size_t old_size, size_t new_size);
    void *ctx;
} nd_alloc;

/* ---- options ----------------------------------------------------------- */

/* Which instructions the inner loops use. The results are the same bytes with any. */
typedef enum nd_simd {
    ND_SIMD_BEST,                  /* the widest that this processor has */
    ND_SIMD_SCALAR,                /* portable C */
    ND_SIMD_AVX2,                  /* x86: AVX2, BMI */
    ND_SIMD_AVX512,                /* x86: AVX-512 F, BW, DQ, VL, VBMI, VBMI2, IFMA */
    ND_SIMDS                       /* how many */
} nd_simd;

/* Whether passages are looked for among many wrong letters. */
typedef enum nd_noise {
    ND_NOISE_AUTO,                 /* as the texts look */
    ND_NOISE_YES,
    ND_NOISE_NO,
    ND_NOISES                      /* how many */
} nd_noise;

typedef struct nd_opts {
    size_t   size;                 /* sizeof(nd_opts), set by nd_opts_init */
    double   threshold;            /* least Jaccard similarity of a copy, (0, 1]; 0.8 */
    double   recall;               /* share of pairs at the threshold to find, (0, 1); 0.99 */
    uint32_t shingle;              /* words per shingle, 1 to 64; 5 */
    uint32_t perms;                /* values per signature (K), 16 to 1024; 128 */
    uint32_t bucket_cap;           /* kept documents per bucket, 1 to 65535; 64 */
    uint64_t seed;                 /* of the signature; 1 */
    bool     fold_digits;          /* every decimal digit reads as 0; off */
    bool     strip_marks;          /* accents and other marks dropped; off */
    double   near;                 /* least similarity of near repeats inside a text, (0, 1]; 0.65:
                                      Dice's, words weighed by how few lines have them; words that a
                                      paragraph has in another order count half, and in a line forms
                                      of one word ("open", "opened") */
    uint32_t repeat_kinds;         /* bits 1 << nd_repeat_kind to look for; ND_REPEATS_ALL */
    bool     weak_repeats;         /* tell weak repeats too (nd_repeat.weak); off */
    uint32_t simd;                 /* an nd_simd, to measure or test one; ND_SIMD_BEST */
    uint32_t passage_letters;      /* least letters of a shared passage, 20 to 1,000,000; 60 */
    double   passage_score;        /* least score of one, letters less 2.5 an edit, 20 to 10^6; 80 */
    uint32_t passage_noise;        /* an nd_noise: whether texts are badly scanned; ND_NOISE_AUTO */
} nd_opts;

/* nd_opts_init - the defaults, their only home. */
ND_API void nd_opts_init(nd_opts *opts);

/*
 * nd_opts_check - ND_EINVAL and a sentence where a field is out of range, or where
 * this processor lacks the instructions that simd names.
 */
ND_API nd_status nd_opts_check(const nd_opts *opts, nd_err *err);

/* The library's version, "0.1.0", and that of the Unicode data it folds by, "15.0.0". */
ND_API const char *nd_version(void);
ND_API const char *nd_unicode_version(void);

/* ---- text: bytes to folded words --------------------------------------- */

/*
 * Normal form 1. UTF-8 is decoded (an invalid byte, or NUL, ends a word and is
 * counted); NFKC, full case folding, default-ignorable code points dropped, as
 * utf8proc does them; a word is a maximal run of letters, marks and numbers
 * (after normalisation) with a letter or number in it. In Han, Hiragana,
 * Katakana, Thai, Lao, Khmer and Myanmar each base character with its marks is
 * a word. Source: UAX 15, UAX 44, Unicode 15 section 3.13.
 */
typedef struct nd_span {
    uint32_t offset;               /* bytes into the original text */
    uint32_t len;                  /* bytes; the code points that made the word */
} nd_span;

typedef struct nd_words {
    const char     *folded;        /* the words joined by one space; not NUL-ended */
    size_t          folded_len;    /* bytes; 0 where there is no word */
    size_t          n_words;
    const uint32_t *starts;        /* n_words + 1: word i is folded[starts[i] .. starts[i+1]-1) */
    const nd_span  *spans;         /* n_words, or NULL where spans were not asked for */
    uint64_t        invalid_bytes; /* bytes that were no UTF-8, NUL included */
} nd_words;

typedef struct nd_text nd_text;

ND_API nd_status nd_text_new(nd_text **out, const nd_opts *opts, const nd_alloc *alloc, nd_err *err);
ND_API void nd_text_free(nd_text *text);

/*
 * nd_text_fold - the folded words of one text.
 *
 * @bytes, @len  UTF-8, no NUL needed, borrowed for this call; never read past
 * @spans        whether the place of each word in @bytes is wanted
 * @out          out: views into @text, good until its next fold or free
 *
 * ND_ELIMIT where the folded words need 4 GiB or more, or the text has them and spans are wanted. O(len).
 */
ND_API nd_status nd_text_fold(nd_text *text, const char *bytes, size_t len, bool spans,
                              nd_words *out, nd_err *err);

/* ---- shingles and digests ---------------------------------------------- */

/*
 * nd_shingle_count - shingles of a text of n_words words at n words a shingle:
 * n_words - n + 1; 1 where 0 < n_words < n (the whole text); 0 for no word.
 */
ND_API size_t nd_shingle_count(size_t n_words, uint32_t n);

/*
 * nd_shingle_hashes - XXH3_64bits of each run of n words joined by one space.
 *
 * @hashes  out: nd_shingle_count values, in text order, repeats included
 */
ND_API void nd_shingle_hashes(const nd_words *words, uint32_t n, uint64_t *hashes);

typedef struct nd_digest {
    uint64_t lo, hi;               /* of XXH3_128bits */
} nd_digest;

/* nd_digest_bytes - XXH3_128bits of bytes. */
ND_API nd_digest nd_digest_bytes(const void *bytes, size_t len);

/* ---- sketch ------------------------------------------------------------ */

/*
 * One text as the index sees it. The arrays are the maker's: those of nd_sketch
 * live in the sketcher until its next call. A text without words has n_shingles
 * 0, zero digests and no signature (NULL); it resembles nothing.
 */
typedef struct nd_doc {
    uint64_t        id;            /* the caller's name for it; 0 from nd_sketch */
    uint64_t        n_words;
    uint64_t        invalid_bytes;
    nd_digest       identical;     /* of the text's bytes */
    nd_digest       same_words;    /* of its folded words joined by one space */
    const uint32_t *signature;     /* perms values */
    const uint32_t *shingles;      /* low 32 bits of each shingle hash, text order, repeats included */
    uint32_t        n_shingles;
} nd_doc;

typedef struct nd_sketcher nd_sketcher;

ND_API nd_status nd_sketcher_new(nd_sketcher **out, const nd_opts *opts, const nd_alloc *alloc,
                                 nd_err *err);
ND_API void nd_sketcher_free(nd_sketcher *sketcher);

/*
 * nd_sketch - digests, shingles and MinHash signature of one text.
 *
 * @text, @len  UTF-8, borrowed for this call
 * @doc         out: views into @sketcher, good until its next call
 *
 * ND_OK for a text without words too (see nd_doc). ND_ELIMIT as nd_text_fold.
 * O(len + shingles).
 */
ND_API nd_status nd_sketch(nd_sketcher *sketcher, const char *text, size_t len, nd_doc *doc,
                           nd_err *err);

/*
 * nd_signature - MinHash signature of a set of shingle hashes.
 *
 * @hashes, @n  64-bit shingle hashes, any order, repeats harmless; n > 0
 * @signature   out: perms values
 *
 * One-permutation hashing; empty bins are filled by ordinary min-wise hashing of
 * the whole set (two levels of Dahlgaard, Knudsen, Thorup, "Fast Similarity
 * Sketching", FOCS 2017). Unbiased at every set size: P(slot equal) = Jaccard.
 */
ND_API nd_status nd_signature(nd_sketcher *sketcher, const uint64_t *hashes, size_t n,
                              uint32_t *signature, nd_err *err);

/* nd_signature_merge - a becomes the signature of the union of both sets: element-wise minimum. */
ND_API void nd_signature_merge(uint32_t *a, const uint32_t *b, uint32_t perms);

/* nd_signature_matches - equal slots; matches / perms estimates the Jaccard similarity. */
ND_API uint32_t nd_signature_matches(const uint32_t *a, const uint32_t *b, uint32_t perms);

/* ---- bands and their tuner --------------------------------------------- */

typedef struct nd_bands {
    uint32_t bands, rows;          /* bands * rows <= perms */
    uint32_t min_matches;          /* fewer equal slots: ruled out without a check */
    double   recall;               /* share of pairs at the threshold that are found, at least */
} nd_bands;

/*
 * nd_tune - the bands for opts.threshold, recall and perms.
 *
 * The largest number of rows whose recall at the threshold reaches opts.recall,
 * then the fewest bands. Recall counts both ways to lose a pair: no band in
 * common, (1 - t^rows)^bands, and a signature that agrees in fewer than
 * perms * (t - 4 sqrt(t (1 - t) / perms)) slots, which rules the pair out.
 * ND_EINVAL where no choice reaches it; the sentence names the best there is.
 */
ND_API nd_status nd_tune(const nd_opts *opts, nd_bands *out, nd_err *err);

/* nd_band_probability - P(two documents of Jaccard j share a band) = 1 - (1 - j^rows)^bands. */
ND_API double nd_band_probability(double j, uint32_t bands, uint32_t rows);

/* nd_ruled_out_probability - P(fewer than min_matches of perms slots agree | j), binomial. */
ND_API double nd_ruled_out_probability(double j, uint32_t min_matches, uint32_t perms);

/*
 * nd_band_keys - the key of each band: XXH3_64bits_withSeed of its rows values
 * (as little-endian bytes), seed = band number from 0.
 *
 * @keys  out: bands values
 */
ND_API void nd_band_keys(const uint32_t *signature, const nd_bands *bands, uint64_t *keys);

/* ---- exact comparison -------------------------------------------------- */

typedef struct nd_similarity {
    double   jaccard;              /* shared / all */
    double   containment;          /* share of a's shingles that b has */
    double   coverage;             /* share of b's shingles that a has */
    uint32_t shared, a, b;         /* distinct shingles; 0 where a digest settled it */
} nd_similarity;

/*
 * nd_compare - exact similarity of two sets of 32-bit shingle hashes.
 *
 * @a, @b  sorted and without repeats (nd_set_sort); an empty set is like nothing
 */
ND_API nd_similarity nd_compare(const uint32_t *a, uint32_t n_a, const uint32_t *b, uint32_t n_b);

/* nd_set_sort - sorts hashes in place, drops repeats; the number that stay. No allocation. */
ND_API uint32_t nd_set_sort(uint32_t *hashes, uint32_t n);

/* ---- the index of kept documents, and the decision --------------------- */

typedef struct nd_index nd_index;

typedef enum nd_kind {
    ND_KEPT = 0,
    ND_IDENTICAL,                  /* the same bytes as the keeper */
    ND_SAME_WORDS,                 /* the same folded words */
    ND_NEAR                        /* Jaccard at least the threshold, verified */
} nd_kind;

typedef struct nd_verdict {
    nd_kind       kind;
    uint64_t      keeper;          /* id of the kept document; 0 where kept */
    nd_similarity similarity;      /* to the keeper: a = this document; zero where kept */
} nd_verdict;

typedef struct nd_near_miss {
    uint64_t id, other;            /* both kept; other was kept first */
    double   jaccard;              /* below the threshold */
} nd_near_miss;

typedef struct nd_counts {
    uint64_t documents, kept, identical, same_words, near;
    uint64_t wordless;             /* kept without a look: no word in them */
    uint64_t candidates;           /* distinct kept documents met in buckets */
    uint64_t rejected;             /* of these, found not alike */
    uint64_t capped;               /* kept documents that a full bucket refused */
} nd_counts;

ND_API nd_status nd_index_new(nd_index **out, const nd_opts *opts, const nd_alloc *alloc, nd_err *err);
ND_API void nd_index_free(nd_index *index);

/*
 * nd_index_new_borrowing - an index for a caller who has every document in memory
 * anyway: signature and shingles of kept documents are not copied. They stay valid
 * and untouched until nd_index_free; their shingles are sorted in place.
 */
ND_API nd_status nd_index_new_borrowing(nd_index **out, const nd_opts *opts, const nd_alloc *alloc,
                                        nd_err *err);

/*
 * nd_index_expect - a guess how many documents will be kept in all, which may be told at
 * any time, and again; 0: unknown. Where it is near the truth the index need not grow, and
 * move what it holds, so often; it never takes room for more than three times those there
 * are. Only by the thread that decides or settles.
 */
ND_API void nd_index_expect(nd_index *index, uint64_t documents);

/*
 * nd_index_decide - is this document a copy of one that was kept before?
 *
 * Call it in keep order. 1. A digest equal to a kept document's: removed,
 * identical or same words. 2. Else, of the kept documents in its buckets that
 * its signature does not rule out, the first in keep order whose exact Jaccard
 * reaches the threshold: removed, near. 3. Else it is kept: its digests,
 * signature and shingles are copied into the index. So every removed document
 * reaches the threshold with one that is kept, and nothing chains (the result
 * is the lexicographically first maximal independent set of the alike pairs).
 *
 * @doc      borrowed for this call; doc->id comes back as keeper of others
 * @verdict  out
 *
 * After ND_ENOMEM the index is as before the call.
 */
ND_API nd_status nd_index_decide(nd_index *index, const nd_doc *doc, nd_verdict *verdict, nd_err *err);

/* nd_index_query - as nd_index_decide, but keeps nothing and counts nothing. */
ND_API nd_status nd_index_query(nd_index *index, const nd_doc *doc, nd_verdict *verdict, nd_err *err);

/*
 * The same decisions, on many threads. Each thread asks about documents of its own ahead
 * of their turn; then, in keep order, each is settled: what has been found is final, and
 * only the documents kept since are still to be asked about. Verdicts, counts and near
 * misses are those of nd_index_decide, whoever asked when.
 *
 *   nd_questions_clear; nd_questions_add ...; nd_questions_ask   any thread, each with its own
 *   nd_index_settle for each in the order added                  one thread at a time
 */
typedef struct nd_questions nd_questions;

/*
 * nd_questions_new - for index, which must outlive it. The index's allocator serves it
 * too, so with several of them it must bear several threads. No other thread may use the
 * index during _new and _free.
 */
ND_API nd_status nd_questions_new(nd_questions **out, nd_index *index, nd_err *err);
ND_API void nd_questions_free(nd_questions *questions);

/* nd_questions_clear - for other documents. Those not settled are as if never asked. */
ND_API void nd_questions_clear(nd_questions *questions);

/* nd_questions_add - doc is copied; its arrays too, unless the index borrows. */
ND_API nd_status nd_questions_add(nd_questions *questions, const nd_doc *doc, nd_err *err);

/* nd_questions_ask - about all that were added. After a failure only _clear and _free are possible. */
ND_API nd_status nd_questions_ask(nd_questions *questions, nd_err *err);

/*
 * nd_index_settle - the turn of document `number` of the questions, from 0: as
 * nd_index_decide.
 *
 * @id       takes the place of the document's own
 * @verdict  out
 *
 * After ND_ENOMEM the index is as before the call, and the questions are to be cleared.
 * ND_EINVAL: there is no such question.
 */
ND_API nd_status nd_index_settle(nd_index *index, nd_questions *questions, size_t number, uint64_t id,
                                 nd_verdict *verdict, nd_err *err);

/* nd_index_counts - what has happened so far. */
ND_API nd_counts nd_index_counts(const nd_index *index);

/*
 * nd_index_near_misses - the pairs of kept documents nearest below the threshold.
 *
 * @out  room for 40; nearest first, ties by id, then other
 * Returns how many.
 */
#define ND_NEAR_MISSES 40
ND_API size_t nd_index_near_misses(const nd_index *index, nd_near_miss *out);

/* ---- repeats inside one text ------------------------------------------- */

typedef enum nd_repeat_kind {
    ND_REPEAT_LINE = 0,            /* a line equal, folded, to an earlier one */
    ND_REPEAT_NEAR_LINE,           /* a line with nearly the words of an earlier one, in whatever order */
    ND_REPEAT_TEMPLATE,            /* a line of furniture with the first or last words of an earlier one */
    ND_REPEAT_PARAGRAPH,           /* a paragraph of two or more lines, equal to an earlier one */
    ND_REPEAT_NEAR_PARAGRAPH,      /* a paragraph (wrapped, or one long line) with nearly the same words */
    ND_REPEAT_PHRASE,              /* five or more words that stood before, in none of the above */
    ND_REPEAT_STUTTER,             /* words said twice in a row */
    ND_REPEAT_PUNCTUATION          /* a mark that stands twice */
} nd_repeat_kind;

#define ND_REPEAT_KINDS 8
#define ND_REPEATS_ALL ((1U << ND_REPEAT_KINDS) - 1)

typedef struct nd_place {
    uint64_t line;                 /* from 1 */
    size_t   offset, len;          /* bytes of the original text, without the line end */
} nd_place;

typedef struct nd_repeat {
    nd_repeat_kind kind;
    nd_place       at, of;         /* the repeat, and the first place it repeats */
    uint64_t       words;          /* of `at`; 0 for a mark */
    uint64_t       word;           /* the number, from 1, of its first word in its line */
    double         similarity;     /* 1 for equal; of near repeats as nd_opts.near says; of a template
                                      the share of its words that are common */
    double         weight;         /* bits of surprise: how telling it is; to sort by */
    bool           headline;       /* a line of the text's head again within the head */
    bool           weak;           /* verse, tables, answers, names: what repeats by nature */
} nd_repeat;

typedef struct nd_repeats {
    const nd_repeat *rows;         /* by place */
    size_t           n_rows;
    uint64_t         words, lines, paragraphs;  /* of the whole text */
    uint64_t         repeated_words;            /* words inside the rows' `at`, times similarity */
    uint64_t         weak;                      /* weak repeats, told or not */
} nd_repeats;

/* nd_repeat_name - "line", "near_line", ... "punctuation"; NULL where kind is none. */
ND_API const char *nd_repeat_name(nd_repeat_kind kind);

typedef struct nd_repeat_finder nd_repeat_finder;

ND_API nd_status nd_repeat_finder_new(nd_repeat_finder **out, const nd_opts *opts,
                                      const nd_alloc *alloc, nd_err *err);
ND_API void nd_repeat_finder_free(nd_repeat_finder *finder);

/*
 * nd_repeats_find - what stands in a text more than once.
 *
 * A line ends at LF, CRLF or CR. A paragraph is a maximal run of lines that hold
 * a word. One finding per place: what lies inside a larger finding is not told
 * again, so the rows come by place and no two cover one word. A line or paragraph
 * without a word repeats nothing. Units are words; characters where a script has
 * no spaces. Weak repeats (see nd_repeat) are counted, and told where
 * opts.weak_repeats.
 *
 * @out  out: views into @finder, good until its next call
 *
 * O(len) expected time.
 */
ND_API nd_status nd_repeats_find(nd_repeat_finder *finder, const char *text, size_t len,
                                 nd_repeats *out, nd_err *err);

/* ---- lines and paragraphs that recur over many texts -------------------- */

/* A line, or a paragraph of two or more lines: what a text is made of. */
typedef struct nd_unit {
    nd_digest digest;              /* XXH3_128bits of its folded words joined by one space */
    nd_place  place;
    uint64_t  words;
    uint32_t  n_lines;             /* that hold a word */
} nd_unit;

/*
 * nd_repeats_units - the distinct units of the text that was searched last.
 *
 * @out, @n  out: views into @finder, good until its next call; where lines are equal the first
 */
ND_API nd_status nd_repeats_units(nd_repeat_finder *finder, const nd_unit **out, size_t *n, nd_err *err);

typedef struct nd_recurring {
    uint64_t    documents;         /* in how many it stands, at least */
    uint64_t    missed;            /* and in so many more at most; 0: exact */
    uint64_t    words;
    const char *text;              /* its first bytes, as they stand in the second of them */
    size_t      len;
    uint64_t    document, line;    /* where it stood first: the caller's name, and line from 1 */
    uint32_t    n_lines;
} nd_recurring;

typedef struct nd_boilerplate nd_boilerplate;

/*
 * nd_boilerplate_new - counts in how many documents each unit stands.
 *
 * @budget  bytes that it may take in all, ND_BOILERPLATE_LEAST at least
 *
 * Exact while the budget has room for all distinct units (about 100 bytes each).
 * Then the rarest are dropped, and a count may be short, by as much as it says
 * itself: lossy counting (Manku, Motwani, "Approximate frequency
 * counts over data streams", VLDB 2002).
 */
#define ND_BOILERPLATE_LEAST ((size_t)1 << 20)
ND_API nd_status nd_boilerplate_new(nd_boilerplate **out, size_t budget, const nd_alloc *alloc, nd_err *err);
ND_API void nd_boilerplate_free(nd_boilerplate *all);

/*
 * nd_boilerplate_add - the units of one document.
 *
 * @document  the caller's name for it, below 2^64 - 1; each is added once
 * @text      that the units' places are of; borrowed for this call
 *
 * After ND_ENOMEM some of the units are counted.
 */
ND_API nd_status nd_boilerplate_add(nd_boilerplate *all, uint64_t document, const char *text,
                                    const nd_unit *units, size_t n_units, nd_err *err);

/*
 * nd_boilerplate_most - the units that stand in the most documents.
 *
 * @n       how many are wanted at most, up to 10,000, else ND_EINVAL; 320 bytes each are
 *          taken on top of the budget
 * @least   documents that one must stand in, 2 at least
 * @out     out: most first, then by words; the lines of a paragraph that is told and
 *          stands in as many are not; views into @all, good until its next call
 */
ND_API nd_status nd_boilerplate_most(nd_boilerplate *all, size_t n, uint64_t least, const nd_recurring **out,
                                     size_t *n_out, nd_err *err);

/* ---- repetition signals ------------------------------------------------- */

/*
 * Shares of a text, each 0 to 1, that tell a text which repeats itself from one
 * that does not. Two published definitions:
 *   - the Gopher rules: Rae et al., "Scaling Language Models: Methods, Analysis &
 *     Insights from Training Gopher", 2021, appendix A.1.1, "repetition removal";
 *   - RedPajama-V2: Weber et al., 2024; its signals rps_doc_frac_chars_top_{2,3,4}gram,
 *     rps_doc_frac_chars_dupe_{5..10}grams and rps_doc_frac_unique_words.
 *
 * Words, lines and paragraphs are those of nd_text_fold and nd_repeats_find, so
 * they are equal up to case, punctuation and spacing. The sources differ: Gopher
 * leaves open what a word is and compares lines as they stand; RedPajama-V2 lowers
 * case, decomposes (NFD), deletes punctuation and parts words at white space. So
 * "don't" is two words here and one there ("dont"), an accented letter is one
 * character here and two there, and a sentence of Chinese or Thai is many words
 * here and one there. Both limits and signals were made for English.
 *
 * A character is a code point. A byte that is no UTF-8 is one too, but for the
 * bytes 80 to BF, which count with what stands before them.
 */
typedef enum nd_signal {
    /*
     * Lines that repeat an earlier line: their share of all lines, of the text's
     * characters, and of its words. The first of a group is no repeat (so datatrove;
     * the paper does not say, Dolma counts the first too). Lines without a word
     * count neither way. Characters are those of the original: of the line without
     * its end, over those of the whole text with line ends and all. The share of
     * words is not in the sources; it is what nd_repeats.repeated_words measures.
     */
    ND_DUP_LINE_FRAC = 0,
    ND_DUP_LINE_CHAR_FRAC,
    ND_DUP_LINE_WORD_FRAC,

    /*
     * Paragraphs, likewise; here one of a single line is a paragraph too. They are
     * compared without their line ends, so one that was wrapped anew is equal.
     */
    ND_DUP_PARA_FRAC,
    ND_DUP_PARA_CHAR_FRAC,
    ND_DUP_PARA_WORD_FRAC,

    /*
     * Characters inside the run of n words that stands most often, over those of
     * all folded words (spaces do not count, as in RedPajama-V2). Of several that
     * stand equally often the first in the text is taken; 0 where each stands once.
     * Where it overlaps itself ("ha ha ha") a word counts once; RedPajama-V2
     * multiplies length and number, and may exceed 1 there.
     */
    ND_TOP_2GRAM_CHAR_FRAC,
    ND_TOP_3GRAM_CHAR_FRAC,
    ND_TOP_4GRAM_CHAR_FRAC,

    /*
     * Characters inside any run of n words that stands more than once, its first
     * place too, over those of all folded words. A word counts once, however many
     * such runs it is in: the definition of the paper and of RedPajama-V2.
     * (datatrove counts later places only, and steps over overlaps from the left.)
     */
    ND_DUP_5GRAM_CHAR_FRAC,
    ND_DUP_6GRAM_CHAR_FRAC,
    ND_DUP_7GRAM_CHAR_FRAC,
    ND_DUP_8GRAM_CHAR_FRAC,
    ND_DUP_9GRAM_CHAR_FRAC,
    ND_DUP_10GRAM_CHAR_FRAC,

    /* Different words over all words. */
    ND_UNIQUE_WORD_FRAC,

    ND_SIGNALS                     /* how many */
} nd_signal;

typedef struct nd_signals {
    double frac[ND_SIGNALS];       /* by nd_signal; all 0 for a text without words */
} nd_signals;

/* nd_signal_name - "dup_line_frac", "top_2gram_char_frac": the enumerator without ND_, in small letters; NULL: no signal. */
ND_API const char *nd_signal_name(nd_signal signal);

typedef struct nd_signal_meter nd_signal_meter;

ND_API nd_status nd_signal_meter_new(nd_signal_meter **out, const nd_opts *opts, const nd_alloc *alloc,
                                     nd_err *err);
ND_API void nd_signal_meter_free(nd_signal_meter *meter);

/*
 * nd_signals_measure - the repetition signals of one text.
 *
 * @text, @len  UTF-8, borrowed for this call
 * @out         out: the caller's
 *
 * Exact: words are compared, not hashes of them. ND_ELIMIT as nd_text_fold.
 * O(len) expected time. Memory in proportion to the number of words, about
 * 60 bytes a word of ordinary text in all and 170 where no word comes twice, which the
 * meter keeps for its next text.
 */
ND_API nd_status nd_signals_measure(nd_signal_meter *meter, const char *text, size_t len, nd_signals *out,
                                    nd_err *err);

/* A rule that would drop a text: a signal above its limit. */
typedef struct nd_broken_rule {
    nd_signal signal;
    double    value, limit;        /* value > limit */
} nd_broken_rule;

/*
 * nd_gopher_drops - the rules of table A1 of the Gopher paper that a text breaks.
 *
 * @broken  out: room for ND_GOPHER_RULES; in the order of the table
 * Returns how many; a text with none passes.
 */
#define ND_GOPHER_RULES 13
ND_API size_t nd_gopher_drops(const nd_signals *signals, nd_broken_rule *broken);

/* ---- alignment of two texts --------------------------------------------- */

/* Words that stand in both texts, side by side, and are equal when folded. */
typedef struct nd_block {
    nd_place a, b;                 /* from its first word to the end of its last */
    uint64_t a_word, b_word;       /* its first word in each text, from 0 */
    uint64_t words;
    bool     moved;                /* in another order than the blocks that are not */
} nd_block;

#define ND_NO_BLOCK UINT32_MAX

/* One of the two texts, word by word. */
typedef struct nd_aligned_text {
    uint64_t        n_words;
    const nd_span  *spans;         /* n_words: where each is */
    const uint32_t *blocks;        /* n_words: the block it is in, or ND_NO_BLOCK */
} nd_aligned_text;

typedef struct nd_alignment {
    const nd_block *blocks;        /* in order of a; no word is in two of them */
    size_t          n_blocks;
    size_t          longest;       /* the block of most words, the first of those; 0 where there is none */
    uint64_t        ordered_words, moved_words; /* in blocks of either kind */
    nd_aligned_text a, b;
} nd_alignment;

typedef struct nd_aligner nd_aligner;

ND_API nd_status nd_aligner_new(nd_aligner **out, const nd_opts *opts, const nd_alloc *alloc, nd_err *err);
ND_API void nd_aligner_free(nd_aligner *aligner);

/*
 * nd_align - which words of two texts belong together.
 *
 * @a, @b  two texts, UTF-8, borrowed for this call
 * @out    out: views into @aligner, good until its next call
 *
 * Blocks are as long as they can be. Those that are not moved stand in the same
 * order in both texts: of all that was found, the chain that has most words. A moved
 * block has 4 words or more. A few common words far from anything else the texts
 * share are not aligned, though they stand in both: chance would do as much. Nor is
 * the longest common subsequence promised, which aligns just such words.
 *
 * Rare n-grams are anchors (Cohen's patience diff), gaps between them get a shortest
 * edit script (Myers, "An O(ND) Difference Algorithm", 1986) of at most 128 edits.
 * O(n log n) in the words of both for any two texts; memory O(n).
 */
ND_API nd_status nd_align(nd_aligner *aligner, const char *a, size_t a_len, const char *b, size_t b_len,
                          nd_alignment *out, nd_err *err);

/* ---- passages that several texts share ----------------------------------- */

/*
 * A passage is a stretch of one text that stands in another one too, with edits:
 * a wire story inside a longer page, cut, quoted, or badly scanned. Jaccard similarity
 * does not see it. Texts are compared as their letters and digits alone, folded, so
 * that words broken or joined by a scanner still match.
 *
 * All texts are added to a collection, which is then closed; matchers, one a thread, ask
 * a closed collection for the passages that a text shares with those before it.
 */
typedef struct nd_passage_text {
    const char *text;              /* UTF-8; stays valid and untouched until the collection is freed */
    size_t      len;               /* bytes */
    uint64_t    series;            /* texts of one series are not compared with each other; 0: of none */
} nd_passage_text;

typedef struct nd_passage_side {
    uint64_t text;                 /* the number of the text, from 0 in the order of adding */
    nd_place at;                   /* from the beginning of a word to the end of one */
    uint64_t words;                /* in it */
    double   share;                /* of the text's words, those inside any passage of this pair of texts */
} nd_passage_side;

typedef struct nd_passage {
    nd_passage_side a, b;          /* a was added before b */
    double   similarity;           /* words aligned and equal over the longer side's; letters in noisy texts */
    double   score;                /* letters aligned, less 2.5 for each edit */
    uint64_t longest;              /* words in a row that both sides have, badly read ones too, at most */
    uint64_t changed;              /* places where other words stand, as many of them, and numbers that differ */
    uint64_t misread;              /* places where the same words stand, badly read on one side */
    bool     form;                 /* a form filled in anew (rates, weather, results), no copy: nd_passages_forms */
} nd_passage;

typedef struct nd_passages nd_passages;

ND_API nd_status nd_passages_new(nd_passages **out, const nd_opts *opts, const nd_alloc *alloc, nd_err *err);
ND_API void nd_passages_free(nd_passages *passages);

/* nd_passages_add - one text more. ND_EINVAL once closed; ND_ELIMIT for a text of 4 GiB. */
ND_API nd_status nd_passages_add(nd_passages *passages, const nd_passage_text *text, nd_err *err);

/* nd_passages_close - after the last text: makes the collection ready for matchers. O(n log n) in the letters. */
ND_API nd_status nd_passages_close(nd_passages *passages, nd_err *err);

/* nd_passages_noisy - whether the closed collection is searched as noisy. */
ND_API bool nd_passages_noisy(const nd_passages *passages);

typedef struct nd_passage_matcher nd_passage_matcher;

/* nd_passage_matcher_new - @passages is closed, and outlives the matcher; several may read it at once. */
ND_API nd_status nd_passage_matcher_new(nd_passage_matcher **out, const nd_passages *passages,
                                        const nd_alloc *alloc, nd_err *err);
ND_API void nd_passage_matcher_free(nd_passage_matcher *matcher);

/*
 * nd_passages_of - the passages that a text shares with those added before it.
 *
 * @text      its number
 * @out, @n   out: by the number of the other text (side a), then by place; views into
 *            @matcher, good until its next call
 */
ND_API nd_status nd_passages_of(nd_passage_matcher *matcher, uint64_t text, const nd_passage **out, size_t *n,
                                nd_err *err);

/*
 * nd_passages_forms - sets nd_passage.form, which only all passages together tell: a
 * form has several partners, no long run of words in common with them, and other words
 * or numbers filled in.
 *
 * @rows, @n  copies of what nd_passages_of gave for all texts, those of one text together
 *
 * One thread at a time. After a failure no form is set.
 */
ND_API nd_status nd_passages_forms(nd_passages *passages, nd_passage *rows, size_t n, nd_err *err);

/* ---- families: which texts carry the same passage ------------------------- */

/*
 * A family is a stretch of one text, its core, with the stretches of texts that carry it:
 * a wire story and the pages that printed it. It is made from passages, which pairs share.
 * Whatever the passages are,
 *   - all members carry one and the same quarter of the core, its kernel. So any two of them
 *     share that much of it, and a family never joins texts through different parts of a third;
 *   - a text is a member of a family once, and no byte of it is in two members;
 *   - a family has two members at least, one of them is the core.
 *
 * Not every member has a passage with the core: of 400 bad copies only some pairs are found.
 * A member may be linked to the core over other members; its place is then carried from text
 * to text, in proportion, and only as far as each on the way carries the core itself. What
 * is lost on the way is lost, so a way may be long and not lead elsewhere.
 *
 * Passages with much repeated text under them become cores first; of nearly equal ones the
 * earliest text's. A member that is partly in another family is cut to its longest free
 * stretch, and is none where that is less than half.
 */
typedef struct nd_family_member {
    uint64_t text;                 /* its number */
    nd_span  at;                   /* its stretch; the ends of a carried place may be inside a word */
    nd_span  core;                 /* the part of the core that it carries: bytes of the core's text */
    double   similarity;           /* of the passage that links it; over others the product of theirs, an estimate */
    uint32_t links;                /* passages between it and the core; 0: it is the core */
} nd_family_member;

typedef struct nd_family {
    uint64_t text;                 /* that has the core */
    nd_span  core, kernel;
    const nd_family_member *members; /* by rank of their texts, then by place */
    size_t   n_members;
} nd_family;

#define ND_NO_FAMILY SIZE_MAX

typedef struct nd_families nd_families;

ND_API nd_status nd_families_new(nd_families **out, const nd_alloc *alloc, nd_err *err);
ND_API void nd_families_free(nd_families *families);

/*
 * nd_families_add - one passage more; a form gets a number too, and joins nothing.
 * Passages are numbered from 0 in the order of adding, which has no part in the result but
 * where all else is equal. ND_ELIMIT: a text number of 2^32, a place behind 4 GiB, 2^31 passages.
 */
ND_API nd_status nd_families_add(nd_families *families, const nd_passage *passage, nd_err *err);

/*
 * nd_families_close - after the last passage, once: makes the families. After a failure they can only be freed.
 *
 * @ranks  of each text its place in time, n_texts of them, more than any text number that
 *         was added (else ND_EINVAL); NULL: their numbers are their ranks
 *
 * O(n log n) in the passages, where not thousands of them lie over each other in one text
 * without joining one family. Memory about 80 bytes a passage, and 40 a member.
 */
ND_API nd_status nd_families_close(nd_families *families, const uint32_t *ranks, size_t n_texts, nd_err *err);

/* nd_families_list - those with most text first; views, good until free. */
ND_API const nd_family *nd_families_list(const nd_families *families, size_t *n);

/*
 * nd_families_of - the family of a passage, or ND_NO_FAMILY: on either side the one whose
 * member meets it most, in more than half of the shorter of the two.
 */
ND_API size_t nd_families_of(const nd_families *families, size_t passage);

/*
 * nd_place_of - a stretch of a text as a place: from the beginning of a word to the end of
 * one, where an end of it is inside a word or beside one cut by what is left over (of a word
 * longer than 64 bytes, by the rest of a character). Words here are what stands between the
 * ASCII characters that are neither letters nor digits. O(offset): lines are counted.
 */
ND_API nd_place nd_place_of(const char *text, size_t len, nd_span span);

/*
 * nd_changes_of - what became of text a in text b, in words, from their alignment.
 *
 * Between two blocks that follow each other, words that only one side has stand against
 * words that only the other has: so many are changed, and the rest is cut or added.
 */
typedef struct nd_changes {
    uint64_t added, cut, changed;  /* words; moved ones are none of these */
    double   similarity;           /* words in blocks over those of the longer text; 0 where there are none */
} nd_changes;

ND_API void nd_changes_of(const nd_alignment *alignment, nd_changes *out);

#ifdef __cplusplus
}
#endif
#endif
