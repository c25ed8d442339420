// A stand-in for H5P.QuestionSet: all questions on one page, between the introduction and the end.
H5P.QuestionSet = function (params, contentId) {
  H5P.EventDispatcher.call(this);
  const instances = params.questions.map((question) => {
    const { retryButton, showSolutionButton } = params.override;
    question.params.behaviour.enableRetry = retryButton === "on";
    question.params.behaviour.enableSolutionsButton = showSolutionButton === "on";
    return H5P.newRunnable(question, contentId, undefined, undefined, { parent: this });
  });

  const add = (parent, name, html) => {
    const element = document.createElement("div");
    element.className = name;
    element.innerHTML = html;
    parent.append(element);
    return element;
  };

  this.attach = ($container) => {
    const page = $container[0];
    add(page, "title", params.introPage.title);
    add(page, "introduction", params.introPage.introduction);
    instances.forEach((instance, place) => {
      const question = add(page, "question", "");
      question.dataset.library = params.questions[place].library;
      instance.attach(H5P.jQuery(add(question, "player", "")));
      const check = document.createElement("button");
      check.textContent = "Check";
      check.onclick = () => {
        const told = instance.feedback().replace("@score", instance.getScore());
        question.querySelector(".feedback").innerHTML = told;
        question.dataset.score = instance.getScore();
      };
      question.append(check);
      add(question, "feedback", "");
      question.dataset.most = instance.getMaxScore();
    });
    const end = params.endGame.overallFeedback.find(({ from, to }) => from === 0 && to === 100);
    add(page, "end", end.feedback);
    page.classList.add("attached");
  };
};
