# check.mk - what `make check` and its friends run.

# Where it is all installed already this prints nothing.
deps-build:
	@sh .ci/deps build
deps-check:
	@sh .ci/deps check
deps-report:
	@sh .ci/deps report

check: deps-check
	$(MAKE) check-built
	@echo "all tests passed"

# What gcc's and clang's sanitizers say is an error ends the test.
export ASAN_OPTIONS ?= detect_leaks=1:abort_on_error=0
export UBSAN_OPTIONS ?= print_stacktrace=1

# Debian's own python3 is the one that has python3-xxhash.
PYTHON := $(firstword $(wildcard /usr/bin/python3) python3)

check-built: all $(BUILD)/unit $(BUILD)/readme_example
	CK_FORK=$(if $(SAN),no,yes) $(BUILD)/unit
	sh tests/layers.sh
	$(if $(SAN),,sh tests/symbols.sh $(BUILD))
	sh tests/readme.sh $(BUILD)
	$(PYTHON) -B -m doctest tests/instructions.py
	sh tests/docs.sh $(BUILD)/neardup
	sh tests/schema.sh $(BUILD)/neardup
	sh tests/cli.sh $(BUILD)/neardup
	$(PYTHON) tests/gold.py $(BUILD)/neardup --half held --check
	$(PYTHON) tests/bad_data.py $(BUILD)/neardup
	$(PYTHON) tests/hostile.py $(BUILD)/neardup $(if $(SAN),san $(SAN))
	$(if $(SAN),,sh tests/install.sh $(BUILD))
	$(if $(SAN),,sh tests/faults.sh $(BUILD)/neardup)

# Apart from check: a browser is 400 MB.
check-report: deps-report
	$(MAKE) all
	$(PYTHON) tests/report.py $(BUILD)/neardup $(BUILD)/report

check-all: check
	$(MAKE) check-built SAN=address,undefined
	$(MAKE) check-built SAN=thread

# Slower than the parent commit? SINCE=COMMIT compares with that one.
check-instructions: all $(BUILD)/bench/gen
	@$(PYTHON) -B tests/instructions.py $(BUILD) $(GEN_TEXTS) $(if $(SINCE),--since $(SINCE))

# On another kind of processor, emulated: check-arm64, check-s390x.
check-%: tests/foreign.sh all
	@sh .ci/deps foreign
	sh tests/foreign.sh $* $(BUILD)

demo: deps-build
	@$(MAKE) -s all
	@sh tests/demo.sh $(BUILD)/neardup

bench: all $(BUILD)/bench/stages $(BUILD)/bench/measure $(BUILD)/bench/repeats
	sh bench/endtoend.sh $(BUILD)

$(BUILD)/bench/%: $(BUILD)/bench/%.c.o $(filter-out $(MAIN_OBJ),$(RUN_OBJ)) $(LIB_OBJ)
	$(CXX) $(OPT) -o $@ $^ $(LDFLAGS) $(RUN_LIBS)

.PHONY: deps-build deps-check deps-report check-built check-instructions check-report
