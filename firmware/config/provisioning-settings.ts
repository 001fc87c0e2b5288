/** The settings of the Provisioning tab: where settings are fetched from, when, and what is told of it. */
import { frozen } from "../base/frozen.js";
import { secondsOf, switchOf } from "./rows.js";
import { MAX_VALUE, type Setting } from "./setting.js";

const yesno = switchOf("Provisioning", "provision");
const seconds = secondsOf("Provisioning", "provision");

const row = <K extends string>(kind: K, help: string, fallback = "") =>
  ({ tab: "Provisioning", kind, fallback, help, touches: "provision" }) as const;

const text = (help: string, fallback = "") =>
  ({ tab: "Provisioning", kind: "text", max: MAX_VALUE, fallback, help, touches: "provision" }) as const;

const version = (help: string) =>
  ({ tab: "Provisioning", kind: "version", fallback: "", help, touches: "provision" }) as const;

const secret = (help: string) =>
  ({ tab: "Provisioning", kind: "password", max: MAX_VALUE, fallback: "", help, touches: "provision" }) as const;

const WHERE = "$SCHEME://$SERVIP:$PORT$PATH";

export const provisioningSettings = frozen({
  Provision_Enable: yesno("Yes", "Settings are fetched by the rules below; nothing is while all of them are empty."),
  Resync_On_Reset: yesno("Yes", "They are fetched after each start."),
  Resync_Random_Delay: {
    tab: "Provisioning",
    kind: "number",
    min: 0,
    max: 65535,
    fallback: "2",
    help: "How long after a start at most, times 20 s, by chance.",
    touches: "provision",
  },
  Resync_At__HHmm_: row("timeofday", "They are fetched every day at this time."),
  Resync_At_Random_Delay: seconds("600", 0, "How long after it at most, by chance."),
  Resync_Periodic: seconds("3600", 0, "They are fetched again after this; 0 for never."),
  Resync_Error_Retry_Delay: row(
    "delays",
    "Until another try after a failure, or for each try in a row, as in 30,300,1800+3600: + adds up to so much by chance; empty or 0 for never.",
    "3600",
  ),
  Forced_Resync_Delay: seconds("14400", 0, "How long at most to wait for the end of calls before they are fetched."),
  Resync_From_SIP: yesno("Yes", "A line's server may have them fetched (NOTIFY check-sync)."),
  Resync_After_Upgrade_Attempt: yesno("Yes", "They are fetched after an upgrade of the firmware that has failed."),
  Resync_Trigger_1: row(
    "expression",
    "They are fetched when this comes true, as in $REGTMR1 gt 300 and $PRVTMR gt 600.",
  ),
  Resync_Trigger_2: row("expression", "A second condition of that kind."),
  Resync_Fails_On_FNF: yesno("Yes", "A file that is not there is a failure."),
  Profile_Rule: row(
    "rule",
    "What is fetched, as in [--key $SA] https://example.net/$MA.xml; nothing while it is empty.",
  ),
  Profile_Rule_B: row("rule", "What is fetched next."),
  Profile_Rule_C: row("rule", "What is fetched after that."),
  Profile_Rule_D: row("rule", "What is fetched last."),
  Report_Rule: row("rule", "Where the settings are told, but for passwords, when a line's server asks for a report."),
  Provision_CA: row(
    "certificates",
    "Certificates of authorities in PEM, whose servers are believed besides the known ones.",
  ),
  Log_Resync_Request_Msg: text("Told before each file; empty for nothing.", `$PN $MAC -- Requesting resync ${WHERE}`),
  Log_Resync_Success_Msg: text("Told after one that was taken.", `$PN $MAC -- Successful resync ${WHERE}`),
  Log_Resync_Failure_Msg: text("Told after one that was not.", "$PN $MAC -- Resync failed: $ERR"),
  Upgrade_Enable: yesno("Yes", "The firmware is fetched by the rule below; nothing is while it is empty."),
  Upgrade_Rule: row(
    "rule",
    "Where an image of the firmware is, as in ($SWVER lt 1.2)? https://example.net/$HWVER.image. It is taken while nobody calls, and runs after a restart; one of the version that runs is let be.",
  ),
  Upgrade_Error_Retry_Delay: row(
    "delays",
    "Until another try after a failure, as of Resync_Error_Retry_Delay.",
    "3600",
  ),
  Downgrade_Rev_Limit: version(
    "The oldest version that is taken, as in 1.0.2. While it is empty, none is by a rule that is older than the one that runs.",
  ),
  Log_Upgrade_Request_Msg: text(
    "Told before an image is fetched; empty for nothing.",
    `$PN $MAC -- Requesting upgrade ${WHERE}`,
  ),
  Log_Upgrade_Success_Msg: text(
    "Told after one that was taken; $ERR is its version.",
    `$PN $MAC -- Successful upgrade ${WHERE} -- $ERR`,
  ),
  Log_Upgrade_Failure_Msg: text("Told after one that was not.", "$PN $MAC -- Upgrade failed: $ERR"),
  GPP_A: text("For rules, which know it as $A."),
  GPP_B: text("For rules, which know it as $B."),
  GPP_C: text("For rules, which know it as $C."),
  GPP_D: text("For rules, which know it as $D."),
  GPP_E: text("For rules, which know it as $E."),
  GPP_F: text("For rules, which know it as $F."),
  GPP_G: text("For rules, which know it as $G."),
  GPP_H: text("For rules, which know it as $H."),
  GPP_I: text("For rules, which know it as $I."),
  GPP_J: text("For rules, which know it as $J."),
  GPP_K: text("For rules, which know it as $K."),
  GPP_L: text("For rules, which know it as $L."),
  GPP_M: text("For rules, which know it as $M."),
  GPP_N: text("For rules, which know it as $N."),
  GPP_O: text("For rules, which know it as $O."),
  GPP_P: text("For rules, which know it as $P."),
  GPP_SA: secret("A key or password for rules, after --key and --pwd only: $SA."),
  GPP_SB: secret("A key or password for rules, after --key and --pwd only: $SB."),
  GPP_SC: secret("A key or password for rules, after --key and --pwd only: $SC."),
  GPP_SD: secret("A key or password for rules, after --key and --pwd only: $SD."),
} as const satisfies Record<string, Setting>);
