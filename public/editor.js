// Saves what authors write as they write it, and gives the outline keys. The editor's pages work without it.
"use strict";
(() => {
    const one = (selector, within = document) => within.querySelector(selector);
    const all = (selector, within = document) => [...within.querySelectorAll(selector)];
    const say = (words) => document.dispatchEvent(new CustomEvent("say", { detail: words }));
    const byId = (id) => document.getElementById(id);
    const on = (events, act, place = document) => events.split(" ").forEach((event) => place.addEventListener(event, act));
    const make = (name, parts) => Object.assign(document.createElement(name), parts);
    const pause = (wait) => new Promise((done) => setTimeout(done, wait));
    const parse = (html) => new DOMParser().parseFromString(html, "text/html");
    const load = async (address) => parse(await (await fetch(address)).text());
    const state = one("#editor-state");
    if (!state) return;
    const user = one("[data-not-saved]").dataset.notSaved;
    const here = location.pathname;
    const theForm = (within = document) => one("[data-editor]", within);
    // What stands in a form of a step around it goes with it.
    const placeOf = (form) => form.closest("#step") ?? form;
    // Texts that only a button takes: saving the step leaves them.
    const BESIDE = "[name='form[below]'], [name='form[branch]']";
    const FIELD = `:is(input:not([type=hidden]), textarea, select):not(${BESIDE})`;
    const fields = (form) => [...form.elements].filter((field) => field.matches(FIELD));
    const isAlike = (one, other) => one === other || one.trim() === other.trim();
    const isTyped = (field) => !isAlike(field.value, field.defaultValue ?? (one("option[selected]", field) ?? field.options[0]).value);
    const isDirty = (form) => fields(form).some(isTyped);

    let batch, timer, list, at, dragged, elsewhere, kept, isKept, isClash, isWaiting, isComposing, isDown;

    // What is sent stays in this browser until the server has it: a row a batch, with its form as it stands by now.
    const opened = new Promise((done, fail) => {
        const open = indexedDB.open("resolutionflow-drafts", 1);
        open.onupgradeneeded = () => open.result.createObjectStore("batches", { keyPath: "id" });
        open.onsuccess = () => done(open.result);
        open.onerror = fail;
    });
    const stored = async (act) => {
        const work = (await opened).transaction("batches", "readwrite", { durability: "strict" });
        const request = act(work.objectStore("batches"));
        return new Promise((done, fail) => {
            work.oncomplete = () => done(request.result);
            work.onabort = fail;
            // At once: a page that is closed waits for nothing.
            work.commit();
        });
    };
    // A row belongs to the tab that sends it, as long as that lives.
    const tab = `draft ${Date.now()} ${Math.random()}`;
    const claim = (name) =>
        new Promise((done) => {
            if (!navigator.locks) return done(true);
            navigator.locks.request(name, { ifAvailable: true }, (lock) => done(lock) || (lock && new Promise(() => {})));
        });
    claim(tab);
    const keep = (form = theForm(), isMore) => {
        Object.assign(batch, { isMore, html: placeOf(form).innerHTML, values: fields(form).map(({ id, value }) => [id, value]) });
        // Without storage, or where it is full, that is told.
        return (kept = stored((rows) => rows.put(batch)).then(
            () => (isKept = true),
            () => (isKept = false),
        ));
    };
    const drop = ({ id }) => stored((rows) => rows.delete(id)).catch(() => {});

    const tell = (words, link = "", href) => {
        if (state.textContent !== words) state.textContent = words;
        if (link) state.append(" ", make("a", { className: "link", textContent: link, href }));
    };
    const tellKept = (why = "", ...link) => tell(why + (isKept ? "Not saved, kept in this browser." : "Not saved. Keep this page open."), ...link);
    const tellSaved = (page = document) =>
        "unread" in (theForm(page)?.dataset ?? {})
            ? tell("Kept for you alone, not in the draft yet.")
            : tell(`Saved ${one(".editor-facts time", page).textContent.split(", ").at(-1)}`, elsewhere && "Something else is not: show it", elsewhere);

    // Gives a field a text; the caret stays where it was.
    const put = (field, text) => {
        if (field.value === text) return;
        const caret = field.selectionEnd;
        field.value = text;
        if (field === document.activeElement) field.setSelectionRange?.(caret, caret);
    };
    // Text of a field once the server has answered: nothing that was typed since is replaced.
    const settled = (field, theirs, sent) => {
        const now = field.value;
        const mine = sent.get(field.name);
        if (mine === null || isAlike(now, mine)) return mine !== null && isAlike(theirs, mine) ? now : theirs;
        if (isAlike(theirs, mine)) return now;
        isClash = true;
        return now;
    };

    // Makes a part of the page what the server's is, and keeps its elements, so that focus and caret stay.
    const keyOf = (node) => node.dataset?.key ?? (node.id || node.querySelector?.("[id]")?.id || "").replace(/\d+/g, "");
    const morph = (old, fresh, sent) => {
        if (old.nodeType !== 1) return old.data === fresh.data || (old.data = fresh.data);
        const isField = old.matches(FIELD) && old.form === theForm();
        const text = isField && settled(old, fresh.value, sent);
        const isCombo = old.role === "combobox";
        for (const { name } of [...old.attributes]) fresh.hasAttribute(name) || isCombo || name === "open" || old.removeAttribute(name);
        for (const { name, value } of fresh.attributes) (isCombo && name === "list") || old.setAttribute(name, value);
        let at = old.firstChild;
        const next = () => ([at] = [at.nextSibling, at])[1];
        for (const child of [...fresh.childNodes]) {
            while (at?.isOwn) next();
            let match = at;
            while (match && (match.nodeName !== child.nodeName || keyOf(match) !== keyOf(child))) match = match.nextSibling;
            if (!match) old.insertBefore(child, at);
            else {
                // What has the focus stays where it is, others move: an element that is moved loses it.
                if (match.contains(document.activeElement)) while (at !== match) match.after(next());
                if (match === at) next();
                else old.insertBefore(match, at);
                morph(match, child, sent);
            }
        }
        while (at) at.isOwn ? next() : next().remove();
        if (isField) put(old, text);
    };
    // A row that was new has an id by now: its fields are the same.
    const pair = (form, fresh, sent) => {
        const keys = all("[data-key]", form).map(keyOf);
        const label = (row) => one(FIELD, row);
        const rows = all("fieldset[data-key]", fresh).filter((row) => !keys.includes(keyOf(row)));
        for (const row of all("fieldset[data-key='']", form)) {
            const found = rows.find((other) => isAlike(label(other).value, sent.get(label(row).name) ?? ""));
            if (found) row.dataset.key = keyOf(found);
        }
    };
    // Fields that were typed in since they were sent.
    const since = (form, sent) => fields(form).filter((field) => sent.has(field.name) && !isAlike(field.value, sent.get(field.name)));
    const showLost = (texts) => texts[0] && state.after(make("p", { isOwn: true, className: "typed notice", textContent: `No longer in the draft:\n${texts.join("\n")}` }));
    const show = (page, sent) => {
        const [fresh, form, focused] = [one("#main", page), theForm(), document.activeElement];
        const typed = since(form, sent);
        const notice = one("[role=status] > .notice:not([hidden])", fresh);
        if (notice && notice.textContent !== "Saved.") say(notice.textContent);
        notice?.remove();
        one("#editor-state", fresh).textContent = state.textContent;
        pair(form, fresh, sent);
        isClash = false;
        morph(one("#main"), fresh, sent);
        // Of what both have changed the server asks, as long as the form is of the revision before.
        if (isClash) for (const name of ["base_revision", "form[seen]"]) for (const field of all(`[name="${name}"]`, theForm())) field.value = sent.get(name);
        if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
        showLost(typed.filter((field) => !field.isConnected).map(({ value }) => value));
        decorate();
    };

    const showOutline = (page) => {
        const fresh = one("#outline", page);
        if (fresh) morph(one("#outline"), fresh);
        decorate();
    };

    // Where nothing is answered, or nobody is signed in, the same is sent again, until it is.
    let stuck = () => {};
    const deliver = async ({ action, body, page }) => {
        for (let wait = 1000; ; wait = Math.min(wait * 2, 8000)) {
            let isOut = false;
            try {
                const headers = { accept: "text/html", prefer: "return=representation" };
                const answer = await fetch(action, { method: "POST", body: new URLSearchParams(body), headers, referrer: page, keepalive: body.length < 60000, signal: AbortSignal.timeout(60000) });
                isOut = answer.status === 401 || /sign-in/.test(answer.url);
                if (!isOut && answer.status < 500 && answer.status !== 429) {
                    return { isGood: answer.ok, address: new URL(answer.headers.get("content-location") ?? page, location), page: parse(await answer.text()) };
                }
            } catch {
                // No answer.
            }
            isWaiting = true;
            isOut ? tellKept("You are signed out. ", "Sign in", `/sign-in?next=${encodeURIComponent(page)}`) : tellKept();
            stuck();
            await pause(wait);
        }
    };

    const reason = (page) => one("[role=alert], h1 + p", page).textContent;
    const isHere = (form) => document.contains(form);
    const compose = (form, deed = "save", extra) => {
        for (const name in extra) form.elements[name].value = extra[name];
        const sent = new FormData(form);
        sent.set("deed", deed);
        const step = sent.get("step");
        const page = here + (step ? `?step=${encodeURIComponent(step)}` : "");
        return { id: sent.get("command_id"), user, tab, page, action: form.getAttribute("action"), body: `${new URLSearchParams(sent)}` };
    };
    const go = (address, goal) => {
        sessionStorage.goal = goal;
        location.assign(address);
    };
    // Nothing moves under a finger, or while a word is composed.
    const quiet = async () => {
        while (isComposing || isDown || dragged) await pause(50);
    };

    // Sends a batch, and brings its answer into the page.
    const send = async (form, goal) => {
        tell("Saving…");
        const sent = new URLSearchParams("theirs" in form.dataset ? "" : batch.body);
        let { isGood, address, page } = await deliver(batch);
        isWaiting = false;
        await quiet();
        const done = batch;
        const stepOf = ({ search }) => new URLSearchParams(search).get("step");
        if (!isHere(form) || (isGood && (address.pathname !== here || stepOf(address) !== stepOf(location)))) {
            if (/add-step|paste/.test(sent.get("deed"))) for (const field of all(BESIDE, form)) sessionStorage.removeItem(besideKey(field));
            if (!isHere(form) || !since(form, sent).length) {
                batch = undefined;
                await drop(done);
                if (isGood && (isHere(form) || isBusy < 2)) return go(address, goal);
                // Refused, or followed by another one already: the outline says how it is.
                showOutline(page);
                tellSaved(one(".editor-facts", page) ? page : document);
                return isGood || say(reason(page));
            }
            // Whoever types on stays.
            page = await load(batch.page);
        }
        if (isGood) tellSaved(page);
        // A draft that has ended leaves the page as it is, with the reason.
        const isThere = one(".editor-facts", page);
        if (isThere) show(page, sent);
        if (!isGood) {
            // Refused: it is not sent again by itself.
            batch.body = "";
            await keep(theForm() ?? form);
            tellKept(isThere ? "" : `${reason(page)} `);
            return one("#disputed")?.scrollIntoView({ block: "center" });
        }
        batch = undefined;
        const now = theForm();
        if (isDirty(now)) await (isHeld() ? hold() : run("save", now));
        return drop(done);
    };
    const run = (deed, form = theForm(), extra, goal) => {
        const old = batch;
        // Which may have the same id.
        if (old && isHere(form)) drop(old);
        batch = compose(form, deed, extra);
        keep(form);
        return send(form, goal);
    };
    // What is not sent by itself is kept, at least.
    const hold = async () => {
        batch ??= { ...compose(theForm()), body: "" };
        await keep();
        tellKept();
    };
    // One after the other.
    let chain = Promise.resolve();
    let isBusy = 0;
    const queue = (work) => {
        isBusy++;
        chain = chain.then(work).catch(console.error).finally(() => isBusy--);
        return chain;
    };
    const isHeld = () => one("#disputed");
    const save = () => {
        clearTimeout(timer);
        const form = theForm();
        if (isBusy) return batch && keep(form, true).then(() => isWaiting && tellKept());
        if (!form || isHeld()) return form && hold();
        if (isDirty(form)) return queue(() => run("save"));
        if (batch) drop(batch);
        batch = undefined;
        tellSaved();
    };
    const press = (deed, extra, goal) => {
        clearTimeout(timer);
        return queue(() => run(deed, theForm(), extra, goal));
    };
    // Before another page is opened: saved, or at least kept.
    const leave = async (then) => {
        save();
        if (!isWaiting) await Promise.race([chain, new Promise((done) => (stuck = done))]);
        // The storage may be slower than a line that breaks.
        await kept;
        if (isKept || !isWaiting) then();
    };

    const besideKey = ({ name }) => user + here + location.search + name;
    on("input", ({ target }) => {
        const form = theForm();
        if (!form || target.form !== form) return;
        if (target.matches(BESIDE)) return (sessionStorage[besideKey(target)] = target.value);
        clearTimeout(timer);
        // While something is sent, its end says what is saved.
        if (!isBusy || !batch || isWaiting) tell("Not saved yet.");
        // Half of a target is another one, and half of a text no tree: they are saved when their field is left. So are tags, which are put in order.
        if (!/combobox|tags/.test(target.role + target.name)) timer = setTimeout(form.dataset.editor && !isBusy ? hold : save, 800 + target.value.length / 1000);
    });
    on("change focusout", ({ target, type }) => {
        if (target.form && target.form === theForm() && (type === "focusout" || target.options)) isDown ? (isDown = 2) : save();
    });
    on("pointerdown", () => (isDown = 1));
    on("pointerup pointercancel dragend", () =>
        setTimeout(() => {
            if (isDown > 1) save();
            isDown = 0;
        }),
    );
    on("compositionstart compositionend", ({ type }) => (isComposing = type === "compositionstart"));
    on("visibilitychange", save);
    on("pagehide", save, window);
    on("submit", (event) => {
        const { target, submitter } = event;
        if (!target.matches("[data-editor], [data-theirs]")) return;
        event.preventDefault();
        const deed = submitter?.value || "save";
        const isBelow = document.activeElement.name === "form[below]" && deed === "save";
        clearTimeout(timer);
        foresee(one(".outline-node[data-chosen]"), deed);
        queue(() => run(isBelow ? "add-step" : deed, target, {}, "#form-title"));
    });
    on("click", (event) => {
        const [link, folds, form] = [event.target.closest("a"), event.target.closest(".folds"), theForm()];
        if (folds) fold(folds.closest(".outline-node"));
        if (!link || link.matches("[data-copy-export], [href*=afresh], [href*='#']") || event.ctrlKey || event.metaKey || event.shiftKey) return;
        if (form && (isBusy || isDirty(form))) {
            event.preventDefault();
            leave(() => location.assign(link.href));
        }
    });

    // The outline.
    const rows = () => all(".editor-outline .outline-node");
    const linkOf = (row) => one(".outline-title > a", row);
    const depth = (row) => row.dataset.depth;
    const folded = new Set();
    const decorate = () => {
        let deepest = Infinity;
        for (const row of rows()) {
            const isFolded = folded.has(row.dataset.key);
            row.hidden = depth(row) > deepest;
            if (!row.hidden) deepest = isFolded ? depth(row) : Infinity;
            one(".folds", row)?.setAttribute("aria-expanded", !isFolded);
        }
    };
    const fold = ({ dataset: { key } }) => {
        folded.delete(key) || folded.add(key);
        decorate();
    };
    // Gives the focus to the next row of some kind.
    const seek = (row, by, is = (other) => !other.hidden) => {
        const list = rows();
        let at = list.indexOf(row) + by;
        while (list[at] && !is(list[at])) at += by;
        if (list[at]) linkOf(list[at]).focus();
        return list[at];
    };
    // Opens a step with the focus in a field of it.
    const open = (row, selector) => {
        if ("chosen" in row.dataset && one(selector)?.checkVisibility()) one(selector).focus();
        else leave(() => go(linkOf(row).href, selector));
    };
    // Parts among which one is moved: answers of the form; steps below one decision, or those that nothing leads to.
    const likes = (part) => (part.matches("fieldset") ? all("fieldset[data-key]") : rows().filter(({ dataset: { group } }) => group && group === part.dataset.group));
    // Moves and deletes a step, or gives it another type, before the answer says how it is. What has the focus stays.
    const foresee = (row, deed, kind) => {
        const [, way, past] = /^(up|down):?(\d*)$/.exec(deed) ?? [];
        const by = way ? (past || 1) * (way === "up" ? -1 : 1) : 0;
        const [list, like] = [rows(), row ? likes(row) : []];
        const end = (part) => {
            let at = list.indexOf(part) + 1;
            while (list[at] && depth(list[at]) >= depth(part) && list[at].dataset.group !== part.dataset.group) at++;
            return at;
        };
        const other = by && like[like.indexOf(row) + by];
        if (other && by < 0) list[end(row) - 1].after(...list.slice(list.indexOf(other), list.indexOf(row)));
        else if (other) row.before(...list.slice(end(row), end(other)));
        if (row && /^remove(-branch)?$/.test(deed)) {
            if (row.contains(document.activeElement)) seek(row, 1) || seek(row, -1);
            row.hidden = true;
        }
        if (kind) one(".kind", row).replaceWith(one(`#keys [data-kind=${kind}] + dd .kind`).cloneNode(true));
    };
    const act = (row, deed, extra) => {
        const goal = deed === "remove" ? `#${linkOf(row).id}, .outline-node:last-child .outline-title > a` : ".outline-node[data-chosen] .outline-title > a";
        const [before, { href }] = [one(".editor").cloneNode(true), linkOf(row)];
        foresee(row, deed, extra?.["form[kind]"]);
        if ("chosen" in row.dataset) return press(deed, extra, goal);
        save();
        return queue(async () => {
            const page = await load(href).catch(() => {});
            const form = page && theForm(page);
            if (form) return run(deed, form, extra, goal);
            // Nothing is kept of it.
            showOutline(page ?? before);
            say(`Nothing was changed: the ${page ? "step is gone" : "server does not answer"}.`);
        });
    };
    // Copies the branch of a step, and then does something with it.
    const copy = (row, then) =>
        fetch(`${here}/tree.md?branch=${encodeURIComponent(row.dataset.key)}`)
            .then((answer) => answer.text())
            .then((text) => navigator.clipboard.writeText(text))
            .then(() => say("Copied"))
            .then(then)
            .catch(() => say("Not copied"));
    const isFaulty = (row) => one(".fault", row);
    const isOpen = (row) => one(".folds", row) && !folded.has(row.dataset.key);
    // Keys that the list behind "?" has no element or button for.
    const KEYS = {
        ArrowUp: (row) => seek(row, -1),
        ArrowDown: (row) => seek(row, 1),
        ArrowLeft: (row) => (isOpen(row) ? fold(row) : seek(row, -1, (other) => depth(other) < depth(row))),
        ArrowRight: (row) => (folded.has(row.dataset.key) ? fold(row) : isOpen(row) && seek(row, 1)),
        "Ctrl+c": copy,
        "Ctrl+x": (row) => copy(row, () => act(row, "remove-branch")),
        F8: (row) => seek(row, 1, isFaulty) || seek(undefined, 1, isFaulty),
    };
    const rowOf = (target) => {
        const outline = target.closest?.(".editor-outline");
        if (outline && !target.matches("input, #keys *")) return target.closest(".outline-node") ?? one(".outline-node[data-chosen]") ?? rows()[0];
    };
    on("keydown", (event) => {
        if (isComposing || event.getModifierState("AltGraph")) return;
        const isCtrl = event.ctrlKey || event.metaKey;
        // Other alphabets, and what Alt makes of a key: its place counts.
        const isPlaced = event.altKey || event.key > "~";
        const place = event.code.replace(/^(Key|Digit)/, "");
        const sign = isPlaced && place.length === 1 ? place : event.key;
        const key = sign.length > 1 ? sign : event.shiftKey ? sign.toUpperCase() : sign.toLowerCase();
        if (isCtrl && key === "s" && theForm()) {
            event.preventDefault();
            return isHeld() || press("save");
        }
        const row = rowOf(event.target);
        const keys = `${isCtrl ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${key}`;
        const { goal, deed, kind, click } = (row && one(`#keys [data-keys~=${JSON.stringify(keys)}]`)?.dataset) || {};
        if (!row || !(goal || deed || click || KEYS[keys]) || (isCtrl && !getSelection().isCollapsed) || (key === "Enter" && event.target !== linkOf(row))) return;
        event.preventDefault();
        if (goal) open(row, goal);
        else if (deed) act(row, deed, kind && { "form[kind]": kind });
        else if (click) one(click)?.click();
        else KEYS[keys](row);
    });
    on("paste", (event) => {
        const row = rowOf(event.target);
        if (!row) return;
        event.preventDefault();
        act(row, "paste", { "form[branch]": event.clipboardData.getData("text") });
    });

    // Dragging, beside the buttons: what is dropped elsewhere stays where it was.
    on("dragstart", ({ target, dataTransfer }) => {
        if (!target.matches?.(".outline-title > a, legend")) return;
        dragged = target.closest("li, fieldset");
        dataTransfer.setData("part", "");
    });
    on("dragover drop dragend", (event) => {
        const parts = dragged ? likes(dragged) : [];
        const [from, to] = [dragged, event.target.closest?.(".outline-node, fieldset")].map((part) => parts.indexOf(part));
        const isGood = from >= 0 && to >= 0 && from !== to && parts[to].dataset.key;
        for (const part of all("[data-drop]")) delete part.dataset.drop;
        if (isGood && event.type !== "dragend") {
            event.preventDefault();
            if (event.type === "dragover") parts[to].dataset.drop = to < from ? "before" : "after";
            else if (dragged.matches("fieldset")) press(`move-row:${from}.${to}`);
            else act(dragged, to < from ? `up:${from - to}` : `down:${to - from}`);
        }
        if (event.type !== "dragover") dragged = undefined;
    });

    // The list of steps below a field for a target.
    const close = (field) => {
        list?.remove();
        list = undefined;
        at = -1;
        field.setAttribute("aria-expanded", "false");
        field.removeAttribute("aria-activedescendant");
    };
    const choose = (field, { textContent, create }) => {
        put(field, create ?? textContent);
        close(field);
        if (create) press(`create:${/\d+/.exec(field.name) ?? 0}`);
        else if (field.form === theForm()) save();
        else field.form.submit();
    };
    const suggest = (field) => {
        close(field);
        const typed = field.value.trim();
        const found = [...one("#steps").options].map(({ value }) => value).filter((value) => value.toLowerCase().includes(typed.toLowerCase()));
        const options = found.slice(0, 50).map((value) => make("li", { textContent: value }));
        if (typed && !found.includes(typed) && field.form === theForm()) options.push(make("li", { textContent: `Create “${typed}”`, create: typed }));
        if (!options.length) return;
        list = make("ul", { isOwn: true, id: "choices", role: "listbox", ariaLabel: "Steps" });
        options.forEach((option, index) =>
            Object.assign(option, { id: `choice-${index}`, role: "option", onmousedown: (event) => event.preventDefault() || choose(field, option) }),
        );
        list.append(...options);
        field.after(list);
        field.setAttribute("aria-expanded", "true");
    };
    const COMBO = { role: "combobox", "aria-expanded": "false", "aria-controls": "choices" };
    on("focusin", ({ target }) => {
        if (!target.matches("input[list=steps]")) return;
        target.removeAttribute("list");
        for (const name in COMBO) target.setAttribute(name, COMBO[name]);
    });
    const plain = (field) => {
        if (field.role !== "combobox") return;
        close(field);
        for (const name in COMBO) field.removeAttribute(name);
        field.setAttribute("list", "steps");
    };
    on("focusout", ({ target }) => plain(target));
    on("input", ({ target }) => target.role === "combobox" && suggest(target));
    on("keydown", (event) => {
        const { target, key } = event;
        if (target.role !== "combobox" || isComposing) return;
        const by = { ArrowDown: 1, ArrowUp: -1 }[key];
        if (by && !list) suggest(target);
        const options = list ? [...list.children] : [];
        if (by && list) {
            if (at >= 0) options[at].ariaSelected = "false";
            at = (Math.max(at + by, -1) + options.length) % options.length;
            options[at].ariaSelected = "true";
            options[at].scrollIntoView({ block: "nearest" });
            target.setAttribute("aria-activedescendant", options[at].id);
        } else if (key === "Enter" && at >= 0) choose(target, options[at]);
        else if (key === "Escape" && list) close(target);
        else return;
        event.preventDefault();
    });

    // What an earlier page left: this form goes on where it was; others are sent, or told.
    const resume = async () => {
        const left = await stored((rows) => rows.getAll()).catch(() => []);
        // A tab may have left several.
        const tabs = {};
        const rows = [];
        for (const row of left) if (row.user === user && row.tab !== tab && (await (tabs[row.tab] ??= claim(row.tab)))) rows.push(row);
        const isOfPage = ({ page }) => theForm() && compose(theForm()).page === page;
        elsewhere = rows.find((row) => !isOfPage(row))?.page;
        let still;
        for (const row of rows) {
            const form = theForm();
            isKept = true;
            if (form && !batch && isOfPage(row)) {
                // It was chosen not to go on with it.
                if (location.search.includes("afresh")) {
                    drop(row);
                    continue;
                }
                await quiet();
                // What was typed while the storage was read stays, and so does its caret.
                const typed = new Map(fields(form).filter(isTyped).map(({ id, value }) => [id, value]));
                const { id, selectionEnd } = document.activeElement;
                batch = { ...row, tab };
                const fresh = placeOf(form).cloneNode();
                fresh.innerHTML = row.html;
                morph(placeOf(form), fresh, { get: () => null });
                one("#choices")?.remove();
                all("[role=combobox]").forEach(plain);
                for (const [id, value] of [...row.values, ...typed]) Object.assign(byId(id) ?? {}, { value });
                byId(id)?.setSelectionRange?.(selectionEnd, selectionEnd);
                showLost(row.values.filter(([id, value]) => typed.has(id) && !isAlike(typed.get(id), value)).map(([, value]) => value));
                tellKept();
                keep();
                if (row.body) await send(theForm());
                continue;
            }
            const answer = row.body && (await deliver(row));
            const isLost = location.href.endsWith(row.page);
            if (isLost) showLost(row.values.map(([, value]) => value));
            if (isLost || (answer?.isGood && !row.isMore)) drop(row);
            else tellKept("", "Show it", (still = row.page));
        }
        elsewhere = still;
        for (const field of all(BESIDE)) field.value ||= sessionStorage[besideKey(field)] ?? "";
    };
    const chosen = one(".outline-node[data-chosen]");
    if (chosen) one("#outline").scrollTop = chosen.offsetTop - 200;
    one(sessionStorage.goal)?.focus();
    delete sessionStorage.goal;
    // What was typed meanwhile is saved now.
    queue(resume).then(save);
})();
