// Makes pages quicker that work without it.
"use strict";
(() => {
    const root = document.documentElement;

    // A refused form is shown at its action's address.
    const page = document.querySelector("[data-page]")?.dataset.page;
    if (page) history.replaceState(null, "", page + location.hash);

    const said = document.createElement("div");
    said.className = "said";
    said.setAttribute("role", "status");
    document.body.append(said);
    let silence;
    const say = (words) => {
        said.textContent = words;
        clearTimeout(silence);
        silence = setTimeout(() => (said.textContent = ""), 2000);
    };
    document.addEventListener("say", ({ detail }) => say(detail));

    // The server reads the cookie.
    const chooseTheme = (form, button) => {
        document.cookie = `theme=${button.value}; Path=/; Max-Age=31536000; SameSite=Lax`;
        if (button.value === "system") delete root.dataset.theme;
        else root.dataset.theme = button.value;
        for (const other of form.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
    };

    document.addEventListener("submit", (event) => {
        const form = event.target;
        const mine = !document.querySelector("[data-player-form]") && form.dataset.unsent;
        const waits = mine && Object.keys(localStorage).some((key) => key.startsWith(mine));
        if (waits && !confirm("Some steps are not saved. Sign out anyway?")) event.preventDefault();
        if (form.matches("[data-theme-switch]") && event.submitter) {
            event.preventDefault();
            chooseTheme(form, event.submitter);
        }
    });

    // Steps that the server does not have are told on every page but that of their walk.
    const tellUnsent = (event) => {
        const notice = document.querySelector("[data-not-saved]");
        // What another tab has just done is saved in a moment.
        if (!notice || (event?.type === "storage" && notice.hidden)) return;
        const start = notice.dataset.notSaved;
        const own = document.querySelector("[data-player]")?.dataset.player.split(" ")[0];
        const key = Object.keys(localStorage).find((key) => key.startsWith(start) && key !== start + own);
        notice.hidden = !key;
        if (!key) return;
        const count = localStorage[key];
        notice.querySelector("span").textContent = count === "1" ? "1 step" : `${count} steps`;
        notice.querySelector("a").href = `/sessions/${key.slice(start.length)}/walk?unsent=1`;
    };
    tellUnsent();
    for (const event of ["storage", "pageshow"]) addEventListener(event, tellUnsent);

    // The server's clock less ours: measured on a fresh page, remembered on a kept one.
    const seconds = () => Date.now() / 1000;
    const kept = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
    let ahead = kept ? Number(sessionStorage.getItem("ahead") ?? NaN) : NaN;
    const clock = (elapsed) => {
        const [h, m, s] = [elapsed / 3600, (elapsed / 60) % 60, elapsed % 60].map(Math.floor);
        const two = (part) => String(part).padStart(2, "0");
        return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
    };
    // A login warns five minutes before its first end.
    const warn = () => {
        const warnings = [...document.querySelectorAll("[data-ends]")];
        const end = Math.min(...warnings.map((warning) => warning.dataset.ends));
        const first = warnings.findLast((warning) => Number(warning.dataset.ends) === end);
        for (const warning of warnings) warning.hidden = warning !== first || seconds() + ahead < end - 300;
    };
    const going = ":not([data-paused] *)";
    const tick = () => {
        const stamped = document.querySelector("[data-now]");
        if (stamped && Number.isNaN(ahead)) sessionStorage.setItem("ahead", (ahead = stamped.dataset.now - seconds()));
        if (!Number.isNaN(ahead)) {
            warn();
            for (const line of document.querySelectorAll(`[data-due]${going}`)) {
                const isOver = seconds() + ahead >= line.dataset.due;
                const words = isOver ? line.dataset.past : line.dataset.within;
                line.toggleAttribute("data-over", isOver);
                if (line.textContent !== words) line.textContent = words;
            }
        }
        for (const timer of document.querySelectorAll(`[data-since]${going}`)) {
            const text = clock(Math.max(0, Math.floor(seconds() + ahead - timer.dataset.since + 0.01)));
            if (timer.textContent !== text) timer.textContent = text;
        }
    };
    // The player measures better.
    document.addEventListener("ahead", (event) => {
        sessionStorage.setItem("ahead", (ahead = event.detail));
        tick();
    });
    const keepTicking = () => {
        tick();
        setTimeout(keepTicking, 1000 - ((seconds() + (ahead || 0)) % 1) * 1000);
    };
    keepTicking();
    // The player has put budgets on the page.
    document.addEventListener("due", tick);
    // Timers fire late after sleep.
    for (const event of ["pageshow", "focus"]) addEventListener(event, tick);
    document.addEventListener("visibilitychange", tick);

    // Stays signed in without leaving what is being typed.
    document.addEventListener("submit", async (event) => {
        const form = event.target;
        if (!form.matches("[data-stay]")) return;
        event.preventDefault();
        const headers = { accept: "application/json", "content-type": "application/x-www-form-urlencoded" };
        const answer = await fetch(form.action, { method: "POST", headers }).catch(() => ({}));
        if (!answer.ok) return say(answer.status === 401 ? "Your login has ended" : "That did not work. Try again");
        const warning = form.closest("[data-ends]");
        const end = Math.floor(seconds() + ahead) + Number(form.dataset.stay);
        warning.dataset.ends = end;
        document.getElementById("main").focus({ preventScroll: true });
        warn();
        say("You stay signed in");
        const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: form.dataset.zone });
        Object.assign(warning.querySelector("time"), { textContent: clock.format(end * 1000), title: "" });
    });

    const copy = async (text, button) => {
        try {
            // Safari lets nothing be written that is not named while the press lasts.
            const item = { "text/plain": Promise.resolve(text).then((text) => new Blob([text], { type: "text/plain" })) };
            await navigator.clipboard.write([new ClipboardItem(item)]);
        } catch {
            // Not over https.
            const area = Object.assign(document.createElement("textarea"), { value: await text, className: "sr-only" });
            button.after(area);
            area.select();
            const copied = document.execCommand("copy");
            area.remove();
            if (!copied) throw new Error("not copied");
        }
    };
    // An export comes from the server, which keeps that it was taken; an edited one goes there first, to be redacted like the rest.
    const exported = async (button) => {
        const form = button.closest("form");
        const answer = await fetch(button.dataset.copyExport, form && { method: "POST", body: new URLSearchParams(new FormData(form)) });
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        return answer.text();
    };
    document.addEventListener("click", async (event) => {
        const button = event.target.closest("[data-copy-export]");
        if (!button) return;
        event.preventDefault();
        const text = exported(button);
        try {
            await copy(text, button);
            const area = button.closest("form")?.querySelector("textarea");
            if (area) area.value = await text;
            say("Copied");
        } catch {
            if (button.href) location.assign(button.href);
            else say("That did not work. Try the download");
        }
        button.focus();
    });
    // Copies the element that a button names.
    document.addEventListener("click", async (event) => {
        const button = event.target.closest("[data-copy]");
        const source = button && document.getElementById(button.dataset.copy);
        if (!source) return;
        event.preventDefault();
        try {
            await copy(source.value ?? source.textContent, button);
            say("Copied");
        } catch {
            if (source.select) source.select();
            else getSelection().selectAllChildren(source);
            say("Press Ctrl+C to copy");
        }
        button.focus();
    });

    // Filters apply at once. Parts marked data-swap are replaced, the rest of the page keeps focus and caret.
    let asked;
    let pause;
    // Not by scrollIntoView, behind which Chromium 148 goes on with Tab.
    const showTab = () => {
        const tab = document.querySelector(".tabs [aria-current]");
        if (tab) tab.closest(".tabs").scrollLeft = tab.offsetLeft + tab.offsetWidth / 2 - innerWidth / 2;
    };
    // The address that is shown, without its fragment.
    const here = () => location.pathname + location.search;
    let shown = here();
    // Keeps what is unfolded, typed and focused.
    const replace = (place, part) => {
        const held = document.activeElement;
        const alike = (where) => [...where.querySelectorAll(held.localName)];
        const position = alike(place).indexOf(held);
        for (const was of place.querySelectorAll("details[id], input[id]")) {
            const is = part.querySelector("#" + was.id) ?? {};
            if (was.open) is.open = true;
            if (was.value !== was.defaultValue) is.value = was.value;
            if (was.checked !== was.defaultChecked) is.checked = was.checked;
        }
        const open = [...place.querySelectorAll(":popover-open")].map(({ id }) => id);
        const tables = (where) => [...where.querySelectorAll("[role=region]")];
        const across = tables(place).map(({ scrollLeft }) => scrollLeft);
        place.replaceWith(part);
        tables(part).forEach((table, position) => (table.scrollLeft = across[position] ?? 0));
        for (const id of open) document.getElementById(id)?.showPopover();
        const found = alike(part).find(({ id, href }) => (id ? id === held.id : href && href === held.href));
        if (position >= 0) (found ?? alike(part)[position])?.focus({ preventScroll: true });
    };
    const swap = async (form, typing) => {
        clearTimeout(pause);
        asked?.abort();
        asked = new AbortController();
        // A form that posts asks by its button.
        const asks = form.querySelector("[data-asks]");
        const url = new URL(asks?.formAction ?? form.action);
        url.search = new URLSearchParams(new FormData(form));
        const leave = () => asks || location.assign(url);
        const main = document.getElementById("main");
        main.setAttribute("aria-busy", "true");
        try {
            const answer = await fetch(url, { signal: asked.signal, headers: { accept: "text/html" } });
            const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
            const places = [...document.querySelectorAll("[data-swap]")];
            // Signed out, or a problem page.
            if (answer.redirected || !answer.ok || places.some(({ id }) => !fresh.getElementById(id))) return leave();
            for (const place of places) replace(place, fresh.getElementById(place.id));
            // Live regions stay in place, so that they are announced.
            for (const says of document.querySelectorAll("[data-swapped]")) says.textContent = fresh.getElementById(says.id)?.textContent;
            if (!asks) history[typing ? "replaceState" : "pushState"](null, "", url);
            shown = here();
            count();
            showTab();
        } catch (error) {
            if (error.name !== "AbortError") leave();
            return;
        }
        main.removeAttribute("aria-busy");
    };

    // A part that is fetched anew every few seconds, as long as it is looked at.
    const live = () => document.querySelector("[data-refresh]");
    if (live()) {
        const pace = 5000;
        const [fresh, late, over, button, says] = ["fresh", "late", "over", "pause", "says"].map((name) => document.querySelector(`[data-now-${name}]`));
        let [wait, tag, next, isAsking, isOver] = [pace];
        const isPaused = () => live().hasAttribute("data-paused");
        const stamp = () => {
            const at = new Date((seconds() + (ahead || 0)) * 1000);
            const words = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: live().dataset.zone });
            Object.assign(fresh.querySelector("time"), { textContent: words.format(at), dateTime: at.toISOString(), title: "" });
        };
        // Says why what is shown is not of now; nothing where it is.
        const tell = (why = "") => {
            late.hidden = !why;
            fresh.hidden = !!why;
            late.querySelector("time").textContent = fresh.querySelector("time").textContent;
            late.querySelector("span").textContent = why;
        };
        const end = (why) => {
            isOver = over.firstElementChild.textContent = why;
            over.hidden = !(button.hidden = true);
        };
        const isSelected = (place) => !getSelection().isCollapsed && getSelection().containsNode(place, true);
        const show = (place, html) => {
            const part = new DOMParser().parseFromString(html, "text/html").getElementById(place.id);
            if (part.dataset.says !== place.dataset.says) says.textContent = part.dataset.says;
            replace(place, part);
            tick();
        };
        const refresh = async () => {
            clearTimeout(next);
            if (isAsking || isOver || isPaused() || document.hidden) return;
            isAsking = true;
            try {
                if (!navigator.onLine) throw new Error("offline");
                const headers = tag ? { "if-none-match": tag } : {};
                const answer = await fetch(live().dataset.refresh, { headers, signal: AbortSignal.timeout(15000) });
                const html = await answer.text();
                if (answer.status === 401) end("You are signed out.");
                else if (answer.status === 403) end("You may not see this any more.");
                else if (!answer.ok && answer.status !== 304) throw new Error(answer.status);
                else if (isPaused()) wait = pace;
                else if (answer.ok && isSelected(live())) tell("Text is selected.");
                else {
                    if (answer.ok) show(live(), html);
                    tag = answer.headers.get("etag");
                    wait = pace;
                    stamp();
                    tell();
                }
            } catch {
                wait = Math.min(wait * 2, 60000);
                tell("The server does not answer. This goes on by itself.");
            }
            isAsking = false;
            next = setTimeout(refresh, wait);
            document.dispatchEvent(new Event("refreshed"));
        };
        const begin = () => {
            wait = pace;
            refresh();
        };
        button.hidden = false;
        button.addEventListener("click", () => {
            const paused = live().toggleAttribute("data-paused");
            button.textContent = paused ? "Go on updating" : "Pause updates";
            if (!paused) begin();
        });
        document.addEventListener("visibilitychange", refresh);
        addEventListener("online", begin);
        addEventListener("pageshow", ({ persisted }) => persisted && begin());
        next = setTimeout(refresh, pace);
    }
    const swaps = (form) => form?.matches?.("[data-live]") && document.querySelector("[data-swap]");
    const isAsked = (form) => swaps(form) || form?.querySelector("[data-asks]");
    const later = (form) => {
        clearTimeout(pause);
        pause = setTimeout(swap, 250, form, true);
    };
    document.addEventListener("input", (event) => {
        if (isAsked(event.target.form) && event.target.matches("input:not([type=checkbox])")) later(event.target.form);
    });
    // Options that would replace what was typed wait for it.
    document.addEventListener("input", ({ target }) => {
        const options = document.getElementById(target.form?.dataset.holds);
        if (!options) return;
        options.disabled = target.value !== target.defaultValue;
        target.form.querySelector("[data-held]").hidden = !options.disabled;
    });
    document.addEventListener("submit", (event) => {
        if (!swaps(event.target)) return;
        event.preventDefault();
        swap(event.target);
    });
    addEventListener("popstate", () => here() !== shown && location.reload());
    document.addEventListener("change", (event) => {
        const form = event.target.form;
        if (form?.matches("[data-live]") && event.target.matches("select, input[type=checkbox], input[type=radio]")) {
            if (!swaps(form)) sessionStorage.setItem("focus", location.pathname + "#" + event.target.id);
            form.requestSubmit();
        }
    });
    document.addEventListener("formdata", (event) => {
        if (event.target.matches("[data-live]")) {
            for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
        }
    });
    // Says how many are selected.
    const count = () => {
        const [all, some] = ["", ":checked"].map((which) => document.querySelectorAll("[data-one]" + which).length);
        for (const says of document.querySelectorAll("[data-selected]")) says.textContent = `${some} selected`;
        for (const box of document.querySelectorAll("[data-all]")) box.checked = all > 0 && some === all;
    };
    document.addEventListener("change", ({ target }) => {
        if (target.matches("[data-all]")) for (const box of document.querySelectorAll("[data-one]")) box.checked = target.checked;
        if (target.matches("[data-all], [data-one]")) count();
    });
    count();
    showTab();
    // A map begins at its first step.
    const map = document.querySelector(".map");
    if (map) {
        const [first, all] = [map.querySelector("a"), map].map((element) => element.getBoundingClientRect());
        map.scrollLeft += first.left + first.width / 2 - all.left - all.width / 2;
    }
    const [path, id] = (sessionStorage.getItem("focus") ?? "").split("#");
    sessionStorage.removeItem("focus");
    if (id && path === location.pathname) document.getElementById(id)?.focus({ preventScroll: true });
})();
