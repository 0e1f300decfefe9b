// node html-validate.mjs FILE N
// Median milliseconds of html-validate with its recommended rules, in process.
import { readFileSync } from 'node:fs';
import { load, measure, usage } from './peers.mjs';

const [file, n] = usage('html-validate.mjs FILE N', 2);
const { HtmlValidate, StaticConfigLoader } = await load('html-validate');
const linter = new HtmlValidate(new StaticConfigLoader({ root: true, extends: ['html-validate:recommended'] }));
const html = readFileSync(file, 'utf8');

const ms = await measure(Number(n), () => {
    const report = linter.validateStringSync(html);
    if (!Array.isArray(report.results)) throw new Error('html-validate judged nothing');
});
console.log(ms.toFixed(2));
