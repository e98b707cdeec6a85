// The closed contract of messages: kind, payload, answer, and who may send it to whom. `null` answers a
// message that was refused, or whose handler failed. Not shipped; held by the type checker.
//
// The page's core sends `facts` and what is pressed in the banner (src/page/mod.rs; tests/package.test.mjs
// holds their kinds against this file), and reads what answers `facts` and `hide`.

/** Frames of Spaces, and Hub pages → background. What they say is held against what the browser says. */
interface FrameMessages {
  /** A document begins, or something in it asks for the core. */
  start: { payload: StartQuestion; answer: StartAnswer };
  /** What the page's core read of the document, and what was recorded in it: what is to be shown? */
  facts: {
    payload: { page: object; events: PageEvents };
    answer: Notice | null;
  };
  /** A frame shows a toast: what does it say? `null` where it is none of ZeroGPU's. */
  toast: {
    payload: { title: string; text: string; at: string };
    answer: ZeroGpuMessage | null;
  };
  /** Something of ours failed in a frame. */
  failed: { payload: { document: string }; answer: undefined };
  /** The Hub made another page of a tab's document. */
  moved: { payload: object; answer: undefined };
  /** The Hub made a Space's page of a page without content.js. Whether it has got that. */
  entered: { payload: object; answer: boolean };
  /** The visitor wants the report on their tab, to copy it. */
  "show-report": { payload: object; answer: undefined };
  /** The visitor wants the Hub page in a window that is not private. */
  "normal-window": { payload: object; answer: undefined };
  /** The visitor hides what is shown, for its Space or everywhere until tomorrow. Whether that lasts. */
  hide: { payload: { isForSpace: boolean }; answer: boolean };
  /** The visitor folded the banner, or unfolded it. */
  fold: { payload: { isFolded: boolean }; answer: undefined };
  /** The visitor wants the options page. */
  options: { payload: object; answer: undefined };
  /** The visitor wants the direct address that led to this Hub page. */
  back: { payload: object; answer: undefined };
}

/** Popup and options page → background. `tab` is the tab that the popup is about. */
interface PopupMessages {
  /** What is kept of the tab, where storage.session does not hold it? */
  kept: { payload: { tab: number }; answer: FrameVerdict[] };
  /** What kind of file does the tab show? */
  file: { payload: { tab: number }; answer: { contentType: string } | null };
  /** Which Space is at the address that was found in the tab's page? */
  found: { payload: { tab: number; host: string; claimedId: string | null }; answer: HubAnswer };
  /** What is left of the visitor's own quota? */
  quota: { payload: { tab: number }; answer: QuotaAnswer };
  /** What does the source of this verdict's Space declare? `isPressed`: the visitor asked for it just now. */
  source: {
    payload: { tab: number; judged: Judged | null; isPressed: boolean };
    answer: SourceAnswer | null;
  };
  /** The visitor hides the banner of this verdict, for its Space or everywhere until tomorrow. */
  hide: { payload: { tab: number; judged: Judged | null; isForSpace: boolean }; answer: boolean };
  /** The visitor chose something. */
  choose: {
    payload: { tab?: number; change: Change };
    answer: "synced" | "local" | "memory" | "failed";
  };
  /** What is chosen in private windows? */
  chosen: { payload: object; answer: Settings };
  /** The visitor forgets every choice. */
  reset: { payload: object; answer: "synced" | "local" | "memory" | "failed" };
  /** The visitor wants the direct address that led to the tab's Hub page. */
  back: { payload: { tab: number }; answer: undefined };
}

/** Background → content.js; `ping` and `wake` from the popup too. */
interface ContentMessages {
  /** What is there? */
  ping: { payload: object; answer: Ping };
  /** A run left this document, or one without a script of ours in its tab. */
  run: { payload: { run: Run; isOfOtherFrame?: boolean }; answer: { hasCore: boolean } };
  /** What the app's frame told, for the Hub page around it. */
  frame: { payload: { facts: FrameFacts }; answer: undefined };
  /** The core may be needed, or is (`isNeeded`). Answered by documents without it. */
  wake: { payload: { isNeeded: boolean }; answer: true };
  /** The Hub page around this frame became another one. */
  moved: { payload: object; answer: undefined };
  /** The background has forgotten what was said. */
  again: { payload: object; answer: undefined };
}

/** Background → popup and options page. */
interface PopupNotices {
  /** Something was chosen. */
  chosen: { payload: object; answer: undefined };
  /** What is kept of a tab has changed. */
  changed: { payload: { tab: number }; answer: undefined };
}

/** The messages of a table. */
type MessageOf<Table extends Contract<Table>> = {
  [Kind in keyof Table]: { kind: Kind } & Table[Kind]["payload"];
}[keyof Table];

/** What answers the messages of a table: each kind, and no other. */
type Handlers<Table extends Contract<Table>, From extends unknown[]> = {
  [Kind in keyof Table]: (
    message: Unread<Table[Kind]["payload"]>,
    ...from: From
  ) => Promise<Table[Kind]["answer"] | null>;
};

/** A payload as it arrives: whoever sent it may send anything. */
type Unread<Payload> = { [Key in keyof Payload]?: unknown };

type Contract<Table> = { [Kind in keyof Table]: { payload: object; answer: unknown } };

interface StartQuestion {
  /** The document's name. */
  document: string;
  /** The core is needed, whatever the Space runs on. */
  isNeeded: boolean;
  /** It can be read. */
  isParsed: boolean;
  /** As the background said before; or an attempt to compile it failed. */
  forbidsWasm: boolean;
  /** The content security policies that the document declares, once it is parsed. */
  policies: (string | null)[];
  /** What a Hub page says of its Space's id, SDK and hardware. */
  space: object | null;
}

interface StartAnswer {
  /** Nobody's GPU time is used there; it is to ask again once it is parsed; it has the core. */
  state: "asleep" | "needed" | "injected";
  /** By the document's own policies or its answer's. */
  forbidsWasm: boolean;
}

interface Ping {
  /** The document's name. */
  document: string;
  /** Not a file, and not a page of the Hub that shows no Space's app. */
  isSpace: boolean;
  contentType: string;
  hasCore: boolean;
}
