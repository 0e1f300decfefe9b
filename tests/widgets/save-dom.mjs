// node save-dom.mjs PAGE_URL OUT.html      one page (a URL or a file)
// node save-dom.mjs IN_DIR OUT_DIR         every IN_DIR/<name>/index.html and IN_DIR/<name>.html, to OUT_DIR/<name>.html
//
// Opens pages in Chromium, waits 3 s after load, and writes the DOM as the scripts left it as flat HTML without scripts:
// state as attributes, shadow roots as <template shadowrootmode=open>, style sheets inlined in their own scope.
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { install, launch, ordinary } from './install.mjs';

const SETTLE_MS = 3000;
const PARALLEL = 4;

const [from, to] = process.argv.slice(2);
if (!from || !to) {
    console.error('usage: node save-dom.mjs PAGE_URL OUT.html | IN_DIR OUT_DIR');
    process.exit(2);
}

const jobs = [];
if (existsSync(from) && statSync(from).isDirectory()) {
    for (const name of readdirSync(from).sort()) {
        const index = join(from, name, 'index.html');
        if (existsSync(index)) jobs.push({ url: pathToFileURL(resolve(index)).href, out: join(to, `${name}.html`) });
        else if (name.endsWith('.html')) jobs.push({ url: pathToFileURL(resolve(from, name)).href, out: join(to, name) });
    }
} else {
    jobs.push({ url: /^[a-z][a-z0-9+.-]+:/i.test(from) ? from : pathToFileURL(resolve(from)).href, out: to });
}
if (jobs.length === 0) {
    console.error(`no pages in ${from}`);
    process.exit(3);
}

/** Runs before any script of the page: closed shadow roots can't be reached from outside otherwise. */
function keepRoots() {
    const roots = new WeakMap();
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (init) {
        const root = attach.call(this, init);
        roots.set(this, root);
        return root;
    };
    Object.defineProperty(window, Symbol.for('shadow roots'), { value: roots });
}

/** Runs in the page. `sources`: the text of each style sheet that came from an address of its own. */
function flatten(sources) {
    const HTML = 'http://www.w3.org/1999/xhtml';
    const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
    const RAW = new Set('style xmp iframe noembed noframes plaintext'.split(' '));
    const text = (value) => value.replaceAll('&', '&amp;').replaceAll('\u00a0', '&nbsp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const quoted = (value) => value.replaceAll('&', '&amp;').replaceAll('\u00a0', '&nbsp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const attribute = ([name, value]) => (value === '' ? ` ${name}` : ` ${name}="${quoted(value)}"`);
    const shadowOf = (element) => {
        const view = element.ownerDocument.defaultView;
        return element.shadowRoot ?? view?.[Symbol.for('shadow roots')]?.get(element) ?? null;
    };

    const inStyle = (css) => css.replace(/<\/(style)/gi, '<\\/$1');
    const style = (css, attributes = '') => (css.trim() ? `<style${attributes}>\n${inStyle(css.trim())}\n</style>` : '');

    const rulesOf = (sheet) => {
        try {
            return [...sheet.cssRules];
        } catch {
            return null;
        }
    };
    // A rule as written by the object model loses shorthands that hold var(). So where nobody changed a sheet, its source goes out.
    const same = (sheet, source) => {
        const rules = rulesOf(sheet);
        if (rules === null) return true;
        try {
            const again = new CSSStyleSheet();
            again.replaceSync(source);
            return again.cssRules.length === rules.length && rules.every((rule, at) => rule.cssText === again.cssRules[at].cssText);
        } catch {
            return false;
        }
    };
    const imported = (rule) => {
        let css = rule.styleSheet ? written(rule.styleSheet) : '';
        if (rule.layerName !== null && rule.layerName !== undefined) css = `@layer ${rule.layerName} {\n${css}\n}`;
        if (rule.supportsText) css = `@supports ${rule.supportsText} {\n${css}\n}`;
        if (rule.media?.mediaText) css = `@media ${rule.media.mediaText} {\n${css}\n}`;
        return css;
    };
    const written = (sheet, source = sheet.href ? sources[sheet.href] : undefined) => {
        if (source !== undefined && !/@import\b/i.test(source) && same(sheet, source)) return source;
        const rules = rulesOf(sheet);
        if (rules === null) return '/* a style sheet of another origin, out of reach */';
        return rules.map((rule) => (rule instanceof (rule.parentStyleSheet?.ownerNode?.ownerDocument?.defaultView ?? window).CSSImportRule ? imported(rule) : rule.cssText)).join('\n');
    };
    const adopted = (scope) =>
        (scope.adoptedStyleSheets ?? [])
            .filter((sheet) => !sheet.disabled)
            .map((sheet) => style(written(sheet), sheet.media?.mediaText ? attribute(['media', sheet.media.mediaText]) : ''))
            .join('\n');

    const isScript = (element) => element.localName === 'script' || (element.localName === 'noscript' && element.namespaceURI === HTML);

    const attributesOf = (element) => {
        const map = new Map();
        for (const { name, value } of element.attributes) {
            if (/^on/i.test(name) || name === 'nonce' || name === 'integrity') continue;
            map.set(name, /^(href|src|action|formaction|xlink:href)$/i.test(name) && /^\s*javascript:/i.test(value) ? '#' : value);
        }
        if (element.namespaceURI !== HTML) return map;
        const flag = (name, on) => (on ? map.set(name, '') : map.delete(name));
        switch (element.localName) {
            case 'input':
                if (element.type === 'checkbox' || element.type === 'radio') {
                    flag('checked', element.checked);
                    if (element.indeterminate && !map.has('aria-checked')) map.set('aria-checked', 'mixed');
                } else if (element.type !== 'password' && element.type !== 'file' && element.value !== (element.getAttribute('value') ?? '')) {
                    map.set('value', element.value);
                }
                flag('disabled', element.disabled);
                break;
            case 'option':
                flag('selected', element.selected);
                flag('disabled', element.disabled);
                break;
            case 'button':
            case 'select':
            case 'textarea':
            case 'fieldset':
                flag('disabled', element.disabled);
                break;
            case 'details':
                flag('open', element.open);
                break;
            case 'dialog':
                flag('open', element.open);
                if (element.matches(':modal') && !map.has('aria-modal')) map.set('aria-modal', 'true');
                break;
        }
        if (map.has('popover') && element.matches(':popover-open')) map.delete('popover');
        return map;
    };

    const children = (parent) => [...parent.childNodes].map(node).join('');

    function node(child) {
        if (child.nodeType === Node.TEXT_NODE) {
            const parent = child.parentNode;
            return parent?.nodeType === Node.ELEMENT_NODE && parent.namespaceURI === HTML && RAW.has(parent.localName) ? child.data : text(child.data);
        }
        if (child.nodeType === Node.COMMENT_NODE) return `<!--${child.data}-->`;
        if (child.nodeType === Node.DOCUMENT_TYPE_NODE) return `<!doctype ${child.name}>\n`;
        return child.nodeType === Node.ELEMENT_NODE ? element(child) : '';
    }

    function element(it) {
        if (isScript(it)) return '';
        const html = it.namespaceURI === HTML;
        const name = html ? it.localName : it.tagName;
        const attributes = attributesOf(it);

        if (it.localName === 'style' || (html && name === 'link' && it.relList.contains('stylesheet'))) {
            if (!it.sheet || it.sheet.disabled) return '';
            const media = it.sheet.media.mediaText ? attribute(['media', it.sheet.media.mediaText]) : '';
            return style(it.localName === 'style' ? written(it.sheet, it.textContent) : written(it.sheet), media);
        }
        if (html && name === 'link' && /\b(preload|modulepreload|prefetch|preconnect|dns-prefetch)\b/i.test(it.rel)) return '';
        if (html && name === 'meta' && (it.httpEquiv || it.hasAttribute('charset'))) return it.hasAttribute('charset') ? '<meta charset="utf-8">' : '';

        if (html && name === 'iframe') {
            let inner = null;
            try {
                inner = it.contentDocument;
            } catch {
                // of another origin: its address is all there is
            }
            if (inner?.documentElement) {
                attributes.delete('src');
                attributes.set('srcdoc', document_(inner));
            }
        }

        const open = `<${name}${[...attributes].map(attribute).join('')}>`;
        if (html && VOID.has(name)) return open;

        let inside = '';
        const shadow = shadowOf(it);
        if (shadow) {
            const more = shadow.delegatesFocus ? ' shadowrootdelegatesfocus' : '';
            inside += `<template shadowrootmode="open"${more}>${children(shadow)}${adopted(shadow)}</template>`;
        }
        if (html && name === 'textarea') inside += `\n${text(it.value)}`;
        else if (html && name === 'template') inside += children(it.content);
        else if (!(html && name === 'iframe')) inside += (html && name === 'pre' ? '\n' : '') + children(it);
        if (html && name === 'head' && !it.querySelector('meta[charset]')) inside = `<meta charset="utf-8">${inside}`;
        if (html && name === 'body') inside += adopted(it.ownerDocument);
        return `${open}${inside}</${name}>`;
    }

    function document_(which) {
        return [...which.childNodes].map(node).join('');
    }

    return document_(document) + '\n';
}

async function save(browser, agent, { url, out }) {
    const context = await browser.createBrowserContext();
    const outside = [];
    try {
        const page = await context.newPage();
        await page.setUserAgent(agent);
        const session = await page.createCDPSession();
        const sheets = [];
        session.on('CSS.styleSheetAdded', ({ header }) => header.origin === 'regular' && header.sourceURL && !header.isInline && sheets.push(header));
        await session.send('DOM.enable');
        await session.send('CSS.enable');
        page.on('request', (request) => {
            if (/^https?:/.test(request.url()) && new URL(request.url()).origin !== new URL(url).origin) outside.push(request.url());
        });
        await page.evaluateOnNewDocument(keepRoots);
        await page.goto(url, { waitUntil: 'load', timeout: 30_000 });
        await new Promise((done) => setTimeout(done, SETTLE_MS));
        const sources = {};
        for (const { styleSheetId, sourceURL } of sheets) {
            try {
                sources[sourceURL] = (await session.send('CSS.getStyleSheetText', { styleSheetId })).text;
            } catch {
                // gone by now
            }
        }
        const html = await page.evaluate(flatten, sources);
        mkdirSync(dirname(resolve(out)), { recursive: true });
        writeFileSync(out, html);
        console.log(out);
        for (const address of outside) console.error(`${url}: asked the network for ${address}`);
    } finally {
        await context.close();
    }
}

install();
const browser = await launch();
let failed = 0;
try {
    const agent = await ordinary(browser);
    const queue = jobs.slice();
    const worker = async () => {
        for (let job = queue.shift(); job; job = queue.shift()) {
            try {
                await save(browser, agent, job);
            } catch (error) {
                failed += 1;
                console.error(`${job.url}: ${error.message}`);
            }
        }
    };
    await Promise.all(Array.from({ length: Math.min(PARALLEL, jobs.length) }, worker));
} finally {
    await browser.close();
}
process.exit(failed > 0 ? 1 : 0);
