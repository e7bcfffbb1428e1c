"""What is watched while somebody uses the pages: whatever happens beside the story is a fault of it.

A ``Watch`` listens to one browser: errors of scripts and of the content policy, dialogs, requests to strangers, answers
that fail or may be kept. An ``Inspector`` looks at each state of a page once: accessibility, structure, narrow screens.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    Response,
    WebError,
)

NARROW = {"width": 360, "height": 740}
ENCODINGS = ("utf-8", "utf-16-le")

_FAILED_ANSWER = re.compile(r"Failed to load resource: the server responded")
_CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|[0-9a-f]{32}|\b\d\d:\d\d\b|\d{4} \d{4} \d{4}|data:image/svg[^"]*'
    r'|data-(?:idle|longest)="\d+"'
)
_TOKEN = re.compile(r"[A-Za-z0-9]{32,}")
_STRUCTURE = """() => ({
    headings: document.querySelectorAll("h1").length,
    mains: document.querySelectorAll("main").length,
    title: document.title,
    language: document.documentElement.lang,
    same: [...document.querySelectorAll("[id]")].map(e => e.id).filter((id, at, all) => all.indexOf(id) !== at),
    named: [...document.querySelectorAll("[aria-describedby], [aria-labelledby]")]
        .flatMap(e => ["aria-describedby", "aria-labelledby"].flatMap(a => (e.getAttribute(a) || "").split(" ")))
        .filter(id => id && !document.getElementById(id)),
    inline: document.querySelectorAll("[style], [onclick], script:not([src])").length,
})"""
# What a page is built of, without what it says: two records differ in words and not in barriers.
_SKELETON = """() => {
    const said = ["role", "class", "type", "for", "scope", "tabindex", "autocomplete", "lang", "hidden", "open"];
    const build = e => {
        const kept = e.getAttributeNames().filter(n => n.startsWith("aria-") || said.includes(n))
            .map(n => n + "=" + e.getAttribute(n)).sort();
        const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) ? "text" : "";
        const parts = [...e.children].map(build).filter((part, at, all) => part !== all[at - 1]);
        return `<${e.tagName} ${kept.join(" ")}>${own}${parts.join("")}</>`;
    };
    return build(document.body);
}"""
_WIDER_THAN_THE_SCREEN = """() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide <= 0) return [];
    return [...document.querySelectorAll("body *")]
        .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map(e => e.tagName.toLowerCase() + "." + e.className).slice(0, 5).concat(wide + " pixels");
}"""


def is_in(words: str, text: str) -> bool:
    """Whether the text holds these words, in any case; tokens are left out, in which chance writes short words."""
    return words.casefold() in _TOKEN.sub("", text).casefold()


@dataclass
class Watch:
    """Everything that one browser was sent, and everything that went wrong in it."""

    context: BrowserContext
    origin: str
    faults: list[str] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)
    received: list[tuple[str, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.on("console", self._on_console)
        self.context.on("weberror", self._on_error)
        self.context.on("dialog", self._on_dialog)
        self.context.on("request", self._on_request)
        self.context.on("response", self._on_response)

    def collect(self) -> None:
        """Read what was received since the last time; a browser forgets it once the page has gone."""
        waiting, self.answers = self.answers, []
        for answer in waiting:
            head = "\n".join(f"{header['name']}: {header['value']}" for header in answer.headers_array())
            self.received.append((answer.url, f"{answer.url}\n{head}".encode()))
            if answer.request.resource_type == "document" and not 300 <= answer.status < 400:
                self.received.append((answer.url, answer.body()))

    def stored(self, page: Page) -> str:
        """All that the page can find in this browser's stores, and all cookies."""
        found = page.evaluate(
            """async () => JSON.stringify([
                {...localStorage}, {...sessionStorage}, await caches.keys(),
                (await indexedDB.databases()).map(d => d.name),
                (await navigator.serviceWorker.getRegistrations()).length,
                window.name, history.state,
            ])"""
        )
        return f"{found} {self.context.cookies()}"

    def finds(self, words: str) -> list[str]:
        """The addresses whose answers hold these words, in any case."""
        return sorted(
            {
                url
                for url, data in self.received
                if any(is_in(words, data.decode(name, errors="ignore")) for name in ENCODINGS)
            }
        )

    def _on_console(self, message: ConsoleMessage) -> None:
        # an answer such as 404 is also reported as an error of the console; the journey itself judges that
        if message.type in {"error", "warning"} and not _FAILED_ANSWER.match(message.text):
            self.faults.append(f"console: {message.text}")

    def _on_error(self, error: WebError) -> None:
        self.faults.append(f"script: {error.error}")

    def _on_dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "data:")):
            self.faults.append(f"request to a stranger: {request.url}")

    def _on_response(self, answer: Response) -> None:
        self.answers.append(answer)
        if answer.status >= 500:
            self.faults.append(f"{answer.status} from {answer.request.method} {answer.url}")
        if answer.request.resource_type == "document":
            headers = answer.headers
            if headers.get("cache-control") != "no-store":
                self.faults.append(f"may be kept: {answer.url} ({headers.get('cache-control')})")
            if "default-src 'none'" not in headers.get("content-security-policy", ""):
                self.faults.append(f"has no content policy: {answer.url}")


@dataclass
class Inspector:
    """Looks at each state of each page once; what it finds is kept until somebody asks."""

    violations: Callable[[Page], list[str]]
    seen: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def inspect(self, page: Page, *, scripted: bool = True) -> None:
        found: list[str] = []
        if self._is_new(f"{scripted} {_CHANGING.sub('', page.content())}"):
            found += [*self._structure(page), *self._narrow(page)]
        # axe waits for timers, which stand still where scripts are switched off
        if scripted and self._is_new(page.evaluate(_SKELETON)):
            found += self.violations(page)
        self.faults += [f"{page.title()} ({page.url}): {fault}" for fault in found]

    def _is_new(self, state: str) -> bool:
        digest = hashlib.sha256(state.encode()).hexdigest()
        is_new = digest not in self.seen
        self.seen.add(digest)
        return is_new

    def _structure(self, page: Page) -> list[str]:
        is_so = page.evaluate(_STRUCTURE)
        rules = {
            f"{is_so['headings']} first headings": is_so["headings"] == 1,
            f"{is_so['mains']} main parts": is_so["mains"] == 1,
            f"title {is_so['title']!r}": bool(re.fullmatch(r"\S.* – ContactPoint", is_so["title"])),
            f"language {is_so['language']!r}": is_so["language"] == "en",
            f"the same id twice: {is_so['same']}": not is_so["same"],
            f"ids that are named but not there: {is_so['named']}": not is_so["named"],
            f"{is_so['inline']} styles or scripts inside the page": not is_so["inline"],
        }
        return [words for words, kept in rules.items() if not kept]

    def _narrow(self, page: Page) -> list[str]:
        usual = page.viewport_size
        assert usual is not None
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        wide = page.evaluate(_WIDER_THAN_THE_SCREEN)
        page.set_viewport_size(usual)
        return [f"scrolls sideways on a narrow screen: {', '.join(wide)}"] if wide else []
