// Changing a step on the session page: its forms come on demand, keep what was typed, and lead back to where they were.
import { expect, test } from "../support/fixtures";
import { paste, press } from "../support/page";
import { stored } from "../support/session";
import { complete, startWalk, take } from "../support/walk";

test("The forms of one step come on demand, keep what was refused, and lead back to the step", { tag: "@plain" }, async ({ desk }) => {
  const id = await startWalk(desk);
  await take(desk, "Only this user", "No, or a guest sign-in page appears");
  await complete(desk, "Resolved");
  const edit = desk.getByRole("link", { name: "Edit step 2" });
  const field = desk.getByLabel("Notes", { exact: true });
  const save = desk.getByRole("button", { name: "Save notes" });
  await press(desk, edit);
  await expect(field).toBeFocused();
  await expect(desk.getByRole("main").locator("form:has([name=visit])")).toHaveCount(2);

  await paste(field, "x".repeat(8_001));
  await press(desk, save);
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("x".repeat(8_001));
  await expect(field).toHaveAccessibleDescription(/8001 characters long; at most 8000 fit\.$/);
  expect((await stored(desk, id)).decisions[1]!.notes).toBe("");

  await field.fill("The cable was loose.");
  await press(desk, save);
  await expect(field).toHaveCount(0);
  await expect(edit).toBeFocused();
  await expect(edit).toBeInViewport();
  await expect(desk.getByRole("listitem").filter({ has: edit })).toContainText("The cable was loose.");
  expect((await stored(desk, id)).decisions[1]!.notes).toBe("The cable was loose.");

  await press(desk, edit);
  await press(desk, desk.getByRole("link", { name: "Discard changes" }));
  await expect(edit).toBeFocused();
});
