// Names of Firefox's own scopes, for the functions in firefox_scope.mjs.
declare const Cc: Anything;
declare const ChromeUtils: Anything;
declare const Ci: Anything;
declare const Cu: Anything;
declare const Services: Anything;
declare const WebExtensionPolicy: Anything;
declare const WindowGlobalParent: Anything;
declare const content: Anything;
/** Made by `defineDriver`. */
declare const driver: Anything;
declare function sendAsyncMessage(name: string, data: unknown): void;
