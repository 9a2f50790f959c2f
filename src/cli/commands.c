/* SPDX-License-Identifier: MIT
 *
 * commands.c - the table, and what it says in words.
 */
#include "commands.h"
#include "options.h"

const nd_command nd_commands[] = {
    {"inspect", "FILE|DIR...", "what repeats inside each article, and across them",
     "Shows what stands in a text more than once, and where: lines and paragraphs that are equal or nearly "
     "so, lines of one template (\"See also: ...\"), phrases, words said twice in a row, doubled marks; and "
     "what share of the text they make up. Words that differ are marked, {+only here+} or [-only there-]. "
     "What repeats by nature (a refrain, a table, an answer, a name) is weak, and told only with --all. Of "
     "several articles each that repeats gets a line, the worst ten follow in full, then the lines and "
     "paragraphs that stand in several of them. Nothing is changed. Each plain text file is an article; "
     "with --lines each line is one; in JSON Lines each record is one.",
     ND_OPERANDS_INPUTS, "0 1 2 3 4 5 130",
     {{"inspect article.txt", "what repeats in one article"},
      {"inspect --fail-over 5% drafts/", "exit code 1 where more of one repeats"},
      {"inspect --json --rules gopher articles/", "a folder of them, for programs; and which the Gopher rules would drop"}},
     nd_cmd_inspect},
    {"dedup", "IN... -o OUT/", "keep one of each group of near-copies",
     "Reads documents, keeps one of each group of copies and near-copies, and writes what is kept into the "
     "folder OUT, byte for byte as it came. Each removed document reaches the threshold with one that is "
     "kept: its words were compared, not only its signature. The result file OUT.neardup.jsonl says what "
     "was removed, on whose account, and how alike they are. It comes last, so where it is, the run is "
     "complete. Inputs are never changed, and a record that cannot be read is kept.",
     ND_OPERANDS_INPUTS, "0 1 2 3 4 5 130",
     {{"dedup crawl/*.jsonl.gz -o clean/", "a crawl, packed as it came"},
      {"dedup --keep longest -t 0.7 articles/ -o clean/", "a folder; of each group the longest stays"},
      {"dedup - -o - < in.jsonl > out.jsonl", "from a pipe to a pipe"}},
     nd_cmd_dedup},
    {"group", "IN... -o R.jsonl", "decide only: write the result file, nothing else",
     "Decides as dedup does, but writes only the result file: one row for each document that would be "
     "removed. Then 'neardup apply' removes them.",
     ND_OPERANDS_INPUTS, "0 1 2 3 4 5 130",
     {{"group crawl/ -o result.jsonl", "what would go, and why"},
      {"group crawl/ --dry-run --fail-over 5%", "exit code 1 where more than 5 % are copies"}},
     nd_cmd_group},
    {"apply", "R.jsonl IN... -o OUT/", "write the records that a result file keeps",
     "Writes the documents that the result file R.jsonl of 'neardup group' keeps, byte for byte as they "
     "came, into the folder OUT. The inputs must be the same as then: each is compared with the digest in "
     "the result file, and where one differs nothing is written.",
     ND_OPERANDS_RESULT_INPUTS, "0 2 3 4 5 130",
     {{"apply result.jsonl crawl/ -o clean/", "what group decided"},
      {"apply result.jsonl crawl/ -o clean/ --rejects gone.jsonl", "and what was removed, to look at"}},
     nd_cmd_apply},
    {"compare", "A B", "two texts side by side, what they share marked",
     "Shows two documents in two columns. Passages that both have in the same order stand side by side "
     "under one number, what was moved is marked as moved, and words that only one has are marked where "
     "they stand. Below it: how many words they share, and how alike they are. A and B are files, or "
     "FILE:RECORD for one record of a file that has several; a file that is really called so comes first.",
     ND_OPERANDS_PAIR, "0 2 3 4 5 130",
     {{"compare draft.txt printed.txt", "two files"},
      {"compare crawl.jsonl.gz:12 crawl.jsonl.gz:97", "two records of one file"},
      {"compare --json a.txt b.txt", "each shared block with its places, for programs"}},
     nd_cmd_compare},
    {"passages", "IN...", "passages that documents share: quoted, cut, syndicated",
     "Finds stretches of text that stand in more than one document, also where they are cut, led in "
     "differently, or badly scanned: a wire story inside longer pages, a quoted paragraph. Documents that "
     "carry the same stretch are a family: its core, its members in order of time with what each added, cut "
     "and changed, and the earliest as the likely source, which is a guess. Forms that are only filled in "
     "anew (rates, weather, results) are templates: counted, and listed with --json, but in no family. With "
     "-o all is written to a result file, for 'neardup eval' too. All texts are held in memory.",
     ND_OPERANDS_INPUTS, "0 2 3 4 5 130",
     {{"passages --date date --series paper pages.jsonl.gz", "who printed what, and who first"},
      {"passages essays/ --min-score 45", "short answers, one a file"},
      {"passages pages.jsonl.gz -o passages.jsonl", "all passages and families, for programs"}},
     nd_cmd_passages},
    {"report", "R.jsonl [IN...] -o R.html", "a result as one page, to look at and to judge",
     "Shows a result file of group, dedup or passages, or what inspect --json wrote, as one HTML page: what "
     "was done and why, in numbers and pictures; the pairs nearest the threshold; then clusters, families or "
     "articles, their texts side by side with what they share marked. The page is one file, loads nothing, "
     "works offline and without a script, and shows as much as --max-html has room for: the largest, and a "
     "random sample. Ticks that say which pairs are right are exported for 'neardup eval'. The texts are "
     "read again from the inputs IN; where none is given, from files of the names in the result, here or "
     "beside it. An input that has changed since is refused. Markdown (--format md) is for a pull request.",
     ND_OPERANDS_RESULT_MAYBE_INPUTS, "0 2 3 4 5 130",
     {{"report clean.neardup.jsonl crawl/ -o clean.html", "what dedup removed, and why"},
      {"report --format md result.jsonl -o findings.md", "for a pull request"}},
     nd_cmd_report},
    {"eval", "R.jsonl LABELS", "precision, recall, F1 and ARI of a result, by labels",
     "Holds the result file R.jsonl of group or dedup against LABELS: columns with tabs between, 'id1 id2 "
     "label' (0 is no copy, all else is one; of pairs that are not listed nothing is known) or 'id cluster' "
     "(every pair counts; who is not listed is alone). A header is known by its names. A record without an "
     "id is 'file:record'. A pair is found where both are in one cluster of the result. Then come the worst "
     "misses and the worst false pairs, to look at. Intervals take pairs as independent, so over clusters "
     "they are too narrow.",
     ND_OPERANDS_RESULT_LABELS, "0 2 3 4 5 130",
     {{"eval result.jsonl pairs.tsv", "how good a result is"},
      {"eval --json result.jsonl clusters.tsv.gz", "for programs"}},
     nd_cmd_eval},
    {"tune", "", "bands and rows, and what they find and miss",
     "Shows how the index is cut into bands for a threshold, how likely a pair of documents is found at "
     "each similarity, how likely it is compared in vain, and how much memory the index takes.",
     ND_OPERANDS_NONE, "0 2 4",
     {{"tune -t 0.7", "what a threshold of 0.7 costs"}},
     nd_cmd_tune},
    {"version", "", "version of the program and of its Unicode data",
     "Shows the version of the program, of the normal form that texts are compared in, and of its Unicode "
     "data.",
     ND_OPERANDS_NONE, "0 2 4", {{NULL, NULL}}, nd_cmd_version},
    {"help", "[COMMAND]", "this help, or all about one command",
     "Shows the list of commands, or the options of one. The same is shown by 'neardup COMMAND --help'.",
     ND_OPERANDS_COMMAND, "0 2 4",
     {{"help dedup", "all about dedup"}, {"help --man | man -l -", "the manual page"}},
     nd_cmd_help},
    {"completion", "bash|zsh|fish", "a script that completes commands and options",
     "Prints a completion script for the shell.",
     ND_OPERANDS_SHELL, "0 2 4",
     {{"completion bash > ~/.local/share/bash-completion/completions/neardup", "for one user"}},
     nd_cmd_completion},
};

const size_t nd_n_commands = ND_COUNT(nd_commands);

const nd_exit nd_exits[] = {
    {"0", "done; duplicates or none"},
    {"1", "done, and more was found than --fail-over allows"},
    {"2", "bad option or argument; nothing was done"},
    {"3", "done and written, but an input was unreadable or damaged, or too many records were bad for "
          "--max-errors"},
    {"4", "a write failed; no output stands under its final name"},
    {"5", "out of memory; nothing was written"},
    {"130", "interrupted (by SIGTERM: 143); partial output is removed"},
};

const size_t nd_n_exits = ND_COUNT(nd_exits);

const nd_command *nd_command_find(const char *name)
{
    for (size_t i = 0; i < nd_n_commands; i++) {
        if (strcmp(nd_commands[i].name, name) == 0)
            return &nd_commands[i];
    }
    return NULL;
}

nd_status nd_fail_unknown_command(nd_err *err, const char *name)
{
    const char *names[ND_COUNT(nd_commands)];
    for (size_t i = 0; i < nd_n_commands; i++)
        names[i] = nd_commands[i].name;
    const char *near = nd_nearest(name, names, nd_n_commands);
    if (near == NULL)
        return nd_fail(err, ND_EINVAL, "unknown command '%s'; 'neardup help' lists them", name);
    return nd_fail(err, ND_EINVAL, "unknown command '%s'; did you mean '%s'?", name, near);
}
