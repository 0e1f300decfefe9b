// node bare-driver.mjs URL N PARALLEL
// What Chromium alone costs: a fresh isolated context for each page, load, settle as a linter must, one screenshot. No judging.
//
// Prints:  median_ms M waiting_ms W working_ms K per_page_ms P
//   median_ms    median of a page from context to screenshot
//   waiting_ms   median of the part after load in which nothing is done but watch the page settle
//   working_ms   median of the rest
//   per_page_ms  wall time of the whole run over the number of pages
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { load, median, usage } from './peers.mjs';

const [address, count, parallel = '1'] = usage('bare-driver.mjs URL N PARALLEL', 2);
const url = existsSync(address) ? pathToFileURL(resolve(address)).href : address;
const puppeteer = (await load('puppeteer-core')).default;

/** Settled: loaded, no mutation for 300 ms, no finite animation under way; with scripts, not before 3000 ms after load. */
function settled() {
    const QUIET = 300;
    const WATCH = 3000;
    const DEADLINE = 10_000;
    return new Promise((done) => {
        const start = performance.now();
        let last = start;
        const seen = new WeakSet();
        const observer = new MutationObserver(() => {
            last = performance.now();
        });
        const observe = (root) => {
            if (seen.has(root)) return;
            seen.add(root);
            observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
        };
        observe(document);
        const shadows = () => {
            for (const element of document.querySelectorAll('*')) if (element.shadowRoot) observe(element.shadowRoot);
        };
        shadows();
        const moving = () => document.getAnimations().some((animation) => animation.playState === 'running' && Number.isFinite(animation.effect?.getComputedTiming().endTime));
        const scripts = document.scripts.length > 0;
        const look = () => {
            const now = performance.now();
            if (scripts) shadows();
            const calm = now - last >= QUIET && !moving() && (!scripts || now - start >= WATCH);
            if (calm || now - start >= DEADLINE) {
                observer.disconnect();
                done();
            } else {
                const rest = Math.max(QUIET - (now - last), scripts && now - last >= QUIET ? Math.min(100, WATCH - (now - start)) : 0, 10);
                setTimeout(look, rest);
            }
        };
        look();
    });
}

const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    defaultViewport: { width: 1280, height: 900 },
    ignoreDefaultArgs: ['--enable-automation'],
    args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-blink-features=AutomationControlled',
        '--disable-dev-shm-usage',
        '--hide-scrollbars',
        '--lang=en-GB',
    ],
});
const agent = (await browser.userAgent()).replace('HeadlessChrome', 'Chrome');

async function once() {
    const start = performance.now();
    const context = await browser.createBrowserContext();
    let waiting;
    try {
        const page = await context.newPage();
        await page.setUserAgent(agent);
        await page.goto(url, { waitUntil: 'load' });
        const loaded = performance.now();
        await page.evaluate(settled);
        waiting = performance.now() - loaded;
        await page.screenshot({ type: 'png' });
    } finally {
        await context.close();
    }
    const all = performance.now() - start;
    return { all, waiting, working: all - waiting };
}

try {
    const workers = Math.max(1, Number(parallel));
    await Promise.all(Array.from({ length: workers }, once));
    let left = Number(count);
    const took = [];
    const start = performance.now();
    const worker = async () => {
        while (left > 0) {
            left -= 1;
            took.push(await once());
        }
    };
    await Promise.all(Array.from({ length: workers }, worker));
    const wall = performance.now() - start;
    const of = (name) => median(took.map((one) => one[name])).toFixed(1);
    console.log(`median_ms ${of('all')} waiting_ms ${of('waiting')} working_ms ${of('working')} per_page_ms ${(wall / took.length).toFixed(1)}`);
} finally {
    await browser.close();
}
