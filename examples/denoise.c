/* Cleans raw audio: 32-bit floats, 48 kHz, mono, from standard input to standard output.
 *
 *     cc denoise.c $(pkg-config --cflags --libs solus) -o denoise-c
 *     ffmpeg -v error -i noisy.wav -f f32le -ar 48000 -ac 1 - | ./denoise-c > clean.f32 */
#include <solus/solus.h>

#include <stdio.h>

int main(void) {
    float samples[480];
    float* channels[1] = {samples};
    size_t got;
    long skip; /* output before the first input sample */

    solus_engine* solus = solus_create(NULL);
    if (solus == NULL || solus_prepare(solus, 48000.0, 1) != 0 || solus_set(solus, "amount", 40.0f) != 0) {
        fprintf(stderr, "%s\n", solus_last_error(solus));
        solus_destroy(solus);
        return 1;
    }
    skip = solus_latency(solus);
    fprintf(stderr, "Solus %s, %ld samples of latency\n", solus_version(), skip);

    while ((got = fread(samples, sizeof(float), 480, stdin)) > 0) {
        solus_process(solus, (const float* const*)channels, channels, (int)got);
        if ((long)got > skip) fwrite(samples + skip, sizeof(float), got - (size_t)skip, stdout);
        skip = (long)got > skip ? 0 : skip - (long)got;
    }
    solus_destroy(solus);
    return 0;
}
