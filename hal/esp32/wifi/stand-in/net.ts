/**
 * Stands for Moddable's `net` towards its mDNS: theirs does not know the address of a cable where there is a radio, too. It has
 * that name, and so imports nothing by where it lies.
 */
export default Object.freeze({
  get(_what: "IP"): string | undefined {
    return this.addressOf("ETH_DEF") ?? this.addressOf("WIFI_STA_DEF");
  },

  /** By esp32-netif.c; xsc binds methods of this very form to C. */
  addressOf(link: string): string | undefined {
    return native("xs_ata_netif_address").call(this, link);
  },
});
