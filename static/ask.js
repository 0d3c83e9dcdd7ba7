/* LEXO: questions answered while they are written. Without this the form is sent and the page comes back whole. */
(() => {
  "use strict";
  const root = document.documentElement;

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-ask]");
    if (!form) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    const turn = begin(form);
    try {
      const done = await stream(form, turn);
      go(form.elements.to?.value || `/ask/${done.conversation_id}#last`);
    } catch (error) {
      turn.querySelector(".writing").textContent = error.said || form.dataset.failed;
      turn.classList.add("need");
      turn.querySelector(".answer").ariaBusy = "false";
      delete form.dataset.busy;
      form.querySelector("button").disabled = false;
    }
  });

  /* Enter sends the question; with Shift it begins a line. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches("form[data-ask] textarea")) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });

  /* Whoever comes back to a page that asked finds it as it was while it waited. */
  addEventListener("pageshow", (event) => {
    if (event.persisted && document.querySelector("form[data-busy]")) location.reload();
  });

  /* Where the checked answer is shown: often this very page, which has to be fetched anew. */
  function go(address) {
    const to = new URL(address, location.href), isHere = to.pathname + to.search === location.pathname + location.search;
    if (!isHere) return location.assign(to);
    history.replaceState(null, "", to);
    location.reload();
  }

  /* The question as asked, with room for its answer. */
  function begin(form) {
    const turn = document.getElementById("turn-begun").content.firstElementChild.cloneNode(true);
    turn.querySelector("h2").textContent = form.elements.question.value;
    document.getElementById("turns").append(turn);
    form.querySelector("button").disabled = true;
    turn.scrollIntoView({ block: "nearest" });
    return turn;
  }

  async function stream(form, turn) {
    const values = new FormData(form), body = { question: values.get("question") };
    if (values.get("documents")) body.document_ids = values.get("documents").split(" ").map(Number);
    if (values.get("conversation")) body.conversation_id = Number(values.get("conversation"));
    if (values.get("page")) body.page = Number(values.get("page"));
    const response = await fetch("/api/v1/ask", {
      method: "POST", body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", Accept: "text/event-stream", "Accept-Language": root.lang },
    });
    if (!response.ok) throw { said: (await response.json()).detail };
    const words = turn.querySelector(".writing");
    let done = null, isFirst = true;
    for await (const { name, data } of events(response.body)) {
      if (isFirst && name === "token") turn.querySelector(".answer").ariaBusy = "true"; // not read aloud word by word
      if (name === "token") { words.textContent = (isFirst ? "" : words.textContent) + data.text; isFirst = false; }
      if (name === "error") throw { said: data.detail };
      if (name === "done") done = data;
    }
    if (!done) throw {};
    return done;
  }

  /* Server-sent events out of the body of an answer. */
  async function* events(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      rest += value.replaceAll("\r\n", "\n");
      for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
        const event = { name: "message", data: "" };
        for (const line of rest.slice(0, end).split("\n")) {
          if (line.startsWith("event:")) event.name = line.slice(6).trim();
          if (line.startsWith("data:")) event.data += line.slice(5);
        }
        rest = rest.slice(end + 2);
        if (event.data) yield { name: event.name, data: JSON.parse(event.data) };
      }
    }
  }

  /* A quotation under the pointer lights its number, and the other way round. */
  document.addEventListener("pointerover", (event) => light(event.target));
  document.addEventListener("focusin", (event) => light(event.target));
  function light(element) {
    const number = element.closest?.("[data-cites]")?.dataset.cites, turn = element.closest?.(".turn");
    document.querySelectorAll(".turn .lit").forEach((each) => each.classList.remove("lit"));
    if (number && turn) turn.querySelectorAll(`[data-cites="${CSS.escape(number)}"]`).forEach((each) => each.classList.add("lit"));
  }
})();
