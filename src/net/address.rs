use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use url::Url;

/// Why an address is not reached for.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Another scheme than `http` or `https`.
    #[error("only http and https are fetched, not `{0}`")]
    Scheme(String),
    /// The host could not be found.
    #[error("the host can't be found: {0}")]
    Unknown(String),
    /// A page of one network asks for another that is closer to home.
    #[error("{0} is inside this network and the page is not; it was not fetched")]
    Private(IpAddr),
}

/// Resolves an address and says whether it may be reached. `from_public` is set where a page on the open network asks
/// for it: such a page may not reach into the network of whoever looks at it.
///
/// # Errors
/// See [`Refused`].
pub fn admit(url: &Url, from_public: bool) -> Result<Vec<SocketAddr>, Refused> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Refused::Scheme(url.scheme().to_string()));
    }
    let host = url.host_str().ok_or_else(|| Refused::Unknown("the address has no host".into()))?;
    let port = url.port_or_known_default().unwrap_or(80);
    let plain = host.trim_start_matches('[').trim_end_matches(']');
    let found: Vec<SocketAddr> =
        (plain, port).to_socket_addrs().map_err(|error| Refused::Unknown(error.to_string()))?.collect();
    if from_public && let Some(private) = found.iter().map(SocketAddr::ip).find(is_private) {
        return Err(Refused::Private(private));
    }
    Ok(found)
}

/// Loopback, link-local and private ranges (RFC 1918, 4193, 6598), and what maps onto them.
fn is_private(ip: &IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            v4.is_loopback()
                || v4.is_private()
                || v4.is_link_local()
                || v4.is_unspecified()
                || v4.is_broadcast()
                || v4.is_multicast()
                || (a == 100 && (64..128).contains(&b))
        }
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => is_private(&IpAddr::V4(v4)),
            None => {
                let first = v6.segments()[0];
                v6.is_loopback()
                    || v6.is_unspecified()
                    || v6.is_multicast()
                    || (first & 0xfe00) == 0xfc00
                    || (first & 0xffc0) == 0xfe80
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{Refused, admit};
    use url::Url;

    #[test]
    fn a_public_page_does_not_reach_home() {
        for address in [
            "http://127.0.0.1/",
            "http://10.1.2.3/",
            "http://[::1]/",
            "http://169.254.169.254/",
            "http://[::ffff:192.168.0.1]/",
        ] {
            let url = Url::parse(address).expect("an address");
            assert!(matches!(admit(&url, true), Err(Refused::Private(_))), "{address}");
            assert!(admit(&url, false).is_ok(), "{address}");
        }
        let url = Url::parse("ftp://127.0.0.1/").expect("an address");
        assert!(matches!(admit(&url, false), Err(Refused::Scheme(_))));
    }
}
