/*
 * spandsp's DTMF receiver, as it comes, on the scenes that say.c writes: for each one a line with a digit for every
 * key it is told of, and where, in samples: `5@800 9@1600`.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <spandsp.h>

static int heard, at;

static void on_key(void *user, int code, int level, int delay)
{
    (void) user; (void) level; (void) delay;
    if (code && code != heard) printf("%c@%d ", code, at);
    heard = code;
}

int main(void)
{
    int32_t count;
    while (fread(&count, sizeof count, 1, stdin) == 1) {
        int16_t *samples = malloc(sizeof *samples * (size_t) (count + 1));
        if (fread(samples, sizeof *samples, (size_t) count, stdin) != (size_t) count) return 2;
        dtmf_rx_state_t *rx = dtmf_rx_init(NULL, NULL, NULL);
        dtmf_rx_set_realtime_callback(rx, on_key, NULL);
        heard = 0;
        for (at = 0; at < count; at += 160) dtmf_rx(rx, samples + at, count - at < 160 ? count - at : 160);
        dtmf_rx_free(rx);
        free(samples);
        putchar('\n');
    }
    return 0;
}
