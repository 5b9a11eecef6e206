// A session as its JSON export tells it: the records are those that are stored.
import type { Page } from "@playwright/test";

export interface DecisionRecord {
  id: string;
  node_id: string | null;
  node_type: string;
  title: string;
  option_id: string | null;
  answer: string | null;
  notes: string;
  entered_at: string;
  exited_at: string;
  duration_seconds: number;
  active_seconds: number;
  left_by: string;
  superseded: boolean;
  clock: string;
}

export interface SessionDocument {
  format: string;
  session: {
    id: string;
    state: "active" | "completed";
    as_of?: string;
    tree_key: string;
    tree_name: string;
    tree_version: number;
    technicians?: string[];
    ticket?: string;
    client?: string;
    started_at: string;
    completed_at?: string;
    total_seconds: number;
    active_seconds: number;
    parked_seconds: number;
    parked_reason?: string;
    outcome?: string;
    outcome_notes?: string;
    next_steps?: string;
    scratchpad?: string;
  };
  steps: {
    number: number;
    title: string;
    answer?: string;
    notes?: string;
    output?: string;
    entered_at: string;
    exited_at: string;
    duration_seconds: number;
    superseded: boolean;
    in_progress?: boolean;
  }[];
  decisions: DecisionRecord[];
}

/** What stands in the database about a session, as whoever is signed in on the page may export it. */
export async function stored(page: Page, id: string): Promise<SessionDocument> {
  const response = await page.request.get(`/sessions/${id}/export.json`);
  if (!response.ok()) throw new Error(`the export of ${id} answered ${response.status()}`);
  return (await response.json()) as SessionDocument;
}

/** Seconds since the epoch of an instant, in UTC or with an offset behind a blank. */
export function seconds(instant: string): number {
  const parsed = Date.parse(instant.replace(/^(\S+) (\S+) (\S+)$/, "$1T$2$3"));
  if (Number.isNaN(parsed)) throw new Error(`${instant} is no instant`);
  return parsed / 1000;
}

/** How long the open step has been going on by the server's clock. */
export async function elapsedSeconds(page: Page, id: string): Promise<number> {
  return (await stored(page, id)).steps.at(-1)!.duration_seconds;
}
