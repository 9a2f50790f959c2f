# bench.mk - corpora of any size, and the programs that others use, beside ours.
#   make bench-large SIZE=10G    make bench-peers    (bench/README.md says more)

# what English looks like; for another language: gen $(wildcard corpus/articles/*-fr-*.txt)
GEN_TEXTS := $(wildcard corpus/crawl/stories-*.txt corpus/articles/[0-2][0-9]-*.txt)

$(BUILD)/bench/gen: $(BUILD)/bench/gen.c.o $(GEN_OBJ) $(LIB_OBJ)
	$(CC) $(OPT) -o $@ $^ $(LDFLAGS) $(LIB_LIBS)

-include $(GEN_OBJ:.o=.d) $(BUILD)/bench/gen.c.d
