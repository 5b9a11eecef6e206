// Whose steps they are: the walk player after the login has ended, and beside other users of the same browser.
import type { Page } from "@playwright/test";
import { expect, fillSignIn, makeUser, signIn, test } from "../support/fixtures";
import { press, saved } from "../support/page";
import { crash, expectTaken, go, notSaved, offline, status, way } from "../support/player";
import { stored } from "../support/session";
import { hydrated, startWalk, step } from "../support/walk";

test("A login that ends in the middle of a walk loses no step: signed in again, they are sent", async ({ desk, technician }) => {
  const id = await startWalk(desk);
  await go(desk, way(1));
  await saved(desk);
  await signOutElsewhere(desk);
  await go(desk, way(3).slice(1));
  await expect(status(desk)).toHaveText("Signed out: 2 steps kept on this computer");

  desk.on("dialog", (dialog) => void dialog.accept());
  await press(desk, desk.getByRole("link", { name: "Sign in again" }));
  await expect(desk.getByText("You will go on where you were.")).toBeVisible();
  await fillSignIn(desk, technician);
  await hydrated(desk);
  await expect(step(desk)).toHaveText("Does the user have working internet?");
  await saved(desk);
  expectTaken(await stored(desk, id), way(3));
});

test("Signed in again in another tab, the next step takes along those that waited", async ({ desk, technician }) => {
  const id = await startWalk(desk);
  await signOutElsewhere(desk);
  await go(desk, way(2));
  await expect(status(desk)).toHaveText("Signed out: 2 steps kept on this computer");
  await signIn(await desk.context().newPage(), technician);
  await desk.bringToFront();
  await go(desk, way(3).slice(2));
  await saved(desk);
  expectTaken(await stored(desk, id), way(3));
});

test("Another user of the browser neither sees nor sends what somebody could not send", async ({ desk, technician }) => {
  const id = await startWalk(desk);
  await desk.context().setOffline(true);
  await go(desk, way(2));
  await expect(status(desk)).toHaveText(offline(2));
  const page = await desk.context().newPage();
  await crash(desk);
  await page.context().setOffline(false);
  await page.context().clearCookies();

  await signIn(page, makeUser("technician"));
  await page.goto(`/sessions/${id}/walk`);
  await expect(step(page)).toHaveText(`${technician.name} holds this session`);
  const theirs = await startWalk(page);
  await expect(status(page)).toHaveText("Saved");
  await expect(notSaved(page)).toHaveCount(0);
  await go(page, way(1));
  await saved(page);
  expectTaken(await stored(page, theirs), way(1));
  expect((await stored(page, id)).decisions).toEqual([]);

  await page.context().clearCookies();
  await signIn(page, technician);
  await page.goto(`/sessions/${id}/walk`);
  await hydrated(page);
  await expect(step(page)).toHaveText("Get the user online");
  await saved(page);
  expectTaken(await stored(page, id), way(2));
});

test("A page that stayed open sends nothing for whoever signs in after its user", async ({ desk, technician }) => {
  const id = await startWalk(desk);
  await desk.context().clearCookies();
  const other = await desk.context().newPage();
  await signIn(other, makeUser("manager"));
  await desk.bringToFront();
  await desk.getByRole("button", { name: "Only this user" }).click();
  await expect(status(desk).or(notSaved(desk)).filter({ hasText: /^(Not saved|Signed out): 1 step/ })).toBeVisible();
  expect((await stored(other, id)).decisions).toEqual([]);

  await other.context().clearCookies();
  await signIn(other, technician);
  desk.on("dialog", (dialog) => void dialog.accept());
  await desk.reload();
  await hydrated(desk);
  await expect(step(desk)).toHaveText("Does the user have working internet?");
  await saved(desk);
  expectTaken(await stored(desk, id), way(1));
});

/** Ends the login as another computer would. */
async function signOutElsewhere(page: Page): Promise<void> {
  const [origin, cookies] = [new URL(page.url()).origin, await page.context().cookies()];
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  await fetch(`${origin}/api/sign_out`, { method: "POST", headers: { cookie }, redirect: "manual" });
}

test("Signing out on another page asks while steps wait, and whoever stays finds them sent", async ({ desk }) => {
  const id = await startWalk(desk);
  await desk.context().setOffline(true);
  await go(desk, way(2));
  await expect(status(desk)).toHaveText(offline(2));
  const page = await desk.context().newPage();
  await crash(desk);
  await page.context().setOffline(false);
  await page.goto("/trees");
  const asked: string[] = [];
  page.once("dialog", (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  });
  await page.getByRole("button", { name: /^Menu of/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  expect(asked).toEqual(["Some steps are not saved. Sign out anyway?"]);
  await page.goto(`/sessions/${id}/walk`);
  await saved(page);
  expectTaken(await stored(page, id), way(2));
  await page.goto("/trees");
  await page.getByRole("button", { name: /^Menu of/ }).click();
  await press(page, page.getByRole("button", { name: "Sign out" }));
  await expect(page).toHaveURL(/\/sign-in/);
});
