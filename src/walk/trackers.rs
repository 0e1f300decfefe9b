//! Trackers that are known by filter lists, as ad blockers have them. None ships: whoever walks brings the lists.

use adblock::Engine;
use adblock::request::Request;
use adblock::url_parser::{ResolvesDomain, set_domain_resolver};

/// Filter lists.
#[derive(Default)]
pub struct Trackers(Vec<(String, Engine)>);

/// What a registry sells, by the Public Suffix List: the same as for third parties.
struct Registry;

impl ResolvesDomain for Registry {
    fn get_host_domain(&self, host: &str) -> (usize, usize) {
        let domain = psl::domain_str(host).map_or(host.len(), str::len);
        (host.len() - domain, host.len())
    }
}

impl std::fmt::Debug for Trackers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

impl Trackers {
    /// Adds a list in the usual formats (EasyPrivacy and its like, hosts files), under the name that findings cite.
    pub fn add(&mut self, name: &str, list: &str) {
        // That it has been set before is no error.
        let _ = set_domain_resolver(Box::new(Registry));
        self.0.push((name.to_owned(), Engine::new_with_list_text(list)));
    }

    /// The list that knows a request.
    pub(super) fn listed(&self, url: &str, page: &str, resource: &str) -> Option<&str> {
        if self.0.is_empty() {
            return None;
        }
        let kind = match resource {
            "Script" => "script",
            "Image" => "image",
            "Stylesheet" => "stylesheet",
            "XHR" | "Fetch" => "xmlhttprequest",
            "Document" => "subdocument",
            "Ping" => "ping",
            "Media" => "media",
            "Font" => "font",
            "WebSocket" => "websocket",
            _ => "other",
        };
        let request = Request::new(url, page, kind, "GET").ok()?;
        self.0
            .iter()
            .find(|(_, engine)| engine.check_network_request(&request).should_block())
            .map(|(name, _)| name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_know_what_they_name() {
        let mut trackers = Trackers::default();
        trackers.add("mine", "||tracker.example^$third-party\n@@||tracker.example/consent^");
        let listed = |url| trackers.listed(url, "https://shop.example/", "Image");
        assert_eq!(listed("https://tracker.example/pixel?id=1"), Some("mine"));
        assert_eq!(listed("https://tracker.example/consent/"), None);
        assert_eq!(listed("https://shop.example/logo.png"), None);
    }
}
