/** What the C of the boards includes is where Moddable's makefile looks: in its own list of folders, or in one that a manifest adds. */
import { ok } from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** Headers of ESP-IDF v6.0 that the SDK 8.2.3 finds, of those in use. */
const KNOWN =
  /^(xsmc|xsHost|mc\.xs|mc\.defines|ethernet|esp_(attr|event|heap_caps|mac|netif|partition|random|sntp|system|wifi)|driver\/i2s_std|freertos\/(FreeRTOS|task)|lwip\/(ip_addr|pbuf|udp|prot\/dhcp|priv\/tcpip_priv)|mbedtls\/(ssl|version|x509_crt))\.h$/;

/** The others, and their folders. */
const ADDED: { readonly [header: string]: string } = {
  "esp_ota_ops.h": "app_update/include",
  "bootloader_random.h": "bootloader_support/include",
  "nvs_flash.h": "nvs_flash/include",
  "psa/crypto.h": "mbedtls/mbedtls/tf-psa-crypto/include",
  "esp_crt_bundle.h": "mbedtls/esp_crt_bundle/include",
};

/** Of components that the IDF fetches, by the name the board's target asks for. */
const FETCHED: { readonly [header: string]: string } = {
  "esp_eth_mac_w5500.h": "w5500",
  "esp_eth_phy_w5500.h": "w5500",
};

const { build } = JSON.parse(readFileSync(join(root, "manifests/esp32.json"), "utf8")) as {
  build: { C_FLAGS: string };
};
const words = build.C_FLAGS.split(" ");

const sources = ["hal/esp32", "boards"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".c") && !file.startsWith("lin/"))
    .map((file) => join(folder, file)),
);

describe("the C of the boards", () => {
  for (const source of sources)
    it(`${source} includes what is found`, () => {
      for (const [, header] of readFileSync(join(root, source), "utf8").matchAll(/^#include "(.+)"/gm)) {
        if (KNOWN.test(header) || existsSync(join(root, dirname(source), header))) continue;
        if (header in FETCHED) {
          const target = readFileSync(join(root, dirname(source), "manifest.json"), "utf8");
          ok(target.includes(`"name": "${FETCHED[header]}"`), header);
        } else ok(words.includes(`-I$(IDF_PATH)/components/${ADDED[header]}`), header);
      }
    });

  it("is compiled as the SDK compiles everything, and with the configuration of the IDF's Mbed TLS", () => {
    for (const word of ["$(C_COMMON_FLAGS)", "$(C_FLAGS_SUBPLATFORM)", "-std=gnu17"]) ok(words.includes(word), word);
    for (const name of ["MBEDTLS_CONFIG_FILE", "TF_PSA_CRYPTO_USER_CONFIG_FILE"])
      ok(words.includes(`-D${name}='<mbedtls/esp_config.h>'`), name);
  });

  it("is compiled for the PSRAM of an ESP32 as the IDF is", () => {
    const target = readFileSync(join(root, "boards/wrover-lan8720/target/manifest.json"), "utf8");
    ok(target.includes(`"C_FLAGS_SUBPLATFORM": "-mfix-esp32-psram-cache-issue"`));
  });
});
