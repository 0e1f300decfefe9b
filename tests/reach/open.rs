//! A browser that somebody has open.

use consentlint::collect::chromium::find_executable;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(30);

/// It ends with the test.
pub(crate) struct Open {
    /// Where DevTools listens.
    pub(crate) port: u16,
    process: Child,
    profile: TempDir,
}

/// A tab, as DevTools lists it.
#[derive(Debug, PartialEq)]
pub(crate) struct Tab {
    pub(crate) id: String,
    pub(crate) url: String,
    pub(crate) title: String,
}

impl Open {
    /// A browser with one tab.
    pub(crate) fn at(url: &str) -> Open {
        let profile = tempfile::tempdir().unwrap();
        let process = Command::new(find_executable().unwrap())
            .args(["--headless=new", "--no-sandbox", "--remote-debugging-port=0", "--disable-dev-shm-usage"])
            .args(["--no-first-run", "--disable-background-networking", "--disable-component-update"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg(url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut browser = Open { port: 0, process, profile };
        browser.port = until("the browser did not start", || browser.listening());
        browser
    }

    fn listening(&self) -> Option<u16> {
        let told = std::fs::read_to_string(self.profile.path().join("DevToolsActivePort")).ok()?;
        // The second line is written when all is there.
        told.lines().nth(1)?;
        told.lines().next()?.parse().ok()
    }

    /// The open tabs.
    pub(crate) fn tabs(&self) -> Vec<Tab> {
        let listed: Vec<Value> = serde_json::from_str(&self.ask("GET", "/json/list")).unwrap();
        let word = |tab: &Value, name: &str| tab[name].as_str().unwrap().to_owned();
        let pages = listed.iter().filter(|tab| tab["type"] == "page");
        pages.map(|tab| Tab { id: word(tab, "id"), url: word(tab, "url"), title: word(tab, "title") }).collect()
    }

    /// The open tabs, once they are as they are waited for.
    pub(crate) fn tabs_until(&self, wanted: impl Fn(&[Tab]) -> bool) -> Vec<Tab> {
        until("the tabs did not come", || Some(self.tabs()).filter(|tabs| wanted(tabs)))
    }

    /// Opens another tab.
    pub(crate) fn open(&self, url: &str) {
        self.ask("PUT", &format!("/json/new?{url}"));
    }

    fn ask(&self, method: &str, path: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let request = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port);
        stream.write_all(request.as_bytes()).unwrap();
        let mut reader = BufReader::new(stream);
        let (mut line, mut length) = (String::new(), 0);
        while reader.read_line(&mut line).unwrap() > 2 {
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            line.clear();
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        String::from_utf8(body).unwrap()
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Asks again and again.
fn until<T>(why: &str, ask: impl Fn() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(began.elapsed() < PATIENCE, "{why}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
