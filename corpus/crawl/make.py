#!/usr/bin/env python3
"""Build ../crawl.jsonl.gz and ../crawl.gold.tsv from the hand-written sources.

stories-*.txt  English stories: head, alt(ernative head), by, body, [update]
scripts.txt    stories in other scripts, with a second byline and ending each
pages.txt      forms of pages that differ in content only, and lists to fill them
sites.txt      eight invented sites: address, style of headline, furniture

A record is rendered from parts (top, head, byline, body, end); a copy is a
record some of whose parts were changed. The gold cluster is the story that a
record tells. Seeded, no clock, gzip without time or name: same bytes each run.
Prints the number of records of each kind.
"""
import collections
import datetime
import glob
import gzip
import json
import os
import random
import re

HERE = os.path.dirname(os.path.abspath(__file__))
R = random.Random(20240317)
LONG = 260              # words from which a story may change all parts at once


def read(name):
    """The sections of a source file: {key: value ..., 'slug':, 'body':}."""
    out = []
    with open(os.path.join(HERE, name), encoding="utf-8") as f:
        for block in f.read().split("=== ")[1:]:
            meta, _, body = block.partition("\n\n")
            slug, *lines = meta.strip().split("\n")
            item = dict(line.split(": ", 1) for line in lines)
            body, _, item["update"] = body.strip().partition("\n[update]\n")
            out.append(dict(item, slug=slug, body=body))
    return out


SITES = read("sites.txt")
records = []


def add(kind, cluster, site, title, text, day):
    records.append(dict(kind=kind, cluster=cluster, site=site, title=title, text=text, day=day))
    return records[-1]


def other(*not_these):
    return R.choice([s for s in SITES if s["slug"] not in [t["slug"] for t in not_these]])


def style(site, story, alt=False):
    """The parts of a story as a site shows it."""
    head, by = story["alt" if alt else "head"], story["by"]
    return {"top": site["top"],
            "head": site["head"].format(h=head, H=head.upper()),
            "byline": site["byline"].format(by=by),
            "body": story["body"],
            "end": R.choice(site["end"].split(" | ")).format(by=by)}


def story_record(kind, story, site, parts, days=0):
    text = "\n".join(p for p in (parts["top"], parts["head"], parts["byline"], "",
                                 parts["body"], "", parts["end"]) if p is not None)
    rec = add(kind, story["slug"], site, parts["head"], text, story["day"] + days)
    rec.update(parts=parts, story=story)
    return rec


def exact(rec):
    """The same text on another site."""
    return add("exact", rec["cluster"], other(rec["site"]), rec["title"], rec["text"],
               rec["day"] + R.randint(0, 3))


def recased(text, n):
    """The same words, written differently."""
    plain = text.translate(str.maketrans("“”’‘–", "\"\"''-"))
    return [plain,
            text.upper(),
            re.sub(r"[,:;?!]( |\n)", r"\1", plain).lower(),
            text.replace("\n\n", "\n").replace(" ", "\u00a0\u2003", 40).replace(". ", ".   "),
            text.replace("fi", "ﬁ").replace("fl", "ﬂ").replace("“", "« ").replace("”", " »")][n % 5]


def updated(story, limit=None):
    body = story["body"]
    for line in story["update"].split("\n")[:limit]:
        if line.startswith("+ "):
            body += "\n\n" + line[2:]
        else:
            old, new = line.split(" => ")
            assert body.count(old) == 1, (story["slug"], old)
            body = body.replace(old, new)
    return body


def deal(stories, n):
    """n stories, each as often as the next."""
    return [s for _ in range(n // len(stories) + 1) for s in R.sample(stories, len(stories))][:n]


# English stories and their copies
stories = [s for name in sorted(glob.glob(os.path.join(HERE, "stories-*.txt"))) for s in read(name)]
with_update = [s for s in stories if s["update"]]
copied = with_update + R.sample([s for s in stories if not s["update"]], 33)
base = {}
for s in stories:
    s["day"], site = R.randrange(120), R.choice(SITES)
    base[s["slug"]] = story_record("story", s, site, style(site, s))

syndicated = []
for n, s in enumerate(deal(copied, 90)):
    b = base[s["slug"]]
    site = other(b["site"])
    new = style(site, s, alt=n % 3 != 2)
    change = [["head"], ["end"], ["head", "byline"], ["byline"], ["head", "end"],
              ["byline", "end"]][n % 6]
    if len(s["body"].split()) > LONG and n % 2:
        change = ["top", "head", "byline", "end"]
    syndicated.append(story_record("syndicated", s, site, dict(b["parts"], **{k: new[k] for k in change}),
                                   R.randint(0, 3)))
for n, s in enumerate(deal(copied, 26)):
    b = base[s["slug"]]
    words = b["parts"]["body"].split(" ")
    keep = " ".join(words[:int(len(words) * R.uniform(.44, .76))])
    story_record("cut", s, other(b["site"]), dict(b["parts"], body=keep + " …", end="Continue reading"))
for n, s in enumerate(with_update + with_update[::2][:8]):
    b = base[s["slug"]]
    parts = dict(b["parts"], body=updated(s, None if n < len(with_update) else 1))
    if n % 4 == 0:
        parts["head"] = "UPDATED: " + parts["head"]
    story_record("updated", s, b["site"] if n % 2 else other(b["site"]), parts, R.randint(1, 4))
for n, s in enumerate(deal(copied, 22)):
    b = base[s["slug"]]
    add("recased", s["slug"], other(b["site"]), b["title"], recased(b["text"], n), b["day"])
for rec in R.sample([base[s["slug"]] for s in copied] + syndicated, 48):
    exact(rec)

# stories in other scripts
for n, s in enumerate(read("scripts.txt")):
    s["day"], site = R.randrange(120), R.choice(SITES)
    parts = {"top": None, "head": s["head"], "byline": s["by"], "body": s["body"], "end": s["end"]}
    rec = story_record("script", s, site, parts)
    add("script exact", s["slug"], other(site), rec["title"], rec["text"], s["day"] + 1)
    story_record("script near", s, other(site), dict(parts, end=s["altend"]), 1)
    if n % 2:
        story_record("script near", s, other(site), dict(parts, byline=s["altby"]), 2)
    if n % 3 == 2:
        story_record("script near", s, other(site), dict(parts, head=s["alt"], end=s["altend"]), 2)

# pages of one form
*forms, lists = read("pages.txt")
lists = {k: v.split(" | ") for k, v in lists.items() if k not in ("slug", "body", "update")}


def fill(form, n):
    """Fill {list}, {a|b} and {1..9}; town, name and sport stay the same in a page."""
    used = {"town": lists["town"][n % 18], "name": lists["name"][n % 18], "sport": lists["sport"][n % 5]}

    def one(m):
        key = m.group(1)
        if ".." in key:
            return str(R.randint(*map(int, key.split(".."))))
        if key in ("town", "name", "sport"):
            return used[key]
        pool = lists.get(key) or key.split("|")
        fresh = [v for v in pool if v not in used.get(key, [])] or pool
        used.setdefault(key, []).append(R.choice(fresh))
        return used[key][-1]
    return re.sub(r"\{([^}]+)\}", one, form)


pages = []
for form in forms:
    kind, count = form["slug"].split()
    for n in range(int(count)):
        site = R.choice(SITES)
        title, _, body = fill(form["title"] + "\n\n" + form["body"], n).partition("\n\n")
        text = "\n".join([site["top"], title, form["by"], "", body])
        pages.append(add("page: " + kind, "%s %d" % (kind, n), site, title, text, R.randrange(120)))
for rec in R.sample(pages, 4):
    exact(rec)

# very short and empty ones
for text in ["Page not found", "Page not found", "Subscribe now", "Subscribe now", "Photo gallery",
             "Photo gallery", "Access denied", "Loading…", "Video unavailable", "Advertisement",
             "Please enable cookies", "Log in to continue", "404", "Seite nicht gefunden", "ページが見つかりません"]:
    add("short", "short " + text, R.choice(SITES), text, text, R.randrange(120))
for n, text in enumerate(["", "", "", "— … —\n* * *\n!!"]):
    add("empty", "empty %d" % n, R.choice(SITES), "Untitled", text, R.randrange(120))

# crawl order: each site in batches, the batches of the sites interleaved
R.shuffle(records)
queues = {s["slug"]: [r for r in records if r["site"] is s] for s in SITES}
order = []
while any(queues.values()):
    q = queues[R.choice([k for k in queues if queues[k]])]
    n = R.randint(3, 12)
    order += q[:n]
    del q[:n]

numbers, count, lines, gold = {}, collections.Counter(), [], []
for rec in order:
    site = rec["site"]["slug"]
    count[site] += 1
    rid = "%s-%04d" % (site, count[site])
    date = (datetime.date(2024, 3, 1) + datetime.timedelta(rec["day"])).isoformat()
    slug = re.sub(r"[^a-z0-9]+", "-", rec["cluster"].lower()).strip("-") or "p"
    obj = {"id": rid,
           "url": rec["site"]["url"].format(date=date.replace("-", "/"), slug="%s-%d" % (slug, count[site])),
           "site": rec["site"]["name"], "date": date, "title": rec["title"], "text": rec["text"]}
    lines.append(json.dumps(obj, ensure_ascii=site == "isle") + "\n")
    gold.append("%s\t%d\n" % (rid, numbers.setdefault(rec["cluster"], len(numbers) + 1)))

with open(os.path.join(HERE, "..", "crawl.jsonl.gz"), "wb") as f:
    with gzip.GzipFile(filename="", mode="wb", fileobj=f, mtime=0) as z:
        z.write("".join(lines).encode("utf-8"))
with open(os.path.join(HERE, "..", "crawl.gold.tsv"), "w", encoding="utf-8", newline="\n") as f:
    f.write("".join(gold))

for kind, n in sorted(collections.Counter(r["kind"] for r in records).items()):
    print("%4d  %s" % (n, kind))
print("%4d  records, %d clusters" % (len(records), len(numbers)))
if os.environ.get("KINDS"):     # for checking by hand: id and kind
    with open(os.environ["KINDS"], "w", encoding="utf-8") as f:
        ids = [g.split("\t")[0] for g in gold]
        f.writelines("%s\t%s\n" % (i, r["kind"]) for i, r in zip(ids, order))
