//! Serves the flows on loopback, each under host names of its own.

use super::common::server::listen;
use super::flow::{Flow, Page};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

/// A running server for all flows.
pub struct Site {
    /// The same on all its addresses.
    pub port: u16,
}

/// Pages by host name and path, with `{id}` filled in.
type Pages = HashMap<(String, String), Vec<Page>>;

/// What is read of a request.
#[derive(Default)]
struct Request {
    path: String,
    host: String,
    chose: bool,
    length: u64,
}

impl Site {
    /// Serves the flows until the process ends.
    pub fn serve(flows: &[Flow]) -> Site {
        let (port, listeners) = listen();
        let mut pages = Pages::new();
        for flow in flows {
            for page in &flow.pages {
                let fill = |text: &str| text.replace("{port}", &port.to_string()).replace("{id}", &flow.id);
                let key = (format!("{}-{}.localhost", flow.id, page.host), page.path.clone());
                let location = page.location.as_deref().map(fill);
                pages.entry(key).or_default().push(Page { body: fill(&page.body), location, ..page.clone() });
            }
        }
        let pages = Arc::new(pages);
        for listener in listeners {
            let pages = Arc::clone(&pages);
            std::thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    let pages = Arc::clone(&pages);
                    std::thread::spawn(move || answer(stream, &pages));
                }
            });
        }
        Site { port }
    }

    /// Where a flow begins.
    pub fn url(&self, flow: &Flow) -> String {
        format!("http://{}-shop.localhost:{}/", flow.id, self.port)
    }
}

/// Reads a request to its end, body and all.
fn read(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?;
    let mut request = Request { path: path.split('?').next()?.to_owned(), ..Request::default() };
    loop {
        line.clear();
        if reader.read_line(&mut line).ok()? <= 2 {
            break;
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "host" => request.host = value.split(':').next()?.to_ascii_lowercase(),
            "cookie" => request.chose = value.split(';').any(|it| it.trim().starts_with("consent=")),
            "content-length" => request.length = value.parse().ok()?,
            _ => {}
        }
    }
    std::io::copy(&mut reader.take(request.length), &mut std::io::sink()).ok()?;
    Some(request)
}

fn answer(mut stream: TcpStream, pages: &Pages) {
    let Some(request) = read(&stream) else { return };
    let missing = Page {
        host: "",
        path: String::new(),
        kind: "text/html; charset=utf-8",
        body: "<!doctype html><title>404</title><h1>404</h1><p>This page does not exist.</p>".to_owned(),
        delay_ms: 0,
        status: 404,
        location: None,
    };
    let empty = Page { body: String::new(), status: 204, ..missing.clone() };
    let tracks = request.host.ends_with("-tracker.localhost");
    let here = pages.get(&(request.host, request.path)).map_or(&[][..], Vec::as_slice);
    let page = match here {
        [] if tracks => &empty,
        [] => &missing,
        [only] => only,
        several => several.iter().find(|it| it.location.is_some() != request.chose).unwrap_or(&several[0]),
    };
    std::thread::sleep(Duration::from_millis(page.delay_ms.into()));
    let location = page.location.as_ref().map_or(String::new(), |to| format!("Location: {to}\r\n"));
    let length = if page.status == 204 { String::new() } else { format!("Content-Length: {}\r\n", page.body.len()) };
    let head = format!(
        "HTTP/1.1 {} X\r\nContent-Type: {}\r\n{length}{location}Cache-Control: no-store\r\nConnection: close\r\n\r\n",
        page.status, page.kind
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(page.body.as_bytes()));
}
