/** Critical sections of the port. */
#ifndef FREERTOS_H
#define FREERTOS_H
#include <stdbool.h>
#include <stdint.h>
typedef struct { int depth; } portMUX_TYPE;
typedef int BaseType_t;
typedef uint32_t TickType_t;
#define pdFALSE 0
#define pdTRUE 1
#define pdPASS 1
#define portMAX_DELAY 0xffffffffu
void enterCritical(portMUX_TYPE *lock);
void exitCritical(portMUX_TYPE *lock);
#define portMUX_INITIALIZER_UNLOCKED {0}
#define portMUX_INITIALIZE(lock) ((lock)->depth = 0)
#define portENTER_CRITICAL(lock) enterCritical(lock)
#define portEXIT_CRITICAL(lock) exitCritical(lock)
#define portENTER_CRITICAL_ISR(lock) enterCritical(lock)
#define portEXIT_CRITICAL_ISR(lock) exitCritical(lock)
#endif
