//! From Markdown to blocks, with pulldown-cmark's events.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{Block, Inline};

/// Nesting limit of blocks and inlines. Deeper ones are lifted to this depth, so that no document can exhaust the stack of a
/// renderer.
const MAX_DEPTH: usize = 12;

/// Parses Markdown (CommonMark). Raw HTML is dropped, images become their description, links with any scheme but http, https and
/// mailto become their text, and nesting is at most 12 levels deep.
pub fn parse(markdown: &str) -> Vec<Block> {
    let markdown = crate::text::normalise(markdown);
    let mut builder = Builder { open: vec![Frame::new(Kind::Document)], lifted: 0 };
    for event in Parser::new(&markdown) {
        builder.event(event);
    }
    let Some(mut document) = builder.open.pop() else { return Vec::new() };
    document.flush();
    document.blocks
}

#[derive(Debug)]
enum Kind {
    Document,
    Paragraph,
    Heading,
    List(Option<u64>),
    Item,
    Quote,
    CodeBlock,
    Strong,
    Emphasis,
    Link(String),
    /// Shows only its content: images and unsafe links.
    Transparent,
    /// Shows nothing: HTML blocks.
    Dropped,
}

/// One level under construction: inlines that wait for their block, and finished blocks.
struct Frame {
    kind: Kind,
    inlines: Vec<Inline>,
    blocks: Vec<Block>,
    items: Vec<Vec<Block>>,
}

impl Frame {
    fn new(kind: Kind) -> Self {
        Self { kind, inlines: Vec::new(), blocks: Vec::new(), items: Vec::new() }
    }

    /// Words of a tight list item stand outside any paragraph; they become one.
    fn flush(&mut self) {
        if !self.inlines.is_empty() {
            self.blocks.push(Block::Paragraph(std::mem::take(&mut self.inlines)));
        }
    }

    fn word(&mut self, words: &str) {
        match self.inlines.last_mut() {
            Some(Inline::Text(before)) => before.push_str(words),
            _ => self.inlines.push(Inline::Text(words.to_owned())),
        }
    }
}

struct Builder {
    open: Vec<Frame>,
    /// Number of open elements without a frame, for they are nested too deeply: their content stands in the frame around them.
    lifted: usize,
}

impl Builder {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => self.top(|frame| frame.word(&words)),
            Event::Code(code) => self.top(|frame| frame.inlines.push(Inline::Code(code.to_string()))),
            Event::SoftBreak => self.top(|frame| frame.word(" ")),
            Event::HardBreak => self.top(|frame| frame.inlines.push(Inline::Break)),
            Event::Rule => self.top(|frame| {
                frame.flush();
                frame.blocks.push(Block::Rule);
            }),
            // Raw HTML is never let through; the other events belong to extensions that are off.
            _ => {}
        }
    }

    fn top(&mut self, change: impl FnOnce(&mut Frame)) {
        if let Some(frame) = self.open.last_mut().filter(|frame| !matches!(frame.kind, Kind::Dropped)) {
            change(frame);
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        if is_block(tag.to_end()) {
            self.top(Frame::flush);
        }
        // A list without room for its items would have nowhere to put them.
        let room = if matches!(tag, Tag::List(_)) { MAX_DEPTH - 1 } else { MAX_DEPTH };
        let kind = match tag {
            Tag::HtmlBlock => Kind::Dropped,
            Tag::CodeBlock(_) => Kind::CodeBlock,
            _ if self.lifted > 0 || self.open.len() > room => {
                self.lifted += 1;
                return;
            }
            Tag::Paragraph => Kind::Paragraph,
            Tag::Heading { .. } => Kind::Heading,
            Tag::List(start) => Kind::List(start),
            Tag::Item => Kind::Item,
            Tag::BlockQuote(_) => Kind::Quote,
            Tag::Strong => Kind::Strong,
            Tag::Emphasis => Kind::Emphasis,
            Tag::Link { dest_url, .. } if is_safe(&dest_url) => Kind::Link(dest_url.to_string()),
            _ => Kind::Transparent,
        };
        self.open.push(Frame::new(kind));
    }

    fn end(&mut self, tag: TagEnd) {
        // Code and HTML have frames at any depth, and nothing inside.
        if self.lifted == 0 || matches!(tag, TagEnd::CodeBlock | TagEnd::HtmlBlock) {
            return self.close();
        }
        self.lifted -= 1;
        if is_block(tag) {
            self.top(Frame::flush);
        }
    }

    fn close(&mut self) {
        let Some(mut frame) = self.open.pop_if(|frame| !matches!(frame.kind, Kind::Document)) else { return };
        let Some(parent) = self.open.last_mut() else { return };
        match frame.kind {
            Kind::Dropped => {}
            Kind::Paragraph => parent.blocks.extend(some(frame.inlines).map(Block::Paragraph)),
            Kind::Heading => parent.blocks.extend(some(frame.inlines).map(Block::Heading)),
            Kind::Strong => parent.inlines.extend(some(frame.inlines).map(Inline::Strong)),
            Kind::Emphasis => parent.inlines.extend(some(frame.inlines).map(Inline::Emphasis)),
            Kind::Link(url) => {
                parent.inlines.extend(some(frame.inlines).map(|text| Inline::Link { url, text }));
            }
            Kind::CodeBlock => {
                let code: String =
                    frame.inlines.into_iter().map(|inline| if let Inline::Text(code) = inline { code } else { String::new() }).collect();
                parent.blocks.push(Block::Code(code.trim_end().to_owned()));
            }
            Kind::Item => {
                frame.flush();
                parent.items.push(frame.blocks);
            }
            Kind::List(start) => parent.blocks.push(Block::List { start, items: frame.items }),
            Kind::Quote => {
                frame.flush();
                parent.blocks.push(Block::Quote(frame.blocks));
            }
            Kind::Document => {}
            Kind::Transparent => {
                for inline in frame.inlines {
                    match inline {
                        Inline::Text(words) => parent.word(&words),
                        other => parent.inlines.push(other),
                    }
                }
            }
        }
    }
}

fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    Some(list).filter(|list| !list.is_empty())
}

fn is_block(tag: TagEnd) -> bool {
    !matches!(tag, TagEnd::Strong | TagEnd::Emphasis | TagEnd::Link | TagEnd::Image | TagEnd::Strikethrough)
}

fn is_safe(url: &str) -> bool {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::plain_text;

    fn text(words: &str) -> Inline {
        Inline::Text(words.to_owned())
    }

    #[test]
    fn paragraphs_lists_and_code_keep_their_shape() {
        let blocks = parse("Open **Settings**.\n\n1. one\n2. two `x`\n   - inner\n\n```powershell\nGet-Help\n```\n");
        assert_eq!(
            blocks,
            [
                Block::Paragraph(vec![text("Open "), Inline::Strong(vec![text("Settings")]), text(".")]),
                Block::List {
                    start: Some(1),
                    items: vec![
                        vec![Block::Paragraph(vec![text("one")])],
                        vec![
                            Block::Paragraph(vec![text("two "), Inline::Code("x".into())]),
                            Block::List { start: None, items: vec![vec![Block::Paragraph(vec![text("inner")])]] },
                        ],
                    ],
                },
                Block::Code("Get-Help".into()),
            ]
        );
        assert_eq!(plain_text(&blocks), "Open Settings.\none\ntwo x\ninner\nGet-Help");
    }

    #[test]
    fn html_and_unsafe_links_lose_their_teeth() {
        assert_eq!(parse("a <b onclick=x>b</b>"), [Block::Paragraph(vec![text("a b")])]);
        assert_eq!(parse("<script>alert(1)</script>"), []);
        assert_eq!(parse("[x](javascript:alert(1)) [y](JAVASCRIPT:z) [z](/local)"), [Block::Paragraph(vec![text("x y z")])]);
        assert_eq!(
            parse("[x](HTTPS://example.com)"),
            [Block::Paragraph(vec![Inline::Link { url: "HTTPS://example.com".into(), text: vec![text("x")] }])]
        );
        assert_eq!(parse("![alt](https://example.com/x.png)"), [Block::Paragraph(vec![text("alt")])]);
    }

    #[test]
    fn nesting_has_an_end() {
        fn depth(blocks: &[Block]) -> usize {
            blocks.iter().map(|block| if let Block::Quote(inner) = block { 1 + depth(inner) } else { 0 }).max().unwrap_or(0)
        }
        let blocks = parse(&format!("{} deep", ">".repeat(10_000)));
        assert!(depth(&blocks) <= MAX_DEPTH);
        assert!(plain_text(&blocks).contains("deep"));
    }
}
