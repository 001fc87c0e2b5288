/**
 * The W5500 for Moddable's Ethernet: the driver is a component of its own since ESP-IDF v6.0 (espressif/w5500), of whose headers
 * the SDK 8.2.3 knows nothing.
 */
#include "mc.defines.h"

#include "ethernet.h"

#include "esp_eth_mac_w5500.h"
#include "esp_eth_phy_w5500.h"

esp_eth_mac_t *mod_ethernet_get_mac(spi_device_interface_config_t device, int interrupt_pin) {
  eth_w5500_config_t w5500 = ETH_W5500_DEFAULT_CONFIG(MODDEF_ETHERNET_SPI_PORT, &device);
  eth_mac_config_t mac = ETH_MAC_DEFAULT_CONFIG();
  w5500.int_gpio_num = interrupt_pin;
  w5500.poll_period_ms = MODDEF_ETHERNET_SPI_POLLING_MS;
  return esp_eth_mac_new_w5500(&w5500, &mac);
}

esp_eth_phy_t *mod_ethernet_get_phy() {
  eth_phy_config_t phy = ETH_PHY_DEFAULT_CONFIG();
  phy.autonego_timeout_ms = 0;
  phy.reset_gpio_num = MODDEF_ETHERNET_RESET_PIN;
  return esp_eth_phy_new_w5500(&phy);
}
