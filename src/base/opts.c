/* SPDX-License-Identifier: MIT
 *
 * opts.c - the defaults, and what a field may be.
 */
#include "base.h"
#include "simd.h"

void nd_opts_init(nd_opts *opts)
{
    *opts = (nd_opts){
        .size = sizeof *opts,
        .threshold = 0.8,
        .recall = 0.99,
        .shingle = 5,
        .perms = 128,
        .bucket_cap = 64,
        .seed = 1,
        .near = 0.65,
        .repeat_kinds = ND_REPEATS_ALL,
        .passage_letters = 60,
        .passage_score = 80,
    };
}

/* Comparisons are written so that NaN, which answers false to all, is refused. */
nd_status nd_opts_check(const nd_opts *opts, nd_err *err)
{
    if (opts->size != sizeof *opts)
        return nd_fail(err, ND_EINVAL, "options are %zu bytes, must be %zu: nd_opts_init sets them",
                       opts->size, sizeof *opts);
    if (!(opts->threshold > 0 && opts->threshold <= 1))
        return nd_fail(err, ND_EINVAL, "threshold is %.10g, must be above 0 and at most 1",
                       opts->threshold);
    if (!(opts->recall > 0 && opts->recall < 1))
        return nd_fail(err, ND_EINVAL, "recall is %.10g, must be above 0 and below 1", opts->recall);
    if (!(opts->near > 0 && opts->near <= 1))
        return nd_fail(err, ND_EINVAL, "near is %.10g, must be above 0 and at most 1", opts->near);
    if (!(opts->passage_score >= 20 && opts->passage_score <= 1e6))
        return nd_fail(err, ND_EINVAL, "passage_score is %.10g, must be 20 to 1000000", opts->passage_score);
    const struct {
        const char *name;
        uint32_t value, least, most;
    } ranges[] = {
        {"shingle", opts->shingle, 1, 64},
        {"perms", opts->perms, 16, 1024},
        {"bucket_cap", opts->bucket_cap, 1, 65535},
        {"repeat_kinds", opts->repeat_kinds, 1, ND_REPEATS_ALL},
        {"simd", opts->simd, 0, ND_SIMDS - 1},
        {"passage_letters", opts->passage_letters, 20, 1000000},
        {"passage_noise", opts->passage_noise, 0, ND_NOISES - 1},
    };
    for (size_t i = 0; i < ND_COUNT(ranges); i++)
        if (ranges[i].value < ranges[i].least || ranges[i].value > ranges[i].most)
            return nd_fail(err, ND_EINVAL, "%s is %u, must be %u to %u", ranges[i].name, ranges[i].value,
                           ranges[i].least, ranges[i].most);
    if (!nd_simd_there((nd_simd)opts->simd))
        return nd_fail(err, ND_EINVAL, "simd is %s, which this processor lacks", nd_simd_name((nd_simd)opts->simd));
    return ND_OK;
}

const char *nd_version(void)
{
    return ND_VERSION;
}
