//! Icons from Lucide (ISC licence), which take the colour of the text beside them.

use leptos::prelude::*;

/// Address of the file that draws all icons. Browsers keep it for ever, so its name changes with what is in it.
const SPRITE: &str = "/icons.69bd8f3a.svg";

/// Defines the icons, each with its name in the sprite, which is Lucide's.
macro_rules! icons {
    ($($icon:ident = $name:literal,)+) => {
        /// A picture that stands beside a word, or inside something with an accessible name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Icon {
            $(#[doc = concat!("Lucide's `", $name, "`.")] $icon,)+
        }

        impl Icon {
            /// Name of the drawing in the sprite.
            fn name(self) -> &'static str {
                match self {
                    $(Self::$icon => $name,)+
                }
            }

            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$icon,)+];
        }
    };
}

icons! {
    Check = "check",
    Wrench = "wrench",
    ArrowUp = "arrow-up",
    Cross = "x",
    Ban = "ban",
    Earth = "globe-check",
    Play = "play",
    Pause = "pause",
    Search = "search",
    Upload = "upload",
    Archive = "archive",
    ArchiveRestore = "archive-restore",
    LogOut = "log-out",
    Theme = "sun-moon",
    ChevronLeft = "chevron-left",
    ChevronRight = "chevron-right",
    Copy = "copy",
    Download = "download",
    Clock = "clock",
    User = "user",
    Tree = "network",
    History = "history",
    File = "file-text",
    Undo = "undo-2",
    Warning = "triangle-alert",
    More = "ellipsis",
    Dot = "circle-dot",
    Route = "route",
    Pencil = "pencil",
    ArrowRight = "arrow-right",
    ArrowLeft = "arrow-left",
    Outline = "list-tree",
    Ticket = "ticket",
    Client = "building-2",
    Flag = "flag",
    Terminal = "terminal",
    Reassign = "user-cog",
    Shield = "shield",
    Settings = "settings-2",
    Users = "users",
    Invite = "user-plus",
    Link = "link",
    Mail = "mail",
    Folder = "folder",
    Merge = "merge",
    Chart = "chart-column",
}

impl Icon {
    /// The icon at 16 px, hidden from screen readers: the word beside it says the same.
    pub fn view(self) -> impl IntoView {
        let drawing = ["<use href=\"", SPRITE, "#", self.name(), "\"/>"].concat();
        view! { <svg class="icon" width="16" height="16" aria-hidden="true" inner_html=drawing></svg> }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(text: &str) -> u32 {
        text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }

    #[test]
    fn the_sprite_draws_every_icon_and_its_name_changes_with_it() {
        let sprite = std::fs::read_to_string([env!("CARGO_MANIFEST_DIR"), "/../../public", SPRITE].concat()).unwrap();
        assert_eq!(SPRITE, format!("/icons.{:08x}.svg", hash(&sprite)), "the file's new name");
        for icon in Icon::ALL {
            assert_eq!(sprite.matches(&format!("<symbol id=\"{}\" ", icon.name())).count(), 1, "{icon:?}");
        }
        assert_eq!(sprite.matches("<symbol ").count(), Icon::ALL.len(), "a drawing that nothing shows");
    }
}
