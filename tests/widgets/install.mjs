// Installs the pinned packages of a folder under target/, once, and loads from there.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));
export const root = resolve(here, '../..');
export const target = join(resolve(process.env.CARGO_TARGET_DIR ?? join(root, 'target')), 'widgets');

export function install() {
    const files = ['package.json', 'package-lock.json', '.npmrc'];
    const wanted = files.map((file) => readFileSync(join(here, file), 'utf8')).join('\n');
    const stamp = join(target, '.installed');
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return target;
    mkdirSync(target, { recursive: true });
    rmSync(stamp, { force: true });
    for (const file of files) copyFileSync(join(here, file), join(target, file));
    // `npm ci` runs no script of any package (.npmrc) and refuses what the lock's hashes do not match.
    const npm = spawnSync('npm', ['ci', '--loglevel=error', '--prefix', target], { cwd: target, stdio: ['ignore', 2, 2] });
    if (npm.status !== 0) throw new Error(`npm ci ended with ${npm.status ?? npm.error}`);
    writeFileSync(stamp, wanted);
    return target;
}

const require = createRequire(join(target, 'package.json'));

/** A package from under target/, by its name. */
export const load = async (name) => {
    const module = await import(pathToFileURL(require.resolve(name)).href);
    return module.default ?? module;
};

/** Flags of an ordinary browser: some widgets show nothing to one that says it is driven. */
export async function launch({ width = 1280, height = 900 } = {}) {
    const puppeteer = await load('puppeteer-core');
    return puppeteer.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        headless: true,
        defaultViewport: { width, height },
        ignoreDefaultArgs: ['--enable-automation'],
        args: [
            ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
            '--disable-blink-features=AutomationControlled',
            '--disable-dev-shm-usage',
            '--hide-scrollbars',
            '--lang=en-GB',
        ],
    });
}

/** The user agent without the word that gives a headless browser away. */
export const ordinary = async (browser) => (await browser.userAgent()).replace('HeadlessChrome', 'Chrome');
