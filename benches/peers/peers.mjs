// Loads the peers from target/peers, where benches/run installs them, and does the sums.
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const target = join(resolve(process.env.CARGO_TARGET_DIR ?? join(root, 'target')), 'peers');
const require = createRequire(join(target, 'package.json'));

export const load = async (name) => import(pathToFileURL(require.resolve(name)).href);

export const median = (values) => {
    const sorted = [...values].sort((a, b) => a - b);
    const half = sorted.length >> 1;
    return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

/** Runs `once` a few times to warm up, then `n` times, and gives the median in milliseconds. */
export async function measure(n, once) {
    for (let i = 0; i < Math.max(3, Math.ceil(n / 4)); i += 1) await once();
    const took = [];
    for (let i = 0; i < n; i += 1) {
        const start = performance.now();
        await once();
        took.push(performance.now() - start);
    }
    return median(took);
}

export function usage(text, least) {
    const given = process.argv.slice(2);
    if (given.length < least) {
        console.error(`usage: node ${text}`);
        process.exit(2);
    }
    return given;
}
