/* LEXO: what pages do beyond htmx. Every page works without it. */
(() => {
  "use strict";
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);

  /* "/" goes to the search; Escape empties it. */
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const field = [...document.querySelectorAll("input[name=q]")].find((each) => each.offsetParent);
      if (field) { event.preventDefault(); field.focus(); field.select(); }
    }
  });

  /* A picture that cannot be made says so in words, in its place. */
  document.addEventListener("error", (event) => {
    if (event.target.matches?.("img")) event.target.closest(".paper")?.classList.add("blank");
  }, true);

  /* Bring the first lit word into view. */
  const lit = document.querySelector(".overlay .hit.lit, .overlay .hit");
  const isBelow = (element) => element.getBoundingClientRect().bottom > innerHeight - 80;
  if (lit && !location.hash && isBelow(lit)) lit.scrollIntoView({ block: "center", behavior: "instant" });

  const strip = document.querySelector(".thumbs ol"), shown = strip?.querySelector("[aria-current]");
  if (shown) strip.scrollTo({ top: shown.offsetTop - strip.offsetTop - 120, left: shown.offsetLeft - strip.offsetLeft - 80 });

  /* Copy what a button points at, without the buttons of tables inside it. */
  const wordsOf = (element) => {
    const captions = element.querySelectorAll("figcaption");
    captions.forEach((caption) => { caption.hidden = true; });
    const words = element.innerText;
    captions.forEach((caption) => { caption.hidden = false; });
    return words;
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(wordsOf(byId(button.dataset.copy)));
    const label = button.querySelector("span");
    label.textContent = button.dataset.done;
  });
  const showCopy = () => document.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = !navigator.clipboard; });
  document.addEventListener("htmx:load", showCopy);
  showCopy();

  /* When LEXO does not answer any more, say so until it does. */
  const stopped = byId("stopped");
  document.addEventListener("htmx:sendError", () => { stopped.hidden = false; });
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.xhr?.status) stopped.hidden = true; });

  /* Papers dropped anywhere, or chosen, go in one after the other. */
  const veil = byId("veil"), list = byId("uploads"), row = byId("upload-row");
  const waiting = [];
  let depth = 0, busy = false;
  const carriesFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  const showVeil = (on) => { veil.hidden = !on; };
  addEventListener("dragenter", (event) => { if (carriesFiles(event)) { event.preventDefault(); depth++; showVeil(true); } });
  addEventListener("dragover", (event) => { if (carriesFiles(event)) event.preventDefault(); });
  addEventListener("dragleave", (event) => { if (carriesFiles(event) && --depth <= 0) { depth = 0; showVeil(false); } });
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault(); depth = 0; showVeil(false);
    add(event.dataTransfer.files);
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("input[type=file]")) return;
    add(event.target.files); event.target.value = "";
  });
  root.classList.add("js");

  function add(files) {
    for (const file of files) {
      const line = row.content.firstElementChild.cloneNode(true);
      line.querySelector(".name").textContent = file.name;
      list.append(line);
      waiting.push({ file, line });
    }
    list.hidden = !list.children.length;
    next();
  }

  function next() {
    if (busy || !waiting.length) return;
    busy = true;
    const { file, line } = waiting.shift();
    const bar = line.querySelector("progress"), words = line.querySelector(".said"), link = line.querySelector("a");
    const request = new XMLHttpRequest(), body = new FormData();
    body.append("file", file);
    request.open("POST", "/api/v1/documents");
    request.setRequestHeader("Accept-Language", root.lang);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) { bar.max = event.total; bar.value = event.loaded; }
    });
    request.addEventListener("loadend", () => {
      const answer = request.response, added = request.status === 200 || request.status === 201;
      bar.remove();
      words.textContent = added ? (answer.duplicate ? row.dataset.known : row.dataset.added) : answer?.detail || row.dataset.failed;
      line.classList.toggle("need", !added);
      if (added) { link.href = `/documents/${answer.id}`; link.hidden = false; } else { link.remove(); }
      busy = false;
      htmx.trigger(document.body, "lexo:added");
      next();
    });
    request.send(body);
  }
})();
