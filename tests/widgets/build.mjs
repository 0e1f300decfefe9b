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
const vanilla = ({ reject = true, rejectBehind = true, manage = true, enabled = false, allEnabled = false, then = '' } = {}) => ({
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
                    analytics: enabled || allEnabled ? { enabled: true } : {},
                    marketing: allEnabled ? { enabled: true } : {},
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
                                ...(manage ? { showPreferencesBtn: 'Manage individual preferences' } : {}),
                                footer: '<a href="privacy.html">Privacy policy</a>',
                            },
                            preferencesModal: {
                                title: 'Manage cookie preferences',
                                acceptAllBtn: 'Accept all',
                                ...(rejectBehind ? { acceptNecessaryBtn: 'Reject all' } : {}),
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

// Klaro: the annotated config.js of the package: accept all, decline, learn more.
const klaro = (more = {}) => ({
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
                ...more,
            })};`),
            '<script defer src="klaro.js"></script>',
        ].join('\n'),
    }),
});

// GOV.UK: the component's own markup, read from the package, in the form that its guidance puts around it.
const govukBanner = (name) => readFileSync(module(`govuk-frontend/dist/govuk/components/cookie-banner/template-${name}.html`), 'utf8').replaceAll('href="/', 'href="');
const govuk = ({ question = () => govukBanner('default'), banner = '', after = '' } = {}) => ({
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
${question()}
${typeof banner === 'function' ? banner() : banner}</form>
<div class="govuk-width-container">
<main class="govuk-main-wrapper">
<h1 class="govuk-heading-xl">Apply for a mooring</h1>
<p class="govuk-body">You can apply for a mooring in the inner or the outer harbour. It takes about ten minutes.</p>
<p class="govuk-body">You will need the length and the draught of your boat.</p>
</main>
</div>
${src('all.bundle.js')}
${script('window.GOVUKFrontend.initAll();')}
${after}</body>
</html>
`,
});

// cookiesjsr: the configuration of its read-me, with two groups.
const cookiesjsr = (more) => ({
    copy: [
        ['cookiesjsr/dist/cookiesjsr.min.css', 'cookiesjsr.min.css'],
        ['cookiesjsr/dist/cookiesjsr.min.js', 'cookiesjsr.min.js'],
    ],
    html: () => {
        const service = (key, type, name, needConsent = true) => ({ key, type, name, uri: '', needConsent });
        const config = {
            config: {
                cookie: { name: 'cookiesjsr', expires: 31536000000, path: '/' },
                interface: { openSettingsHash: '#editCookies', availableLangs: ['en'], defaultLang: 'en', ...more },
            },
            services: {
                default: { id: 'default', services: [service('session', 'default', 'Session', false)] },
                analytic: { id: 'analytic', services: [service('matomo', 'analytic', 'Matomo')] },
                ads: { id: 'ads', services: [service('adsense', 'ads', 'Google AdSense')] },
            },
            translation: JSON.parse(readFileSync(module('cookiesjsr/lang/en/translation.json'), 'utf8')),
        };
        const address = `data:application/json;base64,${Buffer.from(JSON.stringify(config)).toString('base64')}#%lang_id`;
        return page({
            head: css('cookiesjsr.min.css'),
            after: [
                '<div id="cookiesjsr"></div>',
                script(`document.cookiesjsr = ${json({ apiUrl: '', configQuery: address })};`),
                src('cookiesjsr.min.js'),
            ].join('\n'),
        });
    },
});

const variants = {
    'vanilla-default': vanilla(),
    'vanilla-no-reject': vanilla({ reject: false }),
    'vanilla-preferences-preenabled': vanilla({ enabled: true, then: '.then(() => CookieConsent.showPreferences())' }),

    klaro: klaro(),

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

    // What the server sends to somebody who has answered stands beside it, as its guidance says: the confirmation.
    'govuk-cookie-banner': {
        ...govuk(),
        answered: {
            accept: govuk({ question: () => govukBanner('accepted-confirmation-banner') }).html,
            reject: govuk({ question: () => govukBanner('rejected-confirmation-banner') }).html,
        },
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

// Pages for visits only: two layers, and ways of different lengths through them. What they cost stands in walks.json.
const purposes = 'With your consent we use cookies to count visits and to show you advertising that fits what you read.';
const walks = {
    'vanilla-switches-on': vanilla({ reject: false, rejectBehind: false, allEnabled: true }),
    'vanilla-accept-only': vanilla({ reject: false, manage: false }),
    'klaro-no-decline-on': klaro({ hideDeclineAll: true, default: true }),

    // As the guidance says for a service that answers in the browser: a confirmation takes the question's place.
    'govuk-confirmation': govuk({
        banner: () =>
            ['accepted', 'rejected']
                .map((answer) => govukBanner(`${answer}-confirmation-banner`))
                .map((html) => html.replace('<div class="govuk-cookie-banner"', '<div hidden class="govuk-cookie-banner"'))
                .join('\n'),
        after: script(`
const [question, accepted, rejected] = document.querySelectorAll('.govuk-cookie-banner');
question.hidden = document.cookie.includes('cookies_policy=');
document.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault();
    const yes = event.submitter.value === 'accept';
    document.cookie = 'cookies_policy=' + encodeURIComponent(JSON.stringify({ essential: true, analytics: yes })) + '; path=/; max-age=31536000';
    question.hidden = true;
    (yes ? accepted : rejected).hidden = false;
});
for (const banner of [accepted, rejected]) {
    banner.querySelector('button').addEventListener('click', () => { banner.hidden = true; });
}`),
    }),

    // React, in the mode that asks no server.
    c15t: {
        bundle: `
            import '@c15t/react/styles.css';
            import { createElement as h } from 'react';
            import { createRoot } from 'react-dom/client';
            import { ConsentBanner, ConsentDialog, ConsentManagerProvider } from '@c15t/react';
            createRoot(document.getElementById('app')).render(
                h(ConsentManagerProvider, {
                    options: {
                        mode: 'offline',
                        consentCategories: ['necessary', 'measurement', 'marketing'],
                        legalLinks: { privacyPolicy: { href: 'privacy.html' } },
                    },
                }, h(ConsentBanner), h(ConsentDialog)));`,
        html: page({ head: css('app.css'), after: `<div id="app"></div>\n${src('app.js')}` }),
    },

    // Lit, in nested shadow roots. It stores nothing: the page does, as its read-me asks.
    'pie-cookie-banner': {
        bundle: `
            import '@justeattakeaway/pie-css';
            import '@justeattakeaway/pie-cookie-banner';
            const banner = document.querySelector('pie-cookie-banner');
            const keep = (prefs) => {
                document.cookie = 'cookie_prefs=' + encodeURIComponent(JSON.stringify(prefs)) + '; path=/; max-age=31536000';
                banner.remove();
            };
            if (document.cookie.includes('cookie_prefs=')) banner.remove();
            const every = (on) => ({ necessary: true, functional: on, analytical: on, personalized: on });
            document.addEventListener('pie-cookie-banner-accept-all', () => keep(every(true)));
            document.addEventListener('pie-cookie-banner-necessary-only', () => keep(every(false)));
            document.addEventListener('pie-cookie-banner-prefs-saved', (event) => keep(event.detail));`,
        html: page({
            head: css('app.css'),
            after: `<pie-cookie-banner cookiestatementlink="privacy.html" cookietechnologieslink="privacy.html"></pie-cookie-banner>
${src('app.js')}`,
        }),
    },

    // Svelte, in a shadow root. Its defaults: every choice is on, and there is no button that refuses.
    'beyonk-default': {
        copy: [
            ['@beyonk/gdpr-cookie-consent-banner/src/lib/banner.css', 'banner.css'],
            ['@beyonk/gdpr-cookie-consent-banner/dist/index.umd.cjs', 'banner.js'],
        ],
        html: page({
            head: css('banner.css'),
            after: `<cookie-consent-banner cookie-name="bakery_gdpr"></cookie-consent-banner>\n${src('banner.js')}`,
        }),
    },

    // The widget of Drupal's COOKiES module. Its configuration and its words are read from data: addresses.
    cookiesjsr: cookiesjsr({ showDenyAll: true }),
    'cookiesjsr-no-deny': cookiesjsr({ showDenyAll: false }),

    'react-cookie-manager': {
        bundle: `
            import { createElement as h } from 'react';
            import { createRoot } from 'react-dom/client';
            import { CookieManager } from 'react-cookie-manager';
            createRoot(document.getElementById('app')).render(
                h(CookieManager, {
                    showManageButton: true,
                    enableFloatingButton: true,
                    privacyPolicyUrl: 'privacy.html',
                    translations: { title: 'Cookies', message: ${json(purposes)} },
                }, h('span')));`,
        html: page({ after: `<div id="app"></div>\n${src('app.js')}` }),
    },
};

const pages = [
    ...Object.entries(variants),
    ...Object.entries(walks).map(([name, variant]) => [`walks/${name}`, variant]),
];
for (const [name, variant] of pages) {
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
    for (const [answer, html] of Object.entries(variant.answered ?? {})) {
        writeFileSync(join(folder, `answered-${answer}.html`), html());
    }
    writeFileSync(join(folder, 'privacy.html'), '<!doctype html><title>Privacy policy</title><p>What is kept, and why.</p>');
    writeFileSync(join(folder, 'index.html'), typeof variant.html === 'function' ? variant.html() : variant.html);
    console.log(name);
}
