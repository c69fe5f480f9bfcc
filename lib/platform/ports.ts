/**
 * The narrow shapes in which the rest of the project knows the browser. Domain code takes these as parameters;
 * `lib/platform` alone fills them.
 */
export type Rule = chrome.declarativeNetRequest.Rule;
type RuleUpdate = chrome.declarativeNetRequest.UpdateRuleOptions;

/** The session rules: memory only, gone with the browser. */
export interface RuleStore {
  /** How many rules the browser takes. */
  readonly mostRules?: number;
  getSessionRules(): Promise<Rule[]>;
  updateSessionRules(update: RuleUpdate): Promise<void>;
}

/** One storage area, whole values under string keys. */
export interface StorageArea {
  get(keys: string | string[] | null): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(keys: string | string[]): Promise<void>;
}

export interface Permissions {
  contains(origins: readonly string[]): Promise<boolean>;
  /** All host patterns that the extension holds now. */
  granted(): Promise<string[]>;
  remove(origins: readonly string[]): Promise<void>;
}
