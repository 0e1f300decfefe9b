// node build.mjs OUT_DIR
// Installs real consent widgets (pinned, under target/) and writes one host page for each variant to OUT_DIR/<name>/index.html,
// scripts and styles beside it. The pages need no network and open from a file or over http.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { install, load, target } from './install.mjs';

const out = process.argv[2] && resolve(process.argv[2]);
if (!out) {
    console.error('usage: node build.mjs OUT_DIR');
    process.exit(2);
}
install();
const esbuild = await load('esbuild');
const module = (path) => join(target, 'node_modules', path);

// What every host page says. Nothing of it is about consent: that is the widget's part.
const words = {
    en: {
        title: 'Harbour Street Bakery',
        body: `<h1>Harbour Street Bakery</h1>
<p>We bake rye and wheat bread in a wood-fired oven, every day but Monday. The first loaves come out at six in the morning.</p>
<p>The shop is on the corner by the fish market. On Saturdays there is a stall on the square as well.</p>`,
    },
    fr: {
        title: 'Boulangerie de la rue du Port',
        body: `<h1>Boulangerie de la rue du Port</h1>
<p>Nous cuisons du pain de seigle et de froment au feu de bois, tous les jours sauf le lundi. Les premières miches sortent du four à six heures.</p>
<p>La boutique se trouve à l’angle du marché aux poissons. Le samedi, nous tenons aussi un étal sur la place.</p>`,
    },
};

const page = ({ lang = 'en', head = '', before = '', after = '' }) => `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words[lang].title}</title>
<style>
body { margin: 0; font: 16px/1.5 sans-serif; color: #222; background: #fff; }
main { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; }
</style>
${head}
</head>
<body>
${before}<main>
${words[lang].body}
</main>
${after}
</body>
</html>
`;

const script = (value) => `<script>\n${value.trim()}\n</script>`;
const src = (file) => `<script src="${file}"></script>`;
const css = (file) => `<link rel="stylesheet" href="${file}">`;
const json = (value) => JSON.stringify(value, null, 2);

// vanilla-cookieconsent: its quick start, with our words. https://cookieconsent.orestbida.com
const vanilla = ({ reject = true, enabled = false, then = '' } = {}) => ({
    copy: [
        ['vanilla-cookieconsent/dist/cookieconsent.css', 'cookieconsent.css'],
        ['vanilla-cookieconsent/dist/cookieconsent.umd.js', 'cookieconsent.umd.js'],
    ],
    html: page({
        head: css('cookieconsent.css'),
        after: [
            src('cookieconsent.umd.js'),
            script(`CookieConsent.run(${json({
                categories: {
                    necessary: { enabled: true, readOnly: true },
                    analytics: enabled ? { enabled: true } : {},
                    marketing: {},
                },
                language: {
                    default: 'en',
                    translations: {
                        en: {
                            consentModal: {
                                title: 'We use cookies',
                                description: 'With your consent we use cookies to count visits (analytics) and to show you advertising that fits what you read.',
                                acceptAllBtn: 'Accept all',
                                ...(reject ? { acceptNecessaryBtn: 'Reject all' } : {}),
                                showPreferencesBtn: 'Manage individual preferences',
                                footer: '<a href="privacy.html">Privacy policy</a>',
                            },
                            preferencesModal: {
                                title: 'Manage cookie preferences',
                                acceptAllBtn: 'Accept all',
                                acceptNecessaryBtn: 'Reject all',
                                savePreferencesBtn: 'Accept current selection',
                                closeIconLabel: 'Close modal',
                                sections: [
                                    { title: 'Your choice', description: 'Here you choose which cookies this site may use.' },
                                    { title: 'Strictly necessary cookies', description: 'The site does not work without these; they can’t be switched off.', linkedCategory: 'necessary' },
                                    { title: 'Analytics cookies', description: 'They count visits and show us which pages are read.', linkedCategory: 'analytics' },
                                    { title: 'Marketing cookies', description: 'They are used to show you advertising that fits what you read.', linkedCategory: 'marketing' },
                                    { title: 'More information', description: 'More is said in our <a href="privacy.html">privacy policy</a>.' },
                                ],
                            },
                        },
                    },
                },
            })})${then};`),
        ].join('\n'),
    }),
});

// tarteaucitron: the options of its README as they stand there, but for the consent modes, which ask the network.
const tarteaucitron = ({ lang, deny }) => ({
    copy: [
        ...['tarteaucitron.js', 'tarteaucitron.services.js', 'tarteaucitron.services.min.js', 'css', `lang/tarteaucitron.${lang}.js`, `lang/tarteaucitron.${lang}.min.js`].map((path) => [
            `tarteaucitronjs/${path}`,
            `tarteaucitron/${path}`,
        ]),
    ],
    html: page({
        lang,
        head: [
            src('tarteaucitron/tarteaucitron.js'),
            script(`
var tarteaucitronForceLanguage = ${json(lang)};
tarteaucitron.init(${json({
                privacyUrl: 'privacy.html',
                bodyPosition: 'bottom',
                hashtag: '#tarteaucitron',
                cookieName: 'tarteaucitron',
                orientation: 'middle',
                groupServices: false,
                showDetailsOnClick: true,
                serviceDefaultState: 'wait',
                showAlertSmall: false,
                showTitleBanner: false,
                cookieslist: false,
                cookieslistEmbed: false,
                showIcon: true,
                iconPosition: 'BottomRight',
                adblocker: false,
                DenyAllCta: deny,
                AcceptAllCta: true,
                highPrivacy: true,
                alwaysNeedConsent: false,
                handleBrowserDNTRequest: false,
                removeCredit: false,
                moreInfoLink: true,
                useExternalCss: false,
                useExternalJs: false,
                readmoreLink: '',
                mandatory: true,
                mandatoryCta: true,
                googleConsentMode: false,
                bingConsentMode: false,
                pianoConsentMode: false,
                softConsentMode: false,
                dataLayer: false,
                serverSide: false,
                partnersList: false,
            })});`),
        ].join('\n'),
        after: script(`
tarteaucitron.user.gtagUa = 'G-XXXXXXXXXX';
tarteaucitron.user.facebookpixelId = '1234567890';
(tarteaucitron.job = tarteaucitron.job || []).push('gtag');
(tarteaucitron.job = tarteaucitron.job || []).push('facebookpixel');`),
    }),
});

// Osano: the set-up of its own examples 3 and 5, with a policy of the site's own.
const osano = (more) => ({
    copy: [
        ['cookieconsent/build/cookieconsent.min.css', 'cookieconsent.min.css'],
        ['cookieconsent/build/cookieconsent.min.js', 'cookieconsent.min.js'],
    ],
    html: page({
        head: css('cookieconsent.min.css'),
        after: [
            src('cookieconsent.min.js'),
            script(`window.cookieconsent.initialise(${json({
                palette: { popup: { background: '#383b75' }, button: { background: '#f1d600' } },
                content: { href: 'privacy.html' },
                ...more,
            })});`),
        ].join('\n'),
    }),
});

const variants = {
    'vanilla-default': vanilla(),
    'vanilla-no-reject': vanilla({ reject: false }),
    'vanilla-preferences-preenabled': vanilla({ enabled: true, then: '.then(() => CookieConsent.showPreferences())' }),

    // The annotated config.js of the package: accept all, decline, learn more.
    klaro: {
        copy: [['klaro/dist/klaro.js', 'klaro.js']],
        html: page({
            head: [
                script(`var klaroConfig = ${json({
                    version: 1,
                    elementID: 'klaro',
                    storageMethod: 'cookie',
                    cookieName: 'klaro',
                    default: false,
                    mustConsent: false,
                    acceptAll: true,
                    hideDeclineAll: false,
                    hideLearnMore: false,
                    lang: 'en',
                    translations: {
                        zz: { privacyPolicyUrl: 'privacy.html' },
                        en: { purposes: { analytics: 'Analytics', marketing: 'Marketing' } },
                    },
                    services: [
                        { name: 'matomo', title: 'Matomo', purposes: ['analytics'], cookies: [] },
                        { name: 'adsense', title: 'Google AdSense', purposes: ['marketing'], cookies: [] },
                    ],
                })};`),
                '<script defer src="klaro.js"></script>',
            ].join('\n'),
        }),
    },

    'tarteaucitron-default': tarteaucitron({ lang: 'en', deny: true }),
    'tarteaucitron-fr-no-deny': tarteaucitron({ lang: 'fr', deny: false }),

    'osano-default': osano({}),
    // Its own text claims nothing; many sites that use it write a claim there.
    'osano-default-claims': osano({
        content: { href: 'privacy.html', message: 'By using our website you consent to our use of cookies for analytics and advertising.' },
    }),
    'osano-opt-in': osano({ type: 'opt-in' }),

    'react-cookie-consent-default': {
        bundle: `
            import { createElement } from 'react';
            import { createRoot } from 'react-dom/client';
            import CookieConsent from 'react-cookie-consent';
            createRoot(document.getElementById('app')).render(
                createElement(CookieConsent, null, 'This website uses cookies to enhance the user experience.'));`,
        html: page({ after: `<div id="app"></div>\n${src('app.js')}` }),
    },

    orejime: {
        copy: [
            ['orejime/dist/orejime-standard.css', 'orejime-standard.css'],
            ['orejime/dist/orejime-standard-en.js', 'orejime-standard-en.js'],
        ],
        html: page({
            head: css('orejime-standard.css'),
            after: [
                script(`window.orejimeConfig = ${json({
                    privacyPolicyUrl: 'privacy.html',
                    purposes: [
                        { id: 'analytics', title: 'Analytics', description: 'Counts visits.', cookies: ['_pk_id'] },
                        { id: 'marketing', title: 'Marketing', description: 'Shows advertising that fits what you read.', cookies: ['_ads'] },
                    ],
                })};`),
                src('orejime-standard-en.js'),
            ].join('\n'),
        }),
    },

    // The component's own markup, read from the package, in the form that its guidance puts around it.
    'govuk-cookie-banner': {
        copy: [
            ['govuk-frontend/dist/govuk/govuk-frontend.min.css', 'govuk-frontend.min.css', (text) => text.replaceAll('url(/assets/', 'url(assets/')],
            ['govuk-frontend/dist/govuk/assets/fonts', 'assets/fonts'],
            ['govuk-frontend/dist/govuk/assets/images/govuk-crest.svg', 'assets/images/govuk-crest.svg'],
            ['govuk-frontend/dist/govuk/all.bundle.js', 'all.bundle.js'],
        ],
        html: () => `<!doctype html>
<html lang="en" class="govuk-template">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>Apply for a mooring</title>
${css('govuk-frontend.min.css')}
</head>
<body class="govuk-template__body">
${script("document.body.className += ' js-enabled govuk-frontend-supported';")}
<form method="post" action="cookies" novalidate>
${readFileSync(module('govuk-frontend/dist/govuk/components/cookie-banner/template-default.html'), 'utf8').replaceAll('href="/', 'href="')}
</form>
<div class="govuk-width-container">
<main class="govuk-main-wrapper">
<h1 class="govuk-heading-xl">Apply for a mooring</h1>
<p class="govuk-body">You can apply for a mooring in the inner or the outer harbour. It takes about ten minutes.</p>
<p class="govuk-body">You will need the length and the draught of your boat.</p>
</main>
</div>
${src('all.bundle.js')}
${script('window.GOVUKFrontend.initAll();')}
</body>
</html>
`,
    },

    // Three more, each with a second layer, for visits. cookie-though and porsche draw in shadow roots.
    'cookie-though': {
        copy: [['cookie-though/dist/lib.js', 'cookie-though.js']],
        html: page({
            after: [
                src('cookie-though.js'),
                script(`CookieThough.init(${json({
                    policies: [
                        { id: 'essential', label: 'Essential cookies', description: 'The site does not work without these.', category: 'essential' },
                        { id: 'analytics', label: 'Analytics', description: 'They count visits and show us which pages are read.', category: 'statistics' },
                        { id: 'marketing', label: 'Marketing', description: 'They are used to show you advertising that fits what you read.', category: 'marketing' },
                    ],
                    essentialLabel: 'Always on',
                    permissionLabels: { accept: 'Accept', acceptAll: 'Accept all', decline: 'Decline' },
                    cookiePreferenceKey: 'cookie-preferences',
                    header: {
                        title: 'Cookies on this site',
                        subTitle: 'You choose',
                        description: 'With your consent we use cookies to count visits and to show you advertising that fits what you read.',
                    },
                    cookiePolicy: { url: 'privacy.html', label: 'Privacy policy' },
                    customizeLabel: 'Customize',
                })});`),
            ].join('\n'),
        }),
    },

    'porsche-cookie-consent-banner': {
        bundle: `
            import { defineCustomElement } from '@porscheofficial/cookie-consent-banner/dist/components/cookie-consent-banner.js';
            defineCustomElement();
            document.querySelector('cookie-consent-banner').availableCategories = [
                { key: 'technically_required', label: 'Technically necessary cookies', description: 'The site does not work without these.', isMandatory: true },
                { key: 'analytics', label: 'Analysis cookies', description: 'They count visits and show us which pages are read.' },
                { key: 'marketing', label: 'Marketing cookies', description: 'They are used to show you advertising that fits what you read.' },
            ];`,
        html: page({
            after: `<cookie-consent-banner
  headline="Cookies"
  btn-label-accept-and-continue="Agree and continue"
  btn-label-only-essential-and-continue="Continue with technically required cookies only"
  btn-label-persist-selection-and-continue="Save selection and continue"
  btn-label-select-all-and-continue="Select all and continue"
  content-settings-description="You decide which cookies are used by selecting the options below.">
With your consent we use cookies to count visits (analysis) and to show you advertising that fits what you read (marketing).
<a href="javascript:document.dispatchEvent(new Event('cookie_consent_details_show'))">Here</a> you can make detailed settings.
More is said in our <a href="privacy.html">privacy policy</a>.
</cookie-consent-banner>
${src('app.js')}`,
        }),
    },

    // Its quick start, where two optional categories are enabled.
    cookiecraft: {
        copy: [
            ['cookiecraft/dist/cookiecraft.css', 'cookiecraft.css'],
            ['cookiecraft/dist/cookiecraft.min.js', 'cookiecraft.min.js'],
        ],
        html: page({
            after: [
                css('cookiecraft.css'),
                src('cookiecraft.min.js'),
                script(`new CookieCraft.CookieConsent(${json({
                    primaryColor: '#0066cc',
                    categories: {
                        necessary: { enabled: true, readOnly: true, label: 'Essential', description: 'The site does not work without these.' },
                        analytics: { enabled: true, readOnly: false, label: 'Analytics', description: 'They count visits and show us which pages are read.' },
                        marketing: { enabled: true, readOnly: false, label: 'Marketing', description: 'They are used to show you advertising that fits what you read.' },
                    },
                    translations: {
                        title: 'Your privacy',
                        description: 'With your consent we use cookies to count visits and to show you advertising that fits what you read.',
                        privacyPolicyUrl: 'privacy.html',
                    },
                })}).init();`),
            ].join('\n'),
        }),
    },
};

for (const [name, variant] of Object.entries(variants)) {
    const folder = join(out, name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [from, to, change] of variant.copy ?? []) {
        if (change) writeFileSync(join(folder, to), change(readFileSync(module(from), 'utf8')));
        else cpSync(module(from), join(folder, to), { recursive: true });
    }
    if (variant.bundle) {
        await esbuild.build({
            stdin: { contents: variant.bundle, resolveDir: target, loader: 'js' },
            bundle: true,
            minify: true,
            format: 'iife',
            define: { 'process.env.NODE_ENV': '"production"' },
            logLevel: 'error',
            outfile: join(folder, 'app.js'),
        });
    }
    writeFileSync(join(folder, 'privacy.html'), '<!doctype html><title>Privacy policy</title><p>What is kept, and why.</p>');
    writeFileSync(join(folder, 'index.html'), typeof variant.html === 'function' ? variant.html() : variant.html);
    console.log(name);
}
