//! Addresses of trees' pages. Instructions link to them: at the end of a walk such a link goes on in the other tree.

/// The most characters of a key, and of an id.
pub(super) const KEY_LIMIT: usize = 120;

/// True for what can be the key of a tree: lower-case letters, digits and hyphens, of which none stands at an end.
pub fn is_key(text: &str) -> bool {
    let is_slug = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    (1..=KEY_LIMIT).contains(&text.len()) && text.bytes().all(is_slug) && !text.starts_with('-') && !text.ends_with('-')
}

/// Key of the tree to whose page an address of this site leads, such as `/trees/no-sound`; none for any other address.
pub fn key_of_page(address: &str) -> Option<&str> {
    address.strip_prefix("/trees/").filter(|key| is_key(key))
}

#[cfg(test)]
mod tests {
    use super::key_of_page;

    #[test]
    fn the_page_of_a_tree_has_its_key_alone_behind_the_library() {
        assert_eq!(key_of_page("/trees/no-sound-2"), Some("no-sound-2"));
        let others =
            ["/trees/", "/trees/No", "/trees/a/map", "/trees/a?x=1", "/trees/a#b", "/trees/-a", "/trees/a-", "//trees/a", "trees/a"];
        for other in others.iter().copied().chain(["/trees/é", "https://x.example/trees/a", &format!("/trees/{}", "a".repeat(121))]) {
            assert_eq!(key_of_page(other), None, "{other}");
        }
    }
}
