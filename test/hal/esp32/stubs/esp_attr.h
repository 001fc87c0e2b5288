/** Where code lies: nowhere in particular here. */
#define IRAM_ATTR
