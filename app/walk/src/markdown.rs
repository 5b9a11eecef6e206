//! A tree's Markdown, parsed on publication, as HTML.

use leptos::html::custom;
use leptos::prelude::*;
use resolutionflow::markdown::{Block, Inline};
use resolutionflow::tree::key_of_page;

use super::Icon;

/// Parsed Markdown of a tree as HTML. No raw HTML gets through it.
#[component]
pub fn Markdown(
    /// Parsed Markdown.
    blocks: Vec<Block>,
    /// True at the end of a walk, where links to other trees are buttons that go on there.
    #[prop(optional)]
    goes_on: bool,
) -> impl IntoView {
    view! { <div class="prose" dir="auto">{show_blocks(blocks, goes_on)}</div> }
}

/// An element without attributes. Its tag is a value, not a type: each type would be code of its own, which browsers load.
fn element(tag: &'static str, content: AnyView) -> AnyView {
    custom(tag).child(content).into_any()
}

fn show_blocks(blocks: Vec<Block>, goes_on: bool) -> AnyView {
    blocks.into_iter().map(|block| show_block(block, goes_on)).collect_view().into_any()
}

fn show_block(block: Block, goes_on: bool) -> AnyView {
    match block {
        Block::Paragraph(inlines) => element("p", show_inlines(inlines, goes_on)),
        Block::Heading(inlines) => element("p", element("strong", show_inlines(inlines, goes_on))),
        Block::List { start, items } => {
            let items = items.into_iter().map(|item| element("li", show_item(item, goes_on))).collect_view().into_any();
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
        Block::Quote(blocks) => element("blockquote", show_blocks(blocks, goes_on)),
        Block::Table(mut rows) => {
            let body = rows.split_off(rows.len().min(1));
            element("table", (show_rows("thead", "th", rows, goes_on), show_rows("tbody", "td", body, goes_on)).into_any())
        }
        Block::Rule => view! { <hr class="border-line" /> }.into_any(),
    }
}

fn show_rows(part: &'static str, cell: &'static str, rows: Vec<Vec<Vec<Inline>>>, goes_on: bool) -> AnyView {
    let row = |row: Vec<Vec<Inline>>| {
        let cells = row.into_iter().map(|inlines| element(cell, show_inlines(inlines, goes_on)));
        element("tr", cells.collect_view().into_any())
    };
    element(part, rows.into_iter().map(row).collect_view().into_any())
}

/// An item of one paragraph is set without the paragraph, as its author meant it.
fn show_item(mut item: Vec<Block>, goes_on: bool) -> AnyView {
    match item.first_mut() {
        Some(Block::Paragraph(inlines)) => {
            let inlines = std::mem::take(inlines);
            let rest = item.split_off(1);
            (show_inlines(inlines, goes_on), show_blocks(rest, goes_on)).into_any()
        }
        _ => show_blocks(item, goes_on),
    }
}

fn show_inlines(inlines: Vec<Inline>, goes_on: bool) -> AnyView {
    inlines.into_iter().map(|inline| show_inline(inline, goes_on)).collect_view().into_any()
}

fn show_inline(inline: Inline, goes_on: bool) -> AnyView {
    match inline {
        Inline::Text(text) => text.into_any(),
        Inline::Code(code) => element("code", code.into_any()),
        Inline::Strong(inner) => element("strong", show_inlines(inner, goes_on)),
        Inline::Emphasis(inner) => element("em", show_inlines(inner, goes_on)),
        Inline::Struck(inner) => element("s", show_inlines(inner, goes_on)),
        Inline::Link { url, text } => show_link(&url, show_inlines(text, goes_on), goes_on),
        Inline::Break => view! { <br /> }.into_any(),
    }
}

/// Link, or button that goes on in the tree to whose page it leads.
fn show_link(url: &str, words: AnyView, goes_on: bool) -> AnyView {
    match key_of_page(url).filter(|_| goes_on) {
        Some(key) => view! {
            <button class="button button-small" name="act" value=format!("leave:{key}")>
                {Icon::Tree.view()}
                <span>
                    <span class="sr-only">"Go on in another tree: "</span>
                    {words}
                </span>
            </button>
        }
        .into_any(),
        None => view! {
            <a href=url.to_owned() target="_blank" rel="noopener noreferrer">
                {words}
            </a>
        }
        .into_any(),
    }
}
