// Cleans raw audio as a whole: 32-bit floats, 44.1 kHz, mono, from standard input to standard output,
// aligned.
//
//     c++ -std=c++17 render.cpp $(pkg-config --cflags --libs solus) -o render
//     ffmpeg -v error -i noisy.wav -f f32le -ar 44100 -ac 1 - | ./render light > clean.f32
#include <solus/solus.hpp>

#include <cstdio>

int main(int argc, char** argv) {
    try {
        solus::Isolator isolator(argc > 1 ? argv[1] : "");
        isolator.set("amount", 40.0f);

        solus::Signal recording(1);
        float sample;
        while (std::fread(&sample, sizeof sample, 1, stdin) == 1) recording[0].push_back(sample);

        const solus::Signal clean = isolator.render(recording, 44100.0);
        std::fwrite(clean[0].data(), sizeof(float), clean[0].size(), stdout);
    } catch (const solus::Exception& e) {
        std::fprintf(stderr, "%s\n", e.what());
        return 1;
    }
}
