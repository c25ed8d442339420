// A stand-in for H5P.TrueFalse.
H5P.TrueFalse = function (params) {
  H5P.EventDispatcher.call(this);
  let chosen = null;

  this.attach = ($container) => {
    $container.append(`<div class="task">${params.question}</div>`);
    const group = H5P.createUUID();
    for (const [value, html] of [["true", params.l10n.trueText], ["false", params.l10n.falseText]]) {
      const label = document.createElement("label");
      label.innerHTML = `<input type="radio" name="${group}"><span class="choice">${html}</span>`;
      label.firstChild.onchange = () => (chosen = value);
      $container.append(label);
    }
  };
  this.getScore = () => (chosen === params.correct ? 1 : 0);
  this.getMaxScore = () => 1;
  this.feedback = () =>
    this.getScore() ? params.behaviour.feedbackOnCorrect : params.behaviour.feedbackOnWrong;
};
