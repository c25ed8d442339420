// A stand-in for H5P.MultiChoice with one answer: a question and its radio buttons.
H5P.MultiChoice = function (params) {
  H5P.EventDispatcher.call(this);
  const right = params.answers.filter((answer) => answer.correct);
  if (params.behaviour.type !== "single" || right.length !== 1) {
    throw new Error(`${right.length} right answers`);
  }
  let chosen = null;

  this.attach = ($container) => {
    $container.append(`<div class="task">${params.question}</div>`);
    const group = H5P.createUUID();
    params.answers.forEach((answer) => {
      const label = document.createElement("label");
      label.innerHTML = `<input type="radio" name="${group}"><span class="choice">${answer.text}</span>`;
      label.firstChild.onchange = () => (chosen = answer);
      $container.append(label);
    });
  };
  this.getScore = () => (chosen?.correct ? 1 : 0);
  this.getMaxScore = () => 1;
  this.feedback = () =>
    (chosen?.tipsAndFeedback.chosenFeedback ?? "") + params.overallFeedback[0].feedback;
};
