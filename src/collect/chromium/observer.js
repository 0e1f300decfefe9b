// Runs in a world of its own in every document: the page can neither see it nor reach it.
// It tells (through `consentlintSeen`) when the tree changes and how long what moves will go on moving, and answers
// `consentlintCheck()` when it is asked whether anything is left to wait for.
(() => {
  const tell = globalThis.consentlintSeen;
  if (!tell || globalThis.consentlintCheck) return;
  const pause = 50;
  const roots = new Set();
  let scripts = false;
  let pausing = false;
  let again = false;

  const isScript = (node) =>
    node.localName === "script" && /^$|module|javascript|ecmascript/i.test(node.getAttribute("type") ?? "");

  // Milliseconds until the last animation or transition that has an end will have reached it.
  const moving = () => {
    let longest = 0;
    for (const root of roots) {
      for (const animation of root.getAnimations()) {
        if (animation.playState !== "running" || animation.timeline !== document.timeline) continue;
        const end = Number(animation.effect?.getComputedTiming().endTime);
        const left = (end - Number(animation.currentTime ?? 0)) / (Math.abs(animation.playbackRate) || 1);
        if (Number.isFinite(left) && left > longest) longest = left;
      }
    }
    return Math.ceil(longest);
  };

  const changed = () => {
    if (pausing) {
      again = true;
      return;
    }
    pausing = true;
    tell(String(moving()));
    setTimeout(() => {
      pausing = false;
      if (again) {
        again = false;
        changed();
      } else if (scan() || moving() > 0) {
        tell(String(moving()));
      }
    }, pause);
  };

  const watcher = new MutationObserver((records) => {
    if (!scripts) scripts = records.some((record) => [...record.addedNodes].some(isScript));
    changed();
  });

  const watch = (root) => {
    roots.add(root);
    watcher.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    for (const event of ["animationstart", "transitionrun"]) root.addEventListener(event, changed, true);
  };

  // Shadow roots that came since the last scan; they make no mutation of their own.
  const scan = () => {
    const before = roots.size;
    for (const root of roots) {
      for (const element of root.querySelectorAll("*")) {
        if (element.shadowRoot && !roots.has(element.shadowRoot)) watch(element.shadowRoot);
      }
    }
    return roots.size > before;
  };

  const hasScripts = () =>
    scripts ||
    [...document.scripts].some(isScript) ||
    document.evaluate("//@*[starts-with(name(), 'on')]", document, null, XPathResult.ANY_UNORDERED_NODE_TYPE, null)
      .singleNodeValue !== null;

  globalThis.consentlintCheck = () => {
    const grew = scan();
    const navigation = performance.getEntriesByType("navigation")[0];
    return {
      scripts: (scripts = hasScripts()),
      grew,
      moving: moving(),
      status: navigation?.responseStatus ?? 0,
      type: document.contentType,
      left: scrollX,
      top: scrollY,
      mixed: [...roots].some((root) => root.querySelector("input[type=checkbox i]:indeterminate")),
      title: document.title.slice(0, 200),
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    };
  };

  // Makes text invisible and leaves everything else, so that a picture shows what stands behind it.
  let sheet = null;
  globalThis.consentlintHideText = (hidden) => {
    if (hidden) {
      scan();
      sheet = new CSSStyleSheet();
      sheet.replaceSync(
        "*, *::before, *::after, *::marker, *::placeholder { color: transparent !important; text-shadow: none !important;" +
          "-webkit-text-fill-color: transparent !important; -webkit-text-stroke-color: transparent !important;" +
          "text-decoration-color: transparent !important; caret-color: transparent !important;" +
          "transition: none !important; }",
      );
    }
    for (const root of roots) {
      const others = root.adoptedStyleSheets.filter((one) => one !== sheet);
      root.adoptedStyleSheets = hidden ? [...others, sheet] : others;
    }
  };

  // For a page that goes on without us.
  globalThis.consentlintLeave = () => {
    watcher.disconnect();
    for (const root of roots) {
      for (const event of ["animationstart", "transitionrun"]) root.removeEventListener(event, changed, true);
    }
    roots.clear();
  };

  watch(document);
})();
