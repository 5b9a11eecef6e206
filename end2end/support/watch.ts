// The test's own clock beside a walk.
import { type Page, expect } from "@playwright/test";
import { press } from "./page";
import { type DecisionRecord, seconds } from "./session";
import { type Ending, type Outcome, complete } from "./walk";

/** When something was pressed: some time between these two, in seconds. */
interface Moment {
  before: number;
  after: number;
}

export class Watch {
  private readonly moments: Moment[] = [];

  constructor(private readonly page: Page) {}

  async around(action: () => Promise<void>): Promise<void> {
    const before = Date.now() / 1000;
    await action();
    this.moments.push({ before, after: Date.now() / 1000 });
  }

  press(button: string): Promise<void> {
    return this.around(() => press(this.page, this.page.getByRole("button", { name: button, exact: true })));
  }

  complete(outcome: Outcome, ending: Ending): Promise<void> {
    return this.around(() => complete(this.page, outcome, ending));
  }

  /** Holds the records against the moments: each visit lies between two of them, a parked one is followed by a resume. */
  check(records: DecisionRecord[]): void {
    let moment = 0;
    for (const record of records) {
      const [entered, left] = [this.moments[moment], this.moments[moment + 1]];
      if (!entered || !left) throw new Error("more visits than were pressed");
      const what = `${record.title}, ${record.left_by}`;
      // A browser claims by its reckoning of the server's clock, which timing rule 8 lets be off by a second.
      const off = record.clock === "client" ? 1 : 0;
      within(seconds(record.entered_at), entered, off, what);
      within(seconds(record.exited_at), left, off, what);
      // Timing rule 8 allows a second beside the round trip.
      expect(record.duration_seconds, what).toBeGreaterThanOrEqual(left.before - entered.after - 1);
      expect(record.duration_seconds, what).toBeLessThanOrEqual(left.after - entered.before + 1);
      moment += record.left_by === "parked" ? 2 : 1;
    }
    expect(moment, "every press is in the records").toBe(this.moments.length - 1);
  }
}

/** Instants are cut to whole seconds. */
function within(instant: number, { before, after }: Moment, off: number, what: string): void {
  expect(instant, what).toBeGreaterThanOrEqual(before - 1 - off);
  expect(instant, what).toBeLessThanOrEqual(after + off);
}
