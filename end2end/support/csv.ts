// Comma-separated values, as RFC 4180 has them.

/** The rows, each by the names of the first one. The file begins with the mark by which spreadsheets know UTF-8. */
export function readCsv(text: string): Record<string, string>[] {
  if (!text.startsWith("\ufeff")) throw new Error("a spreadsheet would not read this as UTF-8");
  const [head, ...rows] = cells(text.slice(1));
  return rows.map((row) => {
    if (row.length !== head!.length) throw new Error(`a row has ${row.length} cells, the head ${head!.length}: ${row.join("|")}`);
    return Object.fromEntries(head!.map((name, index) => [name, row[index]!]));
  });
}

function cells(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let rest = text;
  while (rest !== "") {
    const quoted = /^"((?:[^"]|"")*)"(,|\r\n|$)/.exec(rest);
    const plain = quoted ?? /^([^",\r\n]*)(,|\r\n|$)/.exec(rest);
    if (!plain) throw new Error(`no cell begins here: ${rest.slice(0, 40)}`);
    row.push(quoted ? plain[1]!.replaceAll('""', '"') : plain[1]!);
    rest = rest.slice(plain[0].length);
    if (plain[2] !== "," || rest === "") {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
