// What people type and paste: nothing is cut, nothing is lost. Pages work without it.
"use strict";
(() => {
    const all = (selector, within = document) => [...within.querySelectorAll(selector)];
    const say = (words) => document.dispatchEvent(new CustomEvent("say", { detail: words }));
    // Replaces what is selected in a field as if it were typed: it can be undone.
    const type = (field, text) => {
        field.focus();
        document.execCommand("insertText", false, text);
    };

    // The browser's own way would take minutes for a long text.
    const set = (field, text) => {
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const button = (words, act) => Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: words, onclick: act });

    // Near its limit a field says how long its text is; past it, by how much. Output counts in bytes, everything else in characters.
    const bytes = (text) => new TextEncoder().encode(text);
    const size = ({ value }, output) => (output ? bytes(value.trimEnd()).length : [...value.trim()].length);
    const count = (number, word) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
    // The button cuts, at the end of a line where one is near, and says how much is left out.
    const keep = (field, end) => {
        const whole = bytes(field.value.trimEnd());
        const room = field.dataset.limit - 40;
        const text = new TextDecoder().decode(end ? whole.slice(-room) : whole.slice(0, room)).replace(/^\uFFFD+|\uFFFD+$/g, "");
        const line = end ? text.indexOf("\n") + 1 : text.lastIndexOf("\n");
        const near = line > 0 && (end ? line : text.length - line) < 2000;
        const kept = near ? (end ? text.slice(line) : text.slice(0, line)) : text;
        const gone = `[… ${Math.ceil((whole.length - bytes(kept).length) / 1000)} KB left out]`;
        const before = field.value;
        set(field, end ? `${gone}\n${kept}` : `${kept}\n${gone}`);
        document.getElementById(`${field.id}-count`).append(" ", button("Undo", () => set(field, before)));
    };
    const measure = (field) => {
        const [limit, output, id] = [Number(field.dataset.limit), field.name === "output", `${field.id}-count`];
        const length = size(field, output);
        const over = length - limit;
        let says = document.getElementById(id);
        const isFar = length < limit * 0.9;
        if ((isFar && !says) || says?.dataset.size === String(length)) return;
        if (!says) {
            says = Object.assign(document.createElement("p"), { id });
            says.setAttribute("aria-live", "polite");
            (document.getElementById(`${field.id}-note`) ?? field).after(says);
            field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
        }
        says.className = `mt-1 ${over > 0 ? "fault" : "hint"}`;
        if (over > 0) field.setAttribute("aria-invalid", "true");
        else if (says.dataset.over) field.removeAttribute("aria-invalid");
        Object.assign(says.dataset, { over: over > 0 ? "yes" : "", size: length });
        if (over > 0 && output) {
            says.replaceChildren(`Not saved: ${Math.ceil(over / 1000)} KB too long. `, button("Keep the end", () => keep(field, true)), " / ", button("Keep the beginning", () => keep(field)));
        } else if (over > 0) says.textContent = `${count(length, "character")}: ${over.toLocaleString("en")} too many. Nothing was cut.`;
        else if (isFar) says.textContent = "";
        else says.textContent = output ? `${Math.ceil(length / 1024)} of ${limit / 1024} KB` : `${length.toLocaleString("en")} of ${count(limit, "character")}`;
    };
    document.addEventListener("input", ({ target }) => target.dataset?.limit && measure(target));
    // The player sets the texts of another step without an event.
    const player = document.querySelector("[data-player]");
    const again = () => all("[id$='-count']", player).forEach(({ id }) => measure(document.getElementById(id.slice(0, -6))));
    if (player) new MutationObserver(again).observe(player, { childList: true, subtree: true, characterData: true });
    // Of what was refused the server has said why.
    for (const field of all("[data-limit]:not([aria-invalid])")) measure(field);

    // A pasted address of a ticket becomes its number. What has another shape here is left to the server, which knows more of them.
    const numberIn = (pattern, text) => {
        const bare = (address) => address.trim().replace(/^https?:\/\/([^/?#]*)/i, (_, host) => host.toLowerCase());
        const quote = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
        const [before, after] = bare(pattern).split("{ticket}").map(quote);
        return new RegExp(`^${before}([^/?&#]+)${after || "(?:[/?&#]|$)"}`).exec(bare(text))?.[1];
    };
    document.addEventListener("input", ({ target, inputType }) => {
        const pattern = target.dataset?.ticketLink;
        const number = pattern && /^insertFrom/.test(inputType) && numberIn(pattern, target.value);
        if (!number) return;
        target.select();
        type(target, decodeURIComponent(number));
        say(`Ticket ${target.value}: its link is kept`);
    });

    // Adds a text that stands on the page to the notes.
    document.addEventListener("click", ({ target }) => {
        const pressed = target.closest?.("[data-take-over]");
        const notes = pressed?.form?.querySelector("[name=notes]");
        if (!notes) return;
        const text = document.getElementById(pressed.dataset.takeOver).textContent.trim();
        notes.setSelectionRange(notes.value.length, notes.value.length);
        type(notes, (notes.value.trim() && "\n") + text);
        pressed.closest("[data-offer]").hidden = true;
    });

    // What is typed into a form stays in this tab until the server has taken it, for its user alone. Passwords never do.
    const user = document.querySelector("[data-not-saved]")?.dataset.notSaved.replace("unsent", "typed");
    const isPlain = (form) => user && form?.matches?.("form[method=post]:not([data-live], [data-theme-switch], [data-unsent], [data-stay], [data-editor])");
    // The player saves the texts beside a step itself.
    const isOfStep = ({ name, form }) => form.matches(".walk") && /^(notes|output|scratchpad|values\[.*)$/.test(name);
    const isKept = (field) => field.name && field.matches("textarea, select, input:not([type=password], [type=hidden], [type=file])") && !isOfStep(field);
    const fields = (form) => [...form.elements].filter(isKept);
    const isTicked = ({ type }) => type === "checkbox" || type === "radio";
    const nameOf = (field) => (isTicked(field) ? `${field.name}=${field.value}` : field.name);
    const valueOf = (field) => (isTicked(field) ? field.checked : field.value);
    const isChanged = (field) => {
        if (isTicked(field)) return field.checked !== field.defaultChecked;
        return field.options ? [...field.options].some((option) => option.selected !== option.defaultSelected) : field.value !== field.defaultValue;
    };
    // Forms of a page that go to one address differ in what they carry unseen.
    const keyOf = (form) => {
        const unseen = form.matches(".walk") ? [] : all("input[type=hidden]:not([name=command_id], [name=base_revision])", form);
        return `${user}${location.pathname} ${form.getAttribute("action")} ${unseen.map(({ value }) => value)}`;
    };
    const remember = (form) => {
        const typed = fields(form).filter(isChanged).map((field) => [nameOf(field), valueOf(field)]);
        try {
            if (typed.length) sessionStorage[keyOf(form)] = JSON.stringify(typed);
            else sessionStorage.removeItem(keyOf(form));
        } catch {
            // The tab's storage is full.
        }
    };
    for (const event of ["input", "change"]) {
        document.addEventListener(event, ({ target }) => isPlain(target.form) && isKept(target) && remember(target.form));
    }
    const forget = (is) => Object.keys(sessionStorage).filter((key) => key.startsWith("typed/") && is(key)).forEach((key) => sessionStorage.removeItem(key));
    addEventListener("submit", (event) => {
        const form = event.target;
        if (form.dataset.unsent && !event.defaultPrevented) forget(() => true);
        if (!isPlain(form)) return;
        // The player empties the fields whose texts it has taken; a form is done with once the server has answered that it is.
        if (form.matches("[data-player-form]")) setTimeout(remember, 0, form);
        else if (!event.defaultPrevented) sessionStorage.sent = keyOf(form);
    });
    const { type: way, responseStatus = 200 } = performance.getEntriesByType("navigation")[0] ?? {};
    if (way === "navigate" && responseStatus < 400) forget((key) => key === sessionStorage.sent);
    sessionStorage.removeItem("sent");
    if (user) forget((key) => !key.startsWith(user));

    const offer = (form) => {
        const typed = new Map(JSON.parse(sessionStorage[keyOf(form)] ?? "[]"));
        const lost = fields(form).filter((field) => typed.has(nameOf(field)) && typed.get(nameOf(field)) !== valueOf(field));
        if (!lost.length) return;
        const says = Object.assign(document.createElement("section"), { className: "notice mb-4" });
        says.setAttribute("aria-label", "What you typed before");
        const back = button("Put it back", () => {
            for (const field of lost) {
                field[isTicked(field) ? "checked" : "value"] = typed.get(nameOf(field));
                for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
                for (const event of ["input", "change"]) field.dispatchEvent(new Event(event, { bubbles: true }));
            }
            says.remove();
            lost[0].focus();
        });
        const discard = button("Discard", () => {
            sessionStorage.removeItem(keyOf(form));
            says.remove();
        });
        const texts = lost.filter((field) => !isTicked(field) && !field.options).map((field) => typed.get(nameOf(field)));
        const brief = texts.join(" · ").slice(0, 120);
        says.append(`You typed something here that was not sent${brief && `: “${brief}”`}. `, back, " ", discard);
        // In a fold nobody would see it.
        if (form.closest("details")) document.querySelector("main").prepend(says);
        else form.before(says);
    };
    const offerAll = () => all("form[method=post]").filter(isPlain).forEach(offer);
    offerAll();
    // The player puts a form of its own in the place of the walk's.
    document.addEventListener("ahead", () => requestAnimationFrame(() => requestAnimationFrame(offerAll)), { once: true });
})();
