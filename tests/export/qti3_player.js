// Plays QTI 3 items in qti3-item-player, which restores answers as those of an earlier attempt;
// partners are clicked in the table.
// Of each answer: the text of the page and the score.
async ([items]) => {
  const orders = (xml) => {
    const choices = new DOMParser().parseFromString(xml, "text/xml").querySelectorAll("qti-simple-choice");
    return [...choices].map((choice) => choice.getAttribute("identifier"));
  };
  const stateOf = (xml, answer) => ({
    identifier: "item", guid: "item",
    contextVariables: [], templateVariables: [], outcomeVariables: [], validationMessages: [],
    responseVariables: Object.entries(answer).map(([identifier, value]) => ({
      identifier,
      value,
      state: { order: Array.isArray(value) ? value : orders(xml) },
    })),
  });
  let number = 0;
  const play = (xml, answer) =>
    new Promise((done) => {
      const place = document.createElement("div");
      document.body.replaceChildren(place);
      let player, text;
      const pairs = [answer.RESPONSE ?? []].flat().filter((value) => /^P\d+ [A-Z]$/.test(value));
      setTimeout(() => done({ text: "no item", score: -1 }), 5000);
      const configuration = {
        guid: `item${number++}`, status: "interacting",
        sessionControl: { max_attempts: 0, show_feedback: true, validate_responses: false },
        ...(Object.keys(answer).length && !pairs.length ? { state: stateOf(xml, answer) } : {}),
      };
      const on = {
        notifyQti3PlayerReady: (ready) => (player = ready).loadItemFromXml(xml, configuration),
        notifyQti3ItemReady: () => {
          text = document.body.innerText;
          for (const pair of pairs) {
            document.querySelector(`[data-pair="${pair}"]`).click();
          }
          player.endAttempt("end");
        },
        notifyQti3EndAttemptCompleted: (data) => {
          const score = data.state.outcomeVariables.find((v) => v.identifier === "SCORE");
          done({ text, score: Number(score.value) });
        },
      };
      new Vue({ render: (make) => make(window.qti3Player, { on }) }).$mount(place);
    });
  const played = [];
  for (const [xml, answers] of items) {
    const shown = [];
    for (const answer of answers) {
      shown.push(await play(xml, answer));
    }
    played.push(shown);
  }
  return played;
}
