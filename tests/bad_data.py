"""bad_data.py PROGRAM - input that is broken, odd or not ours: 150 and more cases.

Each case is one file of given bytes beside a good file that holds a copy. For each:
  - dedup says where it is wrong (file, record, byte) and goes on, with the right exit code;
  - what cannot be read goes through: the output holds the bytes of the input (those of a damaged
    file as they lie), and the copy in the good file is removed all the same;
  - group and apply give the same folder as dedup, and the result file lists the same errors.
"""
import bz2, gzip, json, lzma, os, pathlib, struct, subprocess, sys, tempfile, zlib

PROGRAM = os.path.realpath(sys.argv[1])
GOOD, BAD, DAMAGED = "good", "bad", "damaged"
cases = []


def case(name, data, verdict, record=None, byte=None, says="", args=(), exact=False):
    cases.append((name, data, verdict, record, byte, says, args, exact or "UTF-8" in says))


def ok(text, **more):
    return json.dumps({"id": "x", "text": text, **more}).encode() + b"\n"


def zst(data, *options):
    return subprocess.run(["zstd", "-q", "-c", *options], input=data, stdout=subprocess.PIPE, check=True).stdout


LINE = ok("the harbour stayed shut for a second day after the storm of monday night")
NEXT = ok("a bakery in the old town has won the county prize for its rye bread again")

# ---- JSON that is none; the record is the second. @ stands where the fault is; without one it is somewhere in the line
OPEN, STRING, CONTROL, ESCAPE = "(unclosed object or array)", "(unclosed string)", "(control character in a string)", "(bad escape in a string)"
VALUE, NUMBER, MORE, NONE = "(bad value)", "(bad number)", "(more behind the object)", "is not a JSON object"
for i, (line, why) in enumerate([
    (b'{@', OPEN), (b'{"text"@', OPEN), (b'{"text":@', OPEN), (b'{"text":"abc"@', OPEN), (b'{"text":"abc",@', OPEN), (b'{"text":"abc"]@', OPEN),
    (b'{]@', OPEN), (b'{"text":"abc","a":[1,2@', OPEN), (b'{"text":"abc","a":{"b":[1,2]@', OPEN),
    (b'{@"', STRING), (b'{@"text', STRING), (b'{"text":@"', STRING), (b'{"text":@"abc', STRING), (b'{"text":@"abc\\"}', STRING), (b'{"text":"abc"@"}', STRING),
    (b'{""text":"abc@"}', STRING), (b'{"text":"a"b@"}', STRING),
    (b'{"text":"a@\tb"}', CONTROL), (b'{"text":"a@\x01b"}', CONTROL), (b'{"text":"a@\x00b"}', CONTROL), (b'{"text":"abc","n":"@\x1f"}', CONTROL),
    (b'{"text":@"a\\x"}', ESCAPE), (b'{"text":@"a\\u12"}', ESCAPE), (b'{"text":@"a\\u12G4"}', ESCAPE), (b'{"text":@"\\ud83d\\u"}', ESCAPE), (b'{"id":@"\\q","text":"abc"}', ESCAPE),
    (b'{"text":@abc}', VALUE), (b'{"text":@,"id":"x"}', VALUE), (b'{"text":"abc","id":@}', VALUE), (b'{"id":@tru,"text":"abc"}', VALUE), (b'{"text":@NaN}', VALUE),
    (b'{"id":@01,"text":"abc"}', NUMBER), (b'{"id":@1.,"text":"abc"}', NUMBER), (b'{"id":@-,"text":"abc"}', NUMBER), (b'{"id":@1e,"text":"abc"}', NUMBER), (b'{"id":@0x1,"text":"abc"}', NUMBER),
    (b'{"text":"abc"} @x', MORE), (b'{"text":"abc"}@{"text":"def"}', MORE), (b'{"text":"abc"}@,', MORE), (b'{"text":"abc"}@}', MORE), (b'{"text":"}"}  @;', MORE),
    (b'{"text":"abc"}@/* c */', MORE), (b'{"text":"abc"}@\xef\xbb\xbf', MORE), (b'{"text":"a]}\\""}@]', MORE),
    (b'@}', NONE), (b'@[', NONE), (b'@]', NONE), (b'@"text"', NONE), (b'@text', NONE), (b'@12', NONE), (b'@null', NONE), (b'@true', NONE), (b'@\x00', NONE),
    (b'@["text","abc"]', NONE), (b'@[{"text":"abc"}]', NONE), (b'@\xe2\x80\xa8{"text":"abc"}', NONE), (b'@\x0c{"text":"abc"}', NONE), (b'\xef\xbb\xbf@\xef\xbb\xbf{"text":"abc"}', NONE),
    (b'{"text" @"abc"}', "JSON"), (b'{"text"@="abc"}', "JSON"), (b'{@text:"abc"}', "JSON"), (b"{@'text':'abc'}", "JSON"), (b'{@,"text":"abc"}', "JSON"),
    (b'{"text":"abc" @"id":"x"}', "JSON"), (b'{"text":"abc",@}', "JSON"), (b'{"text":"abc",@1:2}', "JSON"), (b'{"text":"abc" @// c}', "JSON"),
    (b'{"text":"a"@\x00}', "JSON"), (b'{"text":"abc","text"@}', "JSON"), (b'{"a":[1,2,"text":"abc"}', "JSON"),
]):
    place = line.find(b"@")
    case("json-%02d" % i, LINE + line.replace(b"@", b"") + b"\n" + NEXT, BAD, 2, len(LINE) + max(place, 0), why, exact=place >= 0)
case("deep-array", LINE + b'{"a":' + b"[" * 100000 + b"]" * 100000 + b',"text":"abc"}\n', BAD, 2)
case("deep-object", LINE + b'{"a":' * 100000 + b"1" + b"}" * 100000 + b"\n", BAD, 2)
case("deep-unclosed", LINE + b'{"text":' + b"[" * 100000 + b"\n", BAD, 2)
case("no-final-newline", LINE + b'{"text":', BAD, 2, len(LINE))
case("only-a-bad-line", b'{"id":1,"text":"abc\n', BAD, 1)

# ---- no text, or a text that is none
for i, (value, why) in enumerate([
    ("7", "not a string"), ("-1.5e3", "not a string"), ("true", "not a string"), ("false", "not a string"), ("[]", "not a string"),
    ('["a b c"]', "not a string"), ("{}", "not a string"), ('{"text":"a"}', "not a string"), ("null", "no field"),
]):
    case("type-%02d" % i, LINE + b'{"id":1,"text":%s}\n' % value.encode() + NEXT, BAD, 2, None, why)
case("no-text", LINE + b'{"id":1,"body":"abc"}\n', BAD, 2, None, 'no field "text"')
case("empty-object", LINE + b"{}\n", BAD, 2, None, 'no field "text"')
case("text-inside", LINE + b'{"id":1,"a":{"text":"abc"}}\n', BAD, 2, None, 'no field "text"')
case("other-case", LINE + b'{"id":1,"Text":"abc"}\n', BAD, 2, None, 'no field "text"')
case("last-key-wins-bad", LINE + b'{"text":"abc","text":7}\n', BAD, 2, None, "not a string")

# ---- UTF-8 that is none, in a JSON string; the byte is the fault's own
WRONG = [b"\x80", b"\xbf", b"\xc0\x80", b"\xc1\xbf", b"\xc3", b"\xc3(", b"\xe0\x80\x80", b"\xe0\x9f\xbf", b"\xe2\x82", b"\xe2(\xa1",
         b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xf0\x80\x80\x80", b"\xf0\x9f\x98", b"\xf0\x90(\xbc", b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80",
         b"\xf8\x88\x80\x80\x80", b"\xfe", b"\xff"]
for i, wrong in enumerate(WRONG):
    before = b'{"id":1,"text":"caf'
    case("utf8-%02d" % i, LINE + before + wrong + b' and more"}\n' + NEXT, BAD, 2, len(LINE) + len(before), "UTF-8")
    case("utf8-id-%02d" % i, LINE + b'{"id":"' + wrong + b'","text":"abc"}\n' + NEXT, BAD, 2, len(LINE) + 7, "UTF-8")
# ... in plain text it only ends a word
for i, wrong in enumerate(WRONG + [b"\x00"]):
    case("text-%02d" % i, b"plain text with " + wrong + b" in the middle of it, and more words\n", GOOD)

# ---- what is odd, but good
for i, escape in enumerate([rb"\ud800", rb"\udbff", rb"\udc00", rb"\udfff", rb"\ude00\ud83d", rb"\ud83d\ud83d", rb"\ud83dx", rb"\\ud800",
                            rb"\ud83d\ude00", rb"\u0000", rb"\ud800\\", rb"\uD83D\n"]):
    case("escape-%02d" % i, LINE + b'{"id":1,"text":"one ' + escape + b' two"}\n', GOOD)
case("big-numbers", LINE + b'{"id":123456789012345678901234567890,"n":1e999,"text":"abc"}\n', GOOD)
case("duplicate-key", LINE + b'{"text":7,"text":"abc"}\n', GOOD)
case("escaped-key", LINE + b'{"\\u0074ext":"abc"}\n', GOOD)
case("bom", b"\xef\xbb\xbf" + LINE, GOOD)
case("crlf", LINE.replace(b"\n", b"\r\n") + NEXT.replace(b"\n", b"\r\n"), GOOD)
case("blank-lines", b"\n" + LINE + b"\n \t\r\n" + NEXT + b"\n\n", GOOD)
case("spaces", b"   " + LINE[:-1] + b"  \n", GOOD)
case("empty-text", LINE + b'{"text":""}\n', GOOD)
case("empty", b"", GOOD)
case("only-newlines", b"\n\n\n", GOOD)
case("only-spaces", b"   ", GOOD)
case("text-bom", b"\xef\xbb\xbfplain text of a few words\n", GOOD)
case("text-bracket", b"[Photo] plain text of a few words\n", GOOD)
case("text-brace", b"{Update} plain text of a few words\n", GOOD)
case("text-no-newline", b"plain text of a few words", GOOD)
case("text-cr", b"one\rtwo\rthree words\r", GOOD)
case("skipped-field-is-odd", LINE + b'{"a":012,"text":"abc"}\n', GOOD)
case("long-line", LINE + ok("many words " * 20000), GOOD)
case("over-max-doc", LINE + ok("many words " * 20000) + NEXT, BAD, 2, len(LINE), "max-doc", ("--max-doc", "100K"))
case("text-over-max-doc", b"many words " * 20000, BAD, 1, 0, "max-doc", ("--max-doc", "100K"))
case("last-over-max-doc", LINE + ok("many words " * 20000)[:-1], BAD, 2, len(LINE), "max-doc", ("--max-doc", "100K"))

# ---- gzip
BODY = b"".join(ok("record %d of a body whose words are its own, number %d" % (i, i * i)) for i in range(3000))
ONE = gzip.compress(BODY, mtime=0)
TWO = gzip.compress(LINE, mtime=0) + gzip.compress(NEXT, mtime=0)
case("gz-good", ONE, GOOD)
case("gz-two-members", TWO, GOOD)
case("gz-zero-padding", ONE + bytes(1000), GOOD)
case("gz-empty-member", gzip.compress(b"", mtime=0) + ONE, GOOD)
case("gz-of-nothing", gzip.compress(b"", mtime=0), GOOD)
for n in (2, 3, 9, 10, 11, 1000, len(ONE) // 2, len(ONE) - 9, len(ONE) - 8, len(ONE) - 5, len(ONE) - 1):
    case("gz-cut-%d" % n, ONE[:n], DAMAGED, says="gzip")
case("gz-bad-crc", ONE[:-8] + b"\x00\x01\x02\x03" + ONE[-4:], DAMAGED, says="gzip")
case("gz-bad-length", ONE[:-4] + b"\x00\x01\x02\x03", DAMAGED, says="gzip")
case("gz-bad-method", ONE[:2] + b"\x07" + ONE[3:], DAMAGED, says="gzip")
case("gz-bad-flags", ONE[:3] + b"\xe0" + ONE[4:], DAMAGED, says="gzip")
case("gz-junk-after", ONE + b"junk", DAMAGED, says="after")
case("gz-zeros-then-junk", ONE + bytes(10) + b"x", DAMAGED, says="after")
case("gz-second-cut", gzip.compress(LINE, mtime=0) + ONE[:500], DAMAGED, says="gzip")
case("gz-second-bad-crc", gzip.compress(LINE, mtime=0) + ONE[:-8] + b"abcd" + ONE[-4:] + gzip.compress(NEXT, mtime=0), DAMAGED, says="gzip")
case("gz-flipped", ONE[:3000] + bytes([ONE[3000] ^ 0x55]) + ONE[3001:], DAMAGED, says="gzip")
case("gz-bad-line-inside", gzip.compress(LINE + b"{broken\n" + NEXT, mtime=0), BAD, 2, len(LINE))

# ---- zstd
case("zst-good", zst(BODY), GOOD)
case("zst-two-frames", zst(LINE) + zst(NEXT), GOOD)
case("zst-skippable", struct.pack("<II", 0x184D2A50, 5) + b"12345" + zst(LINE), GOOD)
case("zst-no-checksum", zst(BODY, "--no-check"), GOOD)
Z = zst(BODY, "--check")
for n in (4, 5, 100, len(Z) // 2, len(Z) - 4, len(Z) - 1):
    case("zst-cut-%d" % n, Z[:n], DAMAGED, says="zstd")
case("zst-bad-checksum", Z[:-4] + b"\x00\x01\x02\x03", DAMAGED, says="zstd")
case("zst-flipped", Z[:2000] + bytes([Z[2000] ^ 0x55]) + Z[2001:], DAMAGED, says="zstd")
case("zst-junk-after", Z + b"junk", DAMAGED, says="zstd")

# ---- what we do not read
case("xz", lzma.compress(BODY), DAMAGED, says="xz")
case("bzip2", bz2.compress(BODY), DAMAGED, says="bzip2")
case("lz4", b"\x04\x22\x4d\x18" + bytes(30), DAMAGED, says="lz4")
case("parquet", b"PAR1" + bytes(30) + b"PAR1", DAMAGED, says="Parquet")
case("json-array", b'[{"text":"abc"},\n{"text":"def"}]\n', DAMAGED, says="array")
case("json-array-spread", b'[\n  {"text":"abc"},\n  {"text":"def"}\n]\n', DAMAGED, says="array")
case("utf16-le", "\ufefftext of words".encode("utf-16-le"), DAMAGED, says="UTF-16")
case("utf16-be", "\ufefftext of words".encode("utf-16-be"), DAMAGED, says="UTF-16")
case("utf16-no-bom", "a plain text of some words, long enough".encode("utf-16-le"), DAMAGED, says="UTF-16")
case("html", b"<!DOCTYPE html>\n<html><body>abc</body></html>\n", DAMAGED, says="HTML")
case("html-bare", b"\n<html lang=en><body>abc</body></html>\n", DAMAGED, says="HTML")
case("pdf", b"%PDF-1.7\n1 0 obj\n", DAMAGED, says="PDF")
case("zip", b"PK\x03\x04" + bytes(40), DAMAGED, says="zip")
case("html-in-gz", gzip.compress(b"<!doctype html><html></html>", mtime=0), DAMAGED, says="HTML")


def unpacked(data):
    if data[:2] == b"\x1f\x8b":
        out = b""
        while data.strip(b"\0"):
            d = zlib.decompressobj(31)
            out += d.decompress(data)
            data = d.unused_data
        return out
    if data[:4] == b"\x28\xb5\x2f\xfd" or data[1:4] == b"\x2a\x4d\x18" and 0x50 <= data[0] <= 0x5f:
        return subprocess.run(["zstd", "-dqc"], input=data, stdout=subprocess.PIPE, check=True).stdout
    return data


def run(*args):
    p = subprocess.run([PROGRAM, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    return p.returncode, p.stderr.decode(errors="replace")


def tree(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def check(name, data, verdict, record, byte, says, args, exact):
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        (work / "in").mkdir()
        (work / "in/case").write_bytes(data)
        (work / "in/good.jsonl").write_bytes(ok("words of a record that stands there twice") * 2)
        out, result = work / "out", work / "out.neardup.jsonl"
        code, err = run("dedup", work / "in", "-o", out, *args)
        assert code == (0 if verdict == GOOD else 3), f"exit {code}, says {err}"
        rows = [json.loads(line) for line in result.read_text().splitlines()]
        errors = [r for r in rows if r["type"] == "error"]
        damaged = [r for r in rows if r["type"] == "damaged"]
        assert [r["file"] for r in rows if r["type"] == "removed"] == ["good.jsonl"], "the copy beside it stayed"
        kept = (out / "case").read_bytes()
        if verdict == DAMAGED:
            assert kept == data, "the damaged file is not as it was"
            assert len(damaged) == 1 and damaged[0]["file"] == "case", damaged
            assert says in damaged[0]["what"], damaged[0]["what"]
            assert f"{work}/in/case: {damaged[0]['what']}" in err, err
        else:
            assert unpacked(kept) == unpacked(data), "something is lost"
            assert not damaged, damaged
            assert len(errors) == (verdict == BAD), errors
        if verdict == BAD:
            e = errors[0]
            assert e["file"] == "case" and e["record"] == record and says in e["what"], e
            if byte is not None:
                place = unpacked(data).find(b"\n", byte)
                assert byte <= e["byte"] <= (place if place >= 0 else len(data)), f"byte {e['byte']}, not {byte}"
                assert not exact or e["byte"] == byte, f"byte {e['byte']}, not {byte}"
            assert f"{work}/in/case: record {record}, byte {e['byte']}: {e['what']}\n" in err, err
        code2, err2 = run("group", work / "in", "-o", work / "r.jsonl", *args)
        assert code2 == code and (work / "r.jsonl").read_bytes() == result.read_bytes(), "group says other things"
        code3, err3 = run("apply", work / "r.jsonl", work / "in", "-o", work / "again", *(a for a in args))
        assert code3 == 0, err3
        assert {k: unpacked(v) if verdict != DAMAGED else v for k, v in tree(work / "again").items()} == \
               {k: unpacked(v) if verdict != DAMAGED else v for k, v in tree(out).items()}, "apply writes other things"


def main():
    failed = 0
    for c in cases:
        try:
            check(*c)
        except (AssertionError, Exception) as e:  # a broken case must not hide the others
            failed += 1
            print(f"bad_data: {c[0]}: {type(e).__name__}: {str(e)[:300]}")
    print(f"bad_data: {len(cases)} cases, {failed} failed")
    sys.exit(failed > 0)


main()
