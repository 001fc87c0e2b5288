/** The last period of what was heard: found, cut out, repeated, and joined to what comes before and after. */
#include "kernels.h"

/* Lags of 5 to 15 ms, judged by the last 20 ms (ITU-T G.711 Appendix I). */
#define SHORTEST_LAG 40
#define LONGEST_LAG 120
#define WINDOW 160
#define HISTORY (WINDOW + LONGEST_LAG)

/* Correlation squared by energy, of one sample in `step`; 0 when the two go against each other. */
static int64_t likenessAt(int16_t *scaled, int32_t lag, int32_t step) {
  int32_t correlation = 0;
  int32_t energy = 1;
  for (int32_t i = HISTORY - WINDOW; i < HISTORY; i += step) {
    int32_t sample = scaled[i - lag];
    correlation += scaled[i] * sample;
    energy += sample * sample;
  }
  return correlation <= 0 ? 0 : (int64_t)correlation * correlation / energy;
}

int32_t pitchOf(int16_t *history, int32_t from, int16_t *scaled, int32_t scaledFrom) {
  history += from;
  scaled += scaledFrom;
  /* nine bits and a sign, so that 160 products fit 26 bits, and their square 52 */
  int32_t bits = 0;
  for (int32_t i = 0; i < HISTORY; i++) bits |= history[i] < 0 ? ~history[i] : history[i];
  int32_t shift = 0;
  while (bits >> (shift + 9)) shift++;
  for (int32_t i = 0; i < HISTORY; i++) scaled[i] = (int16_t)(history[i] >> shift);
  int32_t best = LONGEST_LAG;
  int64_t most = 0;
  for (int32_t lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag += 2) {
    int64_t likeness = likenessAt(scaled, lag, 2);
    if (likeness > most) {
      most = likeness;
      best = lag;
    }
  }
  int32_t middle = best;
  most = likenessAt(scaled, middle, 1);
  for (int32_t lag = middle - 1; lag <= middle + 1; lag += 2) {
    if (lag < SHORTEST_LAG || lag > LONGEST_LAG) continue;
    int64_t likeness = likenessAt(scaled, lag, 1);
    if (likeness > most) {
      most = likeness;
      best = lag;
    }
  }
  return best;
}

int32_t cutPeriod(int16_t *history, int32_t from, int16_t *scaled, int32_t scaledFrom, int16_t *period, int32_t periodFrom) {
  int32_t lag = pitchOf(history, from, scaled, scaledFrom);
  int32_t overlap = lag >> 2;
  int16_t *end = history + from + HISTORY;
  int16_t *start = end - lag;
  int16_t *tail = period + periodFrom + lag - overlap;
  for (int32_t i = 0; i < lag; i++) period[periodFrom + i] = start[i];
  for (int32_t i = 0; i < overlap; i++) {
    int32_t late = end[i - overlap];
    int32_t early = start[i - overlap];
    tail[i] = (int16_t)(late + (early - late) * (i + 1) / overlap);
  }
  return lag;
}

void repeatPeriod(int16_t *period, int32_t from, int32_t lag, int32_t at, int32_t gain, int32_t step, int16_t *block,
                  int32_t blockFrom, int32_t length) {
  for (int32_t i = 0; i < length; i++) {
    block[blockFrom + i] = (int16_t)((period[from + at] * gain) >> 15);
    if (++at == lag) at = 0;
    gain = gain > step ? gain - step : 0;
  }
}

void smoothJoint(int16_t *history, int32_t from, int32_t lag, int16_t *block, int32_t blockFrom, int32_t length) {
  int32_t overlap = lag >> 2;
  int16_t *last = history + from + HISTORY - 1;
  int32_t step = last[0] - last[-lag];
  int32_t count = least(overlap, length);
  for (int32_t i = 0; i < count; i++)
    block[blockFrom + i] = saturated(block[blockFrom + i] + step * (overlap - i) / (overlap + 1));
}

void blend(int16_t *before, int32_t beforeFrom, int16_t *after, int32_t afterFrom, int32_t length) {
  before += beforeFrom;
  after += afterFrom;
  for (int32_t i = 0; i < length; i++)
    after[i] = (int16_t)(before[i] + (after[i] - before[i]) * (i + 1) / (length + 1));
}
