//! A small web server on loopback. `127.0.0.1`, `127.0.0.2` and `localhost` are three sites to a browser.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

/// What the server answers at one path.
#[derive(Clone)]
pub enum Answer {
    /// A page; `{port}` in it becomes the server's port.
    Html(String),
    /// Status, content type, body.
    Raw(u16, &'static str, Vec<u8>),
    /// A redirect; `{port}` as above.
    Redirect(String),
    /// Headers and the beginning of a page, and then nothing more.
    Unfinished(&'static str),
    /// Nothing at all, though the connection stays open.
    Silence,
}

/// A running server.
pub struct Server {
    pub port: u16,
}

impl Server {
    /// Serves these paths until the test ends.
    pub fn start(pages: &[(&str, Answer)]) -> Server {
        let (port, listeners) = listen();
        let pages: HashMap<String, Answer> =
            pages.iter().map(|(path, answer)| (path.to_string(), answer.clone())).collect();
        let pages = Arc::new(pages);
        for listener in listeners {
            let pages = Arc::clone(&pages);
            std::thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    let pages = Arc::clone(&pages);
                    std::thread::spawn(move || serve(stream, &pages, port));
                }
            });
        }
        Server { port }
    }

    /// Serves one page at `/`.
    pub fn page(html: &str) -> Server {
        Server::start(&[("/", Answer::Html(html.to_owned()))])
    }

    /// Address of a path on the first site.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

/// The same port on `127.0.0.1` and `127.0.0.2`.
pub fn listen() -> (u16, Vec<TcpListener>) {
    loop {
        let first = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = first.local_addr().unwrap().port();
        if let Ok(second) = TcpListener::bind(("127.0.0.2", port)) {
            return (port, vec![first, second]);
        }
    }
}

fn serve(mut stream: TcpStream, pages: &HashMap<String, Answer>, port: u16) {
    let mut request = String::new();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    if reader.read_line(&mut request).is_err() {
        return;
    }
    let mut header = String::new();
    while reader.read_line(&mut header).is_ok_and(|read| read > 2) {
        header.clear();
    }
    let path = request.split(' ').nth(1).unwrap_or("/");
    let path = path.split('?').next().unwrap_or(path);
    let port = port.to_string();
    let (status, kind, extra, body) = match pages.get(path) {
        Some(Answer::Html(html)) => {
            (200, "text/html; charset=utf-8", String::new(), html.replace("{port}", &port).into_bytes())
        }
        Some(Answer::Raw(status, kind, body)) => (*status, *kind, String::new(), body.clone()),
        Some(Answer::Redirect(to)) => {
            (302, "text/plain", format!("Location: {}\r\n", to.replace("{port}", &port)), Vec::new())
        }
        Some(Answer::Unfinished(begin)) => {
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n";
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(begin.as_bytes()));
            std::thread::sleep(Duration::from_secs(120));
            return;
        }
        Some(Answer::Silence) => {
            std::thread::sleep(Duration::from_secs(120));
            return;
        }
        None => (404, "text/html", String::new(), b"<title>Not found</title>not here".to_vec()),
    };
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{extra}Connection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}
