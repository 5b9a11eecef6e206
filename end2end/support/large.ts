// A tree as large as trees get.
import { writeFileSync } from "node:fs";

export const LARGE = { key: "as-large-as-they-get", name: "As large as they get" };

/** What there is to read at a step of it. */
export function largeBody(number: number): string {
  return `Look at part ${number}. ${"It may be loose, dirty or broken. ".repeat(2)}`;
}

/** Writes it to the file: 10,000 nodes, questions and actions in turn, of which each answer leads one or two further. */
export function writeLargeTree(file: string): string {
  const last = 9_999;
  const id = (number: number) => `n${Math.min(number, last)}`;
  const nodes = Array.from({ length: last + 1 }, (_, number) => {
    const common = { id: id(number), title: `Part ${number}`, body: largeBody(number) };
    if (number === last) return { ...common, type: "solution" };
    if (number % 2) return { ...common, type: "action", commands: [{ label: "Check", shell: "bash", text: `check ${number}` }], next_node_id: id(number + 1) };
    const options = [
      { id: "next", label: "Next part", next_node_id: id(number + 1) },
      { id: "over", label: "One over", next_node_id: id(number + 2) },
    ];
    return { ...common, type: "decision", options };
  });
  const head = { format: "resolutionflow.tree/1", ...LARGE, category: "Test", root: "n0" };
  writeFileSync(file, JSON.stringify({ ...head, nodes }));
  return file;
}
