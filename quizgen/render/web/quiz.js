/* Checks answers, shows their proof in the article, and keeps them over a reload.
 *
 * The page is whole without this script: every button and message is made here. Nothing from the
 * quiz or from storage is ever parsed as HTML. A page without answers has no `data.key`, so
 * there is nothing to check by and no button for it.
 */
"use strict";

(() => {
  const root = document.documentElement;
  const THEMES = ["system", "light", "dark"];
  const THEME_PLACE = "quizgen:colours";
  const FORMAT = 1; // of what is kept; older or newer things kept are not read
  const MAX_KEPT = 20000; // characters of one answer

  /* ---- what the browser keeps; it may refuse to, and may give back anything ------------- */

  const store = {
    read(place) {
      try {
        return JSON.parse(localStorage.getItem(place));
      } catch {
        return null;
      }
    },
    write(place, value) {
      try {
        localStorage.setItem(place, JSON.stringify(value));
      } catch {
        // The page works as well without.
      }
    },
    remove(place) {
      try {
        localStorage.removeItem(place);
      } catch {
        // As above.
      }
    },
  };

  const isRecord = (value) =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  // What a record holds itself, not what every object inherits.
  const own = (record, name) =>
    isRecord(record) && Object.prototype.hasOwnProperty.call(record, name)
      ? record[name]
      : undefined;
  const isOrder = (value, length) =>
    Array.isArray(value) &&
    value.length === length &&
    [...value].sort((a, b) => a - b).every((place, n) => place === n);

  /* ---- small things ------------------------------------------------------------------------ */

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  }

  function button(label, style, act, name) {
    const element = make("button", { type: "button", class: style }, label);
    if (name) {
      element.setAttribute("aria-label", name);
    }
    element.addEventListener("click", () => {
      if (element.getAttribute("aria-disabled") !== "true") {
        act(element);
      }
    });
    return element;
  }

  function rows(pairs) {
    const list = pairs.map(([name, content]) =>
      make("div", {}, make("dt", { dir: "auto" }, name), make("dd", {}, ...content)),
    );
    return list.length ? make("dl", {}, ...list) : "";
  }

  function icon(name) {
    const space = "http://www.w3.org/2000/svg";
    const drawing = document.createElementNS(space, "svg");
    drawing.setAttribute("class", "icon");
    drawing.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(space, "use");
    use.setAttribute("href", `#icon-${name}`);
    drawing.append(use);
    return drawing;
  }

  // One look at the pattern: braces in the values are text, however they look.
  const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (all, name) => values[name]);

  const GLYPHS = {
    "1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾",
    "1/5": "⅕", "2/5": "⅖", "3/5": "⅗", "4/5": "⅘", "1/6": "⅙", "5/6": "⅚",
  };
  const divisor = (a, b) => (b === 0 ? a : divisor(b, a % b));
  const add = ([a, b], [c, d]) => {
    const over = a * d + c * b;
    const under = b * d;
    const common = divisor(over, under);
    return [over / common, under / common];
  };
  const times = ([a, b], n) => add([0, 1], [a * n, b]);
  const sum = (points) => points.reduce(add, [0, 1]);

  function shown([over, under]) {
    const whole = Math.floor(over / under);
    if (whole * under === over) {
      return String(whole);
    }
    const rest = `${over - whole * under}/${under}`;
    const part = GLYPHS[rest] || (whole ? ` ${rest}` : rest);
    return (whole || "") + part;
  }

  /* What makes no difference to an answer: case, accents, quotation marks, spaces, what ends a
   * sentence, and the article before a name. */
  function folded(text) {
    const plain = text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/\p{Quotation_Mark}/gu, "")
      .replace(/\s+/g, " ")
      .trim()
      .replace(/[\s.,;:!?…]+$/u, "")
      .replace(/^(?:a|an|the) /, "");
    return plain || text.trim();
  }

  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  function scrollTo(element) {
    element.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  }

  /* ---- colours: set before the page is drawn ------------------------------------------------ */

  const theme = {
    chosen: THEMES[0],
    set(name) {
      this.chosen = THEMES.includes(name) ? name : THEMES[0];
      if (this.chosen === THEMES[0]) {
        delete root.dataset.theme;
      } else {
        root.dataset.theme = this.chosen;
      }
    },
    control(labels) {
      const choices = THEMES.map((name) => {
        const radio = make("input", { type: "radio", name: "colours", value: name });
        radio.checked = name === this.chosen;
        radio.addEventListener("change", () => {
          this.set(name);
          store.write(THEME_PLACE, name);
        });
        return make("label", {}, radio, make("span", {}, labels[`colours_${name}`]));
      });
      const legend = make("legend", { class: "heard" }, labels.colours);
      return make("fieldset", { class: "colours" }, legend, ...choices);
    },
  };

  root.classList.add("js");
  theme.set(store.read(THEME_PLACE));

  /* ---- a question ---------------------------------------------------------------------------- */

  class Question {
    constructor(element, page) {
      this.element = element;
      this.page = page;
      this.number = element.dataset.number;
      this.kind = element.dataset.kind;
      this.fieldset = element.querySelector("fieldset");
      this.key = own(page.data.key, this.number);
      this.verdict = null; // until checked
      this.points = [0, 1];
      this.judged = null; // what the student says of an answer in her own words
      this.moved = false; // whether the order shown is an answer
      this.events = element.querySelector(".events");
      if (this.events) {
        this.makeMovable();
      }
      if (this.key) {
        this.makeCheckable();
      }
    }

    /* -- its answer -- */

    fields() {
      const about = this.element.querySelectorAll("input, select, textarea");
      return [...about].filter((field) => !field.name.endsWith("-paragraph"));
    }

    answer() {
      switch (this.kind) {
        case "choice":
          return [this.fields().findIndex((field) => field.checked)];
        case "text":
          return this.fields().map((field) => field.value.trim());
        case "order":
          return this.order();
        default:
          return this.fields().map((field) => (field.value === "" ? -1 : Number(field.value)));
      }
    }

    isAnswered() {
      switch (this.kind) {
        case "text":
          return this.answer().some((text) => text !== "");
        case "order":
          return this.moved;
        default:
          return this.answer().some((place) => place >= 0);
      }
    }

    /* Return which parts of the answer are right, or null where only a person can tell. */
    parts() {
      const answer = this.answer();
      const right = this.key.right;
      switch (this.kind) {
        case "text": {
          const { gaps } = this.key;
          if (gaps.length > 1) {
            const fits = (text, n) => gaps[n].some((right) => folded(right) === folded(text));
            if (answer.every(fits)) {
              return answer.map(() => true);
            }
            return this.judged === null ? null : answer.map(() => this.judged);
          }
          const written = folded(answer.filter((text) => text !== "").join(" "));
          if (this.key.accepted.some((text) => folded(text) === written)) {
            return [true];
          }
          return this.judged === null ? null : [this.judged];
        }
        case "order": {
          if (answer.length < 2) {
            return [true];
          }
          const at = answer.map((place) => right.indexOf(place));
          return at.slice(1).map((place, n) => at[n] < place);
        }
        default:
          return right.map((place, n) => place === answer[n]);
      }
    }

    /* -- events that move -- */

    makeMovable() {
      const { labels } = this.page.data;
      this.lines = [...this.events.children];
      this.news = make("p", { role: "status", class: "heard" });
      for (const line of this.lines) {
        const { letter } = line.dataset;
        for (const [way, name, step] of [["up", "move_up", -1], ["down", "move_down", 1]]) {
          const move = () => this.move(line, step);
          const mover = button(icon(way), `move ${way}`, move, fill(labels[name], { letter }));
          line.append(mover);
        }
        this.makeDraggable(line);
      }
      this.events.after(this.news);
      this.showOrder();
    }

    order() {
      return [...this.events.children].map((line) => Number(line.dataset.place));
    }

    arrange(order) {
      for (const place of order) {
        this.events.append(this.lines[place]);
      }
      this.showOrder();
    }

    move(line, step) {
      // The other one is taken out and put in, so that the focus stays where it is.
      if (step < 0) {
        line.after(line.previousElementSibling);
      } else {
        line.before(line.nextElementSibling);
      }
      this.afterMove(line);
    }

    afterMove(line) {
      this.moved = true;
      this.showOrder();
      this.news.textContent = fill(this.page.data.labels.moved, {
        letter: line.dataset.letter,
        n: [...this.events.children].indexOf(line) + 1,
        total: this.lines.length,
      });
      this.page.save();
    }

    /* On the page, the ends cannot move on; on paper, the letters stand in the boxes. */
    showOrder() {
      const lines = [...this.events.children];
      const boxes = this.element.querySelectorAll(".box");
      lines.forEach((line, n) => {
        line.querySelector(".up").setAttribute("aria-disabled", String(n === 0));
        line.querySelector(".down").setAttribute("aria-disabled", String(n === lines.length - 1));
        boxes[n].textContent = this.moved ? line.dataset.letter : "";
      });
    }

    /* Only an extra: the buttons do the same for everyone. */
    makeDraggable(line) {
      line.draggable = true;
      line.addEventListener("dragstart", (event) => {
        if (this.fieldset.disabled) {
          event.preventDefault();
          return;
        }
        this.dragged = line;
        event.dataTransfer.effectAllowed = "move";
      });
      line.addEventListener("dragover", (event) => {
        if (!this.dragged) {
          return;
        }
        event.preventDefault();
        const { top, height } = line.getBoundingClientRect();
        if (line !== this.dragged) {
          line[event.clientY < top + height / 2 ? "before" : "after"](this.dragged);
        }
      });
      line.addEventListener("dragend", () => {
        if (this.dragged) {
          this.dragged = null;
          this.afterMove(line);
        }
      });
    }

    /* -- checking -- */

    makeCheckable() {
      const { labels } = this.page.data;
      this.checker = button(labels.check, "check", () => this.checkNow());
      this.said = make("p", { role: "status", class: "verdict" });
      this.result = make("div", {
        class: "result",
        role: "group",
        tabindex: "-1",
        "aria-label": fill(labels.question, { n: this.number }),
      });
      this.result.append(this.said);
      this.element.append(make("div", { class: "checking" }, this.checker, this.result));
    }

    checkNow() {
      if (this.kind === "order") {
        this.moved = true; // who checks an order as it stands means it
      }
      if (!this.isAnswered()) {
        this.said.textContent = this.page.data.labels.answer_first;
        return;
      }
      this.said.removeAttribute("aria-live");
      this.check();
      this.result.focus({ preventScroll: true });
      this.result.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
      this.page.update();
      this.page.save();
    }

    /* Thirty verdicts read aloud in a row would help nobody. */
    checkSilently() {
      this.said.setAttribute("aria-live", "off");
      this.check();
    }

    check() {
      this.fieldset.disabled = true;
      this.checker.hidden = true;
      this.element.classList.add("checked");
      if (this.kind === "order") {
        this.showOrder();
      }
      this.mark();
      this.explain();
      this.annotate();
    }

    mark() {
      const parts = this.isAnswered() ? this.parts() : [];
      const { labels } = this.page.data;
      if (parts === null) {
        this.verdict = "compare";
        this.points = [0, 1];
      } else {
        const n = parts.filter(Boolean).length;
        this.points = times(this.key.each, n);
        if (parts.length === 0) {
          this.verdict = "no_answer";
        } else if (n === parts.length) {
          this.verdict = "right";
        } else {
          this.verdict = n === 0 ? "wrong" : "partly_right";
        }
      }
      const words = [labels[this.verdict]];
      if (this.verdict !== "compare") {
        words.push(fill(this.key.score, { points: shown(this.points) }));
      }
      if (this.judged !== null) {
        words.push(labels.own_judgement);
      }
      const drawn = this.verdict === "no_answer" ? "wrong" : this.verdict;
      const [first, ...rest] = words;
      this.said.replaceChildren(icon(drawn), make("b", {}, first));
      for (const word of rest) {
        this.said.append(make("span", {}, ` · ${word}`));
      }
      this.element.dataset.verdict = this.verdict;
    }

    explain() {
      const { labels } = this.page.data;
      const { key } = this;
      const words = key.solution.length
        ? key.solution.map((line) => make("span", { class: "solution", dir: "auto" }, line))
        : [make("bdi", {}, key.answer)];
      if (key.letter) {
        words.unshift(make("span", { class: "letter" }, key.letter), " ");
      }
      const answer = [[labels.answer, words]];
      if (key.also.length) {
        answer.push([labels.also_right, [make("bdi", {}, key.also.join("; "))]]);
      }
      this.result.append(rows(answer));
      if (this.verdict === "compare") {
        this.askJudgement();
      }
      const reasons = [];
      if (key.correction) {
        reasons.push([labels.corrected, [make("bdi", {}, key.correction)]]);
      }
      if (key.why) {
        reasons.push([labels.why, [make("bdi", {}, key.why)]]);
      }
      const oneOf = this.kind === "choice" || this.kind === "bank";
      const told = oneOf && own(key.wrong, String(this.answer()[0]));
      if (told) {
        reasons.push([told.label, [make("bdi", {}, told.reason)]]);
      }
      if (key.evidence.length) {
        const quotes = key.evidence.map(({ place, text }) => {
          const words = make("bdi", {}, text);
          return make("blockquote", {}, make("span", { class: "place" }, place), " ", words);
        });
        reasons.push([labels.evidence, quotes]);
      }
      this.result.append(rows(reasons));
      if (this.page.article.has(this.number)) {
        const show = () => this.page.article.show(this.number, shower);
        const shower = button(labels.show_in_article, "quiet", show);
        this.result.append(make("div", { class: "row" }, shower));
      }
    }

    /* A program cannot know whether other words mean the same: the student says so. */
    askJudgement() {
      const { labels } = this.page.data;
      const choose = (same) =>
        button(labels[same ? "means_the_same" : "is_different"], "quiet", () => {
          this.said.removeAttribute("aria-live");
          this.judge(same);
          this.page.update();
          this.page.save();
        });
      this.judges = [choose(true), choose(false)];
      this.showJudgement();
      this.result.append(make("div", { class: "row" }, ...this.judges));
    }

    judge(same) {
      this.judged = same;
      this.mark();
      this.showJudgement();
    }

    showJudgement() {
      this.judges[0].setAttribute("aria-pressed", String(this.judged === true));
      this.judges[1].setAttribute("aria-pressed", String(this.judged === false));
    }

    /* Say at the choices and lines themselves which are right. */
    annotate() {
      const { labels } = this.page.data;
      const note = (element, name, words) =>
        element.append(make("span", { class: `note ${name}` }, icon(name), words));
      if (this.kind === "choice") {
        const [chosen] = this.answer();
        this.fields().forEach((field, place) => {
          const right = place === this.key.right[0];
          if (right || place === chosen) {
            const words = labels[right ? "right_choice" : "your_choice"];
            note(field.parentElement, right ? "right" : "wrong", words);
          }
        });
      } else if (this.kind === "match" && this.isAnswered()) {
        const parts = this.parts();
        this.element.querySelectorAll(".premises > li").forEach((line, n) => {
          const name = parts[n] ? "right" : "wrong";
          note(line, name, labels[name]);
        });
      }
    }

    reset() {
      this.verdict = null;
      this.points = [0, 1];
      this.judged = null;
      this.moved = false;
      this.fieldset.disabled = false;
      this.element.classList.remove("checked");
      delete this.element.dataset.verdict;
      if (this.events) {
        this.arrange(this.lines.map((line, place) => place));
        this.news.textContent = "";
      }
      if (this.key) {
        this.checker.hidden = false;
        this.said.textContent = "";
        this.result.replaceChildren(this.said);
        this.element.querySelectorAll(".note").forEach((note) => note.remove());
      }
    }
  }

  /* ---- the article, with the words that prove an answer -------------------------------------- */

  class Article {
    constructor(labels) {
      this.labels = labels;
      this.pane = document.getElementById("article");
      this.pieces = [...document.querySelectorAll("[data-evidence]")];
      document.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && this.back && this.pane.contains(document.activeElement)) {
          this.back.click();
        }
      });
    }

    of(number) {
      return this.pieces.filter((piece) => piece.dataset.evidence.split(" ").includes(number));
    }

    has(number) {
      return this.of(number).length > 0;
    }

    show(number, origin) {
      this.clear();
      const pieces = this.of(number);
      for (const piece of pieces) {
        piece.classList.add("shown");
        piece.setAttribute("role", "mark");
      }
      const [first] = pieces;
      this.back = button(fill(this.labels.back_to_question, { n: number }), "back", () => {
        this.back.remove();
        this.back = null;
        scrollTo(origin);
        origin.focus({ preventScroll: true });
      });
      first.closest(".paragraph").after(this.back);
      first.setAttribute("tabindex", "-1");
      first.focus({ preventScroll: true });
      this.reveal(first);
    }

    /* Scroll the pane if it scrolls, so that the questions beside it stay where they are. */
    reveal(piece) {
      const { pane } = this;
      if (pane.scrollHeight > pane.clientHeight && getComputedStyle(pane).overflowY === "auto") {
        const above = piece.getBoundingClientRect().top - pane.getBoundingClientRect().top;
        const top = pane.scrollTop + above - pane.clientHeight / 3;
        pane.scrollTo({ top, behavior: calm() ? "auto" : "smooth" });
        pane.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
      } else {
        scrollTo(piece);
      }
    }

    clear() {
      for (const piece of this.pieces) {
        piece.classList.remove("shown");
        piece.removeAttribute("role");
        piece.removeAttribute("tabindex");
      }
      if (this.back) {
        this.back.remove();
        this.back = null;
      }
    }
  }

  /* ---- the page ------------------------------------------------------------------------------ */

  class Page {
    constructor(data) {
      this.data = data;
      this.place = `quizgen:${data.quiz}`;
      this.fields = [...document.querySelectorAll("[name]")].filter((field) => "value" in field);
      this.article = new Article(data.labels);
      this.questions = [...document.querySelectorAll(".question")].map(
        (element) => new Question(element, this),
      );
      this.marked = this.questions.filter((question) => question.key);
      this.makeEnd();
      if (this.marked.length) {
        this.score = make("p", { role: "status", class: "so-far" });
        document.querySelector(".work-head").append(this.score);
      }
      document.querySelector(".masthead").append(theme.control(data.labels));
      for (const event of ["input", "change"]) {
        document.querySelector("body").addEventListener(event, ({ target }) => {
          if (this.fields.includes(target)) {
            this.write(target);
            this.save();
          }
        });
      }
      this.restore();
      this.update();
    }

    /* Copy what is typed to its room on paper. */
    write(field) {
      const room = field.nextElementSibling;
      if (room && room.classList.contains("room")) {
        const chosen = field.selectedOptions && field.selectedOptions[0];
        room.firstElementChild.textContent = chosen ? chosen.dataset.written || "" : field.value;
      }
    }

    /* -- the end: what is left to check, the sum, and the way back to the start -- */

    makeEnd() {
      const { labels } = this.data;
      this.news = make("p", { role: "status", class: "news" });
      this.summary = make("div", { class: "summary" });
      const row = make("div", { class: "row" });
      if (this.marked.length) {
        this.checkAll = button(labels.check_all, "check", () => this.checkRemaining());
        row.append(this.checkAll);
      }
      row.append(button(labels.print, "quiet", () => print()));
      this.again = button(labels.start_again, "quiet", () => this.ask(true));
      const keep = button(labels.start_again_no, "quiet", () => {
        this.ask(false);
        this.again.focus();
      });
      const clear = button(labels.start_again_yes, "quiet", () => this.startAgain());
      this.sure = make("span", { class: "row sure" }, keep, clear);
      this.sure.hidden = true;
      row.append(this.again, this.sure);
      const note = make("p", { class: "points" }, labels.kept_here);
      const parts = [this.news, this.summary, row, note];
      this.end = make("div", { class: "end", tabindex: "-1" }, ...parts);
      document.querySelector(".work").append(this.end);
    }

    ask(sure) {
      this.again.hidden = sure;
      this.sure.hidden = !sure;
      if (sure) {
        this.sure.firstElementChild.focus();
      }
    }

    checkRemaining() {
      for (const question of this.marked) {
        if (!question.verdict) {
          question.checkSilently();
        }
      }
      this.update();
      this.save();
      this.end.focus();
    }

    startAgain() {
      for (const field of this.fields) {
        if (field.type === "radio") {
          field.checked = false;
        } else {
          field.value = "";
        }
        this.write(field);
      }
      this.questions.forEach((question) => question.reset());
      this.article.clear();
      store.remove(this.place);
      this.ask(false);
      this.update();
      this.news.textContent = this.data.labels.cleared;
      const heading = document.getElementById("questions");
      scrollTo(heading);
      heading.focus({ preventScroll: true });
    }

    update() {
      if (!this.marked.length) {
        return;
      }
      const { labels } = this.data;
      const checked = this.marked.filter((question) => question.verdict);
      const open = this.marked.filter((question) => question.verdict === "compare");
      const points = shown(sum(this.marked.map((question) => question.points)));
      const all = checked.length === this.marked.length;
      this.score.replaceChildren(
        make("span", {}, fill(this.data.checked, { checked: checked.length })),
        " · ",
        make("b", {}, fill(this.data.score, { points })),
      );
      this.checkAll.hidden = all;
      this.summary.replaceChildren();
      const news = [];
      if (all) {
        news.push(labels.all_checked, fill(this.data.score, { points }));
        this.sumUp();
      }
      if (all && open.length) {
        news.push(fill(labels.to_judge, { n: open.length }));
      }
      this.news.replaceChildren(...news.map((words) => make("span", {}, `${words} `)));
    }

    sumUp() {
      const parts = this.data.sections.map(({ heading, score, questions }) => {
        const of = this.marked.filter((question) => questions.includes(Number(question.number)));
        const points = shown(sum(of.map((question) => question.points)));
        return [heading, [fill(score, { points })]];
      });
      this.summary.append(rows(parts));
    }

    /* -- over a reload -- */

    save() {
      const values = {};
      for (const field of this.fields) {
        if (field.type === "radio" ? field.checked : field.value) {
          values[field.name] = field.value;
        }
      }
      const orders = {};
      const judged = {};
      for (const question of this.questions) {
        if (question.moved) {
          orders[question.number] = question.order();
        }
        if (question.judged !== null) {
          judged[question.number] = question.judged;
        }
      }
      const checked = this.marked.filter((q) => q.verdict).map((q) => q.number);
      store.write(this.place, { format: FORMAT, values, orders, checked, judged });
    }

    /* Take back only what could have been saved: the store may hold anything. */
    restore() {
      const kept = store.read(this.place);
      if (own(kept, "format") !== FORMAT) {
        return;
      }
      for (const field of this.fields) {
        const value = own(own(kept, "values"), field.name);
        if (typeof value !== "string" || value.length > MAX_KEPT) {
          continue;
        }
        if (field.type === "radio") {
          field.checked = field.value === value;
        } else if (!field.options || [...field.options].some((o) => o.value === value)) {
          field.value = value;
        }
        this.write(field);
      }
      const checked = own(kept, "checked");
      for (const question of this.questions) {
        const order = own(own(kept, "orders"), question.number);
        if (question.events && isOrder(order, question.lines.length)) {
          question.moved = true;
          question.arrange(order);
        }
        if (question.key && Array.isArray(checked) && checked.includes(question.number)) {
          question.checkSilently();
          const judged = own(own(kept, "judged"), question.number);
          if (question.verdict === "compare" && typeof judged === "boolean") {
            question.judge(judged);
          }
        }
      }
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const data = JSON.parse(document.getElementById("quiz-data").textContent);
    new Page(data);
  });
})();
