use std::net::IpAddr;
use url::Url;

/// The site that an address belongs to: what a registry sells (`example.co.uk` of `www.example.co.uk`), by the Public
/// Suffix List. A number is a site of its own, and so is every file.
pub fn site_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    if host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok() {
        return host;
    }
    psl::domain_str(&host).map_or_else(|| host.clone(), str::to_owned)
}

/// Whether two addresses belong to different sites. What has no host (`data:`, `blob:`) belongs to whoever made it.
pub fn is_third_party(url: &Url, page: &Url) -> bool {
    url.has_host() && matches!(url.scheme(), "http" | "https" | "ws" | "wss") && site_of(url) != site_of(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_what_a_registry_sells() {
        let site = |url: &str| site_of(&Url::parse(url).unwrap());
        assert_eq!(site("https://www.example.co.uk/a"), "example.co.uk");
        assert_eq!(site("http://a.shop.localhost:8080/"), "shop.localhost");
        assert_eq!(site("http://127.0.0.2/"), "127.0.0.2");
        let third = |a: &str, b: &str| is_third_party(&Url::parse(a).unwrap(), &Url::parse(b).unwrap());
        assert!(third("https://t.example.com/p", "https://example.org/"));
        assert!(!third("https://cdn.example.org/p", "https://www.example.org/"));
        assert!(!third("data:text/plain,x", "https://www.example.org/"));
        assert!(third("https://tracker.example/p", "file:///tmp/a.html"));
    }
}
