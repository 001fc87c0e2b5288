/** Partitions of the flash. */
#ifndef ESP_PARTITION_H
#define ESP_PARTITION_H
#include "esp_err.h"
typedef struct { uint32_t address; uint32_t size; } esp_partition_t;
typedef enum { ESP_PARTITION_TYPE_APP, ESP_PARTITION_TYPE_DATA } esp_partition_type_t;
typedef enum { ESP_PARTITION_SUBTYPE_DATA_NVS = 2, ESP_PARTITION_SUBTYPE_DATA_COREDUMP = 3 } esp_partition_subtype_t;
const esp_partition_t *esp_partition_find_first(esp_partition_type_t type, esp_partition_subtype_t subtype, const char *label);
esp_err_t esp_partition_erase_range(const esp_partition_t *partition, size_t offset, size_t size);
#endif
