//! Servers whose certificates nobody vouches for, or an authority of the test's own.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::crypto::ring::default_provider;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

/// Title of the page that all of them serve.
pub(crate) const TITLE: &str = "Behind a certificate";

/// An authority.
pub(crate) struct Authority {
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new(name: &str) -> Authority {
        let mut params = params(name, &[]);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Authority { certificate, issuer: Issuer::new(params, key) }
    }

    /// Its certificate as a file holds it.
    pub(crate) fn pem(&self) -> String {
        let text = STANDARD.encode(self.certificate.der());
        let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
    }

    /// Address of a server on 127.0.0.1 that it vouches for. The server sends no certificate but its own.
    pub(crate) fn serve(&self) -> String {
        let key = KeyPair::generate().unwrap();
        let certificate = leaf().signed_by(&key, &self.issuer).unwrap();
        serve(&certificate, &key)
    }
}

/// Address of a server on 127.0.0.1 that vouches for itself.
pub(crate) fn serve_self_signed() -> String {
    let key = KeyPair::generate().unwrap();
    let certificate = leaf().self_signed(&key).unwrap();
    serve(&certificate, &key)
}

fn leaf() -> CertificateParams {
    let mut params = params("server", &["127.0.0.1"]);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params
}

fn params(name: &str, hosts: &[&str]) -> CertificateParams {
    let hosts: Vec<String> = hosts.iter().map(ToString::to_string).collect();
    let mut params = CertificateParams::new(hosts).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2049, 1, 1);
    params
}

/// Serves until the test ends.
fn serve(certificate: &Certificate, key: &KeyPair) -> String {
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let config = Arc::clone(&config);
            std::thread::spawn(move || answer(stream, config));
        }
    });
    format!("https://127.0.0.1:{port}/")
}

fn answer(stream: TcpStream, config: Arc<ServerConfig>) {
    let mut stream = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
    let (mut asked, mut some) = (Vec::new(), [0; 4096]);
    while !asked.windows(4).any(|it| it == b"\r\n\r\n") {
        // Who does not trust the certificate goes away here.
        match stream.read(&mut some) {
            Ok(0) | Err(_) => return,
            Ok(read) => asked.extend_from_slice(&some[..read]),
        }
    }
    let body = format!("<!doctype html><html lang=\"en\"><title>{TITLE}</title><p>Welcome.</p>");
    let head = "HTTP/1.1 200 X\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n";
    let whole = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
    if stream.write_all(whole.as_bytes()).and_then(|()| stream.flush()).is_ok() {
        stream.conn.send_close_notify();
        let _ = stream.flush();
    }
}
