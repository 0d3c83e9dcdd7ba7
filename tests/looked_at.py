"""What somebody with a small screen, a dark room, a screen reader or no English would find wrong with a page."""

import re

from playwright.sync_api import Page

SIZES = ((1440, 900), (390, 844))
ENGLISH = re.compile(
    r"\b(?:the|of|and|your|with|from|this|these|papers?|search|found|asked|nothing|there|which|without|was|choose)\b",
    re.I,
)
TOO_SMALL = """() => [...document.querySelectorAll("a, button, summary, select, textarea, input:not([type=hidden])")]
    .filter((each) => each.checkVisibility({visibilityProperty: true}))
    .filter((each) => !each.closest("p, .vh, .skip, code, [tabindex='-1']"))
    .map((each) => [each.getBoundingClientRect(), each.outerHTML.slice(0, 90)])
    .filter(([box]) => box.width && box.height && (box.height < 24 || box.width < 24))
    .map(([box, html]) => `small: ${Math.round(box.width)} x ${Math.round(box.height)} ${html}`)"""
UNCLEAR = """() => {
    const faults = [], seen = (each) => each.checkVisibility();
    let level = 0;
    for (const heading of [...document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")].filter(seen)) {
        const own = Number(heading.localName[1]);
        if (own > level + 1) faults.push(`heading: h${own} after h${level}: ${heading.innerText}`);
        level = own;
    }
    if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
    for (const field of document.querySelectorAll("input:not([type=hidden]), textarea, select"))
        if (seen(field) && !field.labels?.length && !field.ariaLabel)
            faults.push(`no label: ${field.outerHTML.slice(0, 90)}`);
    for (const each of document.querySelectorAll("main :is(a, button)"))
        if (seen(each) && !each.closest("[aria-hidden]") && !(each.ariaLabel || each.innerText.trim()))
            faults.push(`no name: ${each.outerHTML.slice(0, 90)}`);
    for (const each of document.querySelectorAll("main img:not([alt])")) faults.push(`no alt: ${each.src}`);
    const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
    for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) faults.push(`id twice: ${id}`);
    for (const each of document.querySelectorAll("[aria-labelledby]"))
        if (!document.getElementById(each.getAttribute("aria-labelledby"))) faults.push(`nothing labels: ${each.id}`);
    return faults;
}"""
PALE = """() => {
    document.getAnimations().forEach((each) => each.finish()); // colours change slowly
    const brush = Object.assign(document.createElement("canvas"), {width: 1, height: 1})
        .getContext("2d", {willReadFrequently: true});
    const known = new Map();
    const rgba = (color) => {
        if (!known.has(color)) {
            brush.clearRect(0, 0, 1, 1); brush.fillStyle = color; brush.fillRect(0, 0, 1, 1);
            known.set(color, [...brush.getImageData(0, 0, 1, 1).data]);
        }
        return known.get(color);
    };
    const over = (top, below) => top.slice(0, 3).map((part, at) => (part * top[3] + below[at] * (255 - top[3])) / 255);
    const light = (color) => color.slice(0, 3).map((part) => part / 255)
        .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
    const ground = (element) => {
        const above = [];
        for (let each = element; each; each = each.parentElement)
            above.push(rgba(getComputedStyle(each).backgroundColor));
        return above.reverse().reduce((below, color) => over(color, below), [255, 255, 255]);
    };
    const faults = new Set();
    for (const each of document.querySelectorAll("main *")) {
        const says = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (!says || each.closest("svg, .vh") || !each.checkVisibility({opacityProperty: true})) continue;
        const style = getComputedStyle(each), size = parseFloat(style.fontSize);
        const below = ground(each), own = over(rgba(style.color), below);
        const [high, low] = [light(own), light(below)].sort((one, other) => other - one);
        const ratio = (high + 0.05) / (low + 0.05);
        if (ratio < (size >= 24 ? 3 : 4.5)) faults.add(`pale ${ratio.toFixed(1)}: ${each.outerHTML.slice(0, 80)}`);
    }
    return [...faults];
}"""
SAID = """() => {
    const skipped = "script, style, template, noscript, code, [data-untrusted], [lang]:not(html), svg.overlay";
    const words = [...document.querySelectorAll("body *")].filter((each) => !each.closest(skipped))
        .flatMap((each) => [...[...each.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data),
                            each.ariaLabel, each.placeholder, each.title, each.dataset.failed]);
    return words.filter(Boolean).map((each) => each.trim()).filter(Boolean);
}"""


def faults_of(page: Page, language: str) -> list[str]:
    """What is wrong with the page that is shown, at each size and in light and dark; nothing, at best."""
    faults: list[str] = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        faults += [f"{width}: {beyond} px too wide"] * (beyond > 0)
        faults += [f"{width}: {fault}" for fault in page.evaluate(TOO_SMALL)]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        faults += [f"{scheme}: {fault}" for fault in page.evaluate(PALE)]
    faults += page.evaluate(UNCLEAR)
    if language == "fr":
        faults += [f"English: {text}" for text in page.evaluate(SAID) if ENGLISH.search(text)]
    return faults
