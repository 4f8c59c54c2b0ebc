"""Websites of invented municipalities: seven ways to publish plans, and everything that goes wrong.

Every site is drawn from a seed: how it is laid out, in what words, and which troubles it has. What
the right document of each kind is, by its sha256, is kept as the truth.
"""

from __future__ import annotations

import gzip
import hashlib
import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, product

from invented_plans import KINDS, Plan, as_docx, as_html, as_pdf, make_plan
from local_web import Handler, Reply

FIRST = ("Stor", "Lille", "Nord", "Sunn", "Bjørke", "Lauv", "Furu", "Elve")
LAST = ("vik", "dal", "nes", "fjord", "sund", "heim", "bygd", "øy")
TERM = ("2015-10-01", "2019-09-30")
LAYOUTS = ("menu", "theme", "sitemap", "portal", "register", "archive", "news")
TROUBLES = (
    "calendar", "sessions", "loop", "moved", "soft", "gone", "slow", "flaky", "private", "delay",
    "inside", "archive", "program", "huge", "bomb", "mislabelled", "latin", "twice", "neighbour",
    "programme", "area", "attachment", "www", "busy",
)  # fmt: skip
LAST_ONES = "sessions busy www"  # they change pages that others have made
SHARE = {
    "samfunnsdel": 1.0, "planstrategi": 0.85, "okonomiplan": 0.95, "intensjonsavtale": 0.3,
    "arbeidsgiverstrategi": 0.6,
}  # fmt: skip
MENU = {
    "nb": (
        "Om kommunen", "Planer og styringsdokumenter", "Politikk og organisasjon", "Økonomi",
        "Last ned", "Jobb hos oss", "Nyheter", "Tjenester",
    ),
    "nn": (
        "Om kommunen", "Planar og styrande dokument", "Politikk og organisasjon", "Økonomi",
        "Last ned", "Jobb hos oss", "Nyhende", "Tenester",
    ),
}  # fmt: skip


@dataclass
class Body:
    """An invented municipality, its website, and which document is right for each kind."""

    number: str
    name: str
    language: str
    layout: str
    troubles: tuple[str, ...]
    truth: dict[str, str] = field(default_factory=dict)
    dated: dict[str, bool] = field(default_factory=dict)

    @property
    def host(self) -> str:
        """Of its website."""
        return f"m{self.number}.test"


@dataclass
class Country:
    """All bodies, and the handlers of all hosts."""

    bodies: list[Body]
    hosts: dict[str, Handler]
    secret: Callable[[int], None]


def make_country(seed: int, size: int = 64) -> Country:
    """So many bodies, each layout and trouble in turn and at random."""
    rng = random.Random(seed)
    names = [first + last for first, last in product(FIRST, LAST)]
    rng.shuffle(names)
    port: list[int] = []
    portal = _Site("planportal.test", rng)
    hosts: dict[str, Handler] = {}
    bodies = []
    for at in range(size):
        troubles = {TROUBLES[at % len(TROUBLES)], *rng.sample(TROUBLES, 2)}
        body = Body(
            number=f"9{at:03}",
            name=names[at],
            language="nn" if at % 3 == 2 else "nb",
            layout=LAYOUTS[(at + at // len(LAYOUTS)) % len(LAYOUTS)],
            troubles=tuple(sorted(troubles, key=lambda one: (LAST_ONES.find(one), one))),
        )
        site = _Site(body.host, rng)
        _Builder(body, site, portal, rng, names[(at + 1) % size], port).build()
        bodies.append(body)
        hosts[body.host] = site
        hosts |= site.others
    hosts[portal.host] = portal
    return Country(bodies, hosts, port.append)


class _Site:
    """Pages and files by path; what is not there is answered as the site's troubles say."""

    def __init__(self, host: str, rng: random.Random) -> None:
        self.host, self.rng = host, rng
        self.replies: dict[str, Callable[[Mapping[str, str]], Reply]] = {}
        self.others: dict[str, Handler] = {}
        self.listed: list[str] = []
        self.robots = "User-agent: *\n"
        self.soft, self.charset = False, "utf-8"
        self.other_paths: list[Callable[[str], Reply | None]] = []

    def __call__(self, path: str, headers: Mapping[str, str]) -> Reply:
        if path == "/robots.txt":
            return Reply(self.robots.encode(), "text/plain")
        if path == "/sitemap.xml" and self.listed:
            places = "".join(f"<url><loc>http://{self.host}{p}</loc></url>" for p in self.listed)
            return Reply(f"<?xml version='1.0'?><urlset>{places}</urlset>".encode(), "text/xml")
        if path in self.replies:
            return self.replies[path](headers)
        for other in self.other_paths:
            reply = other(path)
            if reply is not None:
                return reply
        gone = self.page_text("Siden finnes ikke", "<p>Vi fant ikke siden du leter etter.</p>")
        return Reply(gone, status=200 if self.soft else 404)

    def page_text(self, title: str, main: str, menu: str = "") -> bytes:
        html = (
            f"<!doctype html><html><head><title>{title} – {self.host}</title></head><body>"
            f"<nav>{menu}</nav><main>{main}</main><footer><a href='/personvern'>Personvern</a>"
            "</footer></body></html>"
        )
        return html.encode(self.charset, errors="xmlcharrefreplace")

    def page(self, path: str, title: str, main: str, menu: str = "") -> str:
        data = self.page_text(
            title, f"<h1>{title}</h1>{main}" if "<h1>" not in main else main, menu
        )
        kind = f"text/html; charset={self.charset}"
        self.replies[path] = lambda _: Reply(data, kind)
        return path

    def file(self, path: str, data: bytes, kind: str = "application/pdf") -> str:
        mark = f'"{hashlib.sha256(data).hexdigest()[:16]}"'

        def reply(headers: Mapping[str, str]) -> Reply:
            if headers.get("if-none-match") == mark:
                return Reply(status=304, headers={"ETag": mark})
            return Reply(data, kind, headers={"ETag": mark})

        self.replies[path] = reply
        return path

    def moved(self, path: str, target: str, status: int = 301) -> str:
        self.replies[path] = lambda _: Reply(status=status, headers={"Location": target})
        return path


def _links(pairs: list[tuple[str, str]]) -> str:
    return "<ul>" + "".join(f'<li><a href="{to}">{text}</a></li>' for to, text in pairs) + "</ul>"


class _Builder:
    """Builds the website of one body."""

    def __init__(
        self, body: Body, site: _Site, portal: _Site, rng: random.Random, neighbour: str,
        secret: list[int],
    ) -> None:  # fmt: skip
        self.body, self.site, self.portal, self.rng = body, site, portal, rng
        self.neighbour, self.secret = neighbour, secret
        self.words = MENU[body.language]
        self.number = count(rng.randint(100, 900))

    def build(self) -> None:
        body, site = self.body, self.site
        if "latin" in body.troubles:
            site.charset = "iso-8859-1"
        kinds = [kind for kind in KINDS if self.rng.random() < SHARE[kind]]
        shelves = {kind: self._publish(kind) for kind in kinds}
        getattr(self, f"_{body.layout}")(shelves)
        for trouble in body.troubles:
            getattr(self, f"_trouble_{trouble}", lambda: None)()

    # what is published of a kind: (address, words of the link), the right one first

    def _publish(self, kind: str) -> list[tuple[str, str]]:
        body, rng = self.body, self.rng
        year = rng.randint(2016, 2018)
        state = "silent" if rng.random() < 0.07 else "adopted"
        plan = make_plan(rng, body.name, kind, body.language, year=year, state=state)
        body.dated[kind] = plan.adopted is not None
        shown = [self._put(plan, right=True)]
        if kind != "intensjonsavtale" and rng.random() < 0.4:
            old = make_plan(rng, body.name, kind, body.language, year=rng.randint(2008, 2012))
            shown.append(self._put(old))
        if rng.random() < 0.35:
            draft = make_plan(rng, body.name, kind, body.language, year=year, state="draft")
            shown.append(self._put(draft))
        return shown

    def _put(self, plan: Plan, *, right: bool = False) -> tuple[str, str]:
        rng, body = self.rng, self.body
        write, suffix = (as_pdf, "pdf") if rng.random() < 0.75 else (as_docx, "docx")
        data = write(rng, plan)
        if body.layout == "portal" and right and plan.kind in ("samfunnsdel", "okonomiplan"):
            return self._as_pages(plan)
        number = next(self.number)
        named = f"/globalassets/{plan.kind}-{plan.title[-9:-5].strip()}-{number}.{suffix}"
        path = named if rng.random() < 0.5 else f"/getfile.php/{number}.{rng.randint(1, 99)}/fil"
        mime = "text/html" if "mislabelled" in body.troubles else "application/octet-stream"
        self.site.file(path, data, mime)
        if right:
            body.truth[plan.kind] = hashlib.sha256(data).hexdigest()
        text = plan.title if not plan.draft else f"{plan.title} ({plan.lines[0].lower()})"
        if right and "moved" in body.troubles:
            path = self.site.moved(f"/gammel/{number}", path)
        if right and "flaky" in body.troubles:
            self._stumbling(path, 503, {"Retry-After": "1"})
        return path, text

    def _stumbling(self, path: str, status: int, headers: Mapping[str, str]) -> None:
        """The first answer is none; the second is."""
        usual, first = self.site.replies[path], [True]

        def reply(given: Mapping[str, str]) -> Reply:
            if first:
                first.clear()
                return Reply(b"ikke akkurat nu", status=status, headers=headers)
            return usual(given)

        self.site.replies[path] = reply

    def _as_pages(self, plan: Plan) -> tuple[str, str]:
        """Published on the portal as web pages: one page, or one with chapters below."""
        root, portal = f"/{self.body.number}/{plan.kind}", self.portal
        if plan.kind == "okonomiplan":
            main = as_html(self.rng, plan, sentences=60)
        else:
            names = ("Om planen", "Oppvekst", "Næring", "Klima")
            chapters = [(f"{root}/{n}-kapittel", name) for n, name in enumerate(names, 1)]
            for path, name in chapters:
                prose = "".join(f"<p>{one}</p>" for one in plan.prose(self.rng, 9))
                portal.page(path, name, prose)
            front = "".join(f"<p>{line}</p>" for line in plan.front[1:])
            main = f"<h1>{plan.title}</h1>{front}{_links(chapters)}"
        portal.page(root, plan.title, main)
        data = portal.replies[root]({}).body
        self.body.truth[plan.kind] = hashlib.sha256(data).hexdigest()
        return f"http://{portal.host}{root}", plan.title

    # ways to lay it out

    def _home(self, menu: list[tuple[str, str]]) -> None:
        extra = [
            ("/nyheter", self.words[6]),
            ("/tjenester", self.words[7]),
            ("/kontakt", "Kontakt oss"),
        ]
        welcome = f"<p>Velkommen til {self.body.name} kommune.</p>"
        self.site.page("/", f"{self.body.name} kommune", welcome + _links(menu + extra))
        news = [(f"/nyheter/sak-{n}", f"Nytt fra kommunen nr. {n}") for n in range(1, 16)]
        self.site.page("/nyheter", self.words[6], _links(news))
        for path, title in news:
            self.site.page(path, title, "<p>Det skjer mye i kommunen for tiden.</p>")
        self.site.page(
            "/tjenester", self.words[7], _links([("/skole", "Skole"), ("/bygg", "Byggesak")])
        )

    def _menu(self, shelves: dict[str, list[tuple[str, str]]]) -> None:
        self._home([("/om", self.words[0])])
        self.site.page("/om", self.words[0], _links([("/om/planer", self.words[1])]))
        every = [one for shelf in shelves.values() for one in shelf]
        self.site.page("/om/planer", self.words[1], _links(every))

    def _theme(self, shelves: dict[str, list[tuple[str, str]]]) -> None:
        """A page for each kind; the file itself is only «Last ned»."""
        self._home(
            [("/politikk", self.words[2]), ("/okonomi", self.words[3]), ("/jobb", self.words[5])]
        )
        homes = {"okonomiplan": "/okonomi", "arbeidsgiverstrategi": "/jobb"}
        below: dict[str, list[tuple[str, str]]] = {"/politikk": [], "/okonomi": [], "/jobb": []}
        for number, (kind, shelf) in enumerate(shelves.items()):
            home = homes.get(kind, "/politikk")
            path, (first, title), *_ = f"{home}/{number}", *shelf
            below[home].append((path, title))
            shown = [(first, self.words[4]), *shelf[1:]]
            self.site.page(path, title, "<p>Her kan du lese planen.</p>" + _links(shown))
        titles = (self.words[2], self.words[3], self.words[5])
        for (home, links), title in zip(below.items(), titles, strict=True):
            self.site.page(home, title, _links(links))

    def _sitemap(self, shelves: dict[str, list[tuple[str, str]]]) -> None:
        """No page links to the plans; the sitemap lists them among much else."""
        self._home([("/om", self.words[0])])
        self.site.page("/om", self.words[0], "<p>Vi er en liten kommune.</p>")
        self.site.robots += f"Sitemap: http://{self.site.host}/sitemap.xml\n"
        self.site.listed += [f"/artikkel/{n}" for n in range(300)]
        for number, (kind, shelf) in enumerate(shelves.items()):
            slug = {"okonomiplan": "okonomiplan-og-budsjett"}.get(kind, kind)
            path = f"/innhold/{slug}.{number}.aspx"
            self.site.page(path, shelf[0][1], _links(shelf))
            self.site.listed.append(path)

    def _portal(self, shelves: dict[str, list[tuple[str, str]]]) -> None:
        self._menu(shelves)

    def _register(self, shelves: dict[str, list[tuple[str, str]]]) -> None:
        """A register of plans with numbered pages, most of them zoning plans."""
        self._home([("/plan", "Planregister")])
        every = [one for shelf in shelves.values() for one in shelf]
        zoning = [(f"/plan/reg-{n}.pdf", f"Reguleringsplan for felt B{n}") for n in range(50)]
        rows = every + zoning
        self.rng.shuffle(rows)
        size = 12
        for page, start in enumerate(range(0, len(rows), size), start=1):
            following = [(f"/plan?side={page + 1}", "Neste")] if start + size < len(rows) else []
            path = "/plan" if page == 1 else f"/plan?side={page}"
            self.site.page(path, "Planregister", _links(rows[start : start + size] + following))

    def _archive(self, shelves: dict[str, list[tuple[str, str]]]) -> None:
        """All documents in one long list."""
        self._home([("/dokumenter", "Dokumenter")])
        every = [one for shelf in shelves.values() for one in shelf]
        other = [(f"/dok/{n}.pdf", f"Referat fra møte {n}") for n in range(80)]
        rows = every + other
        self.rng.shuffle(rows)
        self.site.page("/dokumenter", "Dokumenter", _links(rows))

    def _news(self, shelves: dict[str, list[tuple[str, str]]]) -> None:
        """Plans under focus areas, three clicks down, with a news item about one of them."""
        self._home([("/om", self.words[0]), ("/politikk", self.words[2])])
        self.site.page("/om", self.words[0], _links([("/om/fakta", "Fakta")]))
        steering, plans = "/politikk/styring", "/politikk/styring/planer"
        self.site.page("/politikk", self.words[2], _links([(steering, "Slik styres kommunen")]))
        self.site.page(steering, "Slik styres kommunen", _links([(plans, self.words[1])]))
        every = [one for shelf in shelves.values() for one in shelf]
        self.site.page(plans, self.words[1], _links(every))
        told = f"<p>{self.body.name} kommunestyre har vedtatt ny plan. {'Mange kom. ' * 99}"
        self.site.page("/nyheter/sak-1", "Samfunnsdelen er vedtatt", told)

    # troubles

    def _front(self, *pairs: tuple[str, str]) -> None:
        """Further links on the front page."""
        usual = self.site.replies["/"]
        more = _links(list(pairs)).encode(self.site.charset, errors="xmlcharrefreplace")
        data = usual({}).body.replace(b"</main>", more + b"</main>")
        kind = f"text/html; charset={self.site.charset}"
        self.site.replies["/"] = lambda _: Reply(data, kind)

    def _trouble_calendar(self) -> None:
        """A calendar without end, and one that looks like plans."""
        self._front(("/kalender/2026/1", "Kalender"), ("/planer/uke/1", "Planer uke 1"))

        def endless(path: str) -> Reply | None:
            head, _, last = path.rpartition("/")
            if not path.startswith(("/kalender/", "/planer/uke/")) or not last.isdigit():
                return None
            after = [(f"{head}/{int(last) + n}", f"Planer uke {int(last) + n}") for n in (1, 2, 3)]
            return Reply(self.site.page_text(f"Uke {last}", _links(after)))

        self.site.other_paths.append(endless)

    def _trouble_sessions(self) -> None:
        """Every link carries a session of its own."""
        sessions = count(self.rng.randint(1000, 9000))

        def with_session(path: str) -> Reply | None:
            bare, _, query = path.partition("?")
            if "PHPSESSID" not in query or bare not in self.site.replies:
                return None
            return self.site.replies[bare]({})

        self.site.other_paths.append(with_session)
        usual = self.site.replies["/"]

        def front(headers: Mapping[str, str]) -> Reply:
            reply = usual(headers)
            body = reply.body.replace(
                b'href="/om"', f'href="/om?PHPSESSID={next(sessions)}"'.encode()
            )
            return Reply(body, reply.kind)

        self.site.replies["/"] = front

    def _trouble_loop(self) -> None:
        """Redirects in a circle, and a path that grows for ever."""
        self.site.moved("/kommuneplan-a", "/kommuneplan-b", 302)
        self.site.moved("/kommuneplan-b", "/kommuneplan-a", 302)
        self._front(("/kommuneplan-a", "Kommuneplan"), ("/dyp/ned/", "Planer"))

        def deeper(path: str) -> Reply | None:
            if not path.startswith("/dyp/"):
                return None
            links = _links([("ned/", "Planer"), ("dyp/ned/", "Planar")])
            return Reply(self.site.page_text("Planer", links))

        self.site.other_paths.append(deeper)

    def _trouble_soft(self) -> None:
        self.site.soft = True
        self._front(("/finnes-ikke/samfunnsdel.pdf", "Kommuneplanens samfunnsdel"))

    def _trouble_gone(self) -> None:
        self._front(("/borte/planstrategi.pdf", "Planstrategi"))
        self.site.replies["/borte/planstrategi.pdf"] = lambda _: Reply(b"borte", status=410)

    def _trouble_slow(self) -> None:
        """A file that drips for ever."""

        def drip() -> Iterator[bytes]:
            yield b"%PDF-1.4\n"
            for _ in range(600):
                time.sleep(0.1)
                yield b"%"

        self.site.replies["/treg.pdf"] = lambda _: Reply(chunks=drip)
        self._front(("/treg.pdf", "Økonomiplan 2017–2020"))

    def _trouble_busy(self) -> None:
        """The front page stumbles once, the plans' page asks for patience."""
        self._stumbling("/", 500, {})

    def _trouble_private(self) -> None:
        """robots.txt keeps a part of the site to itself."""
        self.site.robots += "Disallow: /privat/\nDisallow: /*.doc$\n"
        self.site.page("/privat/planer", "Planer", "<p>Hit skal ingen.</p>")
        self._front(("/privat/planer", "Planer"), ("/privat/samfunnsdel.pdf", "Samfunnsdel"))

    def _trouble_delay(self) -> None:
        self.site.robots += "Crawl-delay: 0.2\n"

    def _trouble_inside(self) -> None:
        """Links and redirects to machines that must not be touched."""
        self.site.moved("/intern", "http://intern.test/samfunnsdel.pdf", 302)
        self.site.moved("/sky", "http://169.254.169.254/planstrategi", 302)
        self._front(
            ("/intern", "Kommuneplanens samfunnsdel (intern)"), ("/sky", "Planstrategi"),
            ("http://intern.test/okonomiplan.pdf", "Økonomiplan"),
            ("http://127.0.0.66/planstrategi", "Planstrategi"),
            ("http://[::1]/planstrategi", "Planstrategi"), ("file:///etc/passwd", "Samfunnsdel"),
            ("http://10.0.0.7/arbeidsgiverstrategi", "Arbeidsgiverstrategi"),
        )  # fmt: skip

    def _trouble_archive(self) -> None:
        self.site.file("/samfunnsdel-pakke.pdf", b"PK\x03\x04" + bytes(3000))
        self._front(("/samfunnsdel-pakke.pdf", "Kommuneplanens samfunnsdel med vedlegg"))

    def _trouble_program(self) -> None:
        self.site.file("/les-samfunnsdel.pdf", b"MZ" + bytes(5000))
        self._front(("/les-samfunnsdel.pdf", "Les samfunnsdelen"))

    def _trouble_huge(self) -> None:
        """A file without end."""

        def forever() -> Iterator[bytes]:
            yield b"%PDF-1.4\n"
            for _ in range(200):
                yield bytes([37]) * (1 << 16)

        self.site.replies["/stor.pdf"] = lambda _: Reply(chunks=forever)
        self._front(("/stor.pdf", "Planstrategi med kart"))

    def _trouble_bomb(self) -> None:
        """A small answer that unpacks to a large one."""
        data = gzip.compress(bytes([37]) * (64 << 20))
        bomb = Reply(data, "application/pdf", headers={"Content-Encoding": "gzip"})
        self.site.replies["/bombe.pdf"] = lambda _: bomb
        self._front(("/bombe.pdf", "Økonomiplan"))

    def _trouble_twice(self) -> None:
        """A right document under a second address, on the front page."""
        for path, reply in list(self.site.replies.items()):
            if path.startswith("/globalassets/samfunnsdel"):
                self.site.replies["/kopi/samfunnsdel.pdf"] = reply
                self._front(("/kopi/samfunnsdel.pdf", "Samfunnsdel"))
                return

    def _trouble_neighbour(self) -> None:
        plan = make_plan(self.rng, self.neighbour, "samfunnsdel", "nb", year=2017)
        self.site.file("/nabo/samfunnsdel.pdf", as_pdf(self.rng, plan))
        self._front(("/nabo/samfunnsdel.pdf", f"Samfunnsdel for {self.neighbour}"))

    def _trouble_programme(self) -> None:
        """The programme of a plan is not the plan."""
        self._decoy("Planprogram for kommuneplanens samfunnsdel", "planprogram-samfunnsdel")

    def _trouble_area(self) -> None:
        self._decoy("Kommuneplanens arealdel 2018–2030", "arealdel")

    def _trouble_attachment(self) -> None:
        self._decoy("Kunnskapsgrunnlag til samfunnsdelen", "vedlegg-samfunnsdel")

    def _decoy(self, title: str, name: str) -> None:
        said = ("Vedtatt av kommunestyret 12.04.2018",)
        plan = Plan(self.body.name, "other", title, "nb", said, None)
        self.site.file(f"/{name}.pdf", as_pdf(self.rng, plan))
        self._front((f"/{name}.pdf", title))

    def _trouble_www(self) -> None:
        """The front page has moved to another name of the same site."""
        old = self.site
        www = _Site(f"www.{old.host}", self.rng)
        www.__dict__.update({**old.__dict__, "host": f"www.{old.host}", "others": {}})
        old.others[www.host] = www
        to_www = _Site(old.host, self.rng)
        to_www.robots = old.robots
        root = f"http://{www.host}"
        to_www.other_paths = [lambda path: Reply(status=301, headers={"Location": root + path})]
        old.replies, old.other_paths, old.listed = {}, to_www.other_paths, []
