#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""report.py PROGRAM [FOLDER] - the pages of `PROGRAM report` in a real browser.

They ask the network for nothing and run nothing but their own script, whatever stands in texts, names
and ids; what a person does on them works; they are readable in light and dark, wide and narrow, on
paper and without a script. Pictures of them are left in FOLDER [build/report] for a person to look at.
"""
import os, pathlib, shutil, sys, tempfile, time

import report_looks, report_pages, report_safety, report_sheet, report_usage
from report_browser import Browser
from report_payloads import PAYLOADS

PAGE = pathlib.Path(__file__).resolve().parent.parent / "src/report/page"
checks, failures = 0, []


def expect(what, truth, detail=""):
    global checks
    checks += 1
    if not truth:
        failures.append(what)
        print(f"report: {what}: {str(detail)[:600]}", flush=True)


def main():
    pictures = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else "build/report")
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    began = time.monotonic()
    pairs, least = report_sheet.check(PAGE, expect)
    for path in PAGE.iterdir():
        expect(f"{path.name}: ends nothing that it stands in", not any(end in path.read_text() for end in ("</script", "</style", "<!--", "innerHTML", "eval(", "http:", "https:")) or "createElementNS" in path.read_text())
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        program = report_pages.Program(os.path.realpath(sys.argv[1]), folder)
        result, crowd = report_pages.crowd(program)
        _, hostile, records = report_pages.hostile(program)
        named = report_pages.hostile_files(program)
        scripts = report_pages.scripts(program)
        pages = {"hostile": hostile, "names-group": named["group"], "names-inspect": named["inspect"]}
        if program.knows("passages"):
            shared, pages["passages"] = report_pages.passages(program)
        made = time.monotonic()
        browser = Browser(folder)
        try:
            report_safety.watch_sees(browser, scripts, folder, expect)
            for name, page in pages.items():
                report_safety.harmless(browser, name, page, expect)
                if name == "hostile":
                    report_safety.verbatim(browser, records, expect)
                report_safety.without_script(browser, name, page, expect)
                least = min(least, report_looks.looks(browser, name, page, pictures, expect))
            for name, page in (("crowd", crowd), ("scripts", scripts)):
                report_safety.harmless(browser, name, page, expect)
                least = min(least, report_looks.looks(browser, name, page, pictures, expect))
            report_looks.sides(browser, scripts, expect)
            report_looks.joined(browser, hostile, expect)
            report_looks.printed(browser, scripts, expect)
            report_usage.listed(browser, crowd, expect)
            report_usage.opened(browser, crowd, expect)
            report_usage.keyed(browser, crowd, expect)
            report_usage.judged(browser, crowd, result, program, folder, expect)
            if "passages" in pages:
                report_usage.judged_passages(browser, pages["passages"], shared, program, folder, expect)
            report_usage.unkept(browser, crowd, expect)
            report_usage.unfit(browser, hostile, expect)
            opening, elements = report_usage.timed(browser, crowd, expect)
        finally:
            browser.close()
    print(f"report: {checks} checks, {len(failures)} failed, {len(PAYLOADS)} payloads in texts, names and ids of {len(pages)} pages; {pairs} pairs of colours, least contrast {least:.2f}")
    print(f"report: 1,000 clusters ({elements:,} elements) open in {opening:.0f} ms; pages made in {made - began:.1f} s, looked at in {time.monotonic() - made:.1f} s; pictures in {pictures}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
