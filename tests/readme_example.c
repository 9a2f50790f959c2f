#include <neardup.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
    static const char *const texts[] = {
        "The ferry port of Kellbrae stayed shut for a second day on Monday after the storm.",
        "THE FERRY PORT OF KELLBRAE stayed shut, for a second day, on Monday after the storm!",
        "The ferry port of Kellbrae stayed shut for a second day on Monday after the storm. By our staff.",
        "A bakery in Hessvik has won the county prize for rye bread.",
    };
    static const char *const kinds[] = {"kept", "the same bytes", "the same words", "nearly the same"};
    nd_opts opts;
    nd_sketcher *sketcher = NULL;
    nd_index *index = NULL;
    nd_err err;
    nd_opts_init(&opts);
    nd_status st = nd_sketcher_new(&sketcher, &opts, NULL, &err);
    if (st == ND_OK)
        st = nd_index_new(&index, &opts, NULL, &err);
    for (size_t i = 0; st == ND_OK && i < sizeof texts / sizeof texts[0]; i++) {
        nd_doc doc;
        nd_verdict v;
        if ((st = nd_sketch(sketcher, texts[i], strlen(texts[i]), &doc, &err)) != ND_OK)
            break;
        doc.id = i;
        if ((st = nd_index_decide(index, &doc, &v, &err)) == ND_OK)
            printf("%zu: %s, of %zu, Jaccard %.2f\n", i, kinds[v.kind], (size_t)v.keeper, v.similarity.jaccard);
    }
    if (st != ND_OK)
        fprintf(stderr, "%s\n", err.text);
    nd_index_free(index);
    nd_sketcher_free(sketcher);
    return st != ND_OK;
}
