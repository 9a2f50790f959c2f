# SPDX-License-Identifier: MIT
"""report_browser.py - Debian's chromium, watched: what it asks the network for, what goes wrong, what is shown.

Everything that is not a file goes to a proxy of our own which serves nothing and writes down who asked.
"""
import json, os, pathlib, re, socket, threading, time

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

# Runs before any script of the page, and in spite of its policy.
WATCH = """
window.seen = [];
addEventListener('securitypolicyviolation', (e) => seen.push('policy: ' + e.violatedDirective + ' ' + e.blockedURI), true);
addEventListener('error', (e) => seen.push('error: ' + (e.message || (e.target && e.target.outerHTML) || e)), true);
addEventListener('unhandledrejection', (e) => seen.push('rejection: ' + e.reason));
"""
QUIET = ("--headless=new", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--disable-default-apps", "--disable-extensions", "--disable-dev-shm-usage", "--no-first-run", "--no-pings",
         "--disable-domain-reliability", "--metrics-recording-only", "--dns-prefetch-disable", "--force-color-profile=srgb",
         "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication,CertificateTransparencyComponentUpdater")

# What the browser asks on its own account, now and then, however it is started; no input of ours names these.
ITS_OWN = re.compile(r"[A-Z]+ (https?://)?[\w.-]+\.(google|googleapis|gstatic)\.com[:/]")


class Refusing:
    """A proxy that closes each connection and keeps the first line of it."""

    def __init__(self):
        self.asked = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(2)
                try:
                    self.asked.append(connection.recv(4096).split(b"\r\n")[0].decode("latin-1"))
                except OSError:
                    self.asked.append("a connection without a word")


class Browser:
    def __init__(self, folder):
        self.proxy = Refusing()
        self.downloads = pathlib.Path(folder) / "downloads"
        self.downloads.mkdir()
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
        for argument in (*QUIET, *sandbox, f"--user-data-dir={folder}/profile", f"--proxy-server={self.proxy.address}", "--proxy-bypass-list=<-loopback>"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        options.unhandled_prompt_behavior = "ignore"
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.set_page_load_timeout(60)
        self.driver.set_script_timeout(30)
        self.cdp("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
        self.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(self.downloads))
        self.show(1280)

    def close(self):
        self.driver.quit()
        self.proxy.socket.close()

    def cdp(self, command, **arguments):
        return self.driver.execute_cdp_cmd(command, arguments)

    def js(self, code, *arguments):
        return self.driver.execute_script(code, *arguments)

    def show(self, width, height=900, dark=False, media=""):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        wishes = {"prefers-color-scheme": "dark" if dark else "light", "prefers-reduced-motion": "reduce"}
        self.cdp("Emulation.setEmulatedMedia", media=media, features=[{"name": name, "value": value} for name, value in wishes.items()])

    def open(self, path, fragment=""):
        """Opens the file as if it had never been open; its troubles are counted from here."""
        self.driver.get("about:blank")
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        self.proxy.asked.clear()
        self.driver.get(pathlib.Path(path).resolve().as_uri() + fragment)

    def troubles(self):
        """What the page did since it was opened that a page of ours does not: [] is well."""
        found = [f"console: {entry['message']}" for entry in self.driver.get_log("browser")]
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            request = message["params"].get("request", {})
            if message["method"] == "Network.requestWillBeSent" and not (message["params"].get("type") == "Document" and request["url"].startswith("file:")):
                found.append(f"request: {request['url'][:200]}")
            if message["method"] in ("Network.webSocketCreated", "Page.javascriptDialogOpening"):
                found.append(f"{message['method']}: {message['params'].get('url')}")
        found += [f"proxy: {line}" for line in self.proxy.asked if not ITS_OWN.match(line)]
        found += self.js("return window.seen || []")
        if self.js("return 'pwned' in window || /pwned/.test(document.title) || history.length > 200"):
            found.append("a payload ran")
        return found

    def press(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def until(self, code, *arguments, seconds=5):
        """Waits until the expression is true; its last value."""
        end = time.monotonic() + seconds
        while True:
            value = self.js("return " + code, *arguments)
            if value or time.monotonic() > end:
                return value
            time.sleep(0.03)

    def downloaded(self, name):
        """The text of the file that was just saved, which is then removed."""
        path, end = self.downloads / name, time.monotonic() + 5
        while not path.exists() and time.monotonic() < end:
            time.sleep(0.03)
        text = path.read_bytes()
        path.unlink()
        return text

    def picture(self, path):
        self.driver.save_screenshot(str(path))
