// Words that authors type, each once, and what became of them.

/** Part of a step that a word was typed into. */
export type Part = "title" | "body" | "row";

export interface Word {
  text: string;
  by: string;
  step: string;
  part: Part;
  /** True once a page has said that it is saved. */
  isSaved: boolean;
  /** Why it may be gone; empty while it may not. */
  gone: string;
}

/** Words in a text. */
export function wordsOf(text: string): Set<string> {
  return new Set(text.match(/\b[a-z]+\d+q\b/g));
}

/** Every word of all authors. */
export class Words {
  readonly all = new Map<string, Word>();
  /** What happened, line by line. */
  readonly log: string[] = [];

  make(by: string, step: string, part: Part): string {
    const text = `${by}${this.all.size}q`;
    this.all.set(text, { text, by, step, part, isSaved: false, gone: "" });
    return text;
  }

  note(line: string): void {
    this.log.push(`${new Date().toISOString().slice(11, 23)} ${line}`);
  }

  /** What a page says to be saved: the words of an author that were not yet. */
  saved(by: string): Word[] {
    const fresh = [...this.all.values()].filter((word) => word.by === by && !word.isSaved);
    for (const word of fresh) word.isSaved = true;
    if (fresh.length > 0) this.note(`${by}: saved ${fresh.map(({ text }) => text).join(" ")}`);
    return fresh;
  }

  /** Words that somebody has taken out. */
  taken(why: string, which: (word: Word) => boolean): void {
    for (const word of this.all.values()) {
      if (word.gone || !which(word)) continue;
      word.gone = why;
      this.note(`${word.text} may be gone: ${why}`);
    }
  }

  /** Words that were said to be saved, that nobody has taken out, and that are not among these. */
  lost(there: Set<string>): Word[] {
    return [...this.all.values()].filter((word) => word.isSaved && !word.gone && !there.has(word.text));
  }

  told(): string {
    const all = [...this.all.values()];
    return `${all.length} words typed, ${all.filter((word) => word.isSaved).length} said to be saved, ${all.filter((word) => word.gone).length} taken out again`;
  }
}
