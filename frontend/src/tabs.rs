//! Other tabs of this browser with the same walk: each tells the others when the session changed.

use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::BroadcastChannel;
use resolutionflow::id::SessionId;

/// Channel to the other tabs of this browser with the same session; none where the browser has no channels.
pub(super) struct Tabs(Option<BroadcastChannel>);

impl Tabs {
    /// Opens the channel of a session.
    pub(super) fn of(session: SessionId) -> Self {
        Self(BroadcastChannel::new(&format!("resolutionflow/{session}")).ok())
    }

    /// Tells the other tabs that the session changed.
    pub(super) fn tell(&self) {
        if let Some(channel) = &self.0 {
            _ = channel.post_message(&true.into());
        }
    }

    /// Calls `told` whenever another tab tells that the session changed, for as long as the page is there.
    pub(super) fn listen(&self, told: impl FnMut() + 'static) {
        let Some(channel) = &self.0 else { return };
        let heard = Closure::<dyn FnMut()>::new(told);
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        heard.forget();
    }
}
