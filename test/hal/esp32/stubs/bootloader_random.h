/** What feeds the noise while the radio is off. */
void bootloader_random_enable(void);
void bootloader_random_disable(void);
