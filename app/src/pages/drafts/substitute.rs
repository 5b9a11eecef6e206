//! `/drafts/:draft/replace`: a text is found in all that a draft says, and another one put in its place.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::text::TextError;
use resolutionflow::tree::{Hit, Hits, Part, Substitute, Wanted};
use walk_view::FieldNote;

use super::bar::{self, Tab, counted};
use super::controls::{Line, fault_of};
use super::{command, draft, name_of};
use crate::api::drafts::{ReplaceInDraft, SubstituteFields};
use crate::backend::views::drafts::DraftPage;
use crate::drafting::{Steps, called};
use crate::error::Fault;
use crate::posted::Posted;
use crate::ui::{Done, Empty, FormFault, Frame, Hidden, Icon, Query, Section};

/// What the page was asked for: by its address, or by the form that was refused.
struct Asked {
    find: String,
    with: String,
    case: bool,
    words: bool,
    /// Positions of the hits that were ticked; none at first, when all are.
    ticked: Option<Vec<usize>>,
}

impl Asked {
    fn of(query: &Query, revision: u32) -> Self {
        let Some(posted) = Posted::to(ReplaceInDraft::url()) else {
            let is = |name: &str| query.get(name) == "1";
            let ticked = (query.get("tick") == "none").then(Vec::new);
            return Self {
                find: query.get("find").to_owned(),
                with: query.get("with").to_owned(),
                case: is("case"),
                words: is("words"),
                ticked,
            };
        };
        let field = |name: &str| posted.field(name).unwrap_or_default().to_owned();
        let hits = posted.fields.keys().filter_map(|name| SubstituteFields::position(name.strip_prefix("form[hits][")?.strip_suffix(']')?));
        // What is found in another revision may be something else.
        let is_same = posted.field("base_revision").is_some_and(|base| *base == revision.to_string());
        Self {
            find: field("form[find]"),
            with: field("form[with]"),
            case: field("form[case]") == "1",
            words: field("form[words]") == "1",
            ticked: Some(if is_same { hits.collect() } else { Vec::new() }),
        }
    }

    fn wanted(&self) -> Result<Wanted, TextError> {
        Wanted::parse(&self.find, self.case, self.words)
    }

    fn query(&self) -> Query {
        let flag = |is: bool| if is { "1" } else { "" };
        Query::default().with("find", &self.find).with("with", &self.with).with("case", flag(self.case)).with("words", flag(self.words))
    }
}

/// Find and replace in a draft.
#[component]
pub fn DraftReplace() -> impl IntoView {
    let query = Query::of_page();
    draft(|backend, id| async move { backend.draft(id).await }, move |page: DraftPage| show(&page, &Asked::of(&query, page.revision)))
}

fn show(page: &DraftPage, asked: &Asked) -> AnyView {
    let bar = bar::bar(page, Tab::Replace, None);
    let found = match asked.wanted() {
        Ok(wanted) => hits(page, asked, &Hits::of(&page.document, &wanted)),
        Err(_) => ().into_any(),
    };
    let search = search(page, asked);
    view! {
        <Frame title=format!("{} · Find and replace", name_of(page)) section=Section::Trees>
            <Done />
            <FormFault action=ReplaceInDraft::url() />
            {bar}
            <h2 class="mb-2 mt-6">"Find and replace"</h2>
            {search}
            {found}
        </Frame>
    }
    .into_any()
}

/// The form that finds.
fn search(page: &DraftPage, asked: &Asked) -> AnyView {
    let fault = asked.wanted().err().filter(|_| !asked.find.is_empty()).map(|error| Fault::from(error).to_string());
    let find = Line { fault, ..Line::new("find", "Find", asked.find.clone()) }.view();
    let with = with_field("with", asked, Substitute::parse(&asked.with).err().map(|error| Fault::from(error).to_string()));
    view! {
        <form class="max-w-3xl space-y-3" method="get" action=format!("/drafts/{}/replace", page.card.id)>
            <p class="hint">
                "In the tree’s name and description, and in titles, instructions, answers and commands of all steps. The text is looked for as it is: no sign in it means anything else."
            </p>
            <div class="grid gap-3 sm:grid-cols-2">{find} {with}</div>
            {tick("case", "Upper and lower case and accents must be the same", asked.case)}
            {tick("words", "Whole words only", asked.words)}
            <button class="button button-primary">{Icon::Search.view()} "Find"</button>
        </form>
    }
    .into_any()
}

fn with_field(name: &'static str, asked: &Asked, fault: Option<String>) -> AnyView {
    Line { fault, hint: "Left empty, what is found is taken out.", ..Line::new(name, "Replace with", asked.with.clone()) }.view()
}

fn tick(name: &'static str, label: &'static str, is_ticked: bool) -> AnyView {
    view! {
        <label class="flex min-h-10 items-center gap-2" for=name>
            <input type="checkbox" id=name name=name value="1" checked=is_ticked />
            {label}
        </label>
    }
    .into_any()
}

fn hits(page: &DraftPage, asked: &Asked, hits: &Hits) -> AnyView {
    if hits.count == 0 {
        return view! {
            <div class="mt-6">
                <Empty icon=Icon::Search title="Not found">
                    <p>"Nothing in this draft has that text."</p>
                </Empty>
            </div>
        }
        .into_any();
    }
    let steps = Steps::of(&page.document);
    let rows: Vec<AnyView> = hits.first.iter().enumerate().map(|(at, hit)| row(page, &steps, asked, at, hit)).collect();
    let more = hits.count - hits.first.len();
    let path = format!("/drafts/{}/replace", page.card.id);
    let fault = fault_of(ReplaceInDraft::url(), "form[hits]");
    let with = with_field("form[with]", asked, fault_of(ReplaceInDraft::url(), "form[with]"));
    let flag = |is: bool| if is { "1" } else { "" }.to_owned();
    view! {
        <form class="mt-6 max-w-3xl space-y-3" id="hits" method="post" action=ReplaceInDraft::url()>
            <Hidden name="draft" value=page.card.id.to_string() />
            <Hidden name="command_id" value=command() />
            <Hidden name="base_revision" value=page.revision.to_string() />
            <Hidden name="form[find]" value=asked.find.clone() />
            <Hidden name="form[case]" value=flag(asked.case) />
            <Hidden name="form[words]" value=flag(asked.words) />
            <div class="flex flex-wrap items-baseline gap-x-4">
                <h3 class="mr-auto">{format!("Found in {}", counted(hits.count, "place"))}</h3>
                <a class="link" href=format!("{}#hits", asked.query().href(&path))>
                    "Tick all"
                </a>
                <a class="link" href=format!("{}#hits", asked.query().with("tick", "none").href(&path))>
                    "Tick none"
                </a>
            </div>
            {(more > 0)
                .then(|| view! { <p class="notice">{format!("These are the first {}. Replace them, then the next ones are found.", hits.first.len())}</p> })}
            <ol class="card divide-y divide-line">{rows}</ol>
            <div id="form-hits">
                <FieldNote id="form-hits".to_owned() label="What is to be replaced" fault hint="" />
            </div>
            {with}
            <button class="button button-primary">{Icon::Check.view()} "Replace what is ticked"</button>
            <p class="hint">"It is one change, which Undo takes back as a whole."</p>
        </form>
    }
    .into_any()
}

fn row(page: &DraftPage, steps: &Steps<'_>, asked: &Asked, at: usize, hit: &Hit) -> AnyView {
    let id = format!("hit-{at}");
    let is_ticked = asked.ticked.as_ref().is_none_or(|ticked| ticked.contains(&at));
    let position = hit.node.as_ref().and_then(|node| steps.position(node));
    let of = match position {
        Some(row) => format!("Step {}: {}", row + 1, called(steps.rows[row].node)),
        None => "The tree".to_owned(),
    };
    let href = hit.node.as_ref().map_or_else(
        || format!("/drafts/{}#step", page.card.id),
        |node| Query::default().with("step", &node.0).href(&format!("/drafts/{}", page.card.id)),
    );
    let part = match hit.part {
        Part::Name => "name".to_owned(),
        Part::Description => "description".to_owned(),
        Part::Title => "title".to_owned(),
        Part::Body => "instructions".to_owned(),
        Part::Answer(at) => format!("answer {}", at + 1),
        Part::Purpose(at) => format!("purpose of command {}", at + 1),
        Part::Command(at) => format!("command {}", at + 1),
    };
    view! {
        <li class="flex items-start gap-3 px-5 py-3">
            <input class="mt-1.5" type="checkbox" id=id.clone() name=SubstituteFields::name(at) value="1" checked=is_ticked />
            <div class="min-w-0 flex-1 wrap-anywhere">
                <label for=id dir="auto">
                    {hit.before.clone()} <mark>{hit.found.clone()}</mark> {hit.after.clone()}
                </label>
                <p class="hint">
                    <a class="link" href=href>
                        <bdi>{of}</bdi>
                    </a> {format!(", {part}")}
                </p>
            </div>
        </li>
    }
    .into_any()
}
