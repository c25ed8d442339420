// Plays QTI 3 items one after the other in @citolab/qti-components: what is shown, what each
// answer scores, and which feedback opens. A patient one waits for the articles to be there.
async ([items, patient]) => {
  const settle = () => new Promise((done) => setTimeout(done, 5));
  const texts = (root, name) =>
    [...root.querySelectorAll(name)].map((e) => [e.getAttribute("identifier"), e.textContent]);

  const play = async ([xml, answers]) => {
    const holder = document.createElement("qti-item");
    const container = document.createElement("item-container");
    const ready = new Promise((done) =>
      holder.addEventListener("qti-assessment-item-connected", done, { once: true }),
    );
    container.itemXML = xml;
    holder.append(container);
    document.body.replaceChildren(holder);
    await Promise.race([ready, new Promise((_, fail) => setTimeout(() => fail("no item"), 5000))]);
    const item = container.shadowRoot.querySelector("qti-assessment-item");
    await item.updateComplete;
    await settle();
    const body = item.querySelector("qti-item-body");
    const clone = body.cloneNode(true);
    for (let n = 0; patient && n < 200; n++) {
      const empty = [...body.querySelectorAll(".qti-shared-stimulus")].some((e) => !e.textContent);
      if (!empty) break;
      await settle();
    }
    const article = [...body.querySelectorAll(".qti-shared-stimulus")].map((e) => e.textContent);
    const choices = texts(clone, "qti-simple-choice, qti-inline-choice");
    const sets = [...clone.querySelectorAll("qti-simple-match-set")].map((set) =>
      texts(set, "qti-simple-associable-choice"),
    );
    const key = [...clone.querySelectorAll("qti-rubric-block")].map((e) => e.textContent);
    const hidden = [...body.querySelectorAll("qti-rubric-block")].every((e) => !e.checkVisibility());
    for (const gone of clone.querySelectorAll(
      ".qti-shared-stimulus, qti-simple-choice, qti-simple-match-set, qti-rubric-block",
    )) {
      gone.remove();
    }
    for (const gap of clone.querySelectorAll("qti-text-entry-interaction, qti-inline-choice-interaction")) {
      gap.replaceWith("____");
    }
    const scores = [];
    for (const answer of answers) {
      item.resetResponses();
      for (const [name, value] of Object.entries(answer)) {
        item.updateResponseVariable(name, value);
      }
      item.processResponse();
      const value = (name) => item.variables.find((v) => v.identifier === name)?.value;
      await item.updateComplete;
      scores.push({ score: Number(value("SCORE")), feedback: value("FEEDBACK") ?? [] });
    }
    await settle();
    const feedback = [...item.querySelectorAll("qti-modal-feedback")].map((e) => [
      e.getAttribute("identifier"),
      [...e.querySelectorAll("p")].map((p) => p.textContent),
      e.shadowRoot.querySelector("dialog").open,
    ]);
    return {
      text: clone.textContent, choices, sets, key, hidden, article, scores, feedback,
      maximum: Number(item.variables.find((v) => v.identifier === "MAXSCORE").value),
      elements: [...new Set([...body.querySelectorAll("*")].map((e) => e.localName))],
    };
  };
  const played = [];
  for (const item of items) {
    played.push(await play(item));
  }
  return played;
}
