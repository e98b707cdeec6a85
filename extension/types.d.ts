// Types of what crosses the border between JavaScript and the core. Not shipped.

/** What `src/lib.rs` offers (wasm-bindgen, `--target no-modules`). */
interface Core {
  initSync(source: { module: WebAssembly.Module }): unknown;
  begin(events: PageEvents): boolean;
  update(events: PageEvents, again: boolean): void;
  end(): void;
  subdomain(href: string): string | undefined;
  isStaticApp(href: string): boolean;
  isHubPageOf(
    href: string | undefined,
    subdomain: string,
    hubAnswer: HubAnswer | null,
  ): boolean | undefined;
  claimedId(config: string, subdomain: string): string | undefined;
  bothAnswers(bySubdomain: HubAnswer, byId: HubAnswer | null): HubAnswer;
  readHubAnswer(status: number, body: string, host: string, askedId: string | undefined): HubAnswer;
  isAnswer(kept: unknown): boolean;
  isQuotaAnswer(kept: unknown): boolean;
  calledSpace(hubAnswer: HubAnswer): object | null;
  readTab(kept: unknown, gone: string[]): FrameVerdict[];
  recordFrame(
    kept: FrameVerdict[],
    entry: FrameVerdict,
  ): { kept: FrameVerdict[]; isGranted: boolean };
  speaker(kept: FrameVerdict[]): FrameVerdict | null;
  badge(kept: FrameVerdict[]): { text: string; color: string; title: string };
  goneDocuments(kept: FrameVerdict[], presences: Presence[], href: string): string[];
  canClaim(id: string, subdomain: string): boolean;
  backOff(status: number, retryAfter: string | undefined, rateLimit: string | undefined): number;
  hubUrl(id: string): string | undefined;
  readRequest(request: object): Run | null;
  readToast(title: string | undefined, text: string): Omit<ZeroGpuMessage, "at"> | null;
  readQuotaAnswer(status: number, body: string): QuotaAnswer;
  spaceOfVisitor(judged: Judged): string | undefined;
  sourceOf(judged: Judged | null): SpaceSource | null;
  readSource(status: number, body: string, isCut: boolean, file: string): SourceAnswer;
  isSourceAnswer(kept: unknown): boolean;
  findSpaces(page: object): { host: string; claimedId: string | null }[];
  judgeEmbedded(
    page: object,
    index: number,
    hubAnswer: HubAnswer,
    isPrivate: boolean,
  ): Judged | null;
  popup(input: object): Element | undefined;
  mayHaveNewShape(href: string, judged: Judged, isSpace: boolean | undefined): boolean;
  report(judged: Judged | null, userAgent: string): { report: object; markdown: string };
  judge(
    page: unknown,
    events: unknown,
    sender: object,
  ): { judged: Judged | null; frame: FrameFacts | null };
  judgeAsleep(
    href: string,
    isTop: boolean,
    isPrivate: boolean,
    hubAnswer: HubAnswer | null,
    space: unknown,
  ): Judged | null;
  judgeUnscripted(
    href: string,
    isPrivate: boolean,
    contentType: string | undefined,
    runs: Run[],
  ): Judged;
  forbidsWasm(policies: string[]): boolean;
  notice(judged: Judged, context: object): Notice | null;
  offers(judged: Judged, context: object, act: string): boolean;
  limitPress(opened: unknown, tab: number, now: number): { opened: unknown; isAllowed: boolean };
  hubPageOf(hubAnswer: HubAnswer): string | undefined;
  whyNoHubPage(hubAnswer: HubAnswer | null): string;
  directHost(href: string): string | undefined;
  hubPageInstead(href: string, isFromHub: boolean, hubAnswer: HubAnswer): string | undefined;
  readSettings(stored: [string, unknown][], managed: unknown): Settings;
  applySettings(judged: Judged, settings: Settings, now: number): Judged | null;
  hide(judged: Judged, isForSpace: boolean, now: number, tomorrow: number): Change | null;
  showAgain(judged: Judged, settings: Settings, now: number): Change | null;
  options(input: object): Element | undefined;
  welcome(input: object): Element | undefined;
  sampleBanner(): Element | undefined;
  bannerStyles(): string;
  recordRuns(kept: unknown, judged: Judged): unknown;
  endRuns(kept: unknown, subdomain: string, from: string, to: string): unknown;
}

/** What a frame of a tab said last (`src/tab.rs`). */
interface FrameVerdict {
  frameId: number;
  /** Its document's name. */
  document: string;
  judged: Judged;
  /** Where no script keeps them. */
  runs?: Run[];
  /** Something of ours failed there. */
  failed?: boolean;
}

/** What a frame answers that is asked which document it shows (`src/tab.rs`). */
type Presence = "silent" | { shows: string | null };

/** What a page shows (`src/ui/notice.rs`). */
interface Notice {
  element: PlannedElement;
  /** What it is about: dismissed is what is about the same. */
  about: string;
  /** What is read out. */
  spoken: string;
  styles: string;
}

/** The parts of what is chosen that the glue looks at (`src/settings.rs`). */
interface Settings {
  asksSpace: boolean;
  asksQuota: boolean;
  opensHub: boolean;
  hiddenUntil: { at: number } | null;
  managed: { noLookUps: boolean };
  /** Items of storage that are not needed. */
  surplus: string[];
}

/** What is to be stored (`src/settings.rs`): `null` takes the item away. */
interface Change {
  key: string;
  value: unknown;
}

/** The parts of a document's facts and verdict that the glue looks at (`src/verdict/mod.rs`). */
interface Judged {
  facts: {
    place: string;
    space: { id: string | null; subdomain: string | null };
    visitor: { allowance: { lastUpdated: string | null } | null };
    runs: unknown[];
    messages: ZeroGpuMessage[];
  };
  verdict: { pool: string; grade: string; banner: string };
}

/** Events that the content script has recorded in one document (`src/facts/page_events.rs`). */
interface PageEvents {
  /** A name for the document. */
  document: string;
  /** Origins that sent the word of the handshake. */
  handshakeFrom: string[];
  /** When the Hub page's answer came, with a moment added. */
  answeredAt: string | null;
  /** The runs that the background saw leaving, oldest first. */
  runs: Run[];
  /** When somebody first pressed something in the document, in ms: far in the future until then. */
  firstPress: number;
  /** What ZeroGPU said in toasts, oldest first. */
  messages: (ZeroGpuMessage & { ms: number; presses: number[] })[];
  /** What the app's frame told, on the Hub page. */
  frame: FrameFacts | null;
}

/** What an app's frame tells the Hub page around it (`src/facts/frame_facts.rs`). */
interface FrameFacts {
  runs: Run[];
  messages: ZeroGpuMessage[];
}

/** A run that was seen leaving (`src/facts/run.rs`). */
interface Run {
  at: string;
  /** The host label of the Space that was asked. */
  subdomain: string;
  identity: "present" | "absent";
  tokenSubject: "user" | "address" | "faulty" | null;
  /** The other Space that was asked, where it runs on ZeroGPU. */
  called?: object | null;
  /** When it left, in ms. */
  ms?: number;
  /** As in `PageEvents`, when the run was heard of; absent where no script listens. */
  firstPress?: number;
  /** When something was pressed since the run before it, in ms. */
  presses?: number[];
}

/** What ZeroGPU said to the visitor (`src/facts/zerogpu_message/mod.rs`). */
interface ZeroGpuMessage {
  /** When its toast was seen. */
  at: string;
  cause: string;
  chargedTo: string;
  requestedSeconds: number | null;
  leftSeconds: number | null;
  retryAfterSeconds: number | null;
  /** The one word that names the fault of the visitor's pass, or what the app itself failed of. */
  fault?: string;
}

/** What the parts of a page's script know of each other (`content/content.js`). */
interface ContentScript {
  events: PageEvents;
  /** Once the core is injected (`page/main.js`). */
  page?: PageScript;
  /** Once injected (`page/toasts.js`), in apps. */
  toasts?: ToastWatch | undefined;
  /** Not a file, and not a page of the Hub that shows no Space's app. */
  isSpace: boolean;
  /** When something was pressed since the last run, in ms. */
  presses(): number[];
  /** Firefox: gets every event of the document that could come out of the banner's shadow root. */
  guard?(event: Event): void;
  /** Whether an element of the page is the banner. */
  isBanner?(target: EventTarget | null): boolean;
  /** Adds all listeners: again, after `document.open()` has taken them away. */
  listen(): void;
  /** Something was recorded. */
  notify(): void;
  /** From now on only messages of the extension are answered. */
  stop(): void;
  /** Asks the background for the core. */
  request(more?: { isNeeded?: boolean; forbidsWasm?: boolean }): void;
}

/** The part of a page's script that runs the core (`page/main.js`). */
interface PageScript {
  begin(): void;
  /** With another core. */
  restart(): void;
  /** Something was recorded; `again` where the document is to be read again. */
  update(again: boolean): void;
  stop(): void;
}

/** What sees toasts (`page/toasts.js`). */
interface ToastWatch {
  /** A run left. */
  look(): void;
  /** The visitor does something. */
  press(event: Event): void;
  stop(): void;
}

/** An element to be (`src/ui/banner.rs`). */
interface PlannedElement {
  tag: string;
  class: string;
  text: string;
  attributes: [string, string][];
  children: PlannedElement[];
}

/** The banner's element (`page/banner_host.js`). */
interface BannerHost {
  host: HTMLElement;
  root: ShadowRoot;
  /** Where it stands. */
  position: CSSStyleSheet;
  /** Again, after `document.open()` has taken all listeners away. */
  listen(): void;
}

/** What the Hub answered (`src/facts/hub_api.rs`). */
interface HubAnswer {
  kind: "pending" | "found" | "not-public" | "denied" | "ask-by-id" | "unreachable";
  space?: unknown;
}

/** Where a Space's source is (`src/facts/space_source.rs`). */
interface SpaceSource {
  url: string;
  file: string;
  id: string;
}

/** What was answered about it; the core reads the rest. */
interface SourceAnswer {
  kind: "read" | "missing" | "unreadable" | "too-long" | "too-many" | "unreachable";
}

/** What the Hub answered about the visitor's quota (`src/facts/quota_api.rs`). */
interface QuotaAnswer {
  kind: "known" | "signed-out" | "too-many" | "unreadable" | "unreachable";
  remaining?: { resetsAt: string | null; runs: { resetsAt: string | null } | null };
}

/** A kept answer, and when it came. */
interface Kept {
  at: number;
  answer: HubAnswer;
}

/** Who sent a message: always a frame of some tab. */
type Sender = chrome.runtime.MessageSender & {
  url: string;
  tab: chrome.tabs.Tab & { id: number };
  frameId: number;
};

/** Chromium. */
interface Document {
  readonly prerendering?: boolean;
}
interface Window {
  /** Firefox: from 147. */
  readonly navigation?: EventTarget;
}

declare const newCore: () => Core;
declare const WHOSE_QUOTA_WASM: string;
declare var loadCore: () => Promise<() => Core>;
/** Of `content/content.js`. */
declare var whoseQuota: ContentScript;
/** From the page, whoever shows it. */
declare var removeBanner: () => void;
/** To be called where something of ours failed (`page/main.js`). */
declare var failed: () => void;
/** `onAct` is told what a press asks of the script that shows the banner. */
declare var attachBanner: (
  styles: string,
  onAct: (act: string, pressed: Element) => void,
) => BannerHost | null;
