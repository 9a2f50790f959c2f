"""hostile.py PROGRAM - full disks, closed streams, signals, odd paths, few resources, many threads.

Nothing may be left behind, no output may stand under its name unless it is whole, and the exit
code says what happened. What needs root is skipped, and said, where it cannot be had.
"""
import gzip, hashlib, json, os, pathlib, pty, resource, select, shutil, signal, subprocess, sys, tempfile, time

PROGRAM = os.path.realpath(sys.argv[1])
CORPUS = os.path.realpath("corpus")
CRAWL = CORPUS + "/crawl.jsonl.gz"
ARTICLE = CORPUS + "/articles/01-ferry-port-storm.txt"
SLOW = "san" in sys.argv[2:]          # under sanitizers everything is smaller
checks, failures = 0, []
ENV = {"PATH": os.environ["PATH"], "LC_ALL": "C", **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}}


def run(*args, **more):
    more.setdefault("stdout", subprocess.PIPE)
    more.setdefault("stderr", subprocess.PIPE)
    more.setdefault("stdin", subprocess.DEVNULL)
    more.setdefault("env", ENV)
    return subprocess.run([PROGRAM, *map(os.fspath, args)], timeout=300, **more)


def expect(what, truth, detail=""):
    global checks
    checks += 1
    if not truth:
        failures.append(what)
        print(f"hostile: {what}: {str(detail)[:400]}")


def left(folder):
    return sorted(os.fsencode(p) for p in pathlib.Path(folder).rglob("*"))


class Folder:
    def __enter__(self):
        self.path = pathlib.Path(tempfile.mkdtemp())
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


def full_disk():
    with Folder() as work, open("/dev/full", "w") as full:
        many = work / "many.jsonl"     # where the buffer fills between the worst of them, they are freed all the same
        for records in range(760, 880, 10):
            many.write_text("".join(json.dumps({"text": "\n".join(f"line {k} of record {i}" for k in range(12)) * 2}) + "\n"
                                    for i in range(records)))
            p = run("inspect", "--boilerplate", "0", many, stdout=full)
            expect(f"full standard output: {records} records", p.returncode == 4 and p.stderr.count(b"\n") == 1, (p.returncode, p.stderr))
        many.unlink()
        result = work / "result"
        run("group", "-q", CRAWL, "-o", result)
        for args in (["help"], ["help", "--man"], ["help", "dedup"], ["version"], ["version", "--json"], ["tune"], ["tune", "--json"],
                     ["completion", "bash"], ["completion", "zsh"], ["completion", "fish"], ["inspect", ARTICLE],
                     ["inspect", "--json", ARTICLE], ["compare", ARTICLE, ARTICLE], ["compare", "--json", ARTICLE, ARTICLE],
                     ["group", CRAWL, "-o", "-"], ["dedup", CRAWL, "-o", "-"],
                     ["dedup", "--keep", "longest", CRAWL, "-o", "-"], ["apply", result, CRAWL, "-o", "-"],
                     ["inspect", CORPUS + "/articles"], ["passages", CRAWL], ["passages", "--json", CRAWL],
                     ["passages", CRAWL, "-o", "-"], ["passages", "--json", CRAWL, "-o", work / "new"], ["dedup", CRAWL, "-o", work / "out", "-r", "-"], ["dedup", "-h"],
                     ["apply", result, CRAWL, "-o", work / "out", "--rejects", "-"], ["dedup", "--json", CRAWL, "-o", work / "out"],
                     ["group", "--json", CRAWL, "-o", work / "new"], ["group", "--json", "--dry-run", CRAWL]):
            p = run(*args, stdout=full)
            expect(f"full standard output: {args}", p.returncode == 4 and p.stderr.count(b"\n") == 1, (p.returncode, p.stderr))
            expect(f"full standard output: {args}: nothing left", left(work) == [os.fsencode(result)], left(work))
    with Folder() as mount:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "none", mount], stderr=subprocess.DEVNULL).returncode:
            print("hostile: skipped small file systems: cannot mount")
            return
        codes = set()
        try:
            for pages in range(1, 64):
                subprocess.run(["mount", "-o", f"remount,size={pages * 4}k", mount], check=True)
                for keep in ("first", "longest") if pages % 8 == 1 else ("first",):
                    p = run("dedup", "-q", "--keep", keep, CRAWL, "-o", mount / "out", "--work-dir", "/tmp")
                    codes.add(p.returncode)
                    if p.returncode == 0:
                        expect(f"{pages} pages: whole", len(gzip.decompress((mount / "out/crawl.jsonl.gz").read_bytes())) > 100000)
                        shutil.rmtree(mount / "out")
                        os.unlink(mount / "out.neardup.jsonl")
                    else:
                        expect(f"{pages} pages: exit 4", p.returncode == 4, (p.returncode, p.stderr))
                        expect(f"{pages} pages: nothing left", left(mount) == [], left(mount))
                        expect(f"{pages} pages: says what is missing",
                               b"No space left" in p.stderr and p.stderr.count(b"\n") == 1, p.stderr)
            expect("both a full and a roomy file system were met", codes == {0, 4}, codes)
        finally:
            subprocess.run(["umount", mount], check=True)


def closed_streams():
    with Folder() as work:
        for keep in ("first", "longest"):
            for args in (["group", "-o", "-"], ["dedup", "-o", "-"]):
                p = subprocess.run(f'"{PROGRAM}" {args[0]} -q --keep {keep} "{CRAWL}" {" ".join(args[1:])} 2>err | head -c 10 >/dev/null; '
                                   'echo "${PIPESTATUS[0]}"', shell=True, executable="/bin/bash", cwd=work, env=ENV, stdout=subprocess.PIPE)
                # what is printed may fit into the pipe before head goes away
                expect(f"closed pipe: {args[0]}", p.stdout.strip() in (b"141", b"0") and (work / "err").read_bytes() == b"",
                       (p.stdout, (work / "err").read_bytes()))
        os.unlink(work / "err")
        big = work / "big.jsonl"
        with open(big, "w") as f:
            for i in range(20000):
                f.write(json.dumps({"id": i, "text": f"record number {i} has words of its own {i * 7} and {i * 13}"}) + "\n")
        p = subprocess.run(f'"{PROGRAM}" dedup -q "{big}" -o - | head -c 10 >/dev/null; echo "${{PIPESTATUS[0]}}"', shell=True,
                           executable="/bin/bash", cwd=work, env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        expect("closed pipe ends by SIGPIPE, quietly", p.stdout.strip() == b"141" and p.stderr == b"", (p.stdout, p.stderr))
        for fd in (0, 1, 2):
            p = run("dedup", "-q", CRAWL, "-o", work / f"out{fd}", preexec_fn=lambda: os.close(fd), stdin=None)
            expect(f"descriptor {fd} closed", p.returncode == 0 and (work / f"out{fd}/crawl.jsonl.gz").exists(), (p.returncode, p.stderr))
        p = run("group", "-", "-o", work / "r", preexec_fn=lambda: os.close(0), stdin=None)
        expect("closed standard input is no empty one", p.returncode == 3, (p.returncode, p.stderr))
        for args in (["help"], ["inspect", ARTICLE], ["group", CRAWL, "-o", "-"]):
            p = run(*args, preexec_fn=lambda: os.close(1), stdout=None)
            expect(f"closed standard output: {args[0]}", p.returncode == 4, (p.returncode, p.stderr))
        p = run("dedup", CRAWL, "-o", work / "home", env={k: v for k, v in ENV.items() if k != "PATH"})
        expect("no HOME, no PATH", p.returncode == 0, p.stderr)


def signals():
    for sig, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)):
        for keep in ("first", "longest"):
            for target in ("out/deep/er", "-"):
                with Folder() as work:
                    p = subprocess.Popen([PROGRAM, "dedup", "-q", "--keep", keep, "-", "-o", target, "--work-dir", work], cwd=work, env=ENV,
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                    p.stdin.write(b'{"id":1,"text":"one record of a few words"}\n' * 100)
                    p.stdin.flush()
                    time.sleep(0.15 if not SLOW else 1)
                    p.send_signal(sig)
                    try:
                        p.wait(20)
                    except subprocess.TimeoutExpired:
                        p.kill()
                    expect(f"signal {sig}, keep {keep}, to {target}", p.returncode == -sig or p.returncode == code, p.returncode)
                    p.stdin.close()
                    expect(f"signal {sig}, keep {keep}, to {target}: nothing left", left(work) == [], left(work))
                    p.stdout.close(), p.stderr.close()


def end_by(signal_number, what, args, work, feed=b"", **more):
    """Started, fed, given time to wait for something, told to stop: it must hear that, whichever thread waits."""
    p = subprocess.Popen([PROGRAM, *map(os.fspath, args)], cwd=work, env=ENV, stderr=subprocess.PIPE, bufsize=0, **more)
    if feed:
        p.stdin.write(feed)
    time.sleep(0.1 if not SLOW else 1)
    p.send_signal(signal_number)
    try:
        p.wait(20)
    except subprocess.TimeoutExpired:
        p.kill()
        p.wait()
    said = p.stderr.read()
    expect(what, p.returncode == -signal_number and said.count(b"\n") == 1, (p.returncode, said))
    for stream in (p.stdin, p.stdout, p.stderr):
        if stream:
            stream.close()


def waiting():
    pipe, null = subprocess.PIPE, subprocess.DEVNULL
    body = gzip.open(CRAWL).read()
    with Folder() as work:
        os.mkfifo(work / "fifo")
        os.mkfifo(work / "fifo2")
        (work / "big").write_bytes(b"".join(body.replace(b"the", b"t%d e" % i) for i in range(3)))
        before = left(work)
        for j in ("1", "2", "8"):
            for keep in ("first", "last"):
                end_by(signal.SIGINT, f"-j {j}, keep {keep}: waits for data", ["dedup", "-", "-j", j, "--keep", keep, "-o", "out"], work,
                       body[:60000], stdin=pipe, stdout=null)
                end_by(signal.SIGTERM, f"-j {j}, keep {keep}: waits for a writer", ["dedup", "big", "fifo", "fifo2", "-j", j, "--keep", keep, "-o", "out"],
                       work, stdin=null, stdout=null)
                end_by(signal.SIGTERM, f"-j {j}, keep {keep}: waits for a reader", ["dedup", "big", "-j", j, "--keep", keep, "-o", "-"], work,
                       stdin=null, stdout=pipe)
            end_by(signal.SIGTERM, f"-j {j}: inspect waits for a reader", ["inspect", "--json", "-j", j, "big"], work, stdin=null, stdout=pipe)
            end_by(signal.SIGINT, f"-j {j}: inspect waits for data", ["inspect", "-", "-j", j], work, body[:60000], stdin=pipe, stdout=null)
            end_by(signal.SIGTERM, f"-j {j}: passages waits for a reader", ["passages", "--json", "-j", j, "big"], work, stdin=null, stdout=pipe)
            end_by(signal.SIGINT, f"-j {j}: passages waits for data", ["passages", "-", "-j", j, "-o", "r"], work, body[:60000], stdin=pipe, stdout=null)
        end_by(signal.SIGINT, "waits for a list of inputs", ["group", "--files-from", "-", "-o", "r"], work, b"big\n", stdin=pipe, stdout=null)
        expect("nothing left", left(work) == before, left(work))
        # at any moment of a run over many files
        os.mkdir(work / "in")
        for i in range(200):
            (work / f"in/{i}").write_bytes(body[:body.index(b"\n", 20000) + 1])
        before = left(work)
        for i in range(20):
            p = subprocess.Popen([PROGRAM, "dedup", "-q", "in", "-o", "out", "--keep", ("first", "last")[i % 2]], cwd=work, env=ENV, stderr=null)
            time.sleep(i * 0.002 * (10 if SLOW else 1))
            p.terminate()
            p.wait(60)
            if p.returncode == 0:
                shutil.rmtree(work / "out")
                os.unlink(work / "out.neardup.jsonl")
            expect(f"stopped after {i * 2} ms", p.returncode in (0, -signal.SIGTERM) and left(work) == before, (p.returncode, left(work)[:9]))


def terminal():
    ours, theirs = pty.openpty()
    with Folder() as work:
        p = subprocess.Popen([PROGRAM, "group", "-q", "-", "-o", work / "r"], stdin=theirs, stderr=theirs, stdout=subprocess.PIPE, env=ENV)
        said = b""
        while b"terminal" not in said and select.select([ours], [], [], 20)[0]:
            said += os.read(ours, 1000)
        os.write(ours, b'{"text":"the same words here"}\n{"text":"the same words here"}\n\x04')
        try:
            p.wait(20)
        except subprocess.TimeoutExpired:
            p.kill()
        expect("standard input is a terminal: said, and read to its end", b"reading from the terminal" in said and p.returncode == 0 and
               (work / "r").read_text().count('"removed"') == 1, said)
        p.stdout.close()
        # for a terminal: progress, and a summary in its width; nothing that is not a line of text, a return or an erasing
        p = subprocess.Popen([PROGRAM, "dedup", "--progress", "always", CRAWL, "-o", work / "out"], stderr=theirs, env={**ENV, "TERM": "xterm"})
        p.wait(60)
        said = b""
        while select.select([ours], [], [], 0.2)[0]:
            said += os.read(ours, 100000)
        expect("what a terminal is told", p.returncode == 0 and said.strip(b"\r\n").split(b"\n")[-1].startswith(b"          ") and
               all(c >= 32 or c in b"\r\n\x1b" for c in said), said)
    os.close(ours), os.close(theirs)


def changing():
    """An input that is rewritten while a pipe after it is read: what was decided is about other bytes."""
    with Folder() as work:
        record = b'{"text":"the same words here of a record that stands here twice"}\n'
        (work / "d.gz").write_bytes(gzip.compress(record)[:-4])
        (work / "a").write_bytes(record + record)
        os.mkfifo(work / "pipe")
        before = left(work)
        p = subprocess.Popen([PROGRAM, "dedup", "d.gz", "a", "pipe", "-o", "out"], cwd=work, env=ENV, stderr=subprocess.PIPE)
        with open(work / "pipe", "wb") as pipe:
            time.sleep(0.3 if not SLOW else 2)
            (work / "a").write_bytes(record + b'{"text":"now another one"}\n')
            pipe.write(record)
        said = p.communicate(timeout=60)[1]
        expect("an input that changed", p.returncode == 2 and b"a changed while it was read" in said and left(work) == before, (p.returncode, said))


def atomic():
    """Who reads while outputs are replaced sees whole files, and no result file beside outputs that it is not about."""
    with Folder() as work:
        lines = gzip.open(CRAWL).read().splitlines(keepends=True)
        wanted = []
        for i in range(2):
            (work / f"in{i}").mkdir()
            (work / f"in{i}/x.jsonl").write_bytes(b"".join(lines[i * 50:300 + i * 50]))
            run("dedup", "-q", work / f"in{i}", "-o", work / f"out{i}")
            wanted.append(((work / f"out{i}/x.jsonl").read_bytes(), (work / f"out{i}.neardup.jsonl").read_bytes()))
        pid = os.fork()
        if pid == 0:
            for i in range(10 if SLOW else 100):
                subprocess.run([PROGRAM, "dedup", "-q", "-f", f"in{i % 2}", "-o", "out"], cwd=work, env=ENV)
            os._exit(0)
        seen, torn = set(), []
        while os.waitpid(pid, os.WNOHANG) == (0, 0):
            try:
                result = (work / "out.neardup.jsonl").read_bytes()
            except FileNotFoundError:
                result = b""
            try:
                output = (work / "out/x.jsonl").read_bytes()
                again = (work / "out.neardup.jsonl").read_bytes()
            except FileNotFoundError:
                continue
            seen.add(output)
            if output not in (wanted[0][0], wanted[1][0]) or (result == again and (output, result) not in wanted):
                torn.append((len(output), len(result)))
        expect("a reader sees whole files", not torn and len(seen) == 2, torn)


def paths():
    names = [b"a b", b"new\nline", b"esc\x1b[31m", b"not\xffutf8", b"100%", b"%41", b"'q'", b'"d"', b"$(x)", b";", b"*", b"?", b"\\", b"-", b"-o",
             b"--", b".hidden", b"...", b"~", b"x" * 255, "ü".encode(), "日本".encode(), b"\xc3\x28", b"tab\t", b"{}", b"#", b"&", b"|", b"a.gz"]
    body = b'{"id":1,"text":"the words of this record are its own: %d"}\n'
    with Folder() as work:
        os.makedirs(os.fsencode(work) + b"/in/sub/deep")
        for i, name in enumerate(names):
            for folder in (b"/in/", b"/in/sub/deep/") if i % 3 == 0 else (b"/in/",):
                with open(os.fsencode(work) + folder + name, "wb") as f:
                    f.write(body % (i * 100 + len(folder)) + body % 77)
        (work / "in/loop").symlink_to("..")
        (work / "in/outside").symlink_to("/etc/passwd")
        os.mkfifo(work / "in/fifo")
        p = run("dedup", work / "in", "-o", work / "out")
        expect("odd names: done", p.returncode == 0, p.stderr)
        found = {os.path.relpath(p, os.fsencode(work) + b"/out") for p in left(work / "out") if os.path.isfile(p)}
        wanted = {os.path.relpath(p, os.fsencode(work) + b"/in") for p in left(work / "in") if os.path.isfile(p) and not os.path.islink(p)}
        for name in sorted(wanted | found):
            expect(f"odd name {name!r}", (name in wanted) == (name in found))
        expect("names are valid JSON and one removed row a file but the first",
               sum(json.loads(line)["type"] == "removed" for line in open(work / "out.neardup.jsonl")) == len(wanted) - 1)
        p = run("apply", work / "out.neardup.jsonl", work / "in", "-o", work / "again")
        expect("odd names: apply", p.returncode == 0 and subprocess.run(["diff", "-r", work / "out", work / "again"]).returncode == 0, p.stderr)
        before = left(work)
        for what, args in {"OUT is the input folder": ["in", "-o", "in"], "OUT lies in it": ["in", "-o", "in/sub/out"],
                           "OUT lies in it, by ..": ["in", "-o", "in/sub/../new"], "OUT lies in it, by a link": ["in", "-o", "in/loop/in/x"],
                           "OUT holds an input": ["in/a b", "-o", "in"], "OUT is a file": ["in/a b", "-o", "in/100%"],
                           "a parent of OUT is a file": ["in/a b", "-o", "in/100%/x"], "OUT is empty": ["in/a b", "-o", ""],
                           "an input is there twice by a link": ["in/a b", "in/loop/in/a b", "-o", "new"],
                           "a file inside a folder argument": ["in", "in/a b", "-o", "new"]}.items():
            p = run("dedup", *args, cwd=work)
            expect(what, p.returncode == 2 and left(work) == before, (p.returncode, p.stderr, set(left(work)) ^ set(before)))
        for slashes in ("out2/", "out3//", "./out4/.", str(work / "out5") + "/"):
            p = run("dedup", "-q", "in/a b", "-o", slashes, cwd=work)
            expect(f"OUT as {slashes}", p.returncode == 0, p.stderr)
        p = run("dedup", "-q", "../" + work.name + "/in/a b", "-o", "out6", cwd=work)
        expect("'..' in an input", p.returncode == 0 and left(work / "out6") == [os.fsencode(work) + b"/out6/a b"], p.stderr)
        # deeper than a path can say: what cannot be reached is said, the rest is done
        here = os.getcwd()
        os.chdir(work)
        for name in ["deep"] + ["d" * 200] * 25:
            os.mkdir(name)
            os.chdir(name)
        with open("f", "wb") as f:
            f.write(body % 1)
        os.chdir(here)
        (work / "deep/z").write_bytes(body % 2 + body % 2)
        p = run("dedup", "-q", "deep", "-o", "out7", cwd=work)
        expect("a path of 5,000 bytes", p.returncode == 3 and p.stderr.count(b"\n") == 1 and left(work / "out7") == [os.fsencode(work) + b"/out7/z"],
               (p.returncode, p.stderr))
        long = work / ("deep" + ("/" + "d" * 200) * 19)
        (long / "f").write_bytes(body % 1)
        p = run("dedup", "-q", "deep" + ("/" + "d" * 200) * 18, "-o", "x" * 200 + ("/" + "y" * 200) * 20, cwd=work)
        expect("an output too deep", p.returncode == 2 and not (work / ("x" * 200)).exists(), (p.returncode, p.stderr))
        subprocess.run(["rm", "-r", work / "deep"])
        for name in [p for p in left("/etc") if b"neardup" in p] + [p for p in left(work / "in") if b".neardup" in p]:
            expect(f"{name!r} was left", False)


def digest_of(folder):
    h = hashlib.sha256()
    for p in sorted(folder.rglob("*")):
        if p.is_file():
            h.update(str(p.relative_to(folder)).encode() + p.read_bytes())
    return h.hexdigest()


def determinism():
    with Folder() as work:
        os.mkdir(work / "in")
        lines = gzip.open(CRAWL).read().splitlines(keepends=True)
        for i in range(7):
            (work / f"in/part{i}").write_bytes(b"".join(lines[i * 63:(i + 1) * 63]) + (b"{broken\n" if i % 3 == 0 else b""))
        (work / "in/zz.gz").write_bytes(gzip.compress(b"".join(lines[:200]))[:-3])
        shutil.copytree(CORPUS + "/articles", work / "in/texts")
        for seed in range(1, 3 if SLOW else 6):
            for keep in ("first", "longest", "last"):
                seen = set()
                for threads in (1, 2, 8):
                    out = work / "out"
                    p = run("dedup", "-q", "-f", "-j", str(threads), "--seed", str(seed), "--keep", keep, work / "in", "-o", out)
                    expect(f"seed {seed} keep {keep} -j {threads}: exit", p.returncode == 3, (p.returncode, p.stderr))
                    seen.add((digest_of(out), (work / "out.neardup.jsonl").read_bytes(), p.stderr))
                    shutil.rmtree(out)
                expect(f"seed {seed} keep {keep}: one answer", len(seen) == 1)
        for how in ([], ["--json"], ["--json", "--noisy", "yes"]):
            seen = set()
            for threads in (1, 2, 8):
                p = run("passages", *how, "-j", str(threads), work / "in")
                expect(f"passages {how} -j {threads}: exit", p.returncode == 3, (p.returncode, p.stderr))
                seen.add((p.stdout, p.stderr))
            expect(f"passages {how}: one answer", len(seen) == 1)


def few_resources():
    with Folder() as work:
        for keep in ("first", "last"):
            p = run("dedup", "-q", "--keep", keep, CRAWL, "-o", work / "out",
                    preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10000, 10000)))
            expect("a limit on the size of files", p.returncode == 4 and b"too large" in p.stderr and left(work) == [], (p.returncode, p.stderr, left(work)))
        os.mkdir(work / "in")
        for i in range(500 if SLOW else 20000):
            (work / f"in/{i}").write_text(f"text number {i} of many small ones: {i * i} {i * 31}\n")
        p = run("dedup", "-q", work / "in", "-o", work / "out", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32)))
        expect("32 descriptors, many files", p.returncode == 0 and len(left(work / "out")) == len(left(work / "in")), p.stderr)
        p = run("inspect", work / "in", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32)))
        expect("32 descriptors, inspect", p.returncode == 0, p.stderr)
        if not SLOW:
            big = work / "big.jsonl"
            big.write_text(json.dumps({"text": "word " * 10_000_000}) + "\n" + json.dumps({"text": "another text"}) + "\n")
            p = run("dedup", "-q", big, "-o", work / "big")
            expect("one record of 50 MB", p.returncode == 0, p.stderr)
            for megabytes in (64, 90, 120, 200):
                p = run("dedup", "-q", "-j", "1", big, "-o", work / "none",
                        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20)))
                expect(f"{megabytes} MB of memory", p.returncode == 5 and p.stderr.count(b"\n") == 1, (p.returncode, p.stderr))
                expect(f"{megabytes} MB of memory: nothing left", not (work / "none").exists() and not (work / "none.neardup.jsonl").exists())


# ThreadSanitizer holds a signal back until its thread calls something; one that waits never does.
skipped = {signals, waiting} if "thread" in sys.argv[2:] else set()
for part in (full_disk, closed_streams, signals, waiting, terminal, changing, atomic, paths, determinism, few_resources):
    if part in skipped:
        print(f"hostile: skipped {part.__name__}")
        continue
    began = time.time()
    part()
    print(f"hostile: {part.__name__} {time.time() - began:.1f} s")
print(f"hostile: {checks} checks, {len(failures)} failed")
sys.exit(bool(failures))
