// Turns QTI 2.1 documents into those of version 3.0, as sites do that know only that.
// Reads a list of documents, prints a list.
import { readFileSync } from "node:fs";
import { convertQti2toQti3 } from "@citolab/qti-convert/qti-convert-node";

const converted = [];
for (const xml of JSON.parse(readFileSync(0, "utf-8"))) {
  converted.push(await convertQti2toQti3(xml));
}
process.stdout.write(JSON.stringify(converted));
