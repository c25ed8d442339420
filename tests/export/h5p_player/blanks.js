// A stand-in for H5P.Blanks that finds gaps in HTML as the library does: stars around the answers,
// a colon before a tip, slashes between the answers, and only then entities.
H5P.Blanks = function (params) {
  H5P.EventDispatcher.call(this);
  const gaps = [];
  const inputs = [];

  const decoded = (html) => {
    const area = document.createElement("textarea");
    area.innerHTML = html;
    return area.value;
  };
  const fold = (text) => (params.behaviour.caseSensitive ? text : text.toLowerCase());
  const parsed = (line) => {
    let html = "";
    let rest = line;
    for (;;) {
      const start = rest.indexOf("*");
      const end = rest.indexOf("*", start + 1);
      if (start < 0 || end < 0) {
        return html + rest;
      }
      const [solution, ...tip] = rest.slice(start + 1, end).split(":");
      if (tip.length) {
        throw new Error(`a tip: ${tip}`);
      }
      gaps.push(solution.split("/").map((text) => decoded(text.trim())));
      html += `${rest.slice(0, start)}<input>`;
      rest = rest.slice(end + 1);
    }
  };

  this.attach = ($container) => {
    $container.append(`<div class="task">${params.text}</div>`);
    for (const line of params.questions) {
      const element = document.createElement("div");
      element.className = "line";
      element.innerHTML = parsed(line);
      inputs.push(...element.querySelectorAll("input"));
      $container.append(element);
    }
    inputs.forEach((input, place) => (input.dataset.answers = JSON.stringify(gaps[place])));
  };
  this.getScore = () =>
    inputs.filter((input, place) =>
      gaps[place].map(fold).includes(fold(input.value.trim())),
    ).length;
  this.getMaxScore = () => gaps.length;
  this.feedback = () => params.overallFeedback[0].feedback;
};
