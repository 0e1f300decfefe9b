// Runs in the page's own world before any of its scripts: tells when the page asks for a permission, and whether a
// person's gesture came first. What it stands in front of looks and works as before.
(() => {
  const tell = globalThis.consentlintAsked;
  if (!tell) return;
  delete globalThis.consentlintAsked;
  const { apply } = Reflect;
  const stringify = JSON.stringify;
  const activation = navigator.userActivation;
  const watch = (owner, name, permissions) => {
    const real = owner?.[name];
    if (typeof real !== "function") return;
    const watched = new Proxy(real, {
      apply(target, self, list) {
        for (const permission of permissions(list)) {
          tell(stringify([permission, Boolean(activation?.isActive)]));
        }
        return apply(target, self, list);
      },
    });
    try {
      Object.defineProperty(owner, name, { value: watched, writable: true, configurable: true, enumerable: true });
    } catch {}
  };
  const one = (permission) => () => [permission];
  watch(globalThis.Geolocation?.prototype, "getCurrentPosition", one("geolocation"));
  watch(globalThis.Geolocation?.prototype, "watchPosition", one("geolocation"));
  watch(globalThis.Notification, "requestPermission", one("notifications"));
  watch(globalThis.PushManager?.prototype, "subscribe", one("notifications"));
  watch(globalThis.MediaDevices?.prototype, "getUserMedia", ([what]) => [
    ...(what?.video ? ["camera"] : []),
    ...(what?.audio ? ["microphone"] : []),
  ]);
  watch(globalThis.MediaDevices?.prototype, "getDisplayMedia", one("display-capture"));
  watch(globalThis.Clipboard?.prototype, "read", one("clipboard-read"));
  watch(globalThis.Clipboard?.prototype, "readText", one("clipboard-read"));
  watch(globalThis.Navigator?.prototype, "requestMIDIAccess", one("midi"));
  watch(globalThis.StorageManager?.prototype, "persist", one("persistent-storage"));
  watch(globalThis.Document?.prototype, "requestStorageAccess", one("storage-access"));
  // No desktop browser has it; a page that asks for it is heard all the same.
  const contacts = globalThis.ContactsManager?.prototype;
  if (contacts) {
    watch(contacts, "select", one("contacts"));
  } else {
    const asked = {
      select: () => {
        tell(stringify(["contacts", Boolean(activation?.isActive)]));
        return Promise.reject(new DOMException("Not allowed", "SecurityError"));
      },
    };
    Object.defineProperty(Navigator.prototype, "contacts", { get: () => asked, configurable: true });
  }
})();
