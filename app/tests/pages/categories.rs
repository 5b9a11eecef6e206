use crate::support::fixtures::{HOSTILE, admin, longest, manager};
use crate::support::{Fake, visit};
use app::api::admin::RenameCategory;
use app::backend::admin::CategoryRow;
use app::error::AppError;
use leptos::server_fn::ServerFn;
use resolutionflow::text::TextError;

fn categories(names: &[&str]) -> Fake {
    let row = |(trees, name): (u32, &&str)| CategoryRow { name: (*name).into(), trees };
    Fake { categories: Ok((1..).zip(names).map(row).collect()), ..Fake::default() }
}

#[tokio::test]
async fn each_category_has_its_count_and_a_form_of_its_own() {
    let page = visit("/admin/categories?done=saved").by(manager()).over(categories(&["Network", "Wi-Fi & more"])).answer().await;
    assert_eq!((page.status, page.html.count("h1", &[])), (200, 1));
    assert!(page.html.says("Saved.") && page.html.says("The name of another category merges the two."));
    assert!(page.html.says("Network 1 tree of Network") && page.html.says("2 trees") && page.html.says("Save : Wi-Fi & more"));
    assert!(page.html.leads_to("/trees?category=Wi-Fi+%26+more"));
    assert_eq!(page.html.count("form", &[("action", RenameCategory::url())]), 2);
}

#[tokio::test]
async fn a_refused_name_is_marked_at_its_category_only() {
    let error = AppError::invalid("name", TextError::Empty);
    let page = visit("/admin/categories")
        .by(manager())
        .over(categories(&["Network", "Printing"]))
        .refused(RenameCategory::url(), error, &[("from", "Printing"), ("name", " ")])
        .answer()
        .await;
    assert_eq!(page.html.text().matches("The name must not be empty.").count(), 1);
    assert!(page.html.contains("input", &[("id", "category-1"), ("aria-invalid", "true")]));
    assert!(page.html.contains("input", &[("id", "category-0"), ("value", "Network")]));
}

#[tokio::test]
async fn long_and_hostile_names_are_text() {
    let page = visit("/admin/categories").by(admin()).over(categories(&[HOSTILE, &longest()])).answer().await;
    assert!(page.html.says(HOSTILE) && !page.html.has("<script>alert"));
}

#[tokio::test]
async fn without_trees_there_are_no_categories() {
    let page = visit("/admin/categories").by(manager()).over(categories(&[])).answer().await;
    assert!(page.html.says("No categories yet") && page.html.leads_to("/trees/upload"));
}
