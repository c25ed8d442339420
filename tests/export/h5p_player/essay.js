// A stand-in for H5P.Essay: points for each keyword that stands in what is written.
H5P.Essay = function (params) {
  H5P.EventDispatcher.call(this);
  const area = document.createElement("textarea");

  const decoded = (html) => {
    const element = document.createElement("textarea");
    element.innerHTML = html;
    return element.value.toLowerCase();
  };
  const found = ({ keyword, alternatives }) =>
    [keyword, ...alternatives].map(decoded).some((text) => {
      if (text.includes("*") || /^\/.*\/$/.test(text)) {
        throw new Error(`a pattern: ${text}`);
      }
      return area.value.toLowerCase().includes(text);
    });

  this.attach = ($container) => {
    $container.append(`<div class="task">${params.taskDescription}</div>`);
    $container.append(area);
  };
  this.getScore = () =>
    params.keywords.reduce((sum, each) => sum + (found(each) ? each.options.points : 0), 0);
  this.getMaxScore = () =>
    Math.max(1, params.keywords.reduce((sum, each) => sum + each.options.points, 0));
  this.feedback = () => params.solution.introduction + params.solution.sample;
};
