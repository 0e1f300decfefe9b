//! Options of the commands that go to real pages: what is sent, what is already there, which way is gone.

use super::failure::Failure;
use crate::collect::reach::{Reach, ReachError, Sources};
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Most bytes of a file that holds one value, or steps.
const LARGEST: u64 = 1024 * 1024;
/// Most bytes of a file of cookies and storage.
const LARGEST_STATE: u64 = 64 * 1024 * 1024;

/// How a page is reached.
#[derive(Default, clap::Args)]
#[command(next_help_heading = "Reaching")]
pub(super) struct ReachArgs {
    /// Send a header to the site; VALUE may be env:VARIABLE or file:PATH, also after a word (Bearer env:TOKEN)
    #[arg(long, value_name = "NAME: VALUE")]
    header: Vec<String>,
    /// A cookie that is there from the start (sid=env:SID); `; Domain=…; Path=…` may follow
    #[arg(long, value_name = "NAME=VALUE")]
    cookie: Vec<String>,
    /// Log in where the server asks (me:env:PASSWORD, me:file:PATH)
    #[arg(long, value_name = "USER:PASSWORD")]
    basic_auth: Option<String>,
    /// Cookies and local storage from a file that Playwright wrote
    #[arg(long, value_name = "FILE")]
    storage_state: Option<PathBuf>,
    /// Trust these authorities too (PEM); on Linux, with NSS’s certutil
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Don't check certificates; only for servers of your own
    #[arg(long, conflicts_with = "ca")]
    insecure: bool,
    /// Go through a proxy (http://host:3128, socks5://host:1080, http://me:env:PASSWORD@host:3128)
    #[arg(long, value_name = "ADDRESS")]
    proxy: Option<String>,
    /// Time zone that pages see (Europe/Berlin)
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
    /// Languages that pages are asked in, with weights (de-DE,de;q=0.9,en;q=0.5)
    #[arg(long, value_name = "LIST")]
    accept_language: Option<String>,
    /// Where pages are told that the reader is: degrees north and east, and metres (52.5,13.4,100)
    #[arg(long, value_name = "LAT,LON", allow_hyphen_values = true)]
    geolocation: Option<String>,
    /// Do this before the look: a TOML file of steps (go-to, fill, click, wait-for); on the page, or before it where the
    /// first is a go-to
    #[arg(long, value_name = "FILE")]
    steps: Option<PathBuf>,
    /// Look at an open tab as it is, in the place of INPUT: its id, or a part of its address or title. It is not loaded
    /// again and stays open; what needs a fresh profile is a review
    #[arg(
        long,
        value_name = "TAB",
        requires = "connect",
        conflicts_with_all = [
            "header", "cookie", "basic_auth", "storage_state", "ca", "insecure", "proxy", "timezone", "accept_language",
            "geolocation",
        ]
    )]
    attach: Option<String>,
}

/// The values may be secrets.
impl fmt::Debug for ReachArgs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReachArgs").finish_non_exhaustive()
    }
}

impl ReachArgs {
    /// What was asked for, and what a person should be told of it.
    pub(super) fn reach(&self) -> Result<(Reach, Vec<String>), Failure> {
        let env = |name: &str| std::env::var(name).ok();
        let file = |path: &Path| read(path, LARGEST);
        let sources = Sources { env: &env, file: &file };
        let (mut reach, mut warnings) = (Reach::default(), Vec::new());
        let warn = &mut warnings;
        self.header.iter().try_for_each(|it| reach.add_header(it, &sources, warn))?;
        // The file first, so that a cookie on the command line takes the place of one in it.
        if let Some(path) = &self.storage_state {
            let text = named("--storage-state", path, LARGEST_STATE)?;
            reach.add_storage_state(&path.display().to_string(), &text, warn)?;
        }
        self.cookie.iter().try_for_each(|it| reach.add_cookie(it, &sources, warn))?;
        self.basic_auth.iter().try_for_each(|it| reach.set_basic_auth(it, &sources, warn))?;
        self.proxy.iter().try_for_each(|it| reach.set_proxy(it, &sources, warn))?;
        if let Some(path) = &self.ca {
            reach.set_authorities(path, &named("--ca", path, LARGEST)?)?;
        }
        self.timezone.iter().try_for_each(|it| reach.set_timezone(it))?;
        self.accept_language.iter().try_for_each(|it| reach.set_accept_language(it))?;
        self.geolocation.iter().try_for_each(|it| reach.set_geolocation(it))?;
        if let Some(path) = &self.steps {
            let text = named("--steps", path, LARGEST)?;
            reach.set_steps(&path.display().to_string(), &text, &sources)?;
        }
        self.attach.iter().try_for_each(|it| reach.set_attach(it))?;
        reach.insecure = self.insecure;
        Ok((reach, warnings))
    }

    /// The open tab that is looked at.
    pub(super) fn tab(&self) -> Option<&str> {
        self.attach.as_deref().map(str::trim)
    }
}

impl From<ReachError> for Failure {
    fn from(error: ReachError) -> Self {
        Failure::usage(error.happened(), error.advice())
    }
}

/// The text of a file that an option names.
fn named(option: &str, path: &Path, most: u64) -> Result<String, Failure> {
    read(path, most).map_err(|error| {
        let message = format!("{option} {} can't be read: {error}", path.display());
        Failure::usage(message, "Check the path and its permissions")
    })
}

/// The text of a file that is not too large.
pub(super) fn read(path: &Path, most: u64) -> io::Result<String> {
    let mut text = String::new();
    let length = File::open(path)?.take(most + 1).read_to_string(&mut text)?;
    if length as u64 > most {
        return Err(io::Error::other(format!("it is larger than {} MiB", most / 1024 / 1024)));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::ReachArgs;
    use crate::cli::failure::Failure;
    use crate::collect::reach::Reach;
    use clap::{CommandFactory, Parser};

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        reach: ReachArgs,
        #[arg(long)]
        connect: Option<String>,
    }

    fn read(words: &[&str]) -> Result<(Reach, Vec<String>), Failure> {
        let line = Line::try_parse_from([&["it"], words].concat()).expect("options");
        assert!(line.connect.is_none() && format!("{:?}", line.reach) == "ReachArgs { .. }");
        line.reach.reach()
    }

    #[test]
    fn options_are_put_together() {
        Line::command().debug_assert();
        assert!(read(&[]).expect("good").0.is_default());
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).expect("written");
            path.display().to_string()
        };
        let state = write("state.json", r#"{"cookies":[{"name":"a","value":"1","domain":"a.example"}]}"#);
        let steps = write("steps.toml", "[[step]]\nclick = \"a\"\n");
        let word = write("word.txt", "hunter2\n");
        let ca = write("ca.pem", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n");
        let (reach, warnings) = read(&[
            "--header",
            "X-A: env:PATH",
            "--header=Authorization: Bearer abc",
            "--cookie=b=2",
            "--cookie",
            "c=3; Domain=a.example",
            &format!("--basic-auth=me:file:{word}"),
            &format!("--storage-state={state}"),
            &format!("--ca={ca}"),
            "--proxy=proxy.example:3128",
            "--timezone=Europe/Berlin",
            "--accept-language=de,en;q=0.5",
            "--geolocation",
            "-33.9,151.2",
            &format!("--steps={steps}"),
        ])
        .expect("good");
        assert_eq!(reach.headers.len(), 2);
        assert_eq!(reach.cookies.iter().map(|it| it.name.as_str()).collect::<String>(), "abc");
        assert_eq!(reach.basic_auth.map(|it| it.password.expose().to_string()).as_deref(), Some("hunter2"));
        assert_eq!((reach.steps.len(), reach.insecure, warnings.len()), (1, false, 3));
        assert!(reach.proxy.is_some() && reach.authorities.is_some() && reach.geolocation.is_some());
    }

    #[cfg(unix)]
    #[test]
    fn what_is_wrong_is_told() {
        for (words, what) in [
            (&["--header=hunter2"][..], "--header (the value of 7 characters) can't be used: it has no `:`"),
            (&["--steps=/none/there"], "--steps /none/there can't be read"),
            (&["--storage-state=/none/there"], "--storage-state /none/there can't be read"),
            (&["--basic-auth=me:file:/none/there"], "--basic-auth needs /none/there, which can't be read"),
            (&["--ca=/dev/null"], "--ca /dev/null can't be used: it holds no certificate"),
            (&["--basic-auth=me:file:/dev/zero"], "--basic-auth needs /dev/zero"),
        ] {
            let failure = read(words).map(|_| ()).expect_err("a failure");
            let shown = format!("{failure:?}");
            assert!(shown.contains(what) && !shown.contains("hunter2"), "{shown}");
        }
    }

    #[test]
    fn an_open_tab_is_taken_as_it_is() {
        let parse = |words: &[&str]| Line::try_parse_from([&["it"], words].concat()).is_ok();
        assert!(parse(&["--attach=shop", "--connect=http://127.0.0.1:9222"]));
        assert!(parse(&["--attach=shop", "--connect=x", "--steps=s.toml"]));
        assert!(!parse(&["--attach=shop"]));
        assert!(!parse(&["--attach=shop", "--connect=x", "--cookie=a=1"]));
        assert!(!parse(&["--insecure", "--ca=ca.pem"]));
    }
}
