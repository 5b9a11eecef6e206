//! A tree's Markdown, parsed on publication, as HTML.

use leptos::html::custom;
use leptos::prelude::*;
use resolutionflow::markdown::{Block, Inline};

/// Parsed Markdown of a tree as HTML. No raw HTML gets through it.
#[component]
pub fn Markdown(
    /// Parsed Markdown.
    blocks: Vec<Block>,
) -> impl IntoView {
    view! { <div class="prose" dir="auto">{show_blocks(blocks)}</div> }
}

/// An element without attributes. Its tag is a value, not a type: each type would be code of its own, which browsers load.
fn element(tag: &'static str, content: AnyView) -> AnyView {
    custom(tag).child(content).into_any()
}

fn show_blocks(blocks: Vec<Block>) -> AnyView {
    blocks.into_iter().map(show_block).collect_view().into_any()
}

fn show_block(block: Block) -> AnyView {
    match block {
        Block::Paragraph(inlines) => element("p", show_inlines(inlines)),
        Block::Heading(inlines) => element("p", element("strong", show_inlines(inlines))),
        Block::List { start, items } => {
            let items = items.into_iter().map(|item| element("li", show_item(item))).collect_view().into_any();
            match start {
                Some(start) => view! { <ol start=start.to_string()>{items}</ol> }.into_any(),
                None => element("ul", items),
            }
        }
        Block::Code(code) => view! {
            <pre tabindex="0">
                <code>{code}</code>
            </pre>
        }
        .into_any(),
        Block::Quote(blocks) => element("blockquote", show_blocks(blocks)),
        Block::Table(mut rows) => {
            let body = rows.split_off(rows.len().min(1));
            element("table", (show_rows("thead", "th", rows), show_rows("tbody", "td", body)).into_any())
        }
        Block::Rule => view! { <hr class="border-line" /> }.into_any(),
    }
}

fn show_rows(part: &'static str, cell: &'static str, rows: Vec<Vec<Vec<Inline>>>) -> AnyView {
    let row = |row: Vec<Vec<Inline>>| {
        let cells = row.into_iter().map(|inlines| element(cell, show_inlines(inlines)));
        element("tr", cells.collect_view().into_any())
    };
    element(part, rows.into_iter().map(row).collect_view().into_any())
}

/// An item of one paragraph is set without the paragraph, as its author meant it.
fn show_item(mut item: Vec<Block>) -> AnyView {
    match item.first_mut() {
        Some(Block::Paragraph(inlines)) => {
            let inlines = std::mem::take(inlines);
            let rest = item.split_off(1);
            (show_inlines(inlines), show_blocks(rest)).into_any()
        }
        _ => show_blocks(item),
    }
}

fn show_inlines(inlines: Vec<Inline>) -> AnyView {
    inlines.into_iter().map(show_inline).collect_view().into_any()
}

fn show_inline(inline: Inline) -> AnyView {
    match inline {
        Inline::Text(text) => text.into_any(),
        Inline::Code(code) => element("code", code.into_any()),
        Inline::Strong(inner) => element("strong", show_inlines(inner)),
        Inline::Emphasis(inner) => element("em", show_inlines(inner)),
        Inline::Struck(inner) => element("s", show_inlines(inner)),
        Inline::Link { url, text } => view! {
            <a href=url target="_blank" rel="noopener noreferrer">
                {show_inlines(text)}
            </a>
        }
        .into_any(),
        Inline::Break => view! { <br /> }.into_any(),
    }
}
