/* Reads a JSON list of GIFT texts, and prints what gift-pegjs makes of each, or its error. */
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const { parse } = createRequire(import.meta.url)("gift-pegjs");
const results = JSON.parse(readFileSync(0, "utf8")).map((text) => {
  try {
    return parse(text);
  } catch (error) {
    return `${error.message} at ${JSON.stringify(error.location?.start)}`;
  }
});
process.stdout.write(JSON.stringify(results));
