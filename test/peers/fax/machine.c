/*
 * A fax machine nobody here wrote: spandsp's, as a library whose telephone line is a pair of frames. Samples are 16 bit,
 * 8000 a second; paper is a TIFF file, and in memory one bit a dot, the left one highest, black is 1.
 *
 * Build:  cc -shared -fPIC -o machine.so machine.c $(pkg-config --cflags --libs spandsp libtiff-4)
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <spandsp.h>
#include <tiffio.h>

/* What a machine tells of its call; the order is known to machine.ts. */
enum { OVER, STATUS, RATE, ECM, PAGES, ROWS, BAD_ROWS, RETRIES, TRAININGS, REPORT };

typedef struct {
  fax_state_t *fax;
  int32_t report[REPORT];
} machine_t;

/* The far end has sent a frame, or we have: each DCS is followed by a training of the fast modem. */
static void on_frame(t30_state_t *t30, void *user, int incoming, const uint8_t *octets, int length) {
  (void)t30, (void)incoming;
  if (length >= 3 && (octets[2] & 0xFE) == T30_DCS) ((machine_t *)user)->report[TRAININGS]++;
}

static int on_page(t30_state_t *t30, void *user, int result) {
  t30_stats_t stats;
  int32_t *report = ((machine_t *)user)->report;
  (void)result;
  t30_get_transfer_statistics(t30, &stats);
  report[RATE] = stats.bit_rate;
  report[ECM] = stats.error_correcting_mode;
  report[PAGES] = stats.pages_tx + stats.pages_rx;
  report[ROWS] = stats.length;
  report[BAD_ROWS] = stats.bad_rows;
  report[RETRIES] = stats.error_correcting_mode_retries;
  return T30_ERR_OK;
}

static void on_end(t30_state_t *t30, void *user, int status) {
  t30_stats_t stats;
  int32_t *report = ((machine_t *)user)->report;
  t30_get_transfer_statistics(t30, &stats);
  report[PAGES] = stats.pages_tx + stats.pages_rx;
  report[STATUS] = status;
  report[OVER] = 1;
}

/* One that has called, or one that answers; it sends this file, or else receives into it. */
machine_t *machine_open(int calls, int sends, const char *file, int modems, int ecm) {
  machine_t *machine = calloc(1, sizeof *machine);
  if (!machine || !(machine->fax = fax_init(NULL, calls))) return NULL;
  fax_set_transmit_on_idle(machine->fax, 1);
  t30_state_t *t30 = fax_get_t30_state(machine->fax);
  t30_set_supported_modems(t30, modems);
  t30_set_ecm_capability(t30, ecm);
  t30_set_supported_compressions(t30, T30_SUPPORT_T4_1D_COMPRESSION | T30_SUPPORT_T4_2D_COMPRESSION | T30_SUPPORT_T6_COMPRESSION);
  t30_set_real_time_frame_handler(t30, on_frame, machine);
  t30_set_phase_d_handler(t30, on_page, machine);
  t30_set_phase_e_handler(t30, on_end, machine);
  if (sends) t30_set_tx_file(t30, file, -1, -1);
  else t30_set_rx_file(t30, file, -1);
  return machine;
}

/* One frame: what the line brought, and room for what the machine says in the same time. */
void machine_exchange(machine_t *machine, int16_t *heard, int16_t *said, int length) {
  fax_rx(machine->fax, heard, length);
  int made = fax_tx(machine->fax, said, length);
  memset(said + made, 0, (size_t)(length - made) * sizeof *said);
}

void machine_report(const machine_t *machine, int32_t *report) {
  memcpy(report, machine->report, sizeof machine->report);
}

const char *machine_status(int status) {
  return t30_completion_code_to_str(status);
}

void machine_close(machine_t *machine) {
  fax_free(machine->fax);
  free(machine);
}

/* A page at 204 by 98 dots an inch, compressed as in T.4; 0, or -1 when it cannot be written. */
int page_write(const char *file, const uint8_t *dots, int width, int rows) {
  int bytes = (width + 7) / 8, bad = 0;
  TIFF *tiff = TIFFOpen(file, "w");
  if (!tiff) return -1;
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, rows);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 1);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, rows);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
  TIFFSetField(tiff, TIFFTAG_FILLORDER, FILLORDER_LSB2MSB);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX3);
  TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
  TIFFSetField(tiff, TIFFTAG_XRESOLUTION, 204.0);
  TIFFSetField(tiff, TIFFTAG_YRESOLUTION, 98.0);
  for (int row = 0; row < rows; row++) bad |= TIFFWriteScanline(tiff, (void *)(dots + row * bytes), row, 0) < 0;
  bad |= !TIFFWriteDirectory(tiff);
  TIFFClose(tiff);
  return bad ? -1 : 0;
}

/* Takes the first page in: how many rows it has, of which `most` are read; -1 when it is no page of this width. */
int page_read(const char *file, uint8_t *dots, int width, int most) {
  uint32_t columns = 0, rows = 0;
  uint16_t photometric = PHOTOMETRIC_MINISWHITE;
  int bytes = (width + 7) / 8;
  TIFFSetErrorHandler(NULL); /* a call without a page is no surprise */
  TIFF *tiff = TIFFOpen(file, "r");
  if (!tiff) return -1;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &columns);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &rows);
  TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
  int bad = columns != (uint32_t)width || TIFFScanlineSize(tiff) != bytes;
  for (uint32_t row = 0; !bad && row < rows && row < (uint32_t)most; row++) {
    uint8_t *line = dots + row * bytes;
    bad = TIFFReadScanline(tiff, line, row, 0) < 0;
    if (photometric == PHOTOMETRIC_MINISBLACK) for (int i = 0; i < bytes; i++) line[i] = ~line[i];
  }
  TIFFClose(tiff);
  return bad ? -1 : (int)rows;
}
