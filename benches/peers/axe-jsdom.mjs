// node axe-jsdom.mjs FILE N
// Median milliseconds of axe-core in jsdom: the page is parsed and looked at anew each time, contrast off (jsdom lays nothing out).
import { readFileSync } from 'node:fs';
import { load, measure, usage } from './peers.mjs';

const [file, n] = usage('axe-jsdom.mjs FILE N', 2);
const { JSDOM } = await load('jsdom');
const axe = (await load('axe-core')).default;
const html = readFileSync(file, 'utf8');

let rules = 0;
const ms = await measure(Number(n), async () => {
    const dom = new JSDOM(html);
    const result = await axe.run(dom.window.document.documentElement, { rules: { 'color-contrast': { enabled: false } } });
    rules = result.passes.length + result.violations.length + result.incomplete.length;
    dom.window.close();
});
if (rules === 0) throw new Error('axe judged nothing');
console.log(ms.toFixed(2));
