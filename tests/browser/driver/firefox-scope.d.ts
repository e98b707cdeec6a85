// Names of Firefox's own scopes, for the functions that firefox.mjs runs there.
declare const Cc: Anything;
declare const ChromeUtils: Anything;
declare const Ci: Anything;
declare const Cu: Anything;
declare const Services: Anything;
declare const WebExtensionPolicy: Anything;
declare const WindowGlobalParent: Anything;
declare const content: Anything;
declare function sendAsyncMessage(name: string, data: unknown): void;
