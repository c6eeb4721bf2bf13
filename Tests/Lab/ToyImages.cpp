// Coloured shapes in CIFAR-10's format.
#include "ToyImages.h"

#include "Core/Random.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <zlib.h>

namespace toy {

namespace {

/// Whether the point (x, y), measured from the centre in units of the shape's size, belongs to it.
bool inside(int shape, double x, double y) {
    switch (shape) {
    case 0:
        return x * x + y * y < 1.0;
    case 1:
        return std::abs(x) < 0.85 && std::abs(y) < 0.85;
    case 2:
        return y < 0.8 && y > -1.0 && std::abs(x) < 0.55 * (y + 1.0);
    case 3:
        return std::abs(x) < 1.2 && std::abs(y) < 0.35;
    default:
        return std::abs(y) < 1.2 && std::abs(x) < 0.35;
    }
}

} // namespace

std::vector<std::uint8_t> imageRecords(int count, std::uint64_t seed) {
    std::vector<std::uint8_t> bytes;
    for (int i = 0; i < count; ++i) {
        solus::train::Random random{seed, static_cast<std::uint64_t>(i)};
        const int label = i % 10;
        const double size = random.uniform(8.0, 11.0), centreX = random.uniform(11.0, 21.0),
                     centreY = random.uniform(12.0, 20.0), strong = random.uniform(200.0, 250.0);
        const double colour[2][3] = {{strong, 90.0, 40.0}, {30.0, 110.0, strong}};
        bytes.push_back(static_cast<std::uint8_t>(label));
        for (int plane = 0; plane < 3; ++plane)
            for (int y = 0; y < 32; ++y)
                for (int x = 0; x < 32; ++x) {
                    const bool shape = inside(label % 5, (x - centreX) / size, (y - centreY) / size);
                    const double value =
                        (shape ? colour[label / 5][plane] : 150.0 - 3.0 * y) + 8.0 * random.gaussian();
                    bytes.push_back(static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0)));
                }
    }
    return bytes;
}

void writeImages(const std::filesystem::path& folder, int train, int validation, int test) {
    std::filesystem::create_directories(folder);
    writeBytes(folder / "train.bin", imageRecords(train, 1));
    writeBytes(folder / "validation.bin", imageRecords(validation, 2));
    writeBytes(folder / "test.bin", imageRecords(test, 3));
}

void writeBytes(const std::filesystem::path& path, const std::vector<std::uint8_t>& bytes) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

void writeGzip(const std::filesystem::path& path, const std::vector<std::uint8_t>& bytes) {
    gzFile file = gzopen(path.c_str(), "wb9");
    gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
    gzclose(file);
}

} // namespace toy
