// Prints the licences of the crates that lists of CycloneDX name, each text once with the crates that bring it along. A crate that brings none
// has those of another of its repository; without such a one, too, the standard text of the licence that it names, at the end.
// Arguments: the folder with the standard texts, by SPDX name, and the lists. Standard input: what `cargo metadata` says.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

const [standards, ...lists] = process.argv.slice(2);
const NAMES = /^(licen[cs]e|copying|notice|unlicense|copyright)/i;
const RULE = "=".repeat(100);

const folders = new Map();
const repositories = new Map();
for (const { name, version, source, manifest_path, repository } of JSON.parse(readFileSync(0, "utf8")).packages) {
  if (source) folders.set(`${name} ${version}`, dirname(manifest_path));
  // Some name the folder in it.
  repositories.set(`${name} ${version}`, repository?.replace(/(\.git|\/tree\/.*|\/)$/, ""));
}

const crates = new Map();
for (const list of lists) {
  for (const { name, version, licenses } of JSON.parse(readFileSync(list, "utf8")).components) {
    const crate = `${name} ${version}`;
    const named = licenses?.map((entry) => entry.expression ?? entry.license.id ?? entry.license.name).join(" AND ");
    // What is not of the registry is ours.
    if (folders.has(crate)) crates.set(crate, named);
  }
}

/** The texts in a crate's folder, and in folders of licences there. */
function texts(folder) {
  return readdirSync(folder).filter((name) => NAMES.test(name)).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return readdirSync(path).map((inside) => readFileSync(join(path, inside), "utf8"));
    return /\.(rs|json|toml)$/.test(name) ? [] : [readFileSync(path, "utf8")];
  });
}

const found = new Map();
const bare = [];
const own = new Map([...crates.keys()].sort().map((crate) => [crate, texts(folders.get(crate))]));
/** The texts of another crate of the same repository. */
function siblings(crate) {
  const repository = repositories.get(crate);
  const sibling = repository && [...own.keys()].find((other) => own.get(other).length > 0 && repositories.get(other) === repository);
  return sibling ? own.get(sibling) : [];
}
for (const crate of own.keys()) {
  const brought = own.get(crate).length > 0 ? own.get(crate) : siblings(crate);
  if (brought.length === 0) bare.push(crate);
  for (const text of brought) {
    const tidy = text.replaceAll("\r\n", "\n").trim();
    const known = found.get(tidy.replace(/\s+/g, " "));
    if (known) known.crates.add(crate);
    else found.set(tidy.replace(/\s+/g, " "), { text: tidy, crates: new Set([crate]) });
  }
}
for (const { text, crates: users } of found.values()) {
  console.log(`\n${[...users].map((crate) => `${crate} (${crates.get(crate)})`).join(", ")}\n${RULE}\n\n${text}\n`);
}

const used = new Set();
console.log(`\nCrates that bring no text along, under the licences whose texts follow\n${RULE}\n`);
for (const crate of bare) {
  const named = crates.get(crate) ?? "";
  const choices = named.split(/ OR |\/|[()]/).map((choice) => choice.trim());
  const licence = choices.find((choice) => existsSync(join(standards, `${choice}.txt`)));
  if (!licence) throw new Error(`${crate} has no text of its licence, and there is none for “${named}”`);
  used.add(licence);
  console.log(`${crate}: ${licence}`);
}
for (const licence of [...used].sort()) console.log(`\n${licence}\n${RULE}\n\n${readFileSync(join(standards, `${licence}.txt`), "utf8")}`);
