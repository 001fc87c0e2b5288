/** Why the chip has started. */
typedef int esp_reset_reason_t;
esp_reset_reason_t esp_reset_reason(void);
void esp_restart(void);
