/*
 * Keys and tones by spandsp's senders, for our receiver to hear. Reads scenes, one order a line:
 *
 *   keys DIGITS LEVEL TWIST ON OFF      dtmf_tx: dBm0 of the row, dB of the column over it, ms
 *   pair HZ DBM0 HZ DBM0 SAMPLES        two oscillators (dds), each as far off its frequency as wanted
 *   rest SAMPLES                        silence
 *   over HZ DBM0                        a tone over all of the scene
 *   noise SEED DBM0                     white noise over all of the scene
 *   .                                   the end of the scene
 *
 * Writes for each scene the number of its samples (32 bit) and the samples (16 bit), 8000 a second, native order.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <spandsp.h>

enum { MOST = 8000 * 600, TONES = 8 };

static float sound[MOST];
static int length;
static struct { float hertz, level; } tones[TONES];
static int tone_count;
static int noise_seed;
static float noise_level;

static void room(int samples)
{
    if (samples < 0 || length + samples > MOST) {
        fprintf(stderr, "a scene is too long\n");
        exit(2);
    }
}

static void keys(const char *digits, int level, int twist, int on, int off)
{
    static int16_t amp[160];
    dtmf_tx_state_t *tx = dtmf_tx_init(NULL);
    dtmf_tx_set_level(tx, level, twist);
    dtmf_tx_set_timing(tx, on, off);
    dtmf_tx_put(tx, digits, -1);
    for (int made; (made = dtmf_tx(tx, amp, 160)) > 0;) {
        room(made);
        for (int i = 0; i < made; i++) sound[length++] = amp[i];
    }
    dtmf_tx_free(tx);
}

/* Adds a tone to the samples from `start` on. */
static void tone(float hertz, float level, int start, int samples)
{
    uint32_t phase = 0;
    const int32_t rate = dds_phase_ratef(hertz);
    const float scale = dds_scaling_dbm0f(level);
    for (int i = 0; i < samples; i++) sound[start + i] += dds_modf(&phase, rate, scale, 0);
}

static void end(void)
{
    static int16_t samples[MOST];
    for (int i = 0; i < tone_count; i++) tone(tones[i].hertz, tones[i].level, 0, length);
    if (noise_seed) {
        awgn_state_t *noise = awgn_init_dbm0(NULL, noise_seed, noise_level);
        for (int i = 0; i < length; i++) sound[i] += awgn(noise);
        awgn_free(noise);
    }
    for (int i = 0; i < length; i++) samples[i] = (int16_t) lrintf(fminf(32767, fmaxf(-32768, sound[i])));
    const int32_t count = length;
    fwrite(&count, sizeof count, 1, stdout);
    fwrite(samples, sizeof *samples, (size_t) length, stdout);
    memset(sound, 0, sizeof *sound * (size_t) length);
    length = tone_count = noise_seed = 0;
}

int main(void)
{
    char line[256], digits[128];
    int a, b, c, d;
    float f, g, h, k;
    while (fgets(line, sizeof line, stdin)) {
        if (sscanf(line, "keys %127s %d %d %d %d", digits, &a, &b, &c, &d) == 5) keys(digits, a, b, c, d);
        else if (sscanf(line, "pair %f %f %f %f %d", &f, &g, &h, &k, &a) == 5) {
            room(a);
            tone(f, g, length, a);
            tone(h, k, length, a);
            length += a;
        } else if (sscanf(line, "rest %d", &a) == 1) {
            room(a);
            length += a;
        } else if (sscanf(line, "over %f %f", &f, &g) == 2 && tone_count < TONES) {
            tones[tone_count].hertz = f;
            tones[tone_count++].level = g;
        } else if (sscanf(line, "noise %d %f", &a, &f) == 2) {
            noise_seed = a;
            noise_level = f;
        } else if (!strcmp(line, ".\n")) end();
        else {
            fprintf(stderr, "what is %s", line);
            return 2;
        }
    }
    return 0;
}
