/** Three parties in one conversation: each hears the other two. */
#include "kernels.h"

void mixThree(int16_t *one, int32_t oneFrom, int16_t *two, int32_t twoFrom, int16_t *three, int32_t threeFrom,
              int32_t length) {
  one += oneFrom;
  two += twoFrom;
  three += threeFrom;
  for (int32_t i = 0; i < length; i++) {
    int32_t sum = one[i] + two[i] + three[i];
    one[i] = saturated(sum - one[i]);
    two[i] = saturated(sum - two[i]);
    three[i] = saturated(sum - three[i]);
  }
}
