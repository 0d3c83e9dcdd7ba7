"""Take the README's pictures: a LEXO of its own reads the example papers, a browser shows them.

    python scripts/make_screenshots.py            writes docs/screenshots/{home,document,facts,search,ask,activity}.png

Needs Chromium on the machine (LEXO_CHROMIUM, else the one in the path).
"""

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "screenshots"
EXAMPLES = ROOT / "examples"
SIZE: ViewportSize = {"width": 1280, "height": 860}
FLAGS = ["--no-sandbox", "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
MAX_BYTES = 300_000
WAIT_MS = 120_000
SUFFIXES = (".pdf", ".jpg", ".png")


def main() -> None:
    """Write the six pictures."""
    chromium = os.environ.get("LEXO_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Chromium is not here; set LEXO_CHROMIUM to its path.")
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        base = Path(folder)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport=SIZE, locale="fr-FR", bypass_csp=True)  # to wait for conditions in the page
        with serving(base) as url:
            take(page, url, base / "home" / "OCR")
        browser.close()


def take(page: Page, url: str, watch: Path) -> None:
    """Drop the examples, watch them being read, look at them."""
    papers = sorted(file for file in EXAMPLES.iterdir() if file.suffix in SUFFIXES)
    for paper in papers[1:]:
        shutil.copy(paper, watch)
    page.goto(url)
    page.locator(".shelf li").nth(len(papers) - 2).wait_for(timeout=WAIT_MS)
    wait_until_read(page, url)
    page.goto(f"{url}/activity")
    scan = long_scan(papers)
    (watch / ".scan.part").write_bytes(scan)
    (watch / ".scan.part").rename(watch / "Attestations.pdf")
    shutil.copy(papers[0], watch)
    page.locator(".stages [aria-current]", has_text="Pages").first.wait_for(timeout=WAIT_MS)
    page.wait_for_function("document.querySelector('.now progress')?.value >= 2", timeout=WAIT_MS)
    keep(page, "activity")
    page.goto(url)
    page.locator(".now progress").wait_for(timeout=WAIT_MS)
    keep(page, "home")
    wait_until_read(page, url)
    page.goto(f"{url}/search?q=exemple+2026+%3E+100+%E2%82%AC")
    page.locator(".facet").first.wait_for()
    keep(page, "search")
    page.goto(f"{url}/ask")
    page.get_by_role("textbox").last.fill("Combien ai-je payé d'électricité en 2026 ?")
    page.locator("form[data-ask] button").click()
    page.locator(".proofs-of li").first.wait_for(timeout=WAIT_MS)
    keep(page, "ask")
    page.goto(f"{url}/search?q=electricite")
    page.locator("article .snips a").first.click()
    keep(page, "document")
    page.get_by_role("link", name="Données").click()
    page.locator("#facts a[href*='fact=']").first.click()
    keep(page, "facts")


def wait_until_read(page: Page, url: str) -> None:
    """Until nothing is in hand."""
    page.goto(f"{url}/activity")
    page.wait_for_function(
        "[...document.querySelectorAll('.sums b')].slice(0, 2).every(each => each.textContent === '0')",
        timeout=WAIT_MS,
    )


def long_scan(papers: list[Path]) -> bytes:
    """A scan of several pages, so that there is something to watch."""
    pictures = [Image.open(paper).convert("L") for paper in papers if paper.suffix in (".jpg", ".png")]
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[:1] * 19, resolution=200)
    return out.getvalue()


def settle(page: Page) -> None:
    """Until every picture is there."""
    page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(image => image.loading = 'eager')")
    page.wait_for_function(
        "[...document.images].filter(image => image.offsetParent).every(image => image.complete)", timeout=WAIT_MS
    )


def keep(page: Page, name: str) -> None:
    """Save what the page shows, with as many colours as the size allows."""
    settle(page)
    page.evaluate("document.activeElement?.blur()")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    for colours in (256, 128, 64):
        out = io.BytesIO()
        picture.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            out, "PNG", optimize=True
        )
        if out.tell() < MAX_BYTES:
            break
    (OUT / f"{name}.png").write_bytes(out.getvalue())
    print(f"{name}.png: {out.tell() // 1000} kB")


@contextmanager
def serving(base: Path) -> Iterator[str]:
    """A LEXO with a home and a folder of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (base / "home" / "OCR").mkdir(parents=True)
    environment = {
        **os.environ,
        "HOME": str(base / "home"),
        "LEXO_HOME": str(base / "library"),
        "LEXO_WATCH": str(base / "home" / "OCR"),
        "LEXO_PORT": str(port),
        "LEXO_STABLE_AFTER_S": "0.5",
        "LEXO_RESCAN_EVERY_S": "2",
        "PYTHONPATH": str(ROOT),
    }
    child = subprocess.Popen([sys.executable, "-m", "lexo", "serve"], env=environment, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/health/live", timeout=1).close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait(20)


if __name__ == "__main__":
    main()
