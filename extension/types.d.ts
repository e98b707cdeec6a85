// Types of what crosses the border between JavaScript and the core. Not shipped.

/** What `src/lib.rs` offers (wasm-bindgen, `--target no-modules`). */
interface WhoseQuotaCore {
  initSync(source: { module: WebAssembly.Module }): unknown;
  begin(early: WhoseQuotaEarly): void;
  subdomain(href: string): string | undefined;
  readHubAnswer(
    status: number,
    body: string,
    subdomain: string,
    askedId: string | undefined,
  ): HubAnswer;
  hubUrl(id: string): string | undefined;
  decide(seen: object, userAgent: string): WhoseQuotaDecision;
  bannerStyles(): string;
}

/** What was decided (`src/decision.rs`). */
interface WhoseQuotaDecision {
  report: WhoseQuotaReport;
  banner: WhoseQuotaElement | null;
  /** In the app's frame on the Hub: for the Hub page around it. */
  frame: object | null;
  /** The Hub is to be asked by this id. */
  askById: string | null;
}

/** The parts of the report that the glue looks at (`src/report.rs`). */
interface WhoseQuotaReport {
  place: string;
  pool: string;
  grade: string;
  banner: string;
  space: { id: string | null; subdomain: string | null };
}

/** What is heard before the core is there. */
interface WhoseQuotaEarly {
  /** Origins that sent the word of the handshake. */
  handshakeFrom: string[];
  /** Messages of the background. */
  facts: { facts?: object }[];
  /** Called at each of them, while there is no core to do it. */
  changed: (() => void) | null;
  /** Ends the listening. */
  stop(): void;
}

/** An element to be (`src/banner.rs`). */
interface WhoseQuotaElement {
  tag: string;
  class: string;
  text: string;
  attributes: [string, string][];
  children: WhoseQuotaElement[];
}

/** What the Hub answered (`src/observe/hub_api.rs`). */
interface HubAnswer {
  kind: "pending" | "found" | "not-public" | "ask-by-id" | "unreachable";
  space?: unknown;
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

declare const wasm_bindgen: WhoseQuotaCore;
declare const WHOSE_QUOTA_WASM: string;
declare var loadCore: () => Promise<WhoseQuotaCore>;
declare var withoutWasm: (early: WhoseQuotaEarly) => void;
