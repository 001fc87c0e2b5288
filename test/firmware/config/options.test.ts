import { deepEqual, equal } from "node:assert/strict";
import { NEVER } from "../../../firmware/base/instant.js";
import { type AdapterSetting, adapterSettings } from "../../../firmware/config/adapter-settings.js";
import { Config, type SettingValues } from "../../../firmware/config/config.js";
import { eventOptions } from "../../../firmware/config/event-options.js";
import { type LineSetting, lineSettings } from "../../../firmware/config/line-settings.js";
import { logOptions } from "../../../firmware/config/log-options.js";
import {
  dnsOptions,
  fixedAddress,
  timeByHand,
  timeServers,
  wirelessNetwork,
  zoneOf,
} from "../../../firmware/config/network-options.js";
import {
  accountOptions,
  DialOptions,
  lineOptions,
  mediaOptions,
  phoneOptions,
} from "../../../firmware/config/options.js";
import { provisionOptions } from "../../../firmware/config/provision-options.js";
import { supervisionOptions } from "../../../firmware/config/supervision-options.js";
import { Dialling } from "../../../firmware/dialplan/dial-plan.js";
import type { PhoneOptions } from "../../../firmware/phone/options.js";

const config = (owner: SettingValues = {}) => {
  const config = new Config({ lines: 2, owner });
  deepEqual(config.refused, []);
  return config;
};

describe("options", () => {
  it("come from every setting of the network, the sound and the copper", () => {
    const names = new Set<string>();
    class Asked extends Config {
      override get(name: AdapterSetting): string {
        names.add(name);
        return super.get(name);
      }
      override getLine(name: LineSetting, line: number): string {
        names.add(name);
        return super.getLine(name, line);
      }
    }
    const switches = {
      "Use_Outbound_Proxy[1]": "Yes",
      "NAT_Keep_Alive_Enable[1]": "Yes",
      "Voice_Mail_Server[1]": "mail.example.net",
    };
    const board = { DHCP: "No", Time_Zone: "GMT" };
    const owner = {
      ...board,
      Syslog_Server: "192.0.2.1",
      Event_URL: "http://192.0.2.1",
      MQTT_Server: "192.0.2.1",
      STUN_Enable: "Yes",
      STUN_Server: "192.0.2.1",
      "Use_Auth_ID[1]": "Yes",
    };
    const asked = new Asked({ lines: 2, owner: { ...owner, ...switches } });
    names.clear();
    for (const options of [accountOptions, lineOptions, mediaOptions]) options(asked, 1);
    for (let beep = 1; beep <= 8; beep++)
      phoneOptions(new Asked({ lines: 2, owner: { "Default_CWT[1]": String(beep) } }), 1);
    logOptions(asked);
    eventOptions(asked, "");
    provisionOptions(asked);
    supervisionOptions(asked, 1);
    for (const options of [fixedAddress, dnsOptions, timeServers, zoneOf, timeByHand, wirelessNetwork]) options(asked);
    for (const [name, { touches }] of Object.entries({ ...adapterSettings, ...lineSettings }))
      if (touches !== "web" && !/^GPP_S?[A-P]$/.test(name)) equal(names.has(name), true, name);
  });

  it("of an account nobody has set up", () => {
    const account = accountOptions(config(), 1);
    deepEqual([account.domain, account.hop, account.outboundProxy, account.user], ["", null, false, ""]);
    deepEqual([account.port, account.dscp, account.registerExpires], [5060, 26, 3600]);
    equal(accountOptions(config(), 2).port, 5061);
    deepEqual(account.timers, { t1: 500, t2: 4000, t4: 5000, b: 32_000, d: 32_000, f: 32_000, h: 32_000, j: 32_000 });
    deepEqual([account.restrictSource, account.restrictContactUser, account.registers], [true, true, true]);
  });

  it("of an account with a server, and with a proxy on the way to it", () => {
    const values = { "Proxy[2]": "pbx.example.net", "User_ID[2]": "102", "Auth_ID[2]": "me", "Password[2]": "pw" };
    const direct = accountOptions(config(values), 2);
    deepEqual(
      [direct.domain, direct.hop, direct.outboundProxy],
      ["pbx.example.net", { host: "pbx.example.net", port: null }, false],
    );
    deepEqual([direct.user, direct.authUser, direct.password], ["102", "102", "pw"]);
    const through = { ...values, "Outbound_Proxy[2]": "[2001:db8::1]:5070", "Use_Auth_ID[2]": "Yes" };
    equal(accountOptions(config(through), 2).outboundProxy, false);
    const account = accountOptions(config({ ...through, "Use_Outbound_Proxy[2]": "Yes" }), 2);
    deepEqual(
      [account.domain, account.hop, account.outboundProxy],
      ["pbx.example.net", { host: "2001:db8::1", port: 5070 }, true],
    );
    equal(account.authUser, "me");
    equal(accountOptions(config(through), 1).domain, "");
    for (const proxy of ["_sip._udp.example.net", "_SIP._TCP.example.net", "example.net"])
      equal(accountOptions(config({ ...values, "Proxy[2]": proxy }), 2).domain, "example.net");
  });

  it("of a registration that fails: doubled up to a cap, where there is one", () => {
    deepEqual(accountOptions(config(), 1).retry, {
      retryInterval: 30,
      retryIntervalCap: 30,
      retryRandom: 0,
      longRetryInterval: 1200,
      longRetryRandom: 0,
    });
    equal(accountOptions(config({ Reg_Retry_Intvl_Cap: "600" }), 1).retry.retryIntervalCap, 600);
  });

  it("of the sound", () => {
    deepEqual(mediaOptions(config(), 1), {
      portMin: 16384,
      portMax: 16482,
      dscp: 46,
      codecs: ["PCMU", "PCMA"],
      packetTime: 20,
      controlInterval: 5000,
      eventPayloadType: 101,
      keys: { events: true, inBand: true, info: false },
      playsEvents: true,
      playsInfo: true,
      marksAllEvents: false,
      symmetric: true,
      silence: null,
      fax: {
        hearsAnswers: true,
        hearsCalling: true,
        asCaller: true,
        asCallee: true,
        codec: "PCMU",
        symmetric: true,
        method: "reinvite",
        nsePayloadType: 100,
        processesNse: true,
        withoutCanceller: false,
      },
      timeout: 60_000,
      keyHoldOff: 40,
      jitter: { level: "high", adjust: "up and down" },
    });
    const german = mediaOptions(config({ "Preferred_Codec[1]": "G711a", "Use_Pref_Codec_Only[1]": "Yes" }), 1);
    deepEqual(german.codecs, ["PCMA"]);
    equal(mediaOptions(config({ RTP_Timeout: "0" }), 1).timeout, 0);
    equal(mediaOptions(config({ "Silence_Supp_Enable[1]": "Yes" }), 1).silence, "medium");
    const held = { "DTMF_Tx_Strict_Hold_Off_Time[1]": "70" };
    equal(mediaOptions(config(held), 1).keyHoldOff, 70);
    equal(mediaOptions(config({ ...held, "DTMF_Tx_Mode[1]": "Normal" }), 1).keyHoldOff, 0);
  });

  it("of answers that sound special information, and of calls that are sent on", () => {
    const told = config({ SIT1_RSC: "404, 5??,", SIT3_RSC: "603", Max_Redirection: "2" });
    deepEqual(phoneOptions(told, 1).sitCodes, [["404", "5??"], [], ["603"], []]);
    deepEqual(phoneOptions(config(), 2).sitCodes, [[], [], [], []]);
    equal(accountOptions(told, 1).maxRedirections, 2);
    equal(accountOptions(config(), 1).maxRedirections, 5);
  });

  it("of faxes and modems", () => {
    const fax = (values: SettingValues) => mediaOptions(config(values), 1).fax;
    const own = fax({
      ...{ "FAX_CED_Detect_Enable[1]": "No", "FAX_CNG_Detect_Enable[1]": "No", "FAX_Passthru_Codec[1]": "G711a" },
      ...{ "FAX_Codec_Symmetric[1]": "No", "FAX_Passthru_Method[1]": "NSE", "FAX_Process_NSE[1]": "No" },
      ...{ "FAX_Disable_ECAN[1]": "Yes", "FAX_Tone_Detect_Mode[1]": "callee only", NSE_Dynamic_Payload: "110" },
    });
    deepEqual(own, {
      hearsAnswers: false,
      hearsCalling: false,
      asCaller: false,
      asCallee: true,
      codec: "PCMA",
      symmetric: false,
      method: "nse",
      nsePayloadType: 110,
      processesNse: false,
      withoutCanceller: true,
    });
    equal(fax({ "FAX_Process_NSE[1]": "No" }).nsePayloadType, null);
    equal(fax({ NSE_Dynamic_Payload: "101" }).nsePayloadType, null, "events have this number");
    const caller = fax({ "FAX_Tone_Detect_Mode[1]": "caller only", "FAX_Passthru_Method[1]": "None" });
    deepEqual([caller.asCaller, caller.asCallee, caller.method], [true, false, "none"]);
    equal(phoneOptions(config({ "Modem_Line[1]": "Yes" }), 1).modemLine, true);
    equal(phoneOptions(config({ "Modem_Line[1]": "Yes" }), 2).modemLine, false);
  });

  it("of keys, by each of the PAP2T's methods", () => {
    const keys = (method: string) => mediaOptions(config({ "DTMF_Tx_Method[1]": method }), 1).keys;
    deepEqual(keys("InBand"), { events: false, inBand: true, info: false });
    deepEqual(keys("AVT"), { events: true, inBand: false, info: false });
    deepEqual(keys("INFO"), { events: false, inBand: false, info: true });
    deepEqual(keys("InBand+INFO"), { events: false, inBand: true, info: true });
    deepEqual(keys("AVT+INFO"), { events: true, inBand: false, info: true });
    const deaf = config({ "DTMF_Tx_Method[1]": "InBand", "DTMF_Process_AVT[1]": "No" });
    equal(mediaOptions(deaf, 1).eventPayloadType, null);
  });

  it("of the copper", () => {
    deepEqual(lineOptions(config(), 1), {
      enabled: true,
      flashMin: 100,
      flashMax: 900,
      pulseDialling: true,
      detectsLetters: true,
      playsLetters: true,
      playbackLevel: -16,
      playbackTwist: 2,
      playbackLength: 100,
      inputGain: -3,
      outputGain: -3,
      impedance: "600",
      echo: { tail: 8, adapt: true, suppress: "normal" },
      callerId: "Bellcore(N.Amer,China)",
      ringing: { waveform: "trapezoid", hertz: 20, volts: 85 },
    });
    equal(lineOptions(config({ "Pulse_Dialling[2]": "No" }), 2).pulseDialling, false);
    equal(lineOptions(config({ "Echo_Canc_Enable[2]": "No" }), 2).echo, null);
    const more = config({ More_Echo_Suppression: "Yes", "Echo_Supp_Enable[2]": "No" });
    deepEqual(
      [1, 2].map((line) => lineOptions(more, line).echo?.suppress),
      ["more", "none"],
    );
  });

  it("of dialling: the first digit is waited for as long as dial tone lasts", () => {
    const dialling = new DialOptions(config({ "Emergency_Number[1]": "911, 112" }), 1);
    equal(dialling.plan.sequences.length, 9);
    const { text: _, ...rest } = dialling;
    deepEqual(rest, {
      longTimer: 10_000,
      shortTimer: 3000,
      firstDigit: 10_000,
      sendIncomplete: false,
      addresses: false,
      emergency: ["911", "112"],
    });
    equal(new DialOptions(config({ Dial_Tone: "425@-10;2(.1/.1/1);10(*/0/1)" }), 1).firstDigit, 12_000);
    equal(new DialOptions(config({ Dial_Tone: "425@-10;*(*/0/1)" }), 1).firstDigit, 60_000);
  });

  it("of dialling, with the product's own plan", () => {
    const outcome = (keys: string) => {
      const d = new Dialling(new DialOptions(config(), 1));
      d.start(0);
      let verdict = d.poll(0);
      for (const key of keys) verdict = d.key(key, 0);
      const wait = d.deadline;
      if (verdict.verdict === "more") verdict = d.poll(wait);
      return [verdict.verdict === "ready" && verdict.number, wait === NEVER ? 0 : wait];
    };
    deepEqual(outcome("911"), ["911", 0]);
    deepEqual(outcome("112"), ["112", 0]);
    deepEqual(outcome("101"), ["101", 3000]);
    deepEqual(outcome("12125551234"), ["12125551234", 0]);
    deepEqual(outcome("03012345678"), ["03012345678", 3000]);
    deepEqual(outcome("0"), ["0", 3000]);
  });

  it("of the telephone", () => {
    const own = config({ "Default_Ring[1]": "3", Reorder_Delay: "255" });
    const phone: PhoneOptions = phoneOptions(own, 1);
    deepEqual(
      phone.rings.all.map(({ name }) => name.slice(-1)),
      ["3", "1", "2", "4", "5", "6", "7", "8"],
    );
    deepEqual(phone.rings.own.cadence, [
      {
        duration: 60_000,
        segments: [
          { on: 400, off: 200 },
          { on: 400, off: 200 },
          { on: 800, off: 4000 },
        ],
      },
    ]);
    equal(phone.reorderDelay, NEVER);
    equal(phoneOptions(config(), 1).reorderDelay, 5000);
    deepEqual(
      [phone.callWaiting, phone.says182, phone.showsCaller, phone.callsWithoutRegistration],
      [true, false, true, false],
    );
    deepEqual(phone.tones.busy.components, [
      { hertz: 480, dbm: -19 },
      { hertz: 620, dbm: -19 },
    ]);
  });

  it("of two calls: what a flash, hanging up and star codes may do", () => {
    const phone: PhoneOptions = phoneOptions(config(), 1);
    deepEqual(
      [phone.secondCall, phone.attendedTransfer, phone.attendedAsBlind, phone.flashGoes, phone.refereeByeDelay],
      [true, true, false, "here", 0],
    );
    deepEqual([phone.messagesTone, phone.messagesLamp, phone.hidesCaller], [true, true, false]);
    deepEqual(phone.holdReminder?.cadence, [{ duration: 60_000, segments: [{ on: 250, off: 9750 }] }]);
    deepEqual(phone.starCodes, {
      Blind_Transfer_Code: "*98",
      Block_CID_Act_Code: "*67",
      Block_CID_Deact_Code: "*68",
      Block_CID_Per_Call_Act_Code: "*81",
      Block_CID_Per_Call_Deact_Code: "*82",
      FAX_Line_Toggle_Code: "#99",
      Modem_Line_Toggle_Code: "*99",
      Voice_Menu_Code: "****",
    });
    deepEqual(phone.menu, { isProtected: false, resets: true });
    const barred: PhoneOptions = phoneOptions(
      config({ IVR_Admin_Passwd: "secret", Protect_IVR_FactoryReset: "Yes", Voice_Menu_Code: "" }),
      1,
    );
    deepEqual([barred.menu, barred.starCodes.Voice_Menu_Code], [{ isProtected: true, resets: false }, ""]);
    const own: PhoneOptions = phoneOptions(
      config({
        "Three_Way_Call_Serv[2]": "No",
        "Attn_Transfer_Serv[2]": "No",
        "Blind_Attn-Xfer_Enable[2]": "Yes",
        "Hook_Flash_Tx_Method[2]": "INFO",
        "Referee_Bye_Delay[2]": "3",
        "MWI_Serv[2]": "No",
        "VMWI_Serv[2]": "No",
        "Block_CID_Setting[2]": "Yes",
        "Hold_Reminder_Ring[2]": "None",
        "Unattn_Transfer_Serv[2]": "No",
        Block_CID_Act_Code: "*31",
      }),
      2,
    );
    deepEqual(
      [own.secondCall, own.attendedTransfer, own.attendedAsBlind, own.flashGoes, own.refereeByeDelay],
      [false, false, true, "info", 3000],
    );
    deepEqual([own.messagesTone, own.messagesLamp, own.hidesCaller, own.holdReminder], [false, false, true, null]);
    deepEqual([own.starCodes.Blind_Transfer_Code, own.starCodes.Block_CID_Act_Code], ["", "*31"]);
    const shown = phoneOptions(
      config({ "Block_CID_Serv[1]": "No", "Block_CID_Setting[1]": "Yes", "Hook_Flash_Tx_Method[1]": "AVT" }),
      1,
    );
    deepEqual(
      [shown.hidesCaller, shown.flashGoes, shown.starCodes.Block_CID_Act_Code, shown.starCodes.Blind_Transfer_Code],
      [false, "event", "", "*98"],
    );
  });

  it("of a waiting call: one sound in eight cadences", () => {
    const { tones } = phoneOptions(config({ CWT_Frequency: "440@-10,480@-12", "Default_CWT[1]": "2" }), 1);
    const segment = (on: number, off: number) => ({ on, off, components: [0, 1] });
    deepEqual(tones.callWaiting, {
      components: [
        { hertz: 440, dbm: -10 },
        { hertz: 480, dbm: -12 },
      ],
      sections: [{ duration: 30_000, segments: [segment(100, 100), segment(100, 9700)] }],
    });
  });
});
