//! HTML, as wikis, knowledge bases and Word have it: headings, lists, paragraphs, code and rows of tables. Its tree is never built, so that
//! no nesting is too deep.

mod blocks;
mod inline;

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

pub(crate) use blocks::blocks;

/// Piece of an HTML text, with its line.
enum Bit {
    Open(Tag),
    Close(String),
    Text(String),
}

struct Sink(RefCell<Vec<(u64, Bit)>>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut bits = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::EndTag => bits.push((line, Bit::Close(tag.name.to_string()))),
            Token::TagToken(tag) => {
                let raw = match &*tag.name {
                    "script" => Some(RawKind::ScriptData),
                    "style" | "noscript" | "iframe" | "xmp" => Some(RawKind::Rawtext),
                    "title" | "textarea" => Some(RawKind::Rcdata),
                    _ => None,
                }
                .filter(|_| !tag.self_closing);
                bits.push((line, Bit::Open(tag)));
                return raw.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData);
            }
            Token::CharacterTokens(text) => match bits.last_mut() {
                Some((_, Bit::Text(before))) => before.push_str(&text),
                _ => bits.push((line, Bit::Text(text.to_string()))),
            },
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn bits(html: &str) -> Vec<(u64, Bit)> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(Sink(RefCell::default()), TokenizerOpts::default());
    // It stops behind what may name an encoding; the text has been decoded.
    while !input.is_empty() {
        _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink.0.take()
}

/// Text of a label in HTML, with a line for each of its lines.
pub(crate) fn plain(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.to_owned();
    }
    let mut text = String::new();
    let mut hidden = 0_usize;
    for (_, bit) in bits(html) {
        match bit {
            Bit::Open(tag) if is_hidden(&tag.name) => hidden += usize::from(!tag.self_closing),
            Bit::Close(name) if is_hidden(&name) => hidden = hidden.saturating_sub(1),
            Bit::Open(tag) if matches!(&*tag.name, "br" | "p" | "div" | "li" | "tr" | "h1" | "h2" | "h3") => text.push('\n'),
            Bit::Text(words) if hidden == 0 => text.push_str(&words),
            _ => {}
        }
    }
    text.replace('\u{a0}', " ").lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn is_hidden(name: &str) -> bool {
    matches!(name, "script" | "style" | "noscript" | "iframe" | "svg" | "template")
}

/// True for a text that is HTML, whole or copied out of a page.
pub(crate) fn is_html(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(2_000).collect::<String>().to_ascii_lowercase();
    if !head.starts_with('<') {
        return false;
    }
    const TAGS: [&str; 14] =
        ["<!doctype html", "<html", "<body", "<h1", "<h2", "<h3", "<p", "<ol", "<ul", "<li", "<div", "<table", "<span", "<meta"];
    TAGS.iter().any(|tag| head.contains(tag))
}
