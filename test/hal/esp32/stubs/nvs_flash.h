/** The partition of keys and values. */
#include "esp_err.h"
esp_err_t nvs_flash_deinit(void);
esp_err_t nvs_flash_erase(void);
