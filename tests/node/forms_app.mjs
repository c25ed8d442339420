// Runs Apps Scripts with a FormApp that makes no form but notes what it is asked for.
//
// It has the methods of https://developers.google.com/apps-script/reference/forms that an item
// of each kind has, and no others, and refuses what Forms refuses. Reads a list of scripts, and
// prints the form that each one makes.
import vm from "node:vm";
import { readFileSync } from "node:fs";

const line = (text) => {
  if (typeof text !== "string" || !text.trim() || /[\r\n\u2028\u2029]/.test(text)) {
    throw new Error(`not one line of text: ${JSON.stringify(text)}`);
  }
  return text;
};

const points = (n) => {
  if (!Number.isInteger(n) || n < 0) {
    throw new Error(`not whole points: ${n}`);
  }
  return n;
};

class Feedback {
  constructor(text) {
    this.text = text;
  }
}

class FeedbackBuilder {
  setText(text) {
    this.text = text;
    return this;
  }

  build() {
    return new Feedback(this.text);
  }
}

const told = (feedback) => {
  if (!(feedback instanceof Feedback)) {
    throw new Error("not feedback that is built");
  }
  return feedback.text;
};

class Item {
  constructor(kind) {
    this.noted = { kind };
  }

  note(name, value) {
    this.noted[name] = value;
    return this;
  }

  setTitle(title) {
    return this.note("title", line(title));
  }

  setHelpText(text) {
    return this.note("text", text);
  }
}

class Question extends Item {
  setPoints(n) {
    return this.note("points", points(n));
  }
}

class TypedItem extends Question {
  setGeneralFeedback(feedback) {
    return this.note("feedback", told(feedback));
  }
}

class MultipleChoiceItem extends Question {
  createChoice(value, isCorrect) {
    return { text: line(value), right: isCorrect };
  }

  setChoices(choices) {
    if (new Set(choices.map((choice) => choice.text)).size < choices.length) {
      throw new Error("an option twice");
    }
    return this.note("options", choices);
  }

  setFeedbackForCorrect(feedback) {
    return this.note("correct", told(feedback));
  }

  setFeedbackForIncorrect(feedback) {
    return this.note("incorrect", told(feedback));
  }
}

class Form {
  constructor(title) {
    this.noted = { title: line(title), items: [] };
  }

  add(item) {
    this.noted.items.push(item.noted);
    return item;
  }

  setTitle(title) {
    this.noted.title = line(title);
    return this;
  }

  setDescription(text) {
    this.noted.description = text;
    return this;
  }

  setIsQuiz(enabled) {
    this.noted.quiz = enabled;
    return this;
  }

  addSectionHeaderItem() {
    return this.add(new Item("text"));
  }

  addMultipleChoiceItem() {
    return this.add(new MultipleChoiceItem("radio"));
  }

  addTextItem() {
    return this.add(new TypedItem("short"));
  }

  addParagraphTextItem() {
    return this.add(new TypedItem("long"));
  }

  getEditUrl() {
    return "https://forms.example/edit";
  }

  getPublishedUrl() {
    return "https://forms.example/view";
  }
}

const run = (script) => {
  const forms = [];
  const FormApp = {
    create: (title) => {
      forms.push(new Form(title));
      return forms.at(-1);
    },
    createFeedback: () => new FeedbackBuilder(),
  };
  const context = vm.createContext({ FormApp, Logger: { log: () => {} } });
  vm.runInContext(`${script}\nmakeQuiz();`, context);
  const names = Object.keys(context).join(" ");
  if (forms.length !== 1 || names !== "FormApp Logger makeQuiz typed feedback") {
    throw new Error(`the script did something else than to make a form: ${names}`);
  }
  return forms[0].noted;
};

const scripts = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(scripts.map(run)));
