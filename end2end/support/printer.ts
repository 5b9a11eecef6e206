// A tree that tests write from nothing.

type Kind = "decision" | "action" | "solution";
/** A step to be written. */
export interface Written {
  title: string;
  kind: Kind;
  /** Answers and the titles that they lead to; of an action only the title; of a solution its outcome. */
  to: [string, string][];
}

/** Twelve steps, two loops, and two steps with two parents. */
export const STEPS: Written[] = [
  { title: "Does the lamp light?", kind: "decision", to: [["Yes", "Is there paper?"], ["No", "Plug it in"]] },
  { title: "Is there paper?", kind: "decision", to: [["Yes", "Does a test page print?"], ["No", "Fill in paper"]] },
  { title: "Plug it in", kind: "action", to: [["", "Does the lamp light?"]] },
  { title: "Does a test page print?", kind: "decision", to: [["Yes", "Is the queue empty?"], ["No", "Restart the printer"], ["Garbled", "Install the driver"]] },
  { title: "Fill in paper", kind: "action", to: [["", "Is there paper?"]] },
  { title: "Is the queue empty?", kind: "decision", to: [["Yes", "It prints"], ["No", "Empty the queue"]] },
  { title: "Restart the printer", kind: "action", to: [["", "Does a test page print?"]] },
  { title: "Install the driver", kind: "action", to: [["", "Is the queue empty?"]] },
  { title: "It prints", kind: "solution", to: [["", "resolved"]] },
  { title: "Empty the queue", kind: "action", to: [["", "Does it print now?"]] },
  { title: "Does it print now?", kind: "decision", to: [["Yes", "It prints"], ["No", "Call the maker"]] },
  { title: "Call the maker", kind: "solution", to: [["", "escalated"]] },
];
