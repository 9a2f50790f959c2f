# SPDX-License-Identifier: MIT
"""report_pages.py - inputs made for the purpose, and the pages that PROGRAM makes of them."""
import json, pathlib, random, subprocess

from report_payloads import PAYLOADS, names_of_files

CLUSTERS = 1000
NEEDLE = "quokka"                    # stands in one copy of one cluster only
NEEDLED = 777


class Program:
    def __init__(self, path, folder):
        self.path, self.folder = path, pathlib.Path(folder)

    def run(self, *arguments, codes=(0,)):
        done = subprocess.run([self.path, *map(str, arguments)], capture_output=True, stdin=subprocess.DEVNULL, timeout=300)
        if done.returncode not in codes:
            raise SystemExit(f"report: {arguments[0]} ended with {done.returncode}: {done.stderr.decode(errors='replace')[:500]}")
        return done.stdout

    def knows(self, command):
        return subprocess.run([self.path, "help", command], capture_output=True).returncode == 0

    def page(self, name, result, *inputs):
        page = self.folder / f"{name}.html"
        self.run("report", result, *inputs, "-o", page)
        return page


def words(source, n):
    return [source.choice("bdfgklmnprst") + source.choice("aeiou") + source.choice("dklmnrst") + source.choice("aeiou") + source.choice("nrst") for _ in range(n)]


def changed(source, text, n):
    """The text with n of its words, far from each other, replaced."""
    text, step = list(text), len(text) // n
    for i in range(n):
        text[i * step + step // 2] = "new" + words(source, 1)[0]
    return text


def write(path, records):
    path.write_text("".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in records))
    return path


def crowd(program):
    """1,000 clusters of two to five, and twice that many near misses: (result, page)."""
    source, records = random.Random(7), []
    for number in range(CLUSTERS):
        text = words(source, 60)
        records.append((f"c{number}-0", " ".join(text)))
        for copy in range(1, 2 + number % 4):
            records.append((f"c{number}-{copy}", " ".join(changed(source, text, 1) if copy > 1 else text)))
        other = changed(source, text, 2)
        records.append((f"c{number}-other", " ".join(other)))
        if number == NEEDLED:
            records.append((f"c{number}-needle", " ".join(text + [NEEDLE])))
    data = write(program.folder / "crowd.jsonl", records)
    result = program.folder / "crowd.result.jsonl"
    program.run("group", data, "-o", result)
    return result, program.page("crowd", result, data)


def hostile(program):
    """Each payload in the ids and texts of two near-copies: whole in what they share, and in what one has alone."""
    source, records = random.Random(8), []
    for number, payload in enumerate(PAYLOADS):
        text = words(source, 80)
        shared = text[:40] + [payload] + text[40:]
        alone = changed(source, shared, 1)
        alone[20:20] = [payload]
        records.append((f"{number} {payload} 0", " ".join(shared)))
        records.append((f"{number} {payload} 1", " ".join(alone)))
    data = write(program.folder / "hostile.jsonl", records)
    result = program.folder / "hostile.result.jsonl"
    program.run("group", "-t", "0.4", data, "-o", result)
    return result, program.page("hostile", result, data), records


def hostile_files(program):
    """Files that payloads are the names of, with a line of them twice: the pages of group and inspect."""
    folder, source = program.folder / "names", random.Random(9)
    folder.mkdir()
    for name, payload in names_of_files():
        line = " ".join(words(source, 12)) + " " + payload.replace("\x00", "") + " " + " ".join(words(source, 4))
        lines = [" ".join(words(source, 14)) for _ in range(6)]
        text = "\n".join([line, *lines, line, *lines[:1], line]) + "\n"
        (folder / name).write_text(text)
        (folder / ("copy of " + name)[:120]).write_text(text + "one line more\n")
    pages = {}
    for command, options in (("group", ()), ("inspect", ("--json",))):
        result = program.folder / f"names.{command}.jsonl"
        if command == "group":
            program.run("group", folder, "-o", result)
        else:
            result.write_bytes(program.run("inspect", *options, folder))
        pages[command] = program.page(f"names-{command}", result, folder)
    return pages


def scripts(program):
    """Near-copies in scripts that run the other way, stack marks, or use no spaces."""
    texts = {
        "ar": "بقي ميناء العبارات مغلقا لليوم الثاني بعد العاصفة التي ضربت المدينة ليلة الاثنين وقال مدير الميناء إن أولى القوارب ستغادر ظهر الأربعاء إلى الجزر المجاورة كلها، و Ferry-7 ستكون الأولى",
        "he": "נמל המעבורות נשאר סגור ביום השני לאחר הסערה של ליל שני ומנהל הנמל אמר שהסירות הראשונות יצאו ביום רביעי בצהריים אל האיים הסמוכים ואחריהן גם האוניות הגדולות",
        "zh": "渡轮港口在周一夜间的风暴之后第二天仍然关闭，港务局长表示首批船只将于周三中午出发前往邻近的岛屿，随后大型船舶也将陆续恢复航行，居民们正在等待消息。",
        "th": "ท่าเรือเฟอร์รี่ยังคงปิดเป็นวันที่สองหลังจากพายุเมื่อคืนวันจันทร์ และนายท่ากล่าวว่าเรือลำแรกจะออกในวันพุธตอนเที่ยงไปยังเกาะใกล้เคียงทั้งหมด",
        "ko": "월요일 밤 폭풍이 지나간 뒤 여객선 항구는 이틀째 폐쇄되어 있으며 항만 책임자는 첫 배가 수요일 정오에 이웃 섬들로 떠날 것이라고 말했다 그 뒤에는 큰 배들도 다시 다닐 것이다",
        "hi": "सोमवार रात के तूफान के बाद नौका बंदरगाह दूसरे दिन भी बंद रहा और बंदरगाह प्रमुख ने कहा कि पहली नावें बुधवार दोपहर को पास के द्वीपों के लिए निकलेंगी",
    }
    records = []
    for name, text in texts.items():
        head, tail = text[:len(text) // 2], text[len(text) // 2:]
        records += [(f"{name}-1", text * 3), (f"{name}-2", text * 2 + head + " Ferry " + tail)]
    data = write(program.folder / "scripts.jsonl", records)
    result = program.folder / "scripts.result.jsonl"
    program.run("group", "-t", "0.3", data, "-o", result)
    return program.page("scripts", result, data)


def passages(program):
    """Stories inside longer pages, and payloads in the ids and texts of some."""
    source, records = random.Random(10), []
    for number in range(60):
        story = words(source, 90)
        for copy in range(2 + number % 3):
            told = changed(source, story, 2) if copy > 0 else story
            told[45:45] = [PAYLOADS[number % len(PAYLOADS)]] if number % 2 else []
            records.append((f"{number} {PAYLOADS[number % len(PAYLOADS)][:60]} {copy}", " ".join(words(source, 60) + told + words(source, 70))))
    data = write(program.folder / "passages.jsonl", records)
    result = program.folder / "passages.result.jsonl"
    program.run("passages", data, "-o", result)
    return result, program.page("passages", result, data)
