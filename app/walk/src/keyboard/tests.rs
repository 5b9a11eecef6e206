use std::collections::BTreeMap;

use super::*;
use crate::MARKS;

/// Keys of a layout by place: the text that each prints, without and with Shift.
type Layout = BTreeMap<String, [String; 2]>;

/// Layouts as X.Org's xkeyboard-config has them.
fn layouts() -> BTreeMap<String, Layout> {
    serde_json::from_str(include_str!("../../../../end2end/fixtures/layouts.json")).unwrap()
}

/// A step with an option for every mark, on which nothing has the focus.
const FREE: Ground = Ground { is_taken: false, is_off: false, options: MARKS.len() };

fn press(layout: &Layout, code: &str, with_shift: bool) -> Press {
    Press { key: layout[code][usize::from(with_shift)].clone(), code: code.to_owned(), with_shift, ..Press::default() }
}

fn key(key: &str) -> Press {
    Press { key: key.to_owned(), ..Press::default() }
}

fn on_free(press: &Press) -> Response {
    respond(press, None, FREE)
}

/// The key that a response acts with, at once or once its time has gone by.
fn acts(response: &Response) -> Option<&'static str> {
    match response {
        Response::Act((_, key)) => Some(key),
        Response::Wait(held) => held.deed.map(|(_, key)| key),
        _ => None,
    }
}

fn held(text: &str) -> Held {
    match on_free(&key(text)) {
        Response::Wait(held) => held,
        other => panic!("{text} does not wait: {other:?}"),
    }
}

#[test]
fn digits_answer_on_every_layout() {
    for (name, layout) in layouts() {
        for digit in 1..=9 {
            let mark = MARKS[digit - 1];
            let place = format!("Digit{digit}");
            let printed = [false, true].into_iter().find(|shift| layout[&place][usize::from(*shift)] == mark);
            let pressed = press(&layout, &place, printed.unwrap_or(false));
            assert_eq!(on_free(&pressed), Response::Act((Effect::Choose, mark)), "{name}, {pressed:?}");
            assert_eq!(acts(&on_free(&press(&layout, &place, false))), Some(mark), "{name}: the place without Shift");
        }
    }
}

#[test]
fn every_letter_can_be_pressed_on_every_layout() {
    let letters: Vec<&str> = SHORTCUTS.iter().flat_map(|shortcut| shortcut.keys).copied().filter(|key| key.len() == 1).collect();
    for (name, layout) in layouts() {
        let reached: Vec<&str> = layout.keys().filter_map(|code| acts(&on_free(&press(&layout, code, false)))).collect();
        for letter in letters.iter().filter(|letter| letter.starts_with(|c: char| c.is_ascii_lowercase())) {
            assert!(reached.contains(letter), "{name}: {letter}");
        }
    }
}

#[test]
fn latin_letters_go_by_what_they_print_and_others_by_their_place() {
    let layouts = layouts();
    for (name, code, acted) in [
        ("English (US)", "KeyB", Some("b")),
        ("English (Dvorak)", "KeyN", Some("b")),
        ("French (AZERTY)", "KeyQ", Some("a")),
        ("French (AZERTY)", "Digit2", Some("2")),
        ("German (QWERTZ)", "KeyY", Some("z")),
        ("German (QWERTZ)", "Semicolon", None),
        ("Czech", "Digit4", Some("4")),
        ("Russian", "KeyB", Some("b")),
        ("Russian", "KeyP", Some("p")),
        ("Ukrainian", "KeyS", Some("s")),
        ("Greek", "KeyN", Some("n")),
        ("Greek", "KeyQ", Some("q")),
        ("Hebrew", "KeyW", Some("w")),
        ("Hebrew", "KeyF", Some("f")),
        ("Arabic", "KeyB", Some("b")),
        ("Thai", "Digit1", Some("1")),
    ] {
        assert_eq!(acts(&on_free(&press(&layouts[name], code, false))), acted, "{name}, {code}");
    }
}

#[test]
fn the_question_mark_opens_the_list_wherever_it_is() {
    let open = Response::Act((Effect::Open("[popovertarget=keys]"), "?"));
    for (name, code) in [("English (US)", "Slash"), ("French (AZERTY)", "KeyM"), ("Russian", "Digit7"), ("German (QWERTZ)", "Minus")] {
        assert_eq!(on_free(&press(&layouts()[name], code, true)), open, "{name}");
    }
    let off = Ground { is_off: true, ..FREE };
    assert_eq!(respond(&key("?"), None, off), open, "the way to turn them on again");
    assert_eq!(respond(&key("1"), None, off), Response::Pass);
    assert_eq!(on_free(&Press { with_shift: true, ..key("؟") }), open);
}

#[test]
fn a_word_presses_nothing_and_lands_in_the_notes() {
    for (first, second) in
        [("b", "a"), ("r", "o"), ("м", "ы"), ("B", "r"), ("é", "t"), ("c", "2"), ("w", "?"), ("a", " "), ("ש", "ל"), ("-", "-")]
    {
        let pressed = Press { with_shift: first == "B", ..key(first) };
        let Response::Wait(held) = on_free(&pressed) else { panic!("{first} does not wait") };
        assert_eq!(respond(&key(second), Some(&held), FREE), Response::Type(format!("{first}{second}")));
    }
}

#[test]
fn what_opens_or_focuses_and_digits_act_at_once() {
    for name in ["n", "o", "p", "f", "?", "1", "9"] {
        assert!(matches!(on_free(&key(name)), Response::Act((_, acted)) if acted == name), "{name}");
    }
    for name in ["b", "c", "a", "z"] {
        assert_eq!(held(name).deed.map(|(_, key)| key), Some(name));
    }
    // Digits in a row are presses.
    assert_eq!(acts(&on_free(&key("2"))), Some("2"));
    assert_eq!(held("B").deed.map(|(_, key)| key), Some("b"), "Caps Lock");
}

#[test]
fn the_key_of_an_option_that_is_not_there_begins_a_text() {
    let two = Ground { options: 2, ..FREE };
    for (first, code) in [("5", "Digit5"), ("3", "Numpad3"), ("(", "Digit5"), ("ç", "Digit9"), ("d", "KeyD"), ("в", "KeyD")] {
        let press = Press { code: code.to_owned(), ..key(first) };
        let held = Held { text: first.to_owned(), deed: None };
        assert_eq!(respond(&press, None, two), Response::Wait(held.clone()), "{first}");
        assert_eq!(respond(&key("2"), Some(&held), two), Response::Type(format!("{first}2")));
    }
    assert_eq!(respond(&key("2"), None, two), Response::Act((Effect::Choose, "2")));
    assert_eq!(respond(&key("b"), None, two), on_free(&key("b")));
}

#[test]
fn keys_without_text_act_at_once_and_backspace_does_nothing() {
    for name in ["Enter", "ArrowUp", "ArrowDown"] {
        assert_eq!(acts(&respond(&key(name), Some(&held("b")), FREE)), Some(name));
    }
    for name in ["Backspace", "Escape", "Shift", "Tab", "Dead", "F5", "Process", "Unidentified", " "] {
        assert_eq!(on_free(&key(name)), Response::Pass, "{name}");
    }
}

#[test]
fn nothing_is_pressed_while_a_text_is_composed_or_typed_or_a_command_is_given() {
    for name in ["1", "b", "n", "Enter", "?", "か"] {
        for (pressed, why) in [
            (Press { is_composing: true, ..key(name) }, "an input method"),
            (Press { is_command: true, ..key(name) }, "Ctrl, Alt or Meta"),
            (Press { is_repeated: true, ..key(name) }, "held down"),
        ] {
            assert_eq!(on_free(&pressed), Response::Pass, "{name}: {why}");
            assert_eq!(respond(&pressed, Some(&held("b")), FREE), Response::Pass, "{name}: {why}");
        }
        assert_eq!(respond(&key(name), None, Ground { is_taken: true, ..FREE }), Response::Pass, "{name}");
    }
}
