//! A tree's Markdown, parsed on publication, as HTML.

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

fn show_blocks(blocks: Vec<Block>) -> AnyView {
    blocks.into_iter().map(show_block).collect_view().into_any()
}

fn show_block(block: Block) -> AnyView {
    match block {
        Block::Paragraph(inlines) => view! { <p>{show_inlines(inlines)}</p> }.into_any(),
        Block::Heading(inlines) => view! { <p class="font-semibold">{show_inlines(inlines)}</p> }.into_any(),
        Block::List { start, items } => {
            let items = items.into_iter().map(|item| view! { <li>{show_item(item)}</li> }).collect_view();
            match start {
                Some(start) => view! { <ol start=start.to_string()>{items}</ol> }.into_any(),
                None => view! { <ul>{items}</ul> }.into_any(),
            }
        }
        Block::Code(code) => view! {
            <pre tabindex="0">
                <code>{code}</code>
            </pre>
        }
        .into_any(),
        Block::Quote(blocks) => view! { <blockquote>{show_blocks(blocks)}</blockquote> }.into_any(),
        Block::Rule => view! { <hr class="border-line" /> }.into_any(),
    }
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
        Inline::Code(code) => view! { <code>{code}</code> }.into_any(),
        Inline::Strong(inner) => view! { <strong>{show_inlines(inner)}</strong> }.into_any(),
        Inline::Emphasis(inner) => view! { <em>{show_inlines(inner)}</em> }.into_any(),
        Inline::Link { url, text } => view! {
            <a href=url target="_blank" rel="noopener noreferrer">
                {show_inlines(text)}
            </a>
        }
        .into_any(),
        Inline::Break => view! { <br /> }.into_any(),
    }
}
