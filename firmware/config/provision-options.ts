/** Where settings are fetched from, and when, as the owner wants it. */
import { frozen } from "../base/frozen.js";
import { parseAuthorities } from "../provision/authorities.js";
import { parseDelays, parseTimeOfDay } from "../provision/delays.js";
import { isRuleRefusal, parseCondition, parseRule } from "../provision/rule.js";
import type { AdapterSetting } from "./adapter-settings.js";
import type { Config } from "./config.js";

const RULES = frozen(["Profile_Rule", "Profile_Rule_B", "Profile_Rule_C", "Profile_Rule_D"] as const);
const GENERAL = "ABCDEFGHIJKLMNOP";
const SPECIAL = frozen(["SA", "SB", "SC", "SD"]);
/** ms of one step of `Resync_Random_Delay`. */
const STEP = 20_000;

export type ProvisionOptions = ReturnType<typeof provisionOptions>;

/** What is known by a letter in rules: the value of `GPP_A`, `GPP_SA`; "" for any other name. */
export function generalPurpose(config: Config, name: string): string {
  const isOne = name.startsWith("GPP_") && (GENERAL.includes(name.slice(4)) || SPECIAL.includes(name.slice(4)));
  return isOne ? config.get(name as AdapterSetting) : "";
}

/** The owner has named something to fetch, or somebody to tell: without that nothing is asked of anybody. */
export function hasRules(config: Config): boolean {
  return [...RULES, "Report_Rule" as const, "Upgrade_Rule" as const].some(
    (name) => ruleOf(config.get(name)).length > 0,
  );
}

/** The owner has named settings to fetch; looked at often, so without reading the rules. */
export const hasProfiles = (config: Config) => RULES.some((name) => config.get(name) !== "");

/** As PEM; null where the owner names none. */
export const authoritiesOf = (config: Config) => parseAuthorities(config.get("Provision_CA")) ?? null;

/** The oldest version of the firmware that is taken; "" where the owner says none. */
export const oldestVersion = (config: Config) => config.get("Downgrade_Rev_Limit");

/** Times in ms. */
export function provisionOptions(config: Config) {
  const delays = parseDelays(config.get("Resync_Error_Retry_Delay"));
  return {
    enabled: config.yes("Provision_Enable"),
    onReset: config.yes("Resync_On_Reset"),
    fromSip: config.yes("Resync_From_SIP"),
    failsOnMissing: config.yes("Resync_Fails_On_FNF"),
    randomDelay: STEP * config.number("Resync_Random_Delay"),
    /** Minutes after midnight; null for no time of day. */
    at: parseTimeOfDay(config.get("Resync_At__HHmm_")) ?? null,
    atRandomDelay: 1000 * config.number("Resync_At_Random_Delay"),
    /** 0 for never. */
    periodic: 1000 * config.number("Resync_Periodic"),
    retryDelays: "refused" in delays ? [] : delays,
    forcedDelay: 1000 * config.number("Forced_Resync_Delay"),
    triggers: [conditionOf(config.get("Resync_Trigger_1")), conditionOf(config.get("Resync_Trigger_2"))],
    rules: RULES.map((name) => ruleOf(config.get(name))),
    report: ruleOf(config.get("Report_Rule")),
    authorities: authoritiesOf(config),
    messages: {
      request: config.get("Log_Resync_Request_Msg"),
      success: config.get("Log_Resync_Success_Msg"),
      failure: config.get("Log_Resync_Failure_Msg"),
    },
    afterUpgrade: config.yes("Resync_After_Upgrade_Attempt"),
    upgrade: upgradeOptions(config),
    oldest: oldestVersion(config),
  } as const;
}

function upgradeOptions(config: Config) {
  const delays = parseDelays(config.get("Upgrade_Error_Retry_Delay"));
  return {
    enabled: config.yes("Upgrade_Enable"),
    rule: ruleOf(config.get("Upgrade_Rule")),
    randomDelay: STEP * config.number("Resync_Random_Delay"),
    periodic: 1000 * config.number("Resync_Periodic"),
    retryDelays: "refused" in delays ? [] : delays,
    messages: {
      request: config.get("Log_Upgrade_Request_Msg"),
      success: config.get("Log_Upgrade_Success_Msg"),
      failure: config.get("Log_Upgrade_Failure_Msg"),
    },
  } as const;
}

function ruleOf(text: string) {
  const rule = parseRule(text);
  return isRuleRefusal(rule) ? [] : rule;
}

function conditionOf(text: string) {
  const condition = parseCondition(text);
  return condition !== null && isRuleRefusal(condition) ? null : condition;
}
