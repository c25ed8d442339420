// A stand-in for H5P.DragText, a list to choose from in place of each box. It takes lines apart as
// the library does, and compares what is dragged by its spelling in the file.
H5P.DragText = function (params) {
  H5P.EventDispatcher.call(this);
  const boxes = [];
  const draggables = [];

  const pieces = (text) => text.replace(/\r\n|\n|\r/g, "<br/>").split(/(\*.*?\*)/).filter(Boolean);
  const isWord = (piece) => piece.startsWith("*") && piece.endsWith("*");
  const word = (piece) => {
    const [text, ...rest] = piece.slice(1, -1).split(/:|\\[+-]/);
    if (rest.length) {
      throw new Error(`a tip or feedback: ${piece}`);
    }
    draggables.push(text.trimEnd());
    return text.trimEnd();
  };
  const inBox = (text) => (text.length > 20 ? `${text.slice(0, 17)}...` : text);

  this.attach = ($container) => {
    $container.append(`<div class="task">${params.taskDescription}</div>`);
    const line = document.createElement("div");
    line.className = "line";
    for (const piece of pieces(params.textField)) {
      if (isWord(piece)) {
        const box = document.createElement("select");
        boxes.push({ box, right: word(piece) });
        line.append(box);
      } else {
        const text = document.createElement("span");
        text.innerHTML = piece;
        line.append(text);
      }
    }
    pieces(params.distractors).filter(isWord).forEach(word);
    for (const { box } of boxes) {
      box.append(new Option("", ""));
      for (const text of draggables) {
        const option = new Option("", text);
        option.innerHTML = inBox(text);
        box.append(option);
      }
    }
    $container.append(line);
  };
  this.getScore = () => boxes.filter(({ box, right }) => box.value === right).length;
  this.getMaxScore = () => boxes.length;
  this.feedback = () => params.overallFeedback[0].feedback;
};
