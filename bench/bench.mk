# bench.mk - corpora of any size, and the programs that others use, beside ours.
#   make bench-large SIZE=10G    make bench-peers    (bench/README.md says more)

# what English looks like; for another language: gen $(wildcard corpus/articles/*-fr-*.txt)
GEN_TEXTS := $(wildcard corpus/crawl/stories-*.txt corpus/articles/[0-2][0-9]-*.txt)

$(BUILD)/bench/gen: $(BUILD)/bench/gen.c.o $(GEN_OBJ) $(LIB_OBJ)
	$(CC) $(OPT) -o $@ $^ $(LDFLAGS) $(LIB_LIBS)

SIZE    ?= 1G
SMALL   ?= 100000
THREADS ?= 1

bench-large: all $(BUILD)/bench/gen $(BUILD)/bench/cost
	$(PYTHON) -B bench/large.py $(BUILD) $(SIZE) $(SMALL) $(THREADS) $(GEN_TEXTS)

# The newest of each from the Python index, in a place of their own; one that cannot be installed is
# said and left out. datatrove cuts English words with spacy.
PEERS     := "numpy xxhash" rensa gaoya FastSketchLSH datasketch "datatrove[io,processing] spacy"
PEER_DOCS ?= 20000
PEER_RUNS ?= 2

build/peers/installed:
	$(PYTHON) -m venv --clear build/peers
	for peer in $(PEERS); do build/peers/bin/pip install -q --upgrade $$peer || echo "cannot install $$peer"; done
	touch $@

bench-peers: all $(BUILD)/bench/gen $(BUILD)/bench/cost build/peers/installed
	build/peers/bin/python -B bench/peers.py $(BUILD) $(PEER_DOCS) $(PEER_RUNS) $(GEN_TEXTS)

# What passages finds in collections with labels (NEARDUP_DATA), and what that costs.
bench-quality: all
	$(PYTHON) -B bench/quality.py $(BUILD)

.PHONY: bench-large bench-peers bench-quality

$(BUILD)/bench/cost: $(BUILD)/bench/cost.c.o
	$(CC) $(OPT) -o $@ $<

# neardup with a clock around the steps of its pipe
$(BUILD)/bench/serial: $(BUILD)/bench/serial.c.o $(RUN_OBJ) $(LIB_OBJ)
	$(CXX) $(OPT) -Wl,--wrap=nd_pipe_run -o $@ $^ $(LDFLAGS) $(RUN_LIBS)

-include $(wildcard $(BUILD)/bench/*.d)

