# make | demo | check | check-all | check-report | check-instructions | check-arm64 | check-s390x | bench | install | uninstall | clean
#   CC=clang, SAN=address,undefined or SAN=thread, WERROR=1, PREFIX, DESTDIR
# A build tree per compiler and sanitizer, so builds never mix.

comma   := ,
BUILD   := build/$(if $(filter-out gcc cc,$(CC)),$(CC)-)$(if $(SAN),$(subst $(comma),-,$(SAN)),plain)
OBJCOPY ?= objcopy
VERSION := $(shell sed -n 's/.*ND_VERSION "\(.*\)"/\1/p' include/neardup.h)
PREFIX  ?= /usr/local

ifeq ($(origin CC),default)
CC := gcc
endif
CXX_OF_clang := clang++
ifeq ($(origin CXX),default)
CXX := $(or $(CXX_OF_$(CC)),g++)
endif

OPT     ?= $(if $(SAN),-O1 -g -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer,-O2 -g)
WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wformat=2 -Wundef $(if $(WERROR),-Werror)
WARN_C  := $(WARN) -Wstrict-prototypes -Wmissing-prototypes
COMMON  := -D_XOPEN_SOURCE=700 -D_FILE_OFFSET_BITS=64 -Iinclude -Isrc -fPIC -fvisibility=hidden -MMD -MP
ALL_C    = -std=c11 $(COMMON) $(WARN_C) $(OPT) $(CFLAGS)
ALL_CXX  = -std=c++17 $(COMMON) $(WARN) -fvisibility-inlines-hidden $(OPT) $(CXXFLAGS)
LIB_LIBS := -lxxhash -lutf8proc -lm -pthread
# ISA-L unpacks gzip, zlib alone where it is missing; ISAL= on the command line builds without it
ISAL    := $(shell pkg-config --libs libisal 2>/dev/null)
RUN_LIBS := -lsimdjson -lzstd -lz $(ISAL) $(LIB_LIBS)
COMMON  += $(if $(ISAL),-DND_ISAL)
# xxHash chooses instructions when it runs, where its library was built to
COMMON  += $(shell printf '\043include <xxh_x86dispatch.h>\nint main(void) { return (int)XXH3_64bits("", 0); }' | \
             $(CC) -x c - -o /dev/null -lxxhash 2>/dev/null && echo -DND_XXH_DISPATCH)

LIB_ROOMS := base text sketch lsh cluster repeat
RUN_ROOMS := input output report eval run cli

WITHOUT  = $(if $(ISAL),,src/input/unpack_isal.c)
objects  = $(patsubst %,$(BUILD)/%.o,$(filter-out $(WITHOUT),$(sort $(foreach room,$(1),$(wildcard src/$(room)/*.c src/$(room)/*.cpp)))))
# the loops over every byte and shingle are the library's
$(BUILD)/src/text/%.o $(BUILD)/src/sketch/%.o $(BUILD)/src/lsh/%.o $(BUILD)/src/cluster/%.o $(BUILD)/src/repeat/%.o: OPT += $(if $(SAN),,-O3)

BASE_OBJ := $(call objects,base)
LIB_OBJ  := $(call objects,$(LIB_ROOMS))
RUN_OBJ  := $(call objects,$(RUN_ROOMS))
MAIN_OBJ := $(BUILD)/src/cli/main.c.o
TEST_OBJ := $(patsubst %,$(BUILD)/%.o,$(sort $(wildcard tests/*.c)))
GEN_OBJ  := $(patsubst %,$(BUILD)/%.o,$(sort $(wildcard bench/gen_*.c)))
README_EXAMPLE := tests/readme_example.c

SO      := libneardup.so.0
LIB     := $(BUILD)/libneardup.a
SHARED  := $(BUILD)/$(SO)
PROGRAM := $(BUILD)/neardup
MANS     = $(BUILD)/neardup.1
COMPLETIONS = $(addprefix $(BUILD)/neardup.,bash zsh fish)

all: $(PROGRAM) $(LIB) $(SHARED) $(MANS) $(COMPLETIONS)

$(BUILD)/%.c.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_C) -c $< -o $@

$(BUILD)/%.cpp.o: %.cpp
	@mkdir -p $(@D)
	$(CXX) $(ALL_CXX) -c $< -o $@

# What a report's page looks like and does stands in the program, in the order of names.
PAGE := $(sort $(wildcard src/report/page/*.css)) $(sort $(wildcard src/report/page/*.js))
$(BUILD)/page.h: src/report/page/embed.sh $(PAGE) Makefile
	@mkdir -p $(@D)
	sh src/report/page/embed.sh $(PAGE) > $@
$(BUILD)/src/report/html_frame.c.o: $(BUILD)/page.h
$(BUILD)/src/report/html_frame.c.o: COMMON += -I$(BUILD)

# One object whose only global symbols are those that neardup.h declares.
$(LIB): $(LIB_OBJ)
	$(LD) -r -o $(BUILD)/libneardup.o $^
	$(OBJCOPY) --localize-hidden $(BUILD)/libneardup.o
	rm -f $@
	$(AR) rcs $@ $(BUILD)/libneardup.o

$(SHARED): $(LIB_OBJ)
	$(CC) $(OPT) -shared -Wl,-soname,$(SO) -o $@ $^ $(LDFLAGS) $(LIB_LIBS)
	ln -sf $(SO) $(BUILD)/libneardup.so

# base is linked into the library (hidden) and the program; as an archive behind the library,
# what the library exports of it (nd_opts_*) comes from there.
$(BUILD)/base.a: $(BASE_OBJ)
	rm -f $@
	$(AR) rcs $@ $^

$(PROGRAM): $(RUN_OBJ) $(LIB) $(BUILD)/base.a
	$(CXX) $(OPT) -o $@ $^ $(LDFLAGS) $(RUN_LIBS)

$(MANS): $(PROGRAM)
	$(PROGRAM) help --man > $@.tmp && mv $@.tmp $@

$(BUILD)/neardup.%: $(PROGRAM)
	$(PROGRAM) completion $* > $@.tmp && mv $@.tmp $@

# ---- tests

# Suites register by file name: tests/test_words.c holds words_suite().
$(BUILD)/suites.h: $(sort $(wildcard tests/test_*.c)) Makefile
	@mkdir -p $(@D)
	@for t in $(patsubst tests/test_%.c,%,$(filter %.c,$^)); do echo "SUITE($$t)"; done > $@

$(BUILD)/tests/main.c.o: $(BUILD)/suites.h
$(BUILD)/tests/main.c.o: COMMON += -I$(BUILD)

UNIT_OBJ = $(filter-out $(BUILD)/$(README_EXAMPLE).o,$(TEST_OBJ))

$(BUILD)/unit: $(UNIT_OBJ) $(GEN_OBJ) $(filter-out $(MAIN_OBJ),$(RUN_OBJ)) $(LIB_OBJ)
	$(CXX) $(OPT) -o $@ $^ $(LDFLAGS) $(RUN_LIBS) -lcheck -lsubunit -lrt

$(BUILD)/readme_example: $(README_EXAMPLE) $(LIB)
	$(CC) -std=c11 -Iinclude $(WARN_C) $(OPT) -o $@ $< $(LIB) $(LIB_LIBS)

-include tests/check.mk
-include bench/bench.mk

# ---- install

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include \
	  $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	  $(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	install -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/neardup
	install -m 644 $(LIB) $(DESTDIR)$(PREFIX)/lib/libneardup.a
	install -m 755 $(SHARED) $(DESTDIR)$(PREFIX)/lib/$(SO)
	ln -sf $(SO) $(DESTDIR)$(PREFIX)/lib/libneardup.so
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' src/neardup.pc.in > $(DESTDIR)$(PREFIX)/lib/pkgconfig/neardup.pc
	install -m 644 include/neardup.h $(DESTDIR)$(PREFIX)/include/neardup.h
	install -m 644 $(MANS) $(DESTDIR)$(PREFIX)/share/man/man1/neardup.1
	install -m 644 $(BUILD)/neardup.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/neardup
	install -m 644 $(BUILD)/neardup.zsh $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_neardup
	install -m 644 $(BUILD)/neardup.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/neardup.fish

uninstall:
	cd $(DESTDIR)$(PREFIX) && rm -f bin/neardup lib/libneardup.a lib/$(SO) lib/libneardup.so \
	  lib/pkgconfig/neardup.pc include/neardup.h share/man/man1/neardup.1 \
	  share/bash-completion/completions/neardup share/zsh/site-functions/_neardup \
	  share/fish/vendor_completions.d/neardup.fish

clean:
	rm -rf build

.PHONY: all demo check check-all bench install uninstall clean
.DELETE_ON_ERROR:

-include $(LIB_OBJ:.o=.d) $(RUN_OBJ:.o=.d) $(TEST_OBJ:.o=.d)
